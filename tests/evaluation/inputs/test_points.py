"""What is done with points: split without losing a word, linked, mended, told of and reacted to."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import (
    CorrectPoint,
    InputCommand,
    InputTightened,
    Intake,
    LinkPoint,
    NoteLetter,
    NoteReaction,
    SplitPoint,
    WithdrawInput,
)
from evalflow.evaluation.inputs.copies import open_points
from evalflow.evaluation.inputs.input import AnswerLetter, Disposition, Input, Point, PointCorrection, Reaction
from evalflow.evaluation.inputs.inputs import apply_input, decide_input

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ANSWER = Disposition("used", "as asked", "", NOW, "ada")
TEXT = "Two of four visits took place.\n\nLists are kept back. Nobody says why."
KNOWN = Input(
    "1", "c", "EX-SA-2027/NGO/001", "ngo", "public", "Example Union", "What we saw", NOW, "sha", "salt", "bound",
    points=(Point(1, "Visits are refused.", "EX-01"), Point(2, TEXT, "EX-02")),
)  # fmt: skip
HIDDEN = replace(KNOWN, level="name-withheld", code="EX-SA-2027/W/7G2K", submitter="", title="")
LETTER = AnswerLetter("EX-SA-2027-NGO-001-answers.txt", "ab" * 32, "cd" * 32, NOW)


def after(known: Input, *commands: InputCommand) -> Input:
    for command in commands:
        known = reduce(apply_input, decide_input(known, command, Intake("open"), NOW), known)
    return known


def refused(known: Input, command: InputCommand) -> str:
    with pytest.raises(Refused) as refusal:
        after(known, command)
    return refusal.value.code


def test_a_point_is_split_and_keeps_its_number_with_the_first_part() -> None:
    split = after(KNOWN, LinkPoint(2, ("SC-02",)), SplitPoint(2, ("kept back.",), paragraphs=True))
    assert [(p.number, p.text, p.about, p.split_from) for p in split.points[1:]] == [
        (2, "Two of four visits took place.", ("EX-02", "SC-02"), 0),
        (3, "Lists are kept back.", ("EX-02", "SC-02"), 2),
        (4, "Nobody says why.", ("EX-02", "SC-02"), 2),
    ]
    assert split.points[1].whole == TEXT
    again = after(split, SplitPoint(2, ("Two of four",)))
    assert (again.points[1].whole, again.points[4].text, again.points[4].split_from) == (TEXT, "visits took place.", 2)


@given(st.text("ab \n.", max_size=60), st.lists(st.text("ab.", min_size=1, max_size=2), max_size=3))
def test_splitting_loses_no_word_and_adds_none(text: str, after_: list[str]) -> None:
    known = replace(KNOWN, points=(Point(1, text or "a"),))
    try:
        split = after(known, SplitPoint(1, tuple(after_), paragraphs=True))
    except Refused:
        return
    said = "".join(point.text for point in sorted(split.points, key=lambda point: point.number))
    assert "".join(said.split()) == "".join(text.split())
    assert all(point.text.strip() for point in split.points)


def test_what_cannot_be_split_is_refused() -> None:
    assert refused(KNOWN, SplitPoint(2, ("e",))) == "not-once"
    assert refused(KNOWN, SplitPoint(2, ("Three",))) == "not-once"
    assert refused(KNOWN, SplitPoint(2)) == "nothing-to-split"
    assert refused(KNOWN, SplitPoint(2, ("Nobody says why.",))) == "nothing-to-split"
    assert refused(KNOWN, SplitPoint(9)) == "no-such-point"
    answered = replace(KNOWN, points=(replace(KNOWN.points[0], disposition=ANSWER),))
    assert refused(answered, SplitPoint(1, ("Visits",))) == "point-answered"


def test_a_copy_of_a_campaign_stays_answered_when_the_first_is_split() -> None:
    copy = replace(KNOWN, id="2", code="EX-SA-2027/NGO/002", copy_of="1")
    split = after(KNOWN, SplitPoint(2, paragraphs=True))
    assert [one.id for one, _ in open_points([split, copy])] == ["1"]


def test_a_point_is_linked_once_and_unlinked() -> None:
    linked = after(KNOWN, LinkPoint(1, ("EX-01", "SC-02", "EX-02", "SC-02")))
    assert linked.points[0].about == ("EX-01", "SC-02", "EX-02")
    assert decide_input(linked, LinkPoint(1, ("SC-02",)), Intake("open"), NOW) == []
    assert after(linked, LinkPoint(1, ("SC-02", "EX-01"), unlink=True)).points[0].about == ("EX-01", "EX-02")


def test_a_public_point_is_mended_and_its_old_text_kept() -> None:
    answered = replace(KNOWN, points=(replace(KNOWN.points[0], disposition=ANSWER), KNOWN.points[1]))
    mended = after(answered, CorrectPoint(1, "Visits are put off.", "a slip of ours")).points[0]
    assert mended.text == "Visits are put off."
    assert mended.corrections == (PointCorrection("Visits are refused.", "a slip of ours", NOW),)
    assert mended.disposition is None
    assert decide_input(KNOWN, CorrectPoint(1, "Visits are refused.", "a slip"), Intake("open"), NOW) == []
    assert refused(KNOWN, CorrectPoint(1, " ", "a slip")) == "text-missing"
    assert refused(KNOWN, CorrectPoint(1, "x", " ")) == "reason-missing"


def test_where_the_name_is_withheld_the_old_text_goes_and_the_new_one_is_not_released() -> None:
    known = replace(HIDDEN, points=(replace(HIDDEN.points[0], released=True, disposition=ANSWER), HIDDEN.points[1]))
    assert refused(known, CorrectPoint(1, "Visits are put off.", "it named us")) == "erases-text"
    [event] = decide_input(known, CorrectPoint(1, "Put off.", "it named us", "sha2", True), Intake("open"), NOW)
    assert isinstance(event, InputTightened)
    left = event.input
    assert left.points[0] == Point(1, "Put off.", "EX-01", corrections=(PointCorrection("", "it named us", NOW),))
    assert (left.content_sha256, left.salt, left.points[1]) == ("sha2", "", HIDDEN.points[1])


def test_with_a_withheld_name_its_withdrawal_takes_the_text() -> None:
    assert refused(HIDDEN, WithdrawInput("Danger.")) == "erases-text"
    gone = after(HIDDEN, WithdrawInput("Danger.", erase_text=True, proved=True))
    assert (gone.withdrawn_at, gone.keeps_text, gone.counts) == (NOW, False, False)
    assert [(p.text, p.disposition and p.disposition.kind) for p in gone.points] == [("", "held-back-for-safety")] * 2
    kept = after(KNOWN, WithdrawInput("Danger."))
    assert (kept.keeps_text, kept.points) == (True, KNOWN.points)


def test_a_submitter_reacts_once_told() -> None:
    reaction = Reaction("disputes", 2, "Not the figures.", NOW)
    assert refused(KNOWN, NoteReaction(reaction)) == "not-told"
    told = after(KNOWN, NoteLetter(LETTER))
    assert after(told, NoteReaction(reaction)).reactions == (reaction,)
    assert refused(told, NoteReaction(replace(reaction, point=9))) == "no-such-point"
    assert refused(told, NoteReaction(replace(reaction, kind="comments", text=" "))) == "text-missing"
    gone = replace(told, level="confidential", content_sha256="")
    assert refused(gone, NoteReaction(reaction)) == "text-erased"
    assert after(gone, NoteReaction(replace(reaction, text=""))).reactions == (replace(reaction, text=""),)
