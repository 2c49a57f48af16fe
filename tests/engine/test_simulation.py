"""A whole cycle on a virtual clock: who acts when, what is assumed, where it may stick, and that `decide` decides."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide
from evalflow.engine.periods import Period, local_day
from evalflow.engine.rules import Fact, parse
from evalflow.engine.simulation import ROUNDS, Assumptions, Pace, Simulation, continued, simulated
from evalflow.engine.words import (
    Approvals,
    Branch,
    BranchAwaited,
    Choice,
    CompleteStep,
    Cycle,
    CycleOpened,
    CycleResumed,
    Event,
    Gate,
    HoldStep,
    OpenCycle,
    PauseCycle,
    Remind,
    ReminderFellDue,
    Step,
    StepApproved,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    Tick,
    Timing,
    TokenArrived,
    Workflow,
)
from tests.engine.cycles_at_random import OPENED as AT_RANDOM
from tests.engine.cycles_at_random import opened, workflows

OPENED = datetime(2027, 1, 4, 10, tzinfo=UTC)
OPENING = date(2027, 1, 11)
EARLIEST, PLANNED = Assumptions("earliest"), Assumptions("planned")
PACES = st.sampled_from(["earliest", "planned"])


def gate(text: str) -> Gate:
    return Gate(text, parse(text))


def days(count: int) -> Timing:
    return Timing("after", "opened", Period(days=count))


def task(name: str, *to: str, **more: object) -> Step:
    return replace(Step(name, name, "task", "r", days(5), next=to), **more)  # type: ignore[arg-type] # fields by name


def window(name: str, *to: str, **more: object) -> Step:
    return replace(task(name, *to, **more), kind="window")


def automatic(name: str, *branches: tuple[str, str]) -> Step:
    found = (Branch(text, parse(text) if text != "else" else None, (to,)) for text, to in branches)
    return Step(name, name, "automatic", "", branches=tuple(found))


def workflow(*steps: Step) -> Workflow:
    return Workflow("w", "1", "W", "Europe/London", "none", "plain", steps)


def run(*steps: Step, on: Assumptions = EARLIEST) -> Simulation:
    return simulated(workflow(*steps), OPENING, OPENED, on)


def told(simulation: Simulation) -> list[tuple[str, str]]:
    """Return each event's kind and step, with its day."""
    return [(f"{entry.on:%d %b}", _named(entry.event)) for entry in simulation.entries]


def _named(event: Event) -> str:
    return " ".join(filter(None, (type(event).__name__, getattr(event, "step", ""))))


def closed(simulation: Simulation) -> dict[str, str]:
    return {e.event.step: f"{e.on:%d %b}" for e in simulation.entries if isinstance(e.event, StepClosed)}


def doubts(simulation: Simulation) -> list[tuple[str, str]]:
    return [(doubt.kind, doubt.step) for doubt in simulation.doubts]


LINE = (task("terms", "ngo"), window("ngo", "report", waits_for_opening=True), task("report", "end"))


def test_at_the_earliest_pace_a_task_is_done_in_the_instant_it_opens() -> None:
    assert told(run(*LINE)) == [
        ("04 Jan", "CycleOpened"),
        ("04 Jan", "StepOpened terms"),
        ("04 Jan", "StepClosed terms"),
        ("04 Jan", "StepAwaited ngo"),
        ("11 Jan", "StepOpened ngo"),
        ("16 Jan", "StepClosed ngo"),
        ("17 Jan", "StepOpened report"),
        ("17 Jan", "StepClosed report"),
        ("17 Jan", "CycleEnded"),
    ]


def test_as_planned_a_task_is_done_just_before_its_deadline_ends_and_never_overdue() -> None:
    found = run(*LINE, on=PLANNED)
    assert closed(found) == {"terms": "09 Jan", "ngo": "16 Jan", "report": "22 Jan"}
    assert found.entries[2].at == datetime(2027, 1, 9, 23, 59, 59, 999999, tzinfo=UTC)
    assert not any(isinstance(entry.event, StepFellOverdue) for entry in found.entries)


def test_as_planned_a_task_without_a_deadline_is_done_at_once_and_so_is_one_that_opens_too_late() -> None:
    late = replace(LINE[2], timing=Timing("before", "opening", Period()))
    found = run(replace(LINE[0], timing=None, no_deadline="none"), LINE[1], late, on=PLANNED)
    assert closed(found) == {"terms": "04 Jan", "ngo": "16 Jan", "report": "17 Jan"}
    assert ("17 Jan", "StepFellOverdue report") in told(found)


def test_what_ends_with_a_day_belongs_to_that_day_and_the_end_of_the_cycle_to_the_same() -> None:
    found = run(window("ngo", "end"))
    assert told(found)[-2:] == [("09 Jan", "StepClosed ngo"), ("09 Jan", "CycleEnded")]
    assert found.ends_on == date(2027, 1, 9)


def test_letters_and_joins_stand_in_the_order_of_their_days() -> None:
    remind = (Remind("before", Period(days=2), "ngo"), Remind("before", Period(), "ngo"))
    found = run(
        task("a", "b", "c", remind=remind),
        window("b", "d", remind=remind),
        window("c", "d"),
        task("d", "end", join="all"),
    )
    assert told(found)[3:8] == [
        ("04 Jan", "StepOpened b"),
        ("04 Jan", "StepOpened c"),
        ("07 Jan", "ReminderFellDue b"),
        ("09 Jan", "ReminderFellDue b"),
        ("09 Jan", "StepClosed b"),
    ]
    assert [e.event.reminder.to for e in found.entries if isinstance(e.event, ReminderFellDue)] == ["ngo", "ngo"]
    assert [e.event for e in found.entries if isinstance(e.event, TokenArrived)] == [TokenArrived("b", "d")]


def test_gates_that_the_facts_leave_open_are_assumed_and_named() -> None:
    gated = task("a", "end", requires=(gate("x"), gate("y && true"), gate("z")))
    found = run(gated, on=Assumptions(facts={"z": Fact(True)}))
    assert [entry.assumed for entry in found.entries] == [(), (), ("x", "y && true"), ()]
    assert found.doubts == ()


def test_a_gate_that_the_facts_say_is_false_keeps_its_step_open_and_the_refusal_is_told() -> None:
    gated = task("a", "end", requires=(gate("x == 0"),))
    found = run(gated, on=Assumptions(facts={"x": Fact(2, note="2 are open", remedy="answer them")}))
    assert (found.ends_on, set(found.cycle.open), doubts(found)) == (None, {"a"}, [("gate-closed", "a")])
    assert found.doubts[0].says == "a cannot be completed yet:\n  - 2 are open\n    answer them"
    assert found.doubts[0].on == date(2027, 1, 9)


def test_what_is_known_today_closes_no_gate_but_decides_a_branch() -> None:
    known = {"x": Fact(False)}
    gated = task("a", "b", requires=(gate("x"),))
    found = run(gated, automatic("b", ("x", "a"), ("else", "end")), on=Assumptions(known=known))
    assert (found.ends_on, found.doubts) == (date(2027, 1, 9), ())
    assert [e.event.outcome for e in found.entries if isinstance(e.event, StepClosed)] == ["", "else"]


def test_what_is_assumed_counts_more_than_what_is_known() -> None:
    decides = automatic("b", ("x > 1", "c"), ("else", "end"))
    on = Assumptions("earliest", known={"x": Fact(0)}, facts={"x": Fact(2)})
    assert closed(run(task("a", "b"), decides, task("c", "end"), on=on)) == dict.fromkeys("abc", "04 Jan")


def test_an_automatic_step_without_its_facts_takes_its_first_branch_which_is_told() -> None:
    found = run(task("a", "b"), automatic("b", ("x && y", "c"), ("else", "end")), window("c", "end"))
    assert closed(found) == {"a": "04 Jan", "b": "04 Jan", "c": "09 Jan"}
    [awaited] = [entry.event for entry in found.entries if isinstance(entry.event, BranchAwaited)]
    assert awaited.missing == ("x", "y")
    assert [entry.assumed for entry in found.entries if isinstance(entry.event, StepClosed)] == [(), ("x", "y"), ()]
    assert [(d.kind, d.step, d.says) for d in found.doubts] == [
        ("undecided", "b", "It waits for what is not known: x, y. Assumed: “x && y”."),
    ]


def test_two_automatic_steps_without_their_facts_are_both_decided() -> None:
    two = (automatic(name, (f"x{name}", "end"), ("else", "end")) for name in "bc")
    assert closed(run(task("a", "b", "c"), *two)) == dict.fromkeys("abc", "04 Jan")


def test_an_automatic_step_that_comes_round_again_takes_its_next_branch() -> None:
    found = run(task("a", "b"), automatic("b", ("x", "a"), ("else", "end")))
    assert [e.event.outcome for e in found.entries if isinstance(e.event, StepClosed)] == ["", "x", "", "else"]


def test_a_rule_that_fails_leaves_its_step_open_and_the_rest_goes_on() -> None:
    fails = f"x + {2**62} > 0"
    found = run(
        task("a", "b", "c"), automatic("b", (fails, "end"), ("else", "end")), task("c", "d"),
        task("d", "end", requires=(gate(fails),)), on=Assumptions("earliest", facts={"x": Fact(2**62)}),
    )  # fmt: skip
    assert doubts(found) == [("rule-failed", "b"), ("rule-failed", "d")]
    assert set(found.cycle.open) == {"b", "d"}


LOOP = (
    task("draft", "adopt"),
    Step("adopt", "adopt", "task", "r", choices=(Choice("adopted", ("end",)), Choice("returned", ("draft",)))),
)


def test_a_choice_is_the_first_one_unless_another_is_named_and_the_next_round_takes_the_next() -> None:
    def outcomes(choose: str) -> list[str]:
        found = run(*LOOP, on=Assumptions(choose={"adopt": choose} if choose else {}))
        return [e.event.outcome for e in found.entries if isinstance(e.event, StepClosed) and e.event.outcome]

    assert (outcomes(""), outcomes("adopted"), outcomes("returned")) == (
        ["adopted"],
        ["adopted"],
        ["returned", "adopted"],
    )


def test_a_loop_that_the_facts_never_leave_is_stopped_and_told() -> None:
    found = run(task("a", "b"), automatic("b", ("x", "a"), ("else", "end")), on=Assumptions(facts={"x": Fact(True)}))
    assert (found.ends_on, doubts(found)) == (None, [("loop", "a")])
    assert sum(isinstance(entry.event, StepOpened) and entry.event.step == "a" for entry in found.entries) == ROUNDS + 1


def test_a_join_that_waits_for_ever_is_told() -> None:
    forked = replace(LOOP[1], name="a", choices=(Choice("one", ("b",)), Choice("two", ("c",))))
    found = run(forked, task("b", "d"), task("c", "d"), task("d", "end", join="all"))
    assert [(d.kind, d.step, d.says) for d in found.doubts] == [("stuck", "d", "Nothing more happens.")]


def test_several_persons_approve_none_of_whom_wrote_it() -> None:
    found = run(task("a", "b"), task("b", "end", approvals=Approvals(2, "a")))
    assert [e.event.person for e in found.entries if isinstance(e.event, StepApproved)] == ["b 1", "b 2"]
    assert found.ends_on


def test_a_step_that_is_held_is_over_at_the_end_of_that_day() -> None:
    on = Assumptions("earliest", choose={"adopt": "returned"}, hold={"draft": date(2027, 1, 20)})
    found = run(*LOOP, on=on)
    days_ = [f"{e.on:%d}" for e in found.entries if isinstance(e.event, StepClosed) and e.event.step == "draft"]
    assert days_ == ["20", "20"]


def test_a_window_that_is_held_is_extended_and_never_shortened() -> None:
    def ends(until: int) -> date | None:
        return run(window("ngo", "end"), on=Assumptions(hold={"ngo": date(2027, 1, until)})).ends_on

    assert [ends(day) for day in (5, 9, 10, 20)] == [date(2027, 1, day) for day in (9, 9, 10, 20)]


def cycle_of(*steps: Step) -> Cycle:
    return apply_all(None, decide(workflow(*steps), None, OpenCycle("c", "s", OPENING), {}, OPENED))


def apply_all(cycle: Cycle | None, events: list[Event]) -> Cycle:
    found = reduce(apply, events, cycle)
    assert found is not None
    return found


def test_a_cycle_goes_on_from_where_it_stands_and_nobody_does_anything_before_now() -> None:
    now = OPENED + timedelta(days=2)
    found = continued(workflow(*LINE), cycle_of(*LINE), now, EARLIEST)
    assert closed(found) == {"terms": "06 Jan", "ngo": "16 Jan", "report": "17 Jan"}
    assert not any(isinstance(entry.event, CycleOpened) for entry in found.entries)


def test_an_overdue_task_is_done_now_at_either_pace() -> None:
    now = OPENED + timedelta(days=20)
    cycle = apply_all(cycle_of(*LINE), decide(workflow(*LINE), cycle_of(*LINE), Tick(), {}, now))
    for on in (EARLIEST, PLANNED):
        assert closed(continued(workflow(*LINE), cycle, now, on))["terms"] == "24 Jan"


def test_what_somebody_has_in_hand_is_done_all_the_same() -> None:
    flow = workflow(task("a", "end", approvals=Approvals(2)))
    mine = decide(flow, cycle_of(*flow.steps), HoldStep("a", "p", "claimed", "p"), {}, OPENED)
    found = continued(flow, apply_all(cycle_of(*flow.steps), mine), OPENED, PLANNED)
    assert (found.ends_on, found.doubts) == (date(2027, 1, 9), ())


def test_an_automatic_step_that_waits_already_is_decided_too() -> None:
    steps = (task("a", "b"), automatic("b", ("x", "end"), ("else", "end")))
    cycle = apply_all(cycle_of(*steps), decide(workflow(*steps), cycle_of(*steps), CompleteStep("a"), {}, OPENED))
    cycle = apply_all(cycle, decide(workflow(*steps), cycle, Tick(), {}, OPENED))
    found = continued(workflow(*steps), cycle, OPENED + timedelta(days=1), EARLIEST)
    assert (cycle.open["b"].undecided, told(found)) == (True, [("05 Jan", "StepClosed b"), ("05 Jan", "CycleEnded")])


def test_a_paused_cycle_is_taken_to_be_resumed_now_and_keeps_what_was_left() -> None:
    paused_at = OPENED + timedelta(days=1)
    paused = decide(workflow(*LINE), cycle_of(*LINE), PauseCycle("why", "rule"), {}, paused_at)
    cycle = apply_all(cycle_of(*LINE), paused)
    found = continued(workflow(*LINE), cycle, paused_at + timedelta(days=10), PLANNED)
    assert isinstance(found.entries[0].event, CycleResumed)
    assert closed(found) == {"terms": "19 Jan", "ngo": "24 Jan", "report": "30 Jan"}


def test_nothing_becomes_of_a_cycle_that_is_over() -> None:
    ended = replace(cycle_of(*LINE), status="ended", open={})
    assert continued(workflow(*LINE), ended, OPENED, EARLIEST) == Simulation(ended, (), ())


@given(workflows(merging=False), st.integers(-5, 30), PACES)
def test_every_workflow_that_can_end_ends_and_its_events_fold_to_where_it_stands(
    drawn: Workflow, later: int, pace: Pace
) -> None:
    found = simulated(drawn, AT_RANDOM.date() + timedelta(days=later), AT_RANDOM, Assumptions(pace))
    in_order = sorted(found.entries, key=lambda entry: entry.at)
    assert (found.cycle.status, found.doubts) == ("ended", ())
    assert reduce(apply, [entry.event for entry in in_order], None) == found.cycle
    assert [entry.on for entry in found.entries] == sorted(entry.on for entry in found.entries)


@given(workflows(), st.integers(-5, 30), PACES)
def test_a_simulation_comes_to_an_end_and_is_the_same_twice(drawn: Workflow, later: int, pace: Pace) -> None:
    opening = AT_RANDOM.date() + timedelta(days=later)
    found = simulated(drawn, opening, AT_RANDOM, Assumptions(pace))
    assert found == simulated(drawn, opening, AT_RANDOM, Assumptions(pace))
    assert bool(found.doubts) == (found.ends_on is None)


@given(workflows(merging=False), st.integers(-5, 30))
def test_a_cycle_that_was_opened_goes_on_as_one_that_is_simulated_from_its_opening(drawn: Workflow, later: int) -> None:
    opening = AT_RANDOM.date() + timedelta(days=later)
    cycle, events = opened(drawn, opening)
    whole = simulated(drawn, opening, AT_RANDOM, PLANNED)
    rest = continued(drawn, cycle, AT_RANDOM, PLANNED)
    assert [entry.event for entry in rest.entries] == [entry.event for entry in whole.entries][len(events) :]
    assert all(local_day(entry.at, drawn.timezone) >= AT_RANDOM.date() - timedelta(days=1) for entry in rest.entries)
