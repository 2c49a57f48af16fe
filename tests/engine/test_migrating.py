"""A cycle carried over to another definition: what becomes of each step and deadline, and what would be lost."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.engine.calendars import Calendar, Holiday
from evalflow.engine.heart import apply, decide
from evalflow.engine.migrating import Carried, carried
from evalflow.engine.periods import Period
from evalflow.engine.soundness import goes_wrong_from
from evalflow.engine.words import (
    Choice,
    CompleteStep,
    Cycle,
    CycleMigrated,
    Event,
    ExtendDeadline,
    MigrateCycle,
    OpenCycle,
    Step,
    Timing,
    Workflow,
)
from evalflow.errors import Refused

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
OPENING = date(2027, 3, 15)


def lasts(days: int) -> Timing:
    return Timing("after", "opened", Period(days=days))


def made(*steps: Step, zone: str = "UTC") -> Workflow:
    return Workflow("w", "1.0.0", "W", zone, "none", "plain", steps)


def task(name: str, days: int | None, *leads_to: str, **more: object) -> Step:
    timing = lasts(days) if days is not None else None
    return Step(name, name, "task", "coordinator", timing, "" if timing else "x", next=leads_to, **more)  # type: ignore[arg-type] # the names of fields are those of a step


def window(name: str, days: int, *leads_to: str, waits: bool = False) -> Step:
    return Step(name, name, "window", "ngo", lasts(days), waits_for_opening=waits, next=leads_to)


OLD = made(
    task("terms", 5, "inputs", "plan", "note"), window("inputs", 20, "meet", waits=True),
    task("plan", 9, "meet"), task("note", None, "meet"), task("meet", 3, "end", join="all"),
)  # fmt: skip


def folded(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle
    return cycle


def standing(workflow: Workflow = OLD) -> Cycle:
    """Return a cycle with terms closed, inputs waiting, plan open, and note arrived at the join."""
    cycle = folded(None, decide(workflow, None, OpenCycle("c", "old", OPENING), {}, NOW))
    for name in ("terms", "note"):
        cycle = folded(cycle, decide(workflow, cycle, CompleteStep(name), {}, NOW))
    return cycle


def onto(to: Workflow, reason: str = "a better text", **names: str) -> MigrateCycle:
    return MigrateCycle(to, "new", "days", names, reason)


def refusal(command: MigrateCycle, cycle: Cycle | None = None) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        decide(OLD, cycle or standing(), command, {}, NOW)
    return refused.value.code, str(refused.value)


def test_a_cycle_goes_on_by_a_definition_with_other_names_periods_and_another_zone() -> None:
    new = made(
        task("terms", 9, "inputs", "outline", "note"), window("inputs", 30, "meeting", waits=True),
        task("outline", 12, "meeting"), task("note", None, "meeting"), task("meeting", 3, "end", join="all"),
        zone="Europe/Brussels",
    )  # fmt: skip
    command = onto(new, plan="outline", meet="meeting")
    found = carried(OLD, standing(), command, NOW)
    assert [
        (one.old, one.new, one.stands, one.before and one.before.on, one.after and one.after.on) for one in found
    ] == [
        ("terms", "terms", "closed", None, None),
        ("inputs", "inputs", "waiting", None, None),
        ("plan", "outline", "open", date(2027, 3, 10), date(2027, 3, 13)),
        ("note", "note", "closed", None, None),
        ("meet", "meeting", "at a join", None, None),
    ]
    assert [one.moves for one in found] == [False, False, True, False, False]
    [event] = decide(OLD, standing(), command, {}, NOW)
    assert isinstance(event, CycleMigrated)
    cycle = folded(standing(), [event])
    assert (cycle.workflow, cycle.calendar, cycle.zone) == ("new", "days", "Europe/Brussels")
    assert cycle.waiting == {"inputs": datetime(2027, 3, 14, 23, tzinfo=UTC)}
    assert list(cycle.open) == ["outline"]
    assert cycle.tokens == {("note", "meeting")}
    assert cycle.open["outline"].due == found[2].after
    assert list(cycle.closed) == ["terms", "note"]


def test_a_deadline_that_people_have_moved_stays_where_they_set_it() -> None:
    moved = folded(standing(), decide(OLD, standing(), ExtendDeadline("plan", date(2027, 4, 2), "snow"), {}, NOW))
    new = made(*OLD.steps[:2], task("plan", 2, "meet"), *OLD.steps[3:])
    [plan] = [one for one in carried(OLD, moved, onto(new), NOW) if one.old == "plan"]
    assert plan.after == moved.open["plan"].due
    assert not plan.moves


def test_another_calendar_alone_shows_what_it_would_move() -> None:
    cycle = standing(replace(OLD, period_rule="next-working-day"))
    off = {date(2027, 3, 10): Holiday("A holiday that was not known")}
    days = Calendar("c", "C", "1.0.0", frozenset({5, 6}), date(2027, 1, 1), date(2027, 12, 31), "x", off)
    old = replace(OLD, period_rule="next-working-day")
    found = carried(old, cycle, onto(replace(old, days=days)), NOW)
    assert [(one.old, one.after and one.after.on) for one in found if one.moves] == [("plan", date(2027, 3, 11))]


@pytest.mark.parametrize(
    ("new", "names", "losses"),
    [
        (made(*OLD.steps[:2], task("note", None, "meet"), OLD.steps[4]), {},
         ["plan is open or waits to open, and nothing in the new workflow stands for it (--step plan=NEW)"]),
        (made(*OLD.steps), {"plan": "note", "inputs": "note"},
         ["plan has a deadline, and note would have none", "inputs and plan would both become note",
          "inputs is a window, and note a task"]),
        (made(OLD.steps[0], window("plan", 9, "meet"), OLD.steps[1], *OLD.steps[3:]), {},
         ["plan is a task, and plan a window"]),
        (made(*OLD.steps[:4], task("meet", 3, "end")), {},
         ["note has led to meet, which waits there for others, and the new workflow has no such join"]),
        (made(*OLD.steps[:3], task("note", None, "end"), OLD.steps[4]), {},
         ["note has led to meet, which waits there for others, and the new workflow has no such join"]),
        (made(*OLD.steps[:3], task("note", None, "end")), {},
         ["note has led to meet, which waits there for others, and the new workflow has no such join"]),
    ],
)  # fmt: skip
def test_what_would_be_lost_is_told_all_at_once_and_refused(
    new: Workflow, names: dict[str, str], losses: list[str]
) -> None:
    code, says = refusal(onto(new, **names))
    assert code == "migration-loses"
    assert says.splitlines()[1:] == [f"  - {loss}" for loss in losses]


def test_a_window_is_not_shortened() -> None:
    opened = made(window("inputs", 20, "end"))
    cycle = folded(None, decide(opened, None, OpenCycle("c", "old", OPENING), {}, NOW))
    with pytest.raises(Refused, match="the window inputs would close earlier than published"):
        carried(opened, cycle, onto(made(window("inputs", 19, "end"))), NOW)
    assert carried(opened, cycle, onto(made(window("inputs", 21, "end"))), NOW)[0].moves


B = task("b", None, "end")


def test_a_deadline_may_be_added_to_an_open_step() -> None:
    free = made(task("a", None, "b"), task("b", None, "end"))
    cycle = folded(None, decide(free, None, OpenCycle("c", "old", OPENING), {}, NOW))
    assert [one.after and one.after.on for one in carried(free, cycle, onto(made(task("a", 4, "b"), B)), NOW)] == [
        date(2027, 3, 5)
    ]
    assert carried(free, cycle, onto(made(task("a", None, "b"), B)), NOW) == (Carried("a", "a", "open"),)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (onto(OLD, reason=" "), "reason-missing", "A cycle is migrated only with a reason. Give one with --reason."),
        (MigrateCycle(OLD, "old", "", {}, "why"), "same-definition",
         "This cycle runs by that workflow and that calendar already."),
        (onto(OLD, plam="plan"), "no-such-step",
         "The running workflow has no step 'plam'. Did you mean plan? It has: terms, inputs, plan, note, meet."),
        (onto(OLD, plan="xyz"), "no-such-step",
         "The new workflow has no step 'xyz'. It has: terms, inputs, plan, note, meet."),
    ],
)  # fmt: skip
def test_a_migration_that_does_not_fit_is_refused(command: MigrateCycle, code: str, says: str) -> None:
    assert refusal(command) == (code, says)


def test_a_cycle_is_not_carried_to_where_it_could_not_come_to_its_end() -> None:
    fork = replace(OLD.steps[0], next=("inputs", "plan", "note", "late"))
    new = made(fork, *OLD.steps[1:4], task("late", 4, "meet"), OLD.steps[4])
    code, says = refusal(onto(new))
    assert (code, says) == (
        "migration-strands",
        "From where this cycle stands, the new workflow would not do: it could come to where nothing happens any more, "
        "because a join waits for what cannot come.",
    )


A, B1, C1 = task("a", 1, "b", "c"), task("b", 1, "d"), task("c", 1, "d")
CHOICE = Step("c", "c", "task", "r", choices=(Choice("on", ("d",)), Choice("end", ("end",))))


@pytest.mark.parametrize(
    ("workflow", "active", "arcs", "wrong"),
    [
        (made(A, task("b", 1, "d"), task("c", 1, "d"), task("d", 1, "end", join="all")), ["a"], [], set()),
        (made(A, task("b", 1, "d"), task("c", 1, "d"), task("d", 1, "end", join="all")), ["b"], [("c", "d")], set()),
        (made(A, task("b", 1, "d"), task("c", 1, "d"), task("d", 1, "end", join="all")), ["b"], [], {"stuck"}),
        (made(A, task("b", 1, "d"), task("c", 1, "d"), task("d", 1, "end")), ["b", "c"], [], {"runs-twice"}),
        (made(A, task("b", 1, "d"), CHOICE, task("d", 1, "end", join="all")), ["b", "c"], [],
         {"stuck", "leftover-work"}),
        (made(A, B1, C1, task("d", 1, "end", join="any")), ["c", "d"], [("b", "d")], set()),
        (made(A, B1, C1, task("d", 1, "end", join="any")), ["b", "c"], [], set()),
        (made(task("a", 1, "end"), task("x", 1, "end")), ["x"], [], {"never-reached"}),
        (made(task("a", 1, "a")), ["a"], [], {"cannot-finish"}),
    ],
)  # fmt: skip
def test_what_goes_wrong_from_where_a_cycle_stands(
    workflow: Workflow, active: list[str], arcs: list[tuple[str, str]], wrong: set[str]
) -> None:
    assert goes_wrong_from(workflow, active, arcs) == wrong


def test_beyond_what_can_be_looked_through_nothing_is_promised() -> None:
    workflow = made(A, task("b", 1, "d"), task("c", 1, "d"), task("d", 1, "end", join="all"))
    assert goes_wrong_from(workflow, ["b", "c"], [], most=1) == {"not-judged"}
