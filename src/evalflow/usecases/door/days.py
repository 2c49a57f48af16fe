"""A day as somebody states it → refused where it lies ahead: what has not happened yet is not recorded as done."""

from datetime import date, datetime

from evalflow.engine.dates import PartialDate
from evalflow.engine.periods import local_day
from evalflow.engine.words import Cycle
from evalflow.errors import Refused
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.store.access.reading import Reading


def today_of(reading: Reading, dialogue: Dialogue, now: datetime) -> date:
    """Return the day it is where a dialogue's cycles run, the latest of them; without any cycle, in UTC."""
    cycles = (reading.get(Cycle, e.id) for e in reading.all(Evaluation, dialogue=dialogue.id))
    return max((local_day(now, cycle.zone) for cycle in cycles if cycle), default=now.date())


def refuse_ahead(day: str, today: date) -> None:
    """Refuse a day, month or year that has not begun. A day that nobody stated ("") is none.

    Raises:
        Refused: `day-ahead`.
        InvalidInput: it is no date.
    """
    if day and PartialDate.parse(day).earliest > today:
        raise Refused("day-ahead", f"{day} lies ahead: record it when it has happened.")
