"""An input that is protected better → where else on record its old code or its submitter's name still stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.narrative import Narrative
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Door, looking

_SHORTEST = 4  # signs of a name: a shorter one stands within too many words


def still_named(door: Door, before: Input) -> list[str]:
    """Return, each in words, what names an input as it was: nobody but a person can mend what people wrote of it."""
    names = [before.code, *([before.submitter] if len(before.submitter) >= _SHORTEST else [])]
    named = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names), re.IGNORECASE)
    with looking(door) as (reading, _):
        return places_in(reading, before.cycle, named, before.id)


def places_in(reading: Reading, cycle: str, named: re.Pattern[str], but: str = "") -> list[str]:
    """Return, each in words, what on record of a cycle holds such a name; `but` is an input that is not looked at."""
    told = [where for where, what in _written(reading, cycle, but) if any(map(named.search, _texts(what)))]
    return list(dict.fromkeys(told))


def _written(reading: Reading, cycle: str, but: str) -> Iterator[tuple[str, object]]:
    """Yield what people wrote of one evaluation and its dialogue, each with the words for where it stands."""
    evaluation = held(reading.get(Evaluation, cycle))
    objectives = {objective.id: objective for objective in reading.all(Objective, dialogue=evaluation.dialogue)}
    yield from ((entry.code, entry) for entry in reading.all(Entry, dialogue=evaluation.dialogue))
    yield from ((one.code, one) for one in objectives.values())
    yield from (
        (f"the rating of {objectives[finding.objective].code}", finding)
        for finding in reading.all(Finding, cycle=cycle)
    )
    for deliberation in reading.all(Deliberation, cycle=cycle):
        yield f"what evaluators said of {objectives[deliberation.objective].code}", deliberation
    yield from (
        (recommendation.code, recommendation)
        for recommendation in reading.all(Recommendation, dialogue=evaluation.dialogue)
    )
    yield "the body's words in the report", reading.get(Narrative, cycle)
    yield f"decisions of {evaluation.code}", (evaluation.decisions, evaluation.checked)
    for input_ in reading.all(Input, cycle=cycle):
        if input_.id != but:
            yield f"answers to {input_.code}", (input_.confirmations, *(point.disposition for point in input_.points))


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            yield from _texts(tuple(value.values()))
        case tuple():
            for one in value:
                yield from _texts(one)
        case _ if is_dataclass(value):
            for one in fields(value):
                yield from _texts(getattr(value, one.name))
