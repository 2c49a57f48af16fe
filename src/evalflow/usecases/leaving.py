"""What is about to leave the record → allowed unless the record has gone backwards; its head is kept before.

A record that was put back from a copy has lost what happened since. What it lost may have left: letters, reports,
exports. So nothing leaves it until a person has confirmed which letters had gone.
"""

from collections.abc import Iterable
from datetime import datetime

from evalflow.effects.marks import Mark, Marks, higher
from evalflow.errors import Refused
from evalflow.evaluation.head import Head
from evalflow.evaluation.letter_words import Letter, LetterEvent, NoteAnswer, WriteLetter
from evalflow.evaluation.letters import decide_letter
from evalflow.evaluation.people import Record, RestoreConfirmed
from evalflow.store import merkle
from evalflow.store.reading import Reading
from evalflow.usecases.door import Acting, Door, looking

HAD_GONE = "It had gone before the record was restored, as a person has confirmed."


def gone_back(reading: Reading, marks: Marks | None, *, whole: bool = False) -> Mark | None:
    """Return the mark that the record does not hold and nobody has confirmed, or None where all is well.

    With `whole` not only the last entry under each mark is compared, but the root over all of them.

    Raises:
        Broken: `mark-unreadable`.
    """
    heads = marks.heads() if marks else []
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


def had_gone(act: Acting, letter: str) -> bool:
    """Return whether a letter with this id had gone before a restore, as people have confirmed."""
    if act.gone is None:
        act.gone = frozenset(gone for event in confirmations(act.tx) for gone in event.gone)
    return letter in act.gone


def events_of_a_new_one(act: Acting, letter: Letter, *, waits: bool) -> list[LetterEvent]:
    """Return what happens to a letter that is new: it is written; where it had gone before a restore, it is sent."""
    written = decide_letter(None, WriteLetter(letter, waits), act.now)
    if not had_gone(act, letter.id):
        return written
    return [*written, *decide_letter(letter, NoteAnswer("sent", HAD_GONE), act.now)]


def lost(mark: Mark) -> str:
    """Return how a confirmation names what was lost: the head, or the instant of a restore where none is known."""
    return f"unknown at {mark.at.isoformat()}" if mark.unsure else shown(mark.head)


def shown(head: Head) -> str:
    return f"{head.size}:{head.root}"


def refuse_gone_back(reading: Reading, marks: Marks | None) -> None:
    """Refuse to let anything leave a record that has gone backwards.

    Raises:
        Refused: `gone-back`, with the command that confirms.
    """
    if mark := gone_back(reading, marks):
        raise Refused("gone-back", f"{in_words(reading, mark)} {WHAT_HELPS}")


WHAT_HELPS = (
    "Until you confirm which letters had gone, nothing is sent, adopted, published or exported. See them: "
    "evalflow restore confirm"
)


def in_words(reading: Reading, mark: Mark) -> str:
    """Return what a mark shows, as one sentence."""
    size, at = reading.size(), f"{mark.at:%Y-%m-%d %H:%M} UTC"
    if mark.unsure:
        return f"This record was restored from a copy at {at}, and it is not known how far it had come."
    if size < mark.head.size:
        return (
            f"This record has gone backwards: it had {mark.head.size} entries at {at} and has {size} now. It was "
            "restored from a copy."
        )
    return (
        f"This record is not the one that was here at {at}: its first {mark.head.size} entries are others. It was "
        "restored from a copy and has gone on since."
    )


def leaves(door: Door, letters: Iterable[str] = ()) -> None:
    """Keep the head, and the ids of letters that are about to be handed over, before they leave. A dry run keeps none.

    Raises:
        Refused: `gone-back`.
        Broken: `mark-unreadable`, `mark-not-written`.
    """
    if door.marks:
        with looking(door) as (reading, now):
            refuse_gone_back(reading, door.marks)
            if not door.dry_run:
                door.marks.keep_left(letters)
                keep_head(reading, door.marks, now)


def has_left(door: Door) -> None:
    """Keep the head when what left is noted in the journal; of a record that has gone backwards the lost one is kept.

    Raises:
        Broken: as `leaves` does.
    """
    if door.marks and not door.dry_run:
        with looking(door) as (reading, now):
            if gone_back(reading, door.marks) is None:
                keep_head(reading, door.marks, now)


def keep_head(reading: Reading, marks: Marks, now: datetime, *, lower: bool = False) -> None:
    head = reading.head()
    marks.keep_head(Mark(marks.record, head, last_of(reading, head.size), now), lower=lower)
