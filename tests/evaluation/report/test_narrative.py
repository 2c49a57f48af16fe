"""The body's own words: written anew as often as needed, evaluators with their statements, checks set aside."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.report.narrative import (
    CheckOverridden,
    Evaluator,
    EvaluatorNamed,
    NameEvaluator,
    Narrative,
    NarrativeBegun,
    Override,
    OverrideCheck,
    TextsWritten,
    WriteTexts,
    apply_narrative,
    decide_narrative,
)

NOW = datetime(2027, 5, 3, tzinfo=UTC)
EVALUATOR = Evaluator("Example evaluator", "member", "No interest in either side.")
OVERRIDE = Override("effects", "None is on record.", "p1", NOW)


def after(*commands: WriteTexts | NameEvaluator | OverrideCheck) -> Narrative:
    known: Narrative | None = None
    for command in commands:
        for event in decide_narrative(known, command, "c1"):
            known = apply_narrative(known, event)
    assert known
    return known


def test_the_first_word_begins_it_and_the_same_word_again_says_nothing() -> None:
    first = WriteTexts({"purpose": "To see."})
    assert decide_narrative(None, first, "c1") == [NarrativeBegun("c1"), TextsWritten({"purpose": "To see."})]
    assert decide_narrative(after(first), first, "c1") == []
    assert decide_narrative(after(NameEvaluator(EVALUATOR)), NameEvaluator(EVALUATOR), "c1") == []
    later = OverrideCheck(replace(OVERRIDE, at=datetime(2027, 5, 4, tzinfo=UTC)))
    assert decide_narrative(after(OverrideCheck(OVERRIDE)), later, "c1") == []


def test_only_what_is_new_is_written_and_the_rest_stands() -> None:
    known = after(WriteTexts({"purpose": "To see.", "scope": "All."}))
    assert decide_narrative(known, WriteTexts({"purpose": "To see.", "scope": "Half."}), "c1") == [
        TextsWritten({"scope": "Half."})
    ]
    assert after(WriteTexts({"purpose": "To see.", "scope": "All."}), WriteTexts({"scope": ""})).texts == {
        "purpose": "To see."
    }


def test_an_evaluator_or_an_override_of_the_same_name_stands_in_place_of_the_one_before() -> None:
    other = replace(EVALUATOR, statement="I advised one of them.")
    assert after(NameEvaluator(EVALUATOR), NameEvaluator(other)).evaluators == (other,)
    again = replace(OVERRIDE, reason="Still none.")
    assert after(OverrideCheck(OVERRIDE), OverrideCheck(again)).overrides == (again,)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (
            WriteTexts({"summary": "word " * 1201}),
            "text-too-long",
            "has 1201 words; it may have 1200. Shorten it by 1.",
        ),
        (
            WriteTexts({"method": "x" * 200_001}),
            "text-too-long",
            "200,001 signs; a text of the report may have 200,000",
        ),
        (NameEvaluator(replace(EVALUATOR, statement=" ")), "statement-missing", "also that there are none"),
        (OverrideCheck(replace(OVERRIDE, reason="")), "reason-missing", "--reason"),
    ],
)
def test_what_is_too_long_or_says_nothing_is_refused(
    command: WriteTexts | NameEvaluator | OverrideCheck, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refusal:
        decide_narrative(None, command, "c1")
    assert refusal.value.code == code
    assert says in str(refusal.value)


def test_twelve_hundred_words_are_a_summary() -> None:
    assert decide_narrative(None, WriteTexts({"summary": "word " * 1200}), "c1")


def test_nothing_happens_to_what_was_never_begun() -> None:
    for event in (TextsWritten({}), EvaluatorNamed(EVALUATOR), CheckOverridden(OVERRIDE)):
        with pytest.raises(LookupError):
            apply_narrative(None, event)
