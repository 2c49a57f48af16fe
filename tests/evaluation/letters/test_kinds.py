"""Kinds of letters, as they are declared: what follows from each, and that the declarations fit together."""

from typing import get_args

from evalflow.effects.mail.letter_page import languages
from evalflow.evaluation.letters.kinds import LETTERS, REMINDERS, LetterKind


def test_every_kind_that_a_letter_can_have_is_declared_and_has_a_template_in_english() -> None:
    assert tuple(LETTERS) == get_args(LetterKind)
    assert all("en" in languages(kind) for kind in LETTERS)


def test_reminders_go_and_all_else_waits_for_its_first_release_unless_the_workflow_says_otherwise() -> None:
    assert {kind.name: (kind.release, kind.releases) for kind in LETTERS.values()} == {
        kind.name: ("go", ("go", "wait")) if kind in REMINDERS else ("first-waits", ("go", "first-waits", "wait"))
        for kind in LETTERS.values()
    }


def test_letters_with_the_report_are_listed_as_its_distribution_and_the_draft_holds_inputs_too() -> None:
    assert [kind.name for kind in LETTERS.values() if kind.distributes] == ["report", "correction"]
    assert [kind.name for kind in LETTERS.values() if kind.holds_inputs] == ["draft", "report", "correction"]
