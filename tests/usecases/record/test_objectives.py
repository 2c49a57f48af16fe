"""Objectives through the door: looked at, amended, and taking the place of one another."""

from dataclasses import replace

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.objectives.objective import AmendObjective
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.record.objectives import (
    Heir,
    add_objective,
    amend_objective,
    lint_objectives,
    list_objectives,
    show_objective,
    succeed_objectives,
)
from tests.usecases.conftest import At
from tests.usecases.office import dialogue, objective

WITHDRAWN = AmendObjective(
    "withdrawn_on", "2026-12-14", "", "They became one.", decided_by="Samplestan", source="S1, l. 9"
)
ONE = Heir("EX-03", "Visits and letters", "Let visitors and letters in.", "published")


def test_objectives_are_listed_shown_and_looked_at_for_their_form(at: At) -> None:
    door = at("begun").door
    assert [one.code for one in list_objectives(door)] == ["EX-01", "EX-02"]
    assert list_objectives(door, "ex-sa") == list_objectives(door)
    assert show_objective(door, "ex-02").code == "EX-02"
    assert len(lint_objectives(door)) == len(lint_objectives(door, "ex-sa")) == 2
    assert [one.objective.code for one in lint_objectives(door, code="EX-01")] == ["EX-01"]


def test_an_objective_takes_the_place_of_others_and_inherits_what_they_share(at: At) -> None:
    door = at("begun").door
    [taking] = succeed_objectives(door, ["EX-01", "EX-02", "EX-01"], [ONE], WITHDRAWN)
    assert (taking.code, taking.descends_from, taking.actor) == ("EX-03", "EX-01\nEX-02", "Samplestan")
    assert [one.withdrawn_on for one in list_objectives(door)] == ["2026-12-14", "2026-12-14", ""]
    assert [one.objective.code for one in lint_objectives(door)] == ["EX-03"]
    with pytest.raises(Refused) as refusal:
        succeed_objectives(door, ["EX-01"], [ONE], WITHDRAWN)
    assert refusal.value.code == "objective-withdrawn"


def test_objectives_of_two_dialogues_do_not_become_one(at: At) -> None:
    door = at("begun").door
    add_dialogue(door, replace(dialogue("ex-ot"), counterpart="Otherland"))
    add_objective(door, "ex-ot", objective("OT-01"))
    with pytest.raises(Refused) as refusal:
        succeed_objectives(door, ["EX-01", "OT-01"], [ONE], WITHDRAWN)
    assert refusal.value.code == "other-dialogue"


def test_what_an_objective_descends_from_has_to_be_there_and_the_same_value_is_no_change(at: At) -> None:
    door = at("begun").door
    amend = AmendObjective("descends_from", "EX-01", "", "It was split.", decided_by="Samplestan", source="S1, l. 9")
    assert amend_objective(door, "EX-02", amend).descends_from == "EX-01"
    known = show_objective(door, "EX-02")
    assert amend_objective(door, "EX-02", amend) == known
