"""Events → rows and journal, in the one transaction that a command has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Delete, Insert, Table, Update, bindparam, delete, insert, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.dml import ReturningInsert

from evalflow.engine.event_of import EventOf
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.heart import FAMILIES, FAMILY_OF, Family, apply
from evalflow.store.access.reading import Reading
from evalflow.store.access.statements import fetch, run
from evalflow.store.codec import storable
from evalflow.store.journal.journal import JOURNAL, JournalEntry, PersonalErased, erasure_subject, written
from evalflow.store.journal.merkle import leaf
from evalflow.store.journal.older import committing, open_part_of
from evalflow.store.schema.mapping import ONE_BY_ONE, SHAPES, DetailRows, Shape, Values
from evalflow.store.schema.rows import TABLES

_JOURNAL, _PAYLOAD, _PERSONAL = TABLES["journal"], TABLES["journal_payload"], TABLES["journal_personal"]
_ADD_ENTRY, _ADD_PAYLOAD, _ADD_PERSONAL = insert(_JOURNAL), insert(_PAYLOAD), insert(_PERSONAL)
_DROP_PAYLOAD = delete(_PAYLOAD).where(_PAYLOAD.c.seq == bindparam("gone"))
_DROP_PERSONAL = delete(_PERSONAL).where(_PERSONAL.c.seq == bindparam("gone"))
_DROP_BLOB = delete(TABLES["blob"]).where(TABLES["blob"].c.sha256 == bindparam("gone"))
_EFFECT_DONE = (
    update(TABLES["outbox"])
    .where(TABLES["outbox"].c.key == bindparam("this"), TABLES["outbox"].c.done_at.is_(None))
    .values(done_at=bindparam("done"))
)
_BEAT = update(TABLES["heartbeat"]).where(TABLES["heartbeat"].c.name == bindparam("this")).values(at=bindparam("now"))


T = TypeVar("T")
MIGRATION = "migration"  # who acts where a migration does


class NonceMint(Protocol):
    """Where nonces come from. Handed in by wiring: random, or derived from a seed in an example."""

    def nonce(self, seq: int, part: int = 0) -> bytes:
        """Return 32 bytes for a part of the entry `seq`: 0 its open part, 1 its personal part."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry that a transaction has written."""

    seq: int
    header: str
    subject: str
    event: object

    @property
    def name(self) -> str:
        return named(self.seq, self.header)


def named(seq: int, header: str) -> str:
    """Return how an entry is named outside the record: its number, and the hash of its header."""
    return f"{seq}:{leaf(header).hex()}"


class Transaction(Reading):
    """All that one command reads and writes. Nothing of it is there before the commit, and all of it after."""

    def __init__(self, connection: Connection, mint: NonceMint) -> None:
        super().__init__(connection)
        self._mint = mint
        self._next: int | None = None
        self.erased = False
        self.erasures: list[str] = []  # each erased entry as its number and the hash of its header
        self.recorded: list[Recorded] = []

    @property
    def appended(self) -> bool:
        """Whether the journal has a new entry."""
        return self._next is not None

    def record(self, subject: str, by: str, at: datetime, events: Sequence[EventOf[T]]) -> T:
        """Return the entity with the id `subject` as it stands after the events, with its rows and journal written.

        All events belong to one family. `by` is the id of who acts, `at` the aware instant of recording.
        """
        family = _one_family(events)
        shape = SHAPES[family.entity]
        before: Any = self.get(family.entity, subject)
        first = written = self._append(subject, by, at, events)
        one_by_one = family.entity in ONE_BY_ONE
        for some in ([event] for event in events) if one_by_one else (events,):
            after = before
            for event in some:
                after = apply(after, event)
            written += len(some)
            self._write(shape, before, after, first, written - 1)
            before = after
        entity: T = before
        self._known[family.entity, subject] = entity
        return entity

    def erase(self, seq: int, by: str, at: datetime) -> Any:
        """Return the entity as it stands once the personal part of entry `seq` is erased. Nothing comes in its place.

        The erasure is an entry of its own. Rows lose the values with it. After the commit the bytes are overwritten:
        on SQLite in file and log; on PostgreSQL they stay in its log and dead rows until it clears them.

        Raises:
            NotFound: there is no such entry.
            Refused: it was erased already, or nothing of its kind is personal.
        """
        entry = self._erasable(seq)
        old = entry.version == 1
        kept = open_part_of(entry, self.journal(subject=JOURNAL)) if old else ""
        erased_by = self._append(erasure_subject(seq), by, at, [PersonalErased(seq, kept)])
        self.connection.execute(_DROP_PAYLOAD if old else _DROP_PERSONAL, {"gone": seq})
        self.erased = True
        self.erasures.append(named(seq, entry.header))
        return self._fold_again(_family(entry.kind), entry.subject, erased_by)

    def bind_older(self) -> None:
        """Bind the entries of the first version to their open parts, once, after a migration: see older.py.

        It is dated as the last entry before it: a migration reads no clock. Raises Broken of a damaged record.
        """
        at = self.last_instant()
        event = committing(self.journal()) if at and not any(self.journal(subject=JOURNAL)) else None
        if at and event:
            self._append(JOURNAL, MIGRATION, at, [event])

    def put_blob(self, content: bytes) -> str:
        """Return the SHA-256 (hex) under which the content is kept from now on."""
        hashed = sha256(content).hexdigest()
        self._insert_new("blob", {"sha256": hashed, "content": content})
        return hashed

    def drop_blob(self, sha256: str) -> None:
        """Forget a content, if it is there. After the commit its bytes are overwritten, as with `erase`."""
        self.connection.execute(_DROP_BLOB, {"gone": sha256})
        self.erased = True

    def once(self, key: str) -> bool:
        """Return True the first time a key is seen in this record; it counts as seen from the commit on."""
        return self._insert_new("done_key", {"key": storable(key)})

    def enqueue(self, key: str, kind: str, subject: str, at: datetime) -> None:
        """Owe an effect to the world. Owed once, however often it is asked."""
        self._insert_new(
            "outbox", {"key": storable(key), "kind": kind, "subject": storable(subject), "at": at, "done_at": None}
        )

    def beat(self, name: str, at: datetime) -> None:
        """Note when something that runs by itself last ran."""
        if not self._insert_new("heartbeat", {"name": name, "at": at}):
            self.connection.execute(_BEAT, {"this": name, "now": at})

    def effect_done(self, key: str, at: datetime) -> None:
        """Note that an effect took place. Raises NotFound where it is not owed."""
        if not self.connection.execute(_EFFECT_DONE, {"this": storable(key), "done": at}).rowcount:
            raise NotFound("no-such-effect", f"No effect {key!r} is owed.")

    def _append(self, subject: str, by: str, at: datetime, events: Iterable[object]) -> int:
        """Write entries for the events; return the number of the first."""
        first = seq = self._next or self.size() + 1
        headers, payloads, personals = [], [], []
        for event in events:
            nonces = self._mint.nonce(seq), self._mint.nonce(seq, 1)
            header, text, personal = written(seq, at, subject, by, event, nonces)
            header_text = header.text()
            headers.append(
                {
                    "seq": seq,
                    "header": header_text,
                    "kind": header.kind,
                    "subject": subject,
                    "commitment": header.commitment,
                    "personal": header.personal,
                }
            )
            payloads.append({"seq": seq, "nonce": text.nonce, "payload": text.text})
            if personal:
                personals.append({"seq": seq, "nonce": personal.nonce, "payload": personal.text})
            self.recorded.append(Recorded(seq, header_text, subject, event))
            seq += 1
        run(self.connection, _ADD_ENTRY, headers)
        run(self.connection, _ADD_PAYLOAD, payloads)
        if personals:
            run(self.connection, _ADD_PERSONAL, personals)
        self._next = seq
        return first

    def _write(self, shape: Shape, before: Any, after: Any, entered: int, written: int) -> None:
        # Parts first: an objective's change must stand before the objective may alter as it says, and the guards let
        # parts be written only until their main row carries the newest entry.
        for part in shape.parts:
            self._write_part(part, part.rows(before) if before else [], part.rows(after), written)
        if before is None:
            run(self.connection, _insert(shape.table), [shape.own(after, entered, written)])
            return
        changed = {"written": written, **shape.columns.changed(before, after)}
        run(self.connection, _update(shape.table, ("id",)), [{"key_id": after.id, **changed}])

    def _write_part(self, part: DetailRows, before: list[Values], after: list[Values], written: int) -> None:
        old, new = {row[part.key]: row for row in before}, {row[part.key]: row for row in after}
        gone = [row for key, row in old.items() if key not in new]
        added = [row for key, row in new.items() if key not in old]
        keys = part.keys
        if gone:
            named = [{f"key_{name}": row[name] for name in keys} for row in gone]
            run(self.connection, _delete(part.table, keys), named)
        for key in old.keys() & new.keys():
            changed = {name: value for name, value in new[key].items() if value != old[key][name]}
            if changed:
                named_row = {f"key_{name}": new[key][name] for name in keys}
                run(self.connection, _update(part.table, keys), [{**named_row, "written": written, **changed}])
        if added:
            run(self.connection, _insert(part.table), [{**row, "written": written} for row in added])

    def _erasable(self, seq: int) -> JournalEntry:
        entry = next(self.journal(first=seq), None) if seq >= 1 else None
        if entry is None:
            raise NotFound("no-such-entry", f"The journal has no entry {seq}.")
        if entry.erased_by:
            raise Refused("already-erased", f"Entry {seq} was erased by entry {entry.erased_by}.")
        if not entry.erasable:
            raise Refused("not-erasable", f"Entry {seq} ({entry.kind}) holds nothing personal, so it cannot be erased.")
        return entry

    def _fold_again(self, family: Family, subject: str, written: int) -> Any:
        before, after = self.get(family.entity, subject), None
        for entry in self.journal(subject=subject):
            if entry.kind.startswith(f"{family.name}."):
                after = apply(after, entry.event)
        self._write(SHAPES[family.entity], before, after, 0, written)
        self._known[family.entity, subject] = after
        return after

    def _insert_new(self, table: str, values: Values) -> bool:
        """Return whether the row was new."""
        add = _insert_unless_there(TABLES[table], self.connection.dialect.name)
        return bool(fetch(self.connection, add, values))


def _family(kind: str) -> Family:
    return next(family for family in FAMILIES if kind.startswith(f"{family.name}."))


def _one_family(events: Sequence[object]) -> Family:
    families = {FAMILY_OF[type(event)].name: FAMILY_OF[type(event)] for event in events}
    if len(families) != 1:
        raise ValueError(f"one subject has events of one family, not of {sorted(families) or 'none'}")
    return next(iter(families.values()))


@cache
def _insert(table: Table) -> Insert:
    return insert(table)


@cache
def _insert_unless_there(table: Table, dialect: str) -> ReturningInsert[Any]:
    """Return the statement that adds a row and answers with its key, or does nothing and answers nothing."""
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)
    from sqlalchemy.dialects import postgresql  # here, because it is slow to import

    return postgresql.insert(table).on_conflict_do_nothing().returning(*table.primary_key.columns)


@cache
def _update(table: Table, keys: tuple[str, ...]) -> Update:
    """Return the statement that sets whichever columns it is executed with."""
    return update(table).where(*(table.c[key] == bindparam(f"key_{key}") for key in keys))


@cache
def _delete(table: Table, keys: tuple[str, ...]) -> Delete:
    return delete(table).where(*(table.c[key] == bindparam(f"key_{key}") for key in keys))
