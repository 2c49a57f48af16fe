"""Values as text in, what a rule may read out: what is sure and no more, whatever sources say beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.rules import Between, Scalar
from evalflow.errors import Problem
from evalflow.evaluation.registers.commands_events import Register, RegisterField
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import (
    COMPARATORS,
    content_of,
    problems_with,
    said,
    typed,
    wrong_value,
)

KINDS: dict[str, RegisterField] = {
    "whole": RegisterField("x", "whole", "number"),
    "date": RegisterField("x", "date", "day"),
    "yes-no": RegisterField("x", "yes-no", "yes or no"),
    "text": RegisterField("x", "text", "words"),
    "one-of": RegisterField("x", "one-of", "a word", one_of=("own", "counterpart")),
    "address": RegisterField("x", "address", "where"),
}
DAY = PartialDate.parse("2026-06-09")


def of(text: str, **parts: str) -> dict[str, str]:
    return ({"x": text} if text else {}) | {f"x.{part}": value for part, value in parts.items()}


def in_a_register(kind: str) -> Register:
    return Register("r", "R", "rs", "R", "x", (KINDS[kind],))


@pytest.mark.parametrize(
    ("kind", "values", "read"),
    [
        ("whole", of("9"), 9),
        ("whole", of("9", comparator="at least"), Between(9)),
        ("whole", of("9", comparator="more than"), Between(10)),
        ("whole", of("9", comparator="at most"), Between(0, 9)),
        ("whole", of("9", comparator="fewer than"), Between(0, 8)),
        ("whole", of("9", comparator="about"), None),
        ("whole", of("9", variants="9 [S2]"), 9),
        ("whole", of("9", variants="11 [S2] | 8 [S3]"), Between(8, 11)),
        ("whole", of("9", comparator="at least", variants="8 [S2]"), Between(8)),
        ("whole", of("9", comparator="at most", variants="12 [S2]"), Between(0, 12)),
        ("whole", of("9", comparator="about", variants="8 [S2]"), None),
        ("whole", of(""), None),
        ("whole", of("", knowledge="stated-unknown"), None),
        ("date", of("2026-06-09"), DAY),
        ("date", of("2026-06-09", comparator="before"), DayRange(date.min, date(2026, 6, 8))),
        ("date", of("2026", comparator="after"), DayRange(date(2027, 1, 1), date.max)),
        ("date", of("0001-01-01", comparator="before"), DayRange(date.min, date.min)),
        ("date", of("9999", comparator="after"), DayRange(date.max, date.max)),
        ("date", of("2026-06-09", variants="2026-05 [S2]"), DayRange(date(2026, 5, 1), date(2026, 6, 9))),
        ("date", of("2026-06-09", comparator="about"), None),
        ("date", of("", knowledge="stated-none"), None),
        ("yes-no", of("yes"), True),
        ("yes-no", of("no", hedge="apparently"), False),
        ("yes-no", of("no", variants="yes [S2]"), None),
        ("yes-no", of("no", variants="no [S2]"), False),
        ("text", of("in Bern"), "in Bern"),
        ("text", of("in Bern", variants="in Geneva [S2]"), None),
        ("text", of("", knowledge="stated-none"), ""),
        ("text", of("", knowledge="blank"), None),
        ("one-of", of("own"), "own"),
        ("address", of("https://example.org"), "https://example.org"),
    ],
)  # fmt: skip
def test_a_rule_reads_what_is_sure(kind: str, values: dict[str, str], read: Scalar) -> None:
    assert problems_with(in_a_register(kind), values) == []
    assert typed(values, KINDS[kind]) == read


NO_PART = "no part of a field. There are: knowledge, comparator, hedge, source, variants."


@pytest.mark.parametrize(
    ("kind", "values", "field", "told"),
    [
        ("whole", of("9", part="x"), "x.part", NO_PART),
        ("whole", of("9", comparator="before"), "x.comparator",
         "'before' has to be one of: at least, at most, more than, fewer than, about."),
        ("date", of("2026", comparator="at least"), "x.comparator",
         "'at least' has to be one of: before, after, about."),
        ("text", of("many", comparator="about"), "x.comparator",
         "'about' has to be left out: only numbers and dates are compared."),
        ("whole", of("0", comparator="fewer than"), "x.comparator", "fewer than 0 is nothing that can be."),
        ("whole", of("9", variants="ten [S2]"), "x.variants", "'ten' is no whole number."),
        ("whole", of("9", variants="10"), "x.variants", "'10' is not VALUE [SOURCE]; several are parted by ' | '."),
        ("whole", of("9", variants="1 []"), "x.variants", "'1 []' is not VALUE [SOURCE]; several are parted by ' | '."),
        ("whole", of("", hedge="apparently"), "x.hedge", "says nothing while x has no value."),
        ("whole", of("", variants="10 [S2]"), "x.variants", "says nothing while x has no value."),
        ("text", of("", knowledge="guessed"), "x.knowledge",
         "'guessed' is none of: stated, stated-none, stated-unknown, blank, absent."),
        ("text", of("words", knowledge="stated-none"), "x.knowledge", "stated-none does not go with a value."),
        ("text", of("", knowledge="stated"), "x.knowledge", "stated does not go with no value."),
        ("yes-no", of("", knowledge="stated-none"), "x.knowledge",
         "a source that states none states no: give that as the value."),
        ("whole", of("", knowledge="stated-none"), "x.knowledge",
         "a source that states none states 0: give that as the value."),
        ("one-of", of("", knowledge="stated-none"), "x.knowledge",
         "a source that states none states own or counterpart: give that as the value."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told_at_its_part(
    kind: str, values: dict[str, str], field: str, told: str
) -> None:
    assert problems_with(in_a_register(kind), values) == [Problem(field, told)]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (of("9"), "9"),
        (of("9", comparator="at least", hedge="apparently"), "apparently at least 9"),
        (of("9", source="S2, l. 4", variants="10 [S3] | 11 [S4]"), "9 [S2, l. 4]; or 10 [S3]; or 11 [S4]"),
        (of("", knowledge="stated-none"), "none (stated)"),
        ({}, "not known (the source does not mention it)"),
    ],
)
def test_what_is_said_is_told_with_all_its_reservations(values: dict[str, str], words: str) -> None:
    assert str(said(values, "x")) == words


def test_what_an_entry_says_is_the_same_in_whatever_order_and_another_in_another_register() -> None:
    assert content_of("case", {"a": "1", "b": "2"}) == content_of("case", {"b": "2", "a": "1"})
    assert len({content_of("case", {"a": "1"}), content_of("contact", {"a": "1"}), content_of("case", {"a": "2"})}) == 3


NUMBERS = st.integers(0, 10**9 - 1).map(str)
DATES = st.dates(date(1, 1, 2), date(9999, 12, 30)).map(date.isoformat) | st.integers(1000, 9998).map(str)
SOURCED = st.sampled_from(["S1", "S2, l. 4"])


@st.composite
def whole_or_date(draw: Any) -> tuple[str, dict[str, str]]:
    kind = draw(st.sampled_from(["whole", "date"]))
    values = NUMBERS if kind == "whole" else DATES
    parts = {
        "comparator": draw(st.sampled_from(["", *COMPARATORS[kind]])),
        "hedge": draw(st.sampled_from(["", "some"])),
    }
    variants = draw(st.lists(st.tuples(values, SOURCED), max_size=3))
    parts["variants"] = " | ".join(f"{value} [{source}]" for value, source in variants)
    return kind, of(draw(values), **{name: text for name, text in parts.items() if text})


@given(whole_or_date())
def test_what_a_rule_reads_holds_every_variant_and_the_value_unless_it_is_compared(
    asked: tuple[str, dict[str, str]],
) -> None:
    kind, values = asked
    if problems_with(in_a_register(kind), values):
        return
    told = said(values, "x")
    read = typed(values, KINDS[kind])
    plain = [one.value for one in told.variants] + ([] if told.comparator else [told.value])
    assert read is not None or told.comparator == "about"
    assert all(holds(read, value, kind) for value in plain)


def holds(read: Scalar, value: str, kind: str) -> bool:
    if kind == "date":
        day = PartialDate.parse(value)
        return read is None or (
            isinstance(read, PartialDate | DayRange) and read.earliest <= day.earliest and day.latest <= read.latest
        )
    match read:
        case None:
            return True
        case Between(low, high):
            return (low or 0) <= int(value) and (high is None or int(value) <= high)
    return read == int(value)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda one: one.name)
def test_every_register_is_declared_soundly(register: Register) -> None:
    names = [field.name for field in register.fields]
    assert len(set(names)) == len(names)
    assert (register.dating.kind, register.dating.kind == "entry") in (("date", False), ("entry", True))
    assert not register.consent or "consent" in names
    for field in register.fields:
        assert len(set(field.one_of)) == len(field.one_of)
        assert (field.kind == "one-of") == bool(field.one_of)
        assert (field.kind == "entry") == (field.refers in REGISTERS)
        assert field.kind == "date" or not field.ahead
        assert field.title[0].islower() or field.title.startswith(("NGO", "UN"))


def test_registers_have_facts_and_codes_of_their_own() -> None:
    for name in ("facts", "prefix", "title"):
        assert len({getattr(register, name) for register in REGISTERS.values()}) == len(REGISTERS)


@pytest.mark.parametrize("register", REGISTERS.values(), ids=lambda one: one.name)
def test_what_is_required_is_enough(register: Register) -> None:
    values = {field.name: sample(field) for field in register.fields if field.required}
    assert problems_with(register, values) == []
    for name in values:
        assert [one.where for one in problems_with(register, {**values, name: ""})] == [name]


def sample(field: RegisterField) -> str:
    if field.one_of:
        return field.one_of[0]
    return {"date": str(date(2026, 1, 1) + timedelta(days=1)), "whole": "1", "yes-no": "no"}.get(field.kind, "words")


def test_a_text_that_shows_nothing_is_no_value() -> None:
    place = REGISTERS["session"].field("place")
    assert place is not None
    assert wrong_value(place, "\u200b") == "it shows nothing: it holds U+200B (zero width space)."
    assert wrong_value(place, " ") == "it shows nothing: it holds white space alone."
    assert wrong_value(place, "Bern") == ""
