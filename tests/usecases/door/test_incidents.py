"""What fails in a tick, in an effect or under a person's hands is an open incident, and stops nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evalflow.engine.rules import RuleFailed
from evalflow.errors import Broken, DoneBut, NotFound, Refused
from evalflow.usecases.cycles.cycles import Opening, complete_step, open_cycle, tick_all
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.door import acting
from evalflow.usecases.door.incidents import (
    incident_named,
    list_incidents,
    noted,
    report_failure,
    resolve,
    retry,
    short,
)
from evalflow.usecases.inputs.inputs import receive
from evalflow.usecases.inputs.receipts import write_receipts
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.registers import EntryDraft, add_entry
from evalflow.usecases.trust.opening import confirm_clock
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, dialogue, draft

OVERFLOWS = "(inputs.received + 1) * 9223372036854775807 * 3 > 5"
WORKFLOW = """\
evalflow: 1
workflow: sorting
version: 1.0.0
title: Sorting
timezone: UTC
calendar: none
period_rule: plain
steps:
  start:
    title: Start
    role: coordinator
    no_deadline: nobody waits
    requires: ["{gate}"]
    next: sort
  sort:
    title: Sort
    kind: automatic
    when:
      - {{if: "{branch}", next: end}}
      - {{else: end}}
"""


def sorting(office: Office, branch: str = OVERFLOWS, gate: str = "inputs.received == 0") -> Office:
    """Open a cycle whose second step decides by itself."""
    add_dialogue(office.door, dialogue())
    file = office.folder / "sorting.yaml"
    file.write_text(WORKFLOW.format(branch=branch, gate=gate))
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Office", False, CYCLE, file))
    return office


def statuses(office: Office) -> list[tuple[str, str, int, bool]]:
    return [(i.kind, i.place, i.attempts, i.resolved_at is None) for i in list_incidents(office.door, all_=True)]


def test_an_automatic_step_closes_by_itself_once_its_facts_are_there(at: At) -> None:
    office = sorting(at("new"), branch="inputs.received > 3")
    here = complete_step(office.door, CYCLE, "start")
    assert (here.cycle.status, here.cycle.closed["sort"].outcome, here.cycle.closed["sort"].by) == ("ended", "else", "")


def test_an_automatic_step_that_waits_goes_on_in_the_commit_of_what_it_waited_for(at: At) -> None:
    office = sorting(at("new"), branch="sessions.exists(s, s.status == 'held')")
    here = complete_step(office.door, CYCLE, "start")
    assert (here.cycle.status, here.cycle.open["sort"].undecided) == ("running", True)
    tick_all(office.door)
    assert office.cycle().status == "running"
    held = {"held_on": "2026-06-09", "status": "held", "formal": "yes"}
    add_entry(office.door, "ex-sa", EntryDraft("session", held, "A note (example)"))
    assert office.cycle().status == "ended"
    assert office.happened()[-2:] == ["cycle.StepClosed", "cycle.CycleEnded"]


def test_a_rule_that_fails_is_an_incident_and_the_tick_goes_on(at: At) -> None:
    office = sorting(at("new"))
    complete_step(office.door, CYCLE, "start")
    assert statuses(office) == [("rule", "sort", 1, True)]
    tick_all(office.door)
    tick_all(office.door)  # its next attempt has not come
    assert statuses(office) == [("rule", "sort", 2, True)]
    office.now += timedelta(minutes=11)
    tick_all(office.door)
    assert statuses(office) == [("rule", "sort", 3, True)]
    assert list(cycle_status(office.door, CYCLE).here.cycle.open) == ["sort"]  # looking does not fail either


def test_a_gate_that_fails_is_told_to_the_person_and_entered(at: At) -> None:
    office = sorting(at("new"), gate=OVERFLOWS)
    with pytest.raises(RuleFailed):
        complete_step(office.door, CYCLE, "start")
    assert statuses(office) == [("rule", "start", 1, True)]
    assert office.happened()[-1] == "incident.IncidentOpened"


def test_a_receipt_that_cannot_be_written_keeps_no_other_back_and_closes_its_incident_when_it_can(at: At) -> None:
    office = at("taking")
    office.at("2027-02-01T12:00")
    receive(office.door, CYCLE, [draft("One."), draft("Two.")])
    stands = office.folder / "receipts" / "EX-SA-2027-NGO-001.txt"
    stands.parent.mkdir(exist_ok=True)
    stands.write_text("something else")
    with pytest.raises(DoneBut, match="holds something else"):
        write_receipts(office.door, office.folder)
    assert (stands.parent / "EX-SA-2027-NGO-002.txt").exists()
    assert statuses(office) == [("effect", "EX-SA-2027-NGO-001.txt", 1, True)]
    with pytest.raises(DoneBut):
        write_receipts(office.door, office.folder)
    assert write_receipts(office.door, office.folder) == []  # it waits for its next attempt
    stands.unlink()
    retry(office.door, short(list_incidents(office.door)[0]))
    assert write_receipts(office.door, office.folder) == [stands]
    assert statuses(office) == [("effect", "EX-SA-2027-NGO-001.txt", 2, False)]


def test_what_fails_in_a_block_is_entered_and_what_succeeds_closes_it(at: At) -> None:
    office = at("new")
    with pytest.raises(Broken), noted(office.door, "template", "report", "draft"):
        raise Broken("template-failed", "The template does not render.")
    assert [(i.cause, i.reason) for i in list_incidents(office.door)] == [("The template does not render.", "")]
    for _ in range(2):
        with noted(office.door, "template", "report", "draft"):
            pass
    assert [i.reason for i in list_incidents(office.door, all_=True)] == ["The next attempt succeeded."]
    size = office.size()
    with pytest.raises(Broken), noted(office.dry(), "template", "report", "draft"):
        raise Broken("template-failed", "x")
    assert office.size() == size


def test_an_incident_is_resolved_with_a_reason_and_called_by_the_beginning_of_its_id(at: At) -> None:
    office = at("new")
    with acting(office.door) as act:
        one = report_failure(act, "effect", "k1", "1.txt", "x")
        report_failure(act, "effect", "k2", "2.txt", "x")
    assert resolve(office.door, short(one), "mended").reason == "mended"
    assert [i.place for i in list_incidents(office.door)] == ["2.txt"]
    with office.store.reading() as reading:
        for code in ("", "zz"):
            with pytest.raises(NotFound) as missing:
                incident_named(reading, code)
            assert missing.value.code == "no-such-incident"


def test_a_clock_that_leaps_far_ahead_is_not_believed_until_a_person_confirms_it(at: At) -> None:
    office = at("taking")
    guarded = replace(office.at("2099-01-01T00:00"), leap=timedelta(days=60))
    size = office.size()
    with pytest.raises(Refused) as refused:
        tick_all(guarded)
    assert (refused.value.code, office.size()) == ("clock-leapt", size)
    assert cycle_status(guarded, CYCLE).here.cycle.open == office.cycle().open  # it is looked at as of its last entry
    assert confirm_clock(guarded) == office.now
    assert confirm_clock(guarded) is None
    assert tick_all(guarded)
    assert office.happened(size)[0] == "record.ClockConfirmed"


def test_a_tick_leaves_its_heartbeat(at: At) -> None:
    office = at("taking")
    with office.store.reading() as reading:
        assert reading.last_beat("tick") is not None
        assert reading.last_beat("another") is None
    office.at("2027-02-01T12:00")
    tick_all(office.door)
    with office.store.reading() as reading:
        assert reading.last_beat("tick") == office.now
