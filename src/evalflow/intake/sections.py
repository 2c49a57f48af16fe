"""Text of a filled template → its sections, each a heading and a body, with the places they stand at.

Only three kinds of line are structure: a heading that begins with `## `, a line of `---` alone, and a guide
(`<!-- guide: … -->`). A line of a text that looks like one of them is written with a backslash before it, which is
taken off again. All else is text and stays as it is, line ends included; blank lines around a text are no part of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_STRUCTURE: Final = r"##[ \t]|---[ \t]*$|<!-- guide:"
_HEADINGS: Final = ("## ", "##\t")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_GUIDE: Final = re.compile(r"<!-- guide:.*-->[ \t]*")
_ESCAPED: Final = re.compile(rf"\\+(?:{_STRUCTURE})")
_TO_ESCAPE: Final = re.compile(rf"\\*(?:{_STRUCTURE})")


@dataclass(frozen=True)
class TextSection:
    """`written` is the line of the heading, "" before the first one; `line` is its number, counted from 1."""

    written: str
    line: int
    body: tuple[str, ...]

    @property
    def heading(self) -> str:
        return self.written[len("##") :].strip()

    @property
    def texts(self) -> list[str]:
        """Return what stands below the heading, one text a point; nothing where all of it is blank."""
        return [trimmed(text) for text in _texts(self.body) if text.strip()]

    @property
    def texts_with_heading(self) -> list[str]:
        """Return the same with the heading as the first line of the first text."""
        return [trimmed(text) for text in _texts((self.written, *self.body)) if text.strip()]

    @property
    def filled_lines(self) -> list[tuple[int, str]]:
        """Return the lines that are neither blank nor a guide, each with its number, without line ends."""
        numbered = enumerate((_bare(line) for line in self.body), start=self.line + bool(self.written))
        return [(number, line) for number, line in numbered if line.strip() and not _GUIDE.fullmatch(line)]


def sections(text: str) -> list[TextSection]:
    """Return the sections in order; the first is always what stands before the first heading."""
    lines = _LINE.findall(text)
    starts = [number for number, line in enumerate(lines) if line.startswith(_HEADINGS)]
    ends = [*starts, len(lines)]
    below = [TextSection(lines[at], at + 1, tuple(lines[at + 1 : end])) for at, end in pairwise(ends)]
    return [TextSection("", 1, tuple(lines[: ends[0]])), *below]


def escaped(text: str) -> str:
    """Return `text` as it has to stand in a section so that all of it is read back as text."""
    return "".join(f"\\{line}" if _TO_ESCAPE.match(_bare(line)) else line for line in _LINE.findall(text))


def trimmed(text: str) -> str:
    """Return a text that is not blank, without the blank lines around it; what indents its first line stays."""
    lines = _LINE.findall(text)
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return _bare("".join(lines[filled[0] : filled[-1] + 1]))


def _texts(lines: Iterable[str]) -> Iterator[str]:
    text: list[str] = []
    for line in lines:
        bare = _bare(line)
        if bare.rstrip(" \t") == "---":
            yield "".join(text)
            text = []
        elif not _GUIDE.fullmatch(bare):
            text.append(line[1:] if _ESCAPED.match(bare) else line)
    yield "".join(text)


def _bare(line: str) -> str:
    """Return a line, or lines, without the line end that closes it."""
    return line[:-2] if line.endswith("\r\n") else line[:-1] if line.endswith(("\r", "\n")) else line
