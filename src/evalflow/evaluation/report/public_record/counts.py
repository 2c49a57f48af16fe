"""Inputs of all levels → the table of what was received, in which no small count of what is not published can be told.

A count of inputs that are not public is suppressed below three. So is one from which what is not listed at all could be
worked out, by taking away what is listed; and so is each total over a suppressed count.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evalflow.evaluation.inputs.input import DISPOSITIONS, KINDS, Input
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.protection.visible import Visible, coarse
from evalflow.evaluation.report.sections.consultation import InputCount

FEW = 3
NOT_PUBLISHED = message("inputs.not-published")
ALL = message("inputs.all")


@dataclass(frozen=True)
class Counts:
    """The table, and its totals: where one is suppressed, what is listed, which is then the least that was received."""

    rows: tuple[InputCount, ...]
    inputs: int
    points: int
    inputs_at_least: bool
    points_at_least: bool


def counts(visible: Visible) -> Counts:
    rows = _rows(visible)
    total, shown = _total(rows), _tally(visible, visible.listed)
    return Counts(
        rows=(*rows, total) if rows else (),
        inputs=shown.inputs if total.inputs is None else total.inputs,
        points=shown.points if total.points is None else total.points,
        inputs_at_least=total.inputs is None,
        points_at_least=total.points is None,
    )


@dataclass(frozen=True)
class _Tally:
    """Points without a disposition are counted under "": they too could be worked out."""

    inputs: int
    points: int
    dispositions: tuple[int, ...]  # as in DISPOSITIONS
    open: int


def _tally(visible: Visible, inputs: Sequence[Input]) -> _Tally:
    kinds = [
        point.disposition.kind if point.disposition and not input_.unconfirmed else ""
        for input_ in inputs
        for point in visible.answered(input_)
    ]
    return _Tally(len(inputs), len(kinds), tuple(kinds.count(kind) for kind in DISPOSITIONS), kinds.count(""))


def _rows(visible: Visible) -> list[InputCount]:
    rows = [_public_row(visible, kind) for kind in KINDS if any(one.kind == kind for one in visible.named)]
    rest: list[Input] = []
    for kind, label in (("civil society", "inputs.civil-society-withheld"), ("official", "inputs.official-withheld")):
        same = [input_ for input_ in visible.withheld if coarse(input_.kind) == kind]
        if len(same) < FEW:
            rest += same
        else:
            rows.append(_guarded_row(visible, message(label), same, ()))
    if rest or visible.hidden:
        rows.append(_guarded_row(visible, NOT_PUBLISHED, rest, visible.hidden))
    return rows


def _public_row(visible: Visible, kind: str) -> InputCount:
    tally = _tally(visible, [input_ for input_ in visible.named if input_.kind == kind])
    dispositions: dict[str, int | None] = dict(zip(DISPOSITIONS, tally.dispositions, strict=True))
    return InputCount(message(f"inputs.{kind}"), tally.inputs, tally.points, dispositions)


def _guarded_row(visible: Visible, label: Message, withheld: Sequence[Input], hidden: Sequence[Input]) -> InputCount:
    whole, unseen = _tally(visible, (*withheld, *hidden)), _tally(visible, hidden)
    inputs = None if few((whole.inputs, unseen.inputs)) else whole.inputs
    points = None if inputs is None or few((whole.points, unseen.points)) else whole.points
    parts = (*whole.dispositions, whole.open, *unseen.dispositions, unseen.open)
    told = points is not None and not few(parts)
    dispositions = zip(DISPOSITIONS, whole.dispositions, strict=True)
    return InputCount(label, inputs, points, {kind: n if told else None for kind, n in dispositions})


def _total(rows: Sequence[InputCount]) -> InputCount:
    dispositions: dict[str, int | None] = {k: _sum(row.dispositions[k] for row in rows) for k in DISPOSITIONS}
    return InputCount(ALL, _sum(row.inputs for row in rows), _sum(row.points for row in rows), dispositions)


def _sum(parts: Iterable[int | None]) -> int | None:
    known = list(parts)
    return None if None in known else sum(part for part in known if part is not None)


def few(parts: Iterable[int]) -> bool:
    """Return whether one of these counts is so small that it could give an author away; none is not."""
    return any(0 < part < FEW for part in parts)
