"""A message in words: text, dates, numbers, lists, and other messages within it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from evalflow.evaluation.message import Message, PartialDay, PublishedOn, as_given, message
from evalflow.evaluation.report.wording import worded, words

AT = datetime(2027, 3, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (as_given("as {it} is"), "as {it} is"),
        (message("cycle.is-paused", since=date(2027, 3, 1)), "The cycle is paused since 1 March 2027."),
        (message("decision.none", criteria=("A",)), "No decision is recorded on A, which is tripped."),
        (message("decision.none", criteria=("A", "B")), "No decision is recorded on A and B, which are tripped."),
        (message("criterion.untold", count=1), "The evaluation before could not tell either."),
        (message("criterion.untold", count=3), "The 3 evaluations before could not tell either."),
        (message("end", on=date(2027, 3, 1)), "1 March 2027"),
        (message("end", on=date(2027, 3, 1), ends_at=AT, zone="Asia/Tokyo"), "20:00 on 1 March 2027 (Asia/Tokyo)"),
        (message("end.short", on=date(2027, 3, 1)), "1 Mar 2027"),
        (message("period", months=1, days=2), "1 month and 2 days"),
        (message("statement", value="nine rounds", hedge="apparently", date="1997"), "apparently nine rounds (1997)"),
        (message("begun", says=as_given("once")), "Once"),
    ],
)
def test_a_message_says_its_sentence_with_its_values(told: Message, says: str) -> None:
    assert words(told) == says


@dataclass(frozen=True)
class Holding:
    due: PartialDay
    published: PublishedOn
    says: Message | None
    other: tuple[Message, ...]
    number: int | None


def test_a_record_in_words_keeps_all_else() -> None:
    told = Holding("2027-03", "", None, (message("not-known"),), None)
    assert worded(told) == Holding("March 2027", "not known", "", ("not known",), None)  # type: ignore[arg-type] # in words
    assert worded({"a": message("not-known"), "b": 3}) == {"a": "not known", "b": 3}


def test_what_message_did_not_make_is_refused() -> None:
    with pytest.raises(KeyError):
        words(Message("no.such-key"))
    with pytest.raises(KeyError):
        words(Message("cycle.is-paused"))
    with pytest.raises(ValueError, match="Invalid isoformat"):
        words(message("cycle.is-paused", since="soon"))
