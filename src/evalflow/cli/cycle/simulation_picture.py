"""A simulation → the bars and marks of its chart over time."""

from datetime import date

from evalflow.effects.drawing.gantt import DayMark, StepBar
from evalflow.engine.arcs import step_named
from evalflow.engine.periods import local_day
from evalflow.engine.words import ReminderFellDue, StepClosed, StepOpened
from evalflow.usecases.cycles.simulations import Simulated


def bars(simulated: Simulated) -> list[StepBar]:
    """Return a bar for each time that a step is open, in the order in which they open."""
    cycle = simulated.simulation.cycle
    before = simulated.here.cycle.open if simulated.here else {}
    open_ = {name: local_day(state.opened_at, cycle.zone) for name, state in before.items()}
    last = max((entry.on for entry in simulated.simulation.entries), default=local_day(simulated.since, cycle.zone))
    done: list[StepBar] = []
    for entry in simulated.simulation.entries:
        match entry.event:
            case StepOpened(name):
                open_[name] = entry.on
            case StepClosed(name):
                first = open_.pop(name)
                done.append(_bar(simulated, name, first, max(first, entry.on)))
    done += [_bar(simulated, name, first, max(first, last), ends=False) for name, first in open_.items()]
    return sorted(done, key=lambda bar: bar.first)


def marks(simulated: Simulated) -> list[DayMark]:
    """Return the days that matter: the opening, the promise, and every letter at its step."""
    letters = [
        DayMark(f"Letter to {entry.event.reminder.to}", entry.on, entry.event.step)
        for entry in simulated.simulation.entries
        if isinstance(entry.event, ReminderFellDue)
    ]
    promised = [DayMark("The report is promised", simulated.promised.on)] if simulated.promised else []
    return [DayMark("Opening day", simulated.opening), *promised, *letters]


def title(simulated: Simulated, *, example: bool) -> str:
    what = (
        f"{simulated.here.evaluation.code}: {simulated.workflow.title}" if simulated.here else simulated.workflow.title
    )
    return f"{what}, simulated at the {simulated.pace} pace{' (worked example)' if example else ''}"


def _bar(simulated: Simulated, name: str, first: date, last: date, *, ends: bool = True) -> StepBar:
    step = step_named(simulated.workflow, name)
    return StepBar(name, step.title, step.kind, first, last, ends)
