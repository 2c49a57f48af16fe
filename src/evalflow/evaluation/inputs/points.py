"""What is done with the numbered points of an input: added, split, linked, corrected, released, answered."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from evalflow.engine.reasons import need_reason, need_text
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.inputs.commands_events import (
    AddPoint,
    CorrectPoint,
    DisposePoint,
    InputTightened,
    LinkPoint,
    PointAdded,
    PointCommand,
    PointCorrected,
    PointDisposed,
    PointEvent,
    PointLinked,
    PointReleased,
    PointSplit,
    ReleasePoint,
    SplitPoint,
)
from evalflow.evaluation.inputs.confirmations import Confirmation
from evalflow.evaluation.inputs.confirming import waiting_for
from evalflow.evaluation.inputs.input import Disposition, Input, Point, PointCorrection

_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def work_on_point(input_: Input, command: PointCommand, now: datetime) -> list[PointEvent | InputTightened]:
    """Return what happens to a point, or to the input that gets one more.

    Raises:
        Refused: the input is withdrawn or its text erased, there is no such point, or the command does not fit it.
    """
    refuse_withdrawn(input_)
    if not (isinstance(command, DisposePoint) and input_.erased_against_objection):
        refuse_erased(input_)
    match command:
        case AddPoint(text, objective):
            need_text(text, "A point is what it says: give its text with --text.", "text-missing")
            return [PointAdded(Point(len(input_.points) + 1, text, objective))]
        case ReleasePoint(number):
            return [] if point_of(input_, number).released else [PointReleased(number)]
        case DisposePoint(number):
            return _dispose(point_of(input_, number), command, now)
        case SplitPoint(number):
            return [PointSplit(number, _parts(input_, point_of(input_, number), command))]
        case LinkPoint(number):
            return _link(point_of(input_, number), command)
        case _:
            return _correct(input_, point_of(input_, command.number), command, now)


def apply_to_points(input_: Input, event: PointEvent) -> Input:
    match event:
        case PointAdded(point):
            others = (one for one in input_.points if one.number != point.number)  # see attached.py
            return replace(input_, points=(*others, point))
        case PointReleased(number):
            return _with_point(input_, number, lambda point: replace(point, released=True))
        case PointDisposed(number, disposition):
            return _with_point(input_, number, lambda point: replace(point, disposition=disposition))
        case PointLinked(number, links):
            return _with_point(input_, number, lambda point: replace(point, links=links))
        case PointSplit(number, parts):
            return _split(input_, number, parts)
        case _:
            return _with_point(input_, event.number, lambda point: _corrected(point, event))


def point_of(input_: Input, number: int) -> Point:
    """Return the point of this number. Raises Refused: `no-such-point`."""
    for point in input_.points:
        if point.number == number:
            return point
    points = "1 point" if len(input_.points) == 1 else f"{len(input_.points)} points"
    raise Refused("no-such-point", f"{input_.code} has {points}; there is no point {number}.")


def refuse_withdrawn(input_: Input) -> None:
    if input_.withdrawn_at is not None:
        raise Refused("input-withdrawn", f"{input_.code} was withdrawn; it stays in the record as it was.")


def refuse_erased(input_: Input) -> None:
    if not input_.keeps_text:
        raise Refused(
            "text-erased", f"The text of {input_.code} was erased when its level was tightened to {input_.level}."
        )


def _dispose(point: Point, command: DisposePoint, now: datetime) -> list[PointEvent | InputTightened]:
    need_reason(command.reason, "Every answer to a point states its reason. Give it with --reason.")
    answer = Disposition(command.kind, command.reason, command.paragraph, now, command.by)
    same = point.disposition and replace(point.disposition, decided_at=now, decided_by=command.by) == answer
    return [] if same else [PointDisposed(point.number, answer)]


def _parts(input_: Input, point: Point, command: SplitPoint) -> tuple[str, ...]:
    """Return the parts in order: together they say all that the point says, and nothing else."""
    if point.disposition:
        add = Remedy("add-point", input_.code)
        raise Refused(
            "point-answered",
            f"Point {point.number} of {input_.code} is answered already, and its parts would be without an answer. "
            f"Add what needs an answer of its own: {add}",
            add,
        )
    places = sorted(_places(point, command))
    bounds = zip((0, *places), (*places, len(point.text)), strict=True)
    parts = tuple(filter(None, (point.text[first:last].strip() for first, last in bounds)))
    if len(parts) < 2:
        raise Refused(
            "nothing-to-split",
            f"Point {point.number} of {input_.code} stays in one piece that way. Give with --after the words after "
            "which a part ends, or --paragraphs where empty lines stand between its parts.",
        )
    return parts


def _places(point: Point, command: SplitPoint) -> Iterator[int]:
    if command.paragraphs:
        yield from (match.end() for match in _EMPTY_LINE.finditer(point.text))
    for words in command.after:
        count = point.text.count(words) if words else 0
        if count != 1:
            stand = "do not stand" if count == 0 else f"stand {count} times"
            raise Refused(
                "not-once", f"The words {words!r} {stand} in point {point.number}: give some that stand once."
            )
        yield point.text.index(words) + len(words)


def _link(point: Point, command: LinkPoint) -> list[PointEvent | InputTightened]:
    if command.unlink:
        links = tuple(code for code in point.links if code not in command.codes)
    else:
        added = (code for code in command.codes if code != point.objective)
        links = tuple(dict.fromkeys((*point.links, *added)))
    return [] if links == point.links else [PointLinked(point.number, links)]


def _correct(input_: Input, point: Point, command: CorrectPoint, now: datetime) -> list[PointEvent | InputTightened]:
    asked = "Give with --text what the point says now. To take all of it back, withdraw it."
    need_text(command.text, asked, "text-missing")
    need_reason(command.reason, "Say why the text is mended, as the submitter says it, with --reason.")
    if command.text == point.text:
        return []
    event = PointCorrected(point.number, command.text, command.reason, now)
    if input_.level == "public":
        return [event]
    if not command.erase_text:
        raise Refused(
            "erases-text",
            f"The name of {input_.code} is withheld, so what the point said before is erased for good, from the "
            "record, "
            "its journal and this folder: it may be what gives its author away. If that is meant, add --erase-text.",
        )
    bare = _with_point(input_, point.number, lambda old: _corrected(replace(old, text="", released=False), event))
    after = replace(bare, content_sha256=command.content_sha256, salt="")
    waits = Confirmation("replaced", command.by, now, erases=False)
    return [InputTightened(after if command.proved else waiting_for(after, waits))]


def _corrected(point: Point, event: PointCorrected) -> Point:
    mended = PointCorrection(point.text, event.reason, event.corrected_at)
    return replace(point, text=event.text, whole="", disposition=None, corrections=(*point.corrections, mended))


def _split(input_: Input, number: int, parts: tuple[str, ...]) -> Input:
    whole = next((point for point in input_.points if point.number == number), Point(number, ""))
    first = replace(whole, text=parts[0], whole=whole.whole or whole.text)
    count = len(input_.points)
    others = (
        replace(whole, number=count + n, text=text, split_from=number, whole="", corrections=())
        for n, text in enumerate(parts[1:], 1)
    )
    stays = _with_point(input_, number, lambda _: first)
    return replace(stays, points=(*stays.points, *others))


def _with_point(input_: Input, number: int, changed: Callable[[Point], Point]) -> Input:
    return replace(input_, points=tuple(changed(p) if p.number == number else p for p in input_.points))
