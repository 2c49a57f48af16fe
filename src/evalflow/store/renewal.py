"""Rows that an older version wrote → the same rows as this version writes them, after the last revision.

A field added to an entity reads with its default from an older text; written again it stands there, as the audit
expects. Tables that only repeat what an entity says are filled from it.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, delete, insert, select, update

from evalflow.store.mapping import SHAPES, Part, Shape, Values
from evalflow.store.reading import Reading


def renew(connection: Connection) -> None:
    """Write every row anew that this version would write otherwise, inside the transaction that is open."""
    for shape in SHAPES.values():
        for found in connection.execute(select(shape.table)).mappings().all():
            _renew(connection, shape, dict(found))


def _renew(connection: Connection, shape: Shape, row: Values) -> None:
    entity = Reading(connection).get(shape.entity, row["id"])
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
