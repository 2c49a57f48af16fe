"""Letters of a restored record → those that may have gone before, and a person's word on each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evalflow.effects.disk.marks import Mark
from evalflow.errors import Refused
from evalflow.evaluation.letters.commands_events import Letter, NoteAnswer
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.letters.letters import decide_letter
from evalflow.evaluation.people import Record, RestoreConfirmed
from evalflow.store.access.reading import Reading
from evalflow.usecases.cycles.cycles import tick_all
from evalflow.usecases.door.backwards import gone_back, keep_head, lost
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Door, acting, looking
from evalflow.usecases.door.leaving import HAD_GONE, in_words
from evalflow.usecases.letters.letters import letter_named, short

Word = Literal["gone", "not-gone"]
_OPEN = ("held", "due", "unknown", "sending")


@dataclass(frozen=True)
class Doubtful:
    """A letter that would go again. `handed_over` is true where the marks show that it was handed over before."""

    letter: Letter
    contact: Contact
    handed_over: bool


@dataclass(frozen=True)
class InDoubt:
    """What a restored record may have lost: in words, and the letters that a person has to say something about."""

    says: str
    letters: list[Doubtful]


@dataclass(frozen=True)
class SaidOfLetters:
    """What a person says: letters by their ids or the beginning of them, and a word for all others."""

    gone: Sequence[str] = ()
    not_gone: Sequence[str] = ()
    rest: Word | None = None


@dataclass(frozen=True)
class Confirmed:
    gone: int
    not_gone: int
    unknown_here: int  # letters that had gone and that the restored record does not hold


def in_doubt(door: Door) -> InDoubt | None:
    """Return what is to be confirmed, or None where the record has not gone backwards."""
    with looking(door) as (reading, _):
        mark = gone_back(reading, door.marks)
        return InDoubt(in_words(reading, mark), _doubtful(door, reading, mark)) if mark else None


def confirm(door: Door, said_of_letters: SaidOfLetters) -> Confirmed:
    """Note which letters had gone before the record was restored: those do not go again, and the others may.

    Time is brought to now before, so that letters fall due that had been due before the restore.

    Raises:
        Refused: `nothing-to-confirm`; `letters-unsaid`, with the letters that nothing was said about; `said-twice`.
        NotFound: a letter that was named is not there.
    """
    tick_all(door)
    with acting(door) as act:
        mark = gone_back(act.tx, door.marks)
        if mark is None or door.marks is None:
            raise Refused("nothing-to-confirm", "This record has not gone backwards: there is nothing to confirm.")
        gone, not_gone = _sorted(
            act.tx, [doubtful.letter for doubtful in _doubtful(door, act.tx, mark)], said_of_letters
        )
        for letter in gone:
            act.record(letter.id, decide_letter(letter, NoteAnswer("sent", HAD_GONE), act.now))
        elsewhere = () if said_of_letters.rest == "not-gone" else _elsewhere(door, act.tx)
        ids = (*(letter.id for letter in gone), *elsewhere)
        [record] = act.tx.all(Record)
        act.record(record.id, [RestoreConfirmed(lost(mark), ids, tuple(letter.id for letter in not_gone))])
    if not door.dry_run:
        with looking(door) as (reading, now):
            keep_head(reading, door.marks, now, lower=True)
    return Confirmed(len(gone), len(not_gone), len(elsewhere))


def _doubtful(door: Door, reading: Reading, mark: Mark) -> list[Doubtful]:
    """Return the letters that would go and may have gone: due by the last instant at which anything was seen to go."""
    left = door.marks.left() if door.marks else frozenset()
    letters = [one for one in reading.all(Letter) if one.state in _OPEN and (one.due_at <= mark.at or one.id in left)]
    doubtfuls = [Doubtful(letter, held(reading.get(Contact, letter.contact)), letter.id in left) for letter in letters]
    return sorted(doubtfuls, key=lambda doubtful: (doubtful.letter.due_at, doubtful.contact.code))


def _elsewhere(door: Door, reading: Reading) -> tuple[str, ...]:
    """Return the ids of letters that were handed over and that the record does not hold, or holds no longer."""
    known = {letter.id for letter in reading.all(Letter)}
    return tuple(sorted(door.marks.left() - known)) if door.marks else ()


def _sorted(
    reading: Reading, letters: Sequence[Letter], said_of_letters: SaidOfLetters
) -> tuple[list[Letter], list[Letter]]:
    gone = {letter_named(reading, code).id for code in said_of_letters.gone}
    not_gone = {letter_named(reading, code).id for code in said_of_letters.not_gone}
    if both := gone & not_gone:
        raise Refused("said-twice", f"{sorted(both)[0][:8]} is named as gone and as not gone. Name it once.")
    unsaid = [one for one in letters if one.id not in gone | not_gone]
    if unsaid and said_of_letters.rest is None:
        raise Refused(
            "letters-unsaid",
            f"Say of every letter whether it had gone. Nothing is said of {', '.join(map(short, unsaid[:10]))}"
            f"{f' and {len(unsaid) - 10} more' if len(unsaid) > 10 else ''}. Name each with --gone or --not-gone, or "
            "answer for all others with --others.",
        )
    (gone if said_of_letters.rest == "gone" else not_gone).update(one.id for one in unsaid)
    return [one for one in letters if one.id in gone], [letter for letter in letters if letter.id in not_gone]
