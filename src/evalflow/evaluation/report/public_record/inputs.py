"""Visible inputs → their lines: by name, or by random code and coarse kind, with the answer to each point."""

from collections.abc import Iterator
from datetime import datetime

from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.visible import Visible, coarse
from evalflow.evaluation.report.record import NAME_WITHHELD, InputLine, PointLine
from evalflow.evaluation.wording import day_words, ended

_REACTIONS = {
    "agrees": "The submitter agrees with the answer",
    "disputes": "The submitter disputes the answer",
    "comments": "The submitter comments on the answer",
}


def input_lines(known: Everything, visible: Visible) -> tuple[InputLine, ...]:
    return tuple(_line(known, visible, one) for one in visible.listed)


def _line(known: Everything, visible: Visible, one: Input) -> InputLine:
    named = one.level == "public"
    return InputLine(
        code=one.code,
        kind=one.kind if named else coarse(one.kind),
        submitter=one.submitter if named else NAME_WITHHELD,
        title=one.title if named else "",
        received_on=known.day(one.received_at) if named else None,
        late=lateness(one),
        state=_state(known, visible, one),
        same_as=visible.copies(one),
        attachments=tuple(file.name for file in one.attachments) if named and one.withdrawn_at is None else (),
        points=tuple(_point(known, visible, one, point) for point in visible.answered(one)),
        reactions=tuple(_reactions(known, visible, one, 0)),
        language=one.language if named or any(point.released for point in one.points) else "",
        note=" ".join(filter(None, (_note(known, visible, one), *_contradictions(known, one)))),
    )


def lateness(one: Input) -> str:
    """Return "", "accepted: …" or "declined: …"; of a withheld name the reason could tell too much."""
    if one.late == "pending":
        return "not decided yet"
    if not one.late:
        return ""
    return f"{one.late}: {one.late_reason if one.level == 'public' else 'the reason is not published'}"


def _on(known: Everything, one: Input, at: datetime) -> str:
    """Return the day of something its submitter did; of a withheld name no day is told, which could give it away."""
    return f" on {day_words(known.day(at))}" if one.level == "public" else ""


def _state(known: Everything, visible: Visible, one: Input) -> str:
    if one.withdrawn_at is not None:
        return f"withdrawn{_on(known, one, one.withdrawn_at)}"
    return "answered with another input" if visible.answered_with(one) else "received"


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


def _corrections(known: Everything, visible: Visible, one: Input, point: Point) -> Iterator[str]:
    for mended in point.corrections:
        if one.level != "public":
            yield "Its submitter corrected it."
        else:
            told = f"{ended(mended.reason)} Before, it said: “{mended.old}”"
            on = day_words(known.day(mended.corrected_at))
            yield f"Its submitter corrected it on {on}: {visible.without_hidden_codes(told)}"


def _reactions(known: Everything, visible: Visible, one: Input, number: int) -> Iterator[str]:
    """Say what the submitter said to the answer to a point, or to all (0); above the public level never in words."""
    for said in one.reactions:
        if said.point == number and one.stands:
            if one.level != "public":
                yield f"{_REACTIONS[said.kind]}."
                continue
            words = f": “{visible.without_hidden_codes(said.text)}”" if said.text else "."
            yield f"{_REACTIONS[said.kind]} (received on {day_words(known.day(said.received_at))}){words}"


def _note(known: Everything, visible: Visible, one: Input) -> str:
    if one.withdrawn_at is not None:
        reason = f" Stated reason: {ended(one.withdrawn_reason)}" if one.level == "public" else ""
        waits = " Another person has not confirmed it yet." if one.unconfirmed else ""
        return f"It was withdrawn{_on(known, one, one.withdrawn_at)}; its points are not printed.{reason}{waits}"
    if one.late == "declined":
        return "It was received after its window had closed and was declined; its points are not printed."
    if one.late == "pending":
        return "It was received after its window had closed; whether it is accepted is not decided yet."
    if first := visible.answered_with(one):
        return f"It has the same text as {_called(one, first)} and is answered with it."
    added_to = next((other for other in visible.listed if other.id == one.supplements), None)
    return f"It adds to {_called(one, added_to)}." if added_to else ""


_DEEDS = {
    "erased": "an erasure of its text",
    "withdrawn": "a withdrawal of it",
    "replaced": "another text of one of its points",
    "detached": "an erasure of its attachments",
}


def _contradictions(known: Everything, one: Input) -> Iterator[str]:
    """Say what another person contradicted; of a withheld name neither the days nor by whom, as in the counts."""
    for deed in one.confirmations:
        if deed.state != "contradicted" or deed.decided_at is None:
            continue
        if one.level != "public":
            yield f"One person recorded {_DEEDS[deed.deed]} and another contradicted it; its points needed an answer."
        else:
            on, by = day_words(known.day(deed.at)), known.named(deed.by)
            contradicted = f"on {day_words(known.day(deed.decided_at))} {known.named(deed.decided_by)} contradicted it"
            yield f"On {on} {by} recorded {_DEEDS[deed.deed]}; {contradicted}, so its points needed an answer."


def _called(one: Input, other: Input) -> str:
    """Return the other input's code where both stand on one level: across levels it would lead to a withheld name."""
    return other.code if one.level == other.level else "another input"
