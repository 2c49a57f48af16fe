"""What is stated of a timeframe is kept in lines and comes back whole, or is refused."""

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.objectives.timeframe import read_timeframe, timeframe_stated, timeframe_text, timeframe_words
from evalflow.evaluation.statements import Item, Statement

NONE = Statement("stated-none", source="S1, l. 21")
STATED = Statement("stated", "by the end of 2028", "S1, l. 4", "2028-12-31")


@pytest.mark.parametrize(
    ("stated", "text", "words"),
    [
        (NONE, "stated-none\nS1, l. 21", "none (stated); source: S1, l. 21"),
        (STATED, "stated\nS1, l. 4\nby the end of 2028", "by the end of 2028; source: S1, l. 4"),
        (Statement("stated", source="S2", date="2028"), "stated\nS2", "a day is stated; source: S2"),
        (Statement("absent"), "absent", "not known (the source does not mention it)"),
    ],
)
def test_a_statement_is_kept_in_lines_its_day_apart(stated: Statement, text: str, words: str) -> None:
    assert timeframe_text(stated, "UK-01") == text
    assert timeframe_stated(text, stated.date, "S9", NONE) == stated
    assert timeframe_words(text) == words


@pytest.mark.parametrize(
    "rich",
    [
        Statement("stated", "2028", hedge="about"),
        Statement("stated", "2028", note="as told later"),
        Statement("stated", variants=(Item("2029", "S2"),)),
        Statement("stated-none", source="S1\nS2"),
    ],
)
def test_what_no_line_is_for_is_refused_and_not_lost(rich: Statement) -> None:
    with pytest.raises(Refused, match=r"^Of the timeframe of UK-01 .* cannot be carried over") as refusal:
        timeframe_text(rich, "UK-01")
    assert refusal.value.code == "timeframe-too-rich"


def test_where_nothing_is_kept_a_day_has_the_source_of_the_objective_and_no_day_is_as_said_of_all() -> None:
    assert (read_timeframe(""), timeframe_words("")) == (None, "")
    assert timeframe_stated("", "2028", "S9", NONE) == Statement("stated", "", "S9", "2028")
    assert timeframe_stated("", "", "S9", NONE) == NONE
    assert timeframe_stated("", "", "S9", STATED) == Statement("absent")


def test_what_was_kept_of_no_day_does_not_outlive_a_day_nor_a_day_its_end() -> None:
    assert timeframe_stated("stated-none\nS1, l. 21", "2028", "S9", NONE) == Statement("stated", "", "S9", "2028")
    assert timeframe_stated("stated\nS2", "", "S9", NONE) == NONE
