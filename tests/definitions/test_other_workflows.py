"""Workflows unlike the evaluation cycle: the engine knows nothing of any of them, and runs each to its end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from evalflow.definitions.workflow import read_workflow
from evalflow.engine.heart import apply, decide
from evalflow.engine.rules import Bool, Fact
from evalflow.engine.soundness import findings
from evalflow.engine.words import Command, CompleteStep, Cycle, OpenCycle, Tick, Workflow
from evalflow.errors import InvalidDefinition
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.evaluation import ACTS
from evalflow.evaluation.inputs.input import KINDS
from tests.definitions.shipped import ROOT, WORKFLOWS
from tests.definitions.test_bad_files import BAD

REVIEW = WORKFLOWS / "follow-up-review.yaml"
VISIT = ROOT / "tests" / "definitions" / "good" / "joint-visit.yaml"
OPENED = datetime(2027, 1, 4, 9, tzinfo=UTC)
ALL_TRUE = {name: Fact(True if fact.type == Bool else 0) for name, fact in DECLARED.items()}


def read(name: str, *, pinned: bool = False) -> Workflow:
    path = {"review": REVIEW, "visit": VISIT}.get(name, BAD / "workflow" / f"{name}.yaml")
    return read_workflow(path.read_bytes(), path.name, DECLARED, KINDS, ACTS, pinned=pinned)


def course(workflow: Workflow, *choices: str) -> tuple[list[str], Cycle]:
    """Return the steps as they open, and the cycle at its end, when somebody completes the first that is open."""
    cycle, now = _after(workflow, None, OpenCycle("c", "sha", date(2027, 1, 11)), OPENED), OPENED
    opened: list[str] = []
    ahead = [*choices]
    while cycle.open or cycle.waiting:
        opened += [name for name in cycle.open if name not in opened[-len(cycle.open) :]]
        tasks = [step for step in workflow.steps if step.name in cycle.open and step.kind == "task"]
        now += timedelta(days=1)
        command: Command = Tick()
        if tasks:
            command = CompleteStep(tasks[0].name, ahead.pop(0) if tasks[0].choices else "", "because")
        cycle = _after(workflow, cycle, command, now)
    return opened, cycle


def _after(workflow: Workflow, cycle: Cycle | None, command: Command, now: datetime) -> Cycle:
    for event in decide(workflow, cycle, command, ALL_TRUE, now):
        cycle = apply(cycle, event)
    assert cycle
    return cycle


def test_a_review_takes_accounts_again_if_the_body_asks_for_more() -> None:
    opened, cycle = course(read("review"), "more_accounts", "reviewed")
    assert opened == ["terms", "accounts", "review", "accounts", "review"]
    assert (cycle.status, cycle.closed["accounts"].occurrence, cycle.tokens) == ("ended", 2, frozenset())


def test_a_visit_waits_for_both_branches_however_often_one_goes_round() -> None:
    opened, cycle = course(read("visit"), "accepted", "not_found", "found")
    assert opened[:1] + opened[-2:] == ["invite", "visit", "note"]
    assert (cycle.status, cycle.closed["interpreters"].occurrence) == ("ended", 2)


def test_a_visit_that_is_declined_is_noted_and_over() -> None:
    assert course(read("visit"), "declined")[0] == ["invite", "note"]


@pytest.mark.parametrize("name", ["review", "visit"])
def test_each_is_sound(name: str) -> None:
    assert findings(read(name)) == ()


def test_what_a_cycle_was_opened_with_is_read_even_if_it_would_not_be_taken_today() -> None:
    with pytest.raises(InvalidDefinition):
        read("runs-twice-without-a-join")
    assert read("runs-twice-without-a-join", pinned=True).name == "short-review"


@pytest.mark.parametrize(
    "name",
    [
        "a-zone-that-is-no-place", "a-gate-that-can-never-be-true", "gates-that-ask-for-nothing",
        "a-deadline-before-its-step-opens", "names-that-cel-reserves", "steps-and-ways-that-cel-reserves",
    ],
)  # fmt: skip
def test_what_the_checker_has_learned_since_shuts_nobody_out_of_a_running_cycle(name: str) -> None:
    raw = (BAD / "workflow" / f"{name}.yaml").read_bytes()
    assert read_workflow(raw, name, DECLARED, KINDS, ACTS, pinned=True).steps


def test_a_workflow_of_before_letters_were_an_act_sends_those_of_the_opening_with_its_first_step() -> None:
    now = (WORKFLOWS / "evaluation-cycle.yaml").read_text("utf-8")
    before = "".join(line for line in now.splitlines(keepends=True) if "act: send-opening" not in line)
    assert sent_by(before) == sent_by(now) == {"terms": "opening"}
    assert sent_by(
        before.replace(
            "    requires: [inputs.undecided_late", "    act: send-opening\n    requires: [inputs.undecided_late"
        )
    ) == {"triage": "opening"}


def test_a_choice_can_send_letters_and_another_way_out_sends_none() -> None:
    now = (WORKFLOWS / "evaluation-cycle.yaml").read_text("utf-8")
    text = now.replace("      returned:\n", "      returned:\n        act: send-opening\n").replace(
        "    act: send-opening # ", "    # "
    )
    [adopt] = (step for step in workflow(text).steps if step.name == "adopt")
    assert {way: (adopt.sends_with(way), adopt.act_with(way)) for way in ("adopted", "returned")} == {
        "adopted": ("", "adopt-report"), "returned": ("opening", None),
    }  # fmt: skip
    assert sent_by(text) == {}


def workflow(text: str) -> Workflow:
    return read_workflow(text.encode(), "own.yaml", DECLARED, KINDS, ACTS, pinned=True)


def sent_by(text: str) -> dict[str, str]:
    return {step.name: step.sends for step in workflow(text).steps if step.sends}
