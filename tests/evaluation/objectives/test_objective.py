"""An objective and a command in, a change or a refusal out: nothing changes without a reason, or the word for none."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput, Refused
from evalflow.evaluation.objectives.fields import ChangeKind
from evalflow.evaluation.objectives.objective import (
    FIELDS,
    REASON_CATEGORIES,
    AddObjective,
    AmendObjective,
    Change,
    Milestone,
    Objective,
    ObjectiveAdded,
    ObjectiveAmended,
    apply_objective,
    is_editorial,
    milestones_of,
)
from evalflow.evaluation.objectives.objectives import decide_objective

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ASKED = Objective(
    "1",
    "d",
    "UK-01",
    "Prisons",
    "Let all, prisoners “speak”.",
    "paraphrase",
    "visits\nlists",
    due="2028-12-31",
    source="S1",
)
ADDED = Change(1, "added", "text", "", ASKED.text, "", "", "", "", "", "", "S1", NOW, "ada")
KNOWN = replace(ASKED, changes=(ADDED,))
AMEND = AmendObjective("due", "2029-12-31", "ada", reason="both asked for it", reason_category="agreement")


def changed(known: Objective, command: AmendObjective) -> Change:
    [event] = decide_objective(known, command, NOW)
    assert isinstance(event, ObjectiveAmended)
    return event.change


def test_adding_an_objective_is_its_first_change() -> None:
    assert decide_objective(None, AddObjective(ASKED, "ada"), NOW) == [ObjectiveAdded(KNOWN)]
    assert apply_objective(None, ObjectiveAdded(KNOWN)) == KNOWN


def test_an_amendment_keeps_old_new_reason_who_when_and_source() -> None:
    told = replace(
        AMEND, proposed_by="UK", decided_by="both", decided_on="2027-02", reasons_asked_on="2027-01-05",
        source="letter", reason=" both asked for it ",
    )  # fmt: skip
    assert changed(KNOWN, told) == Change(
        2, "due", "due", "2028-12-31", "2029-12-31", "both asked for it", "agreement", "2027-01-05", "UK", "both",
        "2027-02", "letter", NOW, "ada",
    )  # fmt: skip


def test_an_amendment_for_which_no_reason_was_stated_is_silent_and_a_finding() -> None:
    change = changed(KNOWN, replace(AMEND, reason="", no_reason_stated=True))
    assert (change.reason, change.reason_category, change.silent) == ("", "", True)


def test_an_amendment_with_its_reason_is_not_silent() -> None:
    assert not changed(KNOWN, AMEND).silent


def test_nothing_happens_where_the_new_value_is_the_old_one() -> None:
    assert decide_objective(KNOWN, replace(AMEND, new=KNOWN.due, reason=""), NOW) == []


def test_a_change_of_quotation_marks_and_white_space_alone_is_editorial_and_needs_no_reason() -> None:
    change = changed(KNOWN, AmendObjective("text", 'Let all,  prisoners "speak".', "ada"))
    assert (change.kind, change.reason, change.silent) == ("editorial", "", False)


CORRECTION = AmendObjective("text", "Let all prisoners speak.", "ada", "OJ: “all”", correction=True, source="OJ C 1")


def test_a_correction_says_what_shows_that_the_record_was_wrong_and_where() -> None:
    change = changed(KNOWN, CORRECTION)
    assert (change.kind, change.reason, change.source, change.silent) == (
        "correction",
        "OJ: “all”",
        "OJ C 1",
        False,
    )


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (replace(CORRECTION, reason=""), "reason-missing"),
        (replace(CORRECTION, reason="."), "reason-missing"),
        (replace(CORRECTION, reason="", no_reason_stated=True), "reason-contradicts"),
        (replace(CORRECTION, source="\u200b"), "source-missing"),
        (replace(CORRECTION, field="due", new="2039", reason="\u3164\u3164"), "reason-missing"),
        (replace(CORRECTION, field="parts", new="less", reason="\u0301\u0301\u0301"), "reason-missing"),
    ],
)
def test_a_correction_that_shows_nothing_is_refused_whatever_its_field(command: AmendObjective, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_objective(KNOWN, command, NOW)
    assert refusal.value.code == code


def test_a_withdrawal_is_a_change_like_any_other_and_only_a_correction_follows_it() -> None:
    event = ObjectiveAmended(changed(KNOWN, replace(AMEND, field="withdrawn_on", new="2027-02-01")))
    assert event.change.kind == "withdrawn"
    withdrawn = apply_objective(KNOWN, event)
    assert changed(withdrawn, replace(CORRECTION, field="withdrawn_on", new="")).new == ""
    with pytest.raises(Refused, match=r"^UK-01 was withdrawn on 2027-02-01\.$"):
        decide_objective(withdrawn, AMEND, NOW)


def test_an_addition_may_carry_its_reason_or_that_none_was_stated() -> None:
    [event] = decide_objective(None, AddObjective(ASKED, "ada", "both asked for it", False, "2026-03-01"), NOW)
    assert isinstance(event, ObjectiveAdded)
    [added] = event.objective.changes
    assert (added.reason, added.reasons_asked_on, added.silent) == ("both asked for it", "2026-03-01", False)
    [event] = decide_objective(None, AddObjective(ASKED, "ada", no_reason_stated=True), NOW)
    assert isinstance(event, ObjectiveAdded)
    assert event.objective.changes[0].silent
    with pytest.raises(Refused, match="not both") as refusal:
        decide_objective(None, AddObjective(ASKED, "ada", "both", no_reason_stated=True), NOW)
    assert refusal.value.code == "reason-contradicts"


def test_what_is_stated_of_a_timeframe_begins_with_a_kind_of_knowledge() -> None:
    change = changed(KNOWN, replace(AMEND, field="timeframe", new="stated-none\nS1, l. 4"))
    assert (change.kind, change.new) == ("due", "stated-none\nS1, l. 4")
    for asked in (replace(AMEND, field="timeframe", new="soon"), AddObjective(replace(ASKED, timeframe="soon"), "ada")):
        with pytest.raises(Refused, match="begins with one of: stated, ") as refusal:
            decide_objective(KNOWN if isinstance(asked, AmendObjective) else None, asked, NOW)
        assert refusal.value.code == "unknown-timeframe"


def test_a_category_of_reasons_that_nobody_stated_is_none() -> None:
    [event] = decide_objective(KNOWN, replace(AMEND, reason_category=""), NOW)
    assert isinstance(event, ObjectiveAmended)
    assert (event.change.reason, event.change.reason_category) == ("both asked for it", "")
    assert AmendObjective("due", "2029", "ada").reason_category == ""


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (AddObjective(ASKED, "ada"), "objective-exists", "The record already has an objective UK-01."),
        (replace(AMEND, field="colour"), "unknown-field",
            f"An objective has no field 'colour'. It has: {', '.join(FIELDS)}."),
        (replace(AMEND, revision=7), "revision-is-stale",
            "UK-01 stands at revision 1, not 7: somebody changed it since you read it. Look with "
            "`[show-history UK-01]` and decide again."),
        (replace(AMEND, field="kind", new="wish"), "unknown-kind",
            "'wish' is no kind of an objective. Choose from: action, talk, information, visit."),
        (replace(AMEND, field="wording", new="own"), "unknown-wording",
            "'own' is no wording of an objective. Choose from: published, paraphrase."),
        (replace(AMEND, field="text", new=" "), "text-missing",
            "An objective cannot lose its text. Withdraw it with `[withdraw-objective]`."),
        (replace(AMEND, reason=" "), "reason-missing",
            "UK-01 changes only with the stated reason: give it with --reason. Where the governments stated none, say "
            "so with --no-reason-stated; the report then prints it as a finding."),
        (replace(AMEND, no_reason_stated=True), "reason-contradicts",
            "Give either --reason or --no-reason-stated, not both."),
        (replace(AMEND, reason_category="whim"), "unknown-category",
            f"Choose a category of reasons from: {', '.join(REASON_CATEGORIES)}."),
        (replace(AMEND, correction=True, source=" "), "source-missing",
            "A correction puts right what the record had wrong. Say with --source where the right words are "
            "published."),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(command: AddObjective | AmendObjective, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_objective(KNOWN, command, NOW)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


@pytest.mark.parametrize(
    ("added", "code"),
    [(replace(ASKED, text=" "), "text-missing"), (replace(ASKED, kind="wish"), "unknown-kind")],
)
def test_an_objective_without_text_or_of_no_known_kind_is_not_added(added: Objective, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_objective(None, AddObjective(added, "ada"), NOW)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "command",
    [
        AddObjective(replace(ASKED, due="2027-02-30"), "ada"),
        replace(AMEND, new="2027-02-30"),
        replace(AMEND, decided_on="2027-02-30"),
        replace(AMEND, reasons_asked_on="2027-02-30"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(command: AddObjective | AmendObjective) -> None:
    known = None if isinstance(command, AddObjective) else KNOWN
    with pytest.raises(InvalidInput, match="The calendar has no '2027-02-30'"):
        decide_objective(known, command, NOW)


NAMES = st.sampled_from([*FIELDS, "colour"])
VALUES = st.one_of(
    st.sampled_from(["", "2029", "talk", "published", "visits lists", ASKED.text.upper()]), st.text(max_size=9)
)
COMMANDS = st.builds(
    AmendObjective, NAMES, VALUES, st.just("ada"), reason=st.sampled_from(["", " ", ".", "\u200b", "because"]),
    reason_category=st.sampled_from(["other", "whim"]), no_reason_stated=st.booleans(), correction=st.booleans(),
    source=st.sampled_from(["", "S2"]), revision=st.sampled_from([None, None, 1, 2]),
)  # fmt: skip
MARKED: dict[ChangeKind, str] = {"editorial": "editorial", "correction": "correction"}


@given(st.lists(COMMANDS, max_size=8))
def test_no_change_is_stored_without_a_reason_no_reason_stated_editorial_or_correction(
    commands: list[AmendObjective],
) -> None:
    known = KNOWN
    for command in commands:
        try:
            events = decide_objective(known, command, NOW)
        except (Refused, InvalidInput):
            continue
        for event in events:
            assert isinstance(event, ObjectiveAmended)
            change = event.change
            assert change.kind in MARKED or bool(change.reason) != command.no_reason_stated
            assert (change.revision, change.old) == (known.revision + 1, getattr(known, change.field))
            known = apply_objective(known, event)
            assert (known.revision, getattr(known, change.field)) == (change.revision, change.new)
            assert known.changes[-1] == change
    assert known == reduce(apply_objective, map(ObjectiveAmended, known.changes[1:]), KNOWN)


def test_an_event_without_its_objective_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="an objective's event came before the objective"):
        apply_objective(None, ObjectiveAmended(ADDED))


# What is editorial: Unicode form, white space, the shape of quotation marks, and nothing else.
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@given(TEXT, st.sampled_from(["NFC", "NFD"]))
def test_another_unicode_form_is_editorial(text: str, form: str) -> None:
    assert is_editorial(text, unicodedata.normalize(form, text))  # type: ignore[arg-type] # both are forms


@given(TEXT, st.sampled_from([" ", "\n", "\t", "\u00a0", "\u3000"]), st.integers(1, 3))
def test_another_amount_or_kind_of_white_space_between_words_is_editorial(text: str, space: str, times: int) -> None:
    words = text.split()
    assert is_editorial(" ".join(words), (space * times).join(words))


@given(st.lists(st.sampled_from(["word", "“", "”", "„", "«", "»", '"']), max_size=8))
def test_another_shape_of_a_quotation_mark_is_editorial(parts: list[str]) -> None:
    straight = ['"' if part in "“”„«»" else part for part in parts]
    assert is_editorial("".join(parts), "".join(straight))


@given(TEXT, st.integers(0, 19), st.sampled_from(list(".,;:!?-–()′″") + list("019") + list("aZé")))
def test_punctuation_digits_and_letters_are_wording(text: str, at: int, sign: str) -> None:
    assume(not unicodedata.combining(text[at : at + 1] or "x"))
    assert not is_editorial(text, text[:at] + sign + text[at:])


@given(st.text("abcdefghijklmnopqrstuvwxyzàéö", min_size=1), st.integers(0, 9))
def test_case_is_wording(text: str, at: int) -> None:
    at %= len(text)
    assert not is_editorial(text, text[:at] + text[at].upper() + text[at + 1 :])


@pytest.mark.parametrize(
    ("old", "new"),
    [("all, prisoners", "all prisoners"), ("may not", "maynot"), ("5′", "5'"), ("‘a’", "“a”"), ("2 000", "2000")],
)
def test_what_may_change_the_meaning_is_wording(old: str, new: str) -> None:
    assert not is_editorial(old, new)


def test_where_a_part_ends_is_wording_and_white_space_within_a_part_is_not() -> None:
    assert not is_editorial("visits\nlists", "visits lists", "parts")
    for form in (
        "visits \n lists",
        "visits\nlists\n",
        "visits\r\nlists",
        "visits\n\n\u00a0\nlists",
        "\n visits\nlists",
    ):
        assert is_editorial("visits\nlists", form, "parts")
    change = changed(KNOWN, AmendObjective("parts", "visits lists", "ada", no_reason_stated=True))
    assert (change.kind, change.silent) == ("text", True)


def test_milestones_are_a_date_and_what_is_reached_by_then() -> None:
    assert milestones_of("2027-06: a draft: first reading\nspring 2028 : a law") == (
        Milestone("2027-06", "a draft: first reading"), Milestone("spring 2028", "a law"),
    )  # fmt: skip
    with pytest.raises(InvalidInput, match="2027-13"):
        milestones_of("2027-13: a draft")
    for wrong in ("soon", "2027:", ": a law"):
        command = AmendObjective("milestones", wrong, "ada", reason="agreed")
        with pytest.raises(Refused, match="is no milestone"):
            decide_objective(KNOWN, command, NOW)
        with pytest.raises(Refused, match="is no milestone"):
            decide_objective(None, AddObjective(replace(ASKED, milestones=wrong), "ada"), NOW)


def test_one_that_ends_because_others_take_its_place_says_so() -> None:
    ends = AmendObjective("withdrawn_on", "2027-02", "ada", no_reason_stated=True, succession="merged")
    change = changed(KNOWN, ends)
    assert (change.kind, change.new, change.silent) == ("merged", "2027-02", True)
    with pytest.raises(Refused, match="changes only with the stated reason"):
        decide_objective(KNOWN, replace(ends, no_reason_stated=False), NOW)
