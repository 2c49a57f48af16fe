"""Reminders: before and after the last day, each once, none while a clock stands still, anew where a deadline moves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.heart import apply, as_of, decide
from evalflow.engine.periods import Period, Reminder, local_day
from evalflow.engine.reminding import why_not
from evalflow.engine.rules import Fact, parse
from evalflow.engine.words import (
    Command,
    Cycle,
    Event,
    ExtendDeadline,
    Gate,
    OnPause,
    OpenCycle,
    PauseCycle,
    Remind,
    ReminderFellDue,
    ResumeCycle,
    SkipReminder,
    Step,
    StepFellOverdue,
    Tick,
    Timing,
    Workflow,
)
from evalflow.errors import Refused

ZONE = "Europe/Brussels"
OPENED = datetime(2027, 3, 1, 9, tzinfo=UTC)
REMIND = (  # as a file may have them: in no order of time
    Remind("after", Period(days=7), "coordinator"),
    *(Remind("before", Period(days=days), "coordinator") for days in (1, 14, 0, 7)),
)


def lasting(days: int, on_pause: OnPause = "freeze") -> Workflow:
    timing = Timing("after", "opened", Period(days=days), on_pause=on_pause)
    step = Step("task", "A task", "task", "coordinator", timing, next=("end",), remind=REMIND)
    return Workflow("w", "1.0.0", "W", ZONE, "none", "plain", (step,))


class PlayedReminders:
    """A cycle, and every reminder that fell due in it."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.cycle: Cycle | None = None
        self.fell_due: list[ReminderFellDue] = []
        self.does(OpenCycle("c", "sha", date(2027, 3, 1)), OPENED)

    def does(self, command: Command, now: datetime) -> list[Event]:
        events = decide(self.workflow, self.cycle, command, {}, now)
        for event in events:
            self.cycle = apply(self.cycle, event)
            if isinstance(event, ReminderFellDue):
                self.fell_due.append(event)
        return events

    def ticks(self, now: datetime) -> None:
        while self.does(Tick(), now):
            pass

    @property
    def days(self) -> list[str]:
        return [event.reminder.on.isoformat() for event in self.fell_due]

    @property
    def last(self) -> date:
        assert self.cycle
        due = self.cycle.open["task"].due
        assert due
        return due.on


def test_reminders_fall_due_on_their_days_in_order_and_those_that_come_too_early_do_not() -> None:
    played = PlayedReminders(lasting(10))
    played.ticks(datetime(2027, 4, 1, tzinfo=UTC))
    assert played.days == ["2027-03-04", "2027-03-10", "2027-03-11", "2027-03-18"]
    assert [event.reminder.offset for event in played.fell_due] == [
        "7 days before", "1 day before", "on the last day", "7 days after",
    ]  # fmt: skip
    first = played.fell_due[0]
    assert (first.reminder.at, first.noticed_at, first.occurrence) == (
        datetime(2027, 3, 3, 23, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC), 1,
    )  # fmt: skip


def test_a_task_falls_overdue_between_its_reminders() -> None:
    played = PlayedReminders(lasting(10))
    events: list[Event] = []
    while found := played.does(Tick(), datetime(2027, 4, 1, tzinfo=UTC)):
        events += found
    assert isinstance(events[3], StepFellOverdue)


def test_an_extension_brings_reminders_anew_for_the_later_day() -> None:
    played = PlayedReminders(lasting(10))
    played.ticks(datetime(2027, 3, 5, tzinfo=UTC))
    played.does(ExtendDeadline("task", date(2027, 3, 31), "snow"), datetime(2027, 3, 5, tzinfo=UTC))
    played.ticks(datetime(2027, 5, 1, tzinfo=UTC))
    assert played.days == ["2027-03-04", "2027-03-17", "2027-03-24", "2027-03-30", "2027-03-31", "2027-04-07"]


def test_a_clock_that_stands_still_reminds_nobody_and_one_that_runs_does() -> None:
    for on_pause, expected in (("freeze", []), ("restart", []), ("run", ["2027-03-04"])):
        played = PlayedReminders(lasting(10, on_pause))  # type: ignore[arg-type] # one of the three words
        played.does(PauseCycle("why", "rule"), datetime(2027, 3, 2, tzinfo=UTC))
        played.ticks(datetime(2027, 3, 9, tzinfo=UTC))
        assert played.days == expected


HOURS = st.lists(st.integers(0, 24 * 9), min_size=2, max_size=8)


@given(st.integers(1, 40), HOURS, st.sampled_from(["freeze", "run", "restart"]))
def test_after_any_pauses_the_clock_is_as_its_word_says_and_no_reminder_comes_twice_for_one_deadline(
    days: int, hours: list[int], on_pause: OnPause
) -> None:
    played, now = PlayedReminders(lasting(days, on_pause)), OPENED
    for run, still in zip(hours[::2], hours[1::2], strict=False):
        now += timedelta(hours=run)
        played.ticks(now)
        assert played.cycle
        state = played.cycle.open["task"]
        assert state.due
        left = max(timedelta(), state.due.at - now)
        before, count = state.due, len(played.fell_due)
        played.does(PauseCycle("why", "rule"), now)
        now += timedelta(hours=still)
        played.ticks(now)
        assert on_pause == "run" or left == timedelta() or len(played.fell_due) == count
        played.does(ResumeCycle("why", "rule"), now)
        due = played.cycle.open["task"].due
        assert due
        if on_pause == "run" or left == timedelta():
            assert due.at == before.at
        elif on_pause == "freeze":
            assert timedelta() <= due.at - now - left < timedelta(hours=25)  # one local day, that of a change of clock
        else:
            assert due.on == local_day(now, ZONE) + timedelta(days=days)
    played.ticks(now + timedelta(days=400))
    final = [event.reminder for event in played.fell_due if event.noticed_at > now]
    assert len(set(final)) == len(final)
    fell = [event.reminder.on for event in played.fell_due]
    assert fell == sorted(fell)


def test_what_is_asked_as_of_an_instant_is_that_of_what_fell_due() -> None:
    played = PlayedReminders(lasting(10))
    assert played.cycle
    assert as_of(played.workflow, played.cycle, datetime(2027, 4, 1, tzinfo=UTC)) == datetime(
        2027, 3, 3, 23, tzinfo=UTC
    )
    paused = replace(played.cycle, status="paused", paused_at=OPENED)
    assert as_of(played.workflow, paused, datetime(2027, 4, 1, tzinfo=UTC)) == datetime(2027, 4, 1, tzinfo=UTC)


def due_at(days_late: int = 0, offset: str = "7 days before") -> ReminderFellDue:
    on = date(2027, 3, 10)
    at = datetime(2027, 3, 9, 23, tzinfo=UTC)
    return ReminderFellDue("task", 1, Reminder(at, on, "coordinator", offset), at + timedelta(days=days_late))


@pytest.mark.parametrize(
    ("event", "remind", "says"),
    [
        (due_at(), REMIND, ""),
        (due_at(2), REMIND, ""),
        (due_at(3), REMIND, "it is stale: noticed only on 13 Mar 2027"),
        (replace(due_at(9), reason="A person wants it."), REMIND, ""),
        (due_at(3), (), "it is stale: noticed only on 13 Mar 2027"),  # another definition asked for it
        (due_at(3), (Remind("before", Period(days=7), "coordinator", stale_after=Period(days=5)),), ""),
        (
            due_at(),
            (Remind("before", Period(days=7), "coordinator", Gate("known", parse("inputs > 0"))),),
            "no need: known",
        ),
        (due_at(), (Remind("before", Period(days=7), "coordinator", Gate("x", parse("others > 0"))),), ""),
    ],
)
def test_a_reminder_goes_unless_it_is_stale_or_its_rule_is_true(
    event: ReminderFellDue, remind: tuple[Remind, ...], says: str
) -> None:
    step = replace(lasting(30).steps[0], remind=remind)
    facts = {"inputs": Fact(3), "others": Fact(None)}
    assert why_not(step, event, facts, ZONE) == says


def test_a_reminder_is_skipped_or_hurried_once() -> None:
    workflow = lasting(30)
    cycle = None
    for event in decide(workflow, None, OpenCycle("c", "w", date(2027, 3, 15)), {}, OPENED):
        cycle = apply(cycle, event)
    assert cycle
    due = cycle.open["task"].due
    assert due
    first, second = due.reminders[:2]
    [skipped] = decide(workflow, cycle, SkipReminder("task", first.on, first.to, "They know."), {}, OPENED)
    [hurried] = decide(workflow, cycle, SkipReminder("task", second.on, second.to, "At once.", now=True), {}, OPENED)
    after = apply(apply(cycle, skipped), hurried)
    left = after.open["task"].due
    assert left
    assert left.reminders == due.reminders[2:]
    for reason, code in (("", "reason-missing"), ("reason", "no-such-reminder")):
        with pytest.raises(Refused) as refused:
            decide(workflow, after, SkipReminder("task", first.on, first.to, reason), {}, OPENED)
        assert refused.value.code == code
