"""Simulations and forecasts: of a workflow without any record, of a cycle from where it stands, writing nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evalflow.engine.words import CloseCycleEarly, PauseCycle, StepClosed, Workflow
from evalflow.errors import EvalflowError, InvalidInput, NotFound, Refused
from evalflow.usecases.cycles.assumptions import assumptions
from evalflow.usecases.cycles.cycles import move
from evalflow.usecases.cycles.simulations import Simulated, forecast_cycle, simulate_cycle, simulate_workflow
from evalflow.usecases.cycles.workflows import sound_workflow, workflow_file
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE

OPENS = date(2027, 1, 11)


@pytest.fixture(scope="module")
def shipped() -> Workflow:
    file = workflow_file("evaluation-cycle")
    return sound_workflow(file.read_bytes(), file.name)


def closed(found: Simulated) -> dict[str, date]:
    return {e.event.step: e.on for e in found.simulation.entries if isinstance(e.event, StepClosed)}


def test_a_cycle_is_opened_on_the_last_day_on_which_its_first_step_is_in_time(shipped: Workflow) -> None:
    found = simulate_workflow(shipped, OPENS, None)
    assert (found.since, found.opening, found.pace) == (datetime(2026, 12, 28, tzinfo=UTC), OPENS, "planned")
    assert (closed(found)["terms"], closed(found)["publish"]) == (date(2026, 12, 28), date(2027, 6, 20))
    assert found.promised is not None
    assert (found.promised.on, found.kept_on, found.simulation.ends_on) == (
        date(2027, 7, 12),
        date(2027, 6, 20),
        date(2027, 9, 20),
    )
    assert (found.here, found.paused_at) == (None, None)


def test_a_first_step_that_counts_from_its_own_opening_is_opened_with_the_windows(shipped: Workflow) -> None:
    later = sound_workflow(
        workflow_file("evaluation-cycle").read_bytes().replace(b"due: {before: opening", b"due: {after: opened"), "x"
    )
    assert simulate_workflow(later, OPENS, None).since == datetime(2027, 1, 11, tzinfo=UTC)
    endless = b"no_deadline: none is set"
    raw = workflow_file("evaluation-cycle").read_bytes().replace(b"due: {before: opening, period: P2W}", endless)
    before, reminds, after = raw.partition(b"    remind:\n")  # of a deadline that is no more
    raw = before + after[after.index(b"    requires:") :]
    assert reminds
    assert simulate_workflow(sound_workflow(raw, "x"), OPENS, None).since == datetime(2027, 1, 11, tzinfo=UTC)


def test_a_cycle_may_be_opened_earlier_but_not_after_its_windows(shipped: Workflow) -> None:
    earlier = simulate_workflow(shipped, OPENS, date(2026, 12, 1), "earliest")
    assert closed(earlier)["terms"] == date(2026, 12, 1)
    with pytest.raises(Refused) as refused:
        simulate_workflow(shipped, OPENS, OPENS + timedelta(days=1))
    assert refused.value.code == "opening-past"


def test_a_workflow_that_promises_nothing_has_a_day_all_the_same(shipped: Workflow) -> None:
    raw = b"\n".join(
        line for line in workflow_file("evaluation-cycle").read_bytes().splitlines() if b"report_due" not in line
    )
    found = simulate_workflow(sound_workflow(raw, "x"), OPENS, None)
    assert (found.promised, found.kept_on) == (None, date(2027, 6, 20))


def test_choices_and_facts_are_taken_as_typed(shipped: Workflow) -> None:
    again = simulate_workflow(shipped, OPENS, None, choose=("adopt=returned",))
    assert closed(again)["publish"] == date(2027, 7, 26)
    stuck = simulate_workflow(shipped, OPENS, None, assume=("inputs.points_open=3",))
    assert [(doubt.kind, doubt.step) for doubt in stuck.simulation.doubts] == [("gate-closed", "adopt")]
    assert "points of inputs without a disposition = 3" in stuck.simulation.doubts[0].says


def test_everything_that_does_not_fit_is_told_at_once(shipped: Workflow) -> None:
    typed = (
        ("foo", "adpt=adopted", "terms=x", "adopt=x", "adopt=adopted", "adopt = returned"),
        ("x=1", "inputs.received=many", "report.drafted=maybe", "sessions=1", "evaluation.due_on=soon"),
    )
    with pytest.raises(InvalidInput) as bad:
        assumptions(shipped, "planned", *typed, {})
    assert bad.value.code == "bad-assumptions"
    assert [(problem.where, problem.what.split(". ")[0].rstrip(".")) for problem in bad.value.problems] == [
        ("--choose", "'foo' is not NAME=VALUE"),
        ("--choose", "This workflow has no step 'adpt'"),
        ("--choose", "terms offers no choice"),
        ("--choose", "adopt offers no choice 'x'"),
        ("--choose", "adopt is given twice"),
        ("--assume", "There is no fact 'x'"),
        ("--assume", "'many' does not fit inputs.received, which is a number: write one such as 3, or unknown"),
        ("--assume", "'maybe' does not fit report.drafted, which is yes or no: write one of them, or unknown"),
        ("--assume", "'1' does not fit sessions, which is a register, whose entries cannot be assumed: leave it out"),
        ("--assume", "'soon' is not a date this record can keep"),
    ]


def test_a_workflow_without_any_choice_says_so(shipped: Workflow) -> None:
    flow = replace(shipped, steps=shipped.steps[:1])
    with pytest.raises(InvalidInput, match=r"terms offers no choice\. No step of this workflow does"):
        assumptions(flow, "planned", ("terms=x",), (), {})


def test_facts_have_the_values_of_their_types(shipped: Workflow) -> None:
    typed = (
        "report.drafted=Yes",
        "report.adopted=no",
        "inputs.received=-2",
        "evaluation.due_on=2027",
        "criteria.unchecked=unknown",
    )
    found = assumptions(shipped, "earliest", ("adopt=returned",), typed, {})
    values = {name: str(fact.value) for name, fact in found.facts.items()}
    assert values == {
        "report.drafted": "True", "report.adopted": "False", "inputs.received": "-2", "evaluation.due_on": "2027",
        "criteria.unchecked": "None",
    }  # fmt: skip
    assert (found.pace, found.choose) == ("earliest", {"adopt": "returned"})


def test_a_workflow_is_found_by_its_file_or_its_name(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_bytes(b"x")
    assert workflow_file(str(own)) == own
    assert workflow_file("follow-up-review").name == "follow-up-review.yaml"
    with pytest.raises(NotFound, match=r"neither a file nor a shipped workflow 'folow-up-review'\. Did you mean"):
        workflow_file("folow-up-review")


def test_a_cycle_goes_on_from_where_it_stands_and_the_record_is_as_it_was(at: At) -> None:
    office = at("taking")
    size = office.size()
    found = simulate_cycle(office.door, CYCLE)
    assert found.here is not None
    assert (found.since, set(closed(found)) & {"terms", "ngo_inputs"}) == (office.now, {"ngo_inputs"})
    assert closed(found)["publish"] == date(2027, 6, 20)
    forecast_cycle(office.door, CYCLE)
    assert office.size() == size


def test_gates_that_are_closed_today_are_taken_to_be_passed_in_time(at: At) -> None:
    office = at("unanswered")
    here, found = forecast_cycle(office.door, CYCLE)
    assert (here.evaluation.code, found.doubts) == (CYCLE, ())
    assert [(each.step.name, each.earliest) for each in found.ahead][:2] == [
        ("adopt", date(2027, 4, 2)),
        ("embargo", date(2027, 4, 5)),
    ]


def test_a_paused_cycle_is_forecast_as_if_it_were_resumed_now(at: At) -> None:
    office = at("taking")
    before = forecast_cycle(office.door, CYCLE)[1]
    move(office.door, CYCLE, PauseCycle("elections", "decision 3"))
    office.now += timedelta(days=10)
    after = forecast_cycle(office.door, CYCLE)[1]
    assert before.planned_keeps == date(2027, 6, 20)
    assert after.planned_keeps == date(2027, 6, 30)
    paused = simulate_cycle(office.door, CYCLE).paused_at
    assert paused == office.now - timedelta(days=10)


@pytest.mark.parametrize("ask", [simulate_cycle, forecast_cycle])
def test_nothing_is_ahead_of_a_cycle_that_is_over(at: At, ask: object) -> None:
    office = at("taking")
    move(office.door, CYCLE, CloseCycleEarly("the dialogue ended", "note of 3 June"))
    with pytest.raises(EvalflowError) as over:
        ask(office.door, CYCLE)  # type: ignore[operator] # either of the two
    assert (over.value.code, "evalflow cycle history" in str(over.value)) == ("cycle-over", True)
