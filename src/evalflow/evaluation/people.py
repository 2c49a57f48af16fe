"""Who acted, and what kind of record this is → the two facts that stand before all others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import need_text
from evalflow.errors import Refused

EXAMPLE_NOTICE = (
    "Worked example: inputs, changes, ratings and decisions are invented and are no finding about any government"
)


@dataclass(frozen=True)
class Person:
    """Somebody who acts. The name is self-declared: as recorded, not authenticated."""

    id: str
    name: str


@dataclass(frozen=True)
class NamePerson:
    person: str
    name: str


@dataclass(frozen=True)
class PersonNamed(EventOf[Person]):
    person: str
    name: str


@dataclass(frozen=True)
class Record:
    """The whole database. An example is marked as one in its first journal entry, and for ever."""

    id: str
    title: str
    example: bool
    clock_confirmed_at: datetime | None = None  # the last instant that a person vouched for


@dataclass(frozen=True)
class OpenRecord:
    record: str
    title: str
    example: bool


@dataclass(frozen=True)
class RecordOpened(EventOf[Record]):
    record: str
    title: str
    example: bool


@dataclass(frozen=True)
class ClockConfirmed(EventOf[Record]):
    """A person says that the clock is right, though it has leapt far ahead since the record's last entry."""

    confirmed_at: datetime
    last_entry_at: datetime


@dataclass(frozen=True)
class ExportMade(EventOf[Record]):
    """Data went out: what, at which level, and each file with its SHA-256. It changes nothing."""

    what: str
    level: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class RestoreConfirmed(EventOf[Record]):
    """A person says which letters had gone before the record was restored from a copy, and which had not.

    `lost` is the head, or the instant of a restore, that the record no longer holds; the letters are named by their
    ids. It changes nothing.
    """

    lost: str
    gone: tuple[str, ...]
    not_gone: tuple[str, ...]


RecordEvent = RecordOpened | ClockConfirmed | ExportMade | RestoreConfirmed


def decide_person(person: Person | None, command: NamePerson) -> list[PersonNamed]:
    asked = "Say who acts: give a name with --as, or `person` in evalflow.toml."
    need_text(command.name, asked, "nobody-named")
    return [] if person else [PersonNamed(command.person, command.name)]


def apply_person(person: Person | None, event: PersonNamed) -> Person:  # noqa: ARG001 - one shape for every family
    return Person(event.person, event.name)


def decide_record(record: Record | None, command: OpenRecord) -> list[RecordOpened]:
    if record:
        raise Refused("record-exists", f"This database already holds the record “{record.title}”.")
    return [RecordOpened(command.record, command.title, command.example)]


def apply_record(record: Record | None, event: RecordEvent) -> Record:
    if isinstance(event, RecordOpened):
        return Record(event.record, event.title, event.example)
    if record is None:
        raise LookupError("a record's event came before the record")
    return replace(record, clock_confirmed_at=event.confirmed_at) if isinstance(event, ClockConfirmed) else record
