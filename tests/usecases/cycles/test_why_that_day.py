"""Why a day is as it is: the opening, the promised day, and any day by all that falls on it."""

from datetime import date
from pathlib import Path

import pytest

from evalflow.engine.words import MoveOpening
from evalflow.errors import NotFound
from evalflow.usecases.cycles.changes import move_deadline
from evalflow.usecases.cycles.why import why
from evalflow.usecases.report.reports import publish
from tests.usecases.conftest import At
from tests.usecases.cycles.test_why import OWN, one, own
from tests.usecases.office import CYCLE


def test_the_opening_day_is_explained_by_who_set_and_moved_it(at: At) -> None:
    office = at("waiting")
    found = one(office.door, "opening")
    assert (found.on, found.says) == (
        date(2027, 1, 11),
        ("It lies ahead.", "Not before it open: ngo_inputs, parliament_inputs, partner_submissions."),
    )
    move_deadline(office.door, CYCLE, MoveOpening(date(2027, 1, 18), "the hall is taken."))
    assert one(office.door, "opening").reasons == (
        "set to 11 Jan 2027, on 15 Dec 2026 by Ada Example",
        "moved from 11 Jan 2027 to 18 Jan 2027: the hall is taken, on 28 Dec 2026 by Ada Example",
    )
    office.at("2027-01-19T10:00")
    assert one(office.door, "opening").says[0] == "It has come."


def test_an_opening_for_which_nothing_waits_says_so(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own(office, tmp_path)
    assert one(office.door, "opening", OWN).says[1] == "No step waits for it."


def test_the_promised_day_is_explained_by_how_it_was_counted(at: At, tmp_path: Path) -> None:
    office = at("begun")
    found = one(office.door, "report")
    assert (found.on, found.reasons[0]) == (date(2027, 7, 12), "26 weeks after 11 Jan 2027 is Mon 12 Jul 2027")
    assert found.says == (f"Whether that will be kept: evalflow cycle forecast {CYCLE}",)
    own(office, tmp_path)
    none = one(office.door, "report", OWN)
    assert (none.on, none.says) == (None, ("The workflow own 1.0.0 promises no day.",))


def test_a_report_that_is_there_says_since_when(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    assert one(office.door, "report").says == ("The report was adopted on 5 Apr 2027.",)
    publish(office.at("2027-04-10T10:00"), CYCLE, tmp_path)
    assert one(office.door, "report").says[1] == "The report was published on 10 Apr 2027."


def test_a_day_is_explained_by_all_that_falls_on_it(at: At) -> None:
    office = at("taking")
    _, found = why(office.door, CYCLE, "2027-03-08")
    assert [one.what for one in found] == ["ngo_inputs", "parliament_inputs", "partner_submissions"]
    assert [one(office.door, day).what for day in ("2027-01-11", "2027-07-12")] == ["opening", "report"]
    with pytest.raises(NotFound) as refused:
        why(office.door, CYCLE, "2027-03-09")
    assert str(refused.value) == (
        f"Nothing in {CYCLE} falls on 2027-03-09. Its days: opening on 2027-01-11, report on 2027-07-12, ngo_inputs on "
        "2027-03-08, parliament_inputs on 2027-03-08, partner_submissions on 2027-03-08. A date that a period gives is "
        "explained by `evalflow calendar count`, days to come by `evalflow cycle simulate`."
    )
