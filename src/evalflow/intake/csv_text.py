"""Text of a CSV file → its rows, each cell verbatim and with the line it begins in.

Written for this, because the standard reader keeps one size limit for the whole process, takes damaged quotes silently
and knows only the line a row ends in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

DELIMITERS: Final = {",": "commas", ";": "semicolons", "\t": "tabs"}
_QUOTED: Final = re.compile(r'"((?:[^"]++|"")*+)"')
_IN_LINE: Final = re.compile(r"[^\r\n]")


class DamagedQuotes(ValueError):
    """A quotation mark is not closed, or text follows a closed one. Where it was opened, and which of the two."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True, slots=True)
class CsvRow:
    line: int
    cells: tuple[str, ...]
    lines: tuple[int, ...]  # where each cell begins


def rows(text: str, delimiter: str) -> Iterator[CsvRow]:
    """Yield the rows that are not blank, the header among them.

    Raises:
        DamagedQuotes: reading cannot go on, because where the cell ends is anybody's guess.
    """
    stop = re.compile(rf"[{delimiter}\r\n]")
    at, line = 0, 1
    while at < len(text):
        row, at, last = _row(text, at, line, delimiter, stop)
        if any(row.cells):
            yield row
        below = _next_line(text, at)
        at, line = below, last + _breaks(text[at:below])


def _row(text: str, at: int, line: int, delimiter: str, stop: re.Pattern[str]) -> tuple[CsvRow, int, int]:
    """Return the row that begins at `at`, where it ends, and the line it ends in."""
    cells, lines = [], []
    while True:
        lines.append(line)
        cell, end = _cell(text, at, line, stop)
        cells.append(cell)
        line += _breaks(cell) if text.startswith('"', at) else 0
        if not text.startswith(delimiter, end):
            return CsvRow(lines[0], tuple(cells), tuple(lines)), end, line
        at = end + 1


def _cell(text: str, at: int, line: int, stop: re.Pattern[str]) -> tuple[str, int]:
    """Return the cell that begins at `at`, and where it ends."""
    if not text.startswith('"', at):
        end = _end(stop, text, at)
        return text[at:end], end
    quoted = _QUOTED.match(text, at)
    if quoted is None:
        raise DamagedQuotes(line, "A quotation mark is opened here and never closed.")
    if _end(stop, text, quoted.end()) > quoted.end():
        raise DamagedQuotes(
            line, "Text follows a closed quotation mark. Inside a cell a quotation mark is written twice."
        )
    return quoted[1].replace('""', '"'), quoted.end()


def _end(stop: re.Pattern[str], text: str, at: int) -> int:
    match = stop.search(text, at)
    return match.start() if match else len(text)


def _next_line(text: str, at: int) -> int:
    """Return where the next line that is not empty begins."""
    match = _IN_LINE.search(text, at)
    return match.start() if match else len(text)


def _breaks(text: str) -> int:
    """Return how many line ends `text` holds."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
