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
        inputs = reading.all(Input, cycle=evaluation_named(reading, cycle).id)
    waiting = {input_.id for input_, _ in open_points(inputs)}
    counting = [one for one in inputs if one.counts and one.points]
    owed = [one.code for one in counting if one.id not in waiting and not _is_told(one, inputs)]
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
        current, input_ = found_input(act, code)
        first = act.tx.get(Input, input_.copy_of) if input_.copy_of else None
        everyone = [first, input_] if first else [input_]  # all that its answers depend on
        _refuse_unanswered(input_, everyone)
        if _is_told(input_, everyone):
            return SentBack(input_, folder / ANSWERS / input_.letters[-1].file, again=True)
        content = letter("answer", form.language, _values(act, current, input_, everyone, form)).text.encode()
        number = f"-{len(input_.letters) + 1}" if input_.letters else ""
        name = f"{file_stem(input_, example=_is_example(act))}-answers{number}.txt"
        if not door.dry_run:
            write_over(folder / ANSWERS / name, content)
        sums = hashlib.sha256(content).hexdigest(), _answers_sha256(input_, everyone)
        note = NoteLetter(AnswerLetter(name, *sums, act.now))
        changed = act.record(input_.id, decide_input(input_, note, NOWHERE, act.now))
        return SentBack(changed, folder / ANSWERS / name, again=False)


def react(door: Door, code: str, kind: ReactionKind, point: int, text: str, presented: Presented = NOTHING) -> Input:
    """Record what the submitter says to the answer to a point, or to `ALL`, before the report is adopted or after it.

    That needs the receipt code of the input or a second person.

    Raises:
        Refused: the submitter was not told yet, there is no such point, or no text may be kept of this input.
    """
    with acting(door) as act:
        _, input_ = found_input(act, code)
        commands: list[InputCommand] = [
            NoteReaction(Reaction(kind, point, text, act.now)),
            *confirmed(act, input_, presented, "reacted"),
        ]
        events = [event for one in commands for event in decide_input(input_, one, NOWHERE, act.now)]
        return act.record(input_.id, events)


def _is_example(act: Acting) -> bool:
    return act.tx.all(Record)[0].example


def _is_told(input_: Input, everyone: Sequence[Input]) -> bool:
    return bool(input_.letters) and input_.letters[-1].answers == _answers_sha256(input_, everyone)


def _answers_sha256(input_: Input, everyone: Sequence[Input]) -> str:
    answers = [
        (point.number, point.text, disposition.kind, disposition.reason, disposition.paragraph)
        for point in _answered(input_, everyone)
        if (disposition := point.disposition)
    ]
    return hashlib.sha256(canonical(answers).encode()).hexdigest()


def _answered(input_: Input, everyone: Sequence[Input]) -> tuple[Point, ...]:
    """Return the points whose answers the submitter is told: of a campaign copy those of the first, and its own."""
    first = answered_with(input_, {one.id: one for one in everyone})
    own = tuple(point for point in input_.points if point.disposition)
    return (*first.points, *own) if first else input_.points


def _refuse_unanswered(input_: Input, everyone: Sequence[Input]) -> None:
    if not input_.counts:
        raise Refused("not-counted", f"{input_.code} was withdrawn, declined or is not decided on: it has no answers.")
    if not input_.points:
        raise Refused("no-points", f"{input_.code} has no points to answer. Add one with `evalflow input point`.")
    waiting = {one.id: points for one, points in open_points(everyone)}.get(input_.id, ())
    if waiting:
        numbers = ", ".join(str(point.number) for point in waiting)
        raise Refused("not-answered", f"{input_.code} has points without an answer: {numbers}. Answer them first.")


def _values(
    act: Acting, current: Current, input_: Input, everyone: Sequence[Input], form: LetterForm
) -> dict[str, object]:
    head = act.tx.head()
    in_full = input_.level == "public" if form.in_full is None else form.in_full
    told = in_full or input_.level == "public"  # a letter that is found must not lead to what its reader wrote
    return {
        "code": input_.code if told else "",
        "title": input_.title,
        "recipient": input_.submitter or (input_.code if told else ""),
        "cycle": current.evaluation.code,
        "dialogue": current.dialogue.title,
        "operator": current.evaluation.operator,
        "body": current.evaluation.body.name if current.evaluation.body else "",
        "received_on": local_day(input_.received_at, current.cycle.zone),
        "today": current.today,
        "public": input_.level == "public",
        "in_full": in_full,
        "shared": answered_with(input_, {one.id: one for one in everyone}) is not None,
        "example": _is_example(act),
        "contact_mail": form.contact_mail,
        "head": f"{head.size}:{head.root}",
        "points": [_point(point, in_full=in_full) for point in _answered(input_, everyone)],
    }


def _point(point: Point, *, in_full: bool) -> dict[str, object]:
    disposition = point.disposition
    assert disposition is not None  # noqa: S101 - refused before
    told = {
        "text": point.text,
        "reason": disposition.reason,
        "paragraph": disposition.paragraph,
        "about": ", ".join(point.about),
    }
    bare = dict.fromkeys(told, "")
    return {"number": point.number, "answer": disposition.kind, **(told if in_full else bare)}
