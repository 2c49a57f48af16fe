"""A workflow and its opening in, planned days out: the timetable that is published before anything happens."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide, due_next, step_named
from evalflow.engine.periods import Period, end_of_day, local_day
from evalflow.engine.plan import Planned, plan
from evalflow.engine.words import (
    Anchor,
    Choice,
    CompleteStep,
    Cycle,
    Event,
    Join,
    OpenCycle,
    Step,
    Tick,
    Timing,
    Workflow,
)
from tests.engine.cycles_at_random import OPENED, workflows

OPENING = date(2027, 1, 11)
TODAY = date(2027, 1, 4)


def after_opened(days: int) -> Timing:
    return Timing("after", "opened", Period(days=days))


def step(name: str, days: int | None, *leads_to: str, join: Join | None = None) -> Step:
    return Step(name, name, "task", "r", None if days is None else after_opened(days), next=leads_to, join=join)


def workflow(*steps: Step) -> Workflow:
    return Workflow("w", "1", "W", "Europe/London", "none", "plain", steps)


def planned(*steps: Step) -> dict[str, Planned]:
    return dict(plan(workflow(*steps), OPENING, TODAY))


def days(first: int, last: int) -> Planned:
    return Planned(date(2027, 1, first), date(2027, 1, last))


def test_each_step_begins_on_the_day_after_the_one_before_it() -> None:
    assert planned(step("a", 3, "b"), step("b", 2, "end")) == {"a": days(4, 7), "b": days(8, 10)}


def test_what_waits_for_the_opening_begins_on_it_or_later() -> None:
    early = replace(step("a", 3, "b"), waits_for_opening=True)
    late = replace(step("b", 2), waits_for_opening=True)
    assert planned(early, late) == {"a": days(11, 14), "b": days(15, 17)}


def test_a_join_waits_for_the_last_and_a_merge_for_the_first_that_leads_to_it() -> None:
    split, short, long = step("split", 0, "short", "long"), step("short", 2, "meet"), step("long", 9, "meet")
    assert planned(split, short, long, step("meet", 1, join="all"))["meet"] == days(15, 16)
    assert planned(split, short, long, step("meet", 1))["meet"] == days(8, 9)


def test_what_follows_a_step_without_a_deadline_cannot_be_planned() -> None:
    assert planned(step("a", None, "b"), step("b", 2)) == {
        "a": Planned(TODAY, None),
        "b": Planned(None, None),
    }


def test_a_join_that_also_waits_for_what_has_no_deadline_cannot_be_planned_and_a_merge_can() -> None:
    split, free, short = step("split", 0, "free", "short"), step("free", None, "meet"), step("short", 2, "meet")
    assert planned(split, free, short, step("meet", 1, join="all"))["meet"] == Planned(None, None)
    assert planned(split, free, short, step("meet", 1))["meet"] == days(8, 9)


def test_a_loop_back_is_planned_once() -> None:
    adopt = replace(step("adopt", 1), choices=(Choice("adopted", ("end",)), Choice("returned", ("draft",))))
    assert planned(step("draft", 2, "adopt"), adopt) == {"draft": days(4, 6), "adopt": days(7, 8)}


def test_a_deadline_counts_from_the_opening_or_from_the_end_of_the_step_it_names() -> None:
    terms = replace(step("terms", None, "a"), timing=Timing("before", "opening", Period(days=2)))
    answer = replace(step("b", None), timing=Timing("after", "closed", Period(days=9), "terms"))
    assert planned(terms, step("a", 1, "b"), answer) == {"terms": days(4, 9), "a": days(10, 11), "b": days(12, 19)}


def test_a_step_whose_deadline_is_past_when_it_begins_holds_nothing_up() -> None:
    terms = replace(step("terms", None, "a"), timing=Timing("before", "opening", Period(days=8)))
    assert planned(terms, step("a", 1)) == {"terms": days(4, 3), "a": days(4, 5)}


def test_a_deadline_counts_from_its_own_beginning_while_the_step_it_names_has_not_ended() -> None:
    split, long = step("split", 0, "long", "b"), step("long", 20)
    answer = replace(step("b", None), timing=Timing("after", "closed", Period(days=9), "long"))
    assert planned(split, long, answer)["b"] == days(5, 14)


def test_a_join_that_nothing_can_fill_is_not_planned() -> None:
    assert list(planned(step("a", 1, "meet"), step("never", 1, "meet"), step("meet", 1, join="all"))) == ["a"]


@given(workflows(merging=False), st.integers(-5, 30))
def test_the_plan_is_what_happens_if_everybody_is_just_in_time(asked: Workflow, days_ahead: int) -> None:
    opened_on = local_day(OPENED, asked.timezone)
    opened_at = end_of_day(opened_on - timedelta(days=1), asked.timezone)
    opening = opened_on + timedelta(days=days_ahead)
    expected = plan(asked, opening, opened_on)
    happened = just_in_time(asked, opening, opened_at)
    known = {name: planned.first for name, planned in expected.items() if planned.first}
    assert {name: local_day(at, asked.timezone) for name, at in happened.items()} == known


def just_in_time(asked: Workflow, opening: date, now: datetime) -> dict[str, datetime]:
    """Return when each step opens, if every task is completed, and never sent back, at the very end of its last day."""
    cycle = brought_on(None, decide(asked, None, OpenCycle("c", "sha", opening), {}, now))
    seen: dict[str, datetime] = {}
    while True:
        seen |= {name: state.opened_at for name, state in cycle.open.items()}
        tasks = [(max(s.due.at, s.opened_at), name) for name, s in cycle.open.items() if s.due and is_task(asked, name)]
        clock = due_next(asked, cycle)
        if clock and all(clock <= task for task in tasks):
            cycle = brought_on(cycle, decide(asked, cycle, Tick(), {}, clock[0]))
        elif tasks:
            at, name = min(tasks)
            choice = "on" if step_named(asked, name).choices else ""
            cycle = brought_on(cycle, decide(asked, cycle, CompleteStep(name, choice), {}, at))
        else:
            return seen


def brought_on(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle is not None
    return cycle


def is_task(asked: Workflow, name: str) -> bool:
    return step_named(asked, name).kind == "task"


def test_what_counts_from_another_deadline_is_planned_from_its_last_day() -> None:
    counted = Timing("after", "due", Period(days=5), "a")
    steps = (step("a", 10, "b"), replace(step("b", 1, "end"), timing=counted))
    assert plan(workflow(*steps), OPENING, TODAY)["b"].last == date(2027, 1, 19)
    free = (step("a", None, "b"), replace(step("b", 1, "end"), timing=counted))
    assert plan(workflow(*free), OPENING, TODAY)["b"].last is None


def in_hours(hours: int, anchor: Anchor = "opened", of: str | None = None) -> Timing:
    return Timing("after", anchor, Period(hours=hours), of)


def test_hours_are_planned_from_the_instant_at_which_a_step_opens_and_the_next_opens_at_theirs() -> None:
    first, then = replace(step("a", None, "b"), timing=in_hours(50)), replace(step("b", None), timing=in_hours(3))
    opened = datetime(2027, 1, 4, 9, 20, tzinfo=UTC)
    assert plan(workflow(first, then), OPENING, opened) == {
        "a": Planned(date(2027, 1, 4), date(2027, 1, 6), datetime(2027, 1, 6, 11, 20, tzinfo=UTC)),
        "b": Planned(date(2027, 1, 6), date(2027, 1, 6), datetime(2027, 1, 6, 14, 20, tzinfo=UTC)),
    }


def test_hours_after_a_step_that_ends_with_a_day_count_from_the_end_of_that_day() -> None:
    for anchor in ("closed", "due"):
        then = replace(step("b", None), timing=in_hours(9, anchor, "a"))
        made = planned(step("a", 1, "b"), then)
        assert made["b"] == Planned(date(2027, 1, 6), date(2027, 1, 6), datetime(2027, 1, 6, 9, tzinfo=UTC))


def test_the_plan_says_what_the_clock_does_with_hours() -> None:
    first = replace(step("a", None, "b"), timing=in_hours(24), kind="window")
    made = workflow(first, replace(step("b", None), timing=in_hours(5, "closed", "a"), kind="window"))
    opened = datetime(2027, 1, 4, 9, 20, tzinfo=UTC)
    cycle: Cycle | None = None
    for event in decide(made, None, OpenCycle("c", "w" * 64, OPENING), {}, opened):
        cycle = apply(cycle, event)
    while cycle and cycle.status == "running":
        due = due_next(made, cycle)
        assert due
        for event in decide(made, cycle, Tick(), {}, due[0]):
            cycle = apply(cycle, event)
    assert cycle
    ran = {name: (closed.due and closed.due.ends_at) for name, closed in cycle.closed.items()}
    assert ran == {name: days.ends_at for name, days in plan(made, OPENING, opened).items()}
