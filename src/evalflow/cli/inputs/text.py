"""Inputs as kept → what the coordinator reads: a row of a list, a page, a template to hand out."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from evalflow.cli.frame.frame import Call
from evalflow.cli.frame.moments import at_in_words
from evalflow.cli.frame.output import Table, Value
from evalflow.engine.dates import day_in_words
from evalflow.engine.ends import end_in_words
from evalflow.engine.periods import local_day
from evalflow.engine.plan import plan
from evalflow.errors import Refused
from evalflow.evaluation.inputs.copies import answered_with, open_points
from evalflow.evaluation.inputs.input import Attachment, Input, Point, Reaction, ReactionKind
from evalflow.intake.doubts import doubts_of
from evalflow.intake.template import Form, template
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.current import Current
from evalflow.usecases.inputs import inputs
from evalflow.usecases.record.objectives import list_objectives

_WIDTH = 78
Columns = tuple[Mapping[str, str], list[list[Value]]]


def listed(received: Sequence[Input], zone: str) -> Columns:
    """Return the list that people read: who, when, how many points wait for an answer, and what is special."""
    headings = {"code": "Code", "from": "From", "received": "Received", "points": "Points", "standing": "Standing"}
    waiting = _waiting(received)
    by_id = {one.id: one for one in received}
    return headings, [_row(input_, waiting.get(input_.id, 0), by_id, zone) for input_ in received]


def every_column(received: Sequence[Input]) -> Columns:
    """Return the list for programs: one row for each input."""
    names = (
        "code",
        "kind",
        "level",
        "submitter",
        "title",
        "received_at",
        "points",
        "open",
        "late",
        "standing",
        "language",
        "doubts",
    )
    waiting = _waiting(received)
    by_id = {input_.id: input_ for input_ in received}
    return {name: name for name in names}, [
        [
            one.code, one.kind, one.level, one.submitter, one.title, one.received_at, len(one.points),
            waiting.get(one.id, 0), one.late, "; ".join(standing(one, by_id)), one.language, doubts_of(one),
        ]
        for one in received
    ]  # fmt: skip


def _waiting(received: Sequence[Input]) -> dict[str, int]:
    return {input_.id: len(points) for input_, points in open_points(received)}


def _row(input_: Input, waiting: int, by_id: Mapping[str, Input], zone: str) -> list[Value]:
    came = day_in_words(local_day(input_.received_at, zone))
    points = f"{len(input_.points)}, {waiting} open" if waiting else str(len(input_.points))
    level = [input_.level] if input_.level != "public" else []
    return [input_.code, input_.submitter or "(not kept)", came, points, "\n".join([*level, *standing(input_, by_id)])]


def standing(input_: Input, by_id: Mapping[str, Input]) -> list[str]:
    """Return what is special about an input, each in a few words; nothing where it came in time and counts."""
    told = [{"": "", "pending": "late, not decided"}.get(input_.late, f"late, {input_.late}")]
    if input_.after_adoption:
        told = ["after adoption"]
    if first := by_id.get(input_.copy_of):
        told.append(f"{'answered with' if answered_with(input_, by_id) else 'copy of'} {short(first)}")
    if added := by_id.get(input_.supplements):
        told.append(f"adds to {short(added)}")
    withdrawn = ["withdrawn"] if input_.withdrawn_at else []
    doubtful = ["look at its text"] if doubts_of(input_) else []
    return [*filter(None, told), *withdrawn, *(["not confirmed"] if input_.unconfirmed else []), *doubtful]


def short(input_: Input) -> str:
    """Return the code without its cycle: "NGO/001"."""
    return input_.code.removeprefix(f"{cycle_of(input_.code)}/")


def told(input_: Input, others: Iterable[Input]) -> dict[str, Value | Table]:
    """Return everything kept of an input, for programs."""
    by_id = {other.id: other for other in others}
    points = [_point_row(point) for point in input_.points]
    files: list[list[Value]] = [[a.name, a.size, a.sha256] for a in input_.attachments]
    return {
        "code": input_.code, "kind": input_.kind, "level": input_.level, "submitter": input_.submitter,
        "title": input_.title,
        "received_at": input_.received_at, "late": input_.late, "late_reason": input_.late_reason,
        "after_adoption": input_.after_adoption, "withdrawn_at": input_.withdrawn_at,
        "withdrawn_reason": input_.withdrawn_reason, "copy_of": _code(by_id, input_.copy_of),
        "supplements": _code(by_id, input_.supplements), "commitment": input_.commitment, "language": input_.language,
        "doubts": doubts_of(input_),
        "points": Table({name: name for name in _POINT}, points),
        "attachments": Table({"name": "name", "size": "size", "sha256": "sha256"}, files),
        "letters": Table(
            {name: name for name in _LETTER}, [[sent.file, sent.sha256, sent.written_at] for sent in input_.letters]
        ),
        "reactions": Table(
            {name: name for name in _REACTION},
            [[each.kind, each.point or None, each.text, each.received_at] for each in input_.reactions],
        ),
    }  # fmt: skip


_LETTER = ("file", "sha256", "written_at")
_REACTION = ("kind", "point", "text", "received_at")
_POINT = (
    "number",
    "objective",
    "links",
    "split_from",
    "text",
    "released",
    "disposition",
    "reason",
    "paragraph",
    "decided_at",
)


def _point_row(point: Point) -> list[Value]:
    disposition = point.disposition
    answer: list[Value] = (
        [disposition.kind, disposition.reason, disposition.paragraph, disposition.decided_at]
        if disposition
        else ["", "", "", None]
    )
    part = point.split_from or None
    return [point.number, point.objective, list(point.links), part, point.text, point.released, *answer]


def _code(by_id: Mapping[str, Input], known: str) -> str:
    return by_id[known].code if known in by_id else ""


def page(input_: Input, others: Iterable[Input], zone: str) -> str:
    """Return everything kept of an input as a page of 80 columns."""
    by_id = {other.id: other for other in others}
    head = [
        " · ".join(filter(None, (input_.code, input_.title))),
        " · ".join(
            [
                input_.submitter or "(name not kept)",
                input_.kind,
                input_.level,
                *([input_.language] if input_.language else []),
            ]
        ),
        f"Received {at_in_words(input_.received_at, zone)}, {zone}"
        + "".join(f" · {w}" for w in standing(input_, by_id)),
        f"Commitment {input_.commitment}",
    ]
    doubtful = [f"Look at this: {told}" for told in doubts_of(input_)]
    reasons = [f"Late: {input_.late_reason}"] * bool(input_.late_reason)
    reasons += [f"Withdrawn: {input_.withdrawn_reason}"] * bool(input_.withdrawn_reason)
    told = [f"Told of the answers {at_in_words(sent.written_at, zone)}: answers/{sent.file}" for sent in input_.letters]
    said = [line for reaction in input_.reactions for line in _reaction(reaction, zone)]
    return "\n".join([*head, *doubtful, *reasons, *map(_file, input_.attachments), *told, *_paragraphs(input_), *said])


def _reaction(reaction: Reaction, zone: str) -> Iterable[str]:
    yield f"\nThe submitter {reacts(reaction.kind, reaction.point)} ({at_in_words(reaction.received_at, zone)})."
    yield from _indented(reaction.text) if reaction.text else ()


def _file(attached: Attachment) -> str:
    return f"Attached: {attached.name}, {attached.size:,} bytes, SHA-256 {attached.sha256}"


def _paragraphs(input_: Input) -> Iterable[str]:
    for point in input_.points:
        kept = _indented(point.text) if input_.keeps_text else ["  (erased)"]
        mended = (line for old in point.corrections for line in _indented(f"(mended: {old.reason}) {old.old}"))
        yield "\n".join(["", _heading(input_, point), *kept, *mended, *_answer(point)])


def _heading(input_: Input, point: Point) -> str:
    held = input_.level != "public" and input_.keeps_text
    shown = ("released" if point.released else "not released") if held else ""
    said = point.disposition.kind if point.disposition else ("no answer yet" if input_.counts else "")
    part = f"part of point {point.split_from}" if point.split_from else ""
    return " · ".join(filter(None, (f"Point {point.number}", part, ", ".join(point.about), shown, said)))


def _answer(point: Point) -> list[str]:
    if point.disposition is None:
        return []
    where = f" [{point.disposition.paragraph}]" if point.disposition.paragraph else ""
    return _indented(f"→ {point.disposition.reason}{where}")


def _indented(text: str) -> list[str]:
    lines = (textwrap.wrap(line, _WIDTH - 2, break_long_words=False) or [""] for line in text.splitlines())
    return [f"  {line}".rstrip() for wrapped in lines for line in wrapped]


def template_for(call: Call, code: str, kind: str, form: Form) -> str:
    """Return the template that people fill in for this kind of input, with the last day of its window."""
    current = cycle_status(call.door, code).here
    objectives = [(o.code, o.title) for o in list_objectives(call.door, current.dialogue.code) if not o.withdrawn_on]
    title = f"{current.dialogue.title} (worked example)" if call.example else current.dialogue.title
    return template(current.evaluation.code, title, objectives, _closes(current, kind), form)


def _closes(current: Current, kind: str) -> str:
    """Return until when the window for a kind is open: as it stands, as it was, or as planned."""
    steps = [step for step in current.workflow.steps if kind in step.accepts]
    if not steps:
        raise Refused(
            "kind-not-asked-for", f"No window of {current.evaluation.code} asks for inputs of the kind {kind}."
        )
    planned = plan(current.workflow, current.cycle.opening, current.cycle.opened_at)
    state = current.cycle.open.get(steps[0].name)
    days = planned[steps[0].name]
    last, ends_at = (state.due.on, state.due.ends_at) if state and state.due else (days.last, days.ends_at)
    if last is None:
        return f"the end of a day to be published ({current.cycle.zone})"
    ends = end_in_words(last, ends_at, current.cycle.zone)
    return ends if ends_at else f"the end of {ends}, {current.cycle.zone}"


def cycle_of(code: str) -> str:
    """Return the code of the cycle in which an input stands: what is before its own two parts."""
    return code.rsplit("/", 2)[0]


def named(call: Call, code: str) -> tuple[Input, list[Input], str]:
    """Return an input, all inputs of its cycle, and the cycle's zone."""
    input_ = inputs.show_input(call.door, code)
    cycle = cycle_of(input_.code)
    return input_, inputs.list_inputs(call.door, cycle), cycle_status(call.door, cycle).here.cycle.zone


_DOES: Final[dict[ReactionKind, str]] = {"agrees": "agrees with", "disputes": "disputes", "comments": "comments on"}


def reacts(kind: ReactionKind, point: int) -> str:
    """Return "disputes the answer to point 2"; of point 0, that is all, "disputes the answers"."""
    return f"{_DOES[kind]} {f'the answer to point {point}' if point else 'the answers'}"


def to_confirm(input_: Input) -> str:
    """Return the sentence that asks another person for a confirmation; nothing where none is open."""
    if not input_.unconfirmed:
        return ""
    return (
        "Another person has to confirm this; until then its points count as open: "
        f"evalflow input confirm {input_.code} --category … --reason TEXT"
    )


def many(count: int, one: str) -> str:
    """Return "1 point" or "3 points"."""
    return f"{count} {one}{'' if count == 1 else 's'}"
