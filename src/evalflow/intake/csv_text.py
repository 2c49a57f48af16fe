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
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class DamagedQuotes(ValueError):
    """A quotation mark is not closed, or text follows a closed one. Where it was opened, and which of the two."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[str, ...]
    lines: tuple[int, ...]  # where each cell begins


def rows(text: str, delimiter: str) -> Iterator[Row]:
    """Yield the rows that are not blank, the header among them.

    Raises:
        DamagedQuotes: reading cannot go on, because where the cell ends is anybody's guess.
    """
    plain = re.compile(rf"[^{delimiter}\r\n]*+")
    at, line = 0, 1
    while at < len(text):
        cells, lines, first = [], [], line
        while True:
            lines.append(line)
            cell, at, breaks = _cell(text, at, line, plain)
            cells.append(cell)
            line += breaks
            if not text.startswith(delimiter, at):
                break
            at += 1
        if at < len(text):
            at, line = at + (2 if text.startswith("\r\n", at) else 1), line + 1
        if any(cells):
            yield Row(first, tuple(cells), tuple(lines))


def _cell(text: str, at: int, line: int, plain: re.Pattern[str]) -> tuple[str, int, int]:
    """Return the cell that begins at `at`, where it ends, and how many line ends it holds."""
    if not text.startswith('"', at):
        found = plain.match(text, at)
        end = found.end() if found else at
        return text[at:end], end, 0
    quoted = _QUOTED.match(text, at)
    if quoted is None:
        raise DamagedQuotes(line, "A quotation mark is opened here and never closed.")
    end = quoted.end()
    rest = plain.match(text, end)
    if rest and rest.end() > end:
        raise DamagedQuotes(
            line, "Text follows a closed quotation mark. A quotation mark inside a cell is written twice."
        )
    return quoted[1].replace('""', '"'), end, len(_LINE_END.findall(quoted[1]))
