"""A cycle changed in flight: what moves, what stays and is told, what a migration shows and what it does."""

from datetime import date
from pathlib import Path

import pytest

from evalflow.engine.words import CycleMigrated, ExtendDeadline, MoveDeadline, MoveOpening
from evalflow.errors import InvalidDefinition, NotFound, Refused
from evalflow.evaluation.pinned import Definition
from evalflow.resources import resource
from evalflow.usecases.cycles.changes import Onto, migrate, move_deadline
from evalflow.usecases.cycles.cycles import Opening, open_cycle
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.record.dialogues import add_dialogue
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, dialogue

SHIPPED = resource("workflows", "evaluation-cycle.yaml").read_text()


def edited(office: Office, *changes: tuple[str, str]) -> Path:
    text = SHIPPED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = office.folder / "edited.yaml"
    file.write_text(text)
    return file


def onto(
    workflow: Path | None = None, calendar: str = "", reason: str = "", *, apply: bool = False, **names: str
) -> Onto:
    return Onto(workflow, calendar, names, reason, apply)


def test_a_deadline_moves_with_its_reason_and_what_counts_from_the_opening_stays_and_is_told(at: At) -> None:
    office = at("begun")
    moved = move_deadline(office.door, CYCLE, MoveDeadline("terms", date(2027, 1, 8), "the printer"))
    assert office.cycle().open["terms"].due == moved.here.cycle.open["terms"].due
    assert moved.stays == ()
    opening = move_deadline(office.door, CYCLE, MoveOpening(date(2027, 1, 18), "the hall"))
    assert (opening.here.cycle.opening, opening.stays) == (date(2027, 1, 18), ("terms",))
    together = move_deadline(office.door, CYCLE, MoveOpening(date(2027, 1, 25), "the hall", cascade=True))
    assert together.stays == ()
    due = office.cycle().open["terms"].due
    assert due
    assert due.on == date(2027, 1, 11)


def test_a_step_typed_with_hyphens_is_extended(at: At) -> None:
    office = at("taking")
    office.at("2027-02-01T09:00")
    moved = move_deadline(office.door, CYCLE, ExtendDeadline("ngo-inputs", date(2027, 3, 20), "snow"))
    assert [type(event).__name__ for event in moved.happened] == ["DeadlineExtended"]


def test_a_migration_is_shown_and_writes_nothing_until_it_is_applied(at: At) -> None:
    office = at("taking")
    office.at("2027-02-01T09:00")
    file = edited(office, ("window: P8W", "window: P10W"), ("P26W", "P40W"), ("version: 1.1.0", "version: 1.2.0"))
    before, size = office.cycle(), office.size()
    shown = migrate(office.door, CYCLE, onto(file, reason="more time"))
    assert (shown.applied, office.size(), office.cycle()) == (False, size, before)
    assert {one.old for one in shown.carried if one.moves} == {"ngo_inputs", "parliament_inputs", "partner_submissions"}
    with pytest.raises(Refused, match="only with a reason"):
        migrate(office.door, CYCLE, onto(file, apply=True))
    done = migrate(office.door, CYCLE, onto(file, reason="more time", apply=True))
    assert (done.applied, done.carried, done.here.workflow.version) == (True, shown.carried, "1.2.0")
    assert isinstance(office.since(size)[-1].event, CycleMigrated)
    file.unlink()  # a running cycle keeps its own text
    assert cycle_status(office.door, CYCLE).here.workflow.version == "1.2.0"


def test_another_calendar_is_pinned_and_one_that_is_not_there_is_refused(at: At) -> None:
    office = at("taking")
    office.at("2027-02-01T09:00")
    with pytest.raises(NotFound, match="Did you mean 'england-and-wales'"):
        migrate(office.door, CYCLE, onto(calendar="england-and-wale"))
    done = migrate(office.door, CYCLE, onto(calendar="england-and-wales", reason="holidays count", apply=True))
    assert done.here.workflow.days.name == "england-and-wales"
    with office.store.reading() as reading:
        assert [d.name for d in reading.all(Definition) if d.kind == "calendar"] == ["england-and-wales"]
    back = migrate(office.door, CYCLE, onto(calendar="none", reason="they do not", apply=True))
    assert (back.here.workflow.days.name, office.cycle().calendar) == ("none", "")


def test_a_workflow_that_names_a_calendar_brings_it_and_one_that_is_unsound_is_refused(at: At) -> None:
    office = at("taking")
    office.at("2027-02-01T09:00")
    file = edited(office, ("calendar: none", "calendar: england-and-wales"), ("rule: plain", "rule: next-working-day"))
    done = migrate(office.door, CYCLE, onto(file, reason="the law", apply=True))
    assert cycle_status(office.door, CYCLE).here.workflow == done.here.workflow
    assert office.cycle().calendar
    with pytest.raises(InvalidDefinition):
        migrate(office.door, CYCLE, onto(edited(office, ("next: end", "next: nowhere"))))


def test_a_cycle_opened_with_a_calendar_counts_by_it_for_ever(at: At) -> None:
    office = at("new")
    add_dialogue(office.door, dialogue())
    own = office.folder / "calendars"
    own.mkdir(exist_ok=True)
    text = resource("workflows", "calendars", "england-and-wales.yaml").read_text()
    (own / "ours.yaml").write_text(text.replace("calendar: england-and-wales", "calendar: ours"))
    file = edited(office, ("calendar: none", "calendar: ours"), ("rule: plain", "rule: next-working-day"))
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Office", False, CYCLE, file))
    (own / "ours.yaml").unlink()
    here = cycle_status(office.door, CYCLE).here
    assert (here.workflow.days.name, here.workflow.period_rule) == ("ours", "next-working-day")
    due = here.cycle.open["terms"].due
    assert due
    assert due.on == date(2026, 12, 28)  # the substitute day of Boxing Day: counted backwards, it stays
    assert any("Boxing Day (substitute day)" in reason for reason in due.reasons)
