"""Inputs and their window: before it opens, late, after the adoption, after an early end."""

from datetime import date
from pathlib import Path

import pytest

from evalflow.engine.words import CloseCycleEarly
from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import AddPoint, DecideLate
from evalflow.resources import resource
from evalflow.usecases.cycles.cycles import Opening, complete_step, move, open_cycle
from evalflow.usecases.inputs.inputs import (
    receive,
    work_on,
)
from tests.usecases.conftest import At
from tests.usecases.inputs.test_inputs import effects, one, refused
from tests.usecases.office import CYCLE, draft, withheld

LATE = "2027-03-10T10:00"


def test_before_its_window_opens_an_input_is_sent_back_with_the_day(at: At) -> None:
    assert refused(at("waiting"), draft()) == (
        "window-not-open",
        "The window for this kind of input opens on 11 Jan 2027. Hand it in from that day on; nothing was kept.",
    )


def test_where_no_day_is_known_yet_the_step_that_comes_first_is_named(at: At) -> None:
    assert refused(at("begun"), draft()) == (
        "window-not-open",
        "The window for this kind of input is not open yet: terms comes before it. Hand it in once it opens; nothing "
        "was kept.",
    )


def test_a_kind_that_no_window_asks_for_is_refused_with_those_asked_for(at: At, tmp_path: Path) -> None:
    office = at("begun")
    own = tmp_path / "own.yaml"
    text = resource("workflows", "evaluation-cycle.yaml").read_text().replace("accepts: [parliament]", "accepts: [ngo]")
    own.write_text(text)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Example Office", False, "own", workflow=own))
    with pytest.raises(Refused, match=r"of the kind parliament\. Asked for: ngo, ngo-joint, nhri") as refusal:
        receive(office.door, "own", [draft(kind="parliament")])
    assert refusal.value.code == "kind-not-asked-for"


def test_a_late_input_is_stored_and_waits_for_a_decision(at: At) -> None:
    office = at("taking")
    office.at(LATE)
    known = one(office, draft()).input
    assert (known.late, known.after_adoption) == ("pending", False)
    with pytest.raises(Refused, match="1 late input is neither accepted nor declined: EX-SA-2027/NGO/001"):
        complete_step(office.door, CYCLE, "triage")
    accepted = work_on(office.door, known.code, DecideLate(True, "The post was late."))
    assert (accepted.late, accepted.late_reason, accepted.late_decided_at) == (
        "accepted", "The post was late.", office.now,
    )  # fmt: skip
    assert list(complete_step(office.door, CYCLE, "triage").cycle.open) == ["assessment"]


def test_after_adoption_an_input_is_stored_as_late_and_blocks_nothing(at: At) -> None:
    office = at("adopted")
    known = one(office, draft()).input
    assert (known.late, known.after_adoption) == ("pending", True)
    assert effects(office) == [("receipt", known.id)]
    assert work_on(office.door, known.code, AddPoint("More.")).points[-1].text == "More."
    assert work_on(office.door, known.code, DecideLate(False, "The report is adopted.")).late == "declined"


def test_when_the_cycle_was_closed_early_an_input_is_still_stored(at: At) -> None:
    office = at("waiting")
    move(office.door, CYCLE, CloseCycleEarly("The dialogue ended.", "decision 12"))
    assert one(office, draft()).input.late == "pending"


def test_where_the_operator_conducts_the_dialogue_inputs_are_public(at: At) -> None:
    office = at("begun")
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Example Ministry", True, "own"))
    with pytest.raises(Refused, match="Example Ministry operates this record and conducts the dialogue") as refusal:
        receive(office.door, "own", [withheld()])
    assert refusal.value.code == "operator-conducts"


def test_a_template_of_another_cycle_is_not_taken(at: At) -> None:
    office = at("taking")
    assert refused(office, draft(cycle="UK-CN-2027")) == (
        "other-cycle", "It says that it is for the cycle UK-CN-2027, not for EX-SA-2027.",
    )  # fmt: skip
    assert one(office, draft(cycle=CYCLE.lower())).again is False


def test_a_withheld_input_has_no_attachments_until_they_can_be_protected(at: At) -> None:
    code, says = refused(at("taking"), withheld(attachments=(("a.txt", b"a"),)))
    assert (code, says.endswith("until encryption is built. Nothing of it was kept.")) == (
        "attachments-need-encryption", True,
    )  # fmt: skip
