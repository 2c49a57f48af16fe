"""Deadlines and the opening day moved by people: what moves, what moves with it, and what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.engine.heart import apply, decide
from evalflow.engine.moving import counting_from
from evalflow.engine.periods import Deadline, Period, Reminder, end_of_day
from evalflow.engine.words import (
    Command,
    CompleteStep,
    Cycle,
    DeadlineExtended,
    DeadlineMoved,
    Event,
    ExtendDeadline,
    MoveDeadline,
    MoveOpening,
    OpenCycle,
    OpeningMoved,
    Remind,
    Step,
    Tick,
    Timing,
    Workflow,
)
from evalflow.errors import Refused

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
OPENING = date(2027, 3, 15)


def due_of(step: str, days: int) -> Timing:
    return Timing("after", "due", Period(days=days), step)


WINDOW = Step("inputs", "Inputs", "window", "ngo", Timing("after", "opened", Period(days=20)), next=("meet",))
LATER = Step("late", "Later inputs", "window", "ngo", due_of("inputs", 7), next=("meet",))
NOTE = Step("note", "A note", "task", "coordinator", due_of("late", 2), next=("meet",))
START = Step("start", "Start", "task", "coordinator", Timing("before", "opening", Period(days=3)),
             next=("inputs", "late", "note", "free"),
             remind=(Remind("before", Period(days=1), "coordinator"),))  # fmt: skip
FREE = Step("free", "No deadline", "task", "coordinator", None, "nobody knows", next=("meet",))
MEET = Step("meet", "Meet", "task", "coordinator", Timing("after", "closed", Period(days=5), "inputs"), join="all")
WORKFLOW = Workflow(
    "w", "1.0.0", "W", "UTC", "none", "plain", (START, WINDOW, LATER, NOTE, FREE, replace(MEET, next=("end",)))
)


def folded(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle
    return cycle


def begun(workflow: Workflow = WORKFLOW) -> Cycle:
    return folded(None, decide(workflow, None, OpenCycle("c", "sha", OPENING), {}, NOW))


def side_by_side() -> Cycle:
    return folded(begun(), decide(WORKFLOW, begun(), CompleteStep("start"), {}, NOW))


def last_days(cycle: Cycle) -> dict[str, str]:
    return {name: state.due.on.isoformat() for name, state in cycle.open.items() if state.due}


def after(cycle: Cycle, command: Command) -> Cycle:
    return folded(cycle, decide(WORKFLOW, cycle, command, {}, NOW))


def refusal(cycle: Cycle, command: Command) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        decide(WORKFLOW, cycle, command, {}, NOW)
    return refused.value.code, str(refused.value)


def test_a_deadline_counts_from_another_that_is_open() -> None:
    assert last_days(side_by_side()) == {"inputs": "2027-03-21", "late": "2027-03-28", "note": "2027-03-30"}


def test_a_deadline_counts_from_another_that_is_over_by_where_that_ended() -> None:
    looped = replace(NOTE, timing=due_of("inputs", 40), next=("note",))
    workflow = replace(WORKFLOW, steps=(replace(START, next=("inputs",)), replace(WINDOW, next=("note",)), looped))
    cycle = folded(begun(workflow), decide(workflow, begun(workflow), CompleteStep("start"), {}, NOW))
    late = datetime(2027, 4, 1, tzinfo=UTC)
    while events := decide(workflow, cycle, Tick(), {}, late):
        cycle = folded(cycle, events)
    assert last_days(cycle) == {"note": "2027-04-30"}


def test_a_deadline_that_counts_from_one_that_is_not_there_counts_from_its_own_opening() -> None:
    alone = replace(WORKFLOW, steps=(replace(NOTE, timing=due_of("free", 4), next=("free",)), FREE))
    assert last_days(begun(alone)) == {"note": "2027-03-05"}


def test_an_extension_leaves_what_counts_from_it_where_it_stands_unless_it_is_asked_to_take_it_along() -> None:
    alone = after(side_by_side(), ExtendDeadline("inputs", date(2027, 3, 24), "snow"))
    assert last_days(alone) == {"inputs": "2027-03-24", "late": "2027-03-28", "note": "2027-03-30"}
    together = after(side_by_side(), ExtendDeadline("inputs", date(2027, 3, 24), "snow", cascade=True))
    assert last_days(together) == {"inputs": "2027-03-24", "late": "2027-03-31", "note": "2027-04-02"}


def test_each_deadline_that_is_taken_along_says_from_what_and_why() -> None:
    events = decide(
        WORKFLOW, side_by_side(), ExtendDeadline("inputs", date(2027, 3, 24), "snow", cascade=True), {}, NOW
    )
    first, second, third = events
    assert isinstance(first, DeadlineExtended)
    assert isinstance(second, DeadlineMoved)
    assert isinstance(third, DeadlineMoved)
    assert [(e.step, e.because_of) for e in (second, third)] == [("late", "inputs"), ("note", "late")]
    assert second.reason == "the deadline of inputs moved to the end of 24 Mar 2027: snow"
    assert second.after.reasons[-3:] == (
        "the deadline of inputs moved to the end of 24 Mar 2027: snow",
        "7 days after 24 Mar 2027 is Wed 31 Mar 2027",
        "until the end of 31 Mar 2027, UTC = 1 Apr 2027 00:00 UTC",
    )


def test_a_task_moves_either_way_and_what_counts_from_it_is_never_a_shorter_window() -> None:
    cycle = after(side_by_side(), MoveDeadline("note", date(2027, 3, 10), "sooner"))
    assert last_days(cycle)["note"] == "2027-03-10"
    counted = replace(WORKFLOW, steps=tuple(
        replace(step, timing=due_of("note", 1)) if step.name == "late" else
        replace(step, timing=Timing("after", "opened", Period(days=30))) if step.name == "note" else step
        for step in WORKFLOW.steps))  # fmt: skip
    cycle = folded(begun(counted), decide(counted, begun(counted), CompleteStep("start"), {}, NOW))
    cycle = replace(cycle, open={**cycle.open, "late": replace(cycle.open["late"], due=cycle.open["note"].due)})
    events = decide(counted, cycle, MoveDeadline("note", date(2027, 3, 10), "sooner", cascade=True), {}, NOW)
    assert [event.step for event in events if isinstance(event, DeadlineMoved)] == ["note"]


def test_what_would_not_move_is_not_told() -> None:
    cycle = side_by_side()
    late = cycle.open["late"]
    assert late.due
    same = Deadline(end_of_day(date(2027, 3, 31), "UTC"), date(2027, 3, 31), "UTC", ())
    cycle = replace(cycle, open={**cycle.open, "late": replace(late, due=same)})
    events = decide(WORKFLOW, cycle, ExtendDeadline("inputs", date(2027, 3, 24), "snow", cascade=True), {}, NOW)
    assert [event.step for event in events if isinstance(event, DeadlineExtended | DeadlineMoved)] == ["inputs"]


def test_a_moved_deadline_has_its_reminders_anew() -> None:
    events = decide(WORKFLOW, begun(), MoveDeadline("start", date(2027, 3, 5), "sooner"), {}, NOW)
    [moved] = events
    assert isinstance(moved, DeadlineMoved)
    assert moved.after.reminders == (
        Reminder(datetime(2027, 3, 4, tzinfo=UTC), date(2027, 3, 4), "coordinator", "1 day before"),
    )


def test_the_opening_moves_with_what_waits_for_it_and_takes_deadlines_along_if_asked() -> None:
    waiting = replace(WORKFLOW, steps=(START, replace(WINDOW, waits_for_opening=True), *WORKFLOW.steps[2:]))
    cycle = folded(begun(waiting), decide(waiting, begun(waiting), CompleteStep("start"), {}, NOW))
    [event] = decide(waiting, cycle, MoveOpening(date(2027, 3, 22), "the hall"), {}, NOW)
    assert event == OpeningMoved(OPENING, date(2027, 3, 22), {"inputs": datetime(2027, 3, 22, tzinfo=UTC)}, "the hall")
    assert (folded(cycle, [event]).opening, folded(cycle, [event]).waiting) == (date(2027, 3, 22), event.opens)
    moved = decide(WORKFLOW, begun(), MoveOpening(date(2027, 3, 22), "the hall", cascade=True), {}, NOW)
    assert last_days(folded(begun(), moved)) == {"start": "2027-03-19"}
    assert last_days(folded(begun(), moved[:1])) == {"start": "2027-03-12"}


def test_what_counts_from_a_deadline_or_from_the_opening_is_told() -> None:
    assert counting_from(WORKFLOW, begun(), "opening") == ["start"]
    assert counting_from(WORKFLOW, side_by_side(), "inputs") == ["late"]
    assert counting_from(WORKFLOW, side_by_side(), "free") == []


@pytest.mark.parametrize(
    ("cycle", "command", "code", "says"),
    [
        (begun(), MoveDeadline("start", date(2027, 3, 12), "why"), "same-day",
         "start is due by 12 Mar 2027 as it is: name another day."),
        (begun(), MoveDeadline("start", date(2027, 2, 28), "why"), "day-past",
         "start cannot be due in the past: name 1 Mar 2027 or a later day."),
        (begun(), MoveDeadline("start", date(2027, 3, 9), " "), "reason-missing",
         "A deadline moves only with a reason. Give one with --reason."),
        (begun(), ExtendDeadline("start", date(2027, 3, 20), ""), "reason-missing",
         "A deadline moves only with a reason. Give one with --reason."),
        (begun(), ExtendDeadline("start", date(2027, 3, 11), "why"), "not-later",
         "start can be extended to 13 Mar 2027 or beyond: choose such a day."),
        (side_by_side(), MoveDeadline("inputs", date(2027, 3, 20), "why"), "window-shortened",
         "inputs is a window, open until the end of 21 Mar 2027, as published: nobody who relies on that day is shut "
         "out. Name a later day."),
        (side_by_side(), MoveDeadline("free", date(2027, 3, 20), "why"), "no-deadline",
         "free has no deadline to move: nobody knows."),
        (begun(), MoveOpening(date(2027, 3, 22), ""), "reason-missing",
         "A deadline moves only with a reason. Give one with --reason."),
        (begun(), MoveOpening(OPENING, "why"), "day-past", "Name another day after 1 Mar 2027 for the opening."),
        (begun(), MoveOpening(date(2027, 3, 1), "why"), "day-past",
         "Name another day after 1 Mar 2027 for the opening."),
        (replace(begun(), opening=date(2027, 3, 1)), MoveOpening(date(2027, 3, 22), "why"), "opening-past",
         "The opening day, 1 Mar 2027, has come: it stands."),
        (replace(begun(), status="paused"), MoveOpening(date(2027, 3, 22), "why"), "cycle-paused",
         "This cycle is paused. Resume it with `[resume-cycle]`."),
    ],
)  # fmt: skip
def test_a_move_that_does_not_fit_is_refused_in_a_sentence_that_helps(
    cycle: Cycle, command: Command, code: str, says: str
) -> None:
    assert refusal(cycle, command) == (code, says)


def test_an_automatic_step_has_no_deadline_to_move() -> None:
    cycle = replace(begun(), open={"start": replace(begun().open["start"], due=None)})
    assert refusal(cycle, ExtendDeadline("start", date(2027, 3, 30), "why")) == (
        "no-deadline", "start has no deadline to move.",
    )  # fmt: skip
