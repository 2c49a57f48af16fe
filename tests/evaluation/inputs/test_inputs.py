"""An input, a command and what the record says in; events or a refusal out: nothing is dropped, nobody is exposed."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import (
    AddPoint,
    CopyUnlinked,
    DecideLate,
    DisposePoint,
    InputCommand,
    InputEvent,
    InputLoosened,
    InputReceived,
    InputTightened,
    InputWithdrawn,
    Intake,
    LateInputDecided,
    PointAdded,
    PointDisposed,
    PointReleased,
    ReceiveInput,
    ReleasePoint,
    SetLevel,
    UnlinkCopy,
    WithdrawInput,
)
from evalflow.evaluation.inputs.confirmations import Confirmation
from evalflow.evaluation.inputs.input import LEVELS, NOT_BUILT, Attachment, Disposition, Input, Level, Point
from evalflow.evaluation.inputs.inputs import apply_input, decide_input

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
OPEN = Intake("open", code="UK-CN-2027/NGO/001")
ANSWER = Disposition("used", "as Example Coalition shows", "4.2, by EXAMPLE COALITION", NOW, "ada")
HANDED_IN = Input(
    "1", "c", "", "ngo", "public", "Example Coalition", "What Example Coalition saw", NOW, "sha", "salt", "bound",
    points=(Point(1, "Visits are refused.", "UK-01"), Point(2, "Lists are kept back.")),
    attachments=(Attachment("list.txt", "sha2", 7),),
)  # fmt: skip
KNOWN = replace(HANDED_IN, code="UK-CN-2027/NGO/001")
LATE = replace(KNOWN, late="pending")
WITHDRAWN = replace(KNOWN, withdrawn_at=NOW)
TOLD_OF = replace(
    KNOWN, late="accepted", late_reason="Example Coalition's courier fell ill", withdrawn_at=NOW,
    withdrawn_reason="asked for by example coalition", consent="letter of Example Coalition",
    supplements="9", copy_of="8",
    points=(replace(KNOWN.points[0], released=True, disposition=ANSWER), KNOWN.points[1]),
)  # fmt: skip


def received(given: Input, intake: Intake) -> list[InputEvent]:
    return decide_input(None, ReceiveInput(given), intake, NOW)


def done(known: Input, command: InputCommand) -> list[InputEvent]:
    return decide_input(known, command, OPEN, NOW)


def tightened(known: Input, level: Level) -> Input:
    [event] = done(known, SetLevel(level, "UK-CN-2027/W/7G2K", "ada", erase_text=True))
    assert isinstance(event, InputTightened)
    return event.input


def test_text_is_erased_only_where_it_is_meant() -> None:
    with pytest.raises(Refused) as refusal:
        done(KNOWN, SetLevel("restricted", "X", "ada"))
    assert (refusal.value.code, str(refusal.value)) == (
        "erases-text",
        "At the level restricted the text of UK-CN-2027/NGO/001 would be erased for good, from the record, its "
        "journal and this folder: its 2 points stay as numbers, answered as held back for safety. Nothing brings it "
        "back. If that is meant, add --erase-text. The level name-withheld keeps the text and takes the name away.",
    )
    with pytest.raises(Refused, match="its one point stays as a number, answered"):
        done(replace(KNOWN, points=KNOWN.points[:1]), SetLevel("confidential", "X", "ada"))
    assert len(done(KNOWN, SetLevel("name-withheld", "X", "ada"))) == 1
    gone = replace(KNOWN, level="confidential", content_sha256="")
    assert len(done(gone, SetLevel("restricted", "X", "ada"))) == 1


def test_an_input_in_time_is_kept_as_handed_in_with_the_code_the_record_gives() -> None:
    assert received(HANDED_IN, OPEN) == [InputReceived(KNOWN)]


def test_an_input_after_its_window_is_kept_and_waits_to_be_accepted_or_declined() -> None:
    closed = replace(OPEN, window="closed")
    assert received(HANDED_IN, closed) == [InputReceived(LATE)]


def test_an_input_after_adoption_is_kept_as_late_whatever_its_window() -> None:
    adopted = replace(OPEN, adopted=True)
    assert received(HANDED_IN, adopted) == [InputReceived(replace(LATE, after_adoption=True))]


def test_the_same_input_of_the_same_submitter_is_one_input() -> None:
    assert received(HANDED_IN, replace(OPEN, same_as="UK-CN-2027/NGO/001")) == []


def test_the_same_text_of_somebody_else_is_an_input_of_its_own_linked_to_the_first() -> None:
    assert received(HANDED_IN, replace(OPEN, copy_of="9")) == [InputReceived(replace(KNOWN, copy_of="9"))]


def test_of_an_input_whose_name_is_withheld_no_name_is_kept() -> None:
    withheld = replace(HANDED_IN, level="name-withheld", attachments=())
    assert received(withheld, OPEN) == [InputReceived(replace(withheld, code=OPEN.code, submitter=""))]


@pytest.mark.parametrize(
    ("given", "intake", "code", "says"),
    [
        (replace(HANDED_IN, level="confidential"), OPEN, "encryption-not-built",
            NOT_BUILT.format(level="Confidential")),
        (replace(HANDED_IN, level="restricted"), replace(OPEN, same_as="X"), "encryption-not-built",
            NOT_BUILT.format(level="Restricted")),
        (replace(HANDED_IN, level="name-withheld"), OPEN, "attachments-need-encryption",
            "Attachments can carry a name in their content or their properties, so an input whose name is withheld is "
            "taken without them until encryption is built. Nothing of it was kept."),
        (HANDED_IN, Intake("ahead", "11 Jan 2027"), "window-not-open",
            "The window for this kind of input opens on 11 Jan 2027. Hand it in from that day on; nothing was kept."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_nothing_of_it_is_kept(
    given: Input, intake: Intake, code: str, says: str
) -> None:
    with pytest.raises(Refused) as refusal:
        received(given, intake)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


def test_points_are_added_released_and_answered() -> None:
    assert done(KNOWN, AddPoint("One more.", "UK-02")) == [PointAdded(Point(3, "One more.", "UK-02"))]
    assert done(KNOWN, ReleasePoint(2)) == [PointReleased(2)]
    answered = Disposition("partly", "the source is old", "4.2", NOW, "ada")
    assert done(KNOWN, DisposePoint(1, "partly", "the source is old", "ada", "4.2")) == [PointDisposed(1, answered)]


def test_what_is_so_already_does_not_happen_again() -> None:
    assert done(TOLD_OF_IN_TIME, ReleasePoint(1)) == []
    assert done(TOLD_OF_IN_TIME, DisposePoint(1, ANSWER.kind, ANSWER.reason, "bob", ANSWER.paragraph)) == []
    assert done(KNOWN, SetLevel("public", "X", "ada")) == []


TOLD_OF_IN_TIME = replace(TOLD_OF, withdrawn_at=None)


def test_a_late_input_is_accepted_or_declined_with_a_reason() -> None:
    assert done(LATE, DecideLate(True, "the post was late")) == [LateInputDecided(True, "the post was late", NOW)]
    assert done(LATE, DecideLate(False, "two weeks")) == [LateInputDecided(False, "two weeks", NOW)]


def test_an_input_is_withdrawn_with_a_reason() -> None:
    asked = Confirmation("withdrawn", "ada", NOW, erases=False)
    assert done(KNOWN, WithdrawInput("it was a draft", by="ada")) == [InputWithdrawn(NOW, "it was a draft", asked)]
    proved = WithdrawInput("it was a draft", by="ada", proved=True)
    assert done(KNOWN, proved) == [InputWithdrawn(NOW, "it was a draft")]


def test_a_level_is_loosened_only_with_consent_which_is_kept() -> None:
    withheld = replace(KNOWN, level="name-withheld")
    assert done(withheld, SetLevel("public", "X", "ada", "letter of 3 May")) == [
        InputLoosened("public", "letter of 3 May")
    ]
    assert apply_input(withheld, InputLoosened("public", "letter")) == replace(KNOWN, consent="letter")


ERASED = tightened(TOLD_OF, "confidential")


@pytest.mark.parametrize(
    ("known", "command", "code", "says"),
    [
        (KNOWN, AddPoint(" "), "text-missing", "A point is what it says: give its text with --text."),
        (KNOWN, DisposePoint(1, "used", " ", "ada"), "reason-missing",
            "Every answer to a point states its reason. Give it with --reason."),
        (KNOWN, DisposePoint(7, "used", "r", "ada"), "no-such-point",
            "UK-CN-2027/NGO/001 has 2 points; there is no point 7."),
        (KNOWN, ReleasePoint(0), "no-such-point", "UK-CN-2027/NGO/001 has 2 points; there is no point 0."),
        (replace(KNOWN, points=KNOWN.points[:1]), ReleasePoint(2), "no-such-point",
            "UK-CN-2027/NGO/001 has 1 point; there is no point 2."),
        (KNOWN, WithdrawInput(""), "reason-missing", "Say why the input is withdrawn, with --reason."),
        (LATE, DecideLate(True, ""), "reason-missing",
            "Say why the late input is accepted or declined, with --reason."),
        (KNOWN, DecideLate(True, "r"), "not-pending", "UK-CN-2027/NGO/001 does not wait for this: it came in time."),
        (replace(LATE, late="declined"), DecideLate(True, "r"), "not-pending",
            "UK-CN-2027/NGO/001 does not wait for this: it was declined before."),
        (replace(KNOWN, level="name-withheld"), SetLevel("public", "X", "ada"), "consent-missing",
            "A level is loosened only with the submitter's consent: give it with --consent."),
        *(
            (WITHDRAWN, command, "input-withdrawn",
                "UK-CN-2027/NGO/001 was withdrawn; it stays in the record as it was.")
            for command in (AddPoint("x"), ReleasePoint(1), DisposePoint(1, "used", "r", "ada"), WithdrawInput("r"),
                DecideLate(True, "r"))
        ),
        *(
            (replace(ERASED, withdrawn_at=None), command, "text-erased",
                "The text of UK-CN-2027/W/7G2K was erased when its level was tightened to confidential.")
            for command in (AddPoint("x"), ReleasePoint(1), DisposePoint(1, "used", "r", "ada"),
                SetLevel("public", "X", "ada", "letter"))
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(known: Input, command: InputCommand, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        done(known, command)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


def test_tightening_to_name_withheld_keeps_the_text_unreleased_and_takes_the_name_from_all_that_was_said() -> None:
    left = tightened(TOLD_OF, "name-withheld")
    assert "example" not in str(replace(left, points=())).lower()
    said = Disposition("used", "as (name withheld) shows", "4.2, by (name withheld)", NOW, "ada")
    assert left.points == (Point(1, "Visits are refused.", "UK-01", False, said), Point(2, "Lists are kept back."))
    assert (left.late_reason, left.withdrawn_reason) == (
        "(name withheld)'s courier fell ill",
        "asked for by (name withheld)",
    )
    assert (left.code, left.title, left.salt, left.attachments, left.supplements, left.copy_of, left.consent) == (
        "UK-CN-2027/W/7G2K", "", "", (), "", "", "",
    )  # fmt: skip


def test_tightening_what_never_had_a_name_leaves_its_answers_as_they_are() -> None:
    assert tightened(replace(TOLD_OF, submitter=""), "name-withheld").points[0].disposition == ANSWER


@pytest.mark.parametrize("level", ["confidential", "restricted"])
def test_tightening_beyond_erases_the_text_too_and_holds_every_point_back_for_safety(level: Level) -> None:
    left = tightened(TOLD_OF, level)
    held_back = Disposition("held-back-for-safety", "the level was tightened", "", NOW, "ada")
    assert left == Input(
        "1", "c", "UK-CN-2027/W/7G2K", "ngo", level, "", "", NOW, "", "", "bound", late="accepted", withdrawn_at=NOW,
        points=(Point(1, "", "UK-01", False, held_back), Point(2, "", "", False, held_back)),
        confirmations=(Confirmation("erased", "ada", NOW, erases=True),), unconfirmed=True,
    )  # fmt: skip


WORDS = st.text("abc XYZ", min_size=3, max_size=12).filter(str.strip)


@given(WORDS.map(lambda name: f"Example {name.strip()}"), WORDS, st.sampled_from(LEVELS[1:]))
def test_nothing_of_a_name_is_left_after_tightening(name: str, text: str, level: Level) -> None:
    said = replace(ANSWER, reason=f"see {name.upper()}", paragraph=name)
    known = replace(TOLD_OF, submitter=name, title=name, consent=name, points=(Point(1, text, disposition=said),))
    assert name.lower() not in str(tightened(replace(known, late_reason=name, withdrawn_reason=name), level)).lower()


def test_a_code_may_be_loosened_between_the_levels_whose_text_is_erased() -> None:
    restricted = replace(ERASED, level="restricted")
    assert done(restricted, SetLevel("confidential", "X", "ada", "letter")) == [InputLoosened("confidential", "letter")]


@pytest.mark.parametrize(
    ("known", "counts", "open_points"),
    [
        (KNOWN, True, KNOWN.points),
        (TOLD_OF_IN_TIME, True, (KNOWN.points[1],)),
        (LATE, False, ()),
        (replace(LATE, late="declined"), False, ()),
        (replace(LATE, late="accepted"), True, KNOWN.points),
        (WITHDRAWN, False, ()),
    ],
)
def test_what_was_withdrawn_declined_or_is_not_decided_on_counts_for_nothing(
    known: Input, counts: bool, open_points: tuple[Point, ...]
) -> None:
    assert (known.counts, known.open_points) == (counts, open_points)


def test_events_fold_to_the_input_as_it_stands() -> None:
    events: list[InputEvent] = [
        InputReceived(LATE),
        PointAdded(Point(3, "One more.")),
        PointReleased(3),
        PointDisposed(3, ANSWER),
        LateInputDecided(True, "the post was late", NOW),
        InputWithdrawn(NOW, "it was a draft"),
        InputTightened(ERASED),
    ]
    last_point = Point(3, "One more.", released=True, disposition=ANSWER)
    withdrawn = replace(
        LATE, points=(*KNOWN.points, last_point), late="accepted", late_reason="the post was late", withdrawn_at=NOW,
        withdrawn_reason="it was a draft", late_decided_at=NOW,
    )  # fmt: skip
    assert reduce(apply_input, events[:-1], None) == withdrawn
    assert reduce(apply_input, events, None) == ERASED
    assert apply_input(LATE, LateInputDecided(False, "two weeks", NOW)) == replace(
        LATE, late="declined", late_reason="two weeks", late_decided_at=NOW
    )


def test_attachments_alone_from_an_older_journal_have_a_point_to_answer() -> None:
    older = replace(KNOWN, points=())
    known = apply_input(None, InputReceived(older))
    assert [(point.number, point.text) for point in known.open_points] == [
        (1, "What the attached file says: list.txt.")
    ]
    added = Point(1, "The list has 40 names.")
    assert apply_input(known, PointAdded(added)).points == (added,)
    bare = replace(older, attachments=())
    assert apply_input(None, InputReceived(bare)) == bare


def test_a_copy_stands_by_itself_once_what_it_is_a_copy_of_was_tightened() -> None:
    copy = replace(KNOWN, copy_of="8")
    assert done(copy, UnlinkCopy()) == [CopyUnlinked()]
    assert apply_input(copy, CopyUnlinked()) == KNOWN
    assert done(KNOWN, UnlinkCopy()) == []


def test_an_event_without_its_input_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="an input's event came before the input"):
        apply_input(None, PointReleased(1))
