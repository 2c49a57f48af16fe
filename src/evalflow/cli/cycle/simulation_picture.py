"""A simulation → the bars and marks of its chart over time."""

from datetime import date

from evalflow.effects.drawing.gantt import DayMark, StepBar
from evalflow.engine.arcs import step_named
from evalflow.engine.periods import local_day
from evalflow.engine.words import ReminderFellDue, StepClosed, StepOpened
from evalflow.usecases.cycles.simulations import Simulated


def bars(found: Simulated) -> list[StepBar]:
    """Return a bar for each time that a step is open, in the order in which they open."""
    cycle = found.simulation.cycle
    before = found.here.cycle.open if found.here else {}
    open_ = {name: local_day(state.opened_at, cycle.zone) for name, state in before.items()}
    last = max((entry.on for entry in found.simulation.entries), default=local_day(found.since, cycle.zone))
    done: list[StepBar] = []
    for entry in found.simulation.entries:
        match entry.event:
            case StepOpened(name):
                open_[name] = entry.on
            case StepClosed(name):
                first = open_.pop(name)
                done.append(_bar(found, name, first, max(first, entry.on)))
    done += [_bar(found, name, first, max(first, last), ends=False) for name, first in open_.items()]
    return sorted(done, key=lambda bar: bar.first)


def marks(found: Simulated) -> list[DayMark]:
    """Return the days that matter: the opening, the promise, and every letter at its step."""
    letters = [
        DayMark(f"Letter to {entry.event.reminder.to}", entry.on, entry.event.step)
        for entry in found.simulation.entries
        if isinstance(entry.event, ReminderFellDue)
    ]
    promised = [DayMark("The report is promised", found.promised.on)] if found.promised else []
    return [DayMark("Opening day", found.opening), *promised, *letters]


def title(found: Simulated, *, example: bool) -> str:
    what = f"{found.here.evaluation.code}: {found.workflow.title}" if found.here else found.workflow.title
    return f"{what}, simulated at the {found.pace} pace{' (worked example)' if example else ''}"


def _bar(found: Simulated, name: str, first: date, last: date, *, ends: bool = True) -> StepBar:
    step = step_named(found.workflow, name)
    return StepBar(name, step.title, step.kind, first, last, ends)
