"""Dates, lists and names in public sentences."""

from datetime import UTC, date, datetime

import pytest

from evalflow.evaluation import wording


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2027-06-12", "12 June 2027"),
        ("2001-01", "January 2001"),
        ("1997", "1997"),
        ("spring 1996", "spring 1996"),
        ("", ""),
    ],
)
def test_a_date_in_words_is_as_precise_as_its_source(text: str, words: str) -> None:
    assert wording.date_words(text) == words


def test_an_instant_is_shown_as_clocks_in_the_zone_show_it() -> None:
    assert wording.instant_words(datetime(2027, 6, 11, 22, 59, tzinfo=UTC), "Europe/London") == (
        "11 June 2027, 23:59 (Europe/London)"
    )


def test_the_last_day_a_date_may_mean_is_of_a_day_itself_and_of_nothing_none() -> None:
    assert [wording.last_day(text) for text in ("2027-06-12", "2027-02", "")] == [
        date(2027, 6, 12),
        date(2027, 2, 28),
        None,
    ]


def test_a_list_reads_as_a_person_writes_it() -> None:
    assert [wording.listed(words) for words in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("text", "sentence"), [(" No reply ", "No reply."), ("No reply.", "No reply."), ("Why?", "Why?"), ("无", "无.")]
)
def test_words_that_were_given_are_ended_and_else_unchanged(text: str, sentence: str) -> None:
    assert wording.ended(text) == sentence


def test_a_name_that_takes_an_article_gets_it() -> None:
    names = ("United Kingdom", "European Union", "United States", "China")
    assert [wording.the(name) for name in names] == [
        "the United Kingdom",
        "the European Union",
        "the United States",
        "China",
    ]


def test_codes_are_put_in_order_by_their_numbers() -> None:
    assert sorted(["UK-10", "UK-2", "EU-11"], key=wording.in_order) == ["EU-11", "UK-2", "UK-10"]
