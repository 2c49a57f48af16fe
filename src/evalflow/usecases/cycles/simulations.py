"""A workflow, or a cycle where it stands → its whole course on a virtual clock, and its forecast. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evalflow.engine.clocks import counted, first_instant
from evalflow.engine.dates import day_in_words
from evalflow.engine.forecast import Forecast, forecast, kept_on
from evalflow.engine.periods import Deadline
from evalflow.engine.plan import plan
from evalflow.engine.simulation import Pace, Simulation, continued, simulated
from evalflow.engine.words import Cycle, Workflow
from evalflow.errors import Refused
from evalflow.usecases.cycles.assumptions import assumptions
from evalflow.usecases.door.current import Current, facts_about, read_current
from evalflow.usecases.door.door import Door, looking


@dataclass(frozen=True)
class Simulated:
    """A simulation of a workflow from `since` on, what it promises, and the day on which that is kept."""

    workflow: Workflow
    opening: date
    since: datetime
    pace: Pace
    simulation: Simulation
    promised: Deadline | None
    kept_on: date | None
    here: Current | None = None  # the cycle that goes on; None where a new one is simulated

    @property
    def paused_at(self) -> datetime | None:
        return self.here.cycle.paused_at if self.here else None


def simulate_workflow(
    workflow: Workflow,
    opens: date,
    begins: date | None,
    pace: Pace = "planned",
    choose: Sequence[str] = (),
    assume: Sequence[str] = (),
) -> Simulated:
    """Return the whole course of a cycle whose windows open on `opens`, opened on the day `begins`.

    Without that day it is opened on the last one on which its first step is in time, or on the opening day itself.

    Raises:
        InvalidInput: `bad-assumptions`.
        Refused: `opening-past`, it would be opened after its windows.
    """
    on = assumptions(workflow, pace, choose, assume, {})
    begins = begins or _in_time(workflow, opens)
    if begins > opens:
        raise Refused(
            "opening-past",
            f"{day_in_words(opens)} comes before {day_in_words(begins)}: a cycle is opened before its windows, or with "
            "them. Give an earlier day with --from.",
        )
    since = first_instant(begins, workflow.timezone)
    return _told(workflow, opens, since, pace, simulated(workflow, opens, since, on))


def simulate_cycle(
    door: Door, code: str, pace: Pace = "planned", choose: Sequence[str] = (), assume: Sequence[str] = ()
) -> Simulated:
    """Return what becomes of a cycle from where it stands. What is on record today decides automatic steps.

    Raises:
        InvalidInput: `bad-assumptions`.
        Refused: `cycle-over`.
    """
    with looking(door) as (reading, now):
        current = _not_over(read_current(reading, code, now))
        on = assumptions(current.workflow, pace, choose, assume, facts_about(reading, current))
        return _told(
            current.workflow,
            current.cycle.opening,
            now,
            pace,
            continued(current.workflow, current.cycle, now, on),
            current,
        )


def forecast_cycle(
    door: Door, code: str, choose: Sequence[str] = (), assume: Sequence[str] = ()
) -> tuple[Current, Forecast]:
    """Return when each step ahead of a cycle is over, at the earliest, as planned and at the latest.

    Raises:
        InvalidInput: `bad-assumptions`.
        Refused: `cycle-over`.
    """
    with looking(door) as (reading, now):
        current = _not_over(read_current(reading, code, now))
        on = assumptions(current.workflow, "planned", choose, assume, facts_about(reading, current))
        return current, forecast(current.workflow, current.cycle, now, on)


def _told(
    workflow: Workflow,
    opening: date,
    since: datetime,
    pace: Pace,
    simulation: Simulation,
    current: Current | None = None,
) -> Simulated:
    cycle: Cycle = current.cycle if current else simulation.cycle
    promised = counted(workflow, opening, workflow.report_due, cycle.zone) if workflow.report_due else None
    return Simulated(
        workflow, opening, since, pace, simulation, promised, kept_on(simulation, workflow, cycle), current
    )


def _in_time(workflow: Workflow, opens: date) -> date:
    last = plan(workflow, opens, opens)[workflow.steps[0].name].last
    return min(last, opens) if last else opens


def _not_over(current: Current) -> Current:
    if current.cycle.status in ("ended", "closed-early"):
        code = current.evaluation.code
        raise Refused(
            "cycle-over",
            f"{code} is over ({current.cycle.status}): nothing is ahead. What happened: evalflow cycle history {code}",
        )
    return current
