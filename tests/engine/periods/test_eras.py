"""Years of other calendars in days that people set: refused, with the Gregorian day that is probably meant."""

import pytest

from evalflow.engine.eras import refuse_year, wrong_with_year
from evalflow.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2569-01-11", "2026-01-11 (Buddhist calendar)"),
        ("2570-03", "2027-03 (Buddhist calendar)"),
        ("spring 2569", "2026 (Buddhist calendar)"),
        ("1405-01-01", "2026-03-21 (Persian calendar)"),  # Nowruz
        ("1403-12-30", "2025-03-20 (Persian calendar)"),  # of a leap year
        ("1400-10-11", "2022-01-01 (Persian calendar)"),
        ("1447-01-01", "2025-06-27 (Islamic calendar)"),
        ("1446-09-01", "2025-03-01 (Islamic calendar)"),
        ("1405-10-21T10:00Z", "2027-01-11 (Persian calendar)"),
        ("5787-01-01", "2027-01-01 (Jewish calendar, by its year alone)"),
    ],
)
def test_the_year_of_another_calendar_is_named_with_the_day_it_is_by_ours(text: str, meant: str) -> None:
    assert meant in wrong_with_year(text)


@pytest.mark.parametrize("text", ["0027-01-11", "9998-12-31", "2568-02-29", "1599-12-31"])
def test_a_year_of_no_calendar_is_asked_back(text: str) -> None:
    assert wrong_with_year(text).endswith("Check the year.")
    with pytest.raises(InvalidInput, match=text):
        refuse_year(text)


@pytest.mark.parametrize(
    "text", ["1600", "1948-12-10", "2027-01-11T09:00+01:00", "2200-12", "9999-12-31", "0001-01-01", "no date", ""]
)
def test_a_year_that_people_set_is_none_of_those(text: str) -> None:
    assert wrong_with_year(text) == ""
    refuse_year(text)
