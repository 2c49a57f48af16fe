"""Every day that objectives were due on → a slip chart: across, the day; downwards, each time that it was moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.evaluation.objectives.slips import DueDay, months_corrected, months_slipped
from evalflow.evaluation.wording import date_words

_LABELS: Final = 150
_CHART: Final = 420
_SIDE: Final = 90
_HEAD: Final = 68
_ROW: Final = 18
_GAP: Final = 10
_YEARS_AT_MOST: Final = 12
_STATED, _SILENT = "#1f4e79", "#b03a2e"


@dataclass(frozen=True)
class Slips:
    """One objective, and the days that it was due on, in order."""

    code: str
    days: tuple[DueDay, ...]


def slip_svg(title: str, slips: Sequence[Slips], notice: str = "") -> str:
    """Return the chart as an SVG picture with a title and its text beside it, the same bytes for the same values.

    `notice` stands above it. A day that was moved without a stated reason is drawn hollow.
    Raises ValueError where no objective has a day.
    """
    named = [PartialDate.parse(day.due).days for one in slips for day in one.days if day.due]
    scale = _SlipScale(min(day.earliest.year for day in named), max(day.latest.year for day in named))
    height = _HEAD + sum(_ROW * len(one.days) + _GAP for one in slips) + 24
    width = _LABELS + _CHART + _SIDE
    told = "; ".join(f"{one.code}: {in_words(one.days)}" for one in slips)
    called = f"{title}. {notice}" if notice else title
    head = (
        f"<svg xmlns='http://www.w3.org/2000/svg' role='img' viewBox='0 0 {width} {height}' width='{width}' "
        f"height='{height}' font-family='Noto Sans, sans-serif' font-size='11'><title>{escape(called)}</title>"
        f"<desc>{escape(told)}</desc>"
    )
    drawn = [
        f"<text x='8' y='12' font-size='10' fill='{_SILENT}'>{escape(notice)}</text>",
        f"<text x='8' y='28' font-weight='bold'>{escape(title)}</text>",
        *scale.ticks(height),
    ]
    y = _HEAD
    for one in slips:
        drawn += _rows(one, y, scale)
        y += _ROW * len(one.days) + _GAP
    legend = "filled: first day, or moved with its reason; hollow: red, no stated reason; blue, a correction"
    drawn.append(f"<text x='8' y='{height - 8}' font-size='10' fill='#555555'>{legend}</text>")
    return "\n".join([head, *drawn, "</svg>"])


def in_words(days: Sequence[DueDay]) -> str:
    """Return the days in order: "June 2026, then June 2027 (no reason stated); 12 months later than at first"."""
    told = [f"{date_words(day.due) or 'no day'}{_mark(day)}" for day in days]
    return ", then ".join(told) + (f"; {moved}" if (moved := moved_in_words(days)) else "")


def moved_in_words(days: Sequence[DueDay]) -> str:
    """Return how far the last day lies from the first, in months; "" where that cannot be told."""
    months = months_slipped(tuple(days))
    if not months:
        return ""
    corrected = months_corrected(tuple(days))
    by = f", {_months(corrected)} by corrections of the record" if corrected else ""
    return f"{_months(months)} than at first{by}"


def _months(months: int) -> str:
    count = "1 month" if abs(months) == 1 else f"{abs(months)} months"
    return f"{count} {'later' if months > 0 else 'earlier'}"


def _mark(day: DueDay) -> str:
    if day.corrected:
        return " (correction of the record)"
    return " (no reason stated)" if day.silent else ""


@dataclass(frozen=True)
class _SlipScale:
    first: int
    last: int

    def x(self, days: DayRange) -> float:
        """Return where the last day stands that a partial date may mean: by then it is due."""
        within = (days.latest.timetuple().tm_yday - 1) / 366
        return round(_LABELS + _CHART * (days.latest.year + within - self.first) / (self.last - self.first + 1), 1)

    def ticks(self, height: int) -> Iterator[str]:
        count = self.last - self.first + 1
        for year in range(self.first, self.last + 1, max(1, -(-count // _YEARS_AT_MOST))):
            x = round(_LABELS + _CHART * (year - self.first) / count, 1)
            yield f"<path d='M{x:g} {_HEAD - 10} V{height - 24}' stroke='#dddddd'/>"
            yield f"<text x='{x + 2:g}' y='{_HEAD - 14}' font-size='10'>{year}</text>"


def _rows(slips: Slips, top: int, scale: _SlipScale) -> Iterator[str]:
    yield f"<text x='8' y='{top + 12}' font-weight='bold'>{escape(slips.code)}</text>"
    before: tuple[float, float] | None = None
    for number, day in enumerate(slips.days):
        y = top + _ROW * number + 8
        beside = f"x='{_LABELS - 6}' y='{y + 4}' text-anchor='end' font-size='10' fill='#555555'"
        yield f"<text {beside}>{escape(day.since)}</text>"
        if not day.due:
            yield f"<text x='{_LABELS + 4}' y='{y + 4}' font-size='10'>no day</text>"
            before = None
            continue
        x = scale.x(PartialDate.parse(day.due).days)
        if before:
            yield f"<path d='M{before[0]:g} {before[1] + 5:g} V{y} H{x:g}' fill='none' stroke='#999999'/>"
        fill = "#ffffff" if day.silent or day.corrected else _STATED
        stroke = _SILENT if day.silent else _STATED
        yield f"<circle cx='{x:g}' cy='{y}' r='5' fill='{fill}' stroke='{stroke}' stroke-width='2'/>"
        at = f"x='{x - 9:g}' text-anchor='end'" if before and x < before[0] else f"x='{x + 9:g}'"  # off the line
        yield f"<text {at} y='{y + 4}' font-size='10'>{escape(day.due)}</text>"
        before = (x, y)
