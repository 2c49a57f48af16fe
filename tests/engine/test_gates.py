"""Gates and facts in, blockers out: what still stands in the way, in words, each with what helps."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.engine.gates import Blocker, blockers, gates_of, refuse_if_gated
from evalflow.engine.rules import Fact, FactItem, Facts, Listing, parse
from evalflow.engine.words import Choice, Gate, Step, Workflow
from evalflow.errors import Refused

TODAY = date(2027, 5, 1)


def gate(text: str) -> Gate:
    return Gate(text, parse(text))


BODY = gate("terms.body_named")
POINTS = gate("inputs.points_open == 0")
STEP = Step("adopt", "Adopt", "task", "body", requires=(BODY,))
ADOPTED = Choice("adopted", ("end",), requires=(POINTS,))
WORKFLOW = Workflow("w", "1", "W", "UTC", "none", "plain", (STEP,), close_early=(POINTS,))
OPEN = Fact(2, note="2 points are without an answer", remedy="evalflow input dispose")
FACTS: Facts = {
    "terms.body_named": Fact(False, note="no body is named", remedy="evalflow cycle name-body"),
    "inputs.points_open": OPEN,
}


def test_what_is_true_blocks_nothing() -> None:
    assert blockers((BODY, POINTS), {"terms.body_named": Fact(True), "inputs.points_open": Fact(0)}, TODAY) == ()


def test_what_is_false_says_why_and_what_helps_in_the_order_of_the_gates() -> None:
    assert blockers((POINTS, BODY), FACTS, TODAY) == (
        Blocker("inputs.points_open == 0", "2 points are without an answer", "evalflow input dispose"),
        Blocker("terms.body_named", "no body is named", "evalflow cycle name-body"),
    )


def test_unknown_is_not_yes_and_names_what_is_not_known() -> None:
    assert blockers((BODY,), {}, TODAY) == (Blocker("terms.body_named", "not known: terms.body_named", ""),)


def test_a_gate_over_two_facts_tells_of_the_false_and_of_the_unknown_one() -> None:
    both = gate("terms.body_named || inputs.points_open == 0")
    assert blockers((both,), {"terms.body_named": FACTS["terms.body_named"]}, TODAY) == (
        Blocker(both.text, "no body is named; not known: inputs.points_open", "evalflow cycle name-body"),
    )


def test_a_gate_without_any_note_says_itself() -> None:
    assert blockers((POINTS,), {"inputs.points_open": Fact(1)}, TODAY) == (
        Blocker("inputs.points_open == 0", "inputs.points_open == 0 does not hold", ""),
    )


def test_what_supplies_a_missing_entry_is_named_once() -> None:
    gap = FactItem("sessions up to 1 May 2027")
    facts = {"sessions": Fact(Listing((), (gap,)), remedy="evalflow record complete session")}
    assert blockers((gate("size(sessions) == 0"),), facts, TODAY) == (
        Blocker(
            "size(sessions) == 0",
            f"not known: {gap.label}: the register is not stated complete",
            "evalflow record complete session",
        ),
    )


@pytest.mark.parametrize(
    ("place", "choice", "expected"),
    [(STEP, None, (BODY,)), (STEP, ADOPTED, (BODY, POINTS)), (WORKFLOW, None, (POINTS,))],
)
def test_a_choice_adds_its_gates_to_those_of_its_step(
    place: Step | Workflow, choice: Choice | None, expected: tuple[Gate, ...]
) -> None:
    assert gates_of(place, choice) == expected


def test_the_refusal_of_a_step_names_every_closed_gate_and_the_command_under_it() -> None:
    with pytest.raises(Refused) as refusal:
        refuse_if_gated(STEP, ADOPTED, FACTS, TODAY)
    assert (refusal.value.code, str(refusal.value)) == (
        "gate-closed",
        "adopt cannot be completed yet:\n"
        "  - no body is named\n    evalflow cycle name-body\n"
        "  - 2 points are without an answer\n    evalflow input dispose",
    )


def test_a_step_whose_gates_are_true_is_not_refused() -> None:
    refuse_if_gated(replace(STEP, requires=()), None, FACTS, TODAY)
    refuse_if_gated(STEP, ADOPTED, {"terms.body_named": Fact(True), "inputs.points_open": Fact(0)}, TODAY)
