"""Counts under words, row by row → stacked bars as SVG, each with its numbers in words below it.

They hold in black and white and read aloud: every number stands beside its word; the picture has a title and a text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_LABELS: Final = 130
_BARS: Final = 500
_WIDTH: Final = _LABELS + _BARS + 10
_ROW: Final = 40
_HEIGHT: Final = 13
_TOP: Final = 4
_WRAP: Final = 92  # letters of the line below a bar

# Ground, ink and outline of each word; those of one scale differ in how dark they are.
_LOOKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "met": ("#0f5560", "#ffffff", "#0f5560"),
    "substantial": ("#4d8a92", "#ffffff", "#0f5560"),
    "partial": ("#a9cacd", "#1b1f23", "#0f5560"),
    "none": ("#ffffff", "#1b1f23", "#0f5560"),
    "regressed": ("#8a3b12", "#ffffff", "#8a3b12"),
    "not-assessable": ("#eef1f2", "#59636e", "#59636e"),
    "not-due": ("#d5dade", "#1b1f23", "#59636e"),
    "pass": ("#0f5560", "#ffffff", "#0f5560"),
    "fail": ("#8a3b12", "#ffffff", "#8a3b12"),
    "unknown": ("#ffffff", "#59636e", "#59636e"),
    "n-a": ("#d5dade", "#1b1f23", "#59636e"),
}
_PLAIN: Final = ("#a9cacd", "#1b1f23", "#0f5560")


@dataclass(frozen=True)
class BarPart:
    """How many stand under one word; "" for a bar of one kind."""

    word: str
    number: int


@dataclass(frozen=True)
class BarRow:
    """`told` says the row in words, below its bar."""

    label: str
    parts: tuple[BarPart, ...]
    told: str


def bars_svg(title: str, rows: Sequence[BarRow]) -> str:
    """Return the picture, the same bytes for the same values. All bars share one scale, from nothing to the longest.

    Raises ValueError where there is nothing to draw.
    """
    longest = max((sum(part.number for part in row.parts) for row in rows), default=0)
    if longest == 0:
        raise ValueError("nothing to draw: every row is empty")
    height = _TOP + _ROW * len(rows)
    told = ". ".join(f"{row.label}: {row.told}" for row in rows)
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {_WIDTH} {height}' width='{_WIDTH}' "
        f"height='{height}' font-family='Noto Sans, sans-serif' font-size='10'><title>{escape(title)}</title>"
        f"<desc>{escape(told)}</desc>"
    )
    drawn = [mark for number, row in enumerate(rows) for mark in _row(row, _TOP + _ROW * number, _BARS / longest)]
    return "\n".join([head, *drawn, "</svg>"])


def counted_in_words(parts: Sequence[BarPart]) -> str:
    """Return "3 met, 2 partial, 1 not assessable"."""
    words = ((part.number, part.word.replace("-", " ") if part.word != "n-a" else "not applicable") for part in parts)
    return ", ".join(f"{number} {word}" for number, word in words)


def _row(row: BarRow, top: float, scale: float) -> Iterator[str]:
    yield f"<text x='0' y='{top + 11:g}' font-weight='600' fill='#1b1f23'>{escape(row.label)}</text>"
    x = float(_LABELS)
    for part in row.parts:
        width = round(part.number * scale, 1)
        ground, ink, outline = _LOOKS.get(part.word, _PLAIN)
        yield (
            f"<rect x='{x:g}' y='{top + 1:g}' width='{width:g}' height='{_HEIGHT}' fill='{ground}' stroke='{outline}' "
            "stroke-width='.7'/>"
        )
        if width > 7 * len(str(part.number)):
            at = f"x='{x + width / 2:g}' y='{top + 11:g}'"
            yield f"<text {at} text-anchor='middle' font-size='9' fill='{ink}'>{part.number}</text>"
        x = round(x + width, 1)
    told = row.told if len(row.told) <= _WRAP else f"{row.told[: _WRAP - 1].rstrip()}…"
    yield f"<text x='{_LABELS}' y='{top + 27:g}' font-size='9' fill='#59636e'>{escape(told)}</text>"
