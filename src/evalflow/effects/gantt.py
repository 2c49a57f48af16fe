"""Steps with their first and last days → a chart of bars along the months: Mermaid for a page, SVG for a picture."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

from evalflow.engine.dates import MONTHS, day_in_words

_LEFT, _DAY, _ROW, _TOP = 250, 3, 24, 44
_SHOWN: Final = 40  # signs of a label


@dataclass(frozen=True)
class Bar:
    """One step from its first day to its last, both included; a window is drawn with round ends."""

    label: str
    window: bool
    first: date
    last: date
    reminders: tuple[date, ...] = ()


def gantt_mermaid(title: str, bars: Sequence[Bar]) -> str:
    """Return the bars as a Mermaid chart."""
    lines = ["gantt", f"    title {_plain(title)}", "    dateFormat YYYY-MM-DD", "    axisFormat %b %Y"]
    for bar in bars:
        kind = "active, " if bar.window else ""
        lines.append(f"    {_plain(bar.label)} :{kind}{bar.first}, {bar.last + timedelta(days=1)}")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return text without the signs that end a name in a chart of Mermaid."""
    return text.replace(":", " –").replace(";", ",").replace("#", "")


def gantt_svg(title: str, bars: Sequence[Bar]) -> str:
    """Return the bars as an SVG picture, with a line for each month and a mark for each reminder."""
    begin = min(bar.first for bar in bars).replace(day=1)
    end = max(bar.last for bar in bars)
    width, height = _LEFT + _DAY * ((end - begin).days + 12), _TOP + _ROW * len(bars) + 8
    told = "; ".join(f"{bar.label}: {day_in_words(bar.first)} to {day_in_words(bar.last)}" for bar in bars)
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {width} {height}' width='{width}' "
        f"height='{height}' font-family='Noto Sans, sans-serif' font-size='11'><title>{escape(title)}</title>"
        f"<desc>{escape(told)}</desc><text x='4' y='14' font-weight='600'>{escape(title)}</text>"
    )
    rows = [_row(bar, begin, _TOP + _ROW * at) for at, bar in enumerate(bars)]
    return "\n".join([head, *_months(begin, end, height), *rows, "</svg>"])


def _months(begin: date, end: date, height: int) -> list[str]:
    lines, month = [], begin
    while month <= end:
        x = _LEFT + _DAY * (month - begin).days
        year = f" {month.year}" if month.month == 1 or month == begin else ""
        label = f"{MONTHS[month.month - 1]}{year}"
        lines.append(
            f"<path d='M{x} 26 V{height}' stroke='#ccc'/><text x='{x + 3}' y='36' font-size='10'>{label}</text>"
        )
        month = (month + timedelta(days=31)).replace(day=1)
    return lines


def _row(bar: Bar, begin: date, y: int) -> str:
    x = _LEFT + _DAY * (bar.first - begin).days
    wide = max(_DAY, _DAY * ((bar.last - bar.first).days + 1))
    fill, round_ = ("#ffffff", 8) if bar.window else ("#dddddd", 0)
    marks = "".join(
        f"<path d='M{_LEFT + _DAY * (day - begin).days} {y + 17} l-3 5 h6 z' fill='#444'/>" for day in bar.reminders
    )
    label = escape(textwrap.shorten(bar.label, _SHOWN, placeholder="…"))
    return (
        f"<text x='4' y='{y + 13}'>{label}</text><rect x='{x}' y='{y + 2}' width='{wide}' height='14' rx='{round_}' "
        f"fill='{fill}' stroke='#444'><title>{escape(bar.label)}: {day_in_words(bar.first)} to "
        f"{day_in_words(bar.last)}</title></rect>{marks}"
    )
