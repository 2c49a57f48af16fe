"""A record → what is wrong with it: tree, commitments, guards, and every row against what the journal folds to.

Nothing here trusts the rows, and nothing it says repeats a value of theirs. Someone who owns the database can rewrite
rows and journal alike; only an earlier head, printed elsewhere, shows that: give it as `against`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, inspect
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.exc import DBAPIError

from evalflow.errors import Broken
from evalflow.evaluation.head import Head
from evalflow.evaluation.heart import apply
from evalflow.store import merkle, triggers
from evalflow.store.codec import Unreadable
from evalflow.store.journal import PayloadErased, commitment, erasure_subject, event_of, family_of, header_of
from evalflow.store.mapping import SHAPES, Values
from evalflow.store.reading import Reading
from evalflow.store.rows import TABLES

_Key = tuple[object, ...]
_Rows = dict[_Key, tuple[object, ...]]


@dataclass(frozen=True)
class Erasure:
    """That the payload of entry `seq` was erased, as entry `by_entry` says: who, when."""

    seq: int
    by_entry: int
    by: str
    at: datetime


@dataclass(frozen=True)
class Verification:
    """What was found. `head` is recomputed from the headers; `problems` are sentences naming table, row and field."""

    head: Head
    erasures: tuple[Erasure, ...]
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.problems


@dataclass
class _Findings:
    """What has been seen so far on the way through the journal."""

    problems: list[str] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    events: list[tuple[int, str, str, object]] = field(default_factory=list)  # seq, family, subject, event
    lost: dict[int, str] = field(default_factory=dict)  # entries without payload: seq → kind
    erasures: dict[int, tuple[Erasure, object]] = field(default_factory=dict)

    def wrong(self, problem: str) -> None:
        self.problems.append(problem)


def verify(reading: Reading, against: Head | None = None) -> Verification:
    """Return what is wrong with the record, and its head. `against` is the head of an earlier report.

    Raises:
        Broken: the database cannot be read at all; `schema-other`, its tables are those of another version.
    """
    connection = reading.connection
    _refuse_other_tables(connection)
    found = _Findings()
    _check_file(connection, found)
    _check_guards(connection, found)
    _read_journal(connection, found)
    _put_replacements(found)
    if against:
        _check_against(found, against)
    _check_rows(connection, found, _folded(found))
    _check_blobs(connection, found)
    head = Head(len(found.leaves), merkle.root(found.leaves).hex())
    return Verification(head, tuple(erasure for erasure, _ in found.erasures.values()), tuple(found.problems))


def _refuse_other_tables(connection: Connection) -> None:
    """Tell a database of another version apart from one that was tampered with: its tables have other columns."""
    try:
        there = {name: columns for (_, name), columns in inspect(connection).get_multi_columns().items()}
    except DBAPIError:
        return  # damaged: what is wrong with it is told below
    for name, table in TABLES.items():
        lacking = [column.name for column in table.columns if column.name not in _names(there.get(name))]
        if name in there and lacking:
            raise Broken(
                "schema-other",
                f"This database was made by another version of evalflow: its table {name} has no column "
                f"{', '.join(lacking)}. Nothing is said of whether the record is sound. Verify it with the version "
                "that made it.",
            )


def _names(columns: Sequence[ReflectedColumn] | None) -> set[str]:
    return {column["name"] for column in columns or ()}


def _check_file(connection: Connection, found: _Findings) -> None:
    """Ask SQLite for what it knows: pages, indexes, references."""
    if connection.dialect.name != "sqlite":
        return
    try:
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                found.wrong(f"The database file is damaged: {said}.")
        for table, number, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            found.wrong(f"Table {table}: row number {number} refers to a row of {parent} that is not there.")
    except DBAPIError as error:
        found.wrong(f"The database file is damaged: {error.orig}.")


def _check_guards(connection: Connection, found: _Findings) -> None:
    there, due = triggers.installed(connection), triggers.expected(connection.dialect.name)
    for name in sorted(due.keys() | there.keys()):
        if name not in there:
            found.wrong(f"The guard {name} is missing: the database would not refuse what it should.")
        elif name not in due:
            found.wrong(f"The trigger {name} is none of evalflow's.")
        elif there[name] != due[name]:
            found.wrong(f"The guard {name} is not as evalflow made it.")


def _read_journal(connection: Connection, found: _Findings) -> None:
    payloads = {key[0]: values for key, values in _stored(connection, TABLES["journal_payload"], found).items()}
    entries = _stored(connection, TABLES["journal"], found)
    for number, key in enumerate(sorted(entries, key=lambda key: key[0] if isinstance(key[0], int) else -1), 1):
        if key[0] != number:
            found.wrong(f"Entry {number} of the journal is missing.")
            return
        _read_entry(number, entries[key], payloads.pop(number, None), found)
    for seq in payloads:
        found.wrong(f"Table journal_payload: row {seq} belongs to no entry of the journal.")


def _read_entry(seq: int, entry: tuple[object, ...], paid: tuple[object, ...] | None, found: _Findings) -> None:
    columns = dict(zip((column.name for column in TABLES["journal"].columns), entry, strict=True))
    found.leaves.append(merkle.leaf(str(columns["header"]).encode(errors="surrogateescape").decode(errors="replace")))
    try:
        header = header_of(str(columns["header"]))
    except Unreadable:
        found.wrong(f"Table journal: the header of entry {seq} is not as it was written.")
        return
    for name in ("seq", "kind", "subject", "commitment"):
        if columns[name] != getattr(header, name):
            found.wrong(f"Table journal, entry {seq}: {name} is not what the header says.")
    if paid is None:
        found.lost[seq] = header.kind
        found.events.append((seq, header.kind.partition(".")[0], header.subject, None))
        return
    _, nonce, payload = paid
    if not _keeps(nonce, payload, header.commitment):
        found.wrong(f"Table journal_payload, row {seq}: nonce or payload is not what entry {seq} commits to.")
        return
    try:
        event = event_of(header.kind, str(payload))
    except Unreadable:
        found.wrong(f"Table journal_payload, row {seq}: this version of evalflow cannot read the payload.")
        return
    if not isinstance(event, PayloadErased):
        found.events.append((seq, header.kind.partition(".")[0], header.subject, event))
    elif header.subject == erasure_subject(event.seq):
        found.erasures[event.seq] = Erasure(event.seq, seq, header.by, header.at), event.replacement
    else:
        found.wrong(f"Entry {seq} erases another entry than its header says.")


def _keeps(nonce: object, payload: object, committed: str) -> bool:
    try:
        return commitment(bytes(nonce), str(payload)) == committed  # type: ignore[call-overload] # what lies there may be anything
    except (TypeError, ValueError):
        return False


def _put_replacements(found: _Findings) -> None:
    """Let what stands in place of erased payloads count; name payloads that are gone without an erasure."""
    for seq in found.lost:
        if seq not in found.erasures:
            found.wrong(f"Table journal_payload: row {seq} is missing, and no entry says that it was erased.")
    for seq, (erasure, replacement) in found.erasures.items():
        if seq not in found.lost:
            found.wrong(f"Entry {erasure.by_entry} says that the payload of entry {seq} was erased, but it is there.")
        elif not found.lost[seq].startswith(f"{family_of(replacement)}."):
            found.wrong(f"Entry {erasure.by_entry} replaces entry {seq} by an event of another family.")
    found.events = [
        (seq, family, subject, found.erasures[seq][1] if event is None and seq in found.erasures else event)
        for seq, family, subject, event in found.events
    ]


def _check_against(found: _Findings, against: Head) -> None:
    if against.size > len(found.leaves):
        found.wrong(
            f"The head given is of {against.size} entries, the journal has {len(found.leaves)}: some were removed."
        )
    elif merkle.root(found.leaves[: against.size]).hex() != against.root:
        found.wrong(
            f"The first {against.size} entries of the journal are not those of the head given: history was rewritten."
        )


def _folded(found: _Findings) -> dict[str, list[Values]]:
    """Return the rows that the tables must hold, by table."""
    entities: dict[tuple[str, str], tuple[int, Any]] = {}
    for seq, family, subject, event in found.events:
        first, before = entities.get((family, subject), (seq, None))
        try:
            entities[family, subject] = (first, apply(before, event))
        except (LookupError, TypeError, AttributeError):
            found.wrong(f"Entry {seq} of the journal does not follow from those before it.")
    rows: dict[str, list[Values]] = {name: [] for shape in SHAPES.values() for name in shape.tables}
    for entered, entity in entities.values():
        for table, made in SHAPES[type(entity)].rows(entity, entered).items():
            rows[table] += made
    return rows


def _check_rows(connection: Connection, found: _Findings, due: dict[str, list[Values]]) -> None:
    for name, rows in due.items():
        table = TABLES[name]
        _compare(table, _as_stored(connection, table, rows), _stored(connection, table, found), found)


def _compare(table: Table, due: _Rows, there: _Rows, found: _Findings) -> None:
    for key in sorted(due.keys() - there.keys(), key=_named):
        found.wrong(f"Table {table.name}: row {_named(key)} is missing, or its key was changed.")
    for key in sorted(there.keys() - due.keys(), key=_named):
        found.wrong(f"Table {table.name}: row {_named(key)} is not in the journal, or its key was changed.")
    for key in sorted(due.keys() & there.keys(), key=_named):
        for column, right, stands in zip(table.columns, due[key], there[key], strict=True):
            if right != stands:
                found.wrong(f"Table {table.name}, row {_named(key)}: {column.name} is not what the journal says.")


def _check_blobs(connection: Connection, found: _Findings) -> None:
    for key, (_, content) in _stored(connection, TABLES["blob"], found).items():
        if not isinstance(content, bytes) or sha256(content).hexdigest() != key[0]:
            found.wrong(f"Table blob: the content of row {_named(key)} is not what its hash says.")


def _stored(connection: Connection, table: Table, found: _Findings) -> _Rows:
    """Return a table's rows as the driver gives them, by primary key: no conversion that might hide a change."""
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    try:
        return {tuple(row[at] for at in keys): tuple(row) for row in _raw(connection, table)}
    except DBAPIError as error:
        found.wrong(f"Table {table.name} cannot be read: {error.orig}.")
        return {}


def _raw(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    preparer = connection.dialect.identifier_preparer
    columns = ", ".join(preparer.format_column(column) for column in table.columns)
    query = f"SELECT {columns} FROM {preparer.format_table(table)}"  # noqa: S608 - names of our own tables
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield from connection.exec_driver_sql(query)
        return
    before, driver.text_factory = driver.text_factory, _text
    try:
        yield from connection.exec_driver_sql(query)
    finally:
        driver.text_factory = before


def _text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")  # a flipped bit may leave no UTF-8: it is a difference, not an error


def _as_stored(connection: Connection, table: Table, rows: list[Values]) -> _Rows:
    convert = [(column.name, _binder(connection, column)) for column in table.columns]
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    made = (tuple(bind(row[name]) for name, bind in convert) for row in rows)
    return {tuple(row[at] for at in keys): row for row in made}


def _binder(connection: Connection, column: Column[Any]) -> Any:
    processor = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return processor or (lambda value: value)


def _named(key: _Key) -> str:
    """Return a key as it may be printed: an id that was damaged may hold anything."""
    return "/".join(ascii(part).strip("'") for part in key)
