"""A cycle → who has which role in it, as the record stands."""

from dataclasses import dataclass

from evalflow.definitions.vocabulary import ROLES
from evalflow.evaluation.letters.contacts import Contact, Seat
from evalflow.store.access.reading import Reading

RECIPIENT = "recipient"  # who gets the report and has nothing to do in the cycle


@dataclass(frozen=True)
class Member:
    """A contact and one of its seats in a cycle."""

    contact: Contact
    seat: Seat


def roles_known() -> tuple[str, ...]:
    return (*ROLES, RECIPIENT)


def members(reading: Reading, cycle: str, role: str = "") -> list[Member]:
    """Return who has a seat in a cycle now, in the order of roles, then of codes."""
    seats = [seat for seat in reading.all(Seat, cycle=cycle) if not seat.left_at and role in ("", seat.role)]
    found = [Member(contact, seat) for seat in seats if (contact := reading.get(Contact, seat.contact))]
    order = {name: at for at, name in enumerate(roles_known())}
    return sorted(found, key=lambda member: (order[member.seat.role], member.contact.code))
