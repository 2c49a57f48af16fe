"""STEP=CHOICE and FACT=VALUE as a person types them → what a simulation assumes, or everything that does not fit."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

from evalflow.definitions.problems import nearest
from evalflow.engine.dates import PartialDate
from evalflow.engine.rules import Bool, Date, Declared, Fact, Facts, Int, ListType, Scalar
from evalflow.engine.simulation import Assumptions, Pace
from evalflow.engine.words import Workflow
from evalflow.errors import InvalidInput, Problem
from evalflow.evaluation.criteria.declared import DECLARED

T = TypeVar("T")

UNKNOWN: Final = "unknown"
_YES_NO: Final = {"yes": True, "true": True, "no": False, "false": False}
_WHOLE: Final = re.compile("-?[0-9]{1,18}")
_REGISTER: Final = "is a register, whose entries cannot be assumed: leave it out"


def assumptions(
    workflow: Workflow, pace: Pace, choose: Sequence[str], assume: Sequence[str], known: Facts
) -> Assumptions:
    """Return what a simulation of a workflow assumes. `choose` and `assume` are as typed, NAME=VALUE.

    Raises:
        InvalidInput: `bad-assumptions`, with everything that does not fit.
    """
    wrong: list[Problem] = []
    chosen = dict(_pairs(choose, "--choose", wrong, lambda name, value: _choice(workflow, name, value)))
    facts = dict(_pairs(assume, "--assume", wrong, _fact))
    if wrong:
        raise InvalidInput("bad-assumptions", "What is to be assumed does not fit:", wrong)
    return Assumptions(pace, chosen, facts, known)


def _pairs(
    typed: Sequence[str], option: str, wrong: list[Problem], read: Callable[[str, str], tuple[str, T]]
) -> Iterator[tuple[str, T]]:
    """Yield each pair as it is read; what is no pair, comes twice or cannot be read goes to `wrong`."""
    seen = set()
    for one in typed:
        name, sign, value = one.partition("=")
        try:
            if not sign:
                raise InvalidInput("no-pair", f"{one!r} is not NAME=VALUE.")
            found, taken = read(name.strip(), value.strip())
            if found in seen:
                raise InvalidInput("twice", f"{found} is given twice.")
        except InvalidInput as bad:
            wrong.append(Problem(option, str(bad)))
            continue
        seen.add(found)
        yield found, taken


def _choice(workflow: Workflow, name: str, value: str) -> tuple[str, str]:
    """Return a step and the choice that is taken in it; a person may type hyphens."""
    steps = {step.name: [choice.name for choice in step.choices] for step in workflow.steps}
    step, choice = name.replace("-", "_"), value.replace("-", "_")
    if step not in steps:
        raise InvalidInput(
            "no-such-step",
            f"This workflow has no step {name!r}. {nearest(step, list(steps))}It has: {', '.join(steps)}.",
        )
    if not steps[step]:
        choosing = [name for name, choices in steps.items() if choices]
        there = f"Choices are made in: {', '.join(choosing)}." if choosing else "No step of this workflow does."
        raise InvalidInput("nothing-to-choose", f"{step} offers no choice. {there}")
    if choice not in steps[step]:
        hint = f"{nearest(choice, steps[step])}It offers: {', '.join(steps[step])}."
        raise InvalidInput("no-such-choice", f"{step} offers no choice {value!r}. {hint}")
    return step, choice


def _fact(name: str, value: str) -> tuple[str, Fact]:
    if name not in DECLARED:
        simple = [fact.name for fact in DECLARED.values() if not isinstance(fact.type, ListType)]
        hint = f"{nearest(name, simple)}Those that can be assumed: {', '.join(simple)}."
        raise InvalidInput("no-such-fact", f"There is no fact {name!r}. {hint}")
    fact = DECLARED[name]
    return name, Fact(_value(fact, value), note=f"assumed: {fact.title} = {value}")


def _value(fact: Declared, text: str) -> Scalar:
    """Return the value of a fact as its type has it; None for "unknown"."""
    if text == UNKNOWN:
        return None
    if fact.type == Date:
        return PartialDate.parse(text)
    told = _REGISTER
    if fact.type == Bool:
        if text.lower() in _YES_NO:
            return _YES_NO[text.lower()]
        told = "is yes or no: write one of them, or unknown"
    if fact.type == Int:
        if _WHOLE.fullmatch(text):
            return int(text)
        told = "is a number: write one such as 3, or unknown"
    raise InvalidInput("bad-value", f"{text!r} does not fit {fact.name}, which {told}.")
