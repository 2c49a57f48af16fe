"""A reminder that has fallen due → letters that are owed: one a person and day, in their working hours; or why none."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from evalflow.engine.arcs import step_named
from evalflow.engine.calendars import NO_HOLIDAYS
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.reminding import asked_for, why_not
from evalflow.engine.rules import Facts, RuleFailed
from evalflow.engine.words import Cycle, OpenStep, ReminderFellDue, Workflow
from evalflow.evaluation.letters.commands_events import (
    AddReminder,
    Letter,
    LetterEvent,
    Reminded,
)
from evalflow.evaluation.letters.contacts import Contact, away
from evalflow.evaluation.letters.kinds import DIGEST, LETTERS, KindOfLetter
from evalflow.evaluation.letters.letters import decide_letter, id_of, key_of
from evalflow.evaluation.letters.working_time import next_working_instant
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.calendars import Calendars
from evalflow.usecases.door.door import CLOCK, Acting
from evalflow.usecases.door.incidents import report_failure, report_success
from evalflow.usecases.door.leaving import events_of_a_new_one
from evalflow.usecases.door.seats import members


def remind(act: Acting, workflow: Workflow, before: Cycle, event: ReminderFellDue, facts: Facts) -> None:
    """Owe a letter to everybody who has the reminder's role in the cycle, or add to the one they get that day.

    `before` is the cycle as it stood when the reminder fell due. A rule that fails is an incident, and the letter goes:
    whoever might have been reminded in vain is reminded.
    """
    step = step_named(workflow, event.step)
    place = f"{event.step}, reminder {event.reminder.offset}"
    try:
        against = why_not(step, event, facts, before.zone)
        report_success(act, "rule", before.id, place)
    except RuleFailed as failed:
        against = ""
        report_failure(act, "rule", before.id, place, str(failed))
    if against:
        return
    due = held_due(before.open[event.step])
    about = reminded_of(before, event)
    asked = asked_for(step, event)
    kind = LETTERS[(asked and asked.letter) or DIGEST]
    waits = workflow.letters.get(kind.name, kind.release) == "wait"
    for contact in whom(act.tx, before.id, event.reminder.to, event.reminder.on):
        _owe(act, contact, about, event, due, kind, waits=waits)


def goes(workflow: Workflow, before: Cycle, event: ReminderFellDue, facts: Facts) -> bool:
    """Return whether `remind` will owe a letter for a reminder, and not leave it because it is stale or of no use."""
    try:
        return not why_not(step_named(workflow, event.step), event, facts, before.zone)
    except RuleFailed:
        return True


def reminded_of(before: Cycle, event: ReminderFellDue) -> Reminded:
    due = held_due(before.open[event.step])
    return Reminded(before.id, event.step, event.occurrence, due.on, event.reminder.offset, event.reminder.at)


def held_due(state: OpenStep) -> Deadline:
    """Return the deadline that a reminder is about: a step without one has none."""
    assert state.due  # noqa: S101 - reminders are part of it
    return state.due


def whom(reading: Reading, cycle: str, role: str, on: date) -> list[Contact]:
    """Return who gets the letters to a role on a day: whoever is away has the substitute in their place."""
    found = {
        contact.id: contact
        for member in members(reading, cycle, role)
        for contact in _present(reading, member.contact, on)
    }
    return list(found.values())


def _present(reading: Reading, contact: Contact, on: date) -> Iterator[Contact]:
    absence = away(contact, on)
    instead = reading.get(Contact, absence.substitute) if absence and absence.substitute else None
    yield instead or contact


def _owe(
    act: Acting,
    contact: Contact,
    about: Reminded,
    event: ReminderFellDue,
    due: Deadline,
    kind: KindOfLetter,
    *,
    waits: bool,
) -> None:
    """Owe a letter, or add to that of the day, unless the contact has said of the same deadline that they know."""
    if acknowledged(act.tx, contact, about):
        return
    at = send_at(act.folder, contact, *sending_span(event, due))
    occasion = str(local_day(at, contact.zone))
    if contact.single or kind.reminder == "alone":
        occasion = f"{about.cycle}/{about.step}/{about.occurrence}/{about.due_on}/{about.offset}"
    elif known := act.tx.get(Letter, id_of(key_of(DIGEST, contact.id, occasion))):
        if known.state in ("due", "held") and not known.maybe_sent:
            _record(act, known.id, decide_letter(known, AddReminder(about), act.now))
            return
        occasion = f"{occasion}/{about.cycle}/{about.step}/{about.offset}"  # that day's letter has gone
    key = key_of(kind.name, contact.id, occasion)
    letter = Letter(id_of(key), key, kind.name, contact.id, occasion, "due", at, items=(about,))
    if act.tx.get(Letter, letter.id) is None:
        _record(act, letter.id, events_of_a_new_one(act, letter, waits=waits))


def _record(act: Acting, letter: str, events: Sequence[LetterEvent]) -> None:
    if events:
        act.record(letter, events, by=CLOCK)


def acknowledged(reading: Reading, contact: Contact, about: Reminded) -> bool:
    """Return whether a contact has said of an earlier letter on the same deadline that they know."""
    letters = (one for one in reading.all(Letter, contact=contact.id) if one.acknowledged_at)
    return any(_same(item, about) for letter in letters for item in letter.items)


def _same(reminded: Reminded, other: Reminded) -> bool:
    return (reminded.cycle, reminded.step, reminded.occurrence, reminded.due_on) == (
        other.cycle, other.step, other.occurrence, other.due_on,
    )  # fmt: skip


def sending_span(event: ReminderFellDue, due: Deadline) -> tuple[datetime, datetime | None]:
    """Return from when on a reminder's letter is owed, and before when it should come, if that can be kept."""
    owed_from = event.noticed_at if event.reason else max(event.reminder.at, event.noticed_at)
    return owed_from, due.at if event.noticed_at < due.at else None


def send_at(folder: Path | None, contact: Contact, at: datetime, before: datetime | None = None) -> datetime:
    """Return when a letter that is owed from `at` on may go to a contact: in their working hours.

    Calendars are looked for in the record's `folder`, and among those that are shipped.
    """
    calendars = Calendars(folder) if contact.calendar else {}
    return next_working_instant(at, contact.zone, calendars.get(contact.calendar, NO_HOLIDAYS), before)
