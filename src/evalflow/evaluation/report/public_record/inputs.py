"""Visible inputs → their lines: by name, or by random code and coarse kind, with the answer to each point."""

from collections.abc import Iterator
from datetime import datetime

from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible, coarse
from evalflow.evaluation.report.sections.consultation import InputLine, PointLine


def input_lines(known: Everything, visible: Visible) -> tuple[InputLine, ...]:
    return tuple(_line(known, visible, one) for one in visible.listed)


def _line(known: Everything, visible: Visible, one: Input) -> InputLine:
    named = one.level == "public"
    notes = (*_note(known, visible, one), *_contradictions(known, one))
    return InputLine(
        code=one.code,
        kind=one.kind if named else coarse(one.kind),
        submitter=one.submitter if named else "",
        title=one.title if named else "",
        received_on=known.day(one.received_at) if named else None,
        late=lateness(one),
        state=_state(known, visible, one),
        same_as=visible.copies(one),
        attachments=tuple(file.name for file in one.attachments) if named and one.withdrawn_at is None else (),
        points=tuple(_point(known, visible, one, point) for point in visible.answered(one)),
        reactions=tuple(_reactions(known, visible, one, 0)),
        language=one.language if named or any(point.released for point in one.points) else "",
        note=message("sentences", parts=notes) if notes else None,
    )


def lateness(one: Input) -> Message | None:
    """Return whether an input that came late was accepted; of a withheld name the reason could tell too much."""
    if one.late == "pending":
        return message("late.pending")
    if not one.late:
        return None
    if one.level == "public":
        return message("late.decided", decided=one.late, reason=one.late_reason)
    return message("late.withheld", decided=one.late)


def _state(known: Everything, visible: Visible, one: Input) -> Message:
    if one.withdrawn_at is not None:
        return _dated(known, one, "state.withdrawn", one.withdrawn_at)
    return message("state.answered-elsewhere" if visible.answered_with(one) else "state.received")


def _dated(known: Everything, one: Input, key: str, at: datetime) -> Message:
    """Return what its submitter did, with the day; of a withheld name no day is told, which could give it away."""
    return message(f"{key}-on", on=known.day(at)) if one.level == "public" else message(key)


def _point(known: Everything, visible: Visible, one: Input, point: Point) -> PointLine:
    answer = None if one.unconfirmed else point.disposition
    return PointLine(
        number=point.number,
        text=point.text if one.level == "public" or point.released else "",
        objective=point.objective,
        disposition=answer.kind if answer else "",
        reason=visible.without_hidden_codes(answer.reason) if answer else "",
        paragraph=answer.paragraph if answer else "",
        links=tuple(code for code in point.about if code != point.objective),
        part_of=point.split_from,
        notes=(*_corrections(known, visible, one, point), *_reactions(known, visible, one, point.number)),
    )


def _corrections(known: Everything, visible: Visible, one: Input, point: Point) -> Iterator[Message]:
    for made in point.corrections:
        if one.level != "public":
            yield message("point.corrected")
        else:
            reason, old = map(visible.without_hidden_codes, (made.reason, made.old))
            yield message("point.corrected-on", on=known.day(made.corrected_at), reason=reason, old=old)


def _reactions(known: Everything, visible: Visible, one: Input, number: int) -> Iterator[Message]:
    """Say what the submitter said to the answer to a point, or to all (0); above the public level never in words."""
    for reaction in one.reactions:
        if reaction.point == number and one.stands:
            key, on = f"reaction.{reaction.kind}", known.day(reaction.received_at)
            if one.level != "public":
                yield message(key)
            elif reaction.text:
                yield message(f"{key}-in-words", on=on, text=visible.without_hidden_codes(reaction.text))
            else:
                yield message(f"{key}-on", on=on)


def _note(known: Everything, visible: Visible, one: Input) -> Iterator[Message]:
    if one.withdrawn_at is not None:
        yield _dated(known, one, "input.withdrawn", one.withdrawn_at)
        if one.level == "public":
            yield message("input.withdrawn-because", reason=one.withdrawn_reason)
        if one.unconfirmed:
            yield message("input.unconfirmed")
    elif one.late == "declined":
        yield message("input.declined")
    elif one.late == "pending":
        yield message("input.late")
    elif first := visible.answered_with(one):
        yield message("input.same-text", input=_called(one, first))
    elif added_to := next((other for other in visible.listed if other.id == one.supplements), None):
        yield message("input.adds-to", input=_called(one, added_to))


def _contradictions(known: Everything, one: Input) -> Iterator[Message]:
    """Say what another person contradicted; of a withheld name neither the days nor by whom, as in the counts."""
    for deed in one.confirmations:
        if deed.state != "contradicted" or deed.decided_at is None:
            continue
        done = message(f"deed.{deed.deed}")
        if one.level != "public":
            yield message("input.contradicted", deed=done)
        else:
            yield message(
                "input.contradicted-on", on=known.day(deed.at), by=known.named(deed.by), deed=done,
                decided_on=known.day(deed.decided_at), decided_by=known.named(deed.decided_by),
            )  # fmt: skip


def _called(one: Input, other: Input) -> Message | str:
    """Return the other input's code where both stand on one level: across levels it would lead to a withheld name."""
    return other.code if one.level == other.level else message("input.another")
