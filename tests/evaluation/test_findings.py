"""An objective and a rating in, a finding or a refusal out: on evidence, explained, and never against itself."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.findings import (
    Finding,
    ObjectiveRated,
    RateObjective,
    apply_finding,
    decide_finding,
    is_due,
)
from evalflow.evaluation.objective import Objective

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
TODAY = date(2027, 5, 1)
PRISONS = Objective("1", "d", "UK-01", "Prisons", "Let all speak.", "published", parts="visits\nlists")
DATED = replace(PRISONS, due="2027-05-02")
FINDING = Finding(
    "f", "c", "1", "partial", "moderate", "plausible", "Visits were allowed.", NOW, "ada", parts={"a": "met"}
)
RATE = RateObjective(FINDING, PRISONS, TODAY)


@pytest.mark.parametrize(
    ("due", "withdrawn_on", "expected"),
    [
        ("", "", True),
        ("2027-05-01", "", True),
        ("2027-05-02", "", False),
        ("2027", "", True),
        ("2028", "", False),
        ("", "2026-01-01", False),
    ],
)
def test_what_has_no_date_is_due_in_every_cycle_and_what_was_withdrawn_in_none(
    due: str, withdrawn_on: str, expected: bool
) -> None:
    assert is_due(replace(PRISONS, due=due, withdrawn_on=withdrawn_on), TODAY) is expected


def test_a_rating_is_kept_as_given() -> None:
    assert decide_finding(None, RATE) == [ObjectiveRated(FINDING, "")]
    assert apply_finding(None, ObjectiveRated(FINDING, "")) == FINDING


def test_the_same_rating_is_given_once_whoever_repeats_it() -> None:
    assert decide_finding(FINDING, replace(RATE, finding=replace(FINDING, rated_by="bob"))) == []


def test_a_rating_is_changed_with_a_reason() -> None:
    worse = replace(FINDING, status="none")
    assert decide_finding(FINDING, replace(RATE, finding=worse, reason="a new source")) == [
        ObjectiveRated(worse, "a new source")
    ]


@pytest.mark.parametrize(
    "finding",
    [
        replace(FINDING, status="not-assessable", evidence="none", missing="a visit"),
        replace(FINDING, parts={}),
        replace(FINDING, parts={"b": "not-assessable"}),
    ],
)
def test_what_does_not_contradict_itself_is_taken(finding: Finding) -> None:
    assert decide_finding(None, replace(RATE, finding=finding)) == [ObjectiveRated(finding, "")]


def test_what_is_not_due_may_be_said_to_be_so() -> None:
    not_due = replace(FINDING, status="not-due", evidence="none")
    assert decide_finding(None, RateObjective(not_due, DATED, TODAY)) == [ObjectiveRated(not_due, "")]


@pytest.mark.parametrize(
    ("known", "command", "code", "says"),
    [
        (None, replace(RATE, adopted=True), "report-adopted",
            "The report is adopted; its findings stand. Rate in the next cycle."),
        (FINDING, replace(RATE, finding=replace(FINDING, status="met"), reason=" "), "reason-missing",
            "UK-01 is rated already: partial. Say why it changes, with --reason."),
        (None, replace(RATE, objective=replace(PRISONS, withdrawn_on="2027-01")), "objective-withdrawn",
            "UK-01 was withdrawn on 2027-01: it is not rated."),
        (None, replace(RATE, finding=replace(FINDING, status="not-due")), "is-due",
            "UK-01 is due (it has no timeframe): “not-due” does not fit."),
        (None, RateObjective(replace(FINDING, status="not-due"), replace(PRISONS, due="2027"), TODAY), "is-due",
            "UK-01 is due (2027): “not-due” does not fit."),
        (None, replace(RATE, finding=replace(FINDING, status="not-assessable")), "missing-evidence-unnamed",
            "Say which evidence was missing, with --missing."),
        (None, replace(RATE, finding=replace(FINDING, evidence="none")), "no-evidence",
            "A rating rests on evidence. Without any, the status is not-assessable."),
        (None, replace(RATE, finding=replace(FINDING, text=" ")), "text-missing",
            "A rating is explained in words: give them with --text."),
        (None, replace(RATE, finding=replace(FINDING, parts={"c": "met"})), "unknown-part",
            "UK-01 has the parts a to b; “c=met” does not fit. A status is one of: met, substantial, partial, none, "
            "regressed, not-assessable, not-due."),
        (None, replace(RATE, finding=replace(FINDING, parts={"a": "good"})), "unknown-part",
            "UK-01 has the parts a to b; “a=good” does not fit. A status is one of: met, substantial, partial, none, "
            "regressed, not-assessable, not-due."),
        (None, replace(RATE, objective=replace(PRISONS, parts="")), "unknown-part",
            "UK-01 has no parts; “a=met” does not fit. A status is one of: met, substantial, partial, none, regressed, "
            "not-assessable, not-due."),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(
    known: Finding | None, command: RateObjective, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refusal:
        decide_finding(known, command)
    assert (refusal.value.code, str(refusal.value)) == (code, says)
