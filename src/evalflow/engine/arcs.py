"""A step that is over → what opens after it: arcs that arrive, joins that wait, and the end when nothing is left."""

from datetime import datetime

from evalflow.engine.clocks import due, first_instant
from evalflow.engine.folding import apply
from evalflow.engine.words import (
    END,
    ArcSwallowed,
    Cycle,
    CycleEnded,
    Event,
    Step,
    StepAwaited,
    StepClosed,
    StepOpened,
    TokenArrived,
    Workflow,
)
from evalflow.errors import Refused


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


def arcs_into(workflow: Workflow, name: str) -> frozenset[tuple[str, str]]:
    """Return every arc (from, to) of the workflow that leads to the step `name`."""
    return frozenset((step.name, name) for step in workflow.steps if name in ways_out(step))


def ways_out(step: Step) -> tuple[str, ...]:
    """Return the names that a step can lead to, in the order they are written."""
    chosen = (target for choice in step.choices for target in choice.next)
    decided = (target for branch in step.branches for target in branch.next)
    return tuple(dict.fromkeys((*step.next, *chosen, *decided)))


def close(
    workflow: Workflow,
    cycle: Cycle,
    step: Step,
    targets: tuple[str, ...],
    closed_at: datetime,
    noticed_at: datetime,
    outcome: str = "",
    reason: str = "",
    by: str = "",
) -> list[Event]:
    """Return the closing of an open step and all that follows from it at once."""
    closed = StepClosed(step.name, cycle.open[step.name].occurrence, closed_at, noticed_at, outcome, reason, by)
    return [closed, *arrive(workflow, apply(cycle, closed), step.name, targets, closed_at, noticed_at)]


def arrive(
    workflow: Workflow, cycle: Cycle, came_from: str, targets: tuple[str, ...], at: datetime, noticed_at: datetime
) -> list[Event]:
    """Return what opens when `came_from` has led to `targets` at `at`; the cycle ends when nothing is left."""
    happened: list[Event] = []
    for name in targets:
        if name != END:
            for event in _reached(workflow, cycle, came_from, step_named(workflow, name), at):
                happened.append(event)
                cycle = apply(cycle, event)
    if not (cycle.open or cycle.waiting or _awaited(workflow, cycle)):
        happened.append(CycleEnded(at, noticed_at))
    return happened


def _awaited(workflow: Workflow, cycle: Cycle) -> bool:
    """Return whether an arc waits at a join for others. What an open-on-the-first join remembers is no work left."""
    return any(step_named(workflow, name).join == "all" for _, name in cycle.tokens)


def _reached(workflow: Workflow, cycle: Cycle, came_from: str, step: Step, at: datetime) -> list[Event]:
    arcs = arcs_into(workflow, step.name)
    arrived = cycle.tokens & arcs
    here = (came_from, step.name)
    if step.join == "any" and arrived:
        return [ArcSwallowed(came_from, step.name, over=arrived | {here} == arcs)]
    if step.name in cycle.open or step.name in cycle.waiting:  # without a join, arcs merge
        return []
    if step.join == "all" and came_from and arcs - cycle.tokens - {here}:
        return [TokenArrived(came_from, step.name)]
    first_of_several = step.join == "any" and came_from and len(arcs) > 1
    return [_opens(workflow, cycle, step, at), *([TokenArrived(*here)] if first_of_several else [])]


def _opens(workflow: Workflow, cycle: Cycle, step: Step, at: datetime) -> StepAwaited | StepOpened:
    opens_at = first_instant(cycle.opening, cycle.zone)
    if step.waits_for_opening and at < opens_at:
        return StepAwaited(step.name, opens_at)
    return opened(workflow, cycle, step, at)


def opened(workflow: Workflow, cycle: Cycle, step: Step, at: datetime) -> StepOpened:
    """Return the opening of a step at `at`: which time it is, and until when it is open."""
    before = cycle.closed.get(step.name)
    occurrence = before.occurrence + 1 if before else 1
    until = due(workflow, cycle, step, at)
    automatic = step.kind == "automatic"
    return StepOpened(step.name, occurrence, at, until, keeps_arcs=step.join == "any", automatic=automatic)
