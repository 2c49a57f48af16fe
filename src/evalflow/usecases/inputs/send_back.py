"""Answered points → a letter for the submitter, as a file; and what the submitter says to it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evalflow.effects.disk.files import write_over
from evalflow.effects.mail.letter_page import ENGLISH, letter
from evalflow.engine.periods import local_day
from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import InputCommand, NoteLetter, NoteReaction
from evalflow.evaluation.inputs.copies import answered_with, open_points
from evalflow.evaluation.inputs.input import AnswerLetter, Input, Point, Reaction, ReactionKind
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.evaluation.inputs.receipt_code import NOTHING, Presented
from evalflow.evaluation.people import Record
from evalflow.store.codec import canonical
from evalflow.usecases.door.current import Current, evaluation_named
from evalflow.usecases.door.door import Acting, Door, acting, looking
from evalflow.usecases.door.leaving import leaves
from evalflow.usecases.inputs.inputs import NOWHERE, found_input
from evalflow.usecases.inputs.presented import confirmed
from evalflow.usecases.inputs.receipts import ANSWERS, file_stem

ALL = 0  # what a reaction is about that is not about one point


@dataclass(frozen=True)
class LetterForm:
    """How a letter is written. `in_full` None: with texts and reasons where the input is public."""

    language: str = ENGLISH
    in_full: bool | None = None
    contact_mail: str = ""


PLAIN = LetterForm()


@dataclass(frozen=True)
class SentBack:
    """`path` is where the letter is; `again` is true where nothing was answered anew since the one before."""

    input: Input
    path: Path
    again: bool


def owed_letters(door: Door, cycle: str) -> tuple[list[str], list[str]]:
    """Return the codes of inputs whose submitters are to be told, and of those that wait: a point has no answer yet."""
    with looking(door) as (reading, _):
        known = reading.all(Input, cycle=evaluation_named(reading, cycle).id)
    waiting = {one.id for one, _ in open_points(known)}
    counting = [one for one in known if one.counts and one.points]
    owed = [one.code for one in counting if one.id not in waiting and not _is_told(one, known)]
    return owed, [one.code for one in counting if one.id in waiting]


def send_back(door: Door, code: str, folder: Path, form: LetterForm = PLAIN) -> SentBack:
    """Write the letter that tells a submitter what became of each point, and note that it was written.

    Above the public level it gives numbers and answers and no text, unless in full: a letter that is found can harm.
    The file is written first: killed between the two, the letter is written again.

    Raises:
        Refused: the input was withdrawn or declined, has no points, or one of them has no answer yet.
    """
    leaves(door)
    with acting(door) as act:
        here, known = found_input(act, code)
        first = act.tx.get(Input, known.copy_of) if known.copy_of else None
        everyone = [first, known] if first else [known]  # all that its answers depend on
        _refuse_unanswered(known, everyone)
        if _is_told(known, everyone):
            return SentBack(known, folder / ANSWERS / known.letters[-1].file, again=True)
        content = letter("answer", form.language, _values(act, here, known, everyone, form)).text.encode()
        number = f"-{len(known.letters) + 1}" if known.letters else ""
        name = f"{file_stem(known, example=_is_example(act))}-answers{number}.txt"
        if not door.dry_run:
            write_over(folder / ANSWERS / name, content)
        sums = hashlib.sha256(content).hexdigest(), _answers_sha256(known, everyone)
        note = NoteLetter(AnswerLetter(name, *sums, act.now))
        changed = act.record(known.id, decide_input(known, note, NOWHERE, act.now))
        return SentBack(changed, folder / ANSWERS / name, again=False)


def react(door: Door, code: str, kind: ReactionKind, point: int, text: str, presented: Presented = NOTHING) -> Input:
    """Record what the submitter says to the answer to a point, or to `ALL`, before the report is adopted or after it.

    That needs the receipt code of the input or a second person.

    Raises:
        Refused: the submitter was not told yet, there is no such point, or no text may be kept of this input.
    """
    with acting(door) as act:
        _, known = found_input(act, code)
        commands: list[InputCommand] = [
            NoteReaction(Reaction(kind, point, text, act.now)),
            *confirmed(act, known, presented, "reacted"),
        ]
        events = [event for one in commands for event in decide_input(known, one, NOWHERE, act.now)]
        return act.record(known.id, events)


def _is_example(act: Acting) -> bool:
    return act.tx.all(Record)[0].example


def _is_told(known: Input, everyone: Sequence[Input]) -> bool:
    return bool(known.letters) and known.letters[-1].answers == _answers_sha256(known, everyone)


def _answers_sha256(known: Input, everyone: Sequence[Input]) -> str:
    answers = [
        (point.number, point.text, said.kind, said.reason, said.paragraph)
        for point in _answered(known, everyone)
        if (said := point.disposition)
    ]
    return hashlib.sha256(canonical(answers).encode()).hexdigest()


def _answered(known: Input, everyone: Sequence[Input]) -> tuple[Point, ...]:
    """Return the points whose answers the submitter is told: of a campaign copy those of the first, and its own."""
    first = answered_with(known, {one.id: one for one in everyone})
    own = tuple(point for point in known.points if point.disposition)
    return (*first.points, *own) if first else known.points


def _refuse_unanswered(known: Input, everyone: Sequence[Input]) -> None:
    if not known.counts:
        raise Refused("not-counted", f"{known.code} was withdrawn, declined or is not decided on: it has no answers.")
    if not known.points:
        raise Refused("no-points", f"{known.code} has no points to answer. Add one with `evalflow input point`.")
    waiting = {one.id: points for one, points in open_points(everyone)}.get(known.id, ())
    if waiting:
        numbers = ", ".join(str(point.number) for point in waiting)
        raise Refused("not-answered", f"{known.code} has points without an answer: {numbers}. Answer them first.")


def _values(act: Acting, here: Current, known: Input, everyone: Sequence[Input], form: LetterForm) -> dict[str, object]:
    head = act.tx.head()
    in_full = known.level == "public" if form.in_full is None else form.in_full
    told = in_full or known.level == "public"  # a letter that is found must not lead to what its reader wrote
    return {
        "code": known.code if told else "",
        "title": known.title,
        "recipient": known.submitter or (known.code if told else ""),
        "cycle": here.evaluation.code,
        "dialogue": here.dialogue.title,
        "operator": here.evaluation.operator,
        "body": here.evaluation.body.name if here.evaluation.body else "",
        "received_on": local_day(known.received_at, here.cycle.zone),
        "today": here.today,
        "public": known.level == "public",
        "in_full": in_full,
        "shared": answered_with(known, {one.id: one for one in everyone}) is not None,
        "example": _is_example(act),
        "contact_mail": form.contact_mail,
        "head": f"{head.size}:{head.root}",
        "points": [_point(point, in_full=in_full) for point in _answered(known, everyone)],
    }


def _point(point: Point, *, in_full: bool) -> dict[str, object]:
    said = point.disposition
    assert said is not None  # noqa: S101 - refused before
    told = {"text": point.text, "reason": said.reason, "paragraph": said.paragraph, "about": ", ".join(point.about)}
    bare = dict.fromkeys(told, "")
    return {"number": point.number, "answer": said.kind, **(told if in_full else bare)}
