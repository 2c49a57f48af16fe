"""A record and its marks → whether it has gone backwards, and the mark that its present head makes.

A record that was put back from a copy has lost what happened since: it does not hold the entry at which a mark was
made.
"""

from datetime import UTC, datetime
from typing import Final

from evalflow.effects.disk.marks import Mark, Marks, higher
from evalflow.evaluation.people import Record, RestoreConfirmed
from evalflow.evaluation.report.head import Head
from evalflow.store.access.reading import Reading
from evalflow.store.journal import merkle

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def gone_back(reading: Reading, marks: Marks | None, *, whole: bool = False) -> Mark | None:
    """Return the mark that the record does not hold and nobody has confirmed, or None where all is well.

    It is an unsure one where the marks in the folder are another record's, or where letters were handed over and no
    mark says how far the record had come. With `whole` not only the last entry under each mark is compared, but the
    root over all of them.

    Raises:
        Broken: `mark-unreadable`.
    """
    heads = [*marks.heads(), *marks.foreign()] if marks else []
    if marks and not heads and marks.left():
        heads = [Mark(marks.record, Head(0, ""), "", reading.last_instant() or _NEVER, unsure=True)]
    missing = [mark for mark in heads if mark.unsure or not holds(reading, mark, whole=whole)]
    if not missing:
        return None
    confirmed = {event.lost for event in confirmations(reading)}
    return higher(mark for mark in missing if lost(mark) not in confirmed)


def holds(reading: Reading, mark: Mark, *, whole: bool = False) -> bool:
    """Return whether the entry at which a mark was made is in the journal, at its place.

    It is told by the hash of one header, which holds a salted commitment: whoever rewrites history so that this holds
    is found by `audit verify`, which compares the whole root.
    """
    if mark.head.size > reading.size() or last_of(reading, mark.head.size) != mark.last:
        return False
    return not whole or reading.head(mark.head.size) == mark.head


def last_of(reading: Reading, size: int) -> str:
    """Return the hash of the header of an entry, "" of none."""
    entry = next(reading.journal(first=size), None) if size else None
    return merkle.leaf(entry.header).hex() if entry else ""


def confirmations(reading: Reading) -> list[RestoreConfirmed]:
    return [
        entry.event
        for record in reading.all(Record)
        for entry in reading.journal(subject=record.id)
        if isinstance(entry.event, RestoreConfirmed)
    ]


def lost(mark: Mark) -> str:
    """Return how a confirmation names what was lost: the head, or the instant of a restore where none is known."""
    return f"unknown at {mark.at.isoformat()}" if mark.unsure else shown(mark.head)


def shown(head: Head) -> str:
    return f"{head.size}:{head.root}"


def keep_head(reading: Reading, marks: Marks, now: datetime, *, lower: bool = False) -> None:
    head = reading.head()
    marks.keep_head(Mark(marks.record, head, last_of(reading, head.size), now), lower=lower)
