"""A workflow and an opening day → the timetable as planned: when each step runs if every deadline is just kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from evalflow.engine.heart import arcs_into, step_named, ways_out
from evalflow.engine.periods import deadline
from evalflow.engine.words import END, Step, Workflow


@dataclass(frozen=True)
class Planned:
    """First and last day of a step, both included; None where nothing says when."""

    first: date | None
    last: date | None


def plan(workflow: Workflow, opening: date, opened_on: date) -> Mapping[str, Planned]:
    """Return the planned days of every step that can be planned, by name, in the order they are reached.

    A step without a deadline has a first day and no last one, and what follows it cannot be planned.
    """
    planned: dict[str, Planned] = {}
    reached = [workflow.steps[0].name]
    while reached:
        step = step_named(workflow, reached.pop(0))
        before = [planned.get(came_from) for came_from, _ in sorted(arcs_into(workflow, step.name))]
        if step.name in planned or (step.join and None in before):
            continue
        planned[step.name] = _days(step, [p for p in before if p], opening, opened_on, planned, workflow.timezone)
        reached += [name for name in ways_out(step) if name != END]
    return planned


def _days(
    step: Step, before: list[Planned], opening: date, opened_on: date, planned: Mapping[str, Planned], zone: str
) -> Planned:
    first = _first_day(step, before, opening, opened_on)
    if step.timing is None or first is None:
        return Planned(first, None)
    start: date | None = opening if step.timing.anchor == "opening" else first
    if step.timing.step:
        anchor = planned.get(step.timing.step)
        start = anchor.last if anchor else None
    if start is None:
        return Planned(first, None)
    return Planned(first, deadline(start, step.timing.period, zone=zone, direction=step.timing.direction).on)


def _first_day(step: Step, before: list[Planned], opening: date, opened_on: date) -> date | None:
    if not before:
        return opened_on
    ends = [p.last for p in before]
    known = [end for end in ends if end]
    if len(known) < len(ends):
        return None
    follows = max(known) + timedelta(days=1)
    return max(follows, opening) if step.waits_for_opening else follows
