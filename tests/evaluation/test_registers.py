"""Entries of a register in, events or every problem at once out; and when a register may be stated complete."""

from dataclasses import replace

import pytest

from evalflow.errors import InvalidInput, Problem, Refused
from evalflow.evaluation.registers import (
    REGISTERS,
    AddEntry,
    Completeness,
    CorrectEntry,
    Correction,
    Entry,
    EntryAdded,
    EntryCorrected,
    RegisterStatedComplete,
    StateComplete,
    apply_completeness,
    apply_entry,
    decide_completeness,
    decide_entry,
    problems_with,
)

SESSION = REGISTERS["session"]
HELD = Entry("1", "session", "d", "S-001", {"held_on": "1997-08", "status": "held", "place": "London"}, "S1, l. 3")
SPAN = Completeness("k", "session", "d", "2003", "2004-06-30", "committee", "letter of 3 May")


def test_an_entry_that_fits_is_added() -> None:
    values = {**HELD.values, "formal": "yes", "by": "mutual", "round": "3", "called_off_on": "", "note": "x"}
    entry = replace(HELD, values=values)
    assert decide_entry(None, AddEntry(entry)) == [EntryAdded(entry)]
    assert apply_entry(None, EntryAdded(entry)) == entry


def test_everything_that_does_not_fit_is_said_at_once() -> None:
    values = {"status": "moved", "formal": "perhaps", "round": "third", "called_off_on": "1997-02-30", "colour": "red"}
    fields = ", ".join(field.name for field in SESSION.fields)
    assert problems_with(SESSION, values) == [
        Problem("colour", f"“session” has no such field. It has: {fields}."),
        Problem("held_on", "missing: day held, or planned where it was called off."),
        Problem("status", "'moved' is none of: held, cancelled, postponed."),
        Problem("formal", "'perhaps' is neither yes nor no."),
        Problem("called_off_on", "The calendar has no '1997-02-30'. Check year, month and day."),
        Problem("round", "'third' is no whole number."),
    ]


@pytest.mark.parametrize("number", ["-1", "٣", "1234567890", "1.5"])
def test_a_whole_number_is_short_and_in_plain_digits(number: str) -> None:
    assert problems_with(SESSION, {**HELD.values, "round": number}) == [
        Problem("round", f"{number!r} is no whole number.")
    ]


def test_an_entry_that_does_not_fit_is_not_added() -> None:
    with pytest.raises(InvalidInput) as wrong:
        decide_entry(None, AddEntry(replace(HELD, values={})))
    assert (wrong.value.code, len(wrong.value.problems)) == ("entry-does-not-fit", 2)


@pytest.mark.parametrize(
    ("entry", "code", "says"),
    [
        (replace(HELD, source=" "), "source-missing", "Every entry names its source. Give it with --source."),
        (replace(HELD, register="visit"), "unknown-register",
            "There is no register 'visit'. There are: session, publication."),
    ],
)  # fmt: skip
def test_an_entry_without_source_or_register_is_refused(entry: Entry, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_entry(None, AddEntry(entry))
    assert (refusal.value.code, str(refusal.value)) == (code, says)


def test_a_correction_keeps_what_stood_there_and_its_reason() -> None:
    [event] = decide_entry(HELD, CorrectEntry("place", "Beijing", "the minutes say so"))
    correction = Correction("place", "London", "Beijing", "the minutes say so")
    assert event == EntryCorrected(correction)
    assert apply_entry(HELD, event) == replace(
        HELD, values={**HELD.values, "place": "Beijing"}, corrections=(correction,)
    )


def test_a_value_corrected_away_is_not_known_any_more() -> None:
    [event] = decide_entry(HELD, CorrectEntry("place", "", "nobody knows"))
    assert "place" not in apply_entry(HELD, event).values


def test_a_correction_to_the_same_value_is_none_and_one_without_a_reason_is_refused() -> None:
    assert decide_entry(HELD, CorrectEntry("place", "London", "")) == []
    with pytest.raises(Refused, match=r"^S-001 is corrected only with a reason\. Give one with --reason\.$"):
        decide_entry(HELD, CorrectEntry("place", "Beijing", " "))


@pytest.mark.parametrize(("field", "new"), [("held_on", ""), ("status", "moved"), ("colour", "red")])
def test_a_correction_fits_the_register_like_any_entry(field: str, new: str) -> None:
    with pytest.raises(InvalidInput, match="This does not fit the register “session”"):
        decide_entry(HELD, CorrectEntry(field, new, "because"))


def test_a_register_is_stated_complete_for_a_span_once() -> None:
    assert decide_completeness(None, StateComplete(SPAN)) == [RegisterStatedComplete(SPAN)]
    assert decide_completeness(SPAN, StateComplete(SPAN)) == []
    assert apply_completeness(None, RegisterStatedComplete(SPAN)) == SPAN


@pytest.mark.parametrize(
    ("span", "code", "says"),
    [
        (replace(SPAN, through="2002"), "end-before-start",
            "2002 lies before 2003. Turn --from and --through around."),
        (replace(SPAN, stated_by=" "), "source-missing",
            "Say who states the register complete (--by) and where (--source)."),
        (replace(SPAN, source=""), "source-missing",
            "Say who states the register complete (--by) and where (--source)."),
        (replace(SPAN, register="visit"), "unknown-register",
            "There is no register 'visit'. There are: session, publication."),
        (replace(SPAN, first="winter 2002"), "season-not-exact",
            "'winter 2002' has no agreed first and last day. Give days, months or years."),
    ],
)  # fmt: skip
def test_a_span_that_cannot_be_stated_complete_is_refused(span: Completeness, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_completeness(None, StateComplete(span))
    assert (refusal.value.code, str(refusal.value)) == (code, says)


@pytest.mark.parametrize("text", ["soon", "2027-02-30", ""])
def test_a_span_between_what_are_no_dates_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        decide_completeness(None, StateComplete(replace(SPAN, through=text)))


def test_a_field_is_found_by_its_name() -> None:
    found = SESSION.field("place")
    assert (found and found.title, SESSION.field("colour")) == ("where", None)


def test_an_event_without_its_entry_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="an entry's event came before the entry"):
        apply_entry(None, EntryCorrected(Correction("place", "", "x", "r")))
