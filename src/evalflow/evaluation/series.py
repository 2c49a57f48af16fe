"""Entries of a register, and spans stated complete → a list for the rules, with a gap where one may be missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evalflow.engine.dates import DayRange, PartialDate, day_in_words
from evalflow.engine.rules import Between, Fact, Item, Listing, Scalar
from evalflow.evaluation.registers import REGISTERS, Completeness, Entry, Register

_DAY = timedelta(days=1)


def sessions(entries: Sequence[Entry], spans: Sequence[Completeness], today: date) -> Fact:
    """Return the sessions, each with `run`: how many in a row, ending with it, the counterpart called off."""
    register = REGISTERS["session"]
    gaps = gaps_in(register, spans, today)
    own = sorted((e for e in entries if e.register == register.name), key=lambda e: _days(e, register))
    placed = [_placed(entry, register) for entry in own]
    items = [_item(e, register, {"run": _run(p, placed, gaps)}) for e, p in zip(own, placed, strict=True)]
    return _listing(register, items, gaps)


def publications(entries: Sequence[Entry], spans: Sequence[Completeness], today: date) -> Fact:
    register = REGISTERS["publication"]
    items = [_item(entry, register, {}) for entry in entries if entry.register == register.name]
    return _listing(register, items, gaps_in(register, spans, today))


def gaps_in(register: Register, spans: Sequence[Completeness], today: date) -> tuple[DayRange, ...]:
    """Return the stretches of days up to `today` that no statement of completeness covers."""
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
        gaps.append(DayRange(day, today))
    return tuple(gaps)


def _listing(register: Register, items: Sequence[Item], gaps: Sequence[DayRange]) -> Fact:
    unlisted = tuple(Item(_gap_in_words(register, gap), {register.dated_by: gap}) for gap in gaps)
    span = "--from DATE --through DATE --by WHO --source WHERE"
    remedy = f"evalflow record complete {register.name} --dialogue DIALOGUE {span}"
    return Fact(Listing(tuple(items), unlisted), remedy=remedy)


def _gap_in_words(register: Register, gap: DayRange) -> str:
    until = day_in_words(gap.latest)
    if gap.earliest == date.min:
        return f"{register.name}s up to {until}"
    return f"{register.name}s from {day_in_words(gap.earliest)} to {until}"


def _item(entry: Entry, register: Register, more: Mapping[str, Scalar]) -> Item:
    values: dict[str, Scalar] = {"code": entry.code, **more}
    for field in register.fields:
        values[field.name] = _typed(entry.values.get(field.name), field.kind)
    return Item(entry.code, values, (f"{entry.code}: {entry.source}",))


def _typed(value: str | None, kind: str) -> Scalar:
    match kind:
        case _ if not value:
            return None
        case "date":
            return PartialDate.parse(value)
        case "yes-no":
            return value == "yes"
        case "whole":
            return int(value)
    return value


def _days(entry: Entry, register: Register) -> tuple[date, date]:
    days = PartialDate.parse(entry.values[register.dated_by])
    return days.earliest, days.latest


@dataclass(frozen=True)
class _Placed:
    """A session in time. `called_off`: by the counterpart, and so part of a row; None where nobody knows by whom."""

    first: date
    last: date
    called_off: bool | None


def _placed(entry: Entry, register: Register) -> _Placed:
    by = entry.values.get("by")
    held = entry.values["status"] == "held"
    return _Placed(*_days(entry, register), False if held else by == "counterpart" if by else None)


def _run(one: _Placed, listed: Sequence[_Placed], gaps: Sequence[DayRange]) -> Scalar:
    """Return how long a row of call-offs ends with a session: exact only if it is so however the days fall.

    What is dated by month or year may come before or after, and a gap may hold any session: one that breaks the row, or
    one that lengthens it.
    """
    others = [other for other in listed if other is not one]
    low, high = _least(one, others, gaps), _most(one, others, gaps)
    return low if low == high else Between(low, high)


def _least(one: _Placed, others: Sequence[_Placed], gaps: Sequence[DayRange]) -> int:
    """Count what is surely in the row: called off, before it, and after the last day on which anything may break it."""
    if not one.called_off:
        return 0
    breaks = [(other.first, other.last) for other in others if not other.called_off]
    breaks += [(gap.earliest, gap.latest) for gap in gaps]
    broken = max((min(last, one.last) for first, last in breaks if first <= one.last), default=date.min)
    return 1 + sum(other.called_off is True and broken < other.first and other.last < one.first for other in others)


def _most(one: _Placed, others: Sequence[_Placed], gaps: Sequence[DayRange]) -> int | None:
    """Count what may be in the row: None if a gap that nothing surely parts from it may hold any number."""
    if one.called_off is False:
        return 0
    broken = max((o.first for o in others if o.called_off is False and o.last < one.first), default=date.min)
    if any(gap.earliest <= one.last and broken <= min(gap.latest, one.last) for gap in gaps):
        return None
    may_be = [other for other in others if other.called_off is not False and other.first <= one.last]
    return 1 + sum(broken <= min(other.last, one.last) for other in may_be)
