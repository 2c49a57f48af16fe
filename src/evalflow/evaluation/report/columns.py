"""A column that goes out, declared once → its header, its line in the data dictionary, and its cell of each row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, Literal, TypeVar

Level = Literal["public", "evaluating-body"]
LEVELS: Final[tuple[Level, ...]] = ("public", "evaluating-body")
Cell = str | int | bool | date | None
Row = tuple[Cell, ...]
Kind = Literal["text", "code", "number", "date", "yes-no"]
T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class Column(Generic[T]):
    """`says` is what it means, as the data dictionary has it; `value` takes its cell from what a row is about."""

    name: str
    kind: Kind
    says: str
    value: Callable[[T], Cell]


@dataclass(frozen=True)
class Sheet:
    """One table as it goes out. `level` says who may see it."""

    name: str
    title: str
    level: Level
    columns: tuple[Column[Any], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ExportTable(Generic[S, T]):
    """A table as it is declared: `things` takes what its rows are about from where the data is kept."""

    name: str
    title: str
    level: Level
    things: Callable[[S], Iterable[T]]
    columns: tuple[Column[T], ...]

    def sheet(self, source: S) -> Sheet:
        rows = tuple(tuple(column.value(thing) for column in self.columns) for thing in self.things(source))
        return Sheet(self.name, self.title, self.level, self.columns, rows)


def text(name: str, says: str, value: Callable[[T], Cell]) -> Column[T]:
    return Column(name, "text", says, value)


def code(name: str, says: str, value: Callable[[T], Cell]) -> Column[T]:
    return Column(name, "code", says, value)


def number(name: str, says: str, value: Callable[[T], Cell]) -> Column[T]:
    return Column(name, "number", says, value)


def day(name: str, says: str, value: Callable[[T], Cell]) -> Column[T]:
    return Column(name, "date", says, value)


def yes_no(name: str, says: str, value: Callable[[T], Cell]) -> Column[T]:
    return Column(name, "yes-no", says, value)


def objective_code(value: Callable[[T], Cell]) -> Column[T]:
    return code("objective", "code of the objective", value)


def input_code(value: Callable[[T], Cell]) -> Column[T]:
    return code("input", "reference of the input", value)


def source_text(value: Callable[[T], Cell]) -> Column[T]:
    return text("source", "where it stands", value)


def _described(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Column[Any]]]:
    return ((sheet, column) for sheet in sheets for column in sheet.columns)


_DICTIONARY: Final = ExportTable[Sequence[Sheet], tuple[Sheet, Column[Any]]](
    "data_dictionary", "The columns of all tables", "public", _described,
    (
        code("table", "name of the table", lambda d: d[0].name),
        text("title", "what it holds", lambda d: d[0].title),
        code("level", "who may see it", lambda d: d[0].level),
        code("column", "name of the column", lambda d: d[1].name),
        code("kind", "text, number, date (ISO 8601), yes-no or code", lambda d: d[1].kind),
        text("meaning", "what it means", lambda d: d[1].says),
    ),
)  # fmt: skip


def dictionary(sheets: Sequence[Sheet]) -> Sheet:
    """Return the data dictionary: a row for each column of each table, its own included."""
    return _DICTIONARY.sheet((*sheets, _DICTIONARY.sheet(())))
