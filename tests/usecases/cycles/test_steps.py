"""What persons make of open steps: in whose hands, lent, released, planned, ranked, approved by two, undone."""

from datetime import date

import pytest

from evalflow.errors import InvalidInput, Refused
from evalflow.resources import resource
from evalflow.usecases.clock.today import today
from evalflow.usecases.cycles.cycles import Opening, complete_step, name_body, open_cycle, tick_all
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.cycles.steps import assign, claim, delegate, follow_up, prioritise, release, undo
from evalflow.usecases.record.dialogues import add_dialogue
from tests.usecases.conftest import At
from tests.usecases.office import ADA, BODY, CYCLE, Office, dialogue

BO = "Bo Example"


def hands(office: Office, step: str = "terms") -> tuple[str, date | None, str]:
    [found] = [one.hands for one in cycle_status(office.door, CYCLE).open if one.step.name == step]
    return found.holder, found.until, found.lent_by


def test_a_step_is_claimed_lent_and_comes_back_when_the_day_is_over(at: At) -> None:
    office = at("begun")
    dealt = claim(office.door, CYCLE, "terms")
    assert (dealt.newcomer, hands(office)) == ("", (ADA, None, ""))
    assert claim(office.door, CYCLE, "terms").happened == ()
    lent = delegate(office.door, CYCLE, "terms", BO, date(2026, 12, 20))
    assert (lent.newcomer, hands(office)) == (BO, (BO, date(2026, 12, 20), ADA))
    office.at("2026-12-21T00:00")
    tick_all(office.door)
    assert hands(office) == (ADA, None, "")
    release(office.door, CYCLE, "terms")
    assert hands(office) == ("", None, "")


def test_who_has_a_step_is_named_to_who_would_take_it_or_complete_it(at: At) -> None:
    office = at("begun")
    assign(office.door, CYCLE, "terms", BO)
    for act in (lambda: claim(office.door, CYCLE, "terms"), lambda: complete_step(office.door, CYCLE, "terms")):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "held-by-another"
        assert f"in the hands of {BO}" in str(refused.value)
    assert assign(office.door, CYCLE, "terms", "Bo Exampel").meant == BO
    with pytest.raises(Refused, match="Say in whose hands"):
        assign(office.door, CYCLE, "terms", " ")
    with pytest.raises(InvalidInput):
        assign(office.door, CYCLE, "terms", "Bo \u202eelpmaxE")


def test_a_step_is_planned_and_ranked_and_the_morning_page_follows(at: At) -> None:
    office = at("taking")
    office.at("2027-03-09T09:00")
    tick_all(office.door)
    follow_up(office.door, CYCLE, "triage", date(2027, 3, 10), "ask the printer")
    prioritise(office.door, CYCLE, "triage", "high")
    [waiting] = today(office.at("2027-03-11T09:00")).waiting
    assert (waiting.hands.follow_up_on, waiting.hands.follow_up_due, waiting.hands.priority) == (
        date(2027, 3, 10), True, "high",
    )  # fmt: skip
    follow_up(office.door, CYCLE, "triage", None)
    assert today(office.door).waiting[0].hands.follow_up_on is None


def test_the_last_completion_is_undone_and_what_it_had_opened_waits_no_more(at: At) -> None:
    office = at("waiting")
    before = office.cycle()
    dealt = undo(office.door, CYCLE, "too soon")
    assert (list(dealt.here.cycle.open), dealt.here.cycle.waiting, before.open) == (["terms"], {}, {})
    with pytest.raises(Refused) as refused:
        undo(office.door, CYCLE, "again")
    assert refused.value.code == "nothing-to-undo"


def test_two_persons_approve_and_the_author_is_none_of_them(at: At) -> None:
    office = at("new")
    add_dialogue(office.door, dialogue())
    text = resource("workflows", "evaluation-cycle.yaml").read_text()
    gate = "    requires: [terms.timetable_published, terms.criteria_published, terms.body_named]\n"
    assert gate in text
    text = text.replace(gate, "    requires: [terms.body_named]\n    approvals: {count: 2}\n")
    file = office.folder / "two.yaml"
    file.write_text(text)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Office", False, CYCLE, file))
    name_body(office.door, CYCLE, BODY)
    here = complete_step(office.door, CYCLE, "terms")
    assert list(here.cycle.open) == ["terms"]
    [found] = [one.hands for one in cycle_status(office.door, CYCLE).open]
    assert (found.approved, found.needed) == (((ADA, ""),), 2)
    with pytest.raises(Refused) as refused:
        complete_step(office.door, CYCLE, "terms")
    assert refused.value.code == "approved-before"
    assert complete_step(office.as_(BO), CYCLE, "terms").cycle.open == {}
