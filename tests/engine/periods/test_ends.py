"""The end of a period in words: a day, or an hour with its zone, and which of two where the clock shows it twice."""

from datetime import UTC, date, datetime

import pytest

from evalflow.engine.ends import end_in_words
from evalflow.engine.periods import Deadline, end_of_day

BRUSSELS = "Europe/Brussels"


@pytest.mark.parametrize(
    ("ends_at", "words"),
    [
        (None, "31 Oct 2027"),
        (datetime(2027, 10, 31, 10, tzinfo=UTC), "11:00 on 31 Oct 2027 (Europe/Brussels)"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "02:30 on 31 Oct 2027 (Europe/Brussels, UTC+02:00)"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "02:30 on 31 Oct 2027 (Europe/Brussels, UTC+01:00)"),
    ],
)
def test_an_end_is_a_day_or_an_hour_that_says_which(ends_at: datetime | None, words: str) -> None:
    assert end_in_words(date(2027, 10, 31), ends_at, BRUSSELS) == words


def test_a_deadline_is_worded_as_its_end_is() -> None:
    on = date(2027, 10, 31)
    day = Deadline(end_of_day(on, BRUSSELS), on, BRUSSELS, ())
    hour = Deadline(datetime(2027, 10, 31, 10, tzinfo=UTC), on, BRUSSELS, ())
    assert (day.ends_at, day.in_words(), day.until) == (None, "31 Oct 2027", "the end of 31 Oct 2027")
    assert (hour.ends_at, hour.in_words(), hour.until) == (hour.at, *[end_in_words(on, hour.at, BRUSSELS)] * 2)
    assert (day.ends_as(day), day.ends_as(hour)) == (True, False)
