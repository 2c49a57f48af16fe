"""The changes of an objective → every day it was ever due on, from when on, and how far the day has moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from evalflow.engine.dates import PartialDate
from evalflow.evaluation.objectives.objective import Change, Objective

MADE = ("text", "due", "indicator", "details", "withdrawn", "merged", "split")  # kinds of changes by governments


@dataclass(frozen=True)
class DueDay:
    """A day that counted from a change on. `due` is a partial date, "" for none.

    `since` is the day it was decided, if that is known, or else recorded; of the first, the day of publication or "".
    `reason` is "" where none was stated, and of the first. `corrected`: the day before it was what the record said, and
    the record was wrong; `reason` is what shows that.
    """

    due: str
    since: str
    reason: str
    silent: bool
    corrected: bool = False


def due_days(objective: Objective) -> tuple[DueDay, ...]:
    """Return every day that an objective was due on by the record, in order, those that were corrected with them."""
    moves = [change for change in objective.changes if change.field == "due" and change.kind != "editorial"]
    first = moves[0].old if moves else objective.due
    found = [DueDay(first, objective.published_on, "", silent=False)]
    for change in moves:
        corrected = change.kind == "correction"
        silent = change.is_unreasoned and not corrected
        found.append(DueDay(change.new, _since(change), change.stated_reason, silent, corrected))
    return tuple(found)


def made(objective: Objective) -> list[Change]:
    """Return the changes that governments made, each once: neither its beginning nor what the record had wrong."""
    return [change for change in objective.changes if change.kind in MADE and not goes_along(objective, change)]


def goes_along(objective: Objective, change: Change) -> bool:
    """Return whether a change of what is stated of a timeframe was made together with the day: the two are one."""
    before = next((one for one in objective.changes if one.revision == change.revision - 1), None)
    moved = before is not None and before.field == "due" and before.recorded_at == change.recorded_at
    return change.field == "timeframe" and moved


def months_slipped(days: tuple[DueDay, ...]) -> int | None:
    """Return by how many months the last day is later than the first, by the last day that each may mean; or None."""
    named = list(_last_days(days))
    if len(named) < 2:
        return None
    first, last = named[0], named[-1]
    return (last.year - first.year) * 12 + last.month - first.month


def months_corrected(days: tuple[DueDay, ...]) -> int:
    """Return by how many months corrections of the record made the day later; below nothing where earlier."""
    both = pairwise(days)
    return sum(months_slipped(pair) or 0 for pair in both if pair[1].corrected)


def _last_days(days: tuple[DueDay, ...]) -> Iterator[date]:
    return (PartialDate.parse(due_day.due).latest for due_day in days if due_day.due)


def _since(change: Change) -> str:
    return change.decided_on or f"{change.recorded_at:%Y-%m-%d}"
