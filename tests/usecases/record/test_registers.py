"""Registers at the door: entries with codes, corrected with a reason, stated complete for what has passed."""

import pytest

from evalflow.errors import EvalflowError
from evalflow.evaluation.registers.commands_events import Completeness, Entry
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.registers import (
    EntryDraft,
    add_entry,
    correct_entry,
    list_completeness,
    list_entries,
    show_entry,
    state_complete,
    withdraw_entry,
)
from tests.usecases.conftest import At
from tests.usecases.office import Office, dialogue

HELD = {"held_on": "2025-06-01", "status": "held", "formal": "yes", "place": ""}
REPORT = {"published_on": "2025-08", "of": "session-report", "public": "yes"}


def add(office: Office, register: str = "session", values: dict[str, str] = HELD) -> Entry:
    return add_entry(office.door, "EX-SA", EntryDraft(register, values, "S2, p. 4"))


def stated(first: str = "2024", through: str = "2025", register: str = "session") -> Completeness:
    return Completeness("", register, "", first, through, "Example Ministry", "letter")


def refusal_of(office: Office, register: str, values: dict[str, str]) -> str:
    size = office.size()
    with pytest.raises(EvalflowError) as refusal:
        add(office, register, values)
    assert office.size() == size
    return refusal.value.code


def test_entries_have_running_codes_in_each_register(at: At) -> None:
    office = at("begun")
    later = {**HELD, "held_on": "2025-07-01"}
    entries = [add(office), add(office, values=later), add(office, "publication", REPORT)]
    assert [entry.code for entry in entries] == ["EX-SA/S001", "EX-SA/S002", "EX-SA/P001"]
    assert "place" not in entries[0].values
    assert show_entry(office.door, "ex-sa/s002") == entries[1]
    assert list_entries(office.door, "session") == list_entries(office.door, "session", "ex-sa") == entries[:2]
    assert list_entries(office.door) == [entries[2], *entries[:2]]


def test_a_publication_names_a_session_that_is_there(at: At) -> None:
    office = at("begun")
    with pytest.raises(EvalflowError, match=r"There is none yet: evalflow record add session\.$"):
        add(office, "publication", {**REPORT, "session": "EX-SA/S001"})
    add(office)
    report = add(office, "publication", {**REPORT, "session": "ex-sa/s001"})
    assert report.values["session"] == "EX-SA/S001"
    with pytest.raises(EvalflowError, match=r"no session 'S1' of this dialogue\. There are: EX-SA/S001\.$") as refusal:
        correct_entry(office.door, report.code, "session", "S1", "a slip")
    assert refusal.value.code == "not-entered"
    assert "session" not in correct_entry(office.door, report.code, "session", "", "not said").values


def test_what_does_not_fit_the_register_is_refused_whole(at: At) -> None:
    office = at("begun")
    assert refusal_of(office, "session", {**HELD, "held_on": "2025-02-30"}) == "entry-does-not-fit"
    assert refusal_of(office, "sessions", HELD) == "unknown-register"
    add(office)
    with pytest.raises(EvalflowError, match=r"Did you mean EX-SA/S001\?") as refusal:
        show_entry(office.door, "EX-SA/S01")
    assert refusal.value.code == "no-such-entry"


def test_an_entry_is_corrected_with_a_reason_and_keeps_what_stood_there(at: At) -> None:
    office = at("begun")
    entry = add(office)
    corrected = correct_entry(office.door, entry.code, "held_on", "2025-06-02", "the note says Monday")
    [correction] = corrected.corrections
    assert (correction.old, correction.new, corrected.values["held_on"]) == ("2025-06-01", "2025-06-02", "2025-06-02")
    size = office.size()
    assert (correct_entry(office.door, entry.code, "held_on", "2025-06-02", ""), office.size()) == (corrected, size)


def test_the_same_typed_twice_is_refused_unless_it_is_another_one(at: At) -> None:
    office = at("begun")
    add(office)
    assert refusal_of(office, "session", HELD) == "entered-before"
    assert add_entry(office.door, "ex-sa", EntryDraft("session", HELD, "S2", again=True)).code == "EX-SA/S002"


def test_an_entry_made_by_mistake_is_taken_back_and_stays_listed(at: At) -> None:
    office = at("begun")
    entry = add(office)
    taken_back = withdraw_entry(office.door, entry.code, "It was another dialogue.")
    assert (taken_back.stands, list_entries(office.door)) == (False, [taken_back])
    assert refusal_of(office, "publication", {**REPORT, "session": entry.code}) == "not-entered"


def test_a_register_is_stated_complete_once(at: At) -> None:
    office = at("begun")
    said = state_complete(office.door, "EX-SA", stated())
    size = office.size()
    assert (state_complete(office.door, "ex-sa", stated()), office.size()) == (said, size)
    other = state_complete(office.door, "ex-sa", stated(first="2020", through="2021"))
    assert list_completeness(office.door) == list_completeness(office.door, "ex-sa") == [said, other]
    assert (said.first, said.through, said.dialogue != "") == ("2024", "2025", True)


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (stated(through="2026"), "span-ahead"),
        (stated(through="2026-12-16"), "span-ahead"),
        (stated(through="spring 2026"), "season-not-exact"),
        (stated(through="2023"), "end-before-start"),
        (stated(through="x"), "bad-date"),
        (stated(register="sessions"), "unknown-register"),
    ],
)
def test_nobody_states_complete_what_is_no_span_or_has_not_passed(at: At, span: Completeness, code: str) -> None:
    office = at("begun")
    office.at("2026-12-15T12:00")
    with pytest.raises(EvalflowError) as refusal:
        state_complete(office.door, "ex-sa", span)
    assert (refusal.value.code, list_completeness(office.door)) == (code, [])


def test_today_is_the_day_where_the_dialogues_cycle_runs(at: At) -> None:
    office = at("begun")
    office.at("2027-06-30T23:30")  # in London it is July already
    assert state_complete(office.door, "ex-sa", stated(through="2027-07-01")).through == "2027-07-01"


def test_without_a_cycle_today_is_the_day_in_utc(office: Office) -> None:
    add_dialogue(office.at("2027-06-30T23:30"), dialogue())
    with pytest.raises(EvalflowError, match="for days to come: 2027-07-01"):
        state_complete(office.door, "ex-sa", stated(through="2027-07-01"))
    assert state_complete(office.door, "ex-sa", stated(through="2027-06")).through == "2027-06"


EVIDENCE = {
    "shown_on": "2026", "objective": "EX-01", "supports": "supports", "type": "report", "group": "Example Ministry",
    "party": "yes", "says": "Visits took place.",
}  # fmt: skip


def of_evidence(office: Office, again: bool = True, **values: str) -> Entry:
    return add_entry(office.door, "ex-sa", EntryDraft("evidence", {**EVIDENCE, **values}, "S2, p. 4", again=again))


def test_one_source_is_a_party_or_none_in_all_its_items(at: At) -> None:
    office = at("taking")
    first = of_evidence(office)
    with pytest.raises(EvalflowError) as refusal:
        of_evidence(office, group="the EXAMPLE ministry.", party="no")
    says = str(refusal.value)
    assert (refusal.value.code, "EX-SA/Q001" in says, "EX-SA/Q002" in says) == ("source-contradicts", True, True)
    second = of_evidence(office, group="the EXAMPLE ministry.")
    correct_entry(office.door, first.code, "party", "no", "It is a body of scholars.")
    assert [one.values["party"] for one in list_entries(office.door, "evidence")] == ["no", "no"]
    assert show_entry(office.door, second.code).corrections[0].reason == "It is a body of scholars."
    third = of_evidence(office, group="Other source", says="Nothing took place.", party="yes")
    with pytest.raises(EvalflowError) as refusal:
        correct_entry(office.door, third.code, "group", "Example Ministry", "a slip")
    assert (refusal.value.code, "EX-SA/Q001" in str(refusal.value)) == ("source-contradicts", True)
    correct_entry(office.door, third.code, "party", "no", "a slip")
    assert correct_entry(office.door, third.code, "group", "Example Ministry", "a slip").values["party"] == "no"
    assert correct_entry(office.door, third.code, "says", "Nothing.", "a slip").values["says"] == "Nothing."


RATED = {"rated_on": "2026", "objective": "EX-01", "by": "Example Ministry", "rating": "good"}


def rated(office: Office, **values: str) -> Entry:
    return add_entry(office.door, "ex-sa", EntryDraft("rating", {**RATED, **values}, "S2, p. 5", again=True))


def test_a_source_is_one_in_every_register_in_which_it_speaks(at: At) -> None:
    office = at("taking")
    of_evidence(office)  # of a party
    with pytest.raises(EvalflowError) as refusal:
        rated(office, by="EXAMPLE\u200b ministry", standing="independent")
    assert (refusal.value.code, "EX-SA/Q001" in str(refusal.value)) == ("source-contradicts", True)
    first = rated(office, standing="own")
    with pytest.raises(EvalflowError) as refusal:
        rated(office, by="the Example Ministry", standing="counterpart", rated_on="2025")
    assert (refusal.value.code, first.code in str(refusal.value)) == ("source-contradicts", True)
    for field, to in (("standing", "independent"),):
        with pytest.raises(EvalflowError) as refusal:
            correct_entry(office.door, first.code, field, to, "a slip")
        assert (refusal.value.code, "EX-SA/Q001" in str(refusal.value)) == ("source-contradicts", True)
    with pytest.raises(EvalflowError) as refusal:
        correct_entry(office.door, "EX-SA/Q001", "party", "no", "It is a body of scholars.")
    assert (refusal.value.code, first.code in str(refusal.value)) == ("source-contradicts", True)
    withdraw_entry(office.door, first.code, "entered by mistake")
    correct_entry(office.door, "EX-SA/Q001", "party", "no", "It is a body of scholars.")
    assert rated(office, standing="independent").values["standing"] == "independent"


def test_who_took_part_as_independent_is_no_party_elsewhere(at: At) -> None:
    office = at("taking")
    add_entry(office.door, "ex-sa", EntryDraft("session", {"held_on": "2025-01-01", "status": "held"}, "S2"))
    there = {"session": "EX-SA/S001", "kind": "ngo", "organisation": "Example Society", "independent": "yes"}
    add_entry(office.door, "ex-sa", EntryDraft("participant", there, "S2"))
    with pytest.raises(EvalflowError) as refusal:
        of_evidence(office, group="Example Society")
    assert (refusal.value.code, "EX-SA/N001" in str(refusal.value)) == ("source-contradicts", True)
    with pytest.raises(EvalflowError) as refusal:
        rated(office, by=dialogue("ex-sa").partner, standing="independent")
    assert refusal.value.code == "source-is-party"


def test_a_government_of_the_dialogue_is_a_party(at: At) -> None:
    office = at("taking")
    partner = dialogue("ex-sa").partner
    for group in (partner, f"Government of {partner.upper()}", f"the government of the {partner}"):
        with pytest.raises(EvalflowError) as refusal:
            of_evidence(office, group=group, party="no")
        assert refusal.value.code == "source-is-party"
    kept = of_evidence(office, group=partner)
    with pytest.raises(EvalflowError, match="set party=yes"):
        correct_entry(office.door, kept.code, "party", "no", "a slip")


def test_a_source_that_is_spelt_almost_like_another_is_asked_back(at: At) -> None:
    office = at("taking")
    of_evidence(office, again=False, group="Example Institute", party="no")
    with pytest.raises(
        EvalflowError, match="spelt almost like “Example Institute”, the source of EX-SA/Q001"
    ) as refusal:
        of_evidence(office, again=False, group="Example Institut", party="no")
    assert refusal.value.code == "source-spelling"
    assert of_evidence(office, again=False, group="Example Union", party="no").code == "EX-SA/Q002"
    assert of_evidence(office, group="Example Institut", party="no").code == "EX-SA/Q003"
