"""The whole picture: one public record, complete, in words, and the same each time."""

from dataclasses import replace
from datetime import date

import pytest
from pydantic import TypeAdapter

from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.public_record import picture
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import NOW, OPENING, amend, at, days, everything, handed_in, objective
from tests.support.in_words import changed


def test_the_frame_of_a_draft_says_what_is_evaluated_by_whom_and_as_of_when() -> None:
    record = worded(picture(everything(), status="draft", adopted_on=None))
    assert (record.cover.title, record.cover.subtitle, record.cover.cycle) == (
        "The human rights dialogue between Exampleland and Samplestan",
        "Evaluation cycle opened on 14 December 2026; windows opened on 11 January 2027",
        "EX-SA-2027",
    )
    assert (record.example, record.cover.edition, record.cover.status, record.cover.adopted_on) == (
        True,
        "public",
        "draft",
        None,
    )
    assert (record.course.opening, record.course.zone, record.anchor.cut_off, record.anchor.head) == (
        OPENING,
        "Europe/London",
        NOW,
        Head(412, "9f" * 32),
    )
    assert (record.mandate.body, record.mandate.body_accountable_to) == ("Example Committee", "the Example Parliament")
    assert (record.mandate.operator, record.mandate.operator_conducts) == ("Example Secretariat", False)
    assert (record.definitions.workflow, record.definitions.workflow_sha256) == ("example-cycle 1.0.0", "1c" * 32)
    assert (record.definitions.criteria_sha256, record.mandate.criteria_url) == (
        "2d" * 32,
        "https://committee.example/criteria",
    )
    assert (record.mandate.timetable_url, record.mandate.terms_published_on) == (
        "https://committee.example/timetable",
        date(2026, 12, 20),
    )


def test_a_partner_takes_its_article_in_the_title() -> None:
    known = everything()
    known = replace(known, dialogue=replace(known.dialogue, partner="United Kingdom", counterpart="China"))
    assert worded(picture(known, status="draft", adopted_on=None)).cover.title == (
        "The human rights dialogue between the United Kingdom and China"
    )


def test_before_terms_and_body_are_published_the_frame_says_so() -> None:
    known = everything()
    known = replace(known, evaluation=replace(known.evaluation, terms=None, body=None))
    record = worded(picture(known, status="draft", adopted_on=None))
    assert (record.mandate.body, record.mandate.body_accountable_to) == ("not named yet", "")
    assert (record.mandate.timetable_url, record.mandate.criteria_url, record.mandate.terms_published_on) == (
        "",
        "",
        None,
    )


@pytest.mark.parametrize(("status", "told"), [("draft", False), ("adopted", True)])
def test_the_adoption_is_among_the_decisions_of_an_adopted_report_alone(status: str, told: bool) -> None:
    record = worded(picture(everything(), status=status, adopted_on=date(2027, 6, 12)))  # type: ignore[arg-type] # one of both
    assert ("This report was adopted on 12 June 2027 by Example Committee." in record.suspension.decisions) is told


def test_every_part_of_the_record_is_filled_from_what_is_known() -> None:
    told = objective(
        "EX-01", (at(2, 1), amend("text", "New")), (at(2, 2), amend("title", "T", correction=True, source="S1"))
    )
    told = replace(told, changes=(*told.changes, replace(told.changes[0], recorded_at=at(2, 3))))
    inputs = (handed_in("EX-SA-2027/NGO/001"), handed_in("EX-SA-2027/A", level="name-withheld"))
    record = worded(picture(replace(everything(), objectives=(told,), inputs=inputs), status="draft", adopted_on=None))
    sizes = {
        ("course", "timetable"): 5, ("course", "pauses"): 0, ("assessment", "findings"): 1,
        ("amendments", "changes"): 1, ("amendments", "corrections"): 1, ("amendments", "editorial"): 0,
        ("amendments", "added"): 1, ("consultation", "inputs"): 2, ("consultation", "input_counts"): 3,
        ("suspension", "criteria"): 2, ("suspension", "decisions"): 0, ("background", "sources"): 1,
        ("background", "pairs"): 0, ("background", "coordination"): 0,
    }  # fmt: skip
    assert {(part, name): len(getattr(getattr(record, part), name)) for part, name in sizes} == sizes
    came = record.consultation
    assert (came.inputs_received, came.inputs_at_least, came.points_total, came.points_at_least) == (2, True, 2, True)
    assert len(record.background.dialogue.fields) == 20
    assert (record.course.cycle_state, record.course.closing_note) == ("The cycle is in its step “Draft”.", "")
    assert record.account.limits[-1].startswith("The record was read on 11 June 2027")


def test_a_record_survives_its_json() -> None:
    shape = TypeAdapter(PublicRecord)
    record = picture(replace(everything(), objectives=(objective(),)), status="draft", adopted_on=None)
    assert shape.validate_json(shape.dump_json(record)) == record


def test_the_same_knowledge_gives_the_same_picture_at_any_later_time_but_for_the_cut_off() -> None:
    known = everything()
    later = picture(replace(known, now=NOW + days(1)), status="draft", adopted_on=None)
    first = picture(known, status="draft", adopted_on=None)
    assert changed(later, cut_off=first.anchor.cut_off, limits=()) == changed(first, limits=())
