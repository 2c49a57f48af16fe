"""Whom letters go to → contacts, and their seats: who stands for which role in a cycle.

A contact holds what a letter needs and no more. Whoever declines mail keeps their seat: that they get none is recorded.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import need_reason
from evalflow.errors import Refused, Remedy

Language = Literal["en", "fr"]


@dataclass(frozen=True)
class Absence:
    """Days, both included, on which a contact is away; letters go to the substitute meanwhile, if there is one."""

    first: date
    last: date
    substitute: str = ""  # a contact's id


@dataclass(frozen=True)
class Contact:
    """A person or office that letters go to. `zone` and `calendar` say when it is working time for them."""

    id: str
    code: str
    name: str
    organisation: str
    addresses: tuple[str, ...]
    language: Language = "en"
    zone: str = "UTC"
    calendar: str = ""  # the name of one, for its days off; "" knows Saturday and Sunday alone
    single: bool = False  # a letter for each thing, and not one a day that lists them
    absences: tuple[Absence, ...] = ()
    declined_at: datetime | None = None
    declined_reason: str = ""


@dataclass(frozen=True)
class Seat:
    """One contact in one role of one cycle. `restricted`: named for the restricted edition."""

    id: str
    cycle: str
    contact: str
    role: str
    restricted: bool = False
    left_at: datetime | None = None
    left_reason: str = ""


@dataclass(frozen=True)
class AddContact:
    contact: Contact


@dataclass(frozen=True)
class ChangeContact:
    """Let a contact be as given; absences and a refusal of mail stay as they are."""

    contact: Contact


@dataclass(frozen=True)
class PlanAbsence:
    absence: Absence


@dataclass(frozen=True)
class DeclineMail:
    reason: str


@dataclass(frozen=True)
class TakeMailAgain:
    reason: str


@dataclass(frozen=True)
class ContactAdded(EventOf[Contact]):
    contact: Contact


@dataclass(frozen=True)
class ContactChanged(EventOf[Contact]):
    contact: Contact


@dataclass(frozen=True)
class AbsencePlanned(EventOf[Contact]):
    absence: Absence


@dataclass(frozen=True)
class MailDeclined(EventOf[Contact]):
    declined_at: datetime
    reason: str


@dataclass(frozen=True)
class MailTakenAgain(EventOf[Contact]):
    reason: str


ContactCommand = AddContact | ChangeContact | PlanAbsence | DeclineMail | TakeMailAgain
ContactEvent = ContactAdded | ContactChanged | AbsencePlanned | MailDeclined | MailTakenAgain


def decide_contact(known: Contact | None, command: ContactCommand, now: datetime) -> list[ContactEvent]:
    """Return what happens to a contact.

    Raises:
        Refused: `bad-absence`, `reason-missing`; `code-taken`, `mail-declined` or `mail-taken`: it stands so already.
    """
    if isinstance(command, AddContact):
        if known:
            raise Refused("code-taken", f"There is a contact {known.code} already.")
        return [ContactAdded(command.contact)]
    there = _there(known)
    match command:
        case ChangeContact(contact):
            kept = replace(
                contact,
                absences=there.absences,
                declined_at=there.declined_at,
                declined_reason=there.declined_reason,
            )
            return [] if kept == there else [ContactChanged(kept)]
        case PlanAbsence(absence):
            return [] if there.absences[-1:] == (absence,) else [_absence(there, absence)]
        case DeclineMail(reason):
            _refuse_without(reason)
            if there.declined_at:
                raise Refused("mail-declined", f"{there.code} has declined mail already: {there.declined_reason}")
            return [MailDeclined(now, reason)]
    _refuse_without(command.reason)
    if not there.declined_at:
        raise Refused("mail-taken", f"{there.code} takes mail as it is.")
    return [MailTakenAgain(command.reason)]


def _absence(there: Contact, absence: Absence) -> AbsencePlanned:
    if absence.last < absence.first:
        raise Refused("bad-absence", "An absence ends before it begins. Give its first day, then its last.")
    if absence.substitute == there.id:
        raise Refused("bad-absence", "Nobody is their own substitute.")
    return AbsencePlanned(absence)


def apply_contact(known: Contact | None, event: ContactEvent) -> Contact:
    match event:
        case ContactAdded(contact) | ContactChanged(contact):
            return contact if contact.code else replace(contact, code=f"forgotten-{contact.id[:8]}")
        case AbsencePlanned(absence):
            there = _there(known)
            others = (one for one in there.absences if one != absence)
            return replace(there, absences=(*others, absence))
        case MailDeclined(declined_at, reason):
            return replace(_there(known), declined_at=declined_at, declined_reason=reason)
    return replace(_there(known), declined_at=None, declined_reason="")


@dataclass(frozen=True)
class TakeSeat:
    seat: Seat


@dataclass(frozen=True)
class LeaveSeat:
    reason: str


@dataclass(frozen=True)
class SeatTaken(EventOf[Seat]):
    """A contact stands for a role from now on, for the first time or again."""

    seat: Seat


@dataclass(frozen=True)
class SeatLeft(EventOf[Seat]):
    left_at: datetime
    reason: str


SeatEvent = SeatTaken | SeatLeft


def decide_seat(seat: Seat | None, command: TakeSeat | LeaveSeat, now: datetime) -> list[SeatEvent]:
    """Return what happens to a seat: nothing where it is taken as asked already.

    Raises:
        Refused: `reason-missing`, or `seat-left`.
    """
    if isinstance(command, TakeSeat):
        return [] if seat == command.seat else [SeatTaken(command.seat)]
    _refuse_without(command.reason)
    if seat is None or seat.left_at:
        see = Remedy("list-circle")
        raise Refused("seat-left", f"This contact has no such seat in this cycle. See: {see}", see)
    return [SeatLeft(now, command.reason)]


def apply_seat(seat: Seat | None, event: SeatEvent) -> Seat:
    if isinstance(event, SeatTaken):
        return event.seat
    if seat is None:
        raise LookupError("a seat was left before it was taken")
    return replace(seat, left_at=event.left_at, left_reason=event.reason)


def away(contact: Contact, on: date) -> Absence | None:
    """Return the absence in which a day lies, or None; of several, the one that was planned last."""
    return next((absence for absence in reversed(contact.absences) if absence.first <= on <= absence.last), None)


def _refuse_without(reason: str) -> None:
    need_reason(reason, "This is done only with a reason. Give one with --reason.")


def _there(contact: Contact | None) -> Contact:
    if contact is None:
        raise LookupError("a contact's event came before the contact")
    return contact
