"""One snapshot of the database → entities, the journal, its head and proofs, what is due. Changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, bindparam, func, literal_column, select

from evalflow.errors import Broken, NotFound
from evalflow.evaluation.criteria.progress import Unanswered
from evalflow.evaluation.report.head import Head
from evalflow.store.access.statements import fetch
from evalflow.store.codec import storable
from evalflow.store.journal import merkle
from evalflow.store.journal.journal import (
    EntryPart,
    Header,
    JournalEntry,
    PayloadErased,
    PersonalErased,
    event_of,
    header_of,
)
from evalflow.store.schema.mapping import SHAPES, Shape
from evalflow.store.schema.mapping import DetailRows as RowsOfAPart
from evalflow.store.schema.rows import TABLES

T = TypeVar("T")
_Erasure = PayloadErased | PersonalErased

_JOURNAL, _PAYLOAD, _PERSONAL = TABLES["journal"], TABLES["journal_payload"], TABLES["journal_personal"]
_BLOB, _OUTBOX, _OPEN_STEP = TABLES["blob"], TABLES["outbox"], TABLES["open_step"]
_SIZE = select(func.coalesce(func.max(_JOURNAL.c.seq), literal_column("0")).label("size"))
_LAST = select(_JOURNAL.c.header).where(_JOURNAL.c.seq == select(func.max(_JOURNAL.c.seq)).scalar_subquery())
_HEADERS = select(_JOURNAL.c.header).where(_JOURNAL.c.seq <= bindparam("size")).order_by(_JOURNAL.c.seq)
_CONTENT = select(_BLOB.c.content).where(_BLOB.c.sha256 == bindparam("sha256"))
_ENTRIES = (
    select(
        *(_JOURNAL.c[name] for name in ("seq", "header", "kind", "commitment")),
        *(_PAYLOAD.c[name].label(f"open_{name}") for name in ("nonce", "payload")),
        *(_PERSONAL.c[name].label(f"personal_{name}") for name in ("nonce", "payload")),
    )
    .join_from(_JOURNAL, _PAYLOAD, _JOURNAL.c.seq == _PAYLOAD.c.seq, isouter=True)
    .join(_PERSONAL, _JOURNAL.c.seq == _PERSONAL.c.seq, isouter=True)
    .order_by(_JOURNAL.c.seq)
)
DUE = (
    select(_OPEN_STEP.c.cycle)
    .where(_OPEN_STEP.c.wakes_at <= bindparam("now"))  # so it is not null, as the partial index says
    .order_by(_OPEN_STEP.c.wakes_at, _OPEN_STEP.c.cycle)  # in its order: grouped by cycle, SQLite would scan them all
)
_REMINDER = TABLES["reminder"]
REMINDERS = (
    select(_REMINDER.c.cycle).where(_REMINDER.c.at <= bindparam("until")).order_by(_REMINDER.c.at, _REMINDER.c.cycle)
)
_LETTER = TABLES["letter"]
LETTERS_DUE = (
    select(_LETTER.c.id)
    .where(_LETTER.c.next_at <= bindparam("now"))  # so it is not null, as the partial index says
    .order_by(_LETTER.c.next_at, _LETTER.c.id)
    .limit(bindparam("most"))
)
_INPUT, _POINT = TABLES["input"], TABLES["point"]


def _in_time(received: FromClause) -> ColumnElement[bool]:
    return received.c.late.in_((literal_column("''"), literal_column("'accepted'")))


def _unconfirmed(received: FromClause) -> ColumnElement[bool]:
    return received.c.unconfirmed == literal_column("1")


def _stands(received: FromClause) -> ColumnElement[bool]:
    """Return the condition `Input.stands` for rows of inputs."""
    return received.c.withdrawn_at.is_(None) & _in_time(received)


def _counts(received: FromClause) -> ColumnElement[bool]:
    """Return the condition `Input.counts` for rows of inputs."""
    return (received.c.withdrawn_at.is_(None) | _unconfirmed(received)) & _in_time(received)


def _unanswered() -> FromClause:
    """Return the points without an answer. It says in SQL what copies.py says of inputs that are read.

    A gate asks for them at each look at a cycle, and of thousands it tells the first: to read all would take long.
    """
    first, said = _INPUT.alias("first"), _POINT.alias("said")
    serves: Select[Any] = (
        select(literal_column("1"))
        .where(first.c.id == _INPUT.c.copy_of, first.c.cycle == _INPUT.c.cycle, _stands(first))
        .where(first.c.content_sha256 != literal_column("''"))
        .where(said.c.input == first.c.id, (said.c.text == _POINT.c.text) | (said.c.whole == _POINT.c.text))
    )
    points = (
        select(_INPUT.c.code, _POINT.c.number)
        .join_from(_INPUT, _POINT, _POINT.c.input == _INPUT.c.id)
        .where(_INPUT.c.cycle == bindparam("cycle"), _counts(_INPUT))
    )
    open_ = points.where(~_unconfirmed(_INPUT), _POINT.c.disposition.is_(None)).where(
        (_INPUT.c.copy_of == literal_column("''")) | ~serves.exists()
    )
    return open_.union_all(points.where(_unconfirmed(_INPUT))).subquery()


_TOLD = 50
_UNANSWERED = _unanswered()
_UNCONFIRMED = select(func.count()).where(_INPUT.c.cycle == bindparam("cycle"), _unconfirmed(_INPUT)).scalar_subquery()
_HOW_MANY = select(
    func.count(), func.count(_UNANSWERED.c.code.distinct()), _UNCONFIRMED.label("unconfirmed")
).select_from(_UNANSWERED)
_FIRST_UNANSWERED = select(_UNANSWERED).order_by(_UNANSWERED.c.code, _UNANSWERED.c.number).limit(bindparam("most"))
_DONE = select(TABLES["done_key"].c.key).where(TABLES["done_key"].c.key == bindparam("key"))
_EFFECTS = (
    select(_OUTBOX).where(_OUTBOX.c.key.startswith(bindparam("begins"), autoescape=False)).order_by(_OUTBOX.c.key)
)
_PENDING = select(_OUTBOX).where(_OUTBOX.c.done_at.is_(None)).order_by(_OUTBOX.c.at, _OUTBOX.c.key)
_LAST_BEAT = select(TABLES["heartbeat"].c.at).where(TABLES["heartbeat"].c.name == bindparam("name"))


@dataclass(frozen=True)
class Effect:
    """Something owed to the world: what, about whom, since when."""

    key: str
    kind: str
    subject: str
    at: datetime
    done_at: datetime | None = None


class Reading:
    """What the record holds at one moment. Entities come back as they were recorded."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection  # for verification.py, which reads rows as they lie
        self._known: dict[tuple[type, str], Any] = {}

    def get(self, entity: type[T], id: str) -> T | None:
        """Return the entity with this id, or None."""
        if (entity, id) not in self._known:
            self._load(SHAPES[entity], _by_id(SHAPES[entity]), {"id": storable(id)})
        known: T | None = self._known.get((entity, id))
        return known

    def find(self, entity: type[T], **where: object) -> T | None:
        """Return the one entity whose columns have these values, or None. Raises Broken where there are two."""
        found = self.all(entity, **where)
        if len(found) > 1:
            raise Broken(
                "record-contradicts",
                f"The record holds {len(found)} rows in {SHAPES[entity].table.name} where there can be one only. "
                "Run `evalflow audit verify`.",
            )
        return found[0] if found else None

    def all(self, entity: type[T], **where: object) -> list[T]:
        """Return all entities whose columns have these values: by code (bytewise), or as they were entered."""
        shape = SHAPES[entity]
        return self._load(shape, _matching(shape, tuple(where)), _values(where))

    def count(self, entity: type, **where: object) -> int:
        """Return how many entities have these values in their columns."""
        query = _matching(SHAPES[entity], tuple(where)).order_by(None)
        return self._number(select(func.count()).select_from(query.subquery()), _values(where))

    def size(self) -> int:
        """Return the number of entries in the journal."""
        return int(fetch(self.connection, _SIZE, {})[0]["size"])

    def head(self, size: int | None = None) -> Head:
        """Return the head of the journal: now, or as it was with its first `size` entries.

        Raises:
            NotFound: the journal has fewer entries.
        """
        leaves = self._leaves(size)
        return Head(len(leaves), merkle.root(leaves).hex())

    def prove(self, seq: int, size: int | None = None) -> merkle.Proof:
        """Return the proof that entry `seq` stands under the head of the first `size` entries (now: all).

        Raises:
            NotFound: there is no such entry among them.
        """
        leaves = self._leaves(size)
        if not 1 <= seq <= len(leaves):
            raise NotFound("no-such-entry", f"The journal has no entry {seq} among its first {len(leaves)}.")
        header = next(self._entries(first=seq)).header
        path = tuple(beside.hex() for beside in merkle.path(leaves, seq - 1))
        return merkle.Proof(header, seq - 1, len(leaves), path, merkle.root(leaves).hex())

    def journal(self, *, subject: str | None = None, first: int = 1) -> Iterator[JournalEntry]:
        """Yield the journal's entries in order from number `first` on; of one subject, or of all."""
        erasures = self._erasures()
        for row in self._entries(subject, first):
            yield _entry(row, erasures)

    def last_instant(self) -> datetime | None:
        """Return when the last entry was recorded, or None of an empty journal."""
        last = fetch(self.connection, _LAST, {})
        return header_of(last[0]["header"]).at if last else None

    def blob(self, sha256: str) -> bytes:
        """Return the content with this hash. Raises NotFound."""
        found = fetch(self.connection, _CONTENT, {"sha256": sha256})
        if not found:
            raise NotFound("no-such-content", f"The record holds no file with the SHA-256 {sha256}.")
        content: bytes = found[0]["content"]
        return content

    def due(self, now: datetime) -> list[str]:
        """Return the ids of cycles in which a step fell due by `now`, or waits to open; the earliest first."""
        return list(dict.fromkeys(self.connection.execute(DUE, {"now": now}).scalars()))

    def reminded_by(self, until: datetime) -> list[str]:
        """Return the ids of cycles of which somebody is to be reminded by an instant, the earliest first."""
        return list(dict.fromkeys(self.connection.execute(REMINDERS, {"until": until}).scalars()))

    def letters_due(self, now: datetime, most: int) -> list[str]:
        """Return the ids of letters about which something is to be done by `now`, the longest owed first."""
        return list(self.connection.execute(LETTERS_DUE, {"now": now, "most": most}).scalars())

    def unanswered(self, cycle: str) -> Unanswered:
        """Return how many points of a cycle's inputs have no answer, and the first of them in the order of codes."""
        points, inputs, unconfirmed = self.connection.execute(_HOW_MANY, {"cycle": cycle}).one()
        first = self.connection.execute(_FIRST_UNANSWERED, {"cycle": cycle, "most": _TOLD}) if points else ()
        return Unanswered(points, inputs, tuple((row.code, row.number) for row in first), unconfirmed)

    def was_done(self, key: str) -> bool:
        """Return whether a transaction that used this key was committed."""
        return self.connection.execute(_DONE, {"key": storable(key)}).first() is not None

    def last_beat(self, name: str) -> datetime | None:
        """Return when something that runs by itself last ran; None where it never did."""
        found: datetime | None = self.connection.execute(_LAST_BEAT, {"name": name}).scalar()
        return found

    def pending_effects(self) -> list[Effect]:
        """Return what is owed to the world, the longest owed first."""
        rows = self.connection.execute(_PENDING)
        return [Effect(row.key, row.kind, row.subject, row.at) for row in rows]

    def effects(self, begins: str) -> list[Effect]:
        """Return what was ever owed to the world whose key begins so, paid or not."""
        rows = self.connection.execute(_EFFECTS, {"begins": begins})
        return [Effect(row.key, row.kind, row.subject, row.at, row.done_at) for row in rows]

    def _load(self, shape: Shape, query: Select[Any], values: dict[str, Any]) -> list[Any]:
        rows = fetch(self.connection, query, values)
        if any((shape.entity, row["id"]) not in self._known for row in rows):
            parts = {part.field: self._parts(shape, part, query, values) for part in shape.read_parts}
            for row in rows:
                own = {field: tuple(by_owner.get(row["id"], ())) for field, by_owner in parts.items()}
                self._known[shape.entity, row["id"]] = shape.entity(**shape.columns.fields(row), **own)
        return [self._known[shape.entity, row["id"]] for row in rows]

    def _parts(
        self, shape: Shape, part: RowsOfAPart, query: Select[Any], values: dict[str, Any]
    ) -> dict[str, list[object]]:
        by_owner: dict[str, list[object]] = {}
        for row in fetch(self.connection, _of_owners(shape, part, query), values):
            by_owner.setdefault(row[part.owner], []).append(part.read(row))
        return by_owner

    def _number(self, query: Select[Any], values: dict[str, Any]) -> int:
        return int(self.connection.execute(query, values).scalar_one())

    def _leaves(self, size: int | None) -> list[bytes]:
        wanted = self.size() if size is None else size
        leaves = [merkle.leaf(header) for header in self.connection.execute(_HEADERS, {"size": wanted}).scalars()]
        if len(leaves) != wanted:
            raise NotFound("no-such-entry", f"The journal has no {wanted} entries, but {len(leaves)}.")
        return leaves

    def _entries(self, subject: str | None = None, first: int = 1) -> Iterator[Row[Any]]:
        query = _ENTRIES.where(_JOURNAL.c.seq >= first)
        if subject is not None:
            query = query.where(_JOURNAL.c.subject == storable(subject))
        yield from self.connection.execute(query)

    def _erasures(self) -> dict[int, tuple[int, _Erasure]]:
        """Return what was erased: number of the entry → number of the erasure, and the erasure."""
        # Between "journal:" and "journal;" lie all subjects that begin with "journal:"; the index finds them.
        query = _ENTRIES.where(_JOURNAL.c.subject > "journal:", _JOURNAL.c.subject < "journal;")
        found = ((row.seq, event_of(row.kind, row.open_payload)) for row in self.connection.execute(query).all())
        return {event.seq: (seq, event) for seq, event in found if isinstance(event, _Erasure)}


def _entry(row: Row[Any], erasures: dict[int, tuple[int, _Erasure]]) -> JournalEntry:
    header = header_of(row.header)
    erased_by, erasure = erasures.get(row.seq, (None, None))
    text = EntryPart(row.open_nonce, row.open_payload) if row.open_payload is not None else None
    personal = EntryPart(row.personal_nonce, row.personal_payload) if row.personal_payload is not None else None
    if erasure is None and (text is None or (header.personal and personal is None)):
        raise Broken(
            "record-damaged", f"Entry {row.seq} of the journal has lost its payload. Run `evalflow audit verify`."
        )
    return JournalEntry(
        row.seq, header.at, row.kind, header.subject, header.by, header.version,
        _counts_now(header, text, personal, erasure), erased_by, row.header, row.commitment, text, personal,
    )  # fmt: skip


def _counts_now(header: Header, text: EntryPart | None, personal: EntryPart | None, erasure: _Erasure | None) -> object:
    """Return the event that an entry says by now: without its personal part, once that was erased."""
    if text is not None:
        return event_of(header.kind, text.text, personal.text if personal else None)
    assert erasure is not None  # noqa: S101 - a text is missing only where the caller found an erasure
    if isinstance(erasure, PayloadErased):
        return erasure.replacement
    return event_of(header.kind, erasure.open)


@cache
def _by_id(shape: Shape) -> Select[Any]:
    return select(shape.table).where(shape.table.c.id == bindparam("id"))


@cache
def _matching(shape: Shape, names: tuple[str, ...]) -> Select[Any]:
    table = shape.table
    order = (table.c.code, table.c.entered) if "code" in table.c else (table.c.entered,)
    return select(table).where(*(table.c[name] == bindparam(name) for name in names)).order_by(*order)


@cache
def _of_owners(shape: Shape, part: RowsOfAPart, query: Select[Any]) -> Select[Any]:
    owners = query.order_by(None).with_only_columns(shape.table.c.id)
    columns = part.table.c
    return select(part.table).where(columns[part.owner].in_(owners)).order_by(columns[part.owner], columns[part.key])


def _values(where: dict[str, object]) -> dict[str, Any]:
    return {name: storable(value) if isinstance(value, str) else value for name, value in where.items()}
