"""A Core statement → the driver's own words, compiled once: what every durable step writes again and again.

Executing through SQLAlchemy costs three times what SQLite itself needs for such a row. Statements are declared once, as
Core, over the same tables; only their execution is short.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Delete, Insert, Update

Change: TypeAlias = Insert | Update | Delete


@dataclass(frozen=True)
class Prepared:
    """`names` gives the order of a driver that counts its parameters; it is empty where they are named."""

    text: str
    names: tuple[str, ...]
    convert: tuple[tuple[str, Callable[[Any], Any]], ...]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        converted = {**values, **{name: to_driver(values[name]) for name, to_driver in self.convert}}
        return tuple(converted[name] for name in self.names) if self.names else converted


def run(connection: Connection, change: Change, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute a change for every row of values; all rows have the same names.

    Raises whatever the driver does: `faults.in_words` knows it.
    """
    prepared = _PREPARED.get(key := (change, tuple(rows[0]), connection.dialect.name))
    if prepared is None:
        prepared = _PREPARED[key] = _prepare(connection, change, tuple(rows[0]))
    cursor = connection.connection.cursor()
    if len(rows) == 1:
        cursor.execute(prepared.text, prepared.parameters(rows[0]))
    else:
        cursor.executemany(prepared.text, [prepared.parameters(values) for values in rows])
    cursor.close()


_PREPARED: dict[tuple[Change, tuple[str, ...], str], Prepared] = {}


def _prepare(connection: Connection, change: Change, names: tuple[str, ...]) -> Prepared:
    dialect = connection.dialect
    compiled: Any = change.compile(dialect=dialect, column_keys=list(names))
    converters = ((name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names)
    order = tuple(compiled.positiontup or ())
    return Prepared(str(compiled), order, tuple((name, to_driver) for name, to_driver in converters if to_driver))
