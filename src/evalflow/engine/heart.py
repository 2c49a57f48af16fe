"""The heart of evalflow: decide what happens, then apply it. Read me first.

Frozen values in, frozen values out. `now` is aware UTC and always passed in; nothing here reads a clock, a file, a
database or a random number. `decide` works out every instant and writes it into the event; `apply` only copies, so a
journal ten years old folds to the same cycle, whatever the rules say by then. That is also why the workflow stands
beside the cycle and not in it: only `decide` needs it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from evalflow.engine.dates import day_in_words
from evalflow.engine.gates import refuse_if_gated
from evalflow.engine.periods import Deadline, deadline, end_of_day, local_day
from evalflow.engine.rules import Facts
from evalflow.engine.words import (
    END,
    Choice,
    CloseCycleEarly,
    ClosedStep,
    Command,
    CompleteStep,
    Cycle,
    CycleClosedEarly,
    CycleEnded,
    CycleOpened,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    Event,
    ExtendDeadline,
    OpenCycle,
    OpenStep,
    PauseCycle,
    ResumeCycle,
    Step,
    StepAwaited,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    Tick,
    Timing,
    TokenArrived,
    Workflow,
)
from evalflow.errors import Refused

_T = TypeVar("_T")


def decide(workflow: Workflow, cycle: Cycle | None, command: Command, facts: Facts, now: datetime) -> list[Event]:
    """Return what happens if `command` is carried out at `now`. Changes nothing.

    A `Tick` answers with the earliest thing that is due; ask again until it answers nothing.

    Raises:
        Refused: the command does not fit where the cycle stands. Says why, and what helps.
    """
    if isinstance(command, OpenCycle):
        return _begin(workflow, cycle, command, now)
    running = _there(cycle)
    match command:
        case Tick():
            return _next_due(workflow, running, now)
        case CompleteStep():
            return _complete(workflow, running, command, facts, now)
        case ExtendDeadline(name, until, reason):
            return _extend(running, step_named(workflow, name), until, reason, now)
        case PauseCycle(reason, basis):
            _refuse_unless_running(running)
            _refuse_without(reason, basis)
            return [CyclePaused(now, reason, basis)]
        case ResumeCycle(reason, basis):
            return _resume(workflow, running, reason, basis, now)
        case _:
            return _close_early(workflow, running, command, facts, now)


def apply(cycle: Cycle | None, event: Event) -> Cycle:
    """Return the cycle as it stands after `event`. Never refuses and never computes: it has happened."""
    if isinstance(event, CycleOpened):
        return Cycle(event.cycle, event.workflow, event.opening, event.zone, event.opened_at)
    there = _there(cycle)
    match event:
        case StepAwaited(name, opens_at):
            return replace(there, waiting={**there.waiting, name: opens_at})
        case TokenArrived(came_from, name):
            return replace(there, tokens=there.tokens | {(came_from, name)})
        case StepOpened(name, occurrence, opened_at, due):
            arcs = frozenset(arc for arc in there.tokens if arc[1] != name)
            opened = {**there.open, name: OpenStep(occurrence, opened_at, due)}
            return replace(there, open=opened, waiting=_without(there.waiting, name), tokens=arcs)
        case StepFellOverdue(name):
            return replace(there, open={**there.open, name: replace(there.open[name], overdue=True)})
        case StepClosed(name, occurrence, closed_at, _, outcome, reason):
            last = ClosedStep(occurrence, there.open[name].opened_at, closed_at, outcome, reason)
            return replace(there, open=_without(there.open, name), closed={**there.closed, name: last})
        case DeadlineExtended(name, after=after):
            return replace(there, open={**there.open, name: replace(there.open[name], due=after, overdue=False)})
        case CycleResumed(_, deadlines, opens):
            kept = {name: replace(step, due=deadlines.get(name, step.due)) for name, step in there.open.items()}
            waiting = {**there.waiting, **opens}
            return replace(there, status="running", paused_at=None, open=kept, waiting=waiting)
        case CycleClosedEarly():
            return replace(there, status="closed-early", open={}, waiting={}, tokens=frozenset(), paused_at=None)
        case CycleEnded():
            return replace(there, status="ended", paused_at=None)
        case _:
            return replace(there, status="paused", paused_at=event.paused_at)


def due_next(workflow: Workflow, cycle: Cycle) -> tuple[datetime, str] | None:
    """Return when the clock must look at the cycle again, and for which step; None when nothing waits for time."""
    ahead = [(due.at, due.step.name) for due in _ahead(workflow, cycle)]
    return min(ahead, default=None)


def step_named(workflow: Workflow, name: str) -> Step:
    """Return a workflow's step.

    Raises:
        Refused: `no-such-step`, with the steps there are.
    """
    for step in workflow.steps:
        if step.name == name:
            return step
    there = ", ".join(step.name for step in workflow.steps)
    raise Refused("no-such-step", f"This workflow has no step {name!r}. It has: {there}.")


@dataclass(frozen=True, order=True)
class _Due:
    """Something that time brings. Of things due at one instant a step opens before others close."""

    at: datetime
    rank: int
    name: str
    step: Step = field(compare=False)


def _begin(workflow: Workflow, cycle: Cycle | None, command: OpenCycle, now: datetime) -> list[Event]:
    if cycle:
        raise Refused("cycle-open", "This cycle was opened before.")
    zone = workflow.timezone
    begun = CycleOpened(command.cycle, command.workflow, command.opening, zone, now)
    return [begun, *_arrive(workflow, apply(None, begun), "", (workflow.steps[0].name,), now, now)]


def _next_due(workflow: Workflow, cycle: Cycle, now: datetime) -> list[Event]:
    ahead = [due for due in _ahead(workflow, cycle) if due.at <= now]
    if not ahead:
        return []
    due = min(ahead)
    if due.name in cycle.waiting:
        return [_opened(cycle, due.step, due.at)]
    if due.step.kind == "window":
        return _close(workflow, cycle, due.step, due.step.next, due.at, now)
    return [StepFellOverdue(due.name, due.at, now)]


def _ahead(workflow: Workflow, cycle: Cycle) -> Iterator[_Due]:
    for name, opens_at in cycle.waiting.items():
        if cycle.status != "paused":
            yield _Due(opens_at, 0, name, step_named(workflow, name))
    for name, state in cycle.open.items():
        step = step_named(workflow, name)
        if state.due and not state.overdue and not _left(cycle, step, state):
            yield _Due(max(state.due.at, state.opened_at), 1, name, step)  # nothing closes before it opened


def _left(cycle: Cycle, step: Step, state: OpenStep) -> timedelta:
    """Return what is left on a clock that a pause has stopped: nothing where the clock runs, or had run out before."""
    runs = step.timing is None or step.timing.on_pause == "run" or state.overdue
    if runs or cycle.paused_at is None or state.due is None:
        return timedelta()
    return max(timedelta(), state.due.at - max(cycle.paused_at, state.opened_at))


def _complete(workflow: Workflow, cycle: Cycle, command: CompleteStep, facts: Facts, now: datetime) -> list[Event]:
    step = step_named(workflow, command.step)
    _refuse_unless_running(cycle)
    state = _open(cycle, step)
    if step.kind == "window":
        until = f"the end of {day_in_words(state.due.on)}" if state.due else "its end"
        raise Refused("window-open", f"{step.name} is a window: it stays open until {until} and closes by itself.")
    choice = _chosen(step, command)
    refuse_if_gated(step, choice, facts, local_day(now, cycle.zone))
    targets = choice.next if choice else step.next
    return _close(workflow, cycle, step, targets, now, now, command.choice, command.reason)


def _chosen(step: Step, command: CompleteStep) -> Choice | None:
    names = ", ".join(choice.name for choice in step.choices)
    if not step.choices:
        if command.choice:
            raise Refused("nothing-to-choose", f"{step.name} offers no choice: complete it without --choose.")
        return None
    for choice in step.choices:
        if choice.name == command.choice:
            if choice.requires_reason and not command.reason.strip():
                raise Refused("reason-missing", f"To choose “{choice.name}”, give the reason with --reason.")
            return choice
    raise Refused("choice-missing", f"{step.name} is completed by a choice: --choose with one of: {names}.")


def _extend(cycle: Cycle, step: Step, until: date, reason: str, now: datetime) -> list[Event]:
    _refuse_unless_running(cycle)
    before = _open(cycle, step).due
    if before is None:
        raise Refused("no-deadline", f"{step.name} has no deadline to extend: {step.no_deadline}.")
    after = end_of_day(until, cycle.zone)
    if after <= max(now, before.at):
        earliest = max(before.on + timedelta(days=1), local_day(now, cycle.zone))
        raise Refused(
            "not-later", f"{step.name} can be extended to {day_in_words(earliest)} or beyond: choose such a day."
        )
    if not reason.strip():
        raise Refused("reason-missing", "A deadline moves only with a reason. Give one with --reason.")
    words = f"extended from the end of {day_in_words(before.on)} to the end of {day_in_words(until)}: {reason}"
    return [DeadlineExtended(step.name, before, Deadline(after, until, cycle.zone, (*before.reasons, words)), reason)]


def _resume(workflow: Workflow, cycle: Cycle, reason: str, basis: str, now: datetime) -> list[Event]:
    if cycle.status != "paused" or cycle.paused_at is None:
        raise Refused("not-paused", "This cycle is not paused.")
    _refuse_without(reason, basis)
    deadlines: dict[str, Deadline] = {}
    for name, state in cycle.open.items():
        step = step_named(workflow, name)
        if state.due and step.timing and (left := _left(cycle, step, state)):
            deadlines[name] = _moved(step.timing, state.due, left, cycle.zone, now)
    opens = {name: now for name, at in cycle.waiting.items() if at < now}
    return [CycleResumed(now, deadlines, opens, reason, basis)]


def _moved(timing: Timing, due: Deadline, left: timedelta, zone: str, now: datetime) -> Deadline:
    """Return the deadline after a pause: counted anew, or the time that was left, rounded up to the end of a day."""
    since, until = (day_in_words(local_day(at, zone)) for at in (due.at - left, now))
    still = f"the clock stood still from {since} to {until}"
    if timing.on_pause == "restart":
        anew = deadline(local_day(now, zone), timing.period, zone=zone)
        return replace(anew, reasons=(*due.reasons, f"{still} and starts anew", *anew.reasons))
    on = local_day(now + left - timedelta(microseconds=1), zone)
    words = f"{still}; what was left is kept, until the end of {day_in_words(on)}"
    return Deadline(end_of_day(on, zone), on, zone, (*due.reasons, words))


def _close_early(
    workflow: Workflow, cycle: Cycle, command: CloseCycleEarly, facts: Facts, now: datetime
) -> list[Event]:
    if cycle.status not in ("running", "paused"):
        raise Refused("cycle-over", f"This cycle is over ({cycle.status}).")
    _refuse_without(command.reason, command.basis)
    refuse_if_gated(workflow, None, facts, local_day(now, cycle.zone))
    return [CycleClosedEarly(now, command.reason, command.basis)]


def _close(
    workflow: Workflow,
    cycle: Cycle,
    step: Step,
    targets: tuple[str, ...],
    closed_at: datetime,
    noticed_at: datetime,
    outcome: str = "",
    reason: str = "",
) -> list[Event]:
    closed = StepClosed(step.name, cycle.open[step.name].occurrence, closed_at, noticed_at, outcome, reason)
    return [closed, *_arrive(workflow, apply(cycle, closed), step.name, targets, closed_at, noticed_at)]


def _arrive(
    workflow: Workflow, cycle: Cycle, came_from: str, targets: tuple[str, ...], at: datetime, noticed_at: datetime
) -> list[Event]:
    """Return what opens when `came_from` has led to `targets` at `at`; the cycle ends when nothing is left."""
    happened: list[Event] = []
    for name in targets:
        if name != END and name not in cycle.open and name not in cycle.waiting:  # without a join, arcs merge
            event = _reached(workflow, cycle, came_from, step_named(workflow, name), at)
            happened.append(event)
            cycle = apply(cycle, event)
    if not (cycle.open or cycle.waiting or cycle.tokens):
        happened.append(CycleEnded(at, noticed_at))
    return happened


def _reached(workflow: Workflow, cycle: Cycle, came_from: str, step: Step, at: datetime) -> Event:
    if step.join and came_from and arcs_into(workflow, step.name) - cycle.tokens - {(came_from, step.name)}:
        return TokenArrived(came_from, step.name)
    first_instant = end_of_day(cycle.opening - timedelta(days=1), cycle.zone)
    if step.waits_for_opening and at < first_instant:
        return StepAwaited(step.name, first_instant)
    return _opened(cycle, step, at)


def arcs_into(workflow: Workflow, name: str) -> frozenset[tuple[str, str]]:
    """Return every arc (from, to) of the workflow that leads to the step `name`."""
    return frozenset((step.name, name) for step in workflow.steps if name in ways_out(step))


def ways_out(step: Step) -> tuple[str, ...]:
    """Return the names that a step can lead to, in the order they are written."""
    chosen = (target for choice in step.choices for target in choice.next)
    return tuple(dict.fromkeys((*step.next, *chosen)))


def _opened(cycle: Cycle, step: Step, at: datetime) -> StepOpened:
    before = cycle.closed.get(step.name)
    occurrence = before.occurrence + 1 if before else 1
    return StepOpened(step.name, occurrence, at, _due(cycle, step.timing, at))


def _due(cycle: Cycle, timing: Timing | None, opened_at: datetime) -> Deadline | None:
    if timing is None:
        return None
    start = local_day(opened_at, cycle.zone)
    if timing.anchor == "opening":
        start = cycle.opening
    elif timing.step and timing.step in cycle.closed:
        start = local_day(cycle.closed[timing.step].closed_at, cycle.zone)
    return deadline(start, timing.period, zone=cycle.zone, direction=timing.direction)


def _open(cycle: Cycle, step: Step) -> OpenStep:
    if step.name in cycle.open:
        return cycle.open[step.name]
    stands = ", ".join(cycle.open) or "nothing"
    raise Refused("step-not-open", f"{step.name} is not open. Open now: {stands}.")


def _refuse_unless_running(cycle: Cycle) -> None:
    if cycle.status == "paused":
        raise Refused("cycle-paused", "This cycle is paused. Resume it with `evalflow cycle resume`.")
    if cycle.status != "running":
        raise Refused("cycle-over", f"This cycle is over ({cycle.status}).")


def _refuse_without(reason: str, basis: str) -> None:
    if not reason.strip() or not basis.strip():
        raise Refused("reason-missing", "Give the reason with --reason and the decision it rests on with --basis.")


def _without(mapping: Mapping[str, _T], name: str) -> dict[str, _T]:
    return {key: value for key, value in mapping.items() if key != name}


def _there(cycle: Cycle | None) -> Cycle:
    if cycle is None:
        raise LookupError("a cycle's event came before the cycle")
    return cycle
