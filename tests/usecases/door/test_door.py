"""The door: one transaction a command, its clock, who acts, its key, and nothing left of what was refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from evalflow.effects.disk.marks import Marks
from evalflow.errors import Broken, EvalflowError, InvalidInput, Refused
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.inputs.commands_events import SetLevel
from evalflow.evaluation.people import Person
from evalflow.usecases.cycles.cycles import complete_step, publish_terms, tick_all
from evalflow.usecases.door.door import DoneBefore, acting, done_among, looking, passing, set_back
from evalflow.usecases.door.people import names
from evalflow.usecases.inputs.inputs import receive, set_level
from evalflow.usecases.record.dialogues import add_dialogue, list_dialogues
from evalflow.usecases.trust.opening import open_record
from tests.store.raw import unguarded
from tests.usecases.conftest import At
from tests.usecases.office import ADA, CYCLE, TERMS, Office, dialogue, draft, the_record


def test_a_record_is_told_what_it_is_once(office: Office) -> None:
    told = the_record(office.door)
    assert (told.title, told.example) == ("Record of the tests", False)
    with pytest.raises(Refused) as refusal:
        open_record(office.door, "Another", example=True)
    assert refusal.value.code == "record-exists"
    assert office.happened() == ["record.RecordOpened"]


def test_who_acts_is_entered_once_whatever_space_is_around_the_name(office: Office) -> None:
    add_dialogue(office.as_("  Zoë Example "), dialogue("a-b"))
    add_dialogue(office.as_("Zoe\u0308 \u200bExample"), dialogue("a-c"))  # the same name in another Unicode form
    assert sorted(names(office.door).values()) == ["Zoë Example", "the clock"]
    [named, first, second] = office.since(1)
    assert named.by == first.by == second.by == named.subject


@pytest.mark.parametrize(
    ("who", "code"), [("", "nobody-named"), ("  ", "nobody-named"), ("Ada \u202eecilA", "bad-name")]
)
def test_nobody_and_a_name_that_misleads_are_refused(office: Office, who: str, code: str) -> None:
    with pytest.raises(EvalflowError) as refusal:
        add_dialogue(office.as_(who), dialogue())
    assert (refusal.value.code, office.size()) == (code, 1)


def test_a_clock_without_a_zone_is_refused_before_anything_is_read(office: Office) -> None:
    naive = replace(office.door, clock=lambda: datetime(2027, 1, 1))  # noqa: DTZ001 - what is refused
    for way in (acting, passing, looking):
        with pytest.raises(InvalidInput) as refusal, way(naive):
            pass
        assert refusal.value.code == "naive-instant"
    with pytest.raises(InvalidInput, match="does not say in which zone it is"):
        open_record(naive, "x", example=False)
    assert office.size() == 1


def test_a_clock_elsewhere_tells_the_same_instant(office: Office) -> None:
    shanghai = timezone(timedelta(hours=8))
    abroad = replace(office.door, clock=lambda: datetime(2026, 12, 15, 8, tzinfo=shanghai))
    add_dialogue(abroad, dialogue())
    assert office.since(0)[-1].at == datetime(2026, 12, 15, tzinfo=UTC)


def test_a_clock_that_was_set_back_never_makes_the_record_go_back(office: Office) -> None:
    add_dialogue(office.at("2027-01-01T12:00"), dialogue("a-b"))
    add_dialogue(office.at("2026-12-31T12:00"), dialogue("a-c"))
    with looking(office.door) as (_, now):
        assert now == datetime(2027, 1, 1, 12, tzinfo=UTC)
    assert {entry.at for entry in office.since(1)} == {now}
    assert (set_back(office.door), set_back(office.at("2027-01-01T12:00"))) == (now, None)


def test_a_dry_run_shows_what_would_be_and_writes_nothing_not_even_who_asked(office: Office) -> None:
    shown = add_dialogue(replace(office.dry(), key="k"), dialogue())
    assert shown.code == "ex-sa"
    with office.store.reading() as reading:
        assert (reading.all(Dialogue), reading.all(Person), reading.size()) == ([], [], 1)
    assert done_among(office.door, ["k"]) == frozenset()


def test_under_one_key_a_thing_is_done_once(office: Office) -> None:
    keyed = replace(office.door, key="story/1")
    add_dialogue(keyed, dialogue("a-b"))
    size = office.size()
    with pytest.raises(DoneBefore, match=r"^story/1 was done before\.$") as refusal:
        add_dialogue(keyed, dialogue("a-c"))
    assert (refusal.value.code, office.size()) == ("done-before", size)
    assert done_among(office.door, ["story/1", "story/2"]) == {"story/1"}


def test_what_was_refused_under_a_key_may_be_tried_again_under_it(office: Office) -> None:
    keyed = replace(office.door, key="story/1")
    add_dialogue(office.door, dialogue("a-b"))
    with pytest.raises(Refused):
        add_dialogue(keyed, dialogue("a-b"))
    assert done_among(office.door, ["story/1"]) == frozenset()
    add_dialogue(keyed, dialogue("a-c"))
    assert [known.code for known in list_dialogues(office.door)] == ["a-b", "a-c"]


def test_a_refusal_leaves_no_row_and_rolls_back_the_tick_that_came_before_it(at: At) -> None:
    office = at("waiting")
    before, cycle = office.size(), office.cycle()
    office.at("2027-01-12T10:00")
    with pytest.raises(Refused) as refusal:
        publish_terms(office.as_("Bea Example"), CYCLE, replace(TERMS, criteria_url="x"))
    assert refusal.value.code == "no-address"
    assert (office.size(), office.cycle()) == (before, cycle)
    assert sorted(names(office.door).values()) == [ADA, "the clock"]


def test_every_command_on_a_cycle_ticks_it_first_and_as_the_clock(at: At) -> None:
    office = at("taking")
    before = office.size()
    complete_step(office.at("2027-03-09T10:00"), CYCLE, "triage")
    entries = [entry for entry in office.since(before) if entry.kind != "cycle.ReminderFellDue"]
    assert [entry.kind for entry in entries] == [
        *["cycle.StepClosed", "cycle.TokenArrived"] * 2,
        "cycle.StepClosed", "cycle.StepOpened", "cycle.StepClosed", "cycle.StepOpened",
    ]  # fmt: skip
    assert [entry.by for entry in entries[:-2]] == ["clock"] * 6
    assert {names(office.door)[entry.by] for entry in entries[-2:]} == {ADA}


def test_time_passes_without_anybody(at: At) -> None:
    office = at("waiting")
    office.at("2027-01-12T10:00")
    [(code, happened)] = tick_all(office.as_(""))
    assert (code, [entry.kind for entry in happened]) == (CYCLE, ["cycle.StepOpened"] * 3)
    assert tick_all(office.as_("")) == []


def test_a_dry_run_leaves_no_mark_of_what_it_did_not_protect(at: At, tmp_path: Path) -> None:
    office = at("taking")
    [received] = receive(office.door, CYCLE, [draft()])
    marked = replace(office.door, marks=Marks("r", (tmp_path / "marks",)))
    tighter = SetLevel("name-withheld", "", "", erase_text=True)
    set_level(replace(marked, dry_run=True), received.input.code, tighter)
    assert not (tmp_path / "marks").exists()
    set_level(marked, received.input.code, tighter)
    assert (tmp_path / "marks").exists()


def test_a_row_that_refers_to_nothing_is_told_with_the_command_that_looks_further(at: At) -> None:
    office = at("begun")
    with unguarded(office.store.url, "definition") as raw:
        raw.execute("DELETE FROM definition")
    with pytest.raises(Broken, match=r"Run `evalflow audit verify`\.$") as broken:
        tick_all(office.at("2027-02-01T10:00"))
    assert broken.value.code == "record-contradicts"
