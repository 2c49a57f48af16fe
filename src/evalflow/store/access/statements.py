"""A Core statement → the driver's own words, compiled once: what every durable step reads and writes again and again.

Executing through SQLAlchemy costs three times what SQLite itself needs for such a row. Statements are declared once, as
Core, over the same tables; only their execution is short.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.sql.dml import ReturningInsert

Change: TypeAlias = Insert | Update | Delete
Query: TypeAlias = Select[Any] | ReturningInsert[Any]
Found: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """`names` gives the order of a driver that counts its parameters; it is empty where they are named."""

    text: str
    names: tuple[str, ...]
    convert: tuple[tuple[str, Callable[[Any], Any]], ...]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        converted = {**values, **{name: to_driver(values[name]) for name, to_driver in self.convert}}
        return tuple(converted[name] for name in self.names) if self.names else converted


@dataclass(frozen=True)
class Question:
    """A prepared query and the columns it answers with: their names, and how a value of the driver becomes one."""

    prepared: Prepared
    columns: tuple[str, ...]
    convert: tuple[tuple[str, Callable[[Any], Any]], ...]

    def row(self, answer: Sequence[Any]) -> Found:
        row = dict(zip(self.columns, answer, strict=True))
        for name, from_driver in self.convert:
            row[name] = from_driver(row[name])
        return row


def fetch(connection: Connection, query: Query, values: Mapping[str, Any]) -> list[Found]:
    """Return the rows that a query finds, or an insert answers with, by the names of their columns.

    The query is kept: ask the same object again. All that varies in it is a parameter of it, given in `values`.
    Raises whatever the driver does: `faults.in_words` knows it.
    """
    question = _QUESTIONS.get(key := (query, connection.dialect.name))
    if question is None:
        question = _QUESTIONS[key] = _question(connection.dialect, query, tuple(values))
    cursor = connection.connection.cursor()
    cursor.execute(question.prepared.text, question.prepared.parameters(values))
    answers = cursor.fetchall()
    cursor.close()
    return [question.row(answer) for answer in answers]


def run(connection: Connection, change: Change, rows: Sequence[Mapping[str, Any]]) -> None:
    """Execute a change for every row of values; all rows have the same names.

    Raises whatever the driver does: `faults.in_words` knows it.
    """
    prepared = _PREPARED.get(key := (change, tuple(rows[0]), connection.dialect.name))
    if prepared is None:
        prepared = _PREPARED[key] = _prepare(connection.dialect, change, tuple(rows[0]))
    cursor = connection.connection.cursor()
    if len(rows) == 1:
        cursor.execute(prepared.text, prepared.parameters(rows[0]))
    else:
        cursor.executemany(prepared.text, [prepared.parameters(values) for values in rows])
    cursor.close()


_PREPARED: dict[tuple[Change, tuple[str, ...], str], Prepared] = {}
_QUESTIONS: dict[tuple[Query, str], Question] = {}


def _question(dialect: Dialect, query: Query, names: tuple[str, ...]) -> Question:
    columns = tuple(query.exported_columns)
    convert = ((c.name, c.type.dialect_impl(dialect).result_processor(dialect, None)) for c in columns)
    from_driver = tuple((name, convert) for name, convert in convert if convert)
    return Question(_prepare(dialect, query, names), tuple(column.name for column in columns), from_driver)


def _prepare(dialect: Dialect, statement: Change | Query, names: tuple[str, ...]) -> Prepared:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    converters = ((name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names)
    order = tuple(compiled.positiontup or ())
    return Prepared(str(compiled), order, tuple((name, to_driver) for name, to_driver in converters if to_driver))
