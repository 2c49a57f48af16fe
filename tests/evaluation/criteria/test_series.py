"""Entries and spans stated complete in, lists with gaps out: what is not stated complete may always hold more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.rules import Between, FactItem, Listing, Scalar
from evalflow.evaluation.criteria.series import CallOffs, Placed, gaps_in
from evalflow.evaluation.criteria.series import listing as list_of
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.evaluation.registers.kinds import REGISTERS

TODAY = date(2027, 5, 1)
SESSION = REGISTERS["session"]
YESTERDAY = Completeness("k", "session", "d", "0001", "2027-05-01", "committee", "letter")


def session(code: str, held_on: str, status: str = "cancelled", by: str = "counterpart") -> Entry:
    values = {"held_on": held_on, "status": status} | ({"by": by} if by else {})
    return Entry(code, "session", "d", code, values, "minutes")


def complete(first: str, through: str, register: str = "session") -> Completeness:
    return Completeness("k", register, "d", first, through, "committee", "letter")


def listing(entries: list[Entry], *spans: Completeness) -> Listing:
    value = list_of(SESSION, {"session": entries}, spans, TODAY).value
    assert isinstance(value, Listing)
    return value


def runs(entries: list[Entry], *spans: Completeness) -> dict[str, Scalar]:
    return {item.label: item.fields["run"] for item in listing(entries, *spans).items}


def test_an_open_register_is_one_gap_up_to_today() -> None:
    assert gaps_in(SESSION, [], TODAY) == (DayRange(date.min, TODAY),)


def test_what_is_stated_complete_leaves_the_days_before_and_after_it_open() -> None:
    assert gaps_in(SESSION, [complete("2003", "2004-06")], TODAY) == (
        DayRange(date.min, date(2002, 12, 31)),
        DayRange(date(2004, 7, 1), TODAY),
    )


def test_spans_that_overlap_touch_or_repeat_are_one() -> None:
    spans = [complete("2005", "2006"), complete("2003", "2004"), complete("2003-05", "2003-06")]
    assert gaps_in(SESSION, spans, TODAY) == (DayRange(date.min, date(2002, 12, 31)), DayRange(date(2007, 1, 1), TODAY))


def test_a_span_up_to_today_or_beyond_leaves_nothing_open_after_it() -> None:
    before = (DayRange(date.min, date(2002, 12, 31)),)
    assert gaps_in(SESSION, [complete("2003", "2027-05-01")], TODAY) == before
    assert gaps_in(SESSION, [complete("2003", "9999")], TODAY) == before


def test_a_span_that_begins_after_today_covers_nothing_yet() -> None:
    assert gaps_in(SESSION, [complete("2028", "2029")], TODAY) == (DayRange(date.min, TODAY),)
    assert gaps_in(SESSION, [complete("2027-05-01", "2029")], TODAY) == (DayRange(date.min, date(2027, 4, 30)),)


def test_a_register_complete_from_the_first_day_of_the_calendar_has_no_gap() -> None:
    assert gaps_in(SESSION, [YESTERDAY], TODAY) == ()


def test_another_register_stated_complete_says_nothing_of_this_one() -> None:
    assert gaps_in(SESSION, [complete("2003", "2027", "publication")], TODAY) == (DayRange(date.min, TODAY),)


def unlisted(first: date, last: date) -> dict[str, Scalar]:
    return {"held_on": DayRange(first, last), "on": DayRange(first, last)}


def test_a_gap_is_named_in_days_and_knows_only_when() -> None:
    assert listing([], complete("2003", "2004")).gaps == (
        FactItem("sessions up to 31 Dec 2002", unlisted(date.min, date(2002, 12, 31))),
        FactItem("sessions from 1 Jan 2005 to 1 May 2027", unlisted(date(2005, 1, 1), TODAY)),
    )


def test_what_closes_a_gap_is_named() -> None:
    remedy = "evalflow record complete session --dialogue DIALOGUE --from DATE --through DATE --by WHO --source WHERE"
    assert list_of(SESSION, {}, [], TODAY).remedy == remedy
    [item] = listing([session("EX/S001", "2026")]).items
    assert item.remedy == "evalflow record correct EX/S001 --field FIELD --to VALUE --reason TEXT"


def test_an_entry_becomes_typed_values_and_what_it_lacks_is_unknown() -> None:
    values = {"held_on": "1997-08", "status": "held", "formal": "yes", "new_date_set": "no", "round": "3"}
    [item] = listing([Entry("1", "session", "d", "S-001", values, "S1, l. 3")]).items
    assert (item.label, item.sources) == ("S-001", ("S-001: S1, l. 3",))
    assert item.fields == {
        "code": "S-001", "on": PartialDate.parse("1997-08"), "run": 0,
        "held_on": PartialDate.parse("1997-08"), "status": "held", "formal": True,
        "by": None, "called_off_on": None, "new_date_set": False, "new_date_set_on": None, "place": None, "round": 3,
        "note": None, "ended_on": None,
    }  # fmt: skip


def test_publications_are_listed_with_their_own_gaps_and_other_registers_are_not() -> None:
    values = {"published_on": "2027-01-05", "of": "session-report", "session": "S-001", "public": "yes"}
    known = {
        "publication": [Entry("1", "publication", "d", "P-001", values, "site")],
        "session": [session("S-001", "2026")],
    }
    value = list_of(REGISTERS["publication"], known, [complete("2003", "2027-05-01", "publication")], TODAY).value
    assert isinstance(value, Listing)
    assert [item.label for item in value.items] == ["P-001"]
    assert [gap.label for gap in value.gaps] == ["publications up to 31 Dec 2002"]


def test_what_is_dated_by_its_session_has_the_day_of_that() -> None:
    known = {
        "session": [session("S-001", "2026-03")],
        "agenda-item": [
            Entry("2", "agenda-item", "d", "A-001", {"session": "S-001", "title": "Prisons"}, "site", "apparently")
        ],
    }
    value = list_of(REGISTERS["agenda-item"], known, [YESTERDAY], TODAY).value
    assert isinstance(value, Listing)
    [item], [gap] = value.items, value.gaps
    assert (item.fields["on"], item.sources) == (PartialDate.parse("2026-03"), ("A-001: site; said with: apparently",))
    assert (gap.label, set(gap.fields)) == ("agenda items up to 1 May 2027", {"on"})


def test_what_no_source_dates_is_listed_and_may_lie_at_any_time() -> None:
    figure = Entry("1", "case-figure", "d", "F-001", {"raised": "25", "raised.hedge": "some"}, "S1, l. 80")
    later = replace(figure, code="F-002", values={"raised": "3", "raised_on": "2002"})
    value = list_of(REGISTERS["case-figure"], {"case-figure": [later, figure]}, [], TODAY).value
    assert isinstance(value, Listing)
    assert [(item.label, item.fields["on"]) for item in value.items] == [
        ("F-001", None), ("F-002", PartialDate.parse("2002")),
    ]  # fmt: skip
    assert value.items[0].sources == ("F-001: S1, l. 80; said with: some",)


def test_sessions_called_off_in_a_row_are_counted_and_any_other_session_ends_the_row() -> None:
    known = [
        session("a", "2010-01-01"),
        session("b", "2011-01-01"),
        session("c", "2012-01-01", by="own"),
        session("d", "2013-01-01", "postponed"),
        session("e", "2014-01-01", "held", ""),
        session("f", "2015-01-01"),
    ]
    assert runs(known[::-1], YESTERDAY) == {"a": 1, "b": 2, "c": 0, "d": 1, "e": 0, "f": 1}


def test_called_off_by_nobody_knows_whom_may_or_may_not_be_in_the_row() -> None:
    known = [session("a", "2010-01-01"), session("b", "2011-01-01", by=""), session("c", "2012-01-01")]
    assert runs(known, YESTERDAY) == {"a": 1, "b": Between(0, 2), "c": Between(1, 3)}


def test_what_may_be_missing_in_between_may_end_the_row_or_lengthen_it() -> None:
    known = [session("a", "2010-01-01"), session("b", "2012-01-01")]
    assert runs(known, complete("0001", "2010"), complete("2012", "2027-05-01")) == {"a": 1, "b": Between(1, None)}


def test_a_session_held_for_certain_since_the_gap_bounds_the_row_again() -> None:
    known = [session("a", "2010-01-01"), session("b", "2012-01-01", "held", ""), session("c", "2013-01-01")]
    assert runs(known, complete("2012", "2027-05-01")) == {"a": Between(1, None), "b": 0, "c": 1}


def test_sessions_dated_by_the_year_may_have_been_in_either_order() -> None:
    known = [session("a", "2010-08-01"), session("b", "2010", "held", ""), session("c", "2012")]
    assert runs(known, YESTERDAY) == {"b": 0, "a": 1, "c": Between(1, 2)}


def test_two_sessions_of_one_day_may_have_been_in_either_order() -> None:
    assert runs([session("a", "2010-08-01"), session("b", "2010-08-01")], YESTERDAY) == {
        "a": Between(1, 2),
        "b": Between(1, 2),
    }


def test_a_session_that_may_have_ended_the_row_before_or_after_leaves_its_length_open() -> None:
    same_day = [session("a", "2010-01-01"), session("b", "2010-01-01", "held", ""), session("c", "2012-01-01")]
    assert runs(same_day, YESTERDAY)["c"] == Between(1, 2)
    same_year = [session("a", "2009-01-01"), session("b", "2010", "held", ""), session("c", "2010-08-01")]
    assert runs(same_year, YESTERDAY)["c"] == Between(1, 2)


@pytest.mark.parametrize("held_on", ["2012", "2012-06-01"])
def test_a_gap_that_begins_when_a_session_may_have_been_leaves_its_row_open(held_on: str) -> None:
    assert runs([session("a", held_on)], complete("0001", "2012-05-31")) == {"a": Between(1, None)}


# Soundness: a world is one way in which everything may have been. What is not listed lies in the gaps.
MONTHS = [(1, 31), (2, 29), (3, 31), (4, 30)]
DAYS = [date(2020, month, day) for month, last in MONTHS for day in (1, 15, last)]
DATES = ["2020", *(f"2020-{month:02}" for month, _ in MONTHS), *(day.isoformat() for day in DAYS)]
KNOWN = st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from(["held", "own", "counterpart", ""])), max_size=5)
GAP = st.none() | st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(sorted)


@settings(max_examples=400)
@given(KNOWN, GAP, st.data())
def test_whatever_the_unlisted_sessions_turn_out_to_be_a_run_stays_true(
    known: list[tuple[str, str]], gap: list[date] | None, chance: st.DataObject
) -> None:
    entries = [
        session(str(n), on, "held" if who == "held" else "cancelled", "" if who == "held" else who)
        for n, (on, who) in enumerate(known)
    ]
    told = runs(entries, *(spans_around(*gap) if gap else [YESTERDAY]))
    world = [placed(entry, chance) for entry in entries]
    if gap:
        within_gap = st.sampled_from([day for day in DAYS if gap[0] <= day <= gap[1]])
        world += chance.draw(st.lists(st.tuples(within_gap, st.booleans(), st.just("")), max_size=3))
    for code, lengths in lengths_of_rows(chance.draw(st.permutations(world))).items():
        assert within(lengths, told[code])


def spans_around(first: date, last: date) -> list[Completeness]:
    one = timedelta(days=1)
    return [complete("0001", (first - one).isoformat()), complete((last + one).isoformat(), "2027-05-01")]


def placed(entry: Entry, chance: st.DataObject) -> tuple[date, bool, str]:
    """Return one way in which a listed session may have been: its day, whether it is called off by the counterpart."""
    on, by = PartialDate.parse(entry.values["held_on"]), entry.values.get("by")
    days = [day for day in DAYS if on.earliest <= day <= on.latest]
    offs = [False] if entry.values["status"] == "held" or by == "own" else [True] if by else [True, False]
    return chance.draw(st.sampled_from(days)), chance.draw(st.sampled_from(offs)), entry.code


def lengths_of_rows(world: Sequence[tuple[date, bool, str]]) -> Mapping[str, int]:
    """Return how long the row is that ends with each listed session; those of one day stay in the order given."""
    found: dict[str, int] = {}
    length = 0
    for _, off, code in sorted(world, key=lambda one: one[0]):
        length = length + 1 if off else 0
        if code:
            found[code] = length
    return found


def within(length: int, told: Scalar) -> bool:
    match told:
        case int():
            return length == told
        case Between(low, high):
            return (low or 0) <= length and (high is None or length <= high)
    return False


def in_plain_words(one: Placed, listed: list[Placed], gaps: list[DayRange]) -> Scalar:
    """Return the length of a row as it is meant, by looking at every session for each: slow and without an index."""
    others = [other for other in listed if other is not one]
    ends = [(gap.earliest, gap.latest) for gap in gaps]
    least, most = 0, 0
    if one.called_off:
        breaks = [(o.first, o.last) for o in others if not o.called_off] + ends
        broken = max((min(last, one.last) for first, last in breaks if first <= one.last), default=date.min)
        least = 1 + sum(o.called_off is True and broken < o.first and o.last < one.first for o in others)
    if one.called_off is not False:
        broken = max((o.first for o in others if o.called_off is False and o.last < one.first), default=date.min)
        if any(first <= one.last and broken <= min(last, one.last) for first, last in ends):
            return Between(least)
        may_be = [o for o in others if o.called_off is not False and o.first <= one.last]
        most = 1 + sum(broken <= min(o.last, one.last) for o in may_be)
    return least if least == most else Between(least, most)


@st.composite
def rows_of(draw: st.DrawFn) -> list[Placed]:
    spans = draw(st.lists(near_spans()))
    return [Placed(*span, draw(st.sampled_from([True, True, False, None]))) for span in spans]


def near_spans() -> st.SearchStrategy[tuple[date, date]]:
    near = st.integers(0, 12).map(lambda number: date(2020, 1, 1) + timedelta(days=number))
    return st.tuples(near, near).map(lambda pair: (min(pair), max(pair))) | st.just((date.min, date.max))


@given(rows_of(), st.lists(near_spans().map(lambda span: DayRange(*span)), max_size=2))
def test_rows_are_counted_over_an_index_as_they_are_by_looking_at_each(
    listed: list[Placed], gaps: list[DayRange]
) -> None:
    rows = CallOffs(listed, gaps)
    assert [rows.run(one) for one in listed] == [in_plain_words(one, listed, gaps) for one in listed]
