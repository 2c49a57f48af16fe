"""Entries of a register and the spans stated complete → a list for the rules, with a gap wherever something may be missing."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from evalflow.engine.dates import DayRange, PartialDate, day_in_words
from evalflow.engine.rules import Between, Fact, Item, Listing, Scalar
from evalflow.evaluation.registers import REGISTERS, Completeness, Entry, Register

_DAY = timedelta(days=1)


def sessions(entries: Sequence[Entry], spans: Sequence[Completeness], today: date) -> Fact:
    """Return the sessions, each with `run`: how many in a row, ending with it, the counterpart called off."""
    register = REGISTERS["session"]
    gaps = gaps_in(register, spans, today)
    own = sorted((e for e in entries if e.register == register.name), key=lambda e: _days(e, register).earliest)
    items = [_item(entry, register, {"run": run}) for entry, run in zip(own, _runs(own, gaps), strict=True)]
    return _listing(register, items, gaps)


def publications(entries: Sequence[Entry], spans: Sequence[Completeness], today: date) -> Fact:
    register = REGISTERS["publication"]
    own = [entry for entry in entries if entry.register == register.name]
    items = [_item(entry, register, {}) for entry in own]
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
        if day < first:
            gaps.append(DayRange(day, first - _DAY))
        day = max(day, through + _DAY)
    if day <= today:
        gaps.append(DayRange(day, today))
    return tuple(gaps)


def _listing(register: Register, items: Sequence[Item], gaps: Sequence[DayRange]) -> Fact:
    unlisted = tuple(Item(_gap_in_words(register, gap), {register.dated_by: gap}) for gap in gaps)
    remedy = f"evalflow record complete {register.name} --from DATE --through DATE --by WHO --source WHERE"
    return Fact(Listing(tuple(items), unlisted), remedy=remedy)


def _gap_in_words(register: Register, gap: DayRange) -> str:
    until = day_in_words(gap.latest)
    span = f"up to {until}" if gap.earliest == date.min else f"from {day_in_words(gap.earliest)} to {until}"
    return f"{register.name}s {span}: the register is not stated complete"


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


def _days(entry: Entry, register: Register) -> PartialDate:
    return PartialDate.parse(entry.values[register.dated_by])


def _runs(entries: Sequence[Entry], gaps: Sequence[DayRange]) -> list[Scalar]:
    """Return for each session, in order of time, the length of the row of call-offs that ends with it.

    A session that may be missing from the record in between may have broken the row, or lengthened it.
    """
    runs: list[Scalar] = []
    low, high, before = 0, 0, date.min
    unbounded = False
    for entry in entries:
        days = PartialDate.parse(entry.values["held_on"])
        if any(gap.earliest <= days.latest and before <= gap.latest for gap in gaps):
            low, unbounded = 0, True
        low, high, unbounded = _longer(entry, low, high, unbounded)
        runs.append(low if low == high and not unbounded else Between(low, None if unbounded else high))
        before = days.latest
    return runs


def _longer(entry: Entry, low: int, high: int, unbounded: bool) -> tuple[int, int, bool]:
    by = entry.values.get("by", "")
    if entry.values["status"] == "held" or by not in ("", "counterpart"):
        return 0, 0, False
    return (low + 1 if by else 0), high + 1, unbounded
