"""Planned and actual dates of the steps → bars, ticks and labels of the timetable's figure, in millimetres."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from evalflow.effects.wording import MONTHS, day
from evalflow.evaluation.report.sections.course import StepLine

LABELS = 55.0  # width kept for the names of the steps
WIDTH = 166.0
HEAD = 7.0
ROW = 8.4
TICKS_AT_MOST = 12
TICK_LABEL = 6.0  # width that a month needs
LETTERS_A_LINE = 32
AHEAD = 14  # days after the last date, so that nothing ends at the edge


@dataclass(frozen=True)
class TimelineBar:
    x: float
    width: float


@dataclass(frozen=True)
class TimelineTick:
    x: float
    label: str


@dataclass(frozen=True)
class TimelineRow:
    y: float
    label: tuple[str, ...]  # one line or two
    planned: TimelineBar | None
    actual: TimelineBar | None
    ongoing: bool  # not finished at the cut-off: the bar is open at its end
    endless: bool  # planned from a day on, with no deadline: the outline is open at its end


@dataclass(frozen=True)
class Timeline:
    width: float
    height: float
    start: float  # where the first day stands
    ticks: tuple[TimelineTick, ...]
    rows: tuple[TimelineRow, ...]


def timeline(steps: tuple[StepLine, ...], today: date) -> Timeline | None:
    """Return the figure of all steps, or None where none has a date. `today` ends what is still open."""
    days = [day for step in steps for day in _days(step)]
    if not days:
        return None
    scale = _TimelineScale(min(days), max(max(days) + timedelta(days=AHEAD), min(days) + timedelta(days=27)))
    rows = [_row(step, HEAD + ROW * n, scale, today) for n, step in enumerate(steps)]
    return Timeline(WIDTH, HEAD + ROW * len(rows), LABELS, tuple(_ticks(scale)), tuple(rows))


@dataclass(frozen=True)
class _TimelineScale:
    first: date
    last: date

    def x(self, day: date) -> float:
        return LABELS + (WIDTH - LABELS) * (day - self.first).days / ((self.last - self.first).days + 1)

    def bar(self, start: date | None, end: date | None) -> TimelineBar | None:
        if start is None and end is None:
            return None
        left = self.x(start or end or self.first)
        right = min(self.x((end or start or self.last) + timedelta(days=1)), WIDTH)
        return TimelineBar(round(left, 2), round(max(right - left, 0.6), 2))


def _row(step: StepLine, y: float, scale: _TimelineScale, today: date) -> TimelineRow:
    ongoing = step.actual_from is not None and step.actual_to is None
    until = max(step.actual_from or today, min(today, scale.last)) if ongoing else step.actual_to
    label = textwrap.wrap(step.title, LETTERS_A_LINE, max_lines=2, placeholder=" …")
    endless = step.planned_from is not None and step.planned_to is None
    planned = scale.bar(step.planned_from, scale.last if endless else step.planned_to)
    return TimelineRow(y, tuple(label), planned, scale.bar(step.actual_from, until), ongoing, endless)


def _days(step: StepLine) -> list[date]:
    days = (step.planned_from, step.planned_to, step.actual_from, step.actual_to)
    return [day for day in days if day is not None]


def _ticks(scale: _TimelineScale) -> Iterator[TimelineTick]:
    months = [month for month in _months(scale) if scale.x(month) < WIDTH - TICK_LABEL]
    if not months:
        yield TimelineTick(LABELS, day(scale.first))
        return
    shown = months[:: -(-len(months) // TICKS_AT_MOST)]
    for before, month in zip([None, *shown], shown, strict=False):
        year = "" if before and before.year == month.year else f" {month.year}"
        yield TimelineTick(round(scale.x(month), 2), MONTHS[month.month - 1][:3] + year)


def _months(scale: _TimelineScale) -> Iterator[date]:
    month = scale.first.replace(day=1)
    while month <= scale.last:
        if month >= scale.first:
            yield month
        month = (month + timedelta(days=32)).replace(day=1)
