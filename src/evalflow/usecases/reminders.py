"""Reminders that are still to come → listed, previewed as the letters they will be, skipped, or sent at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evalflow.engine.heart import decide, step_named
from evalflow.engine.periods import Deadline, Reminder, local_day
from evalflow.engine.words import ReminderFellDue, SkipReminder
from evalflow.evaluation.contacts import Contact
from evalflow.evaluation.evaluation import Evaluation
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current, current, facts_about, held, read_current
from evalflow.usecases.cycles import step_typed
from evalflow.usecases.door import Door, acting, looking
from evalflow.usecases.reminding import remind, send_at, whom


@dataclass(frozen=True)
class Coming:
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
    items: tuple[Coming, ...]


def list_reminders(door: Door, code: str = "", days: int = 60) -> list[Coming]:
    """Return the reminders of open steps that fall due within so many days, the earliest first."""
    with looking(door) as (reading, now):
        return _coming(reading, now, code, days)


def _coming(reading: Reading, now: datetime, code: str, days: int) -> list[Coming]:
    until = now + timedelta(days=days)
    codes = [code] if code else [held(reading.get(Evaluation, one)).code for one in reading.reminded_by(until)]
    here = [read_current(reading, one, now) for one in codes]
    found = [one for each in here for one in _of_cycle(reading, each) if one.reminder.at <= until]
    return sorted(found, key=lambda one: (one.reminder.at, one.cycle, one.step, one.reminder.to))


def _of_cycle(reading: Reading, here: Current) -> Iterator[Coming]:
    for name, state in here.cycle.open.items():
        if (due := state.due) is None:
            continue
        step = step_named(here.workflow, name)
        alone = {(one.in_words(), one.to) for one in step.remind if one.letter == "notice"}
        for reminder in due.reminders:
            to = tuple(whom(reading, here.cycle.id, reminder.to, reminder.on))
            notice = (reminder.offset, reminder.to) in alone
            yield Coming(here.evaluation.code, name, step.title, due, reminder, to, notice)


def preview(door: Door, days: int = 60) -> list[Preview]:
    """Return exactly the letters that will go within so many days if nothing happens before: one a person and day."""
    with looking(door) as (reading, now):
        found: dict[tuple[str, ...], Preview] = {}
        for coming in _coming(reading, now, "", days):
            for contact in coming.to:
                one = _letter(door, contact, coming)
                alone = contact.single or coming.notice
                key = (contact.id, str(one.on), *([coming.cycle, coming.step, coming.reminder.offset] if alone else []))
                known = found.get(key)
                found[key] = Preview(contact, one.at, one.on, (*(known.items if known else ()), coming))
    return sorted(found.values(), key=lambda one: (one.at, one.contact.code))


def _letter(door: Door, contact: Contact, coming: Coming) -> Preview:
    before = coming.due.at if coming.reminder.at < coming.due.at else None
    at = send_at(door.folder, contact, coming.reminder.at, before)
    return Preview(contact, at, local_day(at, contact.zone), ())


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
