"""The whole record → what waits for somebody today, over all cycles, nearest first."""

from dataclasses import dataclass
from datetime import date, datetime

from evalflow.evaluation.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.people import Record
from evalflow.usecases.current import read_current
from evalflow.usecases.cycles import standing
from evalflow.usecases.door import Door, looking


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: in which cycle, who for, until when (last local day), and what unblocks it."""

    cycle: str
    step: str
    title: str
    role: str
    until: date | None
    overdue: bool
    help: str


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
        found: list[Waiting] = []
        for evaluation in reading.all(Evaluation):
            here = read_current(reading, evaluation.code, now)
            for step in standing(reading, here).open:
                until = step.state.due.on if step.state.due else None
                help_ = "; ".join(block.why for block in step.blockers)
                found.append(
                    Waiting(
                        evaluation.code,
                        step.step.name,
                        step.step.title,
                        step.step.role,
                        until,
                        step.state.overdue,
                        help_,
                    )
                )
        found.sort(key=lambda w: (not w.overdue, w.until or date.max, w.cycle, w.step))
        return Today(reading.all(Record)[0], now, reading.count(Dialogue), tuple(found), len(reading.pending_effects()))
