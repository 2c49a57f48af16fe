"""Recommendations over the record: drafted, replied to in time or late, overdue, and carried into the next cycle."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.errors import NotFound, Refused
from evalflow.evaluation.findings.recommendations import Addressed, Government, Reply
from evalflow.usecases.cycles.cycles import Opening, open_cycle
from evalflow.usecases.cycles.overdue import overdue
from evalflow.usecases.findings import recommendations
from evalflow.usecases.findings.findings import rate
from evalflow.usecases.findings.recommendations import RecommendationDraft
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.report.reports import build_draft, publish
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, RATING, Office, adopt, dialogue

REC = f"{CYCLE}/REC/01"


def draft(to: Addressed = "both", *basis: str) -> RecommendationDraft:
    return RecommendationDraft(
        "Publish a report on each session.", to, "", "2027-12-31", "high", basis or ("SC-10", "R02")
    )


def replied(office: Office, by: Government = "partner", on: str = "2027-06-01") -> Reply:
    return recommendations.reply(office.door, REC, by, "accepted", reasons="", received_on=on, source="its letter")


@pytest.fixture
def adopted(at: At) -> Office:
    office = at("adopting")
    recommendations.recommend(office.door, CYCLE, draft())
    adopt(office)
    return office


def test_codes_are_numbered_and_the_government_is_named(at: At) -> None:
    door = at("adopting").door
    made = [recommendations.recommend(door, CYCLE, draft(to)) for to in ("both", "partner", "counterpart")]
    assert [one.code for one in made] == [f"{CYCLE}/REC/0{n}" for n in (1, 2, 3)]
    assert made[0].addressee == f"{made[1].addressee} and {made[2].addressee}"
    with pytest.raises(Refused, match="to which office"):
        recommendations.recommend(door, CYCLE, draft("other"))


def test_what_it_rests_on_is_there_and_the_nearest_code_is_named(at: At) -> None:
    door = at("adopting").door
    with pytest.raises(Refused, match=r"Did you mean SC-1\d"):
        recommendations.recommend(door, CYCLE, draft("both", "SC-1O"))
    assert recommendations.recommend(door, CYCLE, draft("both", "sc-10", "SC-10")).basis == ("SC-10",)
    amended = recommendations.amend(door, REC, "basis", "r02 sc-10", "more")
    assert amended.basis == ("R02", "SC-10")


def test_an_unknown_code_names_those_there_are(at: At) -> None:
    door = at("adopting").door
    with pytest.raises(NotFound, match="recommendation add"):
        recommendations.show_recommendation(door, REC)
    recommendations.recommend(door, CYCLE, draft())
    with pytest.raises(NotFound, match=f"There are: {REC}"):
        recommendations.show_recommendation(door, f"{CYCLE}/REC/09")


def test_the_form_is_checked_against_the_findings_of_the_report(at: At) -> None:
    door = at("adopting").door
    recommendations.recommend(door, CYCLE, draft())
    [found] = recommendations.lint(door, CYCLE)
    assert {name: one.result for name, one in found.checks.items()} == dict.fromkeys(found.checks, "pass")


def test_replies_before_adoption_are_to_the_draft_and_after_it_to_the_report(at: At) -> None:
    office = at("adopting")
    recommendations.recommend(office.door, CYCLE, draft())
    on = str(office.now.date())
    assert replied(office, on=on).stage == "draft"
    adopt(office)
    assert replied(office, on=on).stage == "report"
    with pytest.raises(Refused, match="lies ahead"):
        replied(office, on="2029-01-01")


def test_who_does_not_reply_in_time_is_on_the_public_list(adopted: Office) -> None:
    adopted.at("2027-12-01T09:00")
    publish(adopted.door, CYCLE, adopted.folder)
    adopted.at("2028-03-01T09:00")
    replied(adopted, on="2027-12-20")
    rows = [(one.what, one.expected_of) for one in overdue(adopted.door) if "REC/01" in one.what]
    assert rows == [
        ("REC/01 to be carried out: not looked at", "government and counterpart-government"),
        ("Reply to REC/01", "counterpart-government"),
    ]
    assert replied(adopted, "counterpart", "2028-02-28").late
    assert not [one for one in overdue(adopted.door) if one.what == "Reply to REC/01"]


def test_the_next_cycle_starts_from_what_is_not_ended_and_says_what_became_of_it(adopted: Office) -> None:
    adopted.at("2028-11-01T09:00")
    code = open_cycle(adopted.door, Opening("ex-sa", date(2029, 1, 15), "Example Secretariat", False)).evaluation.code
    [carried] = recommendations.list_recommendations(adopted.door, code)
    assert (carried.recommendation.code, carried.cycle, carried.age) == (REC, CYCLE, 1)
    with pytest.raises(Refused, match="was not carried into that cycle"):
        recommendations.follow_up(
            adopted.door, _another(adopted), REC, "under-way", text="One is out.", on="", basis=()
        )
    found = recommendations.follow_up(adopted.door, code, REC, "implemented", text="All are out.", on="", basis=())
    assert found.ended
    third = open_cycle(adopted.door, Opening("ex-sa", date(2031, 1, 15), "Example Secretariat", False)).evaluation.code
    assert recommendations.list_recommendations(adopted.door, third) == []


def _another(office: Office) -> str:
    add_dialogue(office.door, replace(dialogue(), id="another", code="ex-ot"))
    return open_cycle(office.door, Opening("ex-ot", date(2029, 1, 15), "Example Secretariat", False)).evaluation.code


def test_a_draft_of_the_report_has_the_recommendations(at: At) -> None:
    office = at("adopting")
    recommendations.recommend(office.door, CYCLE, draft())
    built = build_draft(office.door, CYCLE, office.folder)
    assert REC in built.json.read_text("utf-8")


def test_a_recommendation_is_looked_at_again_once_what_it_rests_on_is_recorded_otherwise(at: At) -> None:
    office = at("adopting")
    recommendations.recommend(office.door, CYCLE, draft("both", "EX-01", "SC-10"))

    def current() -> str:
        [one] = recommendations.lint(office.door, CYCLE)
        return one.checks["current"].why

    assert current() == "What it rests on is recorded as it was when it was made."
    rate(office.door, CYCLE, "EX-01", replace(RATING, status="none", reason="It was counted again."))
    assert current() == "What it rests on was recorded otherwise when it was made: EX-01."
    recommendations.amend(office.door, REC, "basis", "EX-01 SC-10", "It holds.")
    assert current() == "What it rests on is recorded as it was when it was made."
    assert recommendations.amend(office.door, REC, "basis", "EX-01 SC-10", "").amendments[1:] == ()
