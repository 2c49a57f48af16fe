"""What holds of every undoing, whatever the workflow and whatever people did before: tried at random."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide
from evalflow.engine.words import (
    CompleteStep,
    Cycle,
    CycleEnded,
    DelegationEnded,
    Event,
    ReminderFellDue,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    StepUndone,
    UndoStep,
    Workflow,
)
from evalflow.errors import Refused
from tests.engine.cycles_at_random import OPENED, ticked
from tests.engine.people_at_random import DEEDS, PEOPLE, Deed, happens, worked, workplaces

OPENINGS = st.integers(-5, 30).map(lambda days: OPENED.date() + timedelta(days=days))
SCRIPTS = st.lists(DEEDS, min_size=3, max_size=14)
PACES = st.integers(60 * 20, 60 * 24 * 9).map(lambda minutes: timedelta(minutes=minutes))
A_YEAR_ON = Deed(timedelta(days=365), "tick", "ada", 0)


def fold(events: Sequence[Event], cycle: Cycle | None = None) -> Cycle:
    cycle = reduce(apply, events, cycle)
    assert cycle is not None
    return cycle


def completions(workflow: Workflow, cycle: Cycle, now: datetime) -> list[list[Event]]:
    """Return what every completion that the rules allow would bring."""
    found = []
    for step in (step for step in workflow.steps if step.name in cycle.open):
        for choice in [choice.name for choice in step.choices] or [""]:
            found += [happens(workflow, cycle, CompleteStep(step.name, choice, "because", who), now) for who in PEOPLE]
    return [events for events in found if events]


def opens_a_window(workflow: Workflow, events: Sequence[Event]) -> bool:
    windows = {step.name for step in workflow.steps if step.kind == "window"}
    return any(isinstance(event, StepOpened) and event.step in windows for event in events)


def at_rest(workflow: Workflow, opening: object, deeds: Sequence[Deed]) -> tuple[Cycle, list[Event], datetime]:
    cycle, journal = worked(workflow, opening, deeds)  # type: ignore[arg-type] # Hypothesis draws a day
    return cycle, journal, OPENED + sum((deed.after for deed in deeds), timedelta())


def undo(workflow: Workflow, cycle: Cycle, journal: Sequence[Event], now: datetime) -> list[Event]:
    return decide(workflow, cycle, UndoStep(tuple(journal), "a slip"), {}, now)


@given(workplaces(), OPENINGS, SCRIPTS)
def test_undoing_at_once_gives_back_the_cycle_as_it_was(workflow: Workflow, opening: object, deeds: list[Deed]) -> None:
    cycle, journal, now = at_rest(workflow, opening, deeds)
    for done in completions(workflow, cycle, now):
        then = fold(done, cycle)
        if opens_a_window(workflow, done):
            with pytest.raises(Refused, match="a window is never closed by hand"):
                undo(workflow, then, [*journal, *done], now)
            continue
        undone = undo(workflow, then, [*journal, *done], now)
        assert fold(undone, then) == fold([*journal, *done, *undone]) == cycle


@given(workplaces(), OPENINGS, SCRIPTS)
def test_undoing_twice_takes_back_the_one_before(workflow: Workflow, opening: object, deeds: list[Deed]) -> None:
    cycle, journal, now = at_rest(workflow, opening, deeds)
    for first in completions(workflow, cycle, now)[:3]:
        between, told = fold(first, cycle), [*journal, *first]
        for second in completions(workflow, between, now)[:3]:
            if opens_a_window(workflow, [*first, *second]):
                continue
            once = undo(workflow, fold(second, between), [*told, *second], now)
            twice = undo(workflow, between, [*told, *second, *once], now)
            assert fold(twice, between) == cycle


@given(workplaces(), OPENINGS, SCRIPTS)
def test_the_journal_with_undoings_in_it_folds_to_the_cycle(
    workflow: Workflow, opening: object, deeds: list[Deed]
) -> None:
    cycle, journal, _ = at_rest(workflow, opening, deeds)
    assert fold(journal) == cycle


@given(workplaces(), OPENINGS, SCRIPTS, PACES)
def test_one_late_tick_ends_where_many_punctual_ticks_end_whoever_has_what_in_hand(
    workflow: Workflow, opening: object, deeds: list[Deed], pace: timedelta
) -> None:
    late, journal = worked(workflow, opening, [*deeds, A_YEAR_ON])  # type: ignore[arg-type] # Hypothesis draws a day
    punctual, same = worked(workflow, opening, [*deeds, A_YEAR_ON], pace)  # type: ignore[arg-type] # as above
    assert (late, noticed_at_once(journal)) == (punctual, noticed_at_once(same))


@given(workplaces(), OPENINGS, SCRIPTS)
def test_an_undoing_loses_nothing_that_it_does_not_name(workflow: Workflow, opening: object, deeds: list[Deed]) -> None:
    cycle, journal, now = at_rest(workflow, opening, deeds)
    undone = happens(workflow, cycle, UndoStep(tuple(journal), "a slip"), now)
    for event in undone:
        assert isinstance(event, StepUndone)
        then = fold([event], cycle)
        there, here = {*cycle.open, *cycle.waiting}, {*then.open, *then.waiting}
        assert here - there <= {event.step}
        assert there - here <= set(event.withdrawn)
        assert {name: cycle.open[name] for name in cycle.open if name in then.open and name != event.step} == {
            name: then.open[name] for name in then.open if name in cycle.open and name != event.step
        }
        assert then.tokens <= cycle.tokens | {(a, b) for a, b in then.tokens if b in event.withdrawn}


@given(workplaces(), OPENINGS, SCRIPTS)
def test_after_an_undoing_the_cycle_goes_on_as_any_other(
    workflow: Workflow, opening: object, deeds: list[Deed]
) -> None:
    cycle, journal, now = at_rest(workflow, opening, [*deeds, Deed(timedelta(), "undo", "ada", 0)])
    later, events = ticked(workflow, cycle, now + timedelta(days=400))
    assert fold([*journal, *events]) == later
    opened = Counter((event.step, event.occurrence) for event in events if isinstance(event, StepOpened))
    assert all(count == 1 for count in opened.values())


@given(workplaces(), OPENINGS, SCRIPTS)
def test_an_open_step_has_fewer_approvals_for_one_thing_than_it_takes(
    workflow: Workflow, opening: object, deeds: list[Deed]
) -> None:
    cycle, _, _ = at_rest(workflow, opening, deeds)
    for step in workflow.steps:
        if step.approvals and step.name in cycle.open:
            author = cycle.closed.get(step.approvals.distinct_from)
            by = author.by if author else ""
            alike = Counter(choice for who, choice in cycle.open[step.name].approved.items() if who != by)
            assert all(count < step.approvals.count for count in alike.values())


def noticed_at_once(events: Sequence[Event]) -> list[Event]:
    late = StepClosed | StepFellOverdue | CycleEnded | DelegationEnded | ReminderFellDue
    return [replace(event, noticed_at=OPENED) if isinstance(event, late) else event for event in events]
