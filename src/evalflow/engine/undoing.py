"""What has happened to a cycle → its last completion by a person taken back, or why that cannot be.

What is undone is undone by an event of its own: the journal keeps both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from evalflow.engine.arcs import step_named
from evalflow.engine.folding import apply, begun
from evalflow.engine.words import (
    ArcSwallowed,
    BranchAwaited,
    Cycle,
    CycleClosedEarly,
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

_FOLLOWS: Final = (StepOpened, StepAwaited, TokenArrived, ArcSwallowed, BranchAwaited, CycleEnded)
_OF_THE_CYCLE: Final = (CyclePaused, CycleResumed, CycleClosedEarly, CycleMigrated, OpeningMoved)
_RELIED_ON: Final = (StepApproved, DeadlineExtended, DeadlineMoved)


@dataclass(frozen=True)
class _Past:
    """The last completion by a person: how the cycle stood before it, what followed from it, what happened since."""

    closed: StepClosed
    before: Cycle
    followed: tuple[Event, ...]
    since: tuple[Event, ...]

    @property
    def opened(self) -> frozenset[str]:
        return frozenset(event.step for event in self.followed if isinstance(event, StepOpened | StepAwaited))


def undone(workflow: Workflow, cycle: Cycle, command: UndoStep, now: datetime) -> list[Event]:
    """Return the event that takes the last completion by a person back.

    Raises:
        Refused: `reason-missing`, `nothing-to-undo`, or `cannot-undo`: what it brought about is relied on already.
    """
    if not command.reason.strip():
        raise Refused("reason-missing", "A step is undone only with a reason. Give one with --reason.")
    past = _past(workflow, command.history)
    _refuse_if_relied_on(workflow, cycle, past)
    name = past.closed.step
    kept = {step: state for step, state in cycle.open.items() if step not in past.opened}
    return [
        StepUndone(
            name,
            past.closed.occurrence,
            now,
            command.reason,
            tuple(step.name for step in workflow.steps if step.name in past.opened),
            {**kept, name: _as_it_was(past)},
            {step: at for step, at in past.before.waiting.items() if step in cycle.waiting},
            past.before.closed,
            past.before.tokens,
        )
    ]


def _past(workflow: Workflow, history: Sequence[Event]) -> _Past:
    told = _standing(workflow, history)
    for at in reversed(range(len(told))):
        event = told[at]
        if isinstance(event, StepClosed) and event.by:
            followed = tuple(_followed(workflow, told[at + 1 :]))
            rest = tuple(later for later in told[at + 1 :] if later not in followed)
            return _Past(event, _folded(told[:at]), followed, rest)
    raise Refused("nothing-to-undo", "No step of this cycle was completed by a person: there is nothing to undo.")


def _standing(workflow: Workflow, history: Sequence[Event]) -> list[Event]:
    """Return what has happened without the completions that were undone before, and without what had followed."""
    told: list[Event] = []
    for event in history:
        if isinstance(event, StepUndone):
            at = max(n for n, one in enumerate(told) if isinstance(one, StepClosed) and one.step == event.step)
            followed = set(map(id, _followed(workflow, told[at + 1 :])))
            told[at:] = [one for one in told[at + 1 :] if id(one) not in followed]
        else:
            told.append(event)
    return told


def _followed(workflow: Workflow, later: Sequence[Event]) -> Iterator[Event]:
    """Yield what came of a closing at once, and of the automatic steps that opened by it."""
    at_once, automatic = True, set()
    for event in later:
        at_once = at_once and isinstance(event, _FOLLOWS)
        if isinstance(event, StepClosed | BranchAwaited) and event.step in automatic:
            at_once = True
        if at_once:
            yield event
        if at_once and isinstance(event, StepOpened) and step_named(workflow, event.step).kind == "automatic":
            automatic.add(event.step)


def _folded(told: Sequence[Event]) -> Cycle:
    cycle: Cycle | None = None
    for event in told:
        cycle = apply(cycle, event)
    return begun(cycle)


def _as_it_was(past: _Past) -> OpenStep:
    """Return the step as it was open, without the approval of who completed it."""
    state = past.before.open[past.closed.step]
    approved = {person: choice for person, choice in state.approved.items() if person != past.closed.by}
    return replace(state, approved=approved)


def _refuse_if_relied_on(workflow: Workflow, cycle: Cycle, past: _Past) -> None:
    name = past.closed.step
    step = step_named(workflow, name)
    acts = [choice.act for choice in step.choices if choice.name == past.closed.outcome] or [step.act]
    if acts[0]:
        raise _cannot(name, f"it also did {acts[0]!r}, which stands")
    for event in past.since:
        if isinstance(event, StepClosed):
            raise _cannot(name, f"{event.step} has closed since")
        if isinstance(event, _OF_THE_CYCLE):
            raise _cannot(name, "the cycle has been paused, resumed, migrated, closed or moved since")
        if isinstance(event, _RELIED_ON) and event.step in past.opened:
            raise _cannot(name, f"somebody has approved {event.step} or moved its deadline since")
    for opened in past.opened & cycle.open.keys():
        if step_named(workflow, opened).kind == "window":
            raise _cannot(name, f"it opened the window {opened}, and a window is never closed by hand")


def _cannot(name: str, why: str) -> Refused:
    return Refused("cannot-undo", f"The completion of {name} cannot be undone: {why}.")
