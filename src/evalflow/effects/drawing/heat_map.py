"""Scorecards side by side → a heat map: downwards the dialogues, across the recommendations, a word in every cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

_LABELS: Final = 190
_CELL: Final = 58
_ROW: Final = 26
_HEAD: Final = 74
_FOOT: Final = 44
_LETTER: Final = 4.4  # of a heading, in pixels

# Ground, ink, outline: told apart by word and shape as well as by colour, and in grey too.
_LOOKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "pass": ("#d9ead3", "#1d4d1d", "#4c8a4c"),
    "fail": ("#8c2d19", "#ffffff", "#5e1c0e"),
    "unknown": ("#ffffff", "#555555", "#aaaaaa"),
    "n-a": ("#eeeeee", "#555555", "#cccccc"),
}
_SHAPES: Final[Mapping[str, str]] = {"pass": "●", "fail": "■", "unknown": "○", "n-a": "–"}


@dataclass(frozen=True)
class HeatCell:
    """`word` is pass, fail, unknown or n-a; `hedge` the reservation with which its source says so."""

    word: str
    hedge: str = ""


@dataclass(frozen=True)
class HeatRow:
    label: str
    cells: tuple[HeatCell, ...]


def heat_map_svg(title: str, columns: Mapping[str, str], rows: Sequence[HeatRow], notice: str = "") -> str:
    """Return the picture as SVG with a title and its text beside it, the same bytes for the same values.

    `columns` gives each code its title. `notice` stands above it. A cell with a reservation carries a star, and the
    reservation stands below.
    """
    width = _LABELS + _CELL * len(columns) + 16
    hedged = list(_hedged(columns, rows))
    height = _HEAD + _ROW * len(rows) + _FOOT + 16 * len(hedged)
    called = f"{title}. {notice}" if notice else title
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {width} {height}' width='{width}' "
        f"height='{height}' font-family='Noto Sans, sans-serif' font-size='11'><title>{escape(called)}</title>"
        f"<desc>{escape(_told(columns, rows))}</desc>"
    )
    drawn = [
        f"<text x='8' y='12' font-size='10' fill='#8c2d19'>{escape(notice)}</text>",
        f"<text x='8' y='30' font-weight='bold'>{escape(title)}</text>",
        *_headings(columns),
    ]
    for number, row in enumerate(rows):
        drawn += _row(row, _HEAD + _ROW * number)
    y = _HEAD + _ROW * len(rows) + 20
    legend = "● pass   ■ fail   ○ unknown: the record does not know enough   – does not apply   * see below"
    drawn.append(f"<text x='8' y='{y}' font-size='10' fill='#333333' xml:space='preserve'>{legend}</text>")
    drawn += [
        f"<text x='8' y='{y + 16 * (at + 1)}' font-size='10' fill='#333333'>{escape(told)}</text>"
        for at, told in enumerate(hedged)
    ]
    return "\n".join([head, *drawn, "</svg>"])


def _headings(columns: Mapping[str, str]) -> Iterator[str]:
    for at, (code, title) in enumerate(columns.items()):
        x = _LABELS + _CELL * at + _CELL / 2
        yield f"<text x='{x:g}' y='{_HEAD - 20}' text-anchor='middle' font-weight='bold'>{escape(code)}</text>"
        yield f"<text x='{x:g}' y='{_HEAD - 8}' text-anchor='middle' font-size='8'>{escape(_short(title))}</text>"


def _short(title: str) -> str:
    """Return as much of a title as stands above a cell."""
    most = int(_CELL / _LETTER)
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"


def _row(row: HeatRow, top: int) -> Iterator[str]:
    yield f"<text x='8' y='{top + 17}'>{escape(row.label)}</text>"
    for at, cell in enumerate(row.cells):
        x = _LABELS + _CELL * at
        ground, ink, outline = _LOOKS[cell.word]
        yield (
            f"<rect x='{x + 1}' y='{top + 1}' width='{_CELL - 2}' height='{_ROW - 2}' fill='{ground}' "
            f"stroke='{outline}'/>"
        )
        star = "*" if cell.hedge else ""
        said = "?" if cell.word == "unknown" else cell.word
        yield (
            f"<text x='{x + _CELL / 2:g}' y='{top + 17}' text-anchor='middle' font-size='10' "
            f"fill='{ink}'>{_SHAPES[cell.word]} {said}{star}</text>"
        )


def _hedged(columns: Mapping[str, str], rows: Sequence[HeatRow]) -> Iterator[str]:
    for row in rows:
        for code, cell in zip(columns, row.cells, strict=True):
            if cell.hedge:
                yield f"* {row.label}, {code}: {cell.word}, said with “{cell.hedge}”"


def _told(columns: Mapping[str, str], rows: Sequence[HeatRow]) -> str:
    lines = []
    for row in rows:
        cells = zip(columns, row.cells, strict=True)
        said = ", ".join(f"{code} {cell.word}{f' ({cell.hedge})' if cell.hedge else ''}" for code, cell in cells)
        lines.append(f"{row.label}: {said}")
    return ". ".join(lines)
