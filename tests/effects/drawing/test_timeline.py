"""The figure of the timetable stands on the dates of the steps."""

from dataclasses import replace
from datetime import date

from evalflow.effects.drawing.timeline import AHEAD, LABELS, WIDTH, TimelineBar, timeline
from tests.support.in_words import StepLine

STEP = StepLine("reply", "Right of reply", "government", "window", date(2027, 3, 1), date(2027, 3, 10), "",
                date(2027, 3, 11), date(2027, 3, 30), "done", ())  # fmt: skip
TODAY = date(2027, 3, 20)


def test_a_day_is_as_wide_as_every_other() -> None:
    found = timeline((STEP,), TODAY)
    assert found
    day = (WIDTH - LABELS) / (30 + AHEAD)
    assert found.rows[0].planned == TimelineBar(LABELS, round(day * 10, 2))
    assert found.rows[0].actual == TimelineBar(round(LABELS + day * 10, 2), round(day * 20, 2))


def test_a_step_that_is_not_finished_ends_at_the_cut_off_and_says_so() -> None:
    found = timeline((replace(STEP, actual_to=None),), TODAY)
    assert found
    assert found.rows[0].ongoing
    day = (WIDTH - LABELS) / 28
    assert found.rows[0].actual == TimelineBar(round(LABELS + day * 10, 2), round(day * 10, 2))


def test_a_step_planned_without_a_last_day_is_open_to_the_edge() -> None:
    found = timeline((replace(STEP, planned_to=None, no_deadline="the body decides"), STEP), TODAY)
    assert found
    assert [row.endless for row in found.rows] == [True, False]
    assert found.rows[0].planned == TimelineBar(LABELS, round(WIDTH - LABELS, 2))


def test_steps_without_dates_have_a_row_without_bars() -> None:
    nothing = replace(STEP, planned_from=None, planned_to=None, actual_from=None, actual_to=None)
    assert timeline((nothing,), TODAY) is None
    both = timeline((nothing, STEP), TODAY)
    assert both
    assert (both.rows[0].planned, both.rows[0].actual) == (None, None)
    assert both.rows[1].planned


def test_months_are_labelled_and_the_year_only_where_it_changes() -> None:
    long = replace(STEP, planned_from=date(2026, 11, 5), planned_to=date(2027, 2, 20), actual_from=None, actual_to=None)
    found = timeline((long,), TODAY)
    assert found
    assert [tick.label for tick in found.ticks] == ["Dec 2026", "Jan 2027", "Feb"]


def test_years_of_months_are_thinned_out_and_a_month_alone_names_its_first_day() -> None:
    years = timeline((replace(STEP, planned_to=date(2030, 3, 1)),), TODAY)
    days = timeline((replace(STEP, planned_from=date(2027, 1, 2), planned_to=date(2027, 1, 9), actual_from=None,
                             actual_to=None),), TODAY)  # fmt: skip
    assert years
    assert days
    assert [tick.label for tick in years.ticks[:4]] == ["Mar 2027", "Jun", "Sep", "Dec"]
    assert [tick.label for tick in days.ticks] == ["2\u00a0January\u00a02027"]
