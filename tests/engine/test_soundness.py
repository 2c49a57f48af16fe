"""Which steps could hang a cycle, told from the arcs alone."""

from evalflow.engine.soundness import never_reached, opens_without, without_end
from evalflow.engine.words import Choice, Step, Workflow


def workflow(*steps: Step) -> Workflow:
    return Workflow("example", "1.0.0", "An example", "UTC", "none", "plain", steps)


def step(name: str, *next_: str, join: bool = False, choices: tuple[Choice, ...] = ()) -> Step:
    return Step(name, name, "task", "coordinator", next=next_, join=join, choices=choices)


def chooses(name: str, *ways: str) -> Step:
    return step(name, choices=tuple(Choice(f"to_{way}", (way,)) for way in ways))


PARALLEL = workflow(
    step("terms", "ngo", "parliament"),
    step("ngo", "triage"),
    step("parliament", "triage"),
    step("triage", "adopt", join=True),
    chooses("adopt", "end", "triage_again"),
    step("triage_again", "adopt"),
)


def test_a_workflow_whose_every_step_leads_on_has_nothing_to_report() -> None:
    assert (without_end(PARALLEL), never_reached(PARALLEL)) == ((), ())


def test_steps_that_only_lead_to_each_other_have_no_end() -> None:
    assert without_end(workflow(chooses("a", "end", "b"), step("b", "c"), step("c", "b"))) == ("b", "c")


def test_one_way_to_the_end_is_enough() -> None:
    assert without_end(workflow(step("a", "b"), chooses("b", "a", "end"))) == ()


def test_a_step_that_nothing_leads_to_is_never_reached_nor_what_follows_it() -> None:
    assert never_reached(workflow(step("a", "end"), step("b", "c"), step("c", "end"))) == ("b", "c")


def test_a_join_is_never_reached_if_one_of_its_arcs_comes_from_behind_it() -> None:
    steps = (step("a", "b"), step("b", "c", join=True), chooses("c", "b", "end"))
    assert never_reached(workflow(*steps)) == ("b", "c")


def test_without_join_one_arc_is_enough() -> None:
    assert never_reached(workflow(step("a", "b"), step("b", "c"), chooses("c", "b", "end"))) == ()


def test_what_follows_a_join_cannot_open_before_any_of_what_it_waits_for() -> None:
    opens = {other: opens_without(PARALLEL, "adopt", other) for other in ("terms", "ngo", "triage", "triage_again")}
    assert opens == {"terms": False, "ngo": False, "triage": False, "triage_again": True}


def test_no_step_waits_for_itself_but_the_first_opens_at_once() -> None:
    assert opens_without(PARALLEL, "terms", "terms")
    assert opens_without(PARALLEL, "triage", "triage")
