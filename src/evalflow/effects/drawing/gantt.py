"""Steps with their days, and days that matter → a chart over time: SVG for a page, or Mermaid.

Tasks are filled, windows hollow, automatic steps thin: nothing is told by a colour alone. Of several bars in a row the
last has its days beside it, and the text that goes with the picture has all.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final, Literal

from evalflow.effects.wording import MONTHS
from evalflow.engine.dates import day_in_words

_LABELS, _CHART, _ROW, _HEAD, _SIDE = 300, 560, 26, 30, 190  # widths and heights, in units of the picture
_SIGNS: Final = 48  # letters of a label
_TICKS_AT_MOST: Final = 14
_DAY: Final = timedelta(days=1)
_FILLS: Final = {"task": ("#555555", 12), "window": ("#ffffff", 12), "automatic": ("#555555", 4)}


@dataclass(frozen=True)
class StepBar:
    """One step from its first to its last day, both included. Bars with one name share a row.

    `ends` is False where the step is not over on its last day.
    """

    name: str
    title: str
    kind: Literal["task", "window", "automatic"]
    first: date
    last: date
    ends: bool = True


@dataclass(frozen=True)
class DayMark:
    """A day that matters: in the row of the step `name`, or across all rows."""

    label: str
    on: date
    name: str = ""


def gantt_svg(title: str, bars: Sequence[StepBar], marks: Sequence[DayMark]) -> str:
    """Return the chart as an SVG picture with a title and its text beside it, the same bytes for the same values."""
    rows = {name: at for at, name in enumerate(dict.fromkeys(bar.name for bar in bars))}
    scale = _GanttScale.of(bars, marks)
    width, height = _LABELS + _CHART + _SIDE, _HEAD + _ROW * len(rows) + 34
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {width} {height}' width='{width}' "
        f"height='{height}' font-family='Noto Sans, sans-serif' font-size='11'><title>{escape(title)}</title>"
        f"<desc>{escape('; '.join(_in_words(bars, marks)))}</desc>"
    )
    drawn = [
        *_ticks(scale, height),
        *_labels(bars, rows),
        *(_across(mark, scale, height) for mark in marks if mark.name not in rows),
        *(_bar(bar, rows[bar.name], scale) for bar in bars),
        *(_days_beside(bar, rows[bar.name], scale) for bar in {bar.name: bar for bar in bars}.values()),
        *(_letter(mark, rows[mark.name], scale) for mark in marks if mark.name in rows),
    ]
    return "\n".join([head, *drawn, "</svg>"])


def gantt_mermaid(title: str, bars: Sequence[StepBar], marks: Sequence[DayMark]) -> str:
    """Return the chart as Mermaid draws it: a section for each step, and one for the days across them."""
    lines = ["gantt", f"    title {_plain(title)}", "    dateFormat YYYY-MM-DD", "    axisFormat %d %b %Y"]
    for name in dict.fromkeys(bar.name for bar in bars):
        lines.append(f"    section {_plain(name)}")
        own = [bar for bar in bars if bar.name == name]
        lines += [f"    {_plain(bar.title)} :{_TAGS[bar.kind]}{bar.first}, {bar.last + _DAY}" for bar in own]
        lines += [f"    {_plain(mark.label)} :milestone, {mark.on}, 0d" for mark in marks if mark.name == name]
    known = {bar.name for bar in bars}
    if across := [mark for mark in marks if mark.name not in known]:
        lines.append("    section Days")
        lines += [f"    {_plain(mark.label)} :milestone, {mark.on}, 0d" for mark in across]
    return "\n".join(lines)


_TAGS: Final = {"task": "", "window": "active, ", "automatic": "done, "}


@dataclass(frozen=True)
class _GanttScale:
    first: date
    last: date

    @classmethod
    def of(cls, bars: Sequence[StepBar], marks: Sequence[DayMark]) -> "_GanttScale":
        days = [*(bar.first for bar in bars), *(bar.last for bar in bars), *(mark.on for mark in marks)]
        return cls(min(days), max(days))

    def x(self, on: date) -> float:
        return round(_LABELS + _CHART * (on - self.first).days / ((self.last - self.first).days + 1), 2)


def _ticks(scale: _GanttScale, height: int) -> Iterator[str]:
    months = list(_months(scale))
    for month in months[:: max(1, -(-len(months) // _TICKS_AT_MOST))]:
        x = scale.x(month)
        year = f" {month.year}" if month.month == 1 or month == months[0] else ""
        yield (
            f"<path d='M{x:g} {_HEAD - 6} V{height - 28}' stroke='#dddddd'/>"
            f"<text x='{x:g}' y='{_HEAD - 12}' font-size='10'>{MONTHS[month.month - 1][:3]}{year}</text>"
        )


def _months(scale: _GanttScale) -> Iterator[date]:
    month = scale.first.replace(day=1)
    while month <= scale.last:
        if month >= scale.first:
            yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _labels(bars: Sequence[StepBar], rows: dict[str, int]) -> Iterator[str]:
    titles = {bar.name: bar.title for bar in bars}
    for name, at in rows.items():
        told = escape(textwrap.shorten(titles[name], _SIGNS, placeholder=" …"))
        yield f"<text x='{_LABELS - 8}' y='{_y(at) + 4:g}' text-anchor='end'>{told}</text>"


def _bar(bar: StepBar, at: int, scale: _GanttScale) -> str:
    fill, thick = _FILLS[bar.kind]
    left, right = scale.x(bar.first), scale.x(bar.last + _DAY)
    dash = "" if bar.ends else " stroke-dasharray='4 3'"
    return (
        f"<rect x='{left:g}' y='{_y(at) - thick / 2:g}' width='{max(right - left, 1.5):g}' height='{thick}' "
        f"fill='{fill if bar.ends else '#ffffff'}' stroke='#444444'{dash}><title>{escape(_days(bar))}</title></rect>"
    )


def _days_beside(bar: StepBar, at: int, scale: _GanttScale) -> str:
    x = scale.x(bar.last + _DAY) + 6
    return f"<text x='{x:g}' y='{_y(at) + 4:g}' font-size='10'>{escape(_days(bar))}</text>"


def _letter(mark: DayMark, at: int, scale: _GanttScale) -> str:
    x, y = scale.x(mark.on), _y(at)
    told = f"<title>{escape(mark.label)}, {day_in_words(mark.on)}</title>"
    return f"<path d='M{x:g} {y - 11:g} l4 -5 h-8 z' fill='#444444'>{told}</path>"


def _across(mark: DayMark, scale: _GanttScale, height: int) -> str:
    x = scale.x(mark.on)
    anchor = "end" if x > _LABELS + _CHART / 2 else "start"
    told = f"{escape(mark.label)}, {day_in_words(mark.on)}"
    return (
        f"<g><path d='M{x:g} {_HEAD - 6} V{height - 24}' stroke='#444444' stroke-dasharray='6 3'/>"
        f"<text x='{x:g}' y='{height - 10}' text-anchor='{anchor}' font-size='10'>{told}</text></g>"
    )


def _y(at: int) -> float:
    """Return the middle of a row."""
    return _HEAD + _ROW * (at + 0.5)


def _days(bar: StepBar) -> str:
    last = day_in_words(bar.last)
    until = last if bar.first == bar.last else f"{day_in_words(bar.first)} – {last}"
    return until if bar.ends else f"{until} …"


def _in_words(bars: Sequence[StepBar], marks: Sequence[DayMark]) -> Iterator[str]:
    yield from (f"{bar.title}: {_days(bar)}" for bar in bars)
    yield from (f"{mark.label}: {day_in_words(mark.on)}" for mark in marks)


def _plain(text: str) -> str:
    """Return text as Mermaid takes it on a line of a chart: colons, semicolons and hashes have a meaning there."""
    return " ".join(text.replace(":", " –").replace(";", ",").replace("#", "no. ").split())
