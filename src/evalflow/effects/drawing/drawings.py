"""A public record in words → the charts of its report, each an SVG with title and text; "" where nothing is drawn."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from evalflow.effects.drawing.charts import BarPart, BarRow, bars_svg, counted_in_words
from evalflow.effects.drawing.slip_chart import Slips, in_words, slip_svg
from evalflow.engine.dates import PartialDate
from evalflow.errors import InvalidInput
from evalflow.evaluation.criteria.scorecard import SCORES
from evalflow.evaluation.objectives.slips import DueDay
from evalflow.evaluation.report.figures import Figures
from evalflow.evaluation.report.sections.amendments import SlipLine
from evalflow.evaluation.report.sections.registers import AgendaLine
from evalflow.evaluation.report.wording import Worded
from evalflow.evaluation.statements import STATUSES

_STATUSES: Final = "How many objectives had each status, one bar for each evaluation of the dialogue, the oldest first"
_SLIPS: Final = "Every day that objectives were due on: across, the day; downwards, each time that it was moved"
_CHECKS: Final = "How many checks of each recommendation pass, fail, are unknown or do not apply"
_AGENDAS: Final = "Minutes that the items of each agenda had together, one bar for each session"


@dataclass(frozen=True)
class CycleStatuses:
    """The statuses that one evaluation found; `numbers` in the order of STATUSES."""

    cycle: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Drawn:
    """The charts, and the same in words or numbers."""

    statuses: Markup
    over_cycles: tuple[CycleStatuses, ...]
    slips: Markup
    slips_told: tuple[str, ...]
    checks: Markup
    agendas: Markup


def drawn(record: Worded, counted: Figures) -> Drawn:
    cycles = _over_cycles(record, counted)
    return Drawn(
        statuses=_bars(_STATUSES, [_statuses(row) for row in cycles]),
        over_cycles=cycles,
        slips=_slips([one for one in record.amendments.slips if _placed(one)]),
        slips_told=tuple(_told(one) for one in record.amendments.slips),
        checks=_bars(_CHECKS, _checks(record)),
        agendas=_bars(_AGENDAS, [_agenda(one) for one in record.registers.agendas]),
    )


def _over_cycles(record: Worded, counted: Figures) -> tuple[CycleStatuses, ...]:
    """Return a row for each earlier evaluation, and one for this; withdrawn objectives are not counted in it."""
    earlier = [
        CycleStatuses(one.cycle, tuple(one.statuses.get(word, 0) for word in STATUSES))
        for one in record.assessment.earlier_statuses
    ]
    now = {count.word: count.number for count in counted.statuses}
    return (*earlier, CycleStatuses(record.cover.cycle, tuple(now.get(word, 0) for word in STATUSES)))


def _statuses(row: CycleStatuses) -> BarRow:
    parts = tuple(BarPart(word, number) for word, number in zip(STATUSES, row.numbers, strict=True) if number)
    return BarRow(row.cycle, parts, counted_in_words(parts) or "nothing rated")


def _checks(record: Worded) -> list[BarRow]:
    rows = []
    for topic in record.advice.scorecard.topics if record.advice.scorecard else ():
        results = [check.result for check in topic.checks]
        parts = tuple(BarPart(word, results.count(word)) for word in SCORES if word in results)
        rows.append(BarRow(topic.code, parts, f"{topic.title}: {counted_in_words(parts)}"))
    return rows


def _agenda(line: AgendaLine) -> BarRow:
    least = "at least " if line.at_least else ""
    items = f"{line.items} item{'s' * (line.items != 1)}"
    return BarRow(
        line.session, (BarPart("", line.minutes),), f"{line.on}: {least}{items}, {least}{line.minutes} minutes"
    )


def _placed(line: SlipLine) -> bool:
    """Return whether its days are dates: a saved record that was not made here may hold anything."""
    try:
        return [PartialDate.parse(day.due) for day in line.days if day.due] != []
    except InvalidInput:
        return False


def _told(line: SlipLine) -> str:
    said = in_words(_days(line)) if _placed(line) else ", then ".join(day.due for day in line.days)
    return f"{line.objective}: {said}."


def _slips(lines: list[SlipLine]) -> Markup:
    if not lines:
        return Markup()
    slips = [Slips(line.objective, _days(line)) for line in lines]
    return Markup(slip_svg(_SLIPS, slips))  # noqa: S704 - it escapes every text


def _days(line: SlipLine) -> tuple[DueDay, ...]:
    return tuple(DueDay(day.due, day.since, "", day.silent, day.corrected) for day in line.days)


def _bars(title: str, rows: list[BarRow]) -> Markup:
    if not any(part.number for row in rows for part in row.parts):
        return Markup()
    return Markup(bars_svg(title, rows))  # noqa: S704 - it escapes every text
