"""One line for each objective: what it says, until when, what was found and on what it rests."""

from dataclasses import replace
from datetime import date
from typing import Any

from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.report.public_record.changes import changes
from evalflow.evaluation.report.public_record.objectives import finding_lines
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import amend, at, everything, handed_in, objective
from tests.support.in_words import FindingLine, PartLine


def found(*objectives: Objective, findings: tuple[Finding, ...] = (), **more: object) -> Any:
    known = replace(everything(), objectives=objectives, findings=findings, **more)  # type: ignore[arg-type] # a test's own words
    return worded(finding_lines(known, Visible(known.inputs, known.evaluation.code), changes(known).reasoned))


def rating(**more: object) -> Finding:
    first = Finding(
        "finding-1", "cycle-1", "ex-01", "partial", "moderate", "coincident", "Two parts.\r\n\r\nOne is open.",
        at(5, 12, 23), "0e", "figures", "partial", ("S1", "EX-SA-2027/NGO/001"), {"b": "none"},
    )  # fmt: skip
    return replace(first, **more)  # type: ignore[arg-type] # a test's own words


def test_a_rated_objective_is_told_whole() -> None:
    known = objective(
        "EX-01", parts="first\nsecond", published_on="2001-01", due="2028-12-31", instrument="ICCPR", same_as="EU-01"
    )
    assert found(known, findings=(rating(),), inputs=(handed_in("EX-SA-2027/NGO/001"),)) == (
        worded(FindingLine(
            "EX-01", "Title of EX-01", "Text of EX-01", "paraphrase", "EU-01", "January 2001", "ICCPR",
            "31 December 2028", False, "", "partial", "moderate", "coincident", "partial",
            ("Two parts.", "One is open."), "figures",
            ("S1", "EX-SA-2027/NGO/001"), (PartLine("EX-01a", "first", ""), PartLine("EX-01b", "second", "none")),
            "Example Rapporteur", date(2027, 5, 13),
        )),
    )  # fmt: skip


def test_an_objective_without_rating_and_date_is_there_and_says_so() -> None:
    (line,) = found(objective("EX-01", parts="first"))
    assert (line.status, line.rated_by, line.rated_on, line.due, line.no_timeframe) == ("", "", None, "", True)
    assert (line.published, line.parts) == ("not known", (PartLine("EX-01a", "first", ""),))


def test_where_nothing_was_assessed_no_link_is_denied() -> None:
    ratings = [rating(status=status, contribution="no-link") for status in ("not-assessable", "not-due", "none")]
    lines = [found(objective("EX-01"), findings=(one,))[0] for one in ratings]
    assert [line.contribution for line in lines] == ["not-assessed", "not-assessed", "no-link"]


def test_objectives_stand_in_the_order_of_their_numbers() -> None:
    assert [line.code for line in found(objective("EX-10"), objective("EX-2"))] == ["EX-2", "EX-10"]


def test_a_withdrawn_objective_points_to_its_change_where_it_is_of_this_cycle() -> None:
    now = objective("EX-01", (at(2, 2), amend("text", "Other")), (at(2, 3), amend("withdrawn_on", "2027-02-01")))
    before = objective("EX-02", withdrawn_on="2020")
    assert [line.withdrawn for line in found(now, before)] == [
        "It was withdrawn (1 February 2027); see change 2.",
        "It was withdrawn (2020).",
    ]


def test_one_that_others_took_the_place_of_names_them() -> None:
    ends = amend("withdrawn_on", "2027-02-01")
    merged = objective("EX-01", (at(2, 3), replace(ends, succession="merged")))
    split = objective("EX-02", (at(2, 3), replace(ends, succession="split")))
    heirs = [objective("EX-10", descends_from="EX-02"), objective("EX-9", descends_from="EX-01\nEX-02")]
    assert [line.withdrawn for line in found(merged, split, *heirs)] == [
        "It was merged into EX-9 (1 February 2027); see change 1.",
        "It was split into EX-9 and EX-10 (1 February 2027); see change 2.",
        "",
        "",
    ]


def test_no_code_of_an_input_that_is_not_published_is_named_anywhere() -> None:
    inputs = (
        handed_in("EX-SA-2027/7KQ2MX9A", level="name-withheld"),
        handed_in("EX-SA-2027/HHHH7777", level="confidential"),
        handed_in("ZZZZ9999", level="restricted"),
    )
    told = rating(
        basis=("EX-SA-2027/7KQ2MX9A/2", "EX-SA-2027/NGO/009", "ex-sa-2027/hhhh7777", "zzzz9999"),
        text="See EX-SA-2027/NGO/009, point 2, and ZZZZ9999.",
        missing="what EX-SA-2027/NGO/009 names",
    )
    (line,) = found(objective("EX-01"), findings=(told,), inputs=inputs)
    assert line.basis == ("EX-SA-2027/7KQ2MX9A/2", "an input that is not published")
    assert line.paragraphs == ("See an input that is not published, point 2, and an input that is not published.",)
    assert line.missing == "what an input that is not published names"


def test_what_others_rated_stands_by_the_objective_with_what_is_to_be_noticed() -> None:
    values = {"objective": "EX-01", "standing": "own", "by": "Example Ministry", "rating": "done", "comes_to": "met"}
    given = Entry("e1", "rating", "dialogue-1", "EX-SA/L001", values, "Example letter")
    another = Entry("e2", "evidence", "dialogue-1", "EX-SA/Q001", {"objective": "EX-01"}, "Example letter")
    one, other = found(
        objective("EX-01"), objective("EX-02"), findings=(rating(objective="ex-01"),), entries=(given, another)
    )
    assert one.rated_elsewhere == ("Example Ministry (for Exampleland): “done”, which comes to met (Example letter).",)
    assert one.elsewhere_remarks == ("The body found partial; the rating of Example Ministry comes to met.",)
    assert (other.rated_elsewhere, other.elsewhere_remarks) == ((), ())
