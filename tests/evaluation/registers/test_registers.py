"""Entries of a register in, events or every problem at once out; and when a register may be stated complete."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.errors import InvalidInput, Problem, Refused
from evalflow.evaluation.registers.commands_events import (
    AddEntry,
    Completeness,
    CorrectEntry,
    Entry,
    EntryAdded,
    EntryCorrected,
    EntryCorrection,
    EntryWithdrawn,
    RegisterStatedComplete,
    StateComplete,
    WithdrawEntry,
)
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.registers import (
    apply_completeness,
    apply_entry,
    decide_completeness,
    decide_entry,
)
from evalflow.evaluation.registers.values import content_of, problems_with

SESSION = REGISTERS["session"]
HELD = Entry("1", "session", "d", "S-001", {"held_on": "1997-08", "status": "held", "place": "London"}, "S1, l. 3")
REPORT = Entry(
    "2", "publication", "d", "P-001", {"published_on": "1997-09", "of": "session-report", "session": "S-001"}, "site"
)
TODAY = date(1997, 12, 1)
SPAN = Completeness("k", "session", "d", "2003", "2004-06-30", "committee", "letter of 3 May")


def told(entry: Entry) -> Entry:
    """Return the entry with what it says in short, by which the same is found again."""
    return replace(entry, content=content_of(entry.register, entry.values))


def test_an_entry_that_fits_is_added() -> None:
    values = {**HELD.values, "formal": "yes", "by": "mutual", "round": "3", "called_off_on": "", "note": "x"}
    entry = replace(HELD, values=values)
    assert decide_entry(None, AddEntry(entry, TODAY)) == [EntryAdded(told(entry))]
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


def test_the_last_day_of_a_session_is_kept_and_lies_before_its_first_in_none() -> None:
    lasted = replace(HELD, values={**HELD.values, "held_on": "1997-08-13", "ended_on": "1997-08-14"})
    [event] = decide_entry(None, AddEntry(lasted, TODAY))
    assert isinstance(event, EntryAdded)
    assert event.entry.values["ended_on"] == "1997-08-14"
    wrong = replace(lasted, values={**lasted.values, "ended_on": "1997-08-12"})
    with pytest.raises(Refused, match="ended_on=1997-08-12 lies before its first day, 1997-08-13") as refusal:
        decide_entry(None, AddEntry(wrong, TODAY))
    assert refusal.value.code == "end-before-start"


def test_an_entry_that_does_not_fit_is_not_added() -> None:
    with pytest.raises(InvalidInput) as wrong:
        decide_entry(None, AddEntry(replace(HELD, values={}), TODAY))
    assert (wrong.value.code, len(wrong.value.problems)) == ("entry-does-not-fit", 2)


@pytest.mark.parametrize(
    ("entry", "code", "says"),
    [
        (replace(HELD, source=" "), "source-missing", "Every entry names its source. Give it with --source."),
        (replace(HELD, register="visit"), "unknown-register",
            f"There is no register 'visit'. There are: {', '.join(REGISTERS)}."),
    ],
)  # fmt: skip
def test_an_entry_without_source_or_register_is_refused(entry: Entry, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide_entry(None, AddEntry(entry, TODAY))
    assert (refusal.value.code, str(refusal.value)) == (code, says)


def test_a_correction_keeps_what_stood_there_and_its_reason() -> None:
    [event] = decide_entry(HELD, CorrectEntry("place", "Beijing", "the minutes say so", TODAY))
    correction = EntryCorrection("place", "London", "Beijing", "the minutes say so")
    after = told(replace(HELD, values={**HELD.values, "place": "Beijing"}, corrections=(correction,)))
    assert event == EntryCorrected(correction, after.content)
    assert apply_entry(HELD, event) == after


def test_a_value_corrected_away_is_not_known_any_more() -> None:
    [event] = decide_entry(HELD, CorrectEntry("place", "", "nobody knows", TODAY))
    assert "place" not in apply_entry(HELD, event).values


def test_a_correction_to_the_same_value_is_none_and_one_without_a_reason_is_refused() -> None:
    assert decide_entry(HELD, CorrectEntry("place", "London", "", TODAY)) == []
    with pytest.raises(Refused, match=r"^S-001 is corrected only with a reason\. Give one with --reason\.$"):
        decide_entry(HELD, CorrectEntry("place", "Beijing", " ", TODAY))


@pytest.mark.parametrize(("field", "new"), [("held_on", ""), ("status", "moved"), ("colour", "red")])
def test_a_correction_fits_the_register_like_any_entry(field: str, new: str) -> None:
    with pytest.raises(InvalidInput, match="This does not fit the register “session”"):
        decide_entry(HELD, CorrectEntry(field, new, "because", TODAY))


def refusal(entry: Entry | None, command: AddEntry | CorrectEntry | WithdrawEntry) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        decide_entry(entry, command)
    return refused.value.code, str(refused.value)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"held_on": "1997-12-02"}, "held_on=1997-12-02"),
        ({"held_on": "1998", "called_off_on": "1998"}, "held_on=1998, called_off_on=1998"),
        ({"held_on": "1998", "status": "postponed", "new_date_set_on": "1998-02"}, "new_date_set_on=1998-02"),
    ],
)
def test_what_lies_ahead_is_not_recorded_as_done(more: dict[str, str], says: str) -> None:
    ahead = replace(HELD, values={**HELD.values, **more})
    assert refusal(None, AddEntry(ahead, TODAY)) == (
        "day-ahead", f"{says} lies ahead: record it when it has happened.",
    )  # fmt: skip


def test_a_session_that_was_called_off_may_have_been_planned_for_a_day_to_come() -> None:
    off = replace(HELD, values={"held_on": "1998-02", "status": "cancelled", "called_off_on": "1997-12-01"})
    assert decide_entry(None, AddEntry(off, TODAY)) == [EntryAdded(told(off))]


def test_a_correction_to_a_day_to_come_is_refused() -> None:
    assert refusal(HELD, CorrectEntry("held_on", "1998", "misread", TODAY))[0] == "day-ahead"


@pytest.mark.parametrize("url", ["foo", "ftp://x", "https://", "https:// x"])
def test_where_it_stands_is_an_address(url: str) -> None:
    assert problems_with(REGISTERS["publication"], {**REPORT.values, "url": url}) == [
        Problem("url", f"{url!r} is no address. It begins with https://.")
    ]
    assert problems_with(REGISTERS["publication"], {**REPORT.values, "url": "https://example.org"}) == []


def test_no_report_is_older_than_its_session() -> None:
    says = (
        "What was published on 1997-07-31 cannot report on S-001, which is dated 1997-08. "
        "Check both days, and the code of the session."
    )
    early = replace(REPORT, values={**REPORT.values, "published_on": "1997-07-31"})
    assert refusal(None, AddEntry(early, TODAY, [HELD])) == ("before-its-session", says)
    assert decide_entry(None, AddEntry(REPORT, TODAY, [HELD])) == [EntryAdded(told(REPORT))]


def test_no_session_is_corrected_to_a_day_after_its_report() -> None:
    later = CorrectEntry("held_on", "1997-10", "misread", TODAY, [REPORT])
    assert refusal(HELD, later)[0] == "before-its-session"
    taken_back = replace(REPORT, withdrawn_reason="entered twice")
    assert len(decide_entry(HELD, replace(later, others=[taken_back]))) == 1


def test_what_is_entered_already_is_entered_again_only_if_it_is_another_one() -> None:
    same = replace(HELD, id="9", code="S-002", source="another source")
    assert refusal(None, AddEntry(same, TODAY, [REPORT, HELD])) == (
        "entered-before", "S-001 says the same already. If this is another one, say so with --again.",
    )  # fmt: skip
    assert decide_entry(None, AddEntry(same, TODAY, [HELD], again=True)) == [EntryAdded(told(same))]
    taken_back = replace(HELD, withdrawn_reason="a slip")
    assert decide_entry(None, AddEntry(same, TODAY, [taken_back])) == [EntryAdded(told(same))]


def test_an_entry_made_by_mistake_is_taken_back_and_stays() -> None:
    [event] = decide_entry(HELD, WithdrawEntry("entered twice"))
    assert event == EntryWithdrawn("entered twice")
    gone = apply_entry(HELD, event)
    assert (gone, gone.stands, HELD.stands) == (replace(HELD, withdrawn_reason="entered twice"), False, True)
    says = ("entry-withdrawn", "S-001 was withdrawn: entered twice. Enter it anew.")
    assert refusal(gone, WithdrawEntry("again")) == says
    assert refusal(gone, CorrectEntry("place", "Beijing", "misread", TODAY)) == says


def test_an_entry_is_not_taken_back_without_a_reason_or_while_a_report_on_it_stands() -> None:
    assert refusal(HELD, WithdrawEntry(" ")) == (
        "reason-missing", "S-001 is withdrawn only with a reason. Give one with --reason.",
    )  # fmt: skip
    assert refusal(HELD, WithdrawEntry("a slip", [REPORT])) == (
        "named-elsewhere",
        "P-001 names S-001. Correct or withdraw that first.",
    )


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
            f"There is no register 'visit'. There are: {', '.join(REGISTERS)}."),
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
        apply_entry(None, EntryCorrected(EntryCorrection("place", "", "x", "r")))
