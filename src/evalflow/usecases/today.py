"""The whole record → what waits for somebody today, over all cycles, nearest first."""

from dataclasses import dataclass
from datetime import date, datetime

from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.people import Record
from evalflow.store.reading import Reading
from evalflow.usecases.current import read_current
from evalflow.usecases.cycles import OpenNow, standing
from evalflow.usecases.door import Door, looking


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: in which cycle, who for, until when (last local day), for what, and what would help."""

    cycle: str
    step: str
    title: str
    role: str
    until: date | None
    overdue: bool
    waits_for: tuple[str, ...]
    helps: tuple[str, ...]


@dataclass(frozen=True)
class Today:
    record: Record
    now: datetime
    dialogues: int
    waiting: tuple[Waiting, ...]
    receipts_owed: int


def today(door: Door) -> Today:
    """Return what waits, over all cycles that are not over; overdue first, then by day."""
    with looking(door) as (reading, now):
        found = [one for evaluation in reading.all(Evaluation) for one in _open(reading, evaluation.code, now)]
        found.sort(key=lambda one: (not one.overdue, one.until or date.max, one.cycle, one.step))
        return Today(reading.all(Record)[0], now, reading.count(Dialogue), tuple(found), len(reading.pending_effects()))


def _open(reading: Reading, code: str, now: datetime) -> list[Waiting]:
    return [_waiting(code, step) for step in standing(reading, read_current(reading, code, now)).open]


def _waiting(code: str, step: OpenNow) -> Waiting:
    return Waiting(
        cycle=code,
        step=step.step.name,
        title=step.step.title,
        role=step.step.role,
        until=step.state.due.on if step.state.due else None,
        overdue=step.state.overdue,
        waits_for=tuple(block.why for block in step.blockers),
        helps=tuple(dict.fromkeys(block.remedy for block in step.blockers)),
    )
