"""What keeps a workflow from coming to its end, each with the shortest way there, told in its own steps."""

from dataclasses import replace

import pytest

from evalflow.engine.rules import parse
from evalflow.engine.soundness import SoundnessFinding, findings, opens_before, opens_without
from evalflow.engine.soundness.exploring import Witness, explored
from evalflow.engine.soundness.net import BEGIN, Move, Net, net_of
from evalflow.engine.soundness.reduction import reduced
from evalflow.engine.words import Gate, Step
from tests.engine.soundness.workflows_at_random import step, workflow


def chooses(name: str, *ways: str) -> Step:
    return step(name, ways=[(way,) for way in ways])


PARALLEL = workflow(
    step("terms", "ngo", "parliament"),
    step("ngo", "triage"),
    step("parliament", "triage"),
    step("triage", "adopt", join="all"),
    chooses("adopt", "end", "triage_again"),
    step("triage_again", "adopt"),
)


def only(*steps: Step) -> SoundnessFinding:
    """Return the one finding on a workflow of these steps."""
    (found,) = findings(workflow(*steps))
    return found


def kinds(*steps: Step) -> list[tuple[str, str]]:
    return [(found.kind, found.step) for found in findings(workflow(*steps))]


def test_a_workflow_whose_every_way_leads_to_the_end_has_nothing_to_report() -> None:
    assert findings(PARALLEL) == ()


def test_a_branch_that_turns_off_to_the_end_leaves_the_others_at_work_and_their_join_stuck() -> None:
    steps = (step("a", "b", "c"), chooses("b", "j", "end"), step("c", "j"), step("j", "end", join="all"))
    leftover, stuck = findings(workflow(*steps))
    assert leftover == SoundnessFinding(
        "leftover-work",
        "b",
        "If a closes, then b closes with 'to_end_1' (as the conditions may allow), the end is reached while there is "
        "still work at c. Let what runs side by side meet in one step with 'join: all', and lead from there to "
        "'end'.",
        ("a closes", "b closes with 'to_end_1'"),
    )
    assert (stuck.kind, stuck.step, stuck.path[-1]) == ("stuck", "j", "c closes")


def test_what_a_join_that_opened_on_the_first_still_swallows_is_no_leftover_work() -> None:
    assert kinds(step("a", "b", "c"), step("b", "j"), step("c", "j"), step("j", "end", join="any")) == []


def test_a_join_behind_a_choice_is_stuck_and_never_reached() -> None:
    stuck, never = findings(
        workflow(chooses("a", "b", "c"), step("b", "d"), step("c", "d"), step("d", "end", join="all"))
    )
    assert stuck == SoundnessFinding(
        "stuck",
        "d",
        "If a closes with 'to_b_0', then b closes (as the conditions may allow), nothing can happen any more: d waits "
        "for c as well, and nothing is open. Let every way lead to d, or leave out its 'join'.",
        ("a closes with 'to_b_0'", "b closes"),
    )
    assert never == SoundnessFinding(
        "never-reached", "d", "d never opens. It waits for all of b, c, and not all of these can close before it."
    )


def test_steps_that_only_lead_to_each_other_never_finish() -> None:
    assert only(chooses("a", "end", "b"), step("b", "c"), step("c", "b")) == SoundnessFinding(
        "cannot-finish",
        "b",
        "If a closes with 'to_b_1' (as the conditions may allow), the work goes on and never comes to an end: b, c "
        "lead only to each other. Let a 'next' or a choice there lead on to 'end'.",
        ("a closes with 'to_b_1'",),
    )


def test_a_step_that_only_leads_to_itself_never_finishes() -> None:
    assert only(step("a", "a")).says == (
        "From the very beginning the work goes on and never comes to an end: a leads only to itself. "
        "Let a 'next' or a choice there lead on to 'end'."
    )


def test_a_way_that_has_no_end_from_a_join_on_is_told_from_there() -> None:
    branches = (step("a", "b", "c"), chooses("b", "j", "end"), chooses("c", "j", "end"))
    endless = findings(workflow(*branches, step("j", "k", join="all"), step("k", "k")))[-1]
    assert (endless.kind, endless.step) == ("cannot-finish", "j")
    assert endless.path == ("a closes", "b closes with 'to_j_0'", "c closes with 'to_j_0'")


def test_what_opens_something_beside_the_end_again_and_again_never_finishes() -> None:
    leftover, endless = findings(workflow(step("a", "b"), step("b", "a", "end")))
    assert (leftover.kind, leftover.step) == ("leftover-work", "b")
    assert endless.says == (
        "From the very beginning the work goes on and never comes to an end: of a, b something always opens again. "
        "Let what leads to 'end' there open nothing beside it."
    )


def test_a_step_that_runs_twice_because_another_does_is_not_told_beside_it() -> None:
    rows = [step("b", "d"), step("c", "d"), step("d", "e"), step("e", "end")]
    assert kinds(step("a", "b", "c"), *rows) == [("runs-twice", "d")]


def test_one_way_to_the_end_is_enough() -> None:
    assert findings(workflow(step("a", "b"), chooses("b", "a", "end"))) == ()


def test_an_end_beside_open_work_leaves_work_over() -> None:
    found = only(step("a", "b", "c"), step("b", "end"), step("c", "end"))
    assert (found.kind, found.path) == ("leftover-work", ("a closes", "b closes"))
    assert "the end is reached while there is still work at c." in found.says


def test_branches_that_meet_without_a_join_run_twice() -> None:
    assert only(step("a", "b", "c"), step("b", "d"), step("c", "d"), step("d", "end")) == SoundnessFinding(
        "runs-twice",
        "d",
        "If a closes, then b closes, then c closes, d is reached a second time while the first is not yet done. "
        "If d has to wait for all that leads to it, write 'join: all'; if not, let a choice lead there.",
        ("a closes", "b closes", "c closes"),
    )


def test_a_loop_before_a_join_reaches_it_twice() -> None:
    found = only(
        step("a", "b", "c"), step("b", "j", "again"), step("again", "b"), step("c", "j"), step("j", "end", join="all")
    )
    assert (found.kind, found.step) == ("runs-twice", "j")
    assert found.says.endswith("What j waits for has to close once before it opens: end the loop at j, not before it.")


def test_a_step_that_nothing_leads_to_is_never_reached_nor_what_follows_it() -> None:
    one, two = findings(workflow(step("a", "end"), step("b", "c"), step("c", "end")))
    assert (one.says, two.says) == (
        "b never opens. No step names it under 'next'.",
        "c never opens. It follows b alone, and that never opens.",
    )


def test_a_join_that_waits_for_what_comes_after_it_is_stuck() -> None:
    steps = (step("a", "b"), step("b", "c", join="all"), chooses("c", "b", "end"))
    assert kinds(*steps) == [("stuck", "b"), ("never-reached", "b"), ("never-reached", "c")]


def test_the_first_step_opens_at_once_even_as_a_join_and_again_when_all_have_come_back() -> None:
    assert findings(workflow(step("a", "b", join="all"), chooses("b", "a", "end"))) == ()
    again = (step("a", "b", join="all"), chooses("b", "a", "end"), step("c", "a"))
    assert kinds(*again) == [("stuck", "a"), ("never-reached", "c")]


def test_a_gate_on_the_way_is_told_as_a_condition() -> None:
    rest = (step("b", "end"), step("c", "end"))
    gated = replace(step("a", "b", "c"), requires=(Gate("inputs.points_open == 0", parse("inputs.points_open == 0")),))
    assert only(step("a", "b", "c"), *rest).says.startswith("If a closes, then b closes, the end is")
    assert only(gated, *rest).says.startswith("If a closes, then b closes (as the conditions may allow), the end is")


def test_of_two_ways_to_a_marking_the_one_of_fewer_closings_is_told_even_if_it_has_more_moves() -> None:
    def move(number: int, takes: int, puts: int, closings: int) -> Move:
        return Move(frozenset([takes]), frozenset([puts]), 0, closings, number, at_once=not closings)

    moves = (move(0, BEGIN, 2, 0), move(1, 2, 4, 5), move(2, 2, 3, 1), move(3, 3, 4, 1))
    verdict = explored(Net((), moves, ()), 10)
    assert verdict
    assert verdict.witnesses == (Witness("stuck", (0, 2, 3)),)


def test_a_long_way_is_told_by_its_beginning_and_its_end() -> None:
    row = [step(f"s{number}", f"s{number + 1}") for number in range(29)]
    found = only(*row, chooses("s29", "s30", "end"), step("s30", "s30"))
    assert "s5 closes, then 18 more, then s24 closes" in found.says
    assert len(found.path) == 30


def test_a_way_through_a_net_too_large_to_look_through_is_told_from_what_is_left_of_it() -> None:
    pairs = [step(f"p{number}", f"q{number}") for number in range(16)]
    ends = [step(f"q{number}", "j") for number in range(16)]
    start = step("a", *(pair.name for pair in pairs), "x")
    found = only(start, *pairs, *ends, step("x", "y"), step("j", "y", join="all"), step("y", "end"))
    assert (found.kind, found.step, found.path[0], found.path[-1]) == ("runs-twice", "y", "a closes", "j closes")


def test_beyond_the_cap_it_says_that_nobody_can_tell() -> None:
    loose = [chooses(f"p{number}", f"q{number}", f"r{number}") for number in range(5)]
    steps = [step("a", *(each.name for each in loose)), *loose]
    steps += [step(f"{kind}{number}", f"{kind}{number}") for kind in "qr" for number in range(5)]
    (found,) = findings(workflow(*steps), most=20)
    assert (found.kind, found.step, "more than 20 combinations" in found.says) == ("not-judged", "a", True)


def block(number: int, leads_to: str, depth: int) -> list[Step]:
    """Return a loop around a split around a loop …, so many deep, that leads on to a step."""
    name = f"b{number}_{depth}"
    inner = block(number, f"{name}_l", depth - 1) if depth else [step(f"{name}_i", f"{name}_l")]
    return [
        step(name, f"{name}_r", inner[0].name),
        *inner,
        step(f"{name}_l", f"{name}_j"),
        step(f"{name}_r", f"{name}_j"),
        step(f"{name}_j", f"{name}_x", join="all"),
        step(f"{name}_x", ways=[(name,), (leads_to,)]),
    ]


@pytest.mark.parametrize(
    "steps",
    [
        [step(f"s{n}", f"s{n + 1}" if n < 499 else "end") for n in range(500)],
        [
            step("first", *(f"s{n}_0" for n in range(20))),
            *(step(f"s{n}_{m}", f"s{n}_{m + 1}" if m < 19 else "last") for n in range(20) for m in range(20)),
            step("last", "end", join="all"),
        ],
        block(0, "end", 40),
    ],
    ids=["in-a-row", "side-by-side", "nested"],
)
def test_what_is_built_of_blocks_comes_down_to_one_move(steps: list[Step]) -> None:
    rest = reduced(net_of(workflow(*steps)))
    assert [(sorted(move.takes), sorted(move.puts)) for move in rest.moves] == [([0], [1])]
    verdict = explored(rest, 2)
    assert verdict
    assert (verdict.witnesses, verdict.opens) == ((), (1 << len(steps)) - 1)


def test_what_follows_a_join_cannot_open_before_any_of_what_it_waits_for() -> None:
    opens = {other: opens_without(PARALLEL, "adopt", other) for other in ("terms", "ngo", "triage", "triage_again")}
    assert opens == {"terms": False, "ngo": False, "triage": False, "triage_again": True}


def test_no_step_waits_for_itself_but_the_first_opens_at_once() -> None:
    assert opens_without(PARALLEL, "terms", "terms")
    assert opens_without(PARALLEL, "triage", "triage")


def test_what_waits_for_the_opening_day_opens_after_all_else_and_in_the_order_of_the_file() -> None:
    first, later, last = step("a", "b", "c"), step("b", "end"), step("c", "end")
    waiting = replace(later, waits_for_opening=True)
    both = (first, waiting, replace(last, waits_for_opening=True))
    assert opens_before(workflow(first, waiting, last), "c", "b")
    assert not opens_before(workflow(*both), "c", "b")
    assert opens_before(workflow(*both), "b", "c")


def test_a_join_opens_when_all_have_come_and_not_with_the_first() -> None:
    steps = (step("a", "b", "c"), step("b", "j"), step("c", "j", "d"), step("j", "end", join="all"), step("d", "end"))
    assert opens_before(workflow(*steps), "d", "j")
    assert not opens_before(workflow(*steps[:3], step("j", "d", join="all"), step("d", "end")), "d", "a")
