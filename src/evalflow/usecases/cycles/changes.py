"""A running cycle changed in flight: deadlines and opening moved, another workflow or calendar, each with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from evalflow.definitions.workflow import read_workflow
from evalflow.effects.disk.files import read_file
from evalflow.engine.heart import decide
from evalflow.engine.migrating import Carried, carried
from evalflow.engine.moving import counting_from
from evalflow.engine.words import (
    DeadlineExtended,
    DeadlineMoved,
    Event,
    ExtendDeadline,
    MigrateCycle,
    MoveDeadline,
    MoveOpening,
)
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.evaluation import ACTS
from evalflow.evaluation.inputs.input import KINDS
from evalflow.usecases.cycles.cycles import moved_on, pin, pin_calendar
from evalflow.usecases.door.calendars import Calendars, calendar_of
from evalflow.usecases.door.current import Current, current, step_typed
from evalflow.usecases.door.door import Acting, Door, acting


@dataclass(frozen=True)
class Changed:
    """What a change in flight did: the cycle after it, what happened, and the open deadlines that it left standing."""

    here: Current
    happened: tuple[Event, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True)
class Migration:
    """What becomes of each step that the cycle has touched. `applied` is False where it was only shown."""

    here: Current
    carried: tuple[Carried, ...]
    applied: bool


def move_deadline(door: Door, code: str, command: ExtendDeadline | MoveDeadline | MoveOpening) -> Changed:
    """Set another last day for an open step, or another opening day, and with `cascade` of what counts from it.

    Raises:
        Refused: it does not fit where the cycle stands, shortens a window, or has no reason.
    """
    with acting(door) as act:
        here = current(act, code)
        if not isinstance(command, MoveOpening):
            command = replace(command, step=step_typed(here, command.step))
        events = decide(here.workflow, here.cycle, command, {}, act.now)
        anchor = "opening" if isinstance(command, MoveOpening) else command.step
        moved = {event.step for event in events if isinstance(event, DeadlineMoved | DeadlineExtended)}
        stays = tuple(name for name in counting_from(here.workflow, here.cycle, anchor) if name not in moved)
        return Changed(moved_on(act, here, events), tuple(events), stays)


@dataclass(frozen=True)
class Onto:
    """What a cycle is to go on by: a workflow file, a calendar by name or file, and old names of steps to new ones."""

    workflow: Path | None
    calendar: str
    names: Mapping[str, str]
    reason: str
    apply: bool


def migrate(door: Door, code: str, onto: Onto) -> Migration:
    """Let a cycle go on by another workflow or calendar, or show what that would move.

    Raises:
        InvalidDefinition: a file does not load; every problem at once.
        Refused: something would be lost, or the cycle could not come to its end; or the reason is missing.
    """
    with acting(door if onto.apply else replace(door, dry_run=True)) as act:
        here = current(act, code)
        command = _command(act, here, door.folder, onto)
        found = carried(here.workflow, here.cycle, command, act.now)
        if not onto.apply:
            return Migration(here, found, applied=False)
        events = decide(here.workflow, here.cycle, command, {}, act.now)
        return Migration(replace(moved_on(act, here, events), workflow=command.to), found, applied=True)


def _command(act: Acting, here: Current, folder: Path | None, onto: Onto) -> MigrateCycle:
    """Return the command, with the texts that it names pinned: a running cycle never depends on a file."""
    workflow, pinned, calendar = here.workflow, here.cycle.workflow, here.cycle.calendar
    if onto.workflow:
        raw, calendars = read_file(onto.workflow), Calendars(folder)
        workflow = read_workflow(raw, str(onto.workflow), DECLARED, KINDS, ACTS, calendars=calendars)
        pinned = pin(act, "workflow", workflow.name, workflow.version, raw)
        calendar = pin_calendar(act, workflow.days, calendars.raw(workflow.calendar))
    if onto.calendar:
        raw, days = calendar_of(onto.calendar, folder)
        workflow = replace(workflow, calendar=days.name, days=days)
        calendar = pin_calendar(act, days, raw)
    return MigrateCycle(workflow, pinned, calendar, onto.names, onto.reason)
