"""What evaluators proposed and said, and points that are not released → tables for the evaluating body alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from evalflow.evaluation.findings.deliberation import Deliberation, Proposal, Remark
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.report.columns import ExportTable, Sheet, code, day, input_code, number, objective_code, text


@dataclass(frozen=True)
class _Deliberated:
    """What the evaluating body may have beside the public record. `names` gives a person's name by id."""

    inputs: Sequence[Input]
    codes: Mapping[str, str]  # of objectives, by their ids
    said: Sequence[Deliberation]
    names: Callable[[str], str]

    def points(self) -> Iterator[tuple[Input, Point]]:
        return ((each, point) for each in self.inputs for point in each.points)

    def proposals(self) -> Iterator[tuple[str, str, Proposal]]:
        for on in self.said:
            yield from ((self.codes.get(on.objective, ""), self.names(made.by), made) for made in on.proposals)

    def remarks(self) -> Iterator[tuple[str, str, Remark]]:
        for on in self.said:
            yield from ((self.codes.get(on.objective, ""), self.names(made.by), made) for made in on.remarks)


_BODY: Final[tuple[ExportTable[_Deliberated, Any], ...]] = (
    ExportTable[_Deliberated, tuple[Input, Point]](
        "all_points", "Points of all inputs, released or not", "evaluating-body", _Deliberated.points,
        (
            input_code(lambda p: p[0].code),
            code("level", "public or name-withheld", lambda p: p[0].level),
            number("point", "number", lambda p: p[1].number),
            text("text", "text", lambda p: p[1].text),
            objective_code(lambda p: p[1].objective),
            code("disposition", "what became of it", lambda p: p[1].disposition.kind if p[1].disposition else ""),
        ),
    ),
    ExportTable[_Deliberated, tuple[str, str, Proposal]](
        "proposals", "How evaluators would rate", "evaluating-body", _Deliberated.proposals,
        (
            objective_code(lambda p: p[0]),
            text("by", "who proposes", lambda p: p[1]),
            code("status", "status", lambda p: p[2].status),
            code("evidence", "grade", lambda p: p[2].evidence),
            code("contribution", "contribution", lambda p: p[2].contribution),
            text("text", "why", lambda p: p[2].text),
            day("on", "day", lambda p: p[2].proposed_at.date()),
        ),
    ),
    ExportTable[_Deliberated, tuple[str, str, Remark]](
        "remarks", "What evaluators said", "evaluating-body", _Deliberated.remarks,
        (
            objective_code(lambda r: r[0]),
            text("by", "who", lambda r: r[1]),
            text("text", "what", lambda r: r[2].text),
            day("on", "day", lambda r: r[2].said_at.date()),
        ),
    ),
)  # fmt: skip


def body_sheets(
    inputs: Sequence[Input],
    objectives: Sequence[Objective],
    deliberations: Sequence[Deliberation],
    names: Callable[[str], str],
) -> tuple[Sheet, ...]:
    """Return what the evaluating body may have beside it: all points with their text, proposals and remarks.

    Of an input whose name is withheld no name is stored, so none goes out. `names` gives a person's name by id.
    """
    source = _Deliberated(inputs, {objective.id: objective.code for objective in objectives}, deliberations, names)
    return tuple(table.sheet(source) for table in _BODY)
