"""Dialogues and objectives at the door: added, restated, suspended, amended, each with what it must have."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.errors import EvalflowError, Remedy
from evalflow.evaluation.dialogues.dialogue import StandingChange
from evalflow.evaluation.objectives.objective import AmendObjective
from evalflow.usecases.record.conditions import conditions
from evalflow.usecases.record.dialogues import (
    add_dialogue,
    change_standing,
    dialogue_codes,
    export_dialogue,
    list_dialogues,
    show_dialogue,
)
from evalflow.usecases.record.imports import preview_import
from evalflow.usecases.record.objectives import add_objective, amend_objective, list_objectives, show_objective
from evalflow.usecases.record.registers import EntryDraft, add_entry, correct_entry, list_entries, withdraw_entry
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, dialogue, objective

SUSPENDED = StandingChange("suspended", "2026-11", "counterpart", "after a vote", "S2, p. 3")
AMEND = AmendObjective("due", "2028-12-31", "", reason="A programme ends then.", decided_on="2026-12-01")


def code_of(refused: pytest.ExceptionInfo[EvalflowError]) -> str:
    return refused.value.code


def test_dialogues_are_added_listed_and_shown_by_code(office: Office) -> None:
    added = [add_dialogue(office.door, dialogue(code)) for code in ("b-c", "a-b")]
    assert list_dialogues(office.door) == added[::-1]
    assert dialogue_codes(office.door) == {one.id: one.code for one in added}
    assert show_dialogue(office.door, "A-B") == added[1]


@pytest.mark.parametrize(
    ("code", "refusal"), [("ex-sa", "dialogue-exists"), ("EX-SA", "bad-code"), ("a/b", "bad-code")]
)
def test_a_code_is_new_and_one_that_a_file_can_have(at: At, code: str, refusal: str) -> None:
    with pytest.raises(EvalflowError) as refused:
        add_dialogue(at("begun").door, dialogue(code))
    assert code_of(refused) == refusal


def test_a_suspension_is_recorded_and_moves_no_cycle(at: At) -> None:
    office = at("begun")
    before = office.cycle()
    assert change_standing(office.door, "ex-sa", SUSPENDED).standing == "suspended"
    assert office.cycle() == before
    with pytest.raises(EvalflowError) as refused:
        change_standing(office.door, "ex-sa", replace(SUSPENDED, becomes="active", on="2027-01"))
    assert code_of(refused) == "day-ahead"


def test_what_is_exported_is_imported_without_a_difference(at: At) -> None:
    office = at("begun")
    amend_objective(office.door, "EX-01", AMEND)
    amend_objective(office.door, "EX-02", replace(AMEND, field="withdrawn_on", new="2026-12-01"))
    text = export_dialogue(office.door, "ex-sa")
    [found] = preview_import(office.door, [(text.encode(), "ex-sa.yaml")])
    assert (found.new, found.differences) == (False, ())


def test_an_objective_is_added_to_a_dialogue_under_a_code_of_its_own(at: At) -> None:
    office = at("begun")
    added = add_objective(office.door, "EX-SA", objective("EX-03"))
    assert (added.changes[0].kind, show_objective(office.door, "ex-03")) == ("added", added)
    assert [one.code for one in list_objectives(office.door, "ex-sa")] == ["EX-01", "EX-02", "EX-03"]
    assert list_objectives(office.door) == list_objectives(office.door, "ex-sa")
    for code, refusal in (("EX-03", "objective-exists"), ("ex-4", "bad-code")):
        with pytest.raises(EvalflowError) as refused:
            add_objective(office.door, "ex-sa", objective(code))
        assert code_of(refused) == refusal


def test_an_objective_is_amended_with_its_reason_and_the_same_value_writes_nothing(at: At) -> None:
    office = at("begun")
    amended = amend_objective(office.door, "ex-01", AMEND)
    size = office.size()
    assert (amended.due, amended.changes[-1].reason) == ("2028-12-31", "A programme ends then.")
    assert amended.changes[-1].recorded_by == office.since(size - 1)[0].by
    assert (amend_objective(office.door, "EX-01", AMEND), office.size()) == (amended, size)


@pytest.mark.parametrize("name", ["decided_on", "reasons_asked_on"])
def test_what_is_said_to_be_decided_or_asked_has_happened(at: At, name: str) -> None:
    office = at("begun")
    with pytest.raises(EvalflowError) as refused:
        amend_objective(office.door, "EX-01", replace(AMEND, **{name: "2027-01-01"}))  # type: ignore[arg-type] # any field
    assert (code_of(refused), show_objective(office.door, "EX-01").revision) == ("day-ahead", 1)


def test_an_amendment_ticks_the_cycles_of_its_dialogue_first(at: At) -> None:
    office = at("waiting")
    size = office.size()
    amend_objective(office.at("2027-01-12T10:00"), "EX-01", AMEND)
    assert office.happened(size) == [*["cycle.StepOpened"] * 3, "objective.ObjectiveAmended"]
    assert (office.cycle().opening, CYCLE) == (date(2027, 1, 11), "EX-SA-2027")


def test_an_objective_that_is_not_there_is_answered_with_the_nearest(at: At) -> None:
    with pytest.raises(EvalflowError, match=r"There is no objective 'EX-0'\. Did you mean EX-0[12]\?"):
        show_objective(at("begun").door, "EX-0")
    with pytest.raises(EvalflowError, match=r"There is no objective 'ZZ'\. See `evalflow objective list`\.$"):
        show_objective(at("begun").door, "ZZ")


SUSPENSION = {"decided_on": "2024-10-05", "kind": "suspended", "by": "own", "reasons": "Stated in parliament."}


def changes_of(office: Office) -> list[tuple[str, str, str, str]]:
    shown = show_dialogue(office.door, "ex-sa")
    return [(one.on, one.becomes, one.by, one.entry) for one in shown.changes]


def test_a_suspension_is_one_truth_whichever_way_it_was_entered(at: At) -> None:
    office = at("begun")
    add_entry(office.door, "ex-sa", EntryDraft("suspension", SUSPENSION, "S2"))
    assert changes_of(office) == [("2024-10-05", "suspended", "own", "EX-SA/X001")]
    assert [one.standing for one in list_dialogues(office.door)] == ["suspended"]
    resumed = StandingChange("active", "2025-03", "mutual", "Agreed.", "letter")
    assert change_standing(office.door, "ex-sa", resumed).standing == "active"
    assert [(one.values["kind"], one.values["decided_on"]) for one in list_entries(office.door, "suspension")] == [
        ("suspended", "2024-10-05"), ("resumed", "2025-03"),
    ]  # fmt: skip
    correct_entry(office.door, "EX-SA/X002", "decided_on", "2025-04-01", "a slip")
    assert changes_of(office)[1] == ("2025-04-01", "active", "mutual", "EX-SA/X002")
    withdraw_entry(office.door, "EX-SA/X002", "entered by mistake")
    assert show_dialogue(office.door, "ex-sa").standing == "suspended"


def test_conditions_for_a_resumption_are_watched_whatever_became_of_the_entry(at: At) -> None:
    office = at("begun")
    rules = ("sessions.exists(s, s.status == 'held')",)
    suspended = StandingChange("suspended", "2024-10", "own", "Stated.", "letter", resume_when=rules)
    change_standing(office.door, "ex-sa", suspended)
    correct_entry(office.door, "EX-SA/X001", "decided_on", "2024-11", "a slip")
    known, found = conditions(office.door, "ex-sa")
    assert (known.changes[-1].on, known.changes[-1].conditions, [one.rule for one in found]) == (
        "2024-11", "", list(rules),
    )  # fmt: skip


def test_a_condition_in_words_is_decided_by_a_judgement_on_record(at: At) -> None:
    office = at("begun")
    change_standing(
        office.door, "ex-sa", StandingChange("suspended", "2024-10", "own", "Stated.", "letter", "A session; a visit")
    )
    assert [(one.rule, one.truth) for one in conditions(office.door, "ex-sa")[1]] == [
        ("A session", "unknown"), ("a visit", "unknown"),
    ]  # fmt: skip
    for text, met in (("a session", "no"), ("A visit", "no"), ("a visit", "yes")):
        said = {"judged_on": "2026-01-01", "suspension": "EX-SA/X001", "condition": text, "met": met, "by": "the body"}
        add_entry(office.door, "ex-sa", EntryDraft("condition", said, "minutes of the body"))
    assert [(one.rule, one.truth, one.why) for one in conditions(office.door, "ex-sa")[1]] == [
        ("a session", "false", "Judged by the body on 2026-01-01 (EX-SA/O001)."),
        ("a visit", "true", "Judged by the body on 2026-01-01 (EX-SA/O003)."),
    ]  # fmt: skip


def test_what_came_before_the_last_change_goes_into_the_register(at: At) -> None:
    office = at("begun")
    add_entry(office.door, "ex-sa", EntryDraft("suspension", {**SUSPENSION, "kind": "resumed"}, "S2"))
    with pytest.raises(EvalflowError, match="Enter what came before that with") as refusal:
        change_standing(office.door, "ex-sa", StandingChange("suspended", "2024-09", "own", "Stated.", "letter"))
    assert (refusal.value.code, refusal.value.helps) == (
        "standing-does-not-fit", (Remedy("add-suspension", "ex-sa"),)
    )  # fmt: skip
