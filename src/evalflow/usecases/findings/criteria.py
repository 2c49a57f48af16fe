"""What is done with suspension criteria: the software checks them, the body decides. Nothing is suspended by itself."""

from dataclasses import replace

from evalflow.definitions.criteria import read_criteria
from evalflow.errors import NotFound
from evalflow.evaluation.criteria.criteria import CriteriaSet
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.facts import facts_of
from evalflow.evaluation.criteria.judgement import check, since
from evalflow.evaluation.criteria.what_if import WhatIf, what_if
from evalflow.evaluation.evaluation import (
    CheckedCriterion,
    Decision,
    RecordCheck,
    RecordDecision,
    decide_evaluation,
)
from evalflow.resources import resource
from evalflow.usecases.door.current import (
    conduct_of,
    current,
    dialogue_named,
    facts_about,
    other_adopted,
    read_current,
)
from evalflow.usecases.door.days import refuse_ahead, today_of
from evalflow.usecases.door.door import Door, acting, looking

SHIPPED = ("workflows", "criteria", "suspension.yaml")


def check_criteria(door: Door, cycle: str) -> tuple[CheckedCriterion, ...]:
    """Check every pinned criterion on the facts of this moment and record the results with their traces."""
    with acting(door) as act:
        here = current(act, cycle)
        found = check(here.criteria.criteria, facts_about(act.tx, here), here.today)
        before = other_adopted(act.tx, here)
        checked = tuple(since(one, before, here.today) for one in found)
        act.record(here.evaluation.id, decide_evaluation(here.evaluation, RecordCheck(checked), act.now))
        return checked


def preview_cycle(door: Door, cycle: str) -> tuple[CheckedCriterion, ...]:
    """Return what the criteria would come to now. Records nothing."""
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        found = check(here.criteria.criteria, facts_about(reading, here), here.today)
        before = other_adopted(reading, here)
        return tuple(since(checked, before, here.today) for checked in found)


def preview_dialogue(door: Door, dialogue: str) -> tuple[CheckedCriterion, ...]:
    """Return what the shipped criteria come to on the record of a dialogue, without any evaluation. Records nothing."""
    with looking(door) as (reading, now):
        known = dialogue_named(reading, dialogue)
        today = today_of(reading, known, now)
        return check(shipped_criteria().criteria, facts_of(conduct_of(reading, known), None, today), today)


def explain(door: Door, cycle: str, code: str) -> tuple[CheckedCriterion, list[WhatIf]]:
    """Return what a pinned criterion comes to now, and what one fact would have to be for another result.

    Raises:
        NotFound: `no-such-criterion`, with those there are.
    """
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        there = {criterion.code.upper(): criterion for criterion in here.criteria.criteria}
        if (criterion := there.get(code.upper())) is None:
            codes = ", ".join(one.code for one in there.values())
            raise NotFound("no-such-criterion", f"{here.evaluation.code} has no criterion {code!r}. It has: {codes}.")
        facts = facts_about(reading, here)
        (checked,) = check([criterion], facts, here.today)
        return since(checked, other_adopted(reading, here), here.today), what_if(criterion, facts, here.today)


def decide_criterion(door: Door, cycle: str, decision: Decision) -> Decision:
    """Record what the body decided on a criterion, with its reasons."""
    with acting(door) as act:
        here = current(act, cycle)
        refuse_ahead(decision.decided_on, here.today)
        code = decision.criterion.upper()
        result = next((checked.result for checked in here.evaluation.checked if checked.code == code), "")
        said = replace(decision, criterion=code, on=result)
        if events := decide_evaluation(here.evaluation, RecordDecision(said), act.now):
            act.record(here.evaluation.id, events)
        return said


def shipped_criteria() -> CriteriaSet:
    path = resource(*SHIPPED)
    return read_criteria(path.read_bytes(), path.name, DECLARED)
