"""Answers go back to submitters as letters in files; what submitters say to them is recorded, by level."""

from pathlib import Path

import pytest

from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.inputs.commands_events import (
    CorrectPoint,
    DisposePoint,
    InputTightened,
    LinkPoint,
    SetLevel,
    SplitPoint,
    WithdrawInput,
)
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.receipt_code import Presented
from evalflow.intake.dispositions import AnswerDraft
from evalflow.store.checks.verification import verify
from evalflow.usecases.inputs.answering import dispose_many
from evalflow.usecases.inputs.inputs import receive, set_level, show_input, work_on
from evalflow.usecases.inputs.send_back import ALL, LetterForm, owed_letters, react, send_back
from evalflow.usecases.report.reports import build_draft
from tests.usecases.conftest import At
from tests.usecases.inputs.test_levels import holds
from tests.usecases.office import CYCLE, Office, draft, shown, withheld


def taken(office: Office, handed_in: object) -> Input:
    [received] = receive(office.door, CYCLE, [handed_in])  # type: ignore[list-item] # any draft
    return received.input


def answered(office: Office, handed_in: object, reason: str = "It is in the rating.") -> Input:
    known = taken(office, handed_in)
    for point in known.points:
        known = work_on(office.door, known.code, DisposePoint(point.number, "partly", reason, "", "EX-01"))
    return known


def test_a_public_submitter_is_told_in_full_and_once(at: At) -> None:
    office = at("taking")
    known = answered(office, draft("Visits are refused.", "Lists are kept back."))
    told = send_back(office.door, known.code, office.folder)
    text = told.path.read_text("utf-8")
    assert told.path == office.folder / "answers" / "EX-SA-2027-NGO-001-answers.txt"
    for says in ("Example Coalition", "Point 2: used in part", "Lists are kept back.", "It is in the rating.", "EX-01"):
        assert says in text
    size = office.size()
    assert (send_back(office.door, known.code, office.folder).again, office.size()) == (True, size)
    work_on(office.door, known.code, DisposePoint(2, "used", "Taken up after all.", ""))
    again = send_back(office.door, known.code, office.folder)
    assert (again.path.name, again.again) == ("EX-SA-2027-NGO-001-answers-2.txt", False)
    assert "Taken up after all." in again.path.read_text("utf-8")
    assert told.path.read_text("utf-8") == text


def test_above_the_public_level_the_letter_tells_nothing_of_its_reader(at: At) -> None:
    office = at("taking")
    known = answered(office, withheld("Parakeets are kept in cages."), "Because of the parakeets.")
    bare = send_back(office.door, known.code, office.folder).path.read_text("utf-8")
    assert ("arakeets" in bare, known.code in bare, "Point 1: used in part" in bare) == (False, False, True)
    assert ("Your input to" in bare, "February" in bare) == (True, False)
    work_on(office.door, known.code, DisposePoint(1, "not-used", "Because of the parakeets.", ""))
    french = send_back(office.door, known.code, office.folder, LetterForm("fr")).path.read_text("utf-8")
    assert (known.code in french, "février" in french, "Votre contribution à" in french) == (False, False, True)
    work_on(office.door, known.code, DisposePoint(1, "used", "Because of the parakeets.", ""))
    full = send_back(office.door, known.code, office.folder, LetterForm("fr", in_full=True)).path.read_text("utf-8")
    assert "Ce qu’il dit\u00a0: Parakeets are kept in cages." in full


def test_a_copy_of_a_campaign_is_told_the_answers_of_the_first(at: At) -> None:
    office = at("taking")
    answered(office, draft())
    copy = taken(office, draft(who="Example Union"))
    text = send_back(office.door, copy.code, office.folder).path.read_text("utf-8")
    assert ("It is in the rating." in text, "same text as another public input" in text) == (True, True)


def test_who_is_to_be_told_and_who_waits(at: At) -> None:
    office = at("taking")
    ready, open_ = answered(office, draft("A.")), taken(office, draft("B."))
    gone = answered(office, draft("C."))
    work_on(office.door, gone.code, WithdrawInput("It was a draft."), shown(gone))
    assert owed_letters(office.door, CYCLE) == ([ready.code], [open_.code])
    with pytest.raises(Refused, match="points without an answer: 1"):
        send_back(office.door, open_.code, office.folder)
    with pytest.raises(Refused, match="it has no answers"):
        send_back(office.door, gone.code, office.folder)
    send_back(office.dry(), ready.code, office.folder)
    assert not (office.folder / "answers").exists()


def test_a_reaction_is_printed_in_words_only_of_a_public_input(at: At, tmp_path: Path) -> None:
    office = at("taking")
    public, hidden = answered(office, draft("Visits.")), answered(office, withheld("Lists."))
    with pytest.raises(Refused, match="was not told yet"):
        react(office.door, public.code, "disputes", 1, "Not so.", shown(public))
    for known in (public, hidden):
        send_back(office.door, known.code, office.folder)
        with pytest.raises(Refused) as refusal:
            react(office.door, known.code, "disputes", 1, "Not so.")
        assert refusal.value.code == "code-missing"
        react(office.door, known.code, "disputes", 1, f"Parakeets, says {known.level}.", shown(known))
    react(office.door, public.code, "agrees", ALL, "", Presented(confirmed_by="Ben Example", reason="They rang."))
    assert office.happened()[-3:] == ["person.PersonNamed", "input.SubmitterReacted", "input.ActConfirmed"]
    page = build_draft(office.door, CYCLE, tmp_path).html.read_text("utf-8")
    assert "Parakeets, says public." in page
    assert "Parakeets, says name-withheld." not in page
    assert page.count("The submitter disputes the answer") == 2
    assert page.count("The submitter agrees with the answer") == 1


def test_protecting_an_input_destroys_its_letters_and_keeps_the_record_sound(at: At) -> None:
    office = at("taking")
    known = answered(office, draft("Visits. Parakeets."))
    letter = send_back(office.door, known.code, office.folder).path
    react(office.door, known.code, "comments", ALL, "Parakeets are birds.", shown(known))
    left = set_level(office.door, known.code, SetLevel("confidential", "", "", erase_text=True))
    assert (letter.exists(), holds(office, "parakeets"), left.reactions[0].text) == (False, False, "")
    with office.store.reading() as reading:
        assert verify(reading).sound


def test_where_a_name_is_withheld_what_is_mended_or_taken_back_is_erased(at: At) -> None:
    office = at("taking")
    known = taken(office, withheld("Parakeets are kept in cages. They are green."))
    work_on(office.door, known.code, SplitPoint(1, ("cages.",)))
    correction = CorrectPoint(1, "Birds are.", "it gave us away", erase_text=True)
    mended = work_on(office.door, known.code, correction, shown(known))
    assert (holds(office, "parakeets"), holds(office, "They are green."), mended.points[1].text) == (
        False, True, "They are green.",
    )  # fmt: skip
    assert any(isinstance(entry.event, InputTightened) for entry in office.since(0))
    work_on(office.door, known.code, WithdrawInput("Danger.", erase_text=True))
    assert (holds(office, "They are green."), show_input(office.door, known.code).withdrawn_reason) == (
        False,
        "Danger.",
    )
    with office.store.reading() as reading:
        assert verify(reading).sound


def test_many_points_are_answered_at_once_or_none(at: At) -> None:
    office = at("taking")
    one, two = taken(office, draft("A.", "B.")), taken(office, draft("C."))
    rows = [
        AnswerDraft(one.code, 1, "used", "Taken up.", "ex-01", "a.csv:2"),
        AnswerDraft(two.code, 1, "not-used", "Old.", "", "a.csv:3"),
    ]
    assert dispose_many(office.door, CYCLE, rows).answered == 2
    again = dispose_many(office.door, CYCLE, rows)
    assert (again.answered, again.as_before, again.waiting) == (0, 2, 1)
    said = show_input(office.door, one.code).points[0].disposition
    assert said is not None
    assert said.paragraph == "EX-01"
    size = office.size()
    wrong = [
        AnswerDraft(one.code, 2, "used", "Taken up.", "", "a.csv:2"),
        AnswerDraft(one.code, 2, "used", "Taken up.", "", "a.csv:3"),
        AnswerDraft("EX-SA-2027/NGO/099", 1, "used", "x", "", "a.csv:4"),
        AnswerDraft(two.code, 7, "used", "x", "", "a.csv:5"),
        AnswerDraft(two.code, 1, "used", "x", "EX-77", "a.csv:6"),
    ]
    with pytest.raises(InvalidInput) as refusal:
        dispose_many(office.door, CYCLE, wrong)
    assert [problem.where[-1] for problem in refusal.value.problems] == ["2", "3", "4", "5", "6"]
    assert office.size() == size


def test_links_name_objectives_and_criteria_that_there_are(at: At) -> None:
    office = at("taking")
    known = taken(office, draft("A."))
    linked = work_on(office.door, known.code, LinkPoint(1, ("ex-02", "sc-03")))
    assert linked.points[0].about == ("EX-02", "SC-03")
    with pytest.raises(Refused, match=r"'SC-99' is no objective or criterion of EX-SA-2027\."):
        work_on(office.door, known.code, LinkPoint(1, ("SC-99",)))
