"""Reminders that are still to come → listed, previewed as the letters they will be, skipped, or sent at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evalflow.engine.heart import decide, step_named
from evalflow.engine.periods import Deadline, Reminder, local_day
from evalflow.engine.words import ReminderFellDue, SkipReminder
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.letters.kinds import DIGEST, LETTERS
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, current, facts_about, foreseen, held, read_current, step_typed
from evalflow.usecases.door.door import Door, acting, looking
from evalflow.usecases.door.reminding import (
    acknowledged,
    goes,
    held_due,
    remind,
    reminded_of,
    send_at,
    sending_span,
    whom,
)


@dataclass(frozen=True)
class ComingReminder:
    """A reminder that is still to come: of which deadline, to which role, and to whom by name as things stand."""

    cycle: str
    step: str
    title: str
    due: Deadline
    reminder: Reminder
    to: tuple[Contact, ...]
    notice: bool = False  # a letter of its own


@dataclass(frozen=True)
class Preview:
    """One letter that will go if nothing happens before: to whom, when (aware UTC), on which of their days, of what."""

    contact: Contact
    at: datetime
    on: date
    items: tuple[ComingReminder, ...]


def list_reminders(door: Door, code: str = "", days: int = 60) -> list[ComingReminder]:
    """Return the reminders of open steps that fall due within so many days, the earliest first."""
    with looking(door) as (reading, now):
        return _coming(reading, now, code, days)


def _coming(reading: Reading, now: datetime, code: str, days: int) -> list[ComingReminder]:
    until = now + timedelta(days=days)
    codes = [code] if code else [held(reading.get(Evaluation, one)).code for one in reading.reminded_by(until)]
    currents = [read_current(reading, one, now) for one in codes]
    found = [coming for each in currents for coming in _of_cycle(reading, each) if coming.reminder.at <= until]
    return sorted(found, key=lambda one: (one.reminder.at, one.cycle, one.step, one.reminder.to))


def _of_cycle(reading: Reading, here: Current) -> Iterator[ComingReminder]:
    for name, state in here.cycle.open.items():
        if state.due:
            for reminder in state.due.reminders:
                yield _of_step(reading, here, name, state.due, reminder)


def _of_step(reading: Reading, here: Current, name: str, due: Deadline, reminder: Reminder) -> ComingReminder:
    step = step_named(here.workflow, name)
    alone = {(one.in_words(), one.to) for one in step.remind if LETTERS[one.letter or DIGEST].reminder == "alone"}
    to = tuple(whom(reading, here.cycle.id, reminder.to, reminder.on))
    notice = (reminder.offset, reminder.to) in alone
    return ComingReminder(here.evaluation.code, name, step.title, due, reminder, to, notice)


def preview(door: Door, days: int = 60) -> list[Preview]:
    """Return exactly the letters that will go within so many days if nobody does anything: one a person and day.

    What time will open by then is looked at as well as what is open.
    """
    with looking(door) as (reading, now):
        until = now + timedelta(days=days)
        found: dict[tuple[str, ...], Preview] = {}
        for cycle in dict.fromkeys([*reading.due(until), *reading.reminded_by(until)]):
            code = held(reading.get(Evaluation, cycle)).code
            for passing in foreseen(reading, code, now, until):
                if isinstance(passing.event, ReminderFellDue):
                    _collect(door, reading, passing.before, passing.event, found)
    return sorted(found.values(), key=lambda one: (one.at, one.contact.code))


def _collect(
    door: Door, reading: Reading, here: Current, event: ReminderFellDue, found: dict[tuple[str, ...], Preview]
) -> None:
    """Add what a reminder becomes when it falls due to the letters found, as `remind` will."""
    due = held_due(here.cycle.open[event.step])
    coming = _of_step(reading, here, event.step, due, event.reminder)
    for contact in coming.to if goes(here.workflow, here.cycle, event, facts_about(reading, here)) else ():
        if contact.declined_at or acknowledged(reading, contact, reminded_of(here.cycle, event)):
            continue
        at = send_at(door.folder, contact, *sending_span(event, due))
        on = local_day(at, contact.zone)
        alone = contact.single or coming.notice
        key = (contact.id, str(on), *([coming.cycle, coming.step, event.reminder.offset] if alone else []))
        known = found.get(key)
        found[key] = Preview(contact, at, on, (*(known.items if known else ()), coming))


def skip(door: Door, code: str, step: str, on: date, to: str, reason: str) -> Reminder:
    """Let a reminder that is still to come not go."""
    return _decided(door, code, step, SkipReminder(step, on, to, reason))


def send_now(door: Door, code: str, step: str, on: date, to: str, reason: str) -> Reminder:
    """Let a reminder that is still to come go at once: its letter is owed from now on."""
    return _decided(door, code, step, SkipReminder(step, on, to, reason, now=True))


def _decided(door: Door, code: str, step: str, command: SkipReminder) -> Reminder:
    with acting(door) as act:
        here = current(act, code)
        name = step_typed(here, step)
        events = decide(
            here.workflow,
            here.cycle,
            SkipReminder(name, command.on, command.to, command.reason, command.now),
            {},
            act.now,
        )
        act.record(here.cycle.id, events)
        for event in events:
            if isinstance(event, ReminderFellDue):
                remind(act, here.workflow, here.cycle, event, facts_about(act.tx, here))
        return events[0].reminder  # type: ignore[union-attr] # both events that there are carry it
