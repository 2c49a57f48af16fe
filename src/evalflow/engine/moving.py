"""A deadline or an opening day that people set anew, with a reason → what moves, and what moves with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from evalflow.engine.clocks import counted, first_instant, reminded
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Deadline, end_of_day, local_day
from evalflow.engine.reasons import need_reason
from evalflow.engine.words import (
    Cycle,
    DeadlineExtended,
    DeadlineMoved,
    Event,
    ExtendDeadline,
    MoveDeadline,
    MoveOpening,
    OpeningMoved,
    OpenStep,
    Step,
    Timing,
    Workflow,
)
from evalflow.errors import Refused

_DAY = timedelta(days=1)


def extended(
    workflow: Workflow, cycle: Cycle, step: Step, state: OpenStep, command: ExtendDeadline, now: datetime
) -> list[Event]:
    """Return the later deadline of an open step, and with `cascade` of what counts from it."""
    before = _due(step, state)
    after = end_of_day(command.until, cycle.zone)
    if after <= max(now, before.at):
        earliest = max(before.on + _DAY * (not before.is_hour), local_day(now, cycle.zone))
        raise Refused(
            "not-later", f"{step.name} can be extended to {day_in_words(earliest)} or beyond: choose such a day."
        )
    _refuse_without_reason(command.reason)
    moved = _set(step, before, command.until, f"extended from {_from_to(before, command.until)}: {command.reason}", now)
    happened: list[Event] = [DeadlineExtended(step.name, before, moved, command.reason)]
    return [*happened, *_carried(workflow, cycle, step.name, command, moved, now)]


def moved(
    workflow: Workflow, cycle: Cycle, step: Step, state: OpenStep, command: MoveDeadline, now: datetime
) -> list[Event]:
    """Return the other deadline of an open step, earlier or later, and with `cascade` of what counts from it."""
    before, today = _due(step, state), local_day(now, cycle.zone)
    if command.to == before.on and not before.is_hour:
        raise Refused("same-day", f"{step.name} is due by {day_in_words(before.on)} as it is: name another day.")
    if command.to < today:
        raise Refused("day-past", f"{step.name} cannot be due in the past: name {day_in_words(today)} or a later day.")
    if step.kind == "window" and command.to < before.on:
        raise Refused(
            "window-shortened",
            f"{step.name} is a window, open until {before.until}, as published: nobody who "
            "relies on that day is shut out. Name a later day.",
        )
    _refuse_without_reason(command.reason)
    after = _set(step, before, command.to, f"moved from {_from_to(before, command.to)}: {command.reason}", now)
    happened: list[Event] = [DeadlineMoved(step.name, before, after, command.reason)]
    return [*happened, *_carried(workflow, cycle, step.name, command, after, now)]


def opening_moved(workflow: Workflow, cycle: Cycle, command: MoveOpening, now: datetime) -> list[Event]:
    """Return another opening day, with what waits for it and, with `cascade`, the deadlines counted from it."""
    _refuse_without_reason(command.reason)
    today = local_day(now, cycle.zone)
    if cycle.opening <= today:
        raise Refused("opening-past", f"The opening day, {day_in_words(cycle.opening)}, has come: it stands.")
    if command.to == cycle.opening or command.to <= today:
        raise Refused("day-past", f"Name another day after {day_in_words(today)} for the opening.")
    opens = {name: first_instant(command.to, cycle.zone) for name in cycle.waiting}
    words = f"the opening moved from {day_in_words(cycle.opening)} to {day_in_words(command.to)}: {command.reason}"
    happened: list[Event] = [OpeningMoved(cycle.opening, command.to, opens, command.reason)]
    if not command.cascade:
        return happened
    return [*happened, *_counted_anew(workflow, cycle, "opening", command.to, words, now)]


def counting_from(workflow: Workflow, cycle: Cycle, name: str) -> list[str]:
    """Return the open steps whose deadlines count from that of the step `name`, or from the opening: "opening"."""
    return [step.name for step, _, _ in _counting(workflow, cycle, name)]


def _counting(workflow: Workflow, cycle: Cycle, name: str) -> Iterator[tuple[Step, Timing, Deadline]]:
    for step in workflow.steps:
        state, timing = cycle.open.get(step.name), step.timing
        if state and state.due and timing:
            counts = timing.anchor == "opening" if name == "opening" else (timing.anchor, timing.step) == ("due", name)
            if counts:
                yield step, timing, state.due


def _carried(
    workflow: Workflow,
    cycle: Cycle,
    name: str,
    command: ExtendDeadline | MoveDeadline,
    after: Deadline,
    now: datetime,
) -> Iterator[Event]:
    """Yield the deadlines that a moved one takes along, and those that these take along in turn."""
    if not command.cascade:
        return
    words = f"the deadline of {name} moved to {after.until}: {command.reason}"
    for event in _counted_anew(workflow, cycle, name, after, words, now):
        yield event
        yield from _carried(workflow, cycle, event.step, command, event.after, now)


def _counted_anew(
    workflow: Workflow, cycle: Cycle, because_of: str, start: date | Deadline, words: str, now: datetime
) -> Iterator[DeadlineMoved]:
    for step, timing, before in _counting(workflow, cycle, because_of):
        anew = counted(workflow, _since(start, timing), timing, cycle.zone)
        shortened = step.kind == "window" and anew.at < before.at  # which no window is, whatever it counts from
        if not anew.ends_as(before) and not shortened:
            after = reminded(step, replace(anew, reasons=(*before.reasons, words, *anew.reasons)), now)
            yield DeadlineMoved(step.name, before, after, words, because_of)


def _set(step: Step, before: Deadline, on: date, words: str, now: datetime) -> Deadline:
    due = Deadline(end_of_day(on, before.zone), on, before.zone, (*before.reasons, words))
    return reminded(step, due, now)


def _since(start: date | Deadline, timing: Timing) -> date | datetime:
    """Return from when a period counts: hours from the instant at which the other deadline ends."""
    if isinstance(start, Deadline):
        return start.at if timing.period.hours else start.on
    return start


def _from_to(before: Deadline, after: date) -> str:
    return f"{before.until} to the end of {day_in_words(after)}"


def _due(step: Step, state: OpenStep) -> Deadline:
    if state.due is None:
        why = f": {step.no_deadline}" if step.no_deadline else ""
        raise Refused("no-deadline", f"{step.name} has no deadline to move{why}.")
    return state.due


def _refuse_without_reason(reason: str) -> None:
    need_reason(reason, "A deadline moves only with a reason. Give one with --reason.")
