"""A record → what is wrong with it: tree, commitments, guards, and every row against what the journal folds to.

Nothing here trusts the rows, and nothing it says repeats a value of theirs. Someone who owns the database can rewrite
rows and journal alike; only an earlier head, printed elsewhere, shows that: give it as `against`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.exc import DBAPIError

from evalflow.errors import Broken
from evalflow.evaluation.heart import apply
from evalflow.evaluation.report.head import Head
from evalflow.store.access.reading import Reading
from evalflow.store.checks.beside import UnjournalledRows, read_beside
from evalflow.store.checks.journal_check import Erasure, Findings, read_journal
from evalflow.store.checks.raw_rows import RawRows, named, raw_rows
from evalflow.store.checks.schema_check import check_schema
from evalflow.store.journal import merkle
from evalflow.store.journal.journal import JOURNAL
from evalflow.store.schema import migrations, triggers
from evalflow.store.schema.mapping import SHAPES, Values
from evalflow.store.schema.rows import TABLES


@dataclass(frozen=True)
class Verification:
    """What was found. `head` is recomputed from the headers; `problems` are sentences naming table, row and field.

    `old_erasures_until` is the number of the entry before which erasures of the first version count; 0 of none.
    `notes` are no fault of the record, and `altered` names files beside it that are not what it says. `began` is the
    instant of its first entry, `entities` is what the journal folds to, `named` every SHA-256 in its entries, `beside`
    what lies in the tables that it does not repeat, `leaves` the hash of each header.
    """

    head: Head
    erasures: tuple[Erasure, ...]
    problems: tuple[str, ...]
    old_erasures_until: int = 0
    notes: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    began: datetime | None = None
    entities: tuple[object, ...] = field(default=(), repr=False)
    named: frozenset[str] = field(default=frozenset(), repr=False)
    beside: UnjournalledRows = field(default=UnjournalledRows(), repr=False)
    leaves: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def sound(self) -> bool:
        return not self.problems


def verify(reading: Reading, against: Head | None = None) -> Verification:
    """Return what is wrong with the record, and its head. `against` is the head of an earlier report.

    Raises:
        Broken: the database cannot be read at all; `schema-other`, its tables are those of another version.
    """
    connection = reading.connection
    found = Findings()
    _check_file(connection, found)
    _check_schema(connection, found)
    _check_guards(connection, found)
    read_journal(connection, found)
    if against:
        _check_against(found, against)
    entities = _folded(found)
    _check_rows(connection, found, _rows_of(entities))
    beside = read_beside(connection, found.problems)
    head = Head(len(found.leaves), merkle.root(found.leaves).hex())
    return Verification(
        head,
        found.erasures,
        tuple(found.problems),
        old_erasures_until=found.bound[0] if found.bound else 0,
        notes=tuple(found.notes),
        began=found.headers[1].at if 1 in found.headers else None,
        entities=tuple(entity for entity, _ in entities),
        named=frozenset(found.named),
        beside=beside,
        leaves=tuple(found.leaves),
    )


def _check_schema(connection: Connection, found: Findings) -> None:
    """Compare the tables with what this version makes; tell a database of another version apart from one altered."""
    try:
        if (other := migrations.revision(connection)) != migrations.HEAD:
            raise Broken(
                "schema-other",
                f"This database was made by another version of evalflow (its revision is {other}). Nothing is said of "
                "whether the record is sound. Verify it with the version that made it.",
            )
        if len(connection.exec_driver_sql("SELECT version_num FROM alembic_version").all()) > 1:
            found.wrong("Table alembic_version: more than one version is recorded.")
        problems, notes = check_schema(connection)
    except DBAPIError:
        return  # damaged: what is wrong with it is told below
    found.problems += problems
    found.notes += notes


def _check_file(connection: Connection, found: Findings) -> None:
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


def _check_guards(connection: Connection, found: Findings) -> None:
    there, due = triggers.installed(connection), triggers.expected(connection.dialect.name)
    for name in sorted(due.keys() | there.keys()):
        if name not in there:
            found.wrong(f"The guard {name} is missing: the database would not refuse what it should.")
        elif name not in due:
            found.wrong(f"The trigger {name} is none of evalflow's.")
        elif there[name] != due[name]:
            found.wrong(f"The guard {name} is not as evalflow made it.")


def _check_against(found: Findings, against: Head) -> None:
    if against.size > len(found.leaves):
        found.wrong(
            f"The head given is of {against.size} entries, the journal has {len(found.leaves)}: some were removed."
        )
    elif merkle.root(found.leaves[: against.size]).hex() != against.root:
        found.wrong(
            f"The first {against.size} entries of the journal are not those of the head given: history was rewritten."
        )


def _folded(found: Findings) -> list[tuple[Any, set[int]]]:
    """Return what the journal folds to: each entity with the numbers of all entries about it."""
    entities: dict[tuple[str, str], Any] = {}
    numbers: dict[tuple[str, str], set[int]] = {}
    for seq, event in sorted(found.events.items()):
        header = found.headers[seq]
        key = header.kind.partition(".")[0], header.subject
        if key[0] == JOURNAL:
            continue  # what the journal says of itself
        numbers.setdefault(key, set()).update((seq, found.erased[seq][0]) if seq in found.erased else (seq,))
        try:
            entities[key] = apply(entities.get(key), event)
        except (LookupError, TypeError, AttributeError):
            found.wrong(f"Entry {seq} of the journal does not follow from those before it.")
    return [(entity, numbers[key]) for key, entity in entities.items()]


def _rows_of(entities: Sequence[tuple[Any, set[int]]]) -> dict[str, list[Values]]:
    """Return the rows that the tables must hold, by table. A part was written by some entry about its owner."""
    rows: dict[str, list[Values]] = {name: [] for shape in SHAPES.values() for name in shape.tables}
    for entity, about in entities:
        shape = SHAPES[type(entity)]
        for table, made in shape.rows(entity, min(about), max(about)).items():
            rows[table] += made if table == shape.table.name else [{**row, "written": about} for row in made]
    return rows


def _check_rows(connection: Connection, found: Findings, due: dict[str, list[Values]]) -> None:
    for name, rows in due.items():
        table = TABLES[name]
        _compare(table, _as_stored(connection, table, rows), raw_rows(connection, table, found.problems), found)


def _compare(table: Table, due: RawRows, there: RawRows, found: Findings) -> None:
    for key in sorted(due.keys() - there.keys(), key=named):
        found.wrong(f"Table {table.name}: row {named(key)} is missing, or its key was changed.")
    for key in sorted(there.keys() - due.keys(), key=named):
        found.wrong(f"Table {table.name}: row {named(key)} is not in the journal, or its key was changed.")
    for key in sorted(due.keys() & there.keys(), key=named):
        for column, right, stands in zip(table.columns, due[key], there[key], strict=True):
            if not (stands in right if isinstance(right, set) else right == stands):
                found.wrong(f"Table {table.name}, row {named(key)}: {column.name} is not what the journal says.")


def _as_stored(connection: Connection, table: Table, rows: list[Values]) -> RawRows:
    convert = [(column.name, _binder(connection, column)) for column in table.columns]
    keys = [list(table.columns).index(column) for column in table.primary_key.columns]
    made = (tuple(bind(row[name]) for name, bind in convert) for row in rows)
    return {tuple(row[at] for at in keys): row for row in made}


def _binder(connection: Connection, column: Column[Any]) -> Any:
    processor = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return processor or (lambda value: value)
