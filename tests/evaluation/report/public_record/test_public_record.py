"""The whole picture: one public record, complete, in words, and the same each time."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter

from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.public_record import picture
from evalflow.evaluation.report.record import PublicRecord
from tests.evaluation.report.public_record.known import NOW, OPENING, amend, at, days, everything, handed_in, objective


def test_the_frame_of_a_draft_says_what_is_evaluated_by_whom_and_as_of_when() -> None:
    record = picture(everything(), status="draft", adopted_on=None)
    assert (record.title, record.subtitle, record.cycle) == (
        "The human rights dialogue between Exampleland and Samplestan",
        "Evaluation cycle opened on 14 December 2026; windows opened on 11 January 2027",
        "EX-SA-2027",
    )
    assert (record.example, record.edition, record.status, record.adopted_on) == (True, "public", "draft", None)
    assert (record.opening, record.zone, record.cut_off, record.head) == (
        OPENING,
        "Europe/London",
        NOW,
        Head(412, "9f" * 32),
    )
    assert (record.body, record.body_accountable_to) == ("Example Committee", "the Example Parliament")
    assert (record.operator, record.operator_conducts) == ("Example Secretariat", False)
    assert (record.workflow, record.workflow_sha256) == ("example-cycle 1.0.0", "1c" * 32)
    assert (record.criteria_sha256, record.criteria_url) == ("2d" * 32, "https://committee.example/criteria")
    assert (record.timetable_url, record.terms_published_on) == (
        "https://committee.example/timetable",
        date(2026, 12, 20),
    )


def test_a_partner_takes_its_article_in_the_title() -> None:
    known = everything()
    known = replace(known, dialogue=replace(known.dialogue, partner="United Kingdom", counterpart="China"))
    assert picture(known, status="draft", adopted_on=None).title == (
        "The human rights dialogue between the United Kingdom and China"
    )


def test_before_terms_and_body_are_published_the_frame_says_so() -> None:
    known = everything()
    known = replace(known, evaluation=replace(known.evaluation, terms=None, body=None))
    record = picture(known, status="draft", adopted_on=None)
    assert (record.body, record.body_accountable_to) == ("not named yet", "")
    assert (record.timetable_url, record.criteria_url, record.terms_published_on) == ("", "", None)


@pytest.mark.parametrize(("status", "told"), [("draft", False), ("adopted", True)])
def test_the_adoption_is_among_the_decisions_of_an_adopted_report_alone(status: str, told: bool) -> None:
    record = picture(everything(), status=status, adopted_on=date(2027, 6, 12))  # type: ignore[arg-type] # one of both
    assert ("This report was adopted on 12 June 2027 by Example Committee." in record.decisions) is told


def test_every_part_of_the_record_is_filled_from_what_is_known() -> None:
    told = objective(
        "EX-01", (at(2, 1), amend("text", "New")), (at(2, 2), amend("title", "T", correction=True, source="S1"))
    )
    told = replace(told, changes=(*told.changes, replace(told.changes[0], recorded_at=at(2, 3))))
    inputs = (handed_in("EX-SA-2027/NGO/001"), handed_in("EX-SA-2027/A", level="name-withheld"))
    record = picture(replace(everything(), objectives=(told,), inputs=inputs), status="draft", adopted_on=None)
    sizes = {
        "timetable": 5, "findings": 1, "changes": 1, "corrections": 1, "editorial": 0, "added": 1, "inputs": 2,
        "input_counts": 3, "criteria": 2, "sources": 1, "pauses": 0, "pairs": 0, "coordination": 0, "decisions": 0,
    }  # fmt: skip
    assert {name: len(getattr(record, name)) for name in sizes} == sizes
    assert (record.inputs_received, record.inputs_at_least, record.points_total, record.points_at_least) == (
        2,
        True,
        2,
        True,
    )
    assert len(record.dialogue.fields) == 20
    assert (record.cycle_state, record.closing_note) == ("The cycle is in its step “Draft”.", "")
    assert record.limits[-1].startswith("The record was read on 11 June 2027")


def test_a_record_survives_its_json() -> None:
    shape = TypeAdapter(PublicRecord)
    record = picture(replace(everything(), objectives=(objective(),)), status="draft", adopted_on=None)
    assert shape.validate_json(shape.dump_json(record)) == record


def test_the_same_knowledge_gives_the_same_picture_at_any_later_time_but_for_the_cut_off() -> None:
    known = everything()
    later = picture(replace(known, now=NOW + days(1)), status="draft", adopted_on=None)
    first = picture(known, status="draft", adopted_on=None)
    assert replace(later, cut_off=first.cut_off, limits=()) == replace(first, limits=())
