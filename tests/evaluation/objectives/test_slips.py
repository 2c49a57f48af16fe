"""Changes of an objective → the days that it was ever due on, and how far the day has moved."""

from dataclasses import replace
from datetime import UTC, datetime

from evalflow.evaluation.objectives.objective import (
    AddObjective,
    AmendObjective,
    Objective,
    apply_objective,
)
from evalflow.evaluation.objectives.objectives import decide_objective
from evalflow.evaluation.objectives.slips import DueDay, due_days, made, months_corrected, months_slipped

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
NEW = Objective("1", "d", "UK-01", "Prisons", "Visits.", "published", due="2026-06", published_on="2024")


def amended(known: Objective | None, *commands: AddObjective | AmendObjective) -> Objective:
    for command in commands:
        for event in decide_objective(known, command, NOW):
            known = apply_objective(known, event)
    assert known
    return known


def due(new: str, **more: object) -> AmendObjective:
    return replace(AmendObjective("due", new, "ada", reason="agreed"), **more)  # type: ignore[arg-type] # its own fields


def test_every_day_is_there_with_when_it_was_decided_and_why() -> None:
    known = amended(
        None, AddObjective(NEW, "ada"), due("2027-06", decided_on="2026-05"),
        AmendObjective("title", "Other", "ada", reason="agreed"), due("2028", reason="", no_reason_stated=True),
    )  # fmt: skip
    assert due_days(known) == (
        DueDay("2026-06", "2024", "", silent=False),
        DueDay("2027-06", "2026-05", "agreed", silent=False),
        DueDay("2028", "2027-03-01", "", silent=True),
    )
    assert months_slipped(due_days(known)) == 30  # June 2026 to December 2028


def test_a_day_that_was_corrected_stays_in_the_history_marked_as_a_correction_and_its_months_are_counted() -> None:
    corrects = due("2038-06", reason="the list says 2038", correction=True, source="the list")
    known = amended(None, AddObjective(NEW, "ada"), corrects, due("2038-04"))
    assert due_days(known) == (
        DueDay("2026-06", "2024", "", silent=False),
        DueDay("2038-06", "2027-03-01", "the list says 2038", silent=False, corrected=True),
        DueDay("2038-04", "2027-03-01", "agreed", silent=False),
    )
    assert (months_slipped(due_days(known)), months_corrected(due_days(known))) == (142, 144)


def test_with_fewer_than_two_days_nothing_has_slipped() -> None:
    known = amended(None, AddObjective(replace(NEW, due=""), "ada"), due("2027"))
    assert [day.due for day in due_days(known)] == ["", "2027"]
    assert months_slipped(due_days(known)) is None


def test_what_governments_changed_is_counted_once_and_apart_from_corrections() -> None:
    moved = [
        due("2028"), AmendObjective("timeframe", "stated\nS1\nby 2028", "ada", reason="agreed"),
        due("2029", reason="the list says 2029", correction=True, source="the list"),
        AmendObjective("text", "Visits. ", "ada"),
    ]  # fmt: skip
    assert [one.field for one in made(amended(None, AddObjective(NEW, "ada"), *moved))] == ["due"]
