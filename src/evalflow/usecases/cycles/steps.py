"""What persons make of open steps: take one in hand, lend it, let it go, plan and rank it; undo what was done last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from evalflow.definitions.problems import near
from evalflow.engine.heart import decide
from evalflow.engine.words import (
    Command,
    Event,
    GivePriority,
    HoldStep,
    PlanFollowUp,
    Priority,
    ReleaseStep,
    UndoStep,
)
from evalflow.errors import Refused
from evalflow.evaluation.people import Person
from evalflow.evaluation.registers.identity import written
from evalflow.usecases.cycles.cycles import moved_on
from evalflow.usecases.door.current import Current, current, step_typed
from evalflow.usecases.door.door import Acting, Door, acting, person
from evalflow.usecases.door.people import by_name, names_in

_EVENTS = get_args(Event)


@dataclass(frozen=True)
class Dealt:
    """What became of a step: the cycle after it, what happened, and the names of all persons by id.

    `newcomer` is a name that the record had not known; `meant` a known one that is nearly the same, if there is any.
    """

    here: Current
    happened: tuple[Event, ...]
    names: Mapping[str, str]
    newcomer: str = ""
    meant: str = ""


def claim(door: Door, code: str, step: str) -> Dealt:
    """Take an open task in hand.

    Raises:
        Refused: `held-by-another`, by name; it is no task, or not open.
    """
    with acting(door) as act:
        here = current(act, code)
        return _dealt(act, here, HoldStep(step_typed(here, step), act.by, "claimed", act.by))


def assign(door: Door, code: str, step: str, to: str) -> Dealt:
    """Put an open task into a person's hands, whoever has it. A name is entered into the record the first time."""
    with acting(door) as act:
        here = current(act, code)
        name = step_typed(here, step)
        whom, newcomer, meant = _named(act, to)
        return _dealt(act, here, HoldStep(name, whom, "assigned", act.by), newcomer, meant)


def delegate(door: Door, code: str, step: str, to: str, until: date) -> Dealt:
    """Lend a task until the end of a day: then who lends it has it in hand again.

    Raises:
        Refused: it is not in the hands of who lends it, or lent already, or the day is past.
    """
    with acting(door) as act:
        here = current(act, code)
        name = step_typed(here, step)
        whom, newcomer, meant = _named(act, to)
        return _dealt(act, here, HoldStep(name, whom, "delegated", act.by, until), newcomer, meant)


def release(door: Door, code: str, step: str, reason: str = "") -> Dealt:
    """Let a task go: one's own, or with a reason another's. What was lent goes back to who lent it."""
    with acting(door) as act:
        here = current(act, code)
        return _dealt(act, here, ReleaseStep(step_typed(here, step), act.by, reason))


def follow_up(door: Door, code: str, step: str, on: date | None, note: str = "") -> Dealt:
    """Plan the day on which an open step is looked at again; None takes the day back."""
    with acting(door) as act:
        here = current(act, code)
        return _dealt(act, here, PlanFollowUp(step_typed(here, step), on, note))


def prioritise(door: Door, code: str, step: str, priority: Priority) -> Dealt:
    """Say how much an open step matters beside the others."""
    with acting(door) as act:
        here = current(act, code)
        return _dealt(act, here, GivePriority(step_typed(here, step), priority))


def undo(door: Door, code: str, reason: str) -> Dealt:
    """Take back what a person did last to a step of a cycle: its completion, or an approval.

    Raises:
        Refused: `reason-missing`, `nothing-to-undo`, or `cannot-undo`, with what stands against it.
    """
    with acting(door) as act:
        here = current(act, code)
        entries = (entry.event for entry in act.tx.journal(subject=here.cycle.id))
        history = tuple(event for event in entries if isinstance(event, _EVENTS))
        return _dealt(act, here, UndoStep(history, reason))


def _dealt(act: Acting, here: Current, command: Command, newcomer: str = "", meant: str = "") -> Dealt:
    with by_name(act.tx, act.by, here.evaluation.code):
        events = tuple(decide(here.workflow, here.cycle, command, {}, act.now))
    after = moved_on(act, here, events) if events else here
    return Dealt(after, events, names_in(act.tx), newcomer, meant)


def _named(act: Acting, name: str) -> tuple[str, str, str]:
    """Return a person's id; where the record had not known the name, the name itself and the nearest that it knows."""
    named = name.strip()
    if not named:
        raise Refused("nobody-named", "Say in whose hands it comes: give a name with --to.")
    known = [one.name for one in act.tx.all(Person)]
    named = next((name for name in known if written(name) == written(named)), named)
    whom = person(act, named, entered_by=act.by)
    return (whom, "", "") if named in known else (whom, named, near(named, known))
