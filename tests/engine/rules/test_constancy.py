"""Rules that come to the same whatever the facts are: found by their own text, and never said of one that does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalflow.engine.rules import Between, Fact, RuleFailed, judge, parse
from evalflow.engine.rules.constancy import constant
from tests.engine.rules.rules_at_random import DECLARED, rules
from tests.engine.rules.test_unknowns import TODAY, some_facts


@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("i > 3 && i < 2", False), ("i > 3 && 2 > i", False), ("!(i < 5) && i == 4", False), ("i >= 0", True),
        ("i < 0", False), ("i > 3 || i < 4", True), ("i in [1, 2] && i in [3, 4]", False), ("i == i", True),
        ("i < j && j < i", False), ("i < j || i >= j", True), ("i <= j && j <= i && i != j", False),
        ("t.b && !t.b", False), ("t.b || !t.b", True), ("t.b == true && t.b == false", False),
        ("t.w == 'a' && t.w == 'b'", False), ("t.w != 'a' || t.w != 'b'", True),
        ("t.w in ['a'] && t.w in ['b', 'c']", False), ("true", True), ("1 > 2", False), ("'a' in ['a', 'b']", True),
        ("'a' == 'b'", False), ("day < date('2027-01-01') && day > date('2028')", False), ("today == today", True),
        ("size(xs) >= 0", True), ("size(xs) < 0", False), ("size(xs) > 2 && size(xs) < 2", False),
        ("xs.exists(e, e.w == 'a' && e.w == 'b')", False), ("xs.all(e, e.n > 1 || e.n < 2)", True),
        ("i < j && j < k && k < i", False), ("i < j && j < 3 && i > 5", False), ("i == j && j == k && i != k", False),
        ("i < j && j < k && k < 3 && i >= 2", False), ("t.w == u.w && u.w == v.w && t.w != v.w", False),
        ("i <= j || j <= k || k < i", True), ("day < today && today < date('2027-01-01') && day > date('2028')", False),
        ("known(i) && !known(i)", False), ("i + 1 > 5 && i + 1 < 3", False), ("i + j > 5 && i + j < 3", False),
    ],
)  # fmt: skip
def test_a_contradiction_is_never_true_and_a_tautology_always(text: str, comes_to: bool) -> None:
    assert constant([parse(text)], DECLARED) is comes_to


@pytest.mark.parametrize(
    "text",
    [
        "i == 0", "i > 3 && i < 5", "t.b", "t.w == 'a'", "xs.exists(e, e.b)", "xs.all(e, e.n < 0)",
        "xs.exists(e, true)", "xs.all(e, false)", "i < j", "day > today", "day > date('9999-12-31')", "i + 1 > 5",
        "i < j && j < k && i < k", "i < j && j < 4 && i > 1", "i < j && i > 3 && j > 3", "t.w != u.w && u.w != v.w",
        "known(i)", "i > -1 && t.b", "xs.exists(e, e.n == 1) && xs.exists(e, e.n == 2)",
    ],
)  # fmt: skip
def test_of_any_other_rule_nothing_is_said(text: str) -> None:
    assert constant([parse(text)], DECLARED) is None


def test_several_rules_may_contradict_each_other_and_too_much_is_not_tried() -> None:
    assert constant([parse("i > 3"), parse("i < 2")], DECLARED) is False
    assert constant([parse("i > 3"), parse("i < 4")], DECLARED, "||") is True
    many = " && ".join(f"i * {n} > {n}" for n in range(1, 12))
    assert constant([parse(f"{many} && i < 0")], DECLARED) is None


@settings(max_examples=200)
@given(text=rules(dates=True), facts=some_facts())
def test_what_is_said_to_be_constant_never_comes_to_the_opposite(text: str, facts: dict[str, Fact]) -> None:
    rule = parse(text)
    said = constant([rule], DECLARED)
    if said is None or not all(map(_is_count, facts.values())):
        return
    try:
        truth = judge(rule, facts, {}, TODAY).truth
    except RuleFailed:
        return
    assert truth in ("unknown", "true" if said else "false")


def _is_count(fact: Fact) -> bool:
    if isinstance(fact.value, Between):
        return fact.value.low is not None and fact.value.low >= 0
    return not isinstance(fact.value, int) or fact.value >= 0


@given(st.integers(-3, 3))
def test_a_number_alone_decides_as_it_stands(number: int) -> None:
    assert constant([parse(f"{number} > 0")], DECLARED) is (number > 0)


def test_a_parameter_counts_as_it_is_set() -> None:
    rule = parse("i >= params.least && i < params.most")
    assert constant([rule], DECLARED, parameters={"least": 3, "most": 2}) is False
    assert constant([rule], DECLARED, parameters={"least": 2, "most": 3}) is None
    inner = parse("xs.exists(e, e.n > params.most && e.n < 2)")
    assert constant([inner], DECLARED, parameters={"most": 2}) is False
