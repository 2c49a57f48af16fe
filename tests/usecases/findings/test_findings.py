"""Findings at the door: an objective of the cycle's dialogue, rated on what is there, and anew with a reason."""

from dataclasses import replace

import pytest

from evalflow.errors import EvalflowError
from evalflow.evaluation.findings.findings import Link, Votes
from evalflow.evaluation.inputs.commands_events import WithdrawInput
from evalflow.evaluation.objectives.objective import AmendObjective
from evalflow.usecases.findings.findings import Rating, list_findings, propose, rate, show_finding
from evalflow.usecases.inputs.inputs import receive, work_on
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.objectives import add_objective, amend_objective
from evalflow.usecases.record.registers import EntryDraft, add_entry, correct_entry, withdraw_entry
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, RATING, Office, dialogue, draft, objective, put_evidence


def refused(office: Office, code: str, rating: Rating) -> tuple[str, str]:
    size = office.size()
    with pytest.raises(EvalflowError) as refusal:
        rate(office.door, CYCLE, code, rating)
    assert office.size() == size
    return refusal.value.code, str(refusal.value)


def test_an_objective_is_rated_once_and_listed_with_those_still_to_rate(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    finding = rate(office.door, CYCLE.lower(), "ex-01", replace(RATING, parts={}, missing="", cooperation="replied"))
    size = office.size()
    assert rate(office.door, CYCLE, "EX-01", replace(RATING, cooperation="replied")) == finding
    assert office.size() == size
    listed = [(one.objective.code, one.finding, one.due) for one in list_findings(office.door, CYCLE)]
    assert listed == [("EX-01", finding, True), ("EX-02", None, True)]


def test_a_rating_changes_only_with_a_reason(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    first = rate(office.door, CYCLE, "EX-01", RATING)
    assert refused(office, "EX-01", replace(RATING, status="met"))[0] == "reason-missing"
    second = rate(office.door, CYCLE, "EX-01", replace(RATING, status="met", reason="A second visit took place."))
    assert (second.id, second.status) == (first.id, "met")


def test_what_it_rests_on_must_be_there_where_it_is_named_by_a_code(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    put_evidence(office, "EX-02")
    [taken] = receive(office.door, CYCLE, [draft()])
    entry = add_entry(office.door, "ex-sa", EntryDraft("session", {"held_on": "2025-01-01", "status": "held"}, "S2"))
    basis = (taken.input.code.lower(), entry.code.lower(), "Example Gazette, 4 March")
    assert rate(office.door, CYCLE, "EX-01", replace(RATING, basis=basis)).basis == (
        "EX-SA-2027/NGO/001", "EX-SA/S001", "Example Gazette, 4 March",
    )  # fmt: skip
    assert refused(office, "EX-02", replace(RATING, basis=("EX-SA-2027/NGO/007",))) == (
        "no-such-basis",
        "There is no input and no entry 'EX-SA-2027/NGO/007'. Did you mean EX-SA-2027/NGO/001?",
    )
    for short, full in (("ngo/001", "EX-SA-2027/NGO/001"), ("S001", "EX-SA/S001")):
        assert refused(office, "EX-02", replace(RATING, basis=(short,))) == (
            "no-such-basis", f"There is no input and no entry {short!r}. Did you mean {full}?",
        )  # fmt: skip
    words = ("A/HRC/45/3", "Example Gazette, S. 3", "Resolution 4 of 2026")
    assert rate(office.door, CYCLE, "EX-02", replace(RATING, basis=words)).basis == words
    assert refused(at("begun"), "EX-02", replace(RATING, basis=("EX-SA/S009",))) == (
        "no-such-basis", "There is no input and no entry 'EX-SA/S009'.",
    )  # fmt: skip


def test_only_objectives_of_the_cycles_own_dialogue_are_rated(at: At) -> None:
    office = at("taking")
    add_dialogue(office.door, dialogue("a-b"))
    add_objective(office.door, "a-b", objective("AB-01"))
    assert refused(office, "AB-01", RATING) == (
        "other-dialogue", "AB-01 is an objective of another dialogue than ex-sa.",
    )  # fmt: skip
    code, says = refused(office, "EX-1", RATING)
    assert (code, says.startswith("There is no objective 'EX-1'. Did you mean EX-")) == ("no-such-objective", True)


def test_once_adopted_findings_stand(at: At) -> None:
    assert refused(at("adopted"), "EX-01", replace(RATING, status="met", reason="why"))[0] == "report-adopted"


def test_a_rating_made_before_the_objective_was_reworded_is_asked_for_again(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    rate(office.door, CYCLE, "EX-01", RATING)
    amend_objective(office.door, "EX-01", AmendObjective("text", "Half of it is done.", "", reason="Agreed so."))
    [one] = [one for one in list_findings(office.door, CYCLE) if one.finding]
    assert one.outdated == ("older than a change of the objective (text)",)
    shown, _ = show_finding(office.door, CYCLE, "EX-01")
    assert shown.outdated == one.outdated
    assert refused(office, "EX-01", RATING)[0] == "reason-missing"
    rate(office.door, CYCLE, "EX-01", replace(RATING, reason="It holds."))
    assert show_finding(office.door, CYCLE, "EX-01")[0].outdated == ()


def test_a_contribution_needs_a_session_that_was_held(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    called_off = {"held_on": "2025-01-01", "status": "postponed"}
    add_entry(office.door, "ex-sa", EntryDraft("session", called_off, "S2"))
    claimed = replace(RATING, contribution="plausible", link=Link("S001", "2026", "asked for", "under way"))
    assert refused(office, "EX-01", claimed)[0] == "not-raised"
    correct_entry(office.door, "EX-SA/S001", "status", "held", "the release says so")
    rate(office.door, CYCLE, "EX-01", claimed)
    correct_entry(office.door, "EX-SA/S001", "status", "cancelled", "it was another one")
    told = "with a contribution that nothing was raised for (the session EX-SA/S001 was cancelled)"
    assert show_finding(office.door, CYCLE, "EX-01")[0].outdated == (told,)


def outdated(office: Office) -> tuple[str, ...]:
    return show_finding(office.door, CYCLE, "EX-01")[0].outdated


def test_a_rating_is_asked_for_again_once_what_it_names_is_corrected_or_withdrawn(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    add_entry(office.door, "ex-sa", EntryDraft("publication", {"published_on": "2026-01-01", "of": "terms"}, "S2"))
    based = replace(RATING, basis=("EX-SA/P001",))
    rate(office.door, CYCLE, "EX-01", based)
    assert outdated(office) == ()
    correct_entry(office.door, "EX-SA/P001", "published_on", "2026-02-01", "misread")
    assert outdated(office) == ("based on EX-SA/P001, which was corrected since",)
    rate(office.door, CYCLE, "EX-01", replace(based, reason="It holds."))
    assert outdated(office) == ()
    withdraw_entry(office.door, "EX-SA/P001", "entered by mistake")
    assert outdated(office) == ("based on EX-SA/P001, which was withdrawn",)
    assert refused(office, "EX-01", replace(based, reason="It holds.")) == (
        "basis-withdrawn", "EX-SA/P001 was withdrawn. A rating cannot be based on it: name another.",
    )  # fmt: skip


def test_what_was_achieved_is_not_based_on_a_session_that_was_called_off(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    add_entry(office.door, "ex-sa", EntryDraft("session", {"held_on": "2025-01-01", "status": "held"}, "S2"))
    based = replace(RATING, basis=("EX-SA/S001",))
    rate(office.door, CYCLE, "EX-01", based)
    correct_entry(office.door, "EX-SA/S001", "status", "postponed", "it was another one")
    assert outdated(office) == ("based on EX-SA/S001, where nothing took place (the session EX-SA/S001 was postponed)",)
    assert refused(office, "EX-01", replace(based, reason="why it holds"))[0] == "basis-called-off"
    nothing = replace(based, status="none", reason="It was called off.")
    assert rate(office.door, CYCLE, "EX-01", nothing).basis == ("EX-SA/S001",)


def test_evidence_falls_with_the_input_that_it_is_taken_from(at: At) -> None:
    office = at("taking")
    item = {
        "objective": "EX-01", "supports": "supports", "type": "report", "group": "Example Society", "party": "no",
        "shown_on": "2026", "says": "two of five",
    }  # fmt: skip
    receive(office.door, CYCLE, [draft()])
    add_entry(office.door, "ex-sa", EntryDraft("evidence", {**item, "cites": f"{CYCLE}/NGO/001"}, "a letter"))
    rate(office.door, CYCLE, "EX-01", replace(RATING, evidence="weak"))
    assert outdated(office) == ()
    work_on(office.door, f"{CYCLE}/NGO/001", WithdrawInput("It was a mistake."))
    told = f"with the evidence EX-SA/Q001, which is taken from {CYCLE}/NGO/001, and that was withdrawn"
    assert outdated(office) == (told,)


def test_a_proposal_is_of_the_objective_as_it_was_worded_and_is_asked_for_again(at: At) -> None:
    office = at("taking")
    put_evidence(office, "EX-01")
    propose(office.door, CYCLE, "EX-01", RATING)
    amend_objective(office.door, "EX-01", AmendObjective("text", "Half of it is done.", "", reason="Agreed so."))
    [reasons] = show_finding(office.door, CYCLE, "EX-01")[0].stale.values()
    assert reasons == ("older than a change of the objective (text)",)
    assert refused(office, "EX-01", RATING)[0] == "proposals-outdated"
    assert rate(office.door, CYCLE, "EX-01", replace(RATING, votes=Votes(3))).votes == Votes(3)
    propose(office.door, CYCLE, "EX-01", RATING)
    assert show_finding(office.door, CYCLE, "EX-01")[0].stale == {}
