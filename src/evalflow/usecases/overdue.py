"""All cycles → the public list of what is overdue: what was expected, of whom, by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evalflow.engine.heart import step_named
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.handed_in import Input
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current, read_current
from evalflow.usecases.door import Door, looking

_ANSWERING = ("government", "counterpart-government")


@dataclass(frozen=True)
class Overdue:
    """One thing that did not come in time. `days` counts from its last day to today, in the cycle's zone."""

    cycle: str
    dialogue: str
    what: str
    expected_of: str
    due: date
    days: int


def overdue(door: Door) -> list[Overdue]:
    """Return everything that is overdue, the longest first. It names roles and no person: it may be published."""
    with looking(door) as (reading, now):
        found = [
            one for each in reading.all(Evaluation) for one in _of_cycle(reading, read_current(reading, each.code, now))
        ]
    return sorted(found, key=lambda one: (-one.days, one.cycle, one.what))


def _of_cycle(reading: Reading, here: Current) -> Iterator[Overdue]:
    for name, state in here.cycle.open.items():
        if state.overdue and state.due:
            yield _late(here, name, state.due.on, "")
    for name, closed in here.cycle.closed.items():
        step = step_named(here.workflow, name)
        if step.kind == "window" and step.role in _ANSWERING and closed.due:
            for kind in sorted(set(step.accepts) & set(_ANSWERING)):
                if not _came(reading, here, kind, closed.due.on):
                    yield _late(here, name, closed.due.on, kind)


def _late(here: Current, name: str, due: date, kind: str) -> Overdue:
    step = step_named(here.workflow, name)
    days = (here.today - due).days
    return Overdue(here.evaluation.code, here.dialogue.title, step.title, kind or step.role, due, days)


def _came(reading: Reading, here: Current, kind: str, until: date) -> bool:
    """Return whether anything came from a government since that window opened: late is not never."""
    received = reading.all(Input, cycle=here.cycle.id, kind=kind)
    opened = [closed.opened_at for closed in here.cycle.closed.values() if closed.due and closed.due.on == until]
    return any(one.received_at >= min(opened) for one in received)
