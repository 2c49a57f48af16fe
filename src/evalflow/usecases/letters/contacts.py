"""Whom letters go to: contacts added, changed, away or declining mail; a cycle's circle, by hand or from a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from evalflow.definitions.problems import nearest
from evalflow.definitions.zones import wrong_with_zone
from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.contacts import (
    Absence,
    AddContact,
    ChangeContact,
    Contact,
    ContactCommand,
    DeclineMail,
    LeaveSeat,
    PlanAbsence,
    Seat,
    TakeMailAgain,
    TakeSeat,
    decide_contact,
    decide_seat,
)
from evalflow.evaluation.letters.letters import id_of
from evalflow.evaluation.registers.identity import written
from evalflow.intake.addresses import check_address, distinct, mailbox_key, spelled_out
from evalflow.intake.circle import MemberDraft, read_circle
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.calendars import Calendars
from evalflow.usecases.door.current import current, evaluation_named, read_current
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.seats import Member, members, roles_known


@dataclass(frozen=True)
class CircleImport:
    """What a file with a circle has come to."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    seats: int
    notes: tuple[str, ...] = ()


def list_contacts(door: Door) -> list[Contact]:
    with looking(door) as (reading, _):
        return reading.all(Contact)


def contact_of(door: Door, code: str) -> tuple[Contact, list[tuple[str, Seat]]]:
    """Return a contact, and its seats with the codes of their cycles."""
    with looking(door) as (reading, _):
        contact = contact_named(reading, code)
        codes = {evaluation.id: evaluation.code for evaluation in reading.all(Evaluation)}
        return contact, [(codes[seat.cycle], seat) for seat in reading.all(Seat, contact=contact.id)]


def notes_on(door: Door, *contacts: Contact) -> list[str]:
    """Return what somebody should look at: an address in letters beyond ASCII, a mailbox that others have too."""
    with looking(door) as (reading, _):
        return _notes(reading, contacts)


def _notes(reading: Reading, contacts: Sequence[Contact]) -> list[str]:
    holders: dict[str, list[str]] = {}
    for contact in reading.all(Contact):
        for address in contact.addresses:
            holders.setdefault(mailbox_key(address), []).append(contact.code)
    notes = []
    for contact in contacts:
        for address in contact.addresses:
            others = [code for code in holders.get(mailbox_key(address), []) if code != contact.code]
            if exact := spelled_out(address):
                notes.append(f"{contact.code}: {address} is {exact}.")
            if others:
                notes.append(f"{contact.code}: {address} is also the mailbox of {', '.join(others)}.")
    return notes


def refuse_unknown(door: Door, zone: str, calendar: str) -> None:
    """Refuse a time zone or a calendar that is none.

    Raises:
        InvalidInput: `unknown-zone`; NotFound: `no-such-calendar`.
    """
    if wrong := wrong_with_zone(zone):
        raise InvalidInput("unknown-zone", wrong)
    if calendar:
        Calendars(door.folder).raw(calendar)


def add_contact(door: Door, contact: Contact) -> Contact:
    """Add a contact under a code of its own.

    Raises:
        Refused: `code-taken`.
        InvalidInput: `bad-address`.
    """
    with acting(door) as act:
        if act.tx.find(Contact, code=contact.code):
            raise Refused("code-taken", f"There is a contact {contact.code} already. Give another with --code.")
        return _added(act, contact)


def change_contact(door: Door, code: str, **fields: object) -> Contact:
    """Change what was given of a contact; what is None stays."""
    with acting(door) as act:
        contact = contact_named(act.tx, code)
        given = {name: value for name, value in fields.items() if value is not None}
        if "addresses" in given:
            given["addresses"] = _addresses(given["addresses"])  # type: ignore[arg-type] # texts, by the command line
        return _decided(act, contact, ChangeContact(replace(contact, **given)))  # type: ignore[arg-type] # names of its fields


def decline_mail(door: Door, code: str, reason: str) -> Contact:
    """Record that a contact wants no mail. Letters to it are recorded as declined from now on."""
    with acting(door) as act:
        return _decided(act, contact_named(act.tx, code), DeclineMail(reason))


def take_mail_again(door: Door, code: str, reason: str) -> Contact:
    with acting(door) as act:
        return _decided(act, contact_named(act.tx, code), TakeMailAgain(reason))


def plan_absence(door: Door, code: str, first: date, last: date, substitute: str = "") -> Contact:
    """Record days on which a contact is away, and who gets its letters meanwhile."""
    with acting(door) as act:
        instead = contact_named(act.tx, substitute).id if substitute else ""
        return _decided(act, contact_named(act.tx, code), PlanAbsence(Absence(first, last, instead)))


def list_circle(door: Door, code: str) -> list[Member]:
    """Return everybody who has a seat in a cycle, by role."""
    with looking(door) as (reading, _):
        return members(reading, evaluation_named(reading, code).id)


def seat(door: Door, code: str, contact: str, role: str, *, restricted: bool = False) -> Member:
    """Give a contact a role in a cycle."""
    with acting(door) as act:
        here = current(act, code)
        known = contact_named(act.tx, contact)
        return Member(known, _seated(act, here.cycle.id, known, role, restricted=restricted))


def leave(door: Door, code: str, contact: str, role: str, reason: str) -> None:
    """End a contact's role in a cycle, with the reason."""
    with acting(door) as act:
        cycle, known = evaluation_named(act.tx, code).id, contact_named(act.tx, contact)
        id_ = _seat_id(cycle, known.id, role)
        act.record(id_, decide_seat(act.tx.get(Seat, id_), LeaveSeat(reason), act.now))


def import_circle(door: Door, code: str, file: Path, raw: bytes, limit: int) -> CircleImport:
    """Take in a whole file: contacts that are new, what it says anew of others, and everybody's role. All or nothing.

    Raises:
        InvalidInput: `circle-not-taken`, with every problem of it.
    """
    calendars = tuple(Calendars(door.folder))
    with looking(door) as (reading, now):
        zone = read_current(reading, code, now).cycle.zone
    drafts = read_circle(raw, str(file), roles_known(), calendars, zone=zone, limit=limit)
    with acting(door) as act:
        cycle = current(act, code).cycle.id
        added, changed, seats = [], [], 0
        touched: list[Contact] = []
        for draft in drafts:
            contact, news = _taken(act, draft)
            added += [contact.code] if news == "added" else []
            changed += [contact.code] if news == "changed" else []
            touched += [contact] if news else []
            before = act.tx.get(Seat, _seat_id(cycle, contact.id, draft.role))
            seats += _seated(act, cycle, contact, draft.role, restricted=draft.restricted) != before
        return CircleImport(tuple(added), tuple(changed), seats, tuple(_notes(act.tx, touched)))


def _taken(act: Acting, draft: MemberDraft) -> tuple[Contact, str]:
    """Return the contact that a line of a file is about, and whether it was added, changed, or stands as it was."""
    said = {
        "name": draft.name, "organisation": draft.organisation, "addresses": draft.addresses,
        "language": draft.language, "zone": draft.zone, "calendar": draft.calendar, "single": draft.single,
    }  # fmt: skip
    contact = act.tx.find(Contact, code=draft.code)
    if contact is None:
        return _added(act, Contact("", draft.code, **said)), "added"  # type: ignore[arg-type] # the names of its fields
    if "code" not in draft.given and written(contact.name) != written(draft.name):
        raise Refused(
            "code-taken",
            f"{draft.place}: {draft.name} would stand under the code {contact.code}, as {contact.name} does. Give them "
            "a "
            "code of their own in the column 'code'; or this one, to rename the contact.",
        )
    given = {name: value for name, value in said.items() if name in draft.given}
    addresses = _addresses(draft.addresses)
    spelt_otherwise = {*map(mailbox_key, addresses)} == {*map(mailbox_key, contact.addresses)}
    given["addresses"] = contact.addresses if spelt_otherwise else addresses
    after = _decided(act, contact, ChangeContact(replace(contact, **given)))  # type: ignore[arg-type] # as above
    return after, "changed" if after != contact else ""


def _added(act: Acting, contact: Contact) -> Contact:
    whole = replace(contact, id=act.new_id(), addresses=_addresses(contact.addresses))
    return act.record(whole.id, decide_contact(None, AddContact(whole), act.now))


def _addresses(given: Sequence[str]) -> tuple[str, ...]:
    return distinct(tuple(check_address(one) for one in given))


def _decided(act: Acting, contact: Contact, command: ContactCommand) -> Contact:
    events = decide_contact(contact, command, act.now)
    return act.record(contact.id, events) if events else contact


def _seated(act: Acting, cycle: str, contact: Contact, role: str, *, restricted: bool) -> Seat:
    if role not in roles_known():
        told = f"{nearest(role, roles_known())}There are: {', '.join(roles_known())}."
        raise NotFound("no-such-role", f"There is no role {role!r}. {told}")
    id_ = _seat_id(cycle, contact.id, role)
    known = act.tx.get(Seat, id_)
    asked = Seat(id_, cycle, contact.id, role, restricted)
    if events := decide_seat(known, TakeSeat(asked), act.now):
        act.record(id_, events)
    return asked


def _seat_id(cycle: str, contact: str, role: str) -> str:
    return id_of(f"seat/{cycle}/{contact}/{role}")


def contact_named(reading: Reading, code: str) -> Contact:
    """Return the contact of this code.

    Raises:
        NotFound: `no-such-contact`, with the nearest.
    """
    if found := reading.find(Contact, code=code.lower()) or reading.find(Contact, code=code):
        return found
    codes = [contact.code for contact in reading.all(Contact)]
    told = f"{nearest(code, codes)}There are: {', '.join(codes)}." if codes else "Add one with `evalflow contact add`."
    raise NotFound("no-such-contact", f"There is no contact {code!r}. {told}")
