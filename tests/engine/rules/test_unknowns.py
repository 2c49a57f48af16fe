"""Whatever the unknown turns out to be: what was true stays true, and what was false stays false."""

import operator
from collections.abc import Callable
from datetime import date, timedelta
from itertools import product
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from evalflow.engine.rules import (
    Between,
    DayRange,
    Fact,
    FactItem,
    Listing,
    Scalar,
    Simple,
    check,
    judge,
    parse,
    references,
)
from evalflow.engine.rules.intervals import compared, computed, one_of
from evalflow.engine.rules.syntax import Order
from evalflow.engine.rules.types import Bool, Date, Int, ListType
from tests.engine.rules.rules_at_random import DECLARED, FIELDS, ORDERS, SMALL, WORDS, rules

TODAY = date(2026, 2, 14)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 31))


def half_known(kind: Simple) -> st.SearchStrategy[Scalar]:
    """Return values of a type: exact, between two ends, or unknown."""
    if kind == Int:
        ends = st.tuples(SMALL, SMALL).map(lambda pair: Between(min(pair), max(pair)))
        return st.one_of(SMALL, st.none(), ends, SMALL.map(Between))
    if kind == Date:
        return st.one_of(DAYS, st.none(), st.tuples(DAYS, DAYS).map(lambda pair: DayRange(min(pair), max(pair))))
    return st.one_of(st.none(), st.booleans() if kind == Bool else WORDS)


def completed(value: Scalar, kind: Simple) -> st.SearchStrategy[Scalar]:
    """Return what a half-known value may turn out to be."""
    match value:
        case Between(low, high):
            return st.integers(low, low + 9 if high is None and low is not None else high)
        case DayRange(earliest, latest):
            return st.integers(0, (latest - earliest).days).map(lambda count: earliest + timedelta(days=count))
        case None:
            return SMALL if kind == Int else DAYS if kind == Date else st.booleans() if kind == Bool else WORDS
    return st.just(value)


ITEMS = st.builds(
    FactItem, st.just("entry"), st.fixed_dictionaries({name: half_known(kind) for name, kind in FIELDS.items()})
)
LISTINGS = st.builds(Listing, st.lists(ITEMS, max_size=3).map(tuple), st.lists(ITEMS, max_size=1).map(tuple))


@st.composite
def some_facts(draw: st.DrawFn) -> dict[str, Fact]:
    found = {}
    for name, declared in DECLARED.items():
        kind = declared.type
        found[name] = Fact(
            draw(st.one_of(st.none(), LISTINGS, LISTINGS) if isinstance(kind, ListType) else half_known(kind))
        )
    return found


@st.composite
def completed_list(draw: st.DrawFn, listing: Listing) -> Listing:
    """Return a register as it may turn out: every field filled in, and none, one or two entries in each gap."""
    unlisted = [gap for gap in listing.gaps for _ in range(draw(st.integers(0, 2)))]
    return Listing(tuple(draw(completed_item(item)) for item in (*listing.items, *unlisted)))


def completed_item(item: FactItem) -> st.SearchStrategy[FactItem]:
    fields = {name: completed(item.fields.get(name), kind) for name, kind in FIELDS.items()}
    return st.builds(FactItem, st.just(item.label), st.fixed_dictionaries(fields))


def completed_fact(name: str, fact: Fact) -> st.SearchStrategy[Fact]:
    kind, known = DECLARED[name].type, fact.value
    if isinstance(known, Listing):
        return st.builds(Fact, completed_list(known))
    if isinstance(kind, ListType):
        return st.builds(Fact, completed_list(Listing((), (FactItem("entry"),))))
    return st.builds(Fact, completed(known, kind))


@settings(max_examples=400)
@given(text=rules(dates=True), facts=some_facts(), data=st.data())
def test_true_stays_true_and_false_stays_false(text: str, facts: dict[str, Fact], data: st.DataObject) -> None:
    rule = parse(text)
    check(rule, DECLARED, {})
    before = judge(rule, facts, {}, TODAY).truth
    read = {name: completed_fact(name, facts[name]) for name in sorted(references(rule))}
    for whole in data.draw(st.lists(st.fixed_dictionaries(read), min_size=1, max_size=6)):
        after = judge(rule, whole, {}, TODAY).truth
        assert after in ("true", "false")
        assert before in (after, "unknown")


COUNTING = st.builds(
    "size(xs.filter(x, x.n {} {})) {} {}".format,
    st.sampled_from(ORDERS),
    SMALL,
    st.sampled_from(ORDERS),
    st.integers(0, 3),
)
WITH_GAP = st.builds(Listing, st.lists(ITEMS, max_size=2).map(tuple), st.tuples(ITEMS))


@settings(max_examples=300)
@given(text=COUNTING, xs=WITH_GAP, data=st.data())
def test_a_count_in_an_open_register_holds_however_many_entries_come_to_light(
    text: str, xs: Listing, data: st.DataObject
) -> None:
    before = judge(parse(text), {"xs": Fact(xs)}, {}, TODAY).truth
    for whole in data.draw(st.lists(completed_list(xs), min_size=1, max_size=8)):
        assert before in (judge(parse(text), {"xs": Fact(whole)}, {}, TODAY).truth, "unknown")


def test_a_comparison_is_unknown_exactly_when_both_outcomes_are_left() -> None:
    for left, right, sign in product(INTERVALS, INTERVALS, SIGNS):
        outcomes = {SIGNS[sign](a, b) for a in numbers(left) for b in numbers(right)}
        assert compared(left, sign, right) is (outcomes.pop() if len(outcomes) == 1 else None), (left, sign, right)


def test_being_one_of_some_is_unknown_exactly_when_both_outcomes_are_left() -> None:
    for number, choices in product(INTERVALS, [(0,), (-1, 1), (0, 1), (-2, -1, 0), (1, 1, 2)]):
        outcomes = {value in choices for value in numbers(number)}
        assert one_of(number, choices) is (outcomes.pop() if len(outcomes) == 1 else None), (number, choices)


def test_a_sum_or_product_reaches_from_the_least_to_the_greatest_it_may_be() -> None:
    for left, right, (sign, operation) in product(INTERVALS, INTERVALS, COMPUTED.items()):
        results = [operation(a, b) for a in numbers(left) for b in numbers(right)]
        assert computed(left, sign, right) == interval(min(results), max(results)), (left, sign, right)


def interval(low: int, high: int) -> int | Between:
    return low if low == high else Between(low, high)


def numbers(value: int | Between) -> range:
    low, high = (value.low, value.high) if isinstance(value, Between) else (value, value)
    assert low is not None
    assert high is not None
    return range(low, high + 1)


INTERVALS = [interval(low, high) for low in range(-2, 3) for high in range(low, 3)]
SIGNS: dict[Order, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
COMPUTED: dict[Literal["+", "-", "*"], Callable[[int, int], int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


@settings(max_examples=200)
@given(text=rules(dates=True), facts=some_facts())
def test_an_unknown_verdict_names_what_is_missing_and_no_other_does(text: str, facts: dict[str, Fact]) -> None:
    found = judge(parse(text), facts, {}, TODAY)
    assert bool(found.missing) == (found.truth == "unknown")


@settings(max_examples=100)
@given(text=rules(dates=True))
def test_the_trace_begins_with_the_whole_rule_and_its_verdict(text: str) -> None:
    rule = parse(text)
    found = judge(rule, {}, {}, TODAY)
    assert (found.trace[0].text, found.trace[0].truth, found.trace[0].depth) == (rule.words(rule.root), found.truth, 0)
