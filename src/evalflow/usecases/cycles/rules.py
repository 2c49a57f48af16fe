"""A rule that somebody tries → what it comes to on real facts, of a cycle or of a dialogue. Records nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evalflow.engine.periods import Period
from evalflow.engine.rules import Verdict, check, judge, parse
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.facts import facts_of
from evalflow.evaluation.criteria.judgement import missing_in_words, traced
from evalflow.evaluation.criteria.why import why
from evalflow.evaluation.evaluation import TracedClause
from evalflow.usecases.door.current import conduct_of, dialogue_named, facts_about, read_current
from evalflow.usecases.door.days import today_of
from evalflow.usecases.door.door import Door, looking

Parameters = Mapping[str, int | Period]


@dataclass(frozen=True)
class Tried:
    """What a rule came to: the verdict in words, what is missing, every clause, and the local day of the facts."""

    truth: str
    why: str
    missing: tuple[str, ...]
    trace: tuple[TracedClause, ...]
    as_of: date


def try_on_cycle(door: Door, rule: str, code: str, parameters: Parameters) -> Tried:
    """Return what a rule comes to on the facts of a cycle at this moment.

    Raises:
        InvalidDefinition: the rule does not read, or reads what is not declared; with a caret at each fault.
        RuleFailed: it met what it cannot compute.
    """
    with looking(door) as (reading, now):
        current = read_current(reading, code, now)
        expression = parse(rule)
        check(expression, DECLARED, parameters)
        return _tried(judge(expression, facts_about(reading, current), parameters, current.today))


def try_on_dialogue(door: Door, rule: str, code: str, parameters: Parameters) -> Tried:
    """Return what a rule comes to on what is on record of a dialogue. What an evaluation supplies is unknown there.

    Raises:
        InvalidDefinition, RuleFailed: as `try_on_cycle`.
    """
    with looking(door) as (reading, now):
        dialogue = dialogue_named(reading, code)
        today = today_of(reading, dialogue, now)
        expression = parse(rule)
        check(expression, DECLARED, parameters)
        return _tried(judge(expression, facts_of(conduct_of(reading, dialogue), None, today), parameters, today))


def _tried(verdict: Verdict) -> Tried:
    return Tried(verdict.truth, why(verdict), missing_in_words(verdict), traced(verdict), verdict.as_of)
