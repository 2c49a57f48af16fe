"""What one person did to an input waits for another: its points are open until then, and after a contradiction."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import (
    ConfirmationDecided,
    CorrectPoint,
    DecideConfirmation,
    DisposePoint,
    InputCommand,
    InputWithdrawn,
    Intake,
    SetLevel,
    WithdrawInput,
)
from evalflow.evaluation.inputs.confirmations import CATEGORIES, CATEGORY_WORDS, Confirmation
from evalflow.evaluation.inputs.copies import open_points
from evalflow.evaluation.inputs.input import Attachment, Disposition, Input, Level, Point
from evalflow.evaluation.inputs.inputs import apply_input, decide_input

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ANSWER = Disposition("used", "it is true", "4.2", NOW, "ada")
KNOWN = Input(
    "1", "c", "UK-CN-2027/NGO/001", "ngo", "public", "Example Coalition", "Prisons", NOW, "sha", "salt", "bound",
    points=(Point(1, "Visits are refused.", disposition=ANSWER), Point(2, "Lists are kept back.")),
)  # fmt: skip
HIDDEN = replace(KNOWN, level="name-withheld", submitter="", title="")
YES = DecideConfirmation(True, "The author rang.", "submitter-asked", "ben")
NO = DecideConfirmation(False, "The author did not ask.", by="ben")
ERASE = SetLevel("restricted", "UK-CN-2027/W/7G2K", "ada", erase_text=True)


def after(known: Input, *commands: InputCommand) -> Input:
    for command in commands:
        events = decide_input(known, command, Intake("open"), LATER if isinstance(command, DecideConfirmation) else NOW)
        known = reduce(apply_input, events, known)
    return known


def refused(known: Input, command: InputCommand) -> str:
    with pytest.raises(Refused) as refusal:
        decide_input(known, command, Intake("open"), NOW)
    return refusal.value.code


def numbers(known: Input) -> list[int]:
    return [point.number for point in known.open_points]


def kinds(known: Input) -> list[str]:
    return [point.disposition.kind if point.disposition else "" for point in known.points]


@pytest.mark.parametrize(
    ("known", "command"),
    [
        (KNOWN, ERASE),
        (HIDDEN, replace(ERASE, level="confidential")),
        (KNOWN, WithdrawInput("Danger.", by="ada")),
        (HIDDEN, WithdrawInput("Danger.", erase_text=True, by="ada")),
        (HIDDEN, CorrectPoint(2, "Some are.", "a slip", "sha2", erase_text=True, by="ada")),
    ],
)
def test_all_points_are_open_until_another_person_confirms(known: Input, command: InputCommand) -> None:
    done = after(known, command)
    assert (done.unconfirmed, numbers(done), done.confirmations[0].by) == (True, [1, 2], "ada")
    confirmed = after(done, YES)
    left = [2] if isinstance(command, CorrectPoint) else []
    assert (confirmed.unconfirmed, numbers(confirmed)) == (False, left)
    assert replace(confirmed, confirmations=(), unconfirmed=True) == replace(done, confirmations=())
    assert [(one.state, one.category, one.decided_by, one.decided_at) for one in confirmed.confirmations] == [
        ("confirmed", "submitter-asked", "ben", LATER)
    ]


def test_who_takes_the_name_away_alone_needs_nobody_else() -> None:
    done = after(KNOWN, SetLevel("name-withheld", "UK-CN-2027/W/7G2K", "ada"))
    assert (done.unconfirmed, done.confirmations, numbers(done)) == (False, (), [2])


ATTACHED = (Attachment("ada-lovelace.pdf", "sha2", 7),)


def test_who_erases_attachments_with_the_name_needs_another_person_as_for_a_text() -> None:
    done = after(replace(KNOWN, attachments=ATTACHED), SetLevel("name-withheld", "UK-CN-2027/W/7G2K", "ada"))
    assert [(one.deed, one.by, one.erases) for one in done.confirmations] == [("detached", "ada", False)]
    assert (numbers(done), numbers(after(done, YES)), kinds(after(done, NO))) == ([1, 2], [2], ["used", ""])


def test_where_attachments_were_all_a_contradiction_leaves_the_point_open_and_no_file_named() -> None:
    alone = Point(1, "What the attached file says: ada-lovelace.pdf.", disposition=ANSWER)
    done = after(
        replace(KNOWN, attachments=ATTACHED, points=(alone,)), SetLevel("name-withheld", "UK-CN-2027/W/7G2K", "ada")
    )
    assert (done.points[0].text, numbers(done)) == ("What the attached files say.", [1])
    assert (kinds(after(done, YES)), kinds(after(done, NO))) == (["used"], [""])
    assert after(done, NO).erased_against_objection[0].by == "ada"


@pytest.mark.parametrize("known", [KNOWN, HIDDEN])
def test_with_the_submitters_code_nobody_else_is_needed(known: Input) -> None:
    withdrawn = after(known, WithdrawInput("Danger.", erase_text=True, by="ada", proved=True))
    assert (withdrawn.unconfirmed, withdrawn.confirmations, numbers(withdrawn)) == (False, (), [])
    mended = after(known, CorrectPoint(2, "Some are.", "a slip", "sha2", erase_text=True, by="ada", proved=True))
    assert (mended.unconfirmed, numbers(mended)) == (False, [2])


def test_contradicted_an_erased_text_is_gone_and_its_points_are_open() -> None:
    done = after(KNOWN, ERASE, NO)
    assert (done.keeps_text, numbers(done), kinds(done)) == (False, [1, 2], ["", ""])
    assert done.erased_against_objection == done.confirmations
    answered = after(done, DisposePoint(1, "held-back-for-safety", "It is gone.", "ben"))
    assert (numbers(answered), kinds(answered)) == ([2], ["held-back-for-safety", ""])


def test_an_erased_text_is_answered_only_after_a_contradiction() -> None:
    assert refused(after(KNOWN, ERASE), DisposePoint(1, "used", "It is true.", "ben")) == "text-erased"
    assert refused(after(KNOWN, ERASE, YES), DisposePoint(1, "used", "It is true.", "ben")) == "text-erased"


def test_contradicted_a_withdrawal_ends_and_the_answers_are_as_before() -> None:
    assert after(KNOWN, WithdrawInput("Danger."), NO) == replace(
        KNOWN, confirmations=(Confirmation("withdrawn", "", NOW, False, "contradicted", "", "ben", LATER, NO.reason),)
    )
    hidden = after(HIDDEN, WithdrawInput("Danger.", erase_text=True), NO)
    assert (hidden.withdrawn_at, hidden.keeps_text, numbers(hidden)) == (None, False, [1, 2])


def test_what_was_confirmed_stays_confirmed_when_a_later_withdrawal_is_contradicted() -> None:
    done = after(KNOWN, ERASE, YES, WithdrawInput("Danger."), NO)
    assert (done.withdrawn_at, numbers(done)) == (None, [])
    assert [one.state for one in done.confirmations] == ["confirmed", "contradicted"]


def test_one_decision_holds_for_all_that_is_open() -> None:
    done = after(KNOWN, WithdrawInput("Danger."), ERASE)
    assert [one.state for one in done.confirmations] == ["open", "open"]
    assert [one.state for one in after(done, YES).confirmations] == ["confirmed", "confirmed"]


@pytest.mark.parametrize(
    ("known", "command", "code"),
    [
        (KNOWN, YES, "nothing-to-confirm"),
        (after(KNOWN, ERASE, YES), NO, "nothing-to-confirm"),
        (after(KNOWN, ERASE), replace(YES, reason=" "), "reason-missing"),
        (after(KNOWN, ERASE), replace(NO, reason=""), "reason-missing"),
        (after(KNOWN, ERASE), replace(YES, category=""), "category-missing"),
    ],
)
def test_a_decision_states_its_reason_and_of_a_confirmation_the_kind(
    known: Input, command: InputCommand, code: str
) -> None:
    assert refused(known, command) == code


def test_every_kind_of_reason_has_its_words() -> None:
    assert tuple(CATEGORY_WORDS) == CATEGORIES


@pytest.mark.parametrize("late", ["declined", "pending"])
def test_points_that_never_counted_are_not_open_for_it(late: str) -> None:
    declined = replace(KNOWN, late=late)  # type: ignore[arg-type] # one of the words
    assert (after(declined, ERASE).unconfirmed, numbers(after(declined, ERASE))) == (True, [])


def test_a_copy_stands_by_itself_as_soon_as_the_first_is_withdrawn_and_is_answered_with_it_after_a_contradiction() -> (
    None
):
    first, copy = (
        KNOWN,
        replace(KNOWN, id="2", code="UK-CN-2027/NGO/002", copy_of="1", points=(Point(1, "Visits are refused."),)),
    )
    gone = after(first, WithdrawInput("Danger."))
    assert waiting(gone, copy) == {"001": [1, 2], "002": [1]}
    assert waiting(after(gone, YES), copy) == {"002": [1]}
    assert waiting(after(gone, NO), copy) == {"001": [2]}


def test_of_a_copy_that_waits_itself_all_points_are_open() -> None:
    copy = replace(KNOWN, id="2", code="UK-CN-2027/NGO/002", copy_of="1")
    assert waiting(KNOWN, after(copy, WithdrawInput("Danger."))) == {"001": [2], "002": [1, 2]}


def waiting(*inputs: Input) -> dict[str, list[int]]:
    return {one.code[-3:]: [point.number for point in points] for one, points in open_points(inputs)}


@pytest.mark.parametrize("level", ["name-withheld", "confidential"])
def test_a_reason_that_names_somebody_goes_with_the_name(level: Level) -> None:
    done = after(KNOWN, WithdrawInput("Danger."), replace(YES, reason="Example Coalition rang."))
    [kept] = after(done, SetLevel(level, "UK-CN-2027/W/7G2K", "ada", erase_text=True)).confirmations[:1]
    assert kept.reason == {"name-withheld": "(name withheld) rang.", "confidential": ""}[level]


def test_a_withdrawal_from_an_older_journal_needs_nobody() -> None:
    old = apply_input(KNOWN, InputWithdrawn(NOW, "it was a draft"))
    assert (old.unconfirmed, old.confirmations, numbers(old)) == (False, (), [])


def test_the_decision_is_one_event() -> None:
    assert decide_input(after(KNOWN, ERASE), YES, Intake("open"), LATER) == [
        ConfirmationDecided(True, "submitter-asked", "ben", LATER, "The author rang.")
    ]
