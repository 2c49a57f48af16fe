"""Changes to objectives and timeframes: which are listed, in which order, under which number."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from evalflow.evaluation.dialogues.dialogue import Restatement
from evalflow.evaluation.objectives.objective import DECLARED, Objective
from evalflow.evaluation.report.catalogue import ENGLISH
from evalflow.evaluation.report.public_record.changes import changes, restatements
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import NOW, OPENED, amend, at, days, everything, objective
from tests.support.in_words import ChangeLine, RestatedLine


def changed(*objectives: Objective) -> Any:
    return worded(changes(replace(everything(), objectives=objectives)))


def test_a_changed_timeframe_is_told_whole() -> None:
    told = amend(
        "due", "2028-12-31", reason_category="agreement", reasons_asked_on="2027-02-01", proposed_by="Samplestan",
        decided_by="both governments", decided_on="2027-02-20", source="S2",
    )  # fmt: skip
    assert changed(objective("EX-01", (at(2, 22), told), due="2027-12")).reasoned == (
        ChangeLine(
            1, "EX-01", "due", "timeframe", "December 2027", "31 December 2028", "agreement", "Both sides agreed.",
            date(2027, 2, 1), "Samplestan", "both governments", "20 February 2027", "S2",
            date(2027, 2, 22), "Example Secretariat",
        ),
    )  # fmt: skip


def test_what_is_stated_of_a_timeframe_is_told_in_words() -> None:
    told = amend("timeframe", "stated-none\nS1, l. 21")
    (line,) = changed(objective("EX-01", (at(2, 22), told))).reasoned
    assert (line.kind, line.field) == ("due", "what is stated of the timeframe")
    assert (line.old, line.new) == ("", "none (stated); source: S1, l. 21")


def test_a_day_and_what_is_stated_of_it_that_move_together_are_one_change() -> None:
    stated = amend("timeframe", "stated\nS2\nby the end of 2028")
    (line,) = changed(objective("EX-01", (at(2, 22), amend("due", "2028")), (at(2, 22), stated), due="2027")).reasoned
    assert (line.number, line.old, line.new) == (1, "2027", "2028 (by the end of 2028; source: S2)")
    apart = changed(objective("EX-01", (at(2, 22), amend("due", "2028")), (at(2, 23), stated), due="")).reasoned
    assert [(line.old, line.new) for line in apart] == [("", "2028"), ("", "by the end of 2028; source: S2")]
    first = changed(objective("EX-01", (at(2, 22), amend("due", "2028")), (at(2, 22), stated))).reasoned
    assert first[0].old == ""


def test_a_silent_change_has_no_reason_and_says_when_reasons_were_asked_for() -> None:
    silent = amend("text", "Less", reason="", no_reason_stated=True, reasons_asked_on="2027-03-05")
    (line,) = changed(objective("EX-01", (at(2, 22), silent))).reasoned
    assert (line.old, line.new, line.reason, line.reason_category) == ("Text of EX-01", "Less", "", "")
    assert line.reasons_asked_on == date(2027, 3, 5)


def test_numbers_follow_the_time_of_recording_and_run_through_to_the_annex() -> None:
    first = objective(
        "EX-02",
        (at(2, 1), amend("title", "Other title", correction=True, source="S1", reason="S1 says so")),
        (at(3, 1), amend("text", "Text  of EX-02")),
        (at(4, 1), amend("text", "New text")),
    )
    found = changed(first, objective("EX-01", (at(4, 1), amend("target", "ten")), (at(3, 2), amend("due", "2028"))))
    assert [(line.number, line.objective, line.kind) for line in found.reasoned] == [
        (1, "EX-01", "due"),
        (2, "EX-01", "indicator"),
        (3, "EX-02", "text"),
    ]
    assert [(line.number, line.field) for line in found.corrections] == [(4, "title")]
    assert [(line.number, line.new) for line in found.editorial] == [(5, "Text  of EX-02")]


def test_what_is_stated_anew_of_the_dialogue_itself_is_listed_with_old_new_and_reason() -> None:
    made = Restatement("suspension_criteria", "none (stated)", "two of them", "a better source", at(2, 22), "ada")
    heading = replace(made, field="heading", recorded_at=at(3, 1))
    apart = [replace(made, recorded_at=when) for when in (None, OPENED - days(2), NOW + days(1))]
    known = replace(everything(), dialogue=replace(everything().dialogue, restated=(*apart, made, heading)))
    first, second = worded(restatements(known))
    assert first == RestatedLine(
        "Criteria for suspension",
        "none (stated)",
        "two of them",
        "a better source",
        date(2027, 2, 22),
        first.recorded_by,
    )
    assert second.what == "What the dialogue is called, and its sources"


def test_what_was_changed_before_the_eve_of_the_cycle_or_after_the_cut_off_is_not_listed() -> None:
    eve = datetime(2026, 12, 13, tzinfo=UTC)
    told = objective(
        "EX-01",
        (eve - days(1), amend("text", "too early")),
        (eve, amend("text", "on the eve")),
        (NOW, amend("text", "at the cut-off")),
        (NOW + days(1), amend("text", "too late")),
    )
    assert [line.new for line in changed(told).reasoned] == ["on the eve", "at the cut-off"]


def test_an_objective_is_listed_as_added_only_if_it_came_after_the_opening() -> None:
    before, after = objective("EX-01"), objective("EX-02")
    stood = replace(before, changes=(replace(before.changes[0], recorded_at=OPENED),))
    came = replace(after, changes=(replace(after.changes[0], recorded_at=OPENED + days(1)),))
    found = changed(stood, came)
    assert found.reasoned == ()
    assert [(line.number, line.objective, line.old, line.new) for line in found.added] == [
        (1, "EX-02", "", "Text of EX-02")
    ]


def test_words_that_were_a_paraphrase_when_they_changed_are_marked_as_one() -> None:
    commands = (
        (at(2, 1), amend("text", "Less")),
        (at(2, 2), amend("target", "ten")),
        (at(2, 3), amend("wording", "published", correction=True, source="S1")),
        (at(2, 4), amend("text", "As published")),
    )
    lines = changed(objective("EX-01", *commands)).reasoned
    assert [(line.field, line.paraphrase) for line in lines] == [
        ("wording", True),
        ("target", False),
        ("wording", False),
    ]


def test_a_withdrawal_shows_the_text_that_falls_away() -> None:
    (line,) = changed(objective("EX-01", (at(2, 2), amend("withdrawn_on", "2027-02-01")))).reasoned
    assert (line.kind, line.field, line.old, line.new) == ("withdrawn", "objective", "Text of EX-01", "")


def test_every_field_that_can_change_has_a_name_for_people() -> None:
    assert {key for key in ENGLISH if key.startswith("field.")} == {f"field.{name}" for name in DECLARED}
