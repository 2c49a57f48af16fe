"""What one person erased or withdrew: open until another confirms it, in gates, tasks, status and the report."""

from dataclasses import replace

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.inputs.commands_events import (
    CorrectPoint,
    DecideConfirmation,
    DisposePoint,
    InputCommand,
    SetLevel,
    WithdrawInput,
)
from evalflow.evaluation.inputs.input import Input, Level
from evalflow.intake.dispositions import AnswerDraft
from evalflow.store.checks.verification import verify
from evalflow.usecases.clock.today import today
from evalflow.usecases.cycles.cycles import complete_step
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.current import facts_about, read_current
from evalflow.usecases.inputs.answering import dispose_many
from evalflow.usecases.inputs.confirmations import decide_unconfirmed
from evalflow.usecases.inputs.inputs import list_inputs, receive, set_level, work_on
from evalflow.usecases.inputs.unconfirmed import list_unconfirmed
from evalflow.usecases.report.narratives import check_report
from evalflow.usecases.trust.doctor_cycles import examine_cycles
from tests.usecases.conftest import At
from tests.usecases.office import ADA, CYCLE, Office, adopt, begin, draft, publish_all_terms, take, withheld

BEN = "Ben Example"
YES = DecideConfirmation(True, "The author rang.", "submitter-asked")
NO = DecideConfirmation(False, "The author did not ask.")
OPEN = ("inputs.points_open", "inputs.unconfirmed")


def erased(office: Office, level: Level = "restricted") -> Input:
    [known] = list_inputs(office.door, CYCLE)
    return set_level(office.door, known.code, SetLevel(level, "", "", erase_text=True))


def counted(office: Office) -> list[object]:
    with office.store.reading() as reading:
        facts = facts_about(reading, read_current(reading, CYCLE, office.now))
        return [facts[name].value for name in OPEN]


def missing(office: Office) -> list[str]:
    return [one.name for one in check_report(office.door, CYCLE).found if one.blocks]


def adoption(office: Office) -> bool:
    with office.store.reading() as reading:
        return reading.all(Evaluation)[0].adoption is not None


def test_an_erasure_by_one_person_answers_no_point(at: At) -> None:
    office = at("unanswered")
    known = erased(office)
    assert (counted(office), missing(office)) == ([1, 1], ["points", "confirmations"])
    with pytest.raises(Refused, match="1 point is without an answer"):
        complete_step(office.at("2027-04-05T10:00"), CYCLE, "adopt", "adopted")
    for spelling in (ADA, "ADA  example"):
        with pytest.raises(Refused) as refusal:
            decide_unconfirmed(office.as_(spelling), known.code, YES)
        assert refusal.value.code == "same-person"
    assert not decide_unconfirmed(office.as_(BEN), known.code, YES).unconfirmed
    assert (counted(office), missing(office), list_unconfirmed(office.door)) == ([0, 0], [], [])
    adopt(office)
    assert adoption(office)


def test_it_is_a_task_for_somebody_else_in_the_list_of_all_the_status_and_the_doctors(at: At) -> None:
    office = at("unanswered")
    known = erased(office)
    [task] = [one for one in today(office.door).waiting if not one.step]
    assert (task.role, task.helps, task.waits_for) == (
        f"another person than {ADA}", (f"evalflow input unconfirmed {CYCLE}",), ("1 point counts as open until then",),
    )  # fmt: skip
    [listed] = list_unconfirmed(office.door)
    assert cycle_status(office.door, CYCLE).unconfirmed == (listed,)
    assert (listed.cycle, listed.input.code, listed.by) == (CYCLE, known.code, ADA)
    assert list_unconfirmed(office.door, CYCLE) == [listed]
    assert "1 erasure or withdrawal needs to be confirmed" in doctor(office)
    [adopting] = [one for one in cycle_status(office.door, CYCLE).open if one.step.name == "adopt"]
    assert f"evalflow input unconfirmed {CYCLE}" in {block.remedy for _, of in adopting.choices for block in of}


def doctor(office: Office) -> str:
    with office.store.reading() as reading:
        checks = examine_cycles(reading, office.now, example=False)
    return next(one.says for one in checks if one.name == "Confirmations")


def test_several_are_counted(at: At) -> None:
    office = at("taking")
    for text in ("A.", "B."):
        [one] = receive(office.door, CYCLE, [withheld(text, text)])
        work_on(office.door, one.input.code, WithdrawInput("Danger.", erase_text=True))
    assert counted(office) == [4, 2]
    assert "2 erasures or withdrawals need to be confirmed" in doctor(office)
    assert {one.waits_for for one in today(office.door).waiting if not one.step} == {
        ("2 points count as open until then",)
    }


def test_contradicted_its_points_are_answered_by_another_person(at: At) -> None:
    office = at("unanswered")
    known = erased(office)
    assert decide_unconfirmed(office.as_(BEN), known.code, NO).unconfirmed is False
    assert (counted(office), missing(office)) == ([1, 0], ["points"])
    answer = DisposePoint(1, "held-back-for-safety", "Its text is gone.", "")
    with pytest.raises(Refused) as refusal:
        work_on(office.door, known.code, answer)
    assert refusal.value.code == "same-person"
    with pytest.raises(Exception, match="cannot confirm what"):
        dispose_many(office.door, CYCLE, [AnswerDraft(known.code, 1, "used", "It is gone.", "", "line 2")])
    work_on(office.as_(BEN), known.code, answer)
    assert (counted(office), missing(office)) == ([0, 0], [])


@pytest.mark.parametrize(
    "command", [WithdrawInput("It was a draft."), CorrectPoint(1, "Some are.", "a slip", erase_text=True)]
)
def test_a_withdrawal_or_another_text_by_the_record_keeper_waits_too(office: Office, command: InputCommand) -> None:
    begin(office)
    publish_all_terms(office)
    take(office)
    [one] = receive(office.door, CYCLE, [withheld("A.")])
    if isinstance(command, WithdrawInput):
        command = replace(command, erase_text=True)
    work_on(office.door, one.input.code, command)
    assert counted(office) == [1, 1]
    decide_unconfirmed(office.as_(BEN), one.input.code, YES)
    assert counted(office) == [0 if isinstance(command, WithdrawInput) else 1, 0]
    with office.store.reading() as reading:
        assert verify(reading).problems == ()


def test_a_withdrawn_public_input_stands_again_once_contradicted(at: At) -> None:
    office = at("taking")
    first, copy = (receive(office.door, CYCLE, [draft(who=who)])[0].input for who in ("Example A", "Example B"))
    work_on(office.door, first.code, WithdrawInput("It was a draft."))
    assert counted(office) == [2, 1]
    decide_unconfirmed(office.as_(BEN), first.code, NO)
    assert counted(office) == [1, 0]
    assert [(one.withdrawn_at, one.copy_of) for one in list_inputs(office.door, CYCLE)] == [
        (None, ""), (None, first.id),
    ]  # fmt: skip
    assert copy.copy_of == first.id


def test_in_an_adopted_cycle_it_is_asked_for_and_can_be_given(at: At) -> None:
    office = at("unanswered")
    [known] = list_inputs(office.door, CYCLE)
    work_on(office.door, known.code, DisposePoint(1, "used", "It is true.", ""))
    adopt(office)
    left = erased(office)
    assert [one.input.code for one in list_unconfirmed(office.door)] == [left.code]
    decide_unconfirmed(office.as_(BEN), left.code, YES)
    assert list_unconfirmed(office.door) == []


def test_what_needs_no_confirmation_takes_none(at: At) -> None:
    office = at("unanswered")
    [known] = list_inputs(office.door, CYCLE)
    left = set_level(office.door, known.code, SetLevel("name-withheld", "", ""))
    assert (left.unconfirmed, counted(office)) == (False, [1, 0])
    with pytest.raises(Refused) as refusal:
        decide_unconfirmed(office.as_(BEN), left.code, YES)
    assert refusal.value.code == "nothing-to-confirm"
