"""All cycles → the public list of what is overdue: what was expected, of whom, by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from evalflow.engine.dates import exact_day
from evalflow.engine.heart import step_named
from evalflow.engine.periods import Deadline
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.inputs.input import Input
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, read_current
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.findings.recommendations import ANSWERING, reply_windows

_ANSWERING = tuple(ANSWERING.values())


@dataclass(frozen=True)
class Overdue:
    """One thing that did not come in time. `days` counts from its last day to today, in the cycle's zone.

    `due` is that day, and `ends_at` the instant at which it was due where that is an hour of the day.
    """

    cycle: str
    dialogue: str
    what: str
    expected_of: str
    due: date
    days: int
    zone: str
    ends_at: datetime | None = None


def overdue(door: Door) -> list[Overdue]:
    """Return everything that is overdue, the longest first. It names roles and offices: it may be published."""
    with looking(door) as (reading, now):
        found = [
            one for each in reading.all(Evaluation) for one in _of_cycle(reading, read_current(reading, each.code, now))
        ]
    return sorted(found, key=lambda one: (-one.days, one.cycle, one.what))


def _of_cycle(reading: Reading, here: Current) -> Iterator[Overdue]:
    for name, state in here.cycle.open.items():
        if state.overdue and state.due:
            yield _late(here, name, state.due, "")
    for name, closed in here.cycle.closed.items():
        step = step_named(here.workflow, name)
        if step.kind == "window" and step.role in _ANSWERING and closed.due:
            for kind in sorted(set(step.accepts) & set(_ANSWERING)):
                if not _came(reading, here, kind, closed.due.on):
                    yield _late(here, name, closed.due, kind)
    yield from _unanswered(reading, here)
    yield from _undone(reading, here)


def _unanswered(reading: Reading, here: Current) -> Iterator[Overdue]:
    """Yield each reply of a government to an adopted recommendation that had not come when its window closed."""
    adoption = here.evaluation.adoption
    windows = reply_windows(here, adoption.adopted_at) if adoption else []
    if not windows or not all(over for _, over in windows):
        return
    until = max((due for due, _ in windows), key=lambda due: due.at)
    for one in reading.all(Recommendation, cycle=here.cycle.id):
        for government in one.asked if one.stands else ():
            if one.reply_of(government) is None:
                yield _row(here, f"Reply to {_short(one)}", ANSWERING[government], until.on, until.ends_at)


def _undone(reading: Reading, here: Current) -> Iterator[Overdue]:
    """Yield each adopted recommendation whose day has passed and of which nobody found that it has ended."""
    for one in reading.all(Recommendation, cycle=here.cycle.id) if here.evaluation.adoption else ():
        if one.stands and one.due and not one.ended and exact_day(one.due) < here.today:
            of = " and ".join(ANSWERING[government] for government in one.asked) or one.addressee
            status = (one.status or "not looked at").replace("-", " ")
            yield _row(here, f"{_short(one)} to be carried out: {status}", of, exact_day(one.due))


def _short(one: Recommendation) -> str:
    """Return its code without that of its cycle, which stands beside it."""
    return "/".join(one.code.split("/")[-2:])


def _row(here: Current, what: str, expected_of: str, due: date, ends_at: datetime | None = None) -> Overdue:
    days, zone = (here.today - due).days, here.cycle.zone
    return Overdue(here.evaluation.code, here.dialogue.title, what, expected_of, due, days, zone, ends_at)


def _late(here: Current, name: str, due: Deadline, kind: str) -> Overdue:
    step = step_named(here.workflow, name)
    return _row(here, step.title, kind or step.role, due.on, due.ends_at)


def _came(reading: Reading, here: Current, kind: str, until: date) -> bool:
    """Return whether anything came from a government since that window opened: late is not never."""
    received = reading.all(Input, cycle=here.cycle.id, kind=kind)
    opened = [closed.opened_at for closed in here.cycle.closed.values() if closed.due and closed.due.on == until]
    return any(one.received_at >= min(opened) for one in received)
