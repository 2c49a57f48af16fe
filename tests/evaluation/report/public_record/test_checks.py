"""What a report lacks: each check can fail, and what nobody can set aside stays in the way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from evalflow.engine.rules import Fact
from evalflow.evaluation.report.narrative import PARTS, Narrative, Override
from evalflow.evaluation.report.public_record.checks import (
    CHECKS,
    ReportCheck,
    numbers_in_body,
    report_checks,
    with_checks,
)
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import COORDINATOR, NOW, everything
from tests.support.in_words import EvaluatorLine, ImpactLine, changed
from tests.support.sample_record import sample_record

FIXED = ("findings.unrated", "inputs.points_open", "inputs.unconfirmed", "inputs.undecided_late", "criteria.unchecked")
NOTHING_OPEN = {name: Fact(0) for name in (*FIXED, "recommendations.carried_open")}
TEXTS = {name: f"{part.title}, resting on EX-01." for name, part in PARTS.items()}


def complete() -> PublicRecord:
    """The sample with all that a body says itself."""
    record = sample_record()
    return changed(
        record,
        texts=TEXTS,
        evaluators=(EvaluatorLine("Example evaluator", "member", "No interest."),),
        criteria=tuple(replace(one, result="clear") for one in record.suspension.criteria),
        changes=tuple(one for one in record.amendments.changes if one.reason),
        findings=tuple(replace(one, missing="an account") for one in record.assessment.findings),
    )


def lacking(record: PublicRecord, facts: Mapping[str, Fact] | None = None) -> dict[str, ReportCheck]:
    found = report_checks(everything(), record, facts or NOTHING_OPEN)
    return {one.name: one for one in found if one.missing}


def test_a_complete_report_lacks_nothing() -> None:
    assert lacking(complete()) == {}
    assert len(CHECKS) == len(report_checks(everything(), complete(), NOTHING_OPEN))


@pytest.mark.parametrize("part", [part for part in PARTS if part != "effects"])
def test_each_text_is_asked_for(part: str) -> None:
    texts = {name: text for name, text in TEXTS.items() if name != part}
    name = "criteria-used" if part == "criteria" else part
    assert lacking(changed(complete(), texts=texts))[name].blocks


RECORD = complete()
FINDINGS = RECORD.assessment.findings
SILENT = replace(RECORD.amendments.changes[0], reason="", reasons_asked_on=None)
TRIPPED = replace(RECORD.suspension.criteria[0], result="tripped", decision=None)
CUT = {
    "body": changed(RECORD, body_accountable_to=""),
    "evaluators": changed(RECORD, evaluators=()),
    "dialogue": changed(RECORD, dialogue=replace(RECORD.background.dialogue, fields=())),
    "timetable": changed(RECORD, terms_published_on=None),
    "not-assessable": changed(
        RECORD,
        findings=(
            replace(FINDINGS[0], status="not-assessable", missing=""),
            *FINDINGS[1:],
        ),
    ),
    "outcomes": changed(RECORD, pairs=(replace(RECORD.background.pairs[0], concern_source=""),)),
    "changes": changed(RECORD, changes=(SILENT,)),
    "decisions": changed(RECORD, criteria=(TRIPPED,)),
    "scorecard": changed(RECORD, scorecard=None),
    "effects": changed(RECORD, impacts=(), texts={k: v for k, v in TEXTS.items() if k != "effects"}),
    "conclusions": changed(RECORD, texts={**TEXTS, "conclusions": "All is well."}),
    "sources": changed(RECORD, register_entries=(replace(RECORD.registers.register_entries[0], source=""),)),
}


@pytest.mark.parametrize("name", CUT)
def test_what_is_missing_is_named_with_what_supplies_it(name: str) -> None:
    found = lacking(CUT[name])
    assert list(found) == [name]
    assert found[name].missing.endswith(".")
    assert "evalflow " in found[name].remedy


def test_an_assessment_on_record_says_what_the_body_need_not() -> None:
    impact = ImpactLine("EX-SA/I001", "2026", "Another way", "neutral", "", "", "S1")
    assert lacking(changed(CUT["effects"], impacts=(impact,))) == {}


def test_what_others_rely_on_nobody_can_set_aside() -> None:
    for name in FIXED:
        facts = {**NOTHING_OPEN, name: Fact(1, note="something is open", remedy="evalflow do it")}
        known = replace(
            everything(),
            narrative=Narrative("c1", overrides=tuple(Override(one, "Why not.", COORDINATOR, NOW) for one in CHECKS)),
        )
        [found] = [one for one in report_checks(known, complete(), facts) if one.missing]
        assert (found.fixed, found.override, found.blocks) == (True, None, True)


def test_what_is_set_aside_no_longer_blocks_and_is_printed() -> None:
    narrative = Narrative("c1", overrides=(Override("evaluators", "They ask not to be named.", COORDINATOR, NOW),))
    known = replace(everything(), narrative=narrative)
    checks = report_checks(known, CUT["evaluators"], NOTHING_OPEN)
    assert not any(one.blocks for one in checks)
    [line] = with_checks(known, CUT["evaluators"], checks).account.overridden
    assert (line.check, line.by, line.on) == ("evaluators", "Example Secretariat", date(2027, 6, 11))
    assert line.reason == "They ask not to be named."
    mended = report_checks(known, complete(), NOTHING_OPEN)
    assert with_checks(known, complete(), mended).account.overridden == ()  # nothing was adopted without


def test_a_draft_says_what_it_lacks_and_an_adopted_report_does_not() -> None:
    checks = report_checks(everything(), CUT["evaluators"], NOTHING_OPEN)
    draft = with_checks(everything(), changed(CUT["evaluators"], status="draft"), checks)
    assert worded(draft).account.lacking == (
        "Opening: Nobody is named who evaluated, with what they state of their interests.",
    )
    assert with_checks(everything(), CUT["evaluators"], checks).account.lacking == ()


def test_a_draft_tells_no_code_and_no_number_of_what_is_open_in_inputs_that_are_not_published() -> None:
    note = "3 points are without an answer: EX-SA-2027/C/QQ11 point 1, 2, 3"
    facts = {**NOTHING_OPEN, "inputs.points_open": Fact(3, note=note, remedy="evalflow input dispose")}
    checks = report_checks(everything(), complete(), facts)
    [told] = worded(with_checks(everything(), changed(complete(), status="draft"), checks)).account.lacking
    assert told == "Inputs: missing is an answer to each point."


def test_a_figure_of_the_summary_stands_in_the_report_too() -> None:
    good = changed(complete(), texts={**TEXTS, "summary": "On 11 June 2027 there were 2 objectives, EX-01 and EX-02."})
    assert lacking(good) == {}
    bad = changed(complete(), texts={**TEXTS, "summary": "Of 7654 cases, 98.5 in a hundred were heard."})
    assert lacking(bad)["summary"].missing == "Figures of the summary stand nowhere else in the report: 7654 and 98.5."


def test_the_digits_of_a_hash_are_no_figures() -> None:
    hashed = numbers_in_body(changed(complete(), head=replace(complete().anchor.head, root="77f" * 21)))
    assert "77" not in hashed
    assert "77" in numbers_in_body(changed(complete(), limits=("It took 77 days.",)))
