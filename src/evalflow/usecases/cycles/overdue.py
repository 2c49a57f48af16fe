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
        overdues = [
            one for each in reading.all(Evaluation) for one in _of_cycle(reading, read_current(reading, each.code, now))
        ]
    return sorted(overdues, key=lambda one: (-one.days, one.cycle, one.what))


def _of_cycle(reading: Reading, current: Current) -> Iterator[Overdue]:
    for name, state in current.cycle.open.items():
        if state.overdue and state.due:
            yield _late(current, name, state.due, "")
    for name, closed in current.cycle.closed.items():
        step = step_named(current.workflow, name)
        if step.kind == "window" and step.role in _ANSWERING and closed.due:
            for kind in sorted(set(step.accepts) & set(_ANSWERING)):
                if not _came(reading, current, kind, closed.due.on):
                    yield _late(current, name, closed.due, kind)
    yield from _unanswered(reading, current)
    yield from _undone(reading, current)


def _unanswered(reading: Reading, current: Current) -> Iterator[Overdue]:
    """Yield each reply of a government to an adopted recommendation that had not come when its window closed."""
    adoption = current.evaluation.adoption
    windows = reply_windows(current, adoption.adopted_at) if adoption else []
    if not windows or not all(over for _, over in windows):
        return
    until = max((due for due, _ in windows), key=lambda due: due.at)
    for recommendation in reading.all(Recommendation, cycle=current.cycle.id):
        for government in recommendation.asked if recommendation.stands else ():
            if recommendation.reply_of(government) is None:
                yield _row(
                    current, f"Reply to {_short(recommendation)}", ANSWERING[government], until.on, until.ends_at
                )


def _undone(reading: Reading, current: Current) -> Iterator[Overdue]:
    """Yield each adopted recommendation whose day has passed and of which nobody found that it has ended."""
    for recommendation in reading.all(Recommendation, cycle=current.cycle.id) if current.evaluation.adoption else ():
        if (
            recommendation.stands
            and recommendation.due
            and not recommendation.ended
            and exact_day(recommendation.due) < current.today
        ):
            of = " and ".join(ANSWERING[government] for government in recommendation.asked) or recommendation.addressee
            status = (recommendation.status or "not looked at").replace("-", " ")
            yield _row(
                current, f"{_short(recommendation)} to be carried out: {status}", of, exact_day(recommendation.due)
            )


def _short(recommendation: Recommendation) -> str:
    """Return its code without that of its cycle, which stands beside it."""
    return "/".join(recommendation.code.split("/")[-2:])


def _row(current: Current, what: str, expected_of: str, due: date, ends_at: datetime | None = None) -> Overdue:
    days, zone = (current.today - due).days, current.cycle.zone
    return Overdue(current.evaluation.code, current.dialogue.title, what, expected_of, due, days, zone, ends_at)


def _late(current: Current, name: str, due: Deadline, kind: str) -> Overdue:
    step = step_named(current.workflow, name)
    return _row(current, step.title, kind or step.role, due.on, due.ends_at)


def _came(reading: Reading, current: Current, kind: str, until: date) -> bool:
    """Return whether anything came from a government since that window opened: late is not never."""
    received = reading.all(Input, cycle=current.cycle.id, kind=kind)
    opened = [closed.opened_at for closed in current.cycle.closed.values() if closed.due and closed.due.on == until]
    return any(input_.received_at >= min(opened) for input_ in received)
