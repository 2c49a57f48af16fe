"""The changes of an objective → every day it was ever due on, from when on, and how far the day has moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.objective import Change, Objective


@dataclass(frozen=True)
class DueDay:
    """A day that counted from a change on. `due` is a partial date, "" for none.

    `since` is the day it was decided, if that is known, or else recorded; of the first, the day of publication or "".
    `reason` is "" where none was stated, and of the first.
    """

    due: str
    since: str
    reason: str
    silent: bool


def due_days(objective: Objective) -> tuple[DueDay, ...]:
    """Return every day that an objective was due on, in order; what a correction mends was never the day."""
    moves = [change for change in objective.changes if change.field == "due" and change.kind != "editorial"]
    first = moves[0].old if moves else objective.due
    found = [DueDay(first, objective.published_on, "", silent=False)]
    for change in moves:
        if change.kind == "correction":
            found[-1] = DueDay(change.new, found[-1].since, found[-1].reason, found[-1].silent)
        else:
            found.append(DueDay(change.new, _since(change), change.reason, change.silent))
    return tuple(found)


def months_slipped(days: tuple[DueDay, ...]) -> int | None:
    """Return by how many months the last day is later than the first, by the last day that each may mean; or None."""
    named = list(_last_days(days))
    if len(named) < 2:
        return None
    first, last = named[0], named[-1]
    return (last.year - first.year) * 12 + last.month - first.month


def _last_days(days: tuple[DueDay, ...]) -> Iterator[date]:
    return (PartialDate.parse(one.due).latest for one in days if one.due)


def _since(change: Change) -> str:
    return change.decided_on or f"{change.recorded_at:%Y-%m-%d}"
