"""Objectives with a date: overdue or not, asked about since, answered or not, and what of that is not known."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.engine.dates import DayRange
from evalflow.engine.rules import Listing, Scalar, parse
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.dated import dated_objectives
from evalflow.evaluation.criteria.judgement import check
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry

TODAY = date(2027, 6, 1)
DUE = Objective("1", "d", "UK-01", "T", "x", "published", due="2027-01-31")
NEVER = (DayRange(date.min, TODAY),)
NOW = datetime(2027, 5, 1, tzinfo=UTC)


def asked(on: str, answered: str = "", objective: str = "uk-01") -> Entry:
    values = {"sent_on": on, "objective": objective, **({"answered": answered} if answered else {})}
    return Entry(on, "request", "d", f"UK/R{on}", values, "letter")


def of(
    *requests: Entry, gaps: tuple[DayRange, ...] = NEVER, objective: Objective = DUE, met: bool = False
) -> dict[str, Scalar]:
    findings = [Finding("f", "c", "1", "met", "weak", "no-link", "x", NOW, "ada")] * met
    fact = dated_objectives([objective], findings, requests, gaps, TODAY)
    assert isinstance(fact.value, Listing)
    return dict(fact.value.items[0].fields)


@pytest.mark.parametrize(
    ("due", "met", "overdue"),
    [("2027-01-31", False, True), ("2027-01-31", True, False), ("2028", False, False), ("2027", False, None)],
)
def test_one_is_overdue_once_its_date_has_passed_and_it_is_not_met(due: str, met: bool, overdue: bool | None) -> None:
    assert of(objective=replace(DUE, due=due), met=met)["overdue"] is overdue


def test_without_a_request_it_is_known_only_where_the_register_is_complete() -> None:
    nothing = of()
    assert (nothing["reminded"], nothing["responded"], nothing["reminded_on"]) == (None, None, None)
    complete = of(gaps=(DayRange(date.min, date(2026, 12, 31)),))
    assert (complete["reminded"], complete["responded"]) == (False, False)


def test_what_was_asked_before_the_date_or_about_another_reminds_of_nothing() -> None:
    assert of(asked("2027-01-02", "no"), asked("2027-03-01", "no", "UK-02"))["reminded"] is None


def test_the_first_request_without_an_answer_counts_and_the_last_answer_decides() -> None:
    waiting = of(asked("2027-04-01", "no"), asked("2027-02-01", "no"))
    assert (waiting["reminded"], waiting["responded"], waiting["reminded_on"]) == (True, False, date(2027, 2, 1))
    answered = of(asked("2027-02-01", "no"), asked("2027-04-01", "yes"))
    assert answered["responded"] is True
    assert of(asked("2027-02"))["reminded_on"] == DayRange(date(2027, 2, 1), date(2027, 2, 28))
    assert of(asked("2027-02"))["responded"] is None


def test_only_what_has_a_date_and_stands_is_listed() -> None:
    undated, gone = replace(DUE, due=""), replace(DUE, withdrawn_on="2027")
    fact = dated_objectives([undated, gone], [], [], NEVER, TODAY)
    assert isinstance(fact.value, Listing)
    assert fact.value.items == ()


def test_how_many_have_no_date_is_told_with_the_criterion() -> None:
    undated = replace(DUE, id="2", code="UK-02", due="")
    fact = dated_objectives([DUE, undated, replace(undated, withdrawn_on="2026")], [], [], NEVER, TODAY)
    assert fact.note == "1 objective has no date and cannot be judged by this"
    rule = "size(dated_objectives.filter(o, o.overdue)) >= 3"
    asked = Criterion("SC-03", "T", "It trips.", "calendar", "review", rule, parse(rule))
    (found,) = check([asked], {"dated_objectives": fact}, TODAY)
    assert found.why.endswith(". 1 objective has no date and cannot be judged by this.")
