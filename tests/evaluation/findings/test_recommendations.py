"""A recommendation: drafted, amended until adoption, replied to, followed up, carried; and what its form lacks."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from evalflow.errors import EvalflowError, Refused
from evalflow.evaluation.findings.recommendations import (
    AmendRecommendation,
    CarryRecommendation,
    FollowUp,
    MakeRecommendation,
    Recommendation,
    RecommendationCommand,
    RecordFollowUp,
    RecordReply,
    Reply,
    WithdrawRecommendation,
    apply_recommendation,
    decide_recommendation,
)
from evalflow.evaluation.report.recommendation_lint import lint_recommendation

NOW = datetime(2027, 5, 3, 10, tzinfo=UTC)
MADE = Recommendation(
    "r", "UK-CN-2027/REC/01", "c1", "d", "Publish the reports.", "partner", "Example Ministry", "2027-12-31", "high",
    ("SC-10",), NOW, "ada",
)  # fmt: skip
REPLY = Reply("partner", "partly", "In summary.", "2027-05-20", "its letter", "draft", False, NOW, "ada")
FOUND = FollowUp("c1", "under-way", "One of two is out.", "2027-09-01", (), NOW, "ada")


def after(known: Recommendation | None, *commands: RecommendationCommand, adopted: bool = False) -> Recommendation:
    for command in commands:
        for event in decide_recommendation(known, command, adopted=adopted):
            known = apply_recommendation(known, event)
    assert known is not None
    return known


def refused(known: Recommendation | None, command: RecommendationCommand, *, adopted: bool = False) -> str:
    with pytest.raises(EvalflowError) as told:
        decide_recommendation(known, command, adopted=adopted)
    return told.value.code


def amend(field: str, new: str) -> AmendRecommendation:
    return AmendRecommendation(field, new, "asked for", "ada", NOW)


def test_a_draft_is_amended_and_keeps_what_it_was() -> None:
    known = after(None, MakeRecommendation(MADE), amend("due", "2028-03-31"), amend("basis", "SC-10 R02"))
    assert (known.due, known.basis) == ("2028-03-31", ("SC-10", "R02"))
    assert [(one.field, one.old, one.new) for one in known.amendments] == [
        ("due", "2027-12-31", "2028-03-31"), ("basis", "SC-10", "SC-10 R02"),
    ]  # fmt: skip
    assert decide_recommendation(known, amend("due", "2028-03-31"), adopted=False) == []


@pytest.mark.parametrize("missing", ["text", "addressee"])
def test_without_a_text_or_an_addressee_it_is_none(missing: str) -> None:
    empty: dict[str, Any] = {missing: " "}
    assert refused(None, MakeRecommendation(replace(MADE, **empty))) == "recommendation-incomplete"
    assert refused(MADE, amend(missing, " ")) == "recommendation-incomplete"


def test_a_day_is_one() -> None:
    assert refused(None, MakeRecommendation(replace(MADE, due="soon")))
    assert refused(MADE, amend("due", "2028-02-30"))


def test_once_adopted_it_stands() -> None:
    for command in (MakeRecommendation(MADE), amend("text", "Another."), WithdrawRecommendation("double")):
        assert refused(MADE, command, adopted=True) == "report-adopted"


def test_what_is_withdrawn_has_a_reason_and_takes_nothing_more() -> None:
    assert refused(MADE, WithdrawRecommendation(" ")) == "reason-missing"
    gone = after(MADE, WithdrawRecommendation("double"))
    assert not gone.stands
    assert refused(gone, RecordReply(REPLY)) == "recommendation-withdrawn"


def test_the_governments_reply_to_the_draft_and_to_the_report_and_the_last_reply_of_each_stands() -> None:
    later = replace(REPLY, answer="accepted", reasons="", received_on="2027-07-01", stage="report")
    known = after(MADE, RecordReply(REPLY), RecordReply(later), adopted=True)
    assert (known.reply_of("partner", "draft"), known.reply_of("partner")) == (REPLY, later)
    again = replace(later, recorded_at=datetime(2028, 1, 1, tzinfo=UTC))
    assert decide_recommendation(known, RecordReply(again), adopted=True) == []


def test_only_those_reply_to_whom_it_is_addressed() -> None:
    assert MADE.asked == ("partner",)
    assert replace(MADE, to="both").asked == ("partner", "counterpart")
    assert replace(MADE, to="other").asked == ()
    assert refused(MADE, RecordReply(replace(REPLY, by="counterpart"))) == "not-addressed"


@pytest.mark.parametrize(
    ("reply", "code"),
    [(replace(REPLY, reasons=""), "reason-missing"), (replace(REPLY, source=" "), "source-missing")],
)
def test_a_reply_has_reasons_and_a_source(reply: Reply, code: str) -> None:
    assert refused(MADE, RecordReply(reply)) == code


def test_what_became_of_it_is_noted_once_it_is_adopted_and_in_a_cycle_that_has_it() -> None:
    assert refused(MADE, RecordFollowUp(FOUND)) == "not-adopted"
    assert refused(MADE, RecordFollowUp(replace(FOUND, text="")), adopted=True) == "text-missing"
    second = replace(FOUND, cycle="c2", status="implemented")
    assert refused(MADE, RecordFollowUp(second), adopted=True) == "not-carried"
    known = after(MADE, RecordFollowUp(FOUND), CarryRecommendation("c2"), RecordFollowUp(second), adopted=True)
    assert (known.followed_in("c1"), known.status, known.ended) == (FOUND, "implemented", True)
    assert decide_recommendation(known, CarryRecommendation("c2"), adopted=True) == []


def test_the_form_is_checked() -> None:
    assert all(one.result == "pass" for one in lint_recommendation(MADE, frozenset({"SC-10"})).values())
    bad = replace(MADE, due="", basis=("UK-CN-2027/NGO/001",), text="Publish; " + "and report " * 50, to="other")
    found = lint_recommendation(bad, frozenset({"SC-10"}))
    failed = [name for name, one in found.items() if one.result == "fail"]
    assert failed == ["dated", "on-findings", "one-thing", "short"]
    assert lint_recommendation(replace(MADE, basis=()), frozenset())["on-findings"].result == "fail"
    with pytest.raises(Refused):
        decide_recommendation(None, MakeRecommendation(replace(MADE, text="")), adopted=False)
