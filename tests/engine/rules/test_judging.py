"""Facts in, verdicts out: true or false only if it is so whatever the unknown turns out to be."""

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.rules import (
    Between,
    DayRange,
    Fact,
    FactItem,
    Listing,
    Missing,
    PartialDate,
    Period,
    RuleFailed,
    Truth,
    Value,
    judge,
    parse,
)
from evalflow.engine.rules.intervals import all_of, any_of, negated
from evalflow.errors import InvalidInput

TODAY = date(2027, 5, 1)
PARAMS: dict[str, int | str | Period] = {"sessions": 2, "status": "held", "month": Period(months=1)}
TRUTHS = st.sampled_from([True, False, None])
SAID: dict[bool | None, Truth] = {True: "true", False: "false", None: "unknown"}


def judged(rule: str, **facts: Value) -> Truth:
    return judge(parse(rule), {name: Fact(value) for name, value in facts.items()}, PARAMS, TODAY).truth


def missing(rule: str, **facts: Fact) -> tuple[Missing, ...]:
    return judge(parse(rule), facts, PARAMS, TODAY).missing


def register(*ranks: int | None, gap: FactItem | None = None) -> Listing:
    return Listing(tuple(FactItem(f"entry {n}", {"rank": rank}) for n, rank in enumerate(ranks)), (gap,) if gap else ())


ANYTHING = FactItem("entries before 2003")
LOW = FactItem("low entries", {"rank": Between(0, 3)})


@pytest.mark.parametrize(("a", "b"), list(product([True, False, None], repeat=2)))
def test_and_or_and_not_are_those_of_kleene(a: bool | None, b: bool | None) -> None:
    both = False if a is False or b is False else None if a is None or b is None else True
    either = True if a is True or b is True else None if a is None or b is None else False
    assert judged("a && b", a=a, b=b) == SAID[both]
    assert judged("a || b", a=a, b=b) == SAID[either]
    assert judged("!a", a=a) == {True: "false", False: "true", None: "unknown"}[a]


@given(TRUTHS, TRUTHS, TRUTHS)
def test_the_laws_of_kleene_hold(a: bool | None, b: bool | None, c: bool | None) -> None:
    assert all_of([a, b]) == all_of([b, a])
    assert all_of([a, all_of([b, c])]) == all_of([a, b, c]) == all_of([all_of([a, b]), c])
    assert all_of([a, any_of([b, c])]) == any_of([all_of([a, b]), all_of([a, c])])
    assert any_of([a, all_of([b, c])]) == all_of([any_of([a, b]), any_of([a, c])])
    assert negated(all_of([a, b])) == any_of([negated(a), negated(b)])
    assert any_of([a, all_of([a, b])]) == a
    assert negated(negated(a)) == a
    assert (all_of([]), any_of([])) == (True, False)


@pytest.mark.parametrize(
    ("rule", "n", "said"),
    [
        ("n >= 2", Between(2, 5), "true"),
        ("n >= 2", Between(0, 1), "false"),
        ("n >= 2", Between(1, 2), "unknown"),
        ("n < 2", Between(0, 1), "true"),
        ("n < 2", Between(2, None), "false"),
        ("n <= 2", Between(None, 2), "true"),
        ("n > 2", Between(None, 2), "false"),
        ("n == 2", Between(2, 2), "true"),
        ("n == 2", Between(1, 2), "unknown"),
        ("n == 2", Between(3, None), "false"),
        ("n != 2", Between(3, None), "true"),
        ("n != 2", Between(2, 3), "unknown"),
        ("n in [1, 2, 3]", Between(1, 3), "true"),
        ("n in [1, 3]", Between(1, 3), "unknown"),
        ("n in [4, 7]", Between(5, 6), "false"),
        ("n in [1]", None, "unknown"),
        ("n * 2 + 1 <= 7 - n", Between(0, 2), "true"),
        ("n * n < 0", Between(-2, 3), "unknown"),
        ("n * -1 <= 0", Between(0, None), "true"),
        ("n * 0 == 0", None, "true"),
        ("n + 1 > 0", None, "unknown"),
        ("n - 9223372036854775807 <= 0", Between(0, None), "true"),
        ("9223372036854775807 + n == 9223372036854775807", Between(0, 5), "true"),
    ],
)
def test_half_known_integers_decide_only_what_they_must(rule: str, n: Value, said: str) -> None:
    assert judged(rule, n=n) == said


@pytest.mark.parametrize(
    ("rule", "on", "said"),
    [
        ("on < date('1998-01-01')", PartialDate.parse("1997-08"), "true"),
        ("on > date('1997-08-15')", PartialDate.parse("1997-08"), "unknown"),
        ("on == date('1997-08')", PartialDate.parse("1997-08"), "unknown"),
        ("on == date('1997-08')", date(1997, 9, 1), "false"),
        ("on == date('1997-08-14')", PartialDate.parse("1997-08-14"), "true"),
        ("on + period('P1M') <= date('1997-09-30')", PartialDate.parse("1997-08"), "true"),
        ("on - params.month >= date('1997-02-28')", date(1997, 3, 31), "true"),
        ("on - period('P1D') < today", None, "unknown"),
        ("on + period('P2Y') > date('0002-01-01')", None, "true"),
        ("on < today", date(2027, 4, 30), "true"),
        ("on < today", date(2027, 5, 1), "false"),
    ],
)
def test_a_date_is_the_days_it_may_mean(rule: str, on: Value, said: str) -> None:
    assert judged(rule, on=on) == said


@pytest.mark.parametrize(
    ("rule", "xs", "said"),
    [
        ("xs.exists(x, x.rank > 3)", register(1, 5), "true"),
        ("xs.exists(x, x.rank > 3)", register(1, 2), "false"),
        ("xs.exists(x, x.rank > 3)", register(1, None), "unknown"),
        ("xs.exists(x, x.rank > 3)", register(1, gap=LOW), "false"),
        ("xs.exists(x, x.rank > 2)", register(1, gap=LOW), "unknown"),
        ("xs.exists(x, x.rank >= 0)", register(gap=LOW), "unknown"),
        ("xs.all(x, x.rank > 3)", register(5, 4), "true"),
        ("xs.all(x, x.rank > 3)", register(1, 4), "false"),
        ("xs.all(x, x.rank > 3)", register(4, gap=LOW), "unknown"),
        ("xs.all(x, x.rank < 4)", register(1, gap=LOW), "true"),
        ("xs.all(x, x.rank < 4)", register(None, gap=LOW), "unknown"),
        ("xs.all(x, false)", register(), "true"),
        ("xs.exists(x, true)", register(), "false"),
        ("size(xs) == 2", register(1, 2), "true"),
        ("size(xs) >= 2", register(1, None, gap=ANYTHING), "true"),
        ("size(xs) <= 2", register(1, None, gap=ANYTHING), "unknown"),
        ("size(xs.filter(x, x.rank > 3)) <= 2", register(1, 4, None, gap=LOW), "true"),
        ("size(xs.filter(x, x.rank > 3)) == 1", register(1, 4, None), "unknown"),
        ("size(xs.filter(x, x.rank > 3)) >= 1", register(1, 4, None), "true"),
        ("xs.filter(x, x.rank > 3).all(x, x.rank > 4)", register(1, 5), "true"),
        ("xs.filter(x, x.rank > 3).all(x, x.rank > 4)", register(1, 4), "false"),
        ("xs.filter(x, x.rank > 3).all(x, x.rank > 4)", register(5, None), "unknown"),
        ("xs.filter(x, x.rank > 3).exists(x, x.rank < 4)", register(5, 2), "false"),
        ("size(xs) >= 0", None, "true"),
        ("size(xs) >= 1", None, "unknown"),
        ("xs.exists(x, false)", None, "false"),
        ("xs.all(x, true)", None, "true"),
        ("xs.exists(x, xs.all(y, y.rank <= x.rank))", register(1, 3), "true"),
        ("xs.exists(x, xs.all(y, y.rank < x.rank))", register(1, 3), "false"),
    ],
)
def test_an_open_register_decides_only_what_no_unlisted_entry_could_change(rule: str, xs: Value, said: str) -> None:
    assert judged(rule, xs=xs) == said


@pytest.mark.parametrize(
    ("rule", "a", "b", "said"),
    [
        ("a == b", "x", "x", "true"),
        ("a == b", "x", "y", "false"),
        ("a != b", "x", None, "unknown"),
        ("a < b", 1, None, "unknown"),
        ("a == b", True, False, "false"),
        ("a == (b && true)", True, True, "true"),
        ("a in ['x', 'y']", "y", None, "true"),
        ("a in ['x', 'y']", "z", None, "false"),
        ("a in ['x', 'y']", None, None, "unknown"),
        ("a == params.status", "held", None, "true"),
        ("a + b < today", None, None, "unknown"),
        ("a + b < today", date(2027, 1, 1), None, "unknown"),
        ("a + params.sessions == 3", 1, None, "true"),
        ("true", None, None, "true"),
    ],
)
def test_values_of_one_type_compare(rule: str, a: Value, b: Value, said: str) -> None:
    assert judged(rule, a=a, b=b) == said


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        ("known(a)", 0, "true"),
        ("known(a)", False, "true"),
        ("known(a)", Between(1, 2), "true"),
        ("known(a)", None, "false"),
        ("known(b)", None, "false"),
        ("known(a)", register(), "true"),
        ("known(a)", register(1, gap=LOW), "false"),
        ("a.exists(x, known(x.rank))", register(None, 1), "true"),
        ("a.exists(x, known(x.rank))", register(None), "false"),
        ("a.exists(x, known(x.none))", register(1), "false"),
        ("a.exists(x, known(x.none))", register(1, gap=LOW), "unknown"),
        ("a.all(x, !known(x.rank))", register(None, gap=LOW), "unknown"),
    ],
)
def test_known_asks_the_record_and_is_unknown_only_of_unlisted_entries(rule: str, value: Value, said: str) -> None:
    assert judged(rule, a=value) == said


def test_what_is_missing_is_named_in_words_with_who_supplies_it() -> None:
    sessions = Fact(
        Listing(
            (
                FactItem("session of 2001", {"held_on": None, "code": "S1"}),
                FactItem("session of 2002", {"held_on": PartialDate.parse("2027"), "code": "S2"}),
                FactItem("session of 2003", {"held_on": date(2003, 1, 1)}),
            ),
            (FactItem("sessions between 2 Jan 2003 and 1 May 2027", {"held_on": DayRange(date(2003, 1, 2), TODAY)}),),
        ),
        remedy="Type `record add session`.",
    )
    assert missing(
        "sessions.exists(s, s.held_on >= today) || n > 2 || p", sessions=sessions, n=Fact(Between(0, 5))
    ) == (
        Missing("sessions", "held_on of session of 2001", "Type `record add session`."),
        Missing("sessions", "held_on of session of 2002, known only as 2027", "Type `record add session`."),
        Missing(
            "sessions",
            "sessions between 2 Jan 2003 and 1 May 2027: the register is not stated complete",
            "Type `record add session`.",
        ),
        Missing("n", "n, known only as 0 to 5"),
        Missing("p", "p"),
    )


def test_an_entry_may_name_what_supplies_its_own_fields() -> None:
    xs = Fact(
        Listing((FactItem("x1", {"a": None}, remedy="Correct x1."), FactItem("x2", {"a": None}))), remedy="Complete xs."
    )
    assert missing("xs.exists(x, x.a)", xs=xs) == (
        Missing("xs", "a of x1", "Correct x1."),
        Missing("xs", "a of x2", "Complete xs."),
    )


def test_a_fact_says_in_its_own_note_what_is_missing() -> None:
    points = Fact(None, note="3 points lack a disposition", remedy="Type `input dispose`.")
    assert missing("points == 0", points=points) == (
        Missing("points", "points: 3 points lack a disposition", "Type `input dispose`."),
    )


def test_between_no_ends_at_all_is_simply_missing() -> None:
    assert missing("n > 2", n=Fact(Between(None))) == (Missing("n", "n"),)


def test_an_unknown_register_is_missing_once_as_a_whole() -> None:
    assert missing("size(xs.filter(x, x.a && x.b > 1)) > 1 && xs.all(x, x.a)") == (Missing("xs", "xs"),)


def test_only_what_keeps_the_verdict_open_is_missing() -> None:
    assert missing("a || (b && c)", b=Fact(False)) == (Missing("a", "a"),)
    assert missing("a && b", b=Fact(False)) == ()
    assert missing("xs.exists(x, x.rank > 3)", xs=Fact(register(None, 4))) == ()


def test_a_rule_that_is_itself_imprecise_says_so() -> None:
    found = judge(parse("on == date('1997-08')"), {"on": Fact(date(1997, 8, 14))}, {}, TODAY)
    assert (found.truth, found.missing) == ("unknown", (Missing("", "the rule's own date, known only as Aug 1997"),))


@pytest.mark.parametrize(
    ("rule", "a", "says"),
    [
        ("a + 1 > 0", 2**63 - 1, "9223372036854775807 + 1 does not fit into 64 bits."),
        ("a * 2 > 0", Between(2**62, None), "4611686018427387904 * 2 does not fit into 64 bits."),
        ("a + period('P8000Y') > today", date(2027, 1, 1), "1 Jan 2027 + 8000 years lies outside the calendar."),
        ("a - period('P3000Y') > today", PartialDate.parse("2027"), "2027 - 3000 years lies outside the calendar."),
        ("a < 1", "x", "'x' and 1 cannot be compared."),
        ("a == 1", True, "yes and 1 cannot be compared."),
        ("a == true", 1, "1 and yes cannot be compared."),
        ("a == today", 1, "1 and 1 May 2027 cannot be compared."),
        ("a == 1", Period(days=1), "1 day and 1 cannot be compared."),
        ("a + 1 == 2", True, "yes + 1 cannot be computed."),
        ("a + 1 == 2", "x", "'x' + 1 cannot be computed."),
        ("today + a == today", 3, "1 May 2027 + 3 cannot be computed."),
        ("a in ['x']", 3, "3 and 'x' cannot be compared."),
        ("a", 3, "The record gave 3 where yes or no belongs."),
        ("!a", "x", "The record gave 'x' where yes or no belongs."),
        ("a == 1", register(), "The record gave a list for a, where a single value belongs."),
        ("size(a) == 1", 3, "The record gave 3 for a, where a list belongs."),
        ("a == 1", 2**63, "The record gave 9223372036854775808, which no rule can read."),
        (
            "a == today",
            datetime(2027, 5, 1, tzinfo=UTC),
            "The record gave 2027-05-01 00:00:00+00:00, which no rule can read.",
        ),
        ("params.other == 1", 1, "The parameter other is not given."),
        ("size(params.sessions) == 1", 1, "A single value stands where a list belongs."),
        ("(a == 1) == xs.filter(x, true)", 1, "A list stands where a single value belongs."),
    ],
)
def test_what_cannot_be_computed_is_an_incident_even_where_another_clause_decides(
    rule: str, a: Value, says: str
) -> None:
    whole = f"true || ({rule})"
    with pytest.raises(RuleFailed) as failed:
        judged(whole, a=a, xs=register())
    assert (failed.value.code, failed.value.exit_code, str(failed.value)) == (
        "rule-failed",
        4,
        f"{says} The rule: {whole}",
    )


def test_nothing_lies_between_two_ends_that_are_crossed() -> None:
    with pytest.raises(InvalidInput) as refusal:
        Between(3, 2)
    assert (refusal.value.code, str(refusal.value)) == ("end-before-start", "No integer lies between 3 and 2.")
