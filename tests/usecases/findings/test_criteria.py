"""Criteria at the door: checked on the facts of this moment, looked at without a trace, decided by people."""

from dataclasses import replace

import pytest

from evalflow.errors import EvalflowError
from evalflow.evaluation.evaluation import Decision
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.current import facts_about, read_current
from evalflow.usecases.door.door import looking
from evalflow.usecases.findings.criteria import check_criteria, decide_criterion, preview_cycle, preview_dialogue
from evalflow.usecases.record.registers import EntryDraft, add_entry
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office

DECISION = Decision("SC-10", "adjust-aims", "a session is promised", "Example Committee", "2027-04-01", "2027-11-01")


def test_what_was_checked_is_recorded_with_its_trace(at: At) -> None:
    office = at("taking")
    shown = preview_cycle(office.door, CYCLE)
    size = office.size()
    checked = check_criteria(office.door, CYCLE)
    assert (checked, office.happened(size)) == (shown, ["evaluation.CriteriaChecked"])
    results = {criterion.code: criterion.result for criterion in checked}
    assert (results["SC-10"], results["SC-01"], results["SC-09"]) == ("tripped", "cannot tell", "clear")
    assert all(criterion.trace for criterion in checked)
    assert cycle_status(office.door, CYCLE).here.evaluation.checked == checked


def test_a_dialogue_can_be_looked_at_without_any_cycle(at: At) -> None:
    office = at("begun")
    size = office.size()
    results = {criterion.code: criterion.result for criterion in preview_dialogue(office.door, "EX-SA")}
    assert (results["SC-10"], results["SC-09"], office.size()) == ("tripped", "cannot tell", size)


def test_a_decision_is_recorded_once_and_moves_nothing(at: At) -> None:
    office = at("adopting")
    before = office.cycle()
    size = office.size()
    for _ in range(2):
        decided = decide_criterion(office.door, CYCLE, replace(DECISION, criterion="sc-10"))
    assert (decided, office.happened(size), office.cycle()) == (
        replace(DECISION, on="tripped"),
        ["evaluation.CriterionDecided"],
        before,
    )


@pytest.mark.parametrize(
    ("stage", "decision", "code"),
    [
        ("taking", DECISION, "day-ahead"),
        ("taking", replace(DECISION, decided_on="2027-01-11"), "criteria-unchecked"),
        ("adopting", replace(DECISION, criterion="SC-99"), "unknown-criterion"),
        ("adopting", replace(DECISION, decided_on="2027"), "exact-day-needed"),
        ("adopting", replace(DECISION, decided_on="x"), "bad-date"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(at: At, stage: str, decision: Decision, code: str) -> None:
    office = at(stage)
    size = office.size()
    with pytest.raises(EvalflowError) as refusal:
        decide_criterion(office.door, CYCLE, decision)
    assert (refusal.value.code, office.size()) == (code, size)


def test_once_adopted_what_was_checked_stands_and_a_decision_may_still_come(at: At) -> None:
    office = at("adopted")
    with pytest.raises(EvalflowError) as refusal:
        check_criteria(office.door, CYCLE)
    assert refusal.value.code == "report-adopted"
    assert decide_criterion(office.door, CYCLE, DECISION) == replace(DECISION, on="tripped")


def test_a_check_is_asked_for_again_once_the_record_comes_to_something_else(at: At) -> None:
    office = at("adopting")
    assert unchecked(office) == ""
    sessions = {"held_on": "2027-03-20", "status": "held", "formal": "yes"}
    add_entry(office.door, "ex-sa", EntryDraft("session", sessions, "S2"))
    assert "checked before the record changed: SC-01" in unchecked(office)
    check_criteria(office.door, CYCLE)
    assert unchecked(office) == ""


def unchecked(office: Office) -> str:
    with looking(office.door) as (reading, now):
        return facts_about(reading, read_current(reading, CYCLE, now))["criteria.unchecked"].note
