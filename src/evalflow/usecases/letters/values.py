"""A letter that is owed → what its template is filled with, as the record stands; nothing if it has come to nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Final

from evalflow.engine.heart import step_named
from evalflow.engine.periods import local_day
from evalflow.engine.plan import plan
from evalflow.engine.words import Cycle
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.commands_events import (
    File,
    Letter,
    Reminded,
)
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.letters.kinds import LETTERS, Told
from evalflow.evaluation.people import Record
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held, read_current, workflow_of

Values = Mapping[str, object]
_FILES: Final = 8  # that go to several recipients, kept at hand


@dataclass(frozen=True)
class LetterDesk:
    """What all letters of one moment share: the record as it stands at `now`, and where to write to."""

    reading: Reading
    now: datetime
    contact_mail: str = ""
    link_base: str = ""
    attach_limit: int = 0
    timetables: dict[str, dict[str, object]] = field(default_factory=dict)

    @cached_property
    def head(self) -> str:
        head = self.reading.head()
        return f"{head.size}:{head.root}"

    @cached_property
    def content(self) -> Callable[[str], bytes]:
        """Return what gives the content with a hash: that of a report to a thousand recipients is read once."""
        return lru_cache(maxsize=_FILES)(self.reading.blob)

    @cached_property
    def example(self) -> bool:
        return self.reading.all(Record)[0].example


def values_of(desk: LetterDesk, letter: Letter, contact: Contact) -> Values | None:
    """Return what the letter says, in plain values; None where nothing of it matters any more."""
    told = [_TOLD[what](desk, letter) for what in LETTERS[letter.kind].tells]
    if not all(told):
        return None
    cycle, role = (letter.items[0].cycle, "recipient") if letter.items else (letter.cycle, letter.role)
    return _about(desk, cycle, contact, role) | {name: value for each in told for name, value in each.items()}


def _reminders(desk: LetterDesk, letter: Letter) -> Values:
    items = [told for item in _deadlines(letter) if (told := _reminded(desk, item))]
    return {"items": items} if items else {}


def _reply(desk: LetterDesk, letter: Letter) -> Values:
    """Return until when comments on a draft are asked for; letters of older versions say the day alone."""
    on, *at = letter.said
    ends_at = datetime.fromisoformat(at[0]) if at else None
    return {"reply": {"due": date.fromisoformat(on), "ends_at": ends_at, "zone": _zone(desk, letter.cycle)}}


def _changes(_: LetterDesk, letter: Letter) -> Values:
    first, *changes = letter.said
    return {"first_published_on": date.fromisoformat(first), "changes": changes}


def _zone(desk: LetterDesk, cycle: str) -> str:
    return held(desk.reading.get(Cycle, cycle)).zone


def _about(desk: LetterDesk, cycle: str, contact: Contact, role: str) -> dict[str, object]:
    evaluation = held(desk.reading.get(Evaluation, cycle))
    dialogue = held(desk.reading.get(Dialogue, evaluation.dialogue))
    return {
        "recipient": contact.name,
        "organisation": contact.organisation,
        "role": role,
        "cycle": evaluation.code,
        "dialogue": dialogue.title,
        "operator": evaluation.operator,
        "body": evaluation.body.name if evaluation.body else "",
        "zone": _zone(desk, cycle),
        "head": desk.head,
        "example": desk.example,
        "contact_mail": desk.contact_mail,
        "today": local_day(desk.now, contact.zone),
    }


def _deadlines(letter: Letter) -> Iterable[Reminded]:
    """Return each deadline once, however often and in whatever roles its recipient is reminded of it that day."""
    return {
        (reminded.cycle, reminded.step, reminded.occurrence, reminded.due_on): reminded for reminded in letter.items
    }.values()


def _reminded(desk: LetterDesk, item: Reminded) -> dict[str, object] | None:
    """Return one deadline of a digest, as long as the step is open for the same time, to the same day."""
    evaluation = held(desk.reading.get(Evaluation, item.cycle))
    current = read_current(desk.reading, evaluation.code, desk.now)
    state = current.cycle.open.get(item.step)
    if state is None or state.due is None or (state.occurrence, state.due.on) != (item.occurrence, item.due_on):
        return None
    step = step_named(current.workflow, item.step)
    days = (item.due_on - local_day(desk.now, current.cycle.zone)).days
    return {
        "title": step.title,
        "step": step.name,
        "cycle": evaluation.code,
        "dialogue": current.dialogue.title,
        "due": item.due_on,
        "at": state.due.at,
        "ends_at": state.due.ends_at,
        "zone": state.due.zone,
        "days": days,
        "overdue": state.overdue,
        "asks": f"Expected of: {step.role.replace('-', ' ')}.",
    }


def _timetable(desk: LetterDesk, letter: Letter) -> Values:
    """Return the timetable, the same for everybody who gets it at one moment."""
    if letter.cycle not in desk.timetables:
        desk.timetables[letter.cycle] = _planned(desk, letter.cycle)
    return desk.timetables[letter.cycle]


def _planned(desk: LetterDesk, cycle: str) -> dict[str, object]:
    evaluation, running = held(desk.reading.get(Evaluation, cycle)), held(desk.reading.get(Cycle, cycle))
    workflow = workflow_of(desk.reading, running)
    planned = plan(workflow, running.opening, running.opened_at)
    steps = [
        {
            "title": step.title,
            "whose": step.role,
            "first": days.first,
            "last": days.last,
            "due": days.last,
            "ends_at": days.ends_at,
            "zone": running.zone,
        }
        for step in workflow.steps
        if (days := planned.get(step.name)) and step.kind != "automatic"
    ]
    terms = evaluation.terms
    return {
        "steps": steps,
        "opens": running.opening,
        "timetable_url": terms.timetable_url if terms else "",
        "criteria_url": terms.criteria_url if terms else "",
    }


def _report(desk: LetterDesk, letter: Letter) -> Values:
    publication = held(desk.reading.get(Evaluation, letter.cycle)).publication
    published = publication.published_at if publication else None
    return {
        "edition": letter.edition,
        "published_on": local_day(published or desk.now, _zone(desk, letter.cycle)),
        "acknowledge": letter.id[:8],
        "embargo": letter.due_at if published is None else None,
    }


def _files(desk: LetterDesk, letter: Letter) -> Values:
    sizes = {file: 0 if file.erased else len(desk.content(file.sha256)) for file in letter.files}
    files = [{"name": file.name, "size_words": _size(size), "sha256": file.sha256} for file, size in sizes.items()]
    linked = sum(sizes.values()) > desk.attach_limit
    link = f"{desk.link_base}{letter.files[0].name}" if linked and desk.link_base and letter.files else ""
    return {"files": files, "attached": not link, "link": link}


def attached(desk: LetterDesk, letter: Letter) -> Iterator[File]:
    """Yield the files that go with a letter: all, or none where they are erased, or so large that they are linked."""
    if not letter.files or any(file.erased for file in letter.files):
        return
    sizes = sum(len(desk.content(file.sha256)) for file in letter.files)
    if sizes <= desk.attach_limit or not desk.link_base:
        yield from letter.files


_TOLD: Final[Mapping[Told, Callable[[LetterDesk, Letter], Values]]] = {
    "deadlines": _reminders, "timetable": _timetable, "files": _files, "reply": _reply, "report": _report,
    "changes": _changes,
}  # fmt: skip


def _size(count: int) -> str:
    return f"{count / 10**6:.1f} MB" if count >= 10**6 else f"{max(1, count // 1000)} kB"
