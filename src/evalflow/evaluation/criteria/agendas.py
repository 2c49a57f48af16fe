"""Sessions held and items of their agendas → how much time each agenda had, for rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.rules import Between, Date, Fact, FactItem, Int, Listing, ListType, Scalar, Text
from evalflow.evaluation.criteria.series import gaps_in
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import typed

SESSION_AGENDAS: Final = ListType({"session": Text, "on": Date, "items": Int, "minutes": Int})
_ITEMS: Final = REGISTERS["agenda-item"]
_REMEDY: Final = "evalflow record add agenda-item --dialogue DIALOGUE --set session=CODE --set minutes=NUMBER …"


def session_agendas(registers: Mapping[str, Sequence[Entry]], spans: Sequence[Completeness], today: date) -> Fact:
    """Return each session held, with how many items its agenda had and how many minutes they had together.

    Where the register of items is not stated complete for its day, or an item's minutes are not known, both are known
    only as the least that they can be.
    """
    items: dict[str, list[Entry]] = {}
    for entry in registers.get("agenda-item", ()):
        items.setdefault(entry.values["session"], []).append(entry)
    open_days = gaps_in(_ITEMS, spans, today)
    held = [one for one in registers.get("session", ()) if one.values["status"] == "held"]
    fact_items = tuple(_agenda(session, items.get(session.code, ()), open_days) for session in held)
    unlisted = (FactItem("sessions not on record", {"on": gap}) for gap in gaps_in(REGISTERS["session"], spans, today))
    return Fact(Listing(fact_items, tuple(unlisted)), remedy=_REMEDY)


def _agenda(session: Entry, items: Sequence[Entry], open_days: Iterable[DayRange]) -> FactItem:
    on = PartialDate.parse(session.values["held_on"])
    whole = not any(gap.earliest <= on.latest and on.earliest <= gap.latest for gap in open_days)
    minutes = [_minutes(item) for item in items]
    least = sum(one for one in minutes if one is not None)
    total: Scalar = least if whole and None not in minutes else Between(least)
    number: Scalar = len(items) if whole else Between(len(items))
    sources = tuple(f"{item.code}: {item.source}" for item in items)
    return FactItem(
        session.code, {"session": session.code, "on": on, "items": number, "minutes": total}, sources or (session.code,)
    )


def _minutes(item: Entry) -> int | None:
    field = _ITEMS.field("minutes")
    known = typed(item.values, field) if field else None
    return known if isinstance(known, int) else None
