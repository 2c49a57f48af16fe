"""Rows that an older version wrote → the rows that this version folds from the journal, after the last revision.

A field that an entity has learned since may say more than its default: what it says stands in the journal. Tables that
only repeat what an entity says are filled from it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, delete, insert, select, update

from evalflow.evaluation.heart import FAMILIES, Family
from evalflow.store.mapping import SHAPES, Part, Shape, Values
from evalflow.store.reading import Reading


def renew(connection: Connection) -> None:
    """Write every row anew that this version would write otherwise, inside the transaction that is open."""
    for family in FAMILIES:
        shape = SHAPES[family.entity]
        for found in connection.execute(select(shape.table)).mappings().all():
            _renew(connection, shape, _folded(connection, family, found["id"]), dict(found))


def _folded(connection: Connection, family: Family, subject: str) -> object:
    entity = None
    for entry in Reading(connection).journal(subject=subject):
        if entry.kind.startswith(f"{family.name}."):
            entity = family.apply(entity, entry.event)
    return entity


def _renew(connection: Connection, shape: Shape, entity: object, row: Values) -> None:
    own = shape.rows(entity, row["entered"])[shape.table.name][0]
    if changed := {name: value for name, value in own.items() if value != row[name]}:
        connection.execute(update(shape.table).where(shape.table.c.id == row["id"]).values(**changed))
    for part in shape.parts:
        _renew_part(connection, part, row["id"], part.rows(entity))


def _renew_part(connection: Connection, part: Part, owner: str, due: Sequence[Values]) -> None:
    column = part.table.c[part.owner]
    there = [dict(row) for row in connection.execute(select(part.table).where(column == owner)).mappings()]
    if _by_key(part, there) != _by_key(part, due):
        connection.execute(delete(part.table).where(column == owner))
        _add(connection, part.table, due)


def _add(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))


def _by_key(part: Part, rows: Sequence[Values]) -> dict[object, Values]:
    return {row[part.key]: row for row in rows}
