"""The deadlines of a cycle, or of a person → a calendar that other programs read; a moved one keeps its name there."""

import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from evalflow.effects.calendars.calendar_file import CalendarEvent, calendar
from evalflow.effects.disk.files import make_folder, write_over
from evalflow.engine.folding import apply
from evalflow.engine.heart import step_named
from evalflow.engine.plan import plan
from evalflow.engine.words import Cycle, CycleMigrated, Event
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.contacts import Contact, Seat
from evalflow.evaluation.people import Record
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, held, read_current, workflow_of
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.letters.contacts import contact_named

FOLDER: Final = "feeds"
_MARK: Final = ".feeds"  # beside that folder, which is given out: how many entries the journal had
_OLD_MARK: Final = ".entries"  # older versions wrote it into the folder


@dataclass(frozen=True)
class _Day:
    """The last day of a step as it stands, how often it has changed, and when it did last."""

    on: date
    changes: int
    changed_at: datetime
    cancelled: bool = False
    ends_at: datetime | None = None  # where that is an hour of the day


def cycle_calendar(reading: Reading, current: Current) -> bytes:
    """Return the calendar of a cycle (iCalendar): every deadline there is or that is planned."""
    name = f"{current.evaluation.code}: {current.dialogue.title}"
    return calendar(name, list(_entries(reading, current)), example=reading.all(Record)[0].example)


def calendar_of_cycle(door: Door, code: str) -> bytes:
    with looking(door) as (reading, now):
        return cycle_calendar(reading, read_current(reading, code, now))


def calendar_of_contact(door: Door, code: str) -> bytes:
    """Return the calendar of a contact: the deadlines of its roles, over all its cycles."""
    with looking(door) as (reading, now):
        return _of_contact(reading, contact_named(reading, code), now)


def write_feeds(door: Door, folder: Path) -> list[Path]:
    """Write the calendar of every contact, and of every cycle with a circle, whose file says otherwise; return those.

    They lie in the folder `feeds`, for a web server to give out. Nobody else can list it, and a contact's file has a
    name that only who is told it can know; of a cycle whose terms are not published there is none. Where nothing was
    entered since they were written, nothing is looked at; a dry run writes none.
    """
    if door.dry_run:
        return []
    mark = folder / _MARK
    with suppress(OSError):
        (folder / FOLDER / _OLD_MARK).unlink()
    with looking(door) as (reading, now):
        size = str(reading.size())
        if _content(mark) == size.encode():
            return []
        contacts = [contact for contact in reading.all(Contact) if contact.name]  # not those that are forgotten
        made = {name_of_feed(one): _of_contact(reading, one, now) for one in contacts}
        for cycle in dict.fromkeys(seat.cycle for seat in reading.all(Seat)):
            current = read_current(reading, held(reading.get(Evaluation, cycle)).code, now)
            if current.evaluation.terms:
                made[f"{current.evaluation.code}.ics"] = cycle_calendar(reading, current)
    if made:
        _make_unlisted(folder / FOLDER)
    _remove(folder / FOLDER / name for one in contacts if (name := f"{one.code}.ics") not in made)
    written = [path for name, raw in made.items() if (path := _written(folder / FOLDER / name, raw))]
    if made:
        write_over(mark, size.encode())
    return written


def name_of_feed(contact: Contact) -> str:
    """Return the name of a contact's file, which cannot be guessed: its calendar holds its name and its roles."""
    return f"{sha256(f'evalflow/feed/v1/{contact.id}'.encode()).hexdigest()[:32]}.ics"


def _make_unlisted(folder: Path) -> None:
    """Make the folder so that others can open a file whose name they know, and cannot see which files there are."""
    with suppress(OSError):  # what is wrong with the place is said when a file is written
        make_folder(folder, public=True)
        folder.chmod(folder.stat().st_mode & ~(stat.S_IRGRP | stat.S_IROTH))


def _remove(paths: Iterable[Path]) -> None:
    """Remove the files of contacts under the names that older versions gave them, which can be guessed."""
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _written(path: Path, raw: bytes) -> Path | None:
    if _content(path) == raw:
        return None
    write_over(path, raw, public=True)
    return path


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # what else is wrong with the place is said when it is written
        return b""


def _of_contact(reading: Reading, contact: Contact, now: datetime) -> bytes:
    entries = []
    for seat in reading.all(Seat, contact=contact.id):
        if not seat.left_at:
            current = read_current(reading, held(reading.get(Evaluation, seat.cycle)).code, now)
            roles = {step.name: step.role for step in current.workflow.steps}
            entries += [calendar_event for name, calendar_event in _named(reading, current) if roles[name] == seat.role]
    return calendar(contact.name, entries, example=reading.all(Record)[0].example)


def _entries(reading: Reading, current: Current) -> Iterator[CalendarEvent]:
    yield from (entry for _, entry in _named(reading, current))


def _named(reading: Reading, current: Current) -> Iterator[tuple[str, CalendarEvent]]:
    for name, day in _days(reading, current).items():
        step = step_named(current.workflow, name)
        yield (
            name,
            CalendarEvent(
                uid=f"{current.cycle.id}/{name}@evalflow",
                sequence=day.changes,
                changed_at=day.changed_at,
                title=f"{current.evaluation.code}: {step.title}",
                text=f"Expected of: {step.role.replace('-', ' ')}. {current.dialogue.title}.",
                on=day.on,
                zone=current.cycle.zone,
                cancelled=day.cancelled,
                ends_at=day.ends_at,
                organizer=current.evaluation.body.name if current.evaluation.body else current.evaluation.operator,
            ),
        )


def _days(reading: Reading, current: Current) -> dict[str, _Day]:
    """Return the last day of every step of the workflow that has one, planned at first and then as it came."""
    days: dict[str, _Day] = {}
    cycle: Cycle | None = None
    for entry in reading.journal(subject=current.cycle.id):
        if not isinstance(entry.event, Event):
            continue
        before, cycle = cycle, apply(cycle, entry.event)
        if before is None:
            days = _planned(reading, cycle)
        if isinstance(entry.event, CycleMigrated):
            days = {entry.event.names.get(name, name): day for name, day in days.items()}
        _changed(days, cycle, entry.at)
    over = current.cycle.status == "closed-early"
    known = {step.name for step in current.workflow.steps}
    gone = {name: replace(one, cancelled=over and name not in current.cycle.closed) for name, one in days.items()}
    return {name: one for name, one in gone.items() if name in known}


def _planned(reading: Reading, cycle: Cycle) -> dict[str, _Day]:
    planned = plan(workflow_of(reading, cycle), cycle.opening, cycle.opened_at)
    return {
        name: _Day(days.last, 0, cycle.opened_at, ends_at=days.ends_at) for name, days in planned.items() if days.last
    }


def _changed(days: dict[str, _Day], cycle: Cycle, at: datetime) -> None:
    for name, state in cycle.open.items():
        if state.due is None:
            continue
        ends_at = state.due.at if state.due.is_hour else None
        if name not in days or (days[name].on, days[name].ends_at) != (state.due.on, ends_at):
            days[name] = _Day(state.due.on, days[name].changes + 1 if name in days else 0, at, ends_at=ends_at)
