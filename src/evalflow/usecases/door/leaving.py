"""What is about to leave the record → allowed unless the record has gone backwards; its head is kept before.

A record that was put back from a copy has lost what happened since. What it lost may have left: letters, reports,
exports. So nothing leaves it until a person has confirmed which letters had gone.
"""

from collections.abc import Iterable

from evalflow.effects.disk.marks import Mark, Marks
from evalflow.errors import Broken, DoneBut, Refused
from evalflow.evaluation.letters.commands_events import Letter, LetterEvent, NoteAnswer, WriteLetter
from evalflow.evaluation.letters.letters import decide_letter
from evalflow.evaluation.people import Record
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.backwards import confirmations, gone_back, keep_head
from evalflow.usecases.door.door import Acting, Door, looking

HAD_GONE = "It had gone before the record was restored, as a person has confirmed."


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
    if all(record.id != mark.record for record in reading.all(Record)):
        return (
            f"The folder marks beside this record belongs to another record ({mark.record}). One of the two was put in "
            "the wrong place, and it is not known how far this one had come."
        )
    if mark.unsure and not mark.head.size:
        return (
            "Letters were handed over, and the file head.json in the folder marks is missing, so it is not known how "
            "far this record had come."
        )
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
                keep_head(reading, door.marks, now)
                door.marks.keep_left(letters)


def has_left(door: Door) -> None:
    """Keep the head when what left is noted in the journal; of a record that has gone backwards the lost one is kept.

    Raises:
        DoneBut: it cannot be kept outside the record; what left has left, and is noted.
    """
    if door.marks and not door.dry_run:
        try:
            with looking(door) as (reading, now):
                if gone_back(reading, door.marks) is None:
                    keep_head(reading, door.marks, now)
        except Broken as failed:
            raise DoneBut(
                failed.code,
                "The command was carried out and recorded, but how far the record has come could not be kept outside "
                f"it. {failed} Do not repeat the command: the next one keeps it.",
            ) from failed
