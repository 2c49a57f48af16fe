"""A cycle is paused and resumed: which clocks stand still, what is left on them, and that nobody loses time."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide, due_next
from evalflow.engine.periods import Deadline, Period, deadline, end_of_day, local_day
from evalflow.engine.words import (
    Command,
    Cycle,
    CycleEnded,
    CyclePaused,
    CycleResumed,
    Event,
    OnPause,
    OpenCycle,
    OpenStep,
    PauseCycle,
    ResumeCycle,
    Step,
    StepClosed,
    StepOpened,
    Tick,
    Timing,
    Workflow,
)
from tests.engine.cycles_at_random import ZONES

OPENED = datetime(2027, 1, 4, 10, tzinfo=UTC)
DAY = timedelta(days=1)
PAUSE, RESUME = PauseCycle("elections", "decision 3"), ResumeCycle("a new committee", "decision 4")


def workflow(*steps: Step, zone: str = "Europe/London") -> Workflow:
    return Workflow("w", "1", "W", zone, "none", "plain", steps)


def window(name: str, on_pause: OnPause, days: int = 20, *leads_to: str) -> Step:
    return Step(
        name, name, "window", "r", Timing("after", "opened", Period(days=days), on_pause=on_pause), next=leads_to
    )


def opened(asked: Workflow, opening: date = date(2027, 1, 4), at: datetime = OPENED) -> Cycle:
    return happened(None, decide(asked, None, OpenCycle("c", "sha", opening), {}, at))


def happened(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle is not None
    return cycle


def did(asked: Workflow, cycle: Cycle, command: Command, now: datetime) -> Cycle:
    while events := decide(asked, cycle, Tick(), {}, now):
        cycle = happened(cycle, events)
    return happened(cycle, decide(asked, cycle, command, {}, now))


def due(cycle: Cycle, name: str) -> Deadline:
    state = cycle.open[name].due
    assert state is not None
    return state


def test_a_pause_keeps_its_instant_reason_and_basis() -> None:
    asked = workflow(window("w", "freeze"))
    assert decide(asked, opened(asked), PAUSE, {}, OPENED) == [CyclePaused(OPENED, "elections", "decision 3")]


def test_a_clock_that_stood_still_keeps_what_was_left_and_says_so() -> None:
    asked = workflow(window("w", "freeze"))
    before = due(opened(asked), "w")
    paused = did(asked, opened(asked), PAUSE, OPENED + 10 * DAY)
    resumed = did(asked, paused, RESUME, OPENED + 100 * DAY)
    said = "the clock stood still from 14 Jan 2027 to 14 Apr 2027; what was left is kept, until the end of 25 Apr 2027"
    on = date(2027, 4, 25)
    assert due(resumed, "w") == Deadline(end_of_day(on, "Europe/London"), on, "Europe/London", (*before.reasons, said))
    assert (resumed.status, resumed.paused_at) == ("running", None)


def test_a_paused_window_does_not_close() -> None:
    asked = workflow(window("w", "freeze"))
    paused = did(asked, opened(asked), PAUSE, OPENED)
    assert (decide(asked, paused, Tick(), {}, OPENED + 900 * DAY), due_next(asked, paused)) == ([], None)


def test_a_clock_may_start_anew_after_a_pause() -> None:
    asked = workflow(window("w", "restart"))
    before = due(opened(asked), "w")
    resumed = did(asked, did(asked, opened(asked), PAUSE, OPENED + 10 * DAY), RESUME, OPENED + 100 * DAY)
    anew = deadline(date(2027, 4, 14), Period(days=20), zone="Europe/London")
    said = "the clock stood still from 14 Jan 2027 to 14 Apr 2027 and starts anew"
    assert due(resumed, "w") == replace(anew, reasons=(*before.reasons, said, *anew.reasons))


def test_a_clock_that_runs_on_closes_its_window_during_the_pause_and_ends_the_cycle() -> None:
    asked = workflow(window("w", "run"))
    paused = did(asked, opened(asked), PAUSE, OPENED)
    at, now = due(paused, "w").at, OPENED + 99 * DAY
    events = decide(asked, paused, Tick(), {}, now)
    assert events == [StepClosed("w", 1, at, now), CycleEnded(at, now)]
    ended = happened(paused, events)
    assert (ended.status, ended.paused_at) == ("ended", None)


def test_what_opens_during_a_pause_loses_only_the_time_after_it_opened() -> None:
    asked = workflow(window("first", "run", 10, "second"), window("second", "freeze", 10))
    paused = did(asked, opened(asked), PAUSE, OPENED)
    resumed = did(asked, paused, RESUME, OPENED + 50 * DAY)
    opened_at = resumed.open["second"].opened_at
    assert opened_at == datetime(2027, 1, 15, tzinfo=UTC)
    assert due(resumed, "second").at == end_of_day(
        local_day(OPENED + 50 * DAY + 11 * DAY, "Europe/London"), "Europe/London"
    )


def test_an_overdue_task_is_still_overdue_after_a_pause_and_what_has_no_deadline_has_none() -> None:
    late = Step("late", "L", "task", "r", Timing("after", "opened", Period(days=1)))
    free = Step("free", "F", "task", "r", no_deadline="as it comes")
    split = Step("split", "S", "window", "r", Timing("after", "opened", Period()), next=("late", "free"))
    asked = workflow(split, late, free)
    paused = did(asked, opened(asked), PAUSE, OPENED + 10 * DAY)
    assert did(asked, paused, RESUME, OPENED + 20 * DAY).open == paused.open
    assert paused.open["late"].overdue
    assert paused.open["free"] == OpenStep(1, datetime(2027, 1, 5, tzinfo=UTC), None)


def test_a_window_whose_time_was_up_before_the_pause_closes_then_though_nobody_looked() -> None:
    asked = workflow(window("w", "freeze", 1))
    unseen = happened(opened(asked), [CyclePaused(OPENED + 30 * DAY, "elections", "decision 3")])
    events = decide(asked, unseen, Tick(), {}, OPENED + 60 * DAY)
    assert events[0] == StepClosed("w", 1, datetime(2027, 1, 6, tzinfo=UTC), OPENED + 60 * DAY)


@pytest.mark.parametrize(("resumed_after", "opens"), [(3, datetime(2027, 1, 14, tzinfo=UTC)), (30, OPENED + 30 * DAY)])
def test_what_waits_for_the_opening_day_waits_for_the_end_of_the_pause_too(resumed_after: int, opens: datetime) -> None:
    waits = replace(window("w", "freeze"), waits_for_opening=True)
    asked = workflow(waits)
    paused = did(asked, opened(asked, date(2027, 1, 14)), PAUSE, OPENED)
    assert decide(asked, paused, Tick(), {}, OPENED + 30 * DAY) == []
    resumed = did(asked, paused, RESUME, OPENED + resumed_after * DAY)
    [event] = decide(asked, resumed, Tick(), {}, OPENED + 40 * DAY)
    assert event == StepOpened(
        "w", 1, opens, deadline(local_day(opens, "Europe/London"), Period(days=20), zone="Europe/London")
    )


# Around these days clocks change, midnight does not exist, or a whole day is left out.
MOMENTS = st.sampled_from(
    [
        datetime(2026, 3, 29, tzinfo=UTC),
        datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2011, 12, 29, tzinfo=UTC),
        datetime(2026, 3, 8, tzinfo=UTC),
        datetime(2026, 4, 24, tzinfo=UTC),
        datetime(2028, 2, 28, tzinfo=UTC),
    ]
)
MINUTES = st.integers(0, 60 * 24 * 12).map(lambda minutes: timedelta(minutes=minutes))


@given(st.sampled_from(ZONES), MOMENTS, MINUTES, MINUTES, MINUTES, st.integers(1, 15))
def test_a_pause_never_shortens_what_was_left_and_adds_less_than_one_local_day(
    zone: str, moment: datetime, runs: timedelta, into: timedelta, stands: timedelta, days: int
) -> None:
    asked = workflow(window("w", "freeze", days), zone=zone)
    cycle = opened(asked, moment.date(), moment - timedelta(days=6) + runs)
    paused_at = min(cycle.open["w"].opened_at + into, due(cycle, "w").at - timedelta(minutes=1))
    left = due(cycle, "w").at - paused_at
    resumed_at = paused_at + stands
    resumed = did(asked, did(asked, cycle, PAUSE, paused_at), RESUME, resumed_at)
    now_left = due(resumed, "w").at - resumed_at
    assert left <= now_left < left + longest_day(due(resumed, "w"))


def longest_day(due: Deadline) -> timedelta:
    """Return how long the deadline's own local day is, from its first instant to the first of the next."""
    return due.at - end_of_day(due.on - DAY, due.zone)


KINDS: tuple[Literal["freeze", "run", "restart"], ...] = ("freeze", "run", "restart")


@given(st.sampled_from(KINDS), MINUTES)
def test_a_pause_of_no_length_moves_no_deadline_of_a_clock_that_runs_on_or_stands_still(
    on_pause: OnPause, into: timedelta
) -> None:
    asked = workflow(window("w", on_pause))
    at = OPENED + into
    resumed = did(asked, did(asked, opened(asked), PAUSE, at), RESUME, at)
    assert (due(resumed, "w").at == due(opened(asked), "w").at) == (
        on_pause != "restart" or local_day(at, "UTC") == OPENED.date()
    )


def test_resuming_names_every_deadline_that_moved_and_every_opening_that_was_put_off() -> None:
    asked = workflow(
        Step("go", "G", "window", "r", Timing("after", "opened", Period()), next=("a", "b")),
        window("a", "freeze"),
        replace(window("b", "freeze"), waits_for_opening=True),
    )
    cycle = did(asked, opened(asked, date(2027, 1, 20)), PAUSE, OPENED + 5 * DAY)
    now = OPENED + 30 * DAY
    [resumed] = decide(asked, cycle, RESUME, {}, now)
    assert isinstance(resumed, CycleResumed)
    assert (list(resumed.deadlines), resumed.opens, resumed.resumed_at) == (["a"], {"b": now}, now)
