"""A cycle and assumptions → when each step ahead is over: at the earliest, as planned, at the latest for the promise.

All three come from simulating the cycle: the latest day is the last on which the promise is still kept if everything
else goes at the earliest pace.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from evalflow.engine.clocks import counted
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.simulation import Assumptions, Doubt, Pace, Simulation, continued
from evalflow.engine.words import Cycle, Step, StepClosed, Workflow

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Ahead:
    """A step that is open or to come: the days on which it is over. `latest` is None where no promise hangs on it."""

    step: Step
    open: bool
    earliest: date | None  # None where on the assumptions the step is never over
    planned: date | None
    latest: date | None

    @property
    def slack(self) -> int | None:
        """Return how many days later than at the earliest the step may be over."""
        return (self.latest - self.earliest).days if self.latest and self.earliest else None


@dataclass(frozen=True)
class Forecast:
    """What is ahead of a cycle. `kept_by` are the steps with which the promise is kept; none means the cycle's end.

    `earliest` and `planned` are the simulations, from `since` on, that the days come from.
    """

    since: datetime
    ahead: tuple[Ahead, ...]
    promised: Deadline | None
    kept_by: tuple[str, ...]
    earliest_keeps: date | None  # the day on which the promise would be kept, or was
    planned_keeps: date | None
    earliest: Simulation
    planned: Simulation

    @property
    def critical(self) -> tuple[Ahead, ...]:
        """Return the steps with the least slack: a day more in any of them is a day less for all."""
        least = min((each.slack for each in self.ahead if each.slack is not None), default=None)
        return tuple(each for each in self.ahead if least is not None and each.slack == least)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return the doubts of both simulations, each once."""
        said = {(doubt.step, doubt.kind): doubt for doubt in (*self.planned.doubts, *self.earliest.doubts)}
        return tuple(said.values())


def forecast(workflow: Workflow, cycle: Cycle, now: datetime, assumptions: Assumptions) -> Forecast:
    """Return what is ahead of a cycle that has been brought to `now`, whatever pace the assumptions name."""

    def at(pace: Pace, hold: Mapping[str, date]) -> Simulation:
        return continued(workflow, cycle, now, replace(assumptions, pace=pace, hold=hold))

    earliest, planned = at("earliest", {}), at("planned", {})
    promised = counted(workflow, cycle.opening, workflow.report_due, cycle.zone) if workflow.report_due else None

    def kept_if(step: str, until: date) -> bool:
        on = kept_on(at("earliest", {step: until}), workflow, cycle)
        return promised is not None and on is not None and on <= promised.on

    finish, plan = _finishes(earliest), _finishes(planned)
    ahead: list[Ahead] = []
    for step in workflow.steps:
        if step.name in finish or step.name in plan or step.name in cycle.open:
            ends = finish.get(step.name)
            slack = next((each.slack for each in reversed(ahead) if each.slack is not None), 0)
            latest = _latest(step, ends, promised, kept_if, slack) if ends and promised else None
            ahead.append(Ahead(step, step.name in cycle.open, ends, plan.get(step.name), latest))
    ahead.sort(key=lambda each: each.planned or date.max)
    keeps, would_keep = (kept_on(each, workflow, cycle) for each in (earliest, planned))
    return Forecast(now, tuple(ahead), promised, keeping(workflow), keeps, would_keep, earliest, planned)


def keeping(workflow: Workflow) -> tuple[str, ...]:
    """Return the steps that do something with the report. Where none does, the cycle's end is what is promised."""
    return tuple(step.name for step in workflow.steps if step.act or any(choice.act for choice in step.choices))


def kept_on(simulation: Simulation, workflow: Workflow, cycle: Cycle) -> date | None:
    """Return the day on which the last step with the report is over; the cycle's end where it passes by them all."""
    kept_by = keeping(workflow)
    past = {name: local_day(cycle.closed[name].closed_at, cycle.zone) for name in kept_by if name in cycle.closed}
    days = {**past, **{name: on for name, on in _finishes(simulation).items() if name in kept_by}}
    if simulation.ends_on is None and set(kept_by) - set(days):
        return None
    return max(days.values(), default=simulation.ends_on)


def _finishes(simulation: Simulation) -> dict[str, date]:
    """Return the day on which each step is over for the last time."""
    return {entry.event.step: entry.on for entry in simulation.entries if isinstance(entry.event, StepClosed)}


def _latest(
    step: Step, earliest: date, promised: Deadline, kept_if: Callable[[str, date], bool], guess: int
) -> date | None:
    """Return the last day for a step with which the promise is still kept. `guess` is the slack of a step before it.

    None where it is kept however long the step takes, as after it or in an automatic step, which nobody keeps open.
    """

    def broken(days: int) -> bool:
        return not kept_if(step.name, earliest + days * _DAY)

    if not broken(guess) and broken(guess + 1):  # most steps of one way have the same slack
        return earliest + guess * _DAY
    if broken(0) or kept_if(step.name, promised.on + _DAY):
        return None
    return earliest + bisect_left(range(1, (promised.on - earliest).days + 1), True, key=broken) * _DAY
