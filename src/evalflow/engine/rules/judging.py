"""A checked rule + the facts of one moment → a verdict: true, false or unknown, why, and what is missing."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from evalflow.engine.periods import Period
from evalflow.engine.rules.faults import RuleFailed
from evalflow.engine.rules.reading import Scope, truth
from evalflow.engine.rules.syntax import Expression
from evalflow.engine.rules.tracing import SAID, trace
from evalflow.engine.rules.values import Facts, Verdict


def judge(
    expression: Expression,
    facts: Facts,
    params: Mapping[str, int | str | Period],
    today: date,
    *,
    traced: bool | Literal["decided"] = True,
) -> Verdict:
    """Return what the rule comes to on these facts, with what is missing and, unless nobody reads it, its trace.

    It is true or false only if it is so whatever the unknown turns out to be. With `traced` "decided" only what is true
    or false has a trace.

    Raises:
        RuleFailed: `rule-failed` for an integer beyond 64 bits, a day beyond the calendar, a value of the wrong type or
            a parameter that is not given. It is raised even where another clause would decide alone.
    """
    scope = Scope(facts, params, today)
    try:
        rule_reading = truth(expression.root, scope)
        wanted = traced is True or (traced == "decided" and rule_reading.value is not None)
        return Verdict(
            SAID[rule_reading.value], today, trace(expression, scope) if wanted else (), rule_reading.missing
        )
    except RuleFailed as failed:
        raise RuleFailed(f"{failed} The rule: {expression.words(expression.root)}") from failed
