"""Rows that an older version wrote → the rows that this version folds from the journal, after the last revision.

A field that an entity has learned since may say more than its default: what it says stands in the journal. Tables that
only repeat what an entity says are filled from it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, delete, insert, select, update

from evalflow.evaluation.heart import FAMILIES, Family
from evalflow.store.access.reading import Reading
from evalflow.store.journal.journal import SHA256
from evalflow.store.schema import triggers
from evalflow.store.schema.mapping import SHAPES, DetailRows, Shape, Values
from evalflow.store.schema.rows import TABLES

_TEXTS = ("journal_payload", "journal_personal")


def renew(connection: Connection) -> None:
    """Write every row anew that this version would write otherwise, inside the transaction that is open.

    The guards are away meanwhile: no entry says that a row is only written otherwise.
    """
    triggers.remove(connection)
    for family in FAMILIES:
        shape = SHAPES[family.entity]
        for found in connection.execute(select(shape.table)).mappings().all():
            entity, newest = _folded(connection, family, found["id"])
            _renew(connection, shape, entity, dict(found), newest)
    triggers.reset(connection)
    _drop_spare_contents(connection)


def _drop_spare_contents(connection: Connection) -> None:
    """Delete contents that no entry of the journal names: older versions kept some with letters never written."""
    texts = (connection.execute(select(TABLES[name].c.payload)).scalars() for name in _TEXTS)
    named = {found for column in texts for text in column for found in SHA256.findall(text)}
    blob = TABLES["blob"]
    for hashed in set(connection.execute(select(blob.c.sha256)).scalars()) - named:
        connection.execute(delete(blob).where(blob.c.sha256 == hashed))


def _folded(connection: Connection, family: Family, subject: str) -> tuple[object, int]:
    """Return an entity as its entries say, and the number of the newest entry about it, an erasure among them."""
    entity, newest = None, 0
    for entry in Reading(connection).journal(subject=subject):
        if entry.kind.startswith(f"{family.name}."):
            entity = family.apply(entity, entry.event)
            newest = max(newest, entry.seq, entry.erased_by or 0)
    return entity, newest


def _renew(connection: Connection, shape: Shape, entity: object, row: Values, newest: int) -> None:
    due = shape.rows(entity, row["entered"], newest)
    [own] = due[shape.table.name]
    if changed := {name: value for name, value in own.items() if value != row[name]}:
        connection.execute(update(shape.table).where(shape.table.c.id == row["id"]).values(**changed))
    for part in shape.parts:
        _renew_part(connection, part, row["id"], due[part.table.name])


def _renew_part(connection: Connection, part: DetailRows, owner: str, due: Sequence[Values]) -> None:
    column = part.table.c[part.owner]
    there = [dict(row) for row in connection.execute(select(part.table).where(column == owner)).mappings()]
    if not all(row["written"] for row in there) or _by_key(part, there) != _by_key(part, due):
        connection.execute(delete(part.table).where(column == owner))
        _add(connection, part.table, due)


def _add(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))


def _by_key(part: DetailRows, rows: Sequence[Values]) -> dict[object, Values]:
    return {row[part.key]: {**row, "written": 0} for row in rows}
