"""A contact that asks to be forgotten → the record without name, addresses and letters; that it was forgotten stays.

What is left are ids, kinds and instants: that somebody was written to, when, and whether it arrived.
"""

from dataclasses import replace
from pathlib import Path

from evalflow.effects.mail.other_transports import FOLDER as LETTERS
from evalflow.engine.incidents import Incident
from evalflow.engine.reasons import need_reason
from evalflow.errors import Refused
from evalflow.evaluation.letters.commands_events import Letter, SendingBegun, Supersede
from evalflow.evaluation.letters.contacts import Contact, DeclineMail, LeaveSeat, Seat, decide_contact, decide_seat
from evalflow.evaluation.letters.letters import decide_letter
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.inputs.erasure import destroy
from evalflow.usecases.letters.contacts import contact_named
from evalflow.usecases.letters.feeds import FOLDER as FEEDS
from evalflow.usecases.letters.feeds import name_of_feed

_OPEN = ("held", "due", "unknown")


def forget_contact(door: Door, code: str, reason: str) -> list[Path]:
    """Erase what tells who a contact is, from rows and journal, its letters and their files; return those files.

    Its roles end, letters that have not gone never go, and none is written to it again.

    Raises:
        Refused: `reason-missing`; or `letter-on-its-way`, one is with a server at this moment.
        NotFound: there is no such contact.
        Broken: `not-destroyed`, a file could not be; then nothing was changed.
    """
    need_reason(reason, "A contact is forgotten with a reason that names nobody. Give one with --reason.")
    with looking(door) as (reading, _):
        contact = contact_named(reading, code)
        _none_on_its_way(reading, contact)
        files = _files(reading, contact, door.folder)
    if not door.dry_run:
        destroy(files)
    with acting(door) as act:
        contact = contact_named(act.tx, code)
        _none_on_its_way(act.tx, contact)
        letters = act.tx.all(Letter, contact=contact.id)
        seats = [seat.id for seat in act.tx.all(Seat, contact=contact.id)]
        subjects = [contact.id, *seats, *(letter.id for letter in letters), *_incidents(act.tx, letters)]
        messages = {message for letter in letters for message in _messages(act.tx, letter)}
        for subject in subjects:
            _erase(act, subject)
        for message in messages:
            act.tx.drop_blob(message)
        _end(act, contact, reason)  # last, so that this reason stays
    return files


def _none_on_its_way(reading: Reading, contact: Contact) -> None:
    if any(letter.state == "sending" for letter in reading.all(Letter, contact=contact.id)):
        raise Refused("letter-on-its-way", "A letter to this contact is just being sent. Try again in a while.")


def _files(reading: Reading, contact: Contact, folder: Path | None) -> list[Path]:
    if folder is None:
        return []
    letters = [folder / LETTERS / f"{letter.id}.eml" for letter in reading.all(Letter, contact=contact.id)]
    feeds = (folder / FEEDS / name for name in (name_of_feed(contact), f"{contact.code}.ics"))
    return [path for path in (*letters, *feeds) if path.is_file()]


def _end(act: Acting, contact: Contact, reason: str) -> None:
    """End the contact's roles and whatever is still owed to it."""
    for letter in act.tx.all(Letter, contact=contact.id):
        if letter.state in _OPEN:
            act.record(letter.id, decide_letter(letter, Supersede("The contact is forgotten."), act.now))
    for seat in act.tx.all(Seat, contact=contact.id):
        if not seat.left_at:
            act.record(seat.id, decide_seat(seat, LeaveSeat(reason), act.now))
    act.record(contact.id, decide_contact(replace(contact, declined_at=None), DeclineMail(reason), act.now))


def _incidents(reading: Reading, letters: list[Letter]) -> list[str]:
    known = {letter.id for letter in letters}
    return [incident.id for incident in reading.all(Incident) if incident.subject in known]


def _messages(reading: Reading, letter: Letter) -> list[str]:
    """Return the digests of what each attempt sent: a letter that waited is written anew, in other bytes."""
    events = (entry.event for entry in reading.journal(subject=letter.id))
    return [event.message for event in events if isinstance(event, SendingBegun) and event.message]


def _erase(act: Acting, subject: str) -> None:
    for entry in list(act.tx.journal(subject=subject)):
        if entry.erasable:
            act.tx.erase(entry.seq, act.by, act.now)
