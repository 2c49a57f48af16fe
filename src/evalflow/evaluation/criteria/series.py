"""Entries of a register, and spans stated complete → a list for the rules, with a gap where one may be missing."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from evalflow.engine.dates import DayRange, PartialDate, day_in_words
from evalflow.engine.rules import Between, Fact, FactItem, Listing, Scalar
from evalflow.evaluation.criteria.derived import derived
from evalflow.evaluation.registers.commands_events import (
    Completeness,
    Entry,
    Register,
)
from evalflow.evaluation.registers.registers import day_of
from evalflow.evaluation.registers.values import typed

_DAY = timedelta(days=1)
_ALWAYS = ("always",)
_HEDGED = "; said with: "


def listing(
    register: Register, entries: Mapping[str, Sequence[Entry]], spans: Sequence[Completeness], today: date
) -> Fact:
    """Return the entries of a register, each with its day as `on`; `entries` holds them by the name of the register.

    Sessions have `run` besides: how many in a row, ending with it, the counterpart called off.
    """
    gaps = gaps_in(register, spans, today)
    by_code = {entry.code: entry for entry in entries.get("session", ())}
    own = sorted(((day_of(one, by_code), one) for one in entries.get(register.name, ())), key=_in_time)
    runs = _runs(own, gaps) if register.name == "session" else [{} for _ in own]
    items = [_item(one, register, {"on": on, **run}) for (on, one), run in zip(own, runs, strict=True)]
    return _listing(register, items, gaps)


def _in_time(placed: tuple[PartialDate | None, Entry]) -> tuple[date, date, str]:
    on, entry = placed
    return (on.earliest, on.latest, entry.code) if on else (date.min, date.max, entry.code)


def _runs(own: Sequence[tuple[PartialDate | None, Entry]], gaps: Sequence[DayRange]) -> list[dict[str, Scalar]]:
    placed = [_placed(on, entry) for on, entry in own]
    rows = CallOffs(placed, gaps)
    return [{"run": rows.run(one)} for one in placed]


def gaps_in(register: Register, spans: Sequence[Completeness], today: date) -> tuple[DayRange, ...]:
    """Return the stretches of days up to `today` that no statement of completeness covers.

    Where an entry's day may lie ahead, a register that is not stated complete until today may lack such entries too.
    """
    covered = sorted(
        (PartialDate.parse(span.first).earliest, PartialDate.parse(span.through).latest)
        for span in spans
        if span.register == register.name
    )
    gaps, day = [], date.min
    for first, through in covered:
        if day < min(first, today):
            gaps.append(DayRange(day, min(first - _DAY, today)))
        day = max(day, min(through, today) + _DAY)
    if day <= today:
        gaps.append(DayRange(day, date.max if register.dating.ahead == _ALWAYS else today))
    return tuple(gaps)


def _listing(register: Register, items: Sequence[FactItem], gaps: Sequence[DayRange]) -> Fact:
    unlisted = tuple(FactItem(_gap_in_words(register, gap), _unlisted(register, gap)) for gap in gaps)
    span = "--from DATE --through DATE --by WHO --source WHERE"
    remedy = f"evalflow record complete {register.name} --dialogue DIALOGUE {span}"
    return Fact(Listing(tuple(items), unlisted), remedy=remedy)


def _unlisted(register: Register, gap: DayRange) -> dict[str, Scalar]:
    return {"on": gap, register.dated_by: gap} if register.dating.kind == "date" else {"on": gap}


def _gap_in_words(register: Register, gap: DayRange) -> str:
    until, many = day_in_words(gap.latest), register.facts.replace("_", " ")
    if gap.earliest == date.min:
        return f"{many} at any time" if gap.latest == date.max else f"{many} up to {until}"
    first = day_in_words(gap.earliest)
    return f"{many} from {first} on" if gap.latest == date.max else f"{many} from {first} to {until}"


def _item(entry: Entry, register: Register, more: Mapping[str, Scalar]) -> FactItem:
    values: dict[str, Scalar] = {"code": entry.code, **derived(entry, register), **more}
    for field in register.fields:
        values[field.name] = typed(entry.values, field)
    remedy = f"evalflow record correct {entry.code} --field FIELD --to VALUE --reason TEXT"
    return FactItem(entry.code, values, (_sourced(entry),), remedy)


def _sourced(entry: Entry) -> str:
    hedges = [entry.hedge, *(value for name, value in entry.values.items() if name.endswith(".hedge"))]
    told = ", ".join(dict.fromkeys(hedge for hedge in hedges if hedge))
    return f"{entry.code}: {entry.source}{told and f'{_HEDGED}{told}'}"


def hedge_of(source: str) -> str:
    """Return the reservation that a source in a trace ends with; "" where it has none."""
    return source.rpartition(_HEDGED)[2] if _HEDGED in source else ""


@dataclass(frozen=True)
class Placed:
    """A session in time. `called_off`: by the counterpart, and so part of a row; None where nobody knows by whom."""

    first: date
    last: date
    called_off: bool | None


def _placed(on: PartialDate | None, entry: Entry) -> Placed:
    by = entry.values.get("by")
    held = entry.values["status"] == "held"
    first, last = (on.earliest, on.latest) if on else (date.min, date.max)
    return Placed(first, last, False if held else by == "counterpart" if by else None)


class CallOffs:
    """Sessions in the order of their days → how long a row of call-offs ends with one. Thousands are sorted once.

    What is dated by month or year may come before or after, and a gap may hold any session: one that breaks the row, or
    one that lengthens it.
    """

    def __init__(self, placed: Sequence[Placed], gaps: Sequence[DayRange]) -> None:
        self._gaps = [(gap.earliest, gap.latest) for gap in gaps]
        self._surely = sorted((one.first, one.last) for one in placed if one.called_off)
        may_be = [one for one in placed if one.called_off is not False]
        self._may_begin, self._may_end = sorted(one.first for one in may_be), sorted(one.last for one in may_be)
        breaks = [(one.first, one.last) for one in placed if not one.called_off] + self._gaps
        self._breaks = _Furthest(breaks)
        self._held = _Furthest([(one.last, one.first) for one in placed if one.called_off is False])

    def run(self, placed: Placed) -> Scalar:
        """Return the length of the row: exact only if it is so however the days fall."""
        low, high = self._least(placed), self._most(placed)
        return low if low == high else Between(low, high)

    def _least(self, placed: Placed) -> int:
        """Count what is surely in the row: called off, before it, after the last day on which anything may break it."""
        if not placed.called_off:
            return 0
        broken = min(self._breaks.furthest(bisect_right(self._breaks.begin, placed.last)), placed.last)
        after = bisect_right(self._surely, (broken, date.max))
        before = self._surely[after : bisect_left(self._surely, (placed.first, date.min))]
        return 1 + sum(last < placed.first for _, last in before)

    def _most(self, placed: Placed) -> int | None:
        """Count what may be in the row: None if a gap that nothing surely parts from it may hold any number."""
        if placed.called_off is False:
            return 0
        broken = self._held.furthest(bisect_left(self._held.begin, placed.first))
        if any(first <= placed.last and broken <= min(last, placed.last) for first, last in self._gaps):
            return None
        return bisect_right(self._may_begin, placed.last) - bisect_left(self._may_end, broken)


class _Furthest:
    """Pairs of days in the order of the first of them, and the latest second day of any that begin by then."""

    def __init__(self, pairs: Sequence[tuple[date, date]]) -> None:
        ordered = sorted(pairs)
        self.begin = [first for first, _ in ordered]
        self._latest = [date.min, *accumulate((second for _, second in ordered), max)]

    def furthest(self, count: int) -> date:
        """Return the latest second day among the first `count` pairs; the first day of all where there is none."""
        return self._latest[count]
