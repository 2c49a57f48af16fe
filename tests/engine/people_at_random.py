"""Hypothesis → persons at workflows: they take steps in hand, lend them, approve, change their minds, undo."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide
from evalflow.engine.periods import Period
from evalflow.engine.words import (
    Approvals,
    Command,
    CompleteStep,
    Cycle,
    Event,
    ExtendDeadline,
    GivePriority,
    HoldStep,
    PauseCycle,
    PlanFollowUp,
    Priority,
    ReleaseStep,
    Remind,
    ResumeCycle,
    Step,
    Tick,
    UndoStep,
    Workflow,
)
from evalflow.errors import Refused
from tests.engine.cycles_at_random import GAPS, OPENED, opened, ticked, workflows

PEOPLE = ("ada", "bob", "cyd")
_TAKES: tuple[Literal["claimed", "assigned", "delegated"], ...] = ("claimed", "assigned", "delegated")
_RANKS: tuple[Priority, ...] = ("high", "normal", "low")
_DEEDS = ("complete", "complete", "complete", "hold", "lend", "release", "plan", "rank", "undo", "undo", "tick", "late")


@dataclass(frozen=True)
class Deed:
    """Somebody does something, so many minutes after whoever came before. `pick` chooses among what there is."""

    after: timedelta
    does: str
    who: str
    pick: int


DEEDS = st.builds(Deed, GAPS, st.sampled_from(_DEEDS), st.sampled_from(PEOPLE), st.integers(0, 11))


@st.composite
def workplaces(draw: Callable[..., object]) -> Workflow:
    """Return workflows whose tasks take approvals here and there, and that remind of deadlines."""
    workflow = draw(workflows())
    assert isinstance(workflow, Workflow)
    names = [step.name for step in workflow.steps]

    def staffed(step: Step) -> Step:
        days = draw(st.sampled_from([(), (0,), (0, 3)])) if step.timing else ()
        remind = tuple(Remind("before", Period(days=n), "r") for n in days)  # type: ignore[attr-defined] # drawn so
        if step.kind != "task" or draw(st.booleans()):
            return replace(step, remind=remind)
        count, author = draw(st.integers(1, 2)), draw(st.sampled_from(["", *names]))
        return replace(step, remind=remind, approvals=Approvals(count, author))  # type: ignore[arg-type] # drawn as such

    return replace(workflow, steps=tuple(map(staffed, workflow.steps)))


def worked(
    workflow: Workflow, opening: date, deeds: Sequence[Deed], pace: timedelta | None = None
) -> tuple[Cycle, list[Event]]:
    """Return the cycle and its journal after some deeds, ticked before each of them and at a pace in between."""
    cycle, journal = opened(workflow, opening)
    now = OPENED
    for deed in deeds:
        until = now + deed.after
        while pace and now + pace < until:
            now += pace
            cycle, events = ticked(workflow, cycle, now)
            journal += events
        now = until
        cycle, events = ticked(workflow, cycle, now)
        journal += events
        events = happens(workflow, cycle, command(workflow, cycle, deed, journal, now), now)
        cycle, journal = folded(cycle, events), journal + events
    return cycle, journal


def happens(workflow: Workflow, cycle: Cycle, asked: Command, now: datetime) -> list[Event]:
    """Return what a command brings; nothing where it is refused."""
    try:
        return decide(workflow, cycle, asked, {}, now)
    except Refused:
        return []


def folded(cycle: Cycle, events: Sequence[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    return cycle


def command(workflow: Workflow, cycle: Cycle, deed: Deed, journal: Sequence[Event], now: datetime) -> Command:
    names = sorted(cycle.open) or ["s0"]
    name, who, pick = names[deed.pick % len(names)], deed.who, deed.pick
    other = PEOPLE[pick % len(PEOPLE)]
    day = now.date() + timedelta(days=pick)
    match deed.does:
        case "complete":
            choices = next(step for step in workflow.steps if step.name == name).choices
            return CompleteStep(name, choices[pick % 2].name if choices else "", "because", who)
        case "hold":
            how = _TAKES[pick % len(_TAKES)]
            return HoldStep(name, who if how == "claimed" else other, how, who, day)
        case "lend":
            holder = cycle.open[name].holder if name in cycle.open else None
            return HoldStep(name, other, "delegated", holder.person if holder else who, day)
        case "release":
            return ReleaseStep(name, who, "because" if pick % 2 else "")
        case "plan":
            return PlanFollowUp(name, day if pick % 3 else None)
        case "rank":
            return GivePriority(name, _RANKS[pick % 3])
        case "undo":
            return UndoStep(tuple(journal), "because")
        case "late":
            late: tuple[Command, ...] = (
                PauseCycle("because", "rule 7"),
                ResumeCycle("because", "rule 8"),
                ExtendDeadline(name, day, "because"),
            )
            return late[pick % 3]
    return Tick()
