"""A step that opens, or whose clock stood still → its deadline, with its reasons and its reminders."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Deadline, Reminder, add, deadline, end_of_day, local_day, subtract
from evalflow.engine.words import Cycle, OpenStep, Remind, Step, Timing, Workflow

_DAY = timedelta(days=1)


def due(workflow: Workflow, cycle: Cycle, step: Step, opened_at: datetime) -> Deadline | None:
    """Return the deadline of a step that opens at `opened_at`, with the reminders still to come; None without one."""
    if step.timing is None:
        return None
    found = counted(workflow, _start(cycle, step.timing, opened_at), step.timing, cycle.zone)
    return reminded(step, found, opened_at)


def counted(workflow: Workflow, start: date | datetime, timing: Timing, zone: str) -> Deadline:
    """Return the deadline that a timing counts from `start`, by the workflow's rule and calendar.

    Hours count from an instant; from a day they count from its end.
    """
    return deadline(
        start,
        timing.period,
        zone=zone,
        direction=timing.direction,
        rule=workflow.period_rule,
        calendar=workflow.days,
    )


def reminded(step: Step, due: Deadline, now: datetime) -> Deadline:
    """Return the deadline with the reminders that its step asks for, those alone that are still to come at `now`."""
    reminders = [_reminder(each, due) for each in step.remind]
    ahead = sorted((reminder for reminder in reminders if reminder.at > now), key=lambda one: (one.at, one.to))
    return replace(due, reminders=tuple(ahead))


def _reminder(each: Remind, due: Deadline) -> Reminder:
    move = subtract if each.direction == "before" else add
    on = move(due.on, each.period)
    return Reminder(first_instant(on, due.zone), on, each.to, each.in_words())


def first_instant(on: date, zone: str) -> datetime:
    """Return the first instant of a local day, aware UTC."""
    return end_of_day(on - _DAY, zone)


def _start(cycle: Cycle, timing: Timing, opened_at: datetime) -> date | datetime:
    """Return the local day from which a period counts, or the instant."""
    if timing.anchor == "opening":
        return cycle.opening
    other = timing.step or ""
    if timing.anchor == "due":
        state = cycle.open.get(other) or cycle.closed.get(other)
        if state and state.due:
            return state.due.at if timing.period.hours else state.due.on
    elif other in cycle.closed:
        return cycle.closed[other].closed_at
    return opened_at


def left(cycle: Cycle, step: Step, state: OpenStep) -> timedelta:
    """Return what is left on a clock that a pause has stopped: nothing where the clock runs, or had run out before."""
    runs = step.timing is None or step.timing.on_pause == "run" or state.overdue
    if runs or cycle.paused_at is None or state.due is None:
        return timedelta()
    return max(timedelta(), state.due.at - max(cycle.paused_at, state.opened_at))


def after_pause(workflow: Workflow, step: Step, due: Deadline, still: timedelta, now: datetime) -> Deadline:
    """Return the deadline after a pause: counted anew, or the time that was left, rounded up to the end of a day."""
    since, until = (day_in_words(local_day(at, due.zone)) for at in (due.at - still, now))
    told = f"the clock stood still from {since} to {until}"
    if step.timing and step.timing.on_pause == "restart":
        anew = counted(workflow, now, step.timing, due.zone)
        return reminded(step, replace(anew, reasons=(*due.reasons, f"{told} and starts anew", *anew.reasons)), now)
    if due.is_hour:
        left_off = replace(due, at=now + still, on=local_day(now + still - timedelta(microseconds=1), due.zone))
        words = f"{told}; what was left is kept, until {left_off.until}"
        return reminded(step, replace(left_off, reasons=(*due.reasons, words)), now)
    on = local_day(now + still - timedelta(microseconds=1), due.zone)
    words = f"{told}; what was left is kept, until the end of {day_in_words(on)}"
    return reminded(step, Deadline(end_of_day(on, due.zone), on, due.zone, (*due.reasons, words)), now)


def wakes(cycle: Cycle) -> Iterator[tuple[str, datetime]]:
    """Yield each step that waits for time, with the instant at which the clock must look at it again.

    An automatic step is looked at by every tick: it has no other instant than its opening.
    """
    yield from cycle.waiting.items()
    for name, state in cycle.open.items():
        if ahead := list(_instants(state)):
            yield name, min(ahead)


def _instants(state: OpenStep) -> Iterable[datetime]:
    if state.due:
        yield from (reminder.at for reminder in state.due.reminders)
        if not state.overdue:
            yield state.due.at
    if state.holder and state.holder.until:
        yield state.holder.until
    if state.automatic:
        yield state.opened_at
