"""What holds for every workflow and everything people do with it: the heart's promises, tried at random."""

from datetime import date, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide, due_next
from evalflow.engine.words import Cycle, Event, Tick, Workflow
from tests.engine.cycles_at_random import (
    OPENED,
    SCRIPTS,
    Act,
    instants,
    noticed_at_once,
    played,
    ticked,
    workflows,
)

OPENINGS = st.integers(-5, 30).map(lambda days: OPENED.date() + timedelta(days=days))
PACES = st.integers(60 * 20, 60 * 24 * 9).map(lambda minutes: timedelta(minutes=minutes))
A_YEAR_ON = Act(timedelta(days=365), "tick", 0, 0)
LATER = OPENED + timedelta(days=600)


def fold(events: list[Event]) -> Cycle | None:
    return reduce(apply, events, None)


@given(workflows(), OPENINGS, SCRIPTS, PACES)
def test_one_late_tick_ends_where_many_punctual_ticks_end(
    workflow: Workflow, opening: date, script: list[Act], pace: timedelta
) -> None:
    late, journal = played(workflow, opening, [*script, A_YEAR_ON])
    punctual, same_journal = played(workflow, opening, [*script, A_YEAR_ON], pace)
    assert (late, noticed_at_once(journal)) == (punctual, noticed_at_once(same_journal))


@given(workflows(), OPENINGS, SCRIPTS)
def test_the_journal_folds_to_the_cycle(workflow: Workflow, opening: date, script: list[Act]) -> None:
    cycle, journal = played(workflow, opening, script)
    assert fold(journal) == cycle


@given(workflows(), OPENINGS, SCRIPTS)
def test_what_happened_stands_in_the_order_in_which_it_was(
    workflow: Workflow, opening: date, script: list[Act]
) -> None:
    _, journal = played(workflow, opening, script)
    assert instants(journal) == sorted(instants(journal))


@given(workflows(), OPENINGS, SCRIPTS)
def test_ticking_twice_is_ticking_once(workflow: Workflow, opening: date, script: list[Act]) -> None:
    cycle, _ = played(workflow, opening, script)
    once, _ = ticked(workflow, cycle, LATER)
    assert decide(workflow, once, Tick(), {}, LATER) == []


@given(workflows(), OPENINGS, SCRIPTS)
def test_a_tick_brings_something_exactly_when_something_is_due(
    workflow: Workflow, opening: date, script: list[Act]
) -> None:
    cycle, _ = played(workflow, opening, script)
    due = due_next(workflow, cycle)
    assert bool(decide(workflow, cycle, Tick(), {}, LATER)) == (due is not None and due[0] <= LATER)
    assert due is None or decide(workflow, cycle, Tick(), {}, due[0] - timedelta(microseconds=1)) == []


@given(workflows(merging=False), OPENINGS)
def test_whoever_completes_what_is_open_comes_to_the_end(workflow: Workflow, opening: date) -> None:
    patience = [Act(timedelta(days=90), "complete", 0, 0)] * 60
    cycle, _ = played(workflow, opening, patience)
    assert (cycle.status, cycle.open, cycle.waiting, cycle.tokens) == ("ended", {}, {}, frozenset())


@given(workflows(), OPENINGS, SCRIPTS)
def test_a_step_is_never_open_twice_at_once_and_its_occurrences_count_up(
    workflow: Workflow, opening: date, script: list[Act]
) -> None:
    _, journal = played(workflow, opening, script)
    for name in {step.name for step in workflow.steps}:
        own = [
            (type(e).__name__, e.occurrence)
            for e in journal
            if getattr(e, "step", "") == name and hasattr(e, "occurrence")
        ]
        expected = [(kind, n) for n in range(1, len(own) + 1) for kind in ("StepOpened", "StepClosed")]
        assert own == expected[: len(own)]
