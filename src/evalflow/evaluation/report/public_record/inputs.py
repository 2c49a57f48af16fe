"""Visible inputs → their lines: by name, or by random code and coarse kind, with the answer to each point."""

from collections.abc import Iterator
from datetime import datetime

from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible, coarse
from evalflow.evaluation.report.sections.consultation import InputLine, PointLine


def input_lines(everything: Everything, visible: Visible) -> tuple[InputLine, ...]:
    return tuple(_line(everything, visible, input_) for input_ in visible.listed)


def _line(everything: Everything, visible: Visible, input_: Input) -> InputLine:
    named = input_.level == "public"
    notes = (*_note(everything, visible, input_), *_contradictions(everything, input_))
    return InputLine(
        code=input_.code,
        kind=input_.kind if named else coarse(input_.kind),
        submitter=input_.submitter if named else "",
        title=input_.title if named else "",
        received_on=everything.day(input_.received_at) if named else None,
        late=lateness(input_),
        state=_state(everything, visible, input_),
        same_as=visible.copies(input_),
        attachments=tuple(file.name for file in input_.attachments) if named and input_.withdrawn_at is None else (),
        points=tuple(_point(everything, visible, input_, point) for point in visible.answered(input_)),
        reactions=tuple(_reactions(everything, visible, input_, 0)),
        language=input_.language if named or any(point.released for point in input_.points) else "",
        note=message("sentences", parts=notes) if notes else None,
    )


def lateness(input_: Input) -> Message | None:
    """Return whether an input that came late was accepted; of a withheld name the reason could tell too much."""
    if input_.late == "pending":
        return message("late.pending")
    if not input_.late:
        return None
    if input_.level == "public":
        return message("late.decided", decided=input_.late, reason=input_.late_reason)
    return message("late.withheld", decided=input_.late)


def _state(everything: Everything, visible: Visible, input_: Input) -> Message:
    if input_.withdrawn_at is not None:
        return _dated(everything, input_, "state.withdrawn", input_.withdrawn_at)
    return message("state.answered-elsewhere" if visible.answered_with(input_) else "state.received")


def _dated(everything: Everything, input_: Input, key: str, at: datetime) -> Message:
    """Return what its submitter did, with the day; of a withheld name no day is told, which could give it away."""
    return message(f"{key}-on", on=everything.day(at)) if input_.level == "public" else message(key)


def _point(everything: Everything, visible: Visible, input_: Input, point: Point) -> PointLine:
    answer = None if input_.unconfirmed else point.disposition
    return PointLine(
        number=point.number,
        text=point.text if input_.level == "public" or point.released else "",
        objective=point.objective,
        disposition=answer.kind if answer else "",
        reason=visible.without_hidden_codes(answer.reason) if answer else "",
        paragraph=answer.paragraph if answer else "",
        links=tuple(code for code in point.about if code != point.objective),
        part_of=point.split_from,
        notes=(
            *_corrections(everything, visible, input_, point),
            *_reactions(everything, visible, input_, point.number),
        ),
    )


def _corrections(everything: Everything, visible: Visible, input_: Input, point: Point) -> Iterator[Message]:
    for made in point.corrections:
        if input_.level != "public":
            yield message("point.corrected")
        else:
            reason, old = map(visible.without_hidden_codes, (made.reason, made.old))
            yield message("point.corrected-on", on=everything.day(made.corrected_at), reason=reason, old=old)


def _reactions(everything: Everything, visible: Visible, input_: Input, number: int) -> Iterator[Message]:
    """Say what the submitter said to the answer to a point, or to all (0); above the public level never in words."""
    for reaction in input_.reactions:
        if reaction.point == number and input_.stands:
            key, on = f"reaction.{reaction.kind}", everything.day(reaction.received_at)
            if input_.level != "public":
                yield message(key)
            elif reaction.text:
                yield message(f"{key}-in-words", on=on, text=visible.without_hidden_codes(reaction.text))
            else:
                yield message(f"{key}-on", on=on)


def _note(everything: Everything, visible: Visible, input_: Input) -> Iterator[Message]:
    if input_.withdrawn_at is not None:
        yield _dated(everything, input_, "input.withdrawn", input_.withdrawn_at)
        if input_.level == "public":
            yield message("input.withdrawn-because", reason=input_.withdrawn_reason)
        if input_.unconfirmed:
            yield message("input.unconfirmed")
    elif input_.late == "declined":
        yield message("input.declined")
    elif input_.late == "pending":
        yield message("input.late")
    elif first := visible.answered_with(input_):
        yield message("input.same-text", input=_called(input_, first))
    elif added_to := next((other for other in visible.listed if other.id == input_.supplements), None):
        yield message("input.adds-to", input=_called(input_, added_to))


def _contradictions(everything: Everything, input_: Input) -> Iterator[Message]:
    """Say what another person contradicted; of a withheld name neither the days nor by whom, as in the counts."""
    for deed in input_.confirmations:
        if deed.state != "contradicted" or deed.decided_at is None:
            continue
        done = message(f"deed.{deed.deed}")
        if input_.level != "public":
            yield message("input.contradicted", deed=done)
        else:
            yield message(
                "input.contradicted-on", on=everything.day(deed.at), by=everything.named(deed.by), deed=done,
                decided_on=everything.day(deed.decided_at), decided_by=everything.named(deed.decided_by),
            )  # fmt: skip


def _called(input_: Input, other: Input) -> Message | str:
    """Return the other input's code where both stand on one level: across levels it would lead to a withheld name."""
    return other.code if input_.level == other.level else message("input.another")
