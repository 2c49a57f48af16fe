"""Who gets timetable, draft, report and a corrected report → letters to exactly those, and what became of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evalflow.engine.periods import Deadline
from evalflow.engine.reasons import is_reason
from evalflow.errors import Refused
from evalflow.evaluation.letters.commands_events import Letter
from evalflow.evaluation.letters.contacts import Contact, Seat
from evalflow.evaluation.letters.kinds import GOVERNMENTS, LETTERS, KindOfLetter, LetterKind
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, current, held, read_current
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.seats import Member, members
from evalflow.usecases.door.soundness import refuse_unsound
from evalflow.usecases.letters.feeds import cycle_calendar
from evalflow.usecases.letters.letters import About, ListedLetter, list_letters, write_letters
from evalflow.usecases.report.frozen import refuse_protected
from evalflow.usecases.report.reports import build_draft, report_pdf

_HAD = ("sent", "unknown")


@dataclass(frozen=True)
class Written:
    """Letters that are owed now: how many, and how many of them wait for release."""

    letters: tuple[Letter, ...]
    here: Current

    @property
    def waiting(self) -> int:
        return sum(letter.state == "held" for letter in self.letters)


def send_opening(door: Door, code: str) -> Written:
    """Owe everybody in the circle who has none the letter with the published timetable and its calendar.

    Raises:
        Refused: `terms-missing`, or `circle-empty`.
    """
    with acting(door) as act:
        here = current(act, code)
        if not here.evaluation.terms:
            raise Refused(
                "terms-missing", f"No timetable is published yet: evalflow cycle publish-terms {here.evaluation.code}"
            )
        kind = LETTERS["opening"]
        return _written(act, here, _circle(act.tx, here, kind.name), _sent(act, here, kind))


def owe_letters(act: Acting, here: Current, kind: KindOfLetter) -> None:
    """Owe the letters that a step sends in the transaction that is open, where there is anything to tell to anybody."""
    to = _circle(act.tx, here, kind.name)
    if to and (here.evaluation.terms or "timetable" not in kind.tells):
        write_letters(act, here, to, _sent(act, here, kind))


def _circle(reading: Reading, here: Current, kind: LetterKind) -> list[Member]:
    """Return the members of the circle to whom letters of a kind go."""
    roles = LETTERS[kind].roles
    return [member for member in members(reading, here.cycle.id) if not roles or member.seat.role in roles]


def _sent(act: Acting, here: Current, kind: KindOfLetter) -> About:
    """Return what letters that a step sends are about: once a cycle, with its calendar where they carry it."""
    files = {f"{here.evaluation.code}.ics": cycle_calendar(act.tx, here)} if kind.carries == "calendar" else {}
    return About(kind.name, here.cycle.id, act.now, files=files)


def send_draft(door: Door, code: str, folder: Path) -> Written:
    """Make the draft, and owe both governments the letter that asks them what is wrong in it.

    Raises:
        Refused: `no-right-of-reply`, no window for the governments is open; or `circle-empty`.
    """
    with looking(door) as (reading, now):
        refuse_unsound(reading)
        _until(read_current(reading, code, now))  # what would be refused is refused before the long work
    built = build_draft(door, code, folder)
    with acting(door) as act:
        here = current(act, code)
        until = _until(here)
        to = _circle(act.tx, here, "draft")
        if door.dry_run:
            return Written((), here)
        files = {built.pdf.name: built.pdf.read_bytes()}
        said = (str(until.on), *([until.ends_at.isoformat()] if until.ends_at else []))
        occasion = _anew(f"{here.cycle.id}/{'/'.join(said)}", _recalled(act, here.cycle.id))
        return _written(act, here, to, About("draft", occasion, act.now, files=files, said=said))


def _until(here: Current) -> Deadline:
    """Return the deadline of the window in which the governments reply."""
    for step in here.workflow.steps:
        state = here.cycle.open.get(step.name)
        if step.kind == "window" and step.role in GOVERNMENTS and state and state.due:
            return state.due
    raise Refused(
        "no-right-of-reply",
        "No window is open in which the governments could reply to the draft. Open now: "
        f"{', '.join(here.cycle.open) or 'nothing'}.",
    )


def distribute(door: Door, code: str, *, edition: str = "public", embargo: datetime | None = None) -> Written:
    """Owe everybody in the circle who has none the report with a covering letter; with an embargo not before it.

    What goes is the report as it was published, from the record: no file in a folder can alter it.

    Raises:
        Refused: `not-published`, `embargo-past`, `wrong-edition` or `edition-not-built`, `circle-empty`.
        Broken: as `report_pdf`.
    """
    with looking(door) as (reading, now):
        refuse_unsound(reading)
        here = read_current(reading, code, now)
        _refuse_edition(edition, _circle(reading, here, "report"))
        _refuse_early(here, embargo, now)
    name, pdf = report_pdf(door, code)
    with acting(door) as act:
        here = current(act, code)
        to = _circle(act.tx, here, "report")
        _refuse_edition(edition, to)
        _refuse_early(here, embargo, act.now)
        occasion = _anew(f"{here.cycle.id}/{edition}", len(here.evaluation.redactions))
        return _written(act, here, to, About("report", occasion, embargo or act.now, edition, {name: pdf}))


def _anew(occasion: str, times: int) -> str:
    """Return the occasion of a letter: what was recalled or redacted so often goes to everybody anew."""
    return f"{occasion}/{times + 1}" if times else occasion


def _recalled(act: Acting, cycle: str) -> int:
    """Return how many drafts that went with letters were recalled, because an input in them was protected."""
    drafts = (letter for letter in act.tx.all(Letter, cycle=cycle) if LETTERS[letter.kind].carries == "draft")
    return len({file.sha256 for one in drafts for file in one.files if file.erased})


def _refuse_edition(edition: str, to: Sequence[Member]) -> None:
    if edition == "public":
        return
    if others := [member.contact.code for member in to if not member.seat.restricted]:
        raise Refused(
            "wrong-edition",
            f"The {edition} edition goes only to those named for it, and these are not: {', '.join(others)}. Nothing "
            "was sent.",
        )
    raise Refused("edition-not-built", f"There is no {edition} edition yet: only the public one can be made.")


def _refuse_early(here: Current, embargo: datetime | None, now: datetime) -> None:
    code = here.evaluation.code
    if embargo and embargo <= now:
        raise Refused("embargo-past", "The embargo ends in the past. Leave it out, or name a later instant.")
    if here.evaluation.publication is None and not embargo:
        raise Refused(
            "not-published",
            f"The report on {code} is not published: evalflow report publish {code}. Before that it is owed only for "
            "the end of its embargo, with --embargo.",
        )
    if here.evaluation.adoption is None:
        raise Refused("not-adopted", f"The report on {code} is not adopted yet, so there is none to send.")


def send_correction(door: Door, code: str, file: Path, raw: bytes, changes: Sequence[str]) -> Written:
    """Owe a corrected report to exactly those who had the first, saying what has changed.

    Raises:
        Refused: `changes-missing`, `nobody-had-it`; or `tightened-since`, see `refuse_protected`.
    """
    if not changes or not all(map(is_reason, changes)):
        raise Refused("changes-missing", "Say what has changed, one sentence each: --change.")
    with acting(door) as act:
        here = current(act, code)
        if here.evaluation.adoption:
            refuse_protected(act.tx, here.evaluation)
        kind = LETTERS["correction"].after
        first = [
            letter for letter in act.tx.all(Letter, cycle=here.cycle.id) if letter.kind == kind and letter.state in _HAD
        ]
        if not first:
            raise Refused("nobody-had-it", f"Nobody has had the report on {here.evaluation.code} by a letter yet.")
        to = [_member(act, one) for one in first]
        when = min(one.sent_at or one.due_at for one in first)
        said = (str(when.date()), *changes)
        occasion = f"{here.cycle.id}/{hashlib.sha256(raw).hexdigest()}"
        about = About("correction", occasion, act.now, first[0].edition, {file.name: raw}, said)
        return _written(act, here, to, about)


def _member(act: Acting, letter: Letter) -> Member:
    contact = held(act.tx.get(Contact, letter.contact))
    return Member(contact, Seat("", letter.cycle, contact.id, letter.role))


def _written(act: Acting, here: Current, to: Sequence[Member], about: About) -> Written:
    refuse_unsound(act.tx)
    if not to:
        code = here.evaluation.code
        raise Refused("circle-empty", f"Nobody is in the circle of {code} for this: evalflow circle import {code} FILE")
    return Written(tuple(write_letters(act, here, to, about)), here)


def distribution(door: Door, code: str) -> list[ListedLetter]:
    """Return what became of the reports and corrections of a cycle, those that failed first."""
    return [listed for listed in list_letters(door, code) if LETTERS[listed.letter.kind].distributes]
