"""Sessions and items of their agendas in; for each session held how many items, and how many minutes, out."""

from datetime import date

from evalflow.engine.rules import Between, Listing, Scalar
from evalflow.evaluation.criteria.agendas import session_agendas
from evalflow.evaluation.registers.commands_events import Completeness, Entry

TODAY = date(2027, 5, 1)
HELD = Entry("1", "session", "d", "S001", {"status": "held", "held_on": "2026-06-01"}, "minutes")
OFF = Entry("2", "session", "d", "S002", {"status": "cancelled", "held_on": "2026-07-01"}, "minutes")
WHOLE = Completeness("c", "agenda-item", "d", "2026", "2026", "the secretariat", "minutes")


def item(code: str, **values: str) -> Entry:
    return Entry(code, "agenda-item", "d", code, {"session": "S001", "title": "T", **values}, "agenda")


def agenda(*items: Entry, spans: tuple[Completeness, ...] = (WHOLE,)) -> tuple[Scalar, Scalar]:
    value = session_agendas({"session": [HELD, OFF], "agenda-item": items}, spans, TODAY).value
    assert isinstance(value, Listing)
    [held] = value.items
    return held.fields["items"], held.fields["minutes"]


def test_items_and_minutes_are_counted_where_the_register_is_whole() -> None:
    assert agenda(item("A1", minutes="40"), item("A2", minutes="20")) == (2, 60)
    assert agenda() == (0, 0)


def test_where_it_is_not_or_a_time_is_not_known_they_are_the_least_that_can_be() -> None:
    assert agenda(item("A1", minutes="40"), spans=()) == (Between(1), Between(40))
    assert agenda(item("A1", minutes="40"), item("A2")) == (2, Between(40))
    hedged = item("A1", minutes="40", **{"minutes.comparator": "at least"})
    assert agenda(hedged) == (1, Between(0))


def test_sessions_that_may_be_missing_are_a_gap() -> None:
    value = session_agendas({"session": [HELD]}, (WHOLE,), TODAY).value
    assert isinstance(value, Listing)
    assert [gap.label for gap in value.gaps] == ["sessions not on record"]
