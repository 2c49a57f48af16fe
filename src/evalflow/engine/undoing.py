"""What has happened to a cycle → the last deed of a person on it taken back, or why that cannot be.

A deed is a completed step, or an approval where it takes several. What is undone is undone by an event of its own: the
journal keeps both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from evalflow.engine.arcs import step_named
from evalflow.engine.folding import apply, begun
from evalflow.engine.periods import Deadline
from evalflow.engine.reasons import need_reason
from evalflow.engine.words import (
    ArcSwallowed,
    Cycle,
    CycleEnded,
    CycleMigrated,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    DeadlineMoved,
    Event,
    OpeningMoved,
    OpenStep,
    StepApproved,
    StepAwaited,
    StepClosed,
    StepOpened,
    StepUndone,
    TokenArrived,
    UndoStep,
    Workflow,
)
from evalflow.errors import Refused

_OF_THE_CYCLE: Final = (CyclePaused, CycleResumed, CycleMigrated, OpeningMoved)


@dataclass(frozen=True)
class _Deed:
    """What a person did to a step: all that had happened before it, what followed from it, what happened since."""

    done: StepClosed | StepApproved
    before: Sequence[Event]
    followed: Sequence[Event]
    since: Sequence[Event]

    @property
    def opened(self) -> tuple[str, ...]:
        """Return the steps that opened by it or wait to, in that order."""
        return tuple(dict.fromkeys(e.step for e in self.followed if isinstance(e, StepOpened | StepAwaited)))

    @property
    def without(self) -> list[Event]:
        """Return what has happened as if this had not: what happened to the steps that it opened is gone with them."""
        return [*self.before, *filter(self._stands, self.since)]

    def _stands(self, event: Event) -> bool:
        """Return whether an event stands without this. What an undoing restored is that which now never happened."""
        return not isinstance(event, StepUndone) and getattr(event, "step", "") not in self.opened


def undone(workflow: Workflow, cycle: Cycle, command: UndoStep, now: datetime) -> list[Event]:
    """Return the event that takes the last deed of a person back.

    Raises:
        Refused: `reason-missing`, `nothing-to-undo`, or `cannot-undo`: what it brought about is relied on already.
    """
    need_reason(command.reason, "A step is undone only with a reason. Give one with --reason.")
    deed = _last(_standing(command.history))
    if deed is None:
        raise Refused("nothing-to-undo", "No step of this cycle was completed by a person: there is nothing to undo.")
    _refuse_if_of_the_cycle(deed)
    if isinstance(deed.done, StepClosed):
        _refuse_if_relied_on(workflow, cycle, deed.done, deed)
    then = _folded(deed.without)
    return [
        StepUndone(
            deed.done.step,
            deed.done.occurrence,
            now,
            command.reason,
            deed.opened,
            _reminded_no_more(then.open, now),
            then.waiting,
            then.closed,
            then.tokens,
            "completion" if isinstance(deed.done, StepClosed) else "approval",
        )
    ]


def _standing(history: Sequence[Event]) -> Sequence[Event]:
    """Return what has happened without the deeds that were undone before, and without what had followed from them."""
    told: list[Event] = []
    for event in history:
        if isinstance(event, StepUndone) and (deed := _last(told)):
            told = [*deed.without, event]
        else:
            told.append(event)
    return told


def _last(told: Sequence[Event]) -> _Deed | None:
    for at in reversed(range(len(told))):
        event, since = told[at], told[at + 1 :]
        if isinstance(event, StepApproved):
            return _Deed(event, told[:at], (), since)
        if isinstance(event, StepClosed) and event.by:
            followed = tuple(_followed(event, since))
            came_of_it = set(map(id, followed))
            start = at - 1 if _approves(told[at - 1], event) else at
            return _Deed(event, told[:start], followed, [one for one in since if id(one) not in came_of_it])
    return None


def _approves(event: Event, closed: StepClosed) -> bool:
    """Return whether a closing came of this approval: where a step takes approvals, it closes with the last."""
    return isinstance(event, StepApproved) and (event.step, event.person) == (closed.step, closed.by)


def _followed(closed: StepClosed, later: Sequence[Event]) -> Iterator[Event]:
    """Yield what came of a closing at once, and what came, then or later, of the automatic steps that it opened."""
    cause = closed
    opened: set[str] = set()
    for event in later:
        if isinstance(event, StepClosed) and event.step in opened and _automatic(event):
            cause = event
        elif not _came_of(cause, event):
            continue
        if isinstance(event, StepOpened):
            opened.add(event.step)
        yield event


def _automatic(closed: StepClosed) -> bool:
    """Return whether a step was closed by one of its branches: a window closes without any outcome."""
    return not closed.by and bool(closed.outcome)


def _came_of(closed: StepClosed, event: Event) -> bool:
    """Return whether an event that stands after a closing came of it, and not of the time that passed after it."""
    match event:
        case StepOpened(opened_at=at) | CycleEnded(ended_at=at):
            return at == closed.closed_at
        case TokenArrived() | ArcSwallowed() | StepAwaited():
            return True  # nothing but a closing brings these, and another closing since is reason enough to refuse
    return False


def _folded(told: Sequence[Event]) -> Cycle:
    cycle: Cycle | None = None
    for event in told:
        cycle = apply(cycle, event)
    return begun(cycle)


def _reminded_no_more(steps: Mapping[str, OpenStep], now: datetime) -> dict[str, OpenStep]:
    """Return open steps without the reminders that would have gone while they were closed."""
    return {name: replace(state, due=_ahead(state.due, now)) for name, state in steps.items()}


def _ahead(due: Deadline | None, now: datetime) -> Deadline | None:
    return due and replace(due, reminders=tuple(reminder for reminder in due.reminders if reminder.at > now))


def _refuse_if_of_the_cycle(deed: _Deed) -> None:
    if any(isinstance(event, _OF_THE_CYCLE) for event in deed.since):
        raise _cannot(deed.done.step, "the cycle has been paused, resumed, migrated or moved since")


def _refuse_if_relied_on(workflow: Workflow, cycle: Cycle, closed: StepClosed, deed: _Deed) -> None:
    step = step_named(workflow, closed.step)
    acts = [choice.act for choice in step.choices if choice.name == closed.outcome] or [step.act]
    if acts[0]:
        raise _cannot(step.name, f"it also did {acts[0]!r}, which stands")
    for event in deed.since:
        if isinstance(event, StepClosed):
            raise _cannot(step.name, f"{event.step} has closed since")
        if isinstance(event, DeadlineExtended | DeadlineMoved) and event.step in deed.opened:
            raise _cannot(step.name, f"it opened {event.step}, and that deadline has been moved since")
    for name in deed.opened:
        if name in cycle.open and step_named(workflow, name).kind == "window":
            raise _cannot(step.name, f"it opened the window {name}, and a window is never closed by hand")


def _cannot(name: str, why: str) -> Refused:
    return Refused(
        "cannot-undo",
        f"{name} cannot be undone: {why}. It stands: go on from here, or go back by a choice where the workflow "
        "offers one.",
    )
