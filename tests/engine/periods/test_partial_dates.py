"""Dates as a source gives them: never more precise than the source."""

from datetime import date

import pytest

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "words"),
    [
        ("1997", "1997-01-01", "1997-12-31", "1997"),
        ("1997-08", "1997-08-01", "1997-08-31", "Aug 1997"),
        ("2000-02", "2000-02-01", "2000-02-29", "Feb 2000"),
        ("1997-08-14", "1997-08-14", "1997-08-14", "14 Aug 1997"),
        ("spring 1996", "1996-03-01", "1996-05-31", "1 Mar 1996 to 31 May 1996"),
        ("Summer 1996", "1996-06-01", "1996-08-31", "1 Jun 1996 to 31 Aug 1996"),
        ("autumn 2000", "2000-09-01", "2000-11-30", "1 Sep 2000 to 30 Nov 2000"),
        ("winter 1999", "1998-12-01", "2000-02-29", "1 Dec 1998 to 29 Feb 2000"),
    ],
)
def test_a_partial_date_keeps_its_text_and_knows_the_days_it_may_mean(
    text: str, earliest: str, latest: str, words: str
) -> None:
    found = PartialDate.parse(text)
    assert found == PartialDate(text, date.fromisoformat(earliest), date.fromisoformat(latest))
    assert (str(found), str(found.days)) == (text, words)


def test_only_a_full_day_is_exact() -> None:
    texts = ["1997", "1997-08", "spring 1996", "1997-08-14"]
    assert [PartialDate.parse(text).exact for text in texts] == [False, False, False, True]


@pytest.mark.parametrize(
    "text", ["2026-02-29", "2026-13", "2026-00", "0000", "2026-04-31", "winter 9999", "winter 0001"]
)
def test_a_date_the_calendar_lacks_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        PartialDate.parse(text)
    assert (refusal.value.code, str(refusal.value)) == (
        "no-such-date",
        f"The calendar has no {text!r}. Check year, month and day.",
    )


@pytest.mark.parametrize(
    "text", ["", "97", "about 2003", "1997-8", "1997-08-14T00:00", "spring 1996-03", "spring", "1997-08-", "١٩٩٧"]
)
def test_what_is_no_date_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        PartialDate.parse(text)
    assert (refusal.value.code, str(refusal.value)) == (
        "bad-date",
        f"{text!r} is not a date this record can keep. "
        "Write a day (1997-08-14), a month (1997-08), a year (1997) or a season (spring 1996).",
    )


def test_a_span_of_days_cannot_end_before_it_starts() -> None:
    with pytest.raises(InvalidInput) as refusal:
        DayRange(date(2026, 5, 2), date(2026, 5, 1))
    assert (refusal.value.code, str(refusal.value)) == (
        "end-before-start",
        "A span of days cannot end before it starts: 1 May 2026 is before 2 May 2026.",
    )
