"""Deadlines in hours and in working days in a running cycle: they count from the instant, and end within a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from evalflow.engine.heart import decide
from evalflow.engine.periods import Period
from evalflow.engine.words import CompleteStep, Cycle, ExtendDeadline, MoveDeadline, Step, Tick, Timing, Workflow
from tests.engine.test_heart_pauses import DAY, PAUSE, RESUME, did, due, happened, opened

ZONE = "Europe/Brussels"
AT = datetime(2027, 1, 5, 9, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)


def counting(anchor: Literal["opened", "closed", "due"], period: Period, of: str | None = None) -> Timing:
    return Timing("after", anchor, period, of)


def workflow(first: Step, *more: Step) -> Workflow:
    return Workflow("w", "1", "W", ZONE, "none", "eu-1182-71", (first, *more))


def window(name: str, timing: Timing, *leads_to: str) -> Step:
    return Step(name, name, "window", "r", timing, next=leads_to)


REPLY = window("reply", counting("opened", Period(hours=48)), "check")
CHECK = Step("check", "C", "task", "r", counting("closed", Period(hours=2), "reply"), next=("end",))


def ticked(asked: Workflow, cycle: Cycle, now: datetime) -> Cycle:
    while events := decide(asked, cycle, Tick(), {}, now):
        cycle = happened(cycle, events)
    return cycle


def test_a_window_of_hours_closes_at_its_instant_and_what_follows_counts_from_it() -> None:
    asked = workflow(REPLY, CHECK)
    cycle = opened(asked, date(2027, 1, 5), AT)
    assert due(cycle, "reply").until == "11:00 on 7 Jan 2027 (Europe/Brussels)"
    at = due(cycle, "reply").at
    assert "reply" in ticked(asked, cycle, at - timedelta(seconds=1)).open
    closed = ticked(asked, cycle, at)
    assert (closed.closed["reply"].closed_at, due(closed, "check").until) == (
        at, "14:00 on 7 Jan 2027 (Europe/Brussels)",
    )  # fmt: skip


def test_hours_may_count_from_another_deadline() -> None:
    later = Step("check", "C", "task", "r", counting("due", Period(hours=24), "reply"), next=("end",))
    asked = workflow(REPLY, later)
    closed = ticked(asked, opened(asked, date(2027, 1, 5), AT), AT + 60 * HOUR)
    assert due(closed, "check").until == "12:00 on 8 Jan 2027 (Europe/Brussels)"


def test_a_pause_keeps_the_hours_that_were_left_to_the_minute() -> None:
    asked = workflow(REPLY, CHECK)
    cycle = opened(asked, date(2027, 1, 5), AT)
    resumed = did(asked, did(asked, cycle, PAUSE, AT + 10 * HOUR), RESUME, AT + 34 * HOUR)
    assert due(resumed, "reply").at == due(cycle, "reply").at + 24 * HOUR
    assert (
        due(resumed, "reply").reasons[-1].endswith("what was left is kept, until 11:00 on 8 Jan 2027 (Europe/Brussels)")
    )


def test_who_extends_it_sets_the_end_of_a_day() -> None:
    asked = workflow(REPLY, CHECK)
    cycle = opened(asked, date(2027, 1, 5), AT)
    longer = did(asked, cycle, ExtendDeadline("reply", date(2027, 1, 12), "A holiday comes."), AT)
    assert due(longer, "reply").until == "the end of 12 Jan 2027"


def test_working_days_pass_over_the_weekend_in_a_cycle() -> None:
    task = Step("task", "T", "task", "r", counting("opened", Period(working_days=5)), next=("end",))
    cycle = opened(workflow(task), date(2027, 1, 5), AT)
    assert (due(cycle, "task").on, due(cycle, "task").until) == (date(2027, 1, 12), "the end of 12 Jan 2027")
    assert due(cycle, "task").at - AT > 7 * DAY - 10 * HOUR
    assert did(workflow(task), cycle, CompleteStep("task", by="somebody"), AT).closed


def test_an_end_at_midnight_is_the_end_of_the_day() -> None:
    asked = workflow(window("reply", counting("opened", Period(hours=13)), "end"))
    assert due(opened(asked, date(2027, 1, 5), AT), "reply").until == "the end of 5 Jan 2027"


def test_a_deadline_at_an_hour_can_be_put_to_the_end_of_that_very_day_and_takes_what_counts_from_it_along() -> None:
    later = Step("note", "N", "task", "r", counting("due", Period(hours=2), "draft"), next=("end",))
    first = Step("draft", "D", "task", "r", counting("opened", Period(hours=48)), next=("end",))
    both = Step("split", "S", "task", "r", None, "none", next=("draft", "note"))
    asked = workflow(both, first, later)
    cycle = did(asked, opened(asked, date(2027, 1, 5), AT), CompleteStep("split"), AT)
    day = date(2027, 1, 7)
    for command in (
        ExtendDeadline("draft", day, "snow", cascade=True),
        MoveDeadline("draft", day, "snow", cascade=True),
    ):
        moved = did(asked, cycle, command, AT)
        assert (due(moved, "draft").until, due(moved, "note").until) == (
            "the end of 7 Jan 2027", "03:00 on 8 Jan 2027 (Europe/Brussels)",
        )  # fmt: skip
