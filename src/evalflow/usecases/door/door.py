"""The door: who asks, when, on which record → one transaction in which everything is read, decided and written.

The clock is read here, once for each command. Every command on an evaluation ticks its cycle first; a refusal after the
tick rolls back both.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from evalflow.effects.disk.marks import Marks
from evalflow.engine.event_of import EventOf
from evalflow.errors import EvalflowError, InvalidInput, Refused
from evalflow.evaluation.people import NamePerson, Person, decide_person
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.identity import written
from evalflow.intake.names import check_name
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import Transaction
from evalflow.store.database.database import Store
from evalflow.usecases.door.marked import keep, protections

if TYPE_CHECKING:
    from evalflow.effects.printing.pdf import Printed

T = TypeVar("T")
CLOCK = "clock"
HEARTBEAT = "tick"  # the beat that the clock leaves behind each time


class IdMint(Protocol):
    """Where ids, codes and salts come from: chance, or in an example database its seed and the journal's size."""

    def id(self, size: int, n: int) -> str: ...
    def code(self, size: int, n: int) -> str: ...
    def salt(self, size: int, n: int) -> str: ...
    def receipt_code(self, subject: str) -> str: ...


class Printer(Protocol):
    """What makes a PDF of a page: a child process under limits, or in tests something that answers at once."""

    def __call__(self, html: str, *, created: datetime, attachments: Mapping[str, bytes]) -> "Printed": ...


class DoneBefore(EvalflowError):
    """A step with this key is committed already; nothing was run twice."""

    def __init__(self, key: str) -> None:
        super().__init__("done-before", f"{key} was done before.")


@dataclass(frozen=True)
class Door:
    """What every use case is handed. `key` makes it run at most once; `dry_run` shows and writes nothing.

    `folder` is where receipts and reports are kept, for what must be destroyed there with what is erased. `leap` guards
    against a clock that has leapt ahead: one tick in 2099 would close everything.
    """

    store: Store
    clock: Callable[[], datetime]
    mint: IdMint
    who: str
    printer: Printer
    dry_run: bool = False
    key: str = ""
    folder: Path | None = None
    leap: timedelta | None = None  # since the last entry, beyond which the clock is not believed; None: believe it
    marks: Marks | None = None  # what must not be forgotten when the record is put back from a copy


@dataclass
class Acting:
    """One command in its transaction: `now` is its instant, `by` the person's id."""

    tx: Transaction
    now: datetime
    by: str
    mint: IdMint
    minted: int = field(default=0)
    settling: list[Callable[[], object]] = field(default_factory=list)
    folder: Path | None = None  # as the door has it
    failed: set[tuple[str, str]] = field(default_factory=set)  # a cycle and its step, not to be tried twice in one go
    sources: dict[str, dict[str, Entry]] = field(default_factory=dict)  # by dialogue and source, see sources.py
    marks: Marks | None = None  # as the door has them
    gone: frozenset[str] | None = None  # letters that had gone before a restore; None: nobody has asked yet

    def settles(self, after: Callable[[], object]) -> None:
        """Have something done once the command is carried out, before the commit: what waited for facts may go on."""
        self.settling.append(after)

    def record(self, subject: str, events: Sequence[EventOf[T]], by: str = "") -> T:
        """Write what happened to one entity and return it as it stands."""
        return self.tx.record(subject, by or self.by, self.now, events)

    def new_id(self) -> str:
        self.minted += 1
        return self.mint.id(self.tx.size(), self.minted)

    def new_code(self) -> str:
        self.minted += 1
        return self.mint.code(self.tx.size(), self.minted)

    def new_salt(self) -> str:
        self.minted += 1
        return self.mint.salt(self.tx.size(), self.minted)


@contextmanager
def acting(door: Door) -> Iterator[Acting]:
    """Open the one transaction of a person's command.

    Commits at the end of the block; any exception leaves nothing behind.

    Raises:
        DoneBefore: something was committed under the door's key.
        InvalidInput: `naive-instant`, the clock does not say its zone.
        Refused: `nobody-named`.
    """
    with passing(door) as act:
        act.by = person(act, door.who)
        yield act


@contextmanager
def passing(door: Door) -> Iterator[Acting]:
    """Open the one transaction of what needs nobody: the passing of time, an effect that took place."""
    asked_at = instant(door)
    with door.store.writing(dry_run=door.dry_run) as tx:
        last = tx.last_instant()
        refuse_leap(door, last, asked_at)
        if door.key and not tx.once(door.key):
            raise DoneBefore(door.key)
        act = Acting(tx, _not_before(asked_at, last), CLOCK, door.mint, folder=door.folder, marks=door.marks)
        yield act
        for settle in act.settling:
            settle()
        marks = None if door.dry_run else door.marks
        guarded = protections(tx) if marks else []
        if marks:  # before the commit: what is erased or protected must never come back
            marks.begin(tx.erasures, guarded)
    if marks and (tx.erasures or guarded):
        with suppress(EvalflowError), door.store.reading() as reading:  # else the next opening sees to it
            keep(reading, marks, tx.erasures, guarded, act.now)


@contextmanager
def looking(door: Door) -> Iterator[tuple[Reading, datetime]]:
    """Open a read-only view of the record and the instant at which it is looked at."""
    asked_at = instant(door)
    with door.store.reading() as reading:
        yield reading, _believed(door, reading.last_instant(), asked_at)


def instant(door: Door) -> datetime:
    """Return what the clock says, in UTC.

    Raises:
        InvalidInput: `naive-instant`, it does not say its zone.
    """
    asked_at = door.clock()
    if asked_at.utcoffset() is None:
        raise InvalidInput("naive-instant", "The clock does not say in which zone it is. Give the instant in UTC.")
    return asked_at.astimezone(UTC)


def done_among(door: Door, keys: Iterable[str]) -> frozenset[str]:
    """Return those of the keys under which something was committed."""
    with door.store.reading() as reading:
        return frozenset(key for key in keys if reading.was_done(key))


def set_back(door: Door) -> datetime | None:
    """Return the instant of the record's last entry where the clock shows an earlier one: it is the one that counts."""
    asked_at = instant(door)
    with door.store.reading() as reading:
        last = reading.last_instant()
    return last if last and last > asked_at else None


def leapt(door: Door, last: datetime | None, asked_at: datetime) -> datetime | None:
    """Return the instant of the record's last entry where the clock has leapt further ahead of it than is believed."""
    return last if door.leap and last and asked_at - last > door.leap else None


def refuse_leap(door: Door, last: datetime | None, asked_at: datetime) -> None:
    """Refuse to write by a clock that has leapt far ahead, until a person says that it is right.

    Raises:
        Refused: `clock-leapt`, with both instants and the command that confirms.
    """
    if last and leapt(door, last, asked_at):
        raise Refused(
            "clock-leapt",
            f"The clock says {asked_at:%Y-%m-%d %H:%M} UTC, {(asked_at - last).days} days after the record's last "
            f"entry, of {last:%Y-%m-%d %H:%M} UTC. All that lies between would fall due at once, so nothing was "
            "written. Set the clock right; or if it is right, say so: evalflow tick --confirm-clock",
        )


def _believed(door: Door, last: datetime | None, asked_at: datetime) -> datetime:
    """Return the instant at which the record is looked at: the last entry's, while the clock is not believed."""
    return leapt(door, last, asked_at) or _not_before(asked_at, last)


def _not_before(asked_at: datetime, last: datetime | None) -> datetime:
    """Return the instant to record: a clock that was set back never makes the record go back."""
    return max(asked_at, last) if last else asked_at


def _written_so(reading: Reading, name: str) -> Person | None:
    """Return the person whose name is the same but for what nobody sees, such as the form of its accents."""
    return next((one for one in reading.all(Person) if written(one.name) == written(name)), None)


def person(act: Acting, name: str, entered_by: str = "") -> str:
    """Return the id of the person of this name, entering the name into the record the first time.

    Who acts enters their own name; another's is `entered_by` who acts.

    Raises:
        Refused: `nobody-named`.
        InvalidInput: `bad-name`, one that would mislead a reader.
    """
    named = name.strip()
    if found := act.tx.find(Person, name=named) or _written_so(act.tx, named):
        return str(found.id)
    minted = act.new_id()
    events = decide_person(None, NamePerson(minted, named))
    check_name(named, "The name of a person" if entered_by else "The name of who acts")
    act.record(minted, events, by=entered_by or minted)
    return minted


def sha256_of(raw: bytes) -> str:
    """Return the hash under which a definition is pinned."""
    return hashlib.sha256(raw).hexdigest()
