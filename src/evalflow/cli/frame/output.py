"""Values → what a person reads (a table), or what a program reads (JSON, CSV): the one way to print.

What was asked for goes to stdout, talk to stderr. Nothing from outside can move the cursor, turn letters round or start
a formula: tables and talk show such characters as escapes, JSON escapes them by itself, CSV cells are made harmless.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final, Literal, TextIO

import click

from evalflow.cells import safe_cell
from evalflow.cli.frame.ending import ENDING
from evalflow.evaluation.inputs.receipt_code import without_codes
from evalflow.evaluation.people import EXAMPLE_NOTICE

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar
    from rich.table import Table as Ruled

Format = Literal["table", "json", "csv"]
Scalar = str | int | bool | date | None
Value = Scalar | Sequence[Scalar]

_CODE_WIDTH: Final = 32
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Table:
    """Rows under columns. `columns` gives each key of JSON and CSV the heading that people read."""

    columns: Mapping[str, str]
    rows: Sequence[Sequence[Value]]

    def objects(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def say(text: str) -> None:
    """Talk to the person: on stderr, so that it never mixes with what was asked for.

    It may end in a log, so no receipt code that somebody typed in a wrong place is repeated.
    """
    _print(f"{shown(without_codes(text))}\n", sys.stderr)


def show(text: str) -> None:
    """Print one datum on stdout: a code, a path."""
    show_whole(f"{shown(text)}\n")


def show_whole(text: str) -> None:
    """Print a text on stdout as it is, such as a file's content."""
    _print(text, sys.stdout)


def _print(text: str, stream: TextIO) -> None:
    """Print, and go on where nothing can be printed: what a command does must not depend on who reads it."""
    try:
        click.echo(text, file=stream, nl=False)
    except OSError as why:
        ENDING.lost(stream, why)


def show_table(table: Table, form: Format, *, example: bool) -> None:
    """Print rows on stdout. JSON is an object with the rows under `rows`; an example says so in it."""
    match form:
        case "json":
            _print_json({"rows": table.objects()}, example)
        case "csv":
            _print_csv(table)
        case "table":
            _print_tables([("", table)], {})


def show_record(record: Mapping[str, Value | Table], form: Format, *, example: bool) -> None:
    """Print one thing on stdout: its scalar values, then its tables. CSV takes its first table, if it has one."""
    tables = {name: value for name, value in record.items() if isinstance(value, Table)}
    values = {name: value for name, value in record.items() if not isinstance(value, Table)}
    match form:
        case "json":
            nested = {name: table.objects() for name, table in tables.items()}
            _print_json({name: nested.get(name, value) for name, value in record.items()}, example)
        case "csv":
            _print_csv(next(iter(tables.values()), _one_row(values)))
        case "table":
            _print_tables([(_label(name), table) for name, table in tables.items()], values)


def shown(text: str) -> str:
    """Return `text` with every character that a terminal would obey written as an escape. Line ends and tabs stay."""
    return _CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def in_words(value: object) -> str:
    """Return how people read a value: yes and no, a list a line, nothing for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case Sequence():
            return "\n".join(in_words(one) for one in value)
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return str(value)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _one_row(values: Mapping[str, object]) -> Table:
    return Table({name: name for name in values}, [[in_words(value) for value in values.values()]])


def _print_json(answer: Mapping[str, object], example: bool) -> None:
    notice = {"example_notice": EXAMPLE_NOTICE} if example else {}
    told = json.dumps({**notice, **answer}, ensure_ascii=False, indent=2, default=_as_text)
    show_whole(_CONTROLS.sub(lambda match: f"\\u{ord(match[0]):04x}", told) + "\n")


def _as_text(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Mapping():
            return dict(value)
    return str(value)


def _print_csv(table: Table) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([safe_cell(in_words(value)) for value in row] for row in table.rows)
    show_whole(text.getvalue())


def _print_tables(tables: Sequence[tuple[str, Table]], values: Mapping[str, Value]) -> None:
    from rich.console import Console  # here, because help and CSV need not wait for it

    text = io.StringIO()  # and not stdout itself, to which only `_print` writes
    terminal = sys.stdout.isatty() or None
    console = Console(file=text, highlight=False, markup=False, emoji=False, force_terminal=terminal)
    if values:
        console.print(_grid(values))
    for title, table in tables:
        console.print(*([f"\n{title}"] if title else []), _ruled(table, plain=not console.is_terminal), sep="\n")
    for line in text.getvalue().splitlines() if values or any(table.rows for _, table in tables) else ():
        show_whole(f"{line.rstrip()}\n")


def _grid(values: Mapping[str, Value]) -> "Ruled":
    from rich.table import Table as Ruled
    from rich.text import Text

    grid = Ruled.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in values.items():
        grid.add_row(Text(_label(name)), Text(shown(in_words(value)) or "–"))
    return grid


def _ruled(table: Table, *, plain: bool) -> "Ruled":
    from rich import box
    from rich.table import Table as Ruled
    from rich.text import Text

    ruled = Ruled(box=None if plain else box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for at, heading in enumerate(table.columns.values()):
        # A least width would make rich cut what it cannot fit; that codes are never wrapped makes it fold the others.
        ruled.add_column(heading, overflow="fold", no_wrap=at == 0 and _has_codes(table))
    for row in table.rows:
        ruled.add_row(*(Text(shown(in_words(value))) for value in row))
    return ruled


def _has_codes(table: Table) -> bool:
    """Return whether the first column is narrow enough to stand whole, as codes are."""
    lines = (line for row in table.rows for line in shown(in_words(row[0])).splitlines())
    return max(map(len, lines), default=0) <= _CODE_WIDTH


def progress(length: int, label: str, least: int = 0) -> "ProgressBar[int]":
    """Return a bar of work on stderr, where somebody looks at it and its length is such that it takes long."""
    hidden = length < least or not sys.stderr.isatty()
    return click.progressbar(length=max(length, 1), label=label, file=sys.stderr, hidden=hidden)
