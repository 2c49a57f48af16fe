"""A record that was put back from a copy → without what was erased, and with what was protected, after the copy.

Outside the record only ids are kept. So an input that was given a stricter level becomes restricted, and its text is
erased: by which words it was protected is lost with what came after the copy.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from evalflow.effects.disk.marks import Marks
from evalflow.errors import Broken, EvalflowError
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.commands_events import InputReceived, SetLevel, UnlinkCopy, WithdrawInput
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.evaluation.letters.commands_events import Letter, SendingBegun
from evalflow.evaluation.letters.contacts import Contact, DeclineMail, decide_contact
from evalflow.evaluation.report.public_record.protection.redacted import (
    changed_at,
    names_of,
    note_of,
    places_naming,
    protected_since,
    redacted,
)
from evalflow.evaluation.report.public_record.protection.visible import NOT_NAMED
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import Transaction, named
from evalflow.store.journal.journal import JournalEntry
from evalflow.usecases.door.backwards import gone_back
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import CLOCK, Acting, Door, instant, passing
from evalflow.usecases.door.marked import DECLINED, REDACTED, TIGHTENED, WITHDRAWN, keep
from evalflow.usecases.inputs.arrivals import random_code
from evalflow.usecases.inputs.erasure import destroy, erase, told_in
from evalflow.usecases.inputs.recalled import letters_of, recall
from evalflow.usecases.inputs.receipts import NOWHERE
from evalflow.usecases.inputs.redaction import Edition, old_files, replace_edition
from evalflow.usecases.report.frozen import adopted_record

AGAIN: Final = "It was done after the copy was made from which the record was restored, and is repeated."


@dataclass(frozen=True)
class Repeated:
    """How many entries were erased again, and how much was protected again."""

    erased: int
    protected: int


def settle(door: Door) -> None:
    """Keep or drop what a killed command had begun to erase or protect, as the journal shows it.

    Nobody else writes meanwhile, so nobody is between the note and the commit. The journal of a record that has gone
    backwards cannot show it: then all of it stays. So it does where the database or the disk may only be read.
    """
    marks = None if door.dry_run else door.marks
    if marks is None or not any(marks.begun()):
        return
    with suppress(EvalflowError), door.store.writing(dry_run=True) as tx:
        erased, protected = marks.begun()
        if gone_back(tx, marks) is None:
            took_place = [protection for protection in protected if _is_there(tx, protection.entry)]
            keep(tx, marks, _erased(tx, erased), took_place, instant(door))
            marks.end(erased, protected)


def repeat_at_opening(door: Door) -> None:
    """Erase and protect again, where a record was put back by another way than `evalflow restore`.

    Raises:
        Broken: `holds-erased`, it cannot be written to, so it would show what was erased.
    """
    if door.marks is None or door.dry_run or not (door.marks.erased() or door.marks.protected()):
        return
    with door.store.reading() as reading:
        back = gone_back(reading, door.marks) is not None or not door.marks.heads()
        due = back and _is_due(reading, door.marks)
    if not due:
        return
    try:
        repeat(door, door.marks)
    except Broken as failed:
        raise Broken(
            "holds-erased",
            "This record was put back from a copy. It holds what was erased or protected after the copy was made, and "
            f"that cannot be erased again, so nothing of it is shown. {failed}",
        ) from failed


def repeat(door: Door, marks: Marks) -> Repeated:
    """Erase again what was erased, and protect again what was protected, after the copy was made.

    A report that was redacted loses its old edition. It is given out again once a person has made a new one. Files in
    the door's folder that hold what is erased are destroyed.

    Raises:
        Broken: `not-destroyed`, or the database fails.
    """
    with passing(replace(door, leap=None, key="")) as act:
        entries = _to_erase(act.tx, marks.erased())
        contents = [sha256 for entry in entries for sha256 in _contents(entry)]
        lost = [protection for protection in marks.protected() if not _is_there(act.tx, protection.entry)]
        files: list[Path] = []
        done = {how: {one.subject for one in lost if one.how == how} for how in (WITHDRAWN, DECLINED, REDACTED)}
        inputs = {one.subject for one in lost if one.how == TIGHTENED} | {entry.subject for entry in entries}
        count = sum(_withdraw(act, known) for known in act.tx.all(Input) if known.id in done[WITHDRAWN] - inputs)
        count += sum(_tighten(act, input_, files) for input_ in act.tx.all(Input) if input_.id in inputs)
        count += sum(_decline(act, contact) for contact in act.tx.all(Contact) if contact.id in done[DECLINED])
        count += sum(
            _strip(act, evaluation, files) for evaluation in act.tx.all(Evaluation) if evaluation.id in done[REDACTED]
        )
        for entry in _to_erase(act.tx, marks.erased()):
            act.tx.erase(entry.seq, CLOCK, act.now)
        _drop(act.tx, contents)
        destroy(files)
    return Repeated(len(entries), count)


def _is_due(reading: Reading, marks: Marks) -> bool:
    return bool(_to_erase(reading, marks.erased())) or any(
        not _is_there(reading, protection.entry) for protection in marks.protected()
    )


def _tighten(act: Acting, input_: Input, files: list[Path]) -> bool:
    """Make an input restricted and erase its text; return whether it was not so already."""
    evaluation = held(act.tx.get(Evaluation, input_.cycle))
    asked = SetLevel("restricted", random_code(act, evaluation), CLOCK, erase_text=True)
    events = decide_input(input_, asked, NOWHERE, act.now)
    if not events:
        return False
    files += told_in(act.tx, act.folder, input_)
    act.record(input_.id, events)
    for copy in act.tx.all(Input, copy_of=input_.id):
        act.record(copy.id, decide_input(copy, UnlinkCopy(), NOWHERE, act.now))
    erase(act, input_)
    recall(act, input_.cycle, input_)
    files += letters_of(act.tx, input_.cycle, act.folder)
    return True


def _withdraw(act: Acting, input_: Input) -> bool:
    if input_.withdrawn_at:
        return False
    command = WithdrawInput(AGAIN, erase_text=True, by=CLOCK)
    act.record(input_.id, decide_input(input_, command, NOWHERE, act.now))
    return True


def _decline(act: Acting, contact: Contact) -> bool:
    if contact.declined_at:
        return False
    act.record(contact.id, decide_contact(contact, DeclineMail(AGAIN), act.now))
    return True


def _strip(act: Acting, evaluation: Evaluation, files: list[Path]) -> bool:
    """Replace an adopted report by an edition without what was protected, and without files; return whether it was due.

    Each place that names an input is given other words: which ones a person had chosen is lost.
    """
    if evaluation.adoption is None:
        return False
    record, inputs = adopted_record(act.tx, evaluation), act.tx.all(Input, cycle=evaluation.id)
    gone = protected_since(record, inputs)
    if not gone:
        return False
    note = note_of(record, len(gone), evaluation.adoption.adopted_on, published=evaluation.publication is not None)
    edition, names = redacted(record, gone, inputs, note), names_of(gone)
    edition = changed_at(edition, names, dict.fromkeys(places_naming(edition, names), NOT_NAMED))
    files += old_files(act.tx, evaluation, act.folder) if act.folder else []
    replace_edition(act, evaluation, Edition(edition, {}, CLOCK, AGAIN))
    files += letters_of(act.tx, evaluation.id, act.folder)
    return True


def _to_erase(reading: Reading, erased: Collection[str]) -> list[JournalEntry]:
    if not erased:
        return []
    return [entry for entry in reading.journal() if entry.erasable and named(entry.seq, entry.header) in erased]


def _erased(reading: Reading, entries: Collection[str]) -> list[str]:
    """Return those of the entries that are in the journal and were erased."""
    found = {named(entry.seq, entry.header) for entry in reading.journal() if entry.erased_by} if entries else set()
    return [one for one in entries if one in found]


def _is_there(reading: Reading, entry: str) -> bool:
    """Return whether an entry is in the journal, at its place."""
    found = next(reading.journal(first=int(entry.partition(":")[0])), None)
    return found is not None and named(found.seq, found.header) == entry


def _contents(entry: JournalEntry) -> list[str]:
    """Return the hashes of the files that an entry brought."""
    match entry.event:
        case InputReceived(known):
            return [attachment.sha256 for attachment in known.attachments]
        case SendingBegun():
            return [entry.event.message]
    return []


def _drop(tx: Transaction, contents: list[str]) -> None:
    kept = {attachment.sha256 for input_ in tx.all(Input) for attachment in input_.attachments}
    kept |= {letter.message for letter in tx.all(Letter)}
    for sha256 in contents:
        if sha256 and sha256 not in kept:
            tx.drop_blob(sha256)
