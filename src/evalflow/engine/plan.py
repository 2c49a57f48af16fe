"""A workflow and an opening day → the timetable as planned: when each step runs if every deadline is just kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evalflow.engine.arcs import arcs_into, step_named, ways_out
from evalflow.engine.clocks import counted
from evalflow.engine.periods import end_of_day, local_day
from evalflow.engine.words import END, Step, Timing, Workflow


@dataclass(frozen=True)
class Planned:
    """First and last day of a step, both included; None where nothing says when."""

    first: date | None
    last: date | None


_Plan = Mapping[str, Planned]


def plan(workflow: Workflow, opening: date, opened_on: date, *, at_once: bool = False) -> Mapping[str, Planned]:
    """Return the planned days of every step that can be reached, by name, in the order in which they open.

    A step opens on the day after the last day of what leads to it. A step without a deadline has a first day and no
    last one, and what follows it alone cannot be planned; with `at_once` it is done on that first day, so that the days
    of what follows are the earliest there can be.
    """
    planned: dict[str, Planned] = {}
    reached = {workflow.steps[0].name: _waited(workflow.steps[0], opened_on, opening)}
    while reached:
        step = step_named(workflow, min(reached, key=lambda name: reached[name] or date.max))
        planned[step.name] = _days(workflow, step, reached.pop(step.name), opening, planned, at_once)
        followers = [step_named(workflow, name) for name in ways_out(step) if name != END and name not in planned]
        ready = [each for each in followers if each.join != "all" or _all_lead(workflow, each, planned)]
        reached |= {each.name: _waited(each, _first(workflow, each, planned, at_once), opening) for each in ready}
    return planned


def _waited(step: Step, first: date | None, opening: date) -> date | None:
    return max(first, opening) if first and step.waits_for_opening else first


def _days(workflow: Workflow, step: Step, first: date | None, opening: date, planned: _Plan, at_once: bool) -> Planned:
    if step.kind == "automatic":
        return Planned(first, first)
    if first is None or step.timing is None:
        return Planned(first, None)
    start = opening if step.timing.anchor == "opening" else _anchored(workflow, step.timing, first, planned, at_once)
    return Planned(first, counted(workflow, start, step.timing, workflow.timezone).on)


def _anchored(workflow: Workflow, timing: Timing, first: date, planned: _Plan, at_once: bool) -> date:
    """Return the day from which a period counts: the end of another step, its last day, or the step's own first day."""
    if timing.step is None or timing.step not in planned:
        return first
    if timing.anchor == "due":
        return planned[timing.step].last or first
    closed = _closes(workflow, timing.step, planned, at_once)
    return closed if closed and closed <= first else first


def _all_lead(workflow: Workflow, step: Step, planned: _Plan) -> bool:
    return all(came_from in planned for came_from, _ in arcs_into(workflow, step.name))


def _first(workflow: Workflow, step: Step, planned: _Plan, at_once: bool) -> date | None:
    """Return the day on which all that leads to a join is over, or the first thing that leads to any other step."""
    before = [came_from for came_from, _ in arcs_into(workflow, step.name) if came_from in planned]
    ends = [_closes(workflow, came_from, planned, at_once) for came_from in before]
    known = [end for end in ends if end]
    if step.join == "all" and len(known) < len(ends):
        return None
    return (max if step.join == "all" else min)(known, default=None)


def _closes(workflow: Workflow, name: str, planned: _Plan, at_once: bool) -> date | None:
    """Return the local day with whose first instant a step is over; its first day, if its deadline was past by then."""
    days = planned[name]
    if days.first is None or days.last is None:
        return days.first if at_once else None
    if step_named(workflow, name).kind == "automatic":
        return days.first
    return max(days.first, local_day(end_of_day(days.last, workflow.timezone), workflow.timezone))
