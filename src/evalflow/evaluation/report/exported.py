"""A public record → tables for other tools: each column allowed by name, described, and nothing beside them.

A field that is not listed here does not go out, whatever is added to the record later. All of it is public; what only
the evaluating body may see is in a list of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.objectives.objective import UNRECORDED, Objective
from evalflow.evaluation.report.record import PublicRecord

Level = Literal["public", "evaluating-body"]
LEVELS: Final[tuple[Level, ...]] = ("public", "evaluating-body")
Cell = str | int | bool | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True)
class Column:
    """`kind` is text, number, date, yes-no or code; `says` is what it means, as the data dictionary has it."""

    name: str
    kind: str
    says: str


@dataclass(frozen=True)
class Sheet:
    """One table as it goes out. `level` says who may see it."""

    name: str
    title: str
    level: Level
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class _Declared:
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[PublicRecord], Iterable[Row]]


def _text(name: str, says: str) -> Column:
    return Column(name, "text", says)


def _code(name: str, says: str) -> Column:
    return Column(name, "code", says)


def _number(name: str, says: str) -> Column:
    return Column(name, "number", says)


def _date(name: str, says: str) -> Column:
    return Column(name, "date", says)


def _yes_no(name: str, says: str) -> Column:
    return Column(name, "yes-no", says)


_OBJECTIVE: Final = _code("objective", "code of the objective")
_INPUT: Final = _code("input", "reference of the input")
_SOURCE: Final = _text("source", "where it stands")


def _at(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else ""


def _changes(record: PublicRecord) -> Iterator[Row]:
    for kind, changes in (("change", record.changes), ("added", record.added), ("correction", record.corrections),
                          ("editorial", record.editorial)):  # fmt: skip
        for one in changes:
            reason = one.reason or (UNRECORDED if kind == "correction" else "")
            yield (
                one.number, one.objective, kind, one.field or one.kind, one.old, one.new, reason, not one.reason,
                one.reasons_asked_on, one.proposed_by, one.decided_by, one.decided_on, one.source, one.recorded_on,
            )  # fmt: skip


def _points(record: PublicRecord) -> Iterator[Row]:
    for one in record.inputs:
        for point in one.points:
            yield (
                one.code, point.number, point.text, bool(point.text), point.objective, point.disposition, point.reason,
                point.paragraph,
            )  # fmt: skip


def _replies(record: PublicRecord) -> Iterator[Row]:
    made = [(one.code, one.replies) for one in record.recommendations]
    for code, replies in (*made, *((one.code, one.replies) for one in record.followed_up)):
        for reply in replies:
            yield (
                code, reply.government, reply.stage, reply.answer, reply.reasons, reply.received_on, reply.late,
                reply.source,
            )  # fmt: skip


def _checks(record: PublicRecord) -> Iterator[Row]:
    for topic in record.scorecard.topics if record.scorecard else ():
        for check in topic.checks:
            yield topic.code, topic.title, check.name, check.title, check.result, check.why, check.hedge


_PUBLIC: Final[dict[str, _Declared]] = {
    "evaluation": _Declared(
        "The evaluation",
        (
            _code("cycle", "code of the evaluation"), _code("dialogue", "code of the dialogue"),
            _text("partner", "the government that conducts the dialogue"), _text("counterpart", "the other one"),
            _code("status", "draft or adopted"), _date("adopted_on", "day of adoption; empty in a draft"),
            _date("opening", "opening day of the cycle"), _text("cut_off", "instant at which the record was read, UTC"),
            _text("body", "evaluating body"), _text("operator", "who operates the record"),
            _yes_no("operator_conducts", "the operator conducts the dialogue"),
            _number("inputs_received", "inputs received, or the least of them"),
            _yes_no("inputs_at_least", "more were received, too few to be told"),
            _number("head_size", "entries of the journal"), _code("head_root", "root of its hash tree"),
        ),
        lambda r: [(
            r.cycle, r.dialogue.code, r.dialogue.partner, r.dialogue.counterpart, r.status, r.adopted_on, r.opening,
            r.cut_off.isoformat(), r.body, r.operator, r.operator_conducts, r.inputs_received, r.inputs_at_least,
            r.head.size, r.head.root,
        )],
    ),
    "objectives": _Declared(
        "Objectives and findings",
        (
            _OBJECTIVE, _text("title", "short title"), _text("wording", "the objective as it stands"),
            _code("wording_is", "published, or a paraphrase of this record"),
            _code("same_as", "code of an objective of another dialogue that is the same"),
            _text("published", "when it was published"), _text("instrument", "instrument and article"),
            _text("due", "timeframe, as stated"), _yes_no("no_timeframe", "it has none"),
            _text("withdrawn", "whether and when it was withdrawn"),
            _code("status", "met, substantial, partial, none, regressed, not-assessable, not-due; empty: not rated"),
            _code("evidence", "strong, moderate, weak, claim, none"),
            _code("contribution", "of the dialogue: no-link, coincident, plausible, probable, not-assessed"),
            _code("cooperation", "replied, partial, none-after-reminder"), _text("finding", "the text of the finding"),
            _text("missing", "evidence that was missing"),
        ),
        lambda r: (
            (o.code, o.title, o.text, o.wording, o.same_as, o.published, o.instrument, o.due, o.no_timeframe,
             o.withdrawn, o.status, o.evidence, o.contribution, o.cooperation, "\n\n".join(o.paragraphs), o.missing)
            for o in r.findings
        ),
    ),
    "changes": _Declared(
        "Changes to objectives and timeframes",
        (
            _number("number", "number of the change in the report"), _OBJECTIVE,
            _code("kind", "change, added, correction or editorial"), _text("field", "what was changed"),
            _text("old", "before"), _text("new", "after"), _text("reason", "as stated; of a correction, what shows it"),
            _yes_no("no_reason_stated", "none was stated"), _date("reasons_asked_on", "day on which it was asked for"),
            _text("proposed_by", "who proposed it"), _text("decided_by", "who decided it"),
            _text("decided_on", "when, as precise as known"), _SOURCE, _date("recorded_on", "day of the entry"),
        ),
        _changes,
    ),
    "inputs": _Declared(
        "Inputs that are published",
        (
            _INPUT, _text("kind", "kind of submitter; coarse where the name is withheld"),
            _text("submitter", "name, or “name withheld”"), _text("title", "title"),
            _date("received_on", "day of receipt; empty where the name is withheld"),
            _text("late", "whether a late one was accepted, and why"),
            _code("state", "received, withdrawn"), _number("points", "how many points it has"),
            _code("language", "language of its texts, where its submitter said so"),
        ),
        lambda r: ((i.code, i.kind, i.submitter, i.title, i.received_on, i.late, i.state, len(i.points),
                    i.language)
                   for i in r.inputs),
    ),
    "points": _Declared(
        "Points of published inputs, and what became of each",
        (
            _INPUT, _number("point", "number within the input"), _text("text", "text; empty where it is not released"),
            _yes_no("released", "the text is released"), _OBJECTIVE,
            _code("disposition", "used, partly, not-used, out-of-scope, already-covered, held-back-for-safety"),
            _text("reason", "why"), _text("paragraph", "where the report takes it up"),
        ),
        _points,
    ),
    "criteria": _Declared(
        "Suspension criteria",
        (
            _code("criterion", "code of the criterion"), _text("title", "title"), _text("trips_when", "when it trips"),
            _code("class", "class of evidence it needs"), _code("weight", "what a trip leads to"),
            _text("rule", "the rule"), _code("result", "tripped, clear, cannot tell, not checked"), _text("why", "why"),
            _code("decision", "what the body decided"), _text("decision_reasons", "its reasons"),
            _date("decided_on", "day of the decision"),
        ),
        lambda r: (
            (c.code, c.title, c.trips_when, c.kind, c.weight, c.rule, c.result, c.why,
             *((c.decision.decision, c.decision.reasons, c.decision.decided_on) if c.decision else ("", "", None)))
            for c in r.criteria
        ),
    ),
    "scorecard": _Declared(
        "The twelve recommendations, check by check",
        (
            _code("recommendation", "code"), _text("title", "title"), _code("check", "name of the check"),
            _text("asks", "what has to be so"), _code("result", "pass, fail, unknown, n-a"), _text("why", "why"),
            _text("hedge", "the reservation with which the source says so"),
        ),
        _checks,
    ),
    "recommendations": _Declared(
        "Recommendations of the report",
        (
            _code("recommendation", "code"), _text("text", "what is recommended"), _text("addressee", "to whom"),
            _text("due", "by when"), _code("priority", "low, medium or high"), _text("basis", "what it rests on"),
        ),
        lambda r: ((c.code, c.text, c.addressee, c.due, c.priority, "; ".join(c.basis)) for c in r.recommendations),
    ),
    "replies": _Declared(
        "Replies of governments to recommendations",
        (
            _code("recommendation", "code"), _text("government", "who replied"), _code("to", "draft or report"),
            _text("answer", "accepted, accepted in part, rejected"), _text("reasons", "its reasons"),
            _date("received_on", "day of receipt"), _yes_no("late", "after its window"), _SOURCE,
        ),
        _replies,
    ),
    "follow_up": _Declared(
        "Recommendations of earlier reports, and what became of them",
        (
            _code("recommendation", "code"), _code("cycle", "report that made it"), _text("text", "what it asks for"),
            _text("addressee", "to whom"), _text("due", "by when"), _number("age", "age in cycles"),
            _code("status", "implemented, under-way, not-started, overtaken, abandoned; empty: not said"),
            _text("found", "what this cycle found"),
        ),
        lambda r: ((c.code, c.cycle, c.text, c.addressee, c.due, c.age, c.status, c.found) for c in r.followed_up),
    ),
    "timetable": _Declared(
        "Steps, planned and actual",
        (
            _code("step", "name of the step"), _text("title", "title"), _code("role", "whose it is"),
            _code("kind", "task, window or automatic"), _date("planned_from", "planned first day"),
            _date("planned_to", "planned last day"), _date("actual_from", "actual first day"),
            _date("actual_to", "actual last day"), _code("state", "done, open, overdue, not reached, ended early"),
            _code("planned_ends_at", "instant (UTC) at which it was planned to end; empty: with its last day"),
            _code("actual_ends_at", "instant (UTC) at which it ended; empty: with its last day"),
        ),
        lambda r: ((s.name, s.title, s.role, s.kind, s.planned_from, s.planned_to, s.actual_from, s.actual_to, s.state,
                    _at(s.planned_ends_at), _at(s.actual_ends_at)) for s in r.timetable),
    ),
    "registers": _Declared(
        "Entries of the registers of the dialogue",
        (
            _text("register", "which register"), _code("code", "code of the entry"), _text("on", "its day, in words"),
            _text("what", "what it says"), _text("by", "by whom"), _SOURCE, _text("note", "note"),
        ),
        lambda r: ((e.register, e.code, e.on, e.what, e.by, e.source, e.note) for e in r.register_entries),
    ),
    "complete": _Declared(
        "Times for which a register is stated complete: in them an absence is a no",
        (
            _text("register", "which register"), _text("first", "first day"), _text("through", "last day"),
            _text("stated_by", "who states it"), _SOURCE,
        ),
        lambda r: ((s.register, s.first, s.through, s.stated_by, s.source) for s in r.register_spans),
    ),
    "sources": _Declared(
        "Sources on the dialogue",
        (_code("source", "its code"), _text("title", "title"), _text("note", "how far it can be trusted")),
        lambda r: ((s.id, s.title, s.note) for s in r.sources),
    ),
}  # fmt: skip


def public_sheets(record: PublicRecord) -> tuple[Sheet, ...]:
    """Return every table that anybody may have, with no row that the report does not print."""
    return tuple(
        Sheet(name, one.title, "public", one.columns, tuple(one.rows(record))) for name, one in _PUBLIC.items()
    )


def body_sheets(
    inputs: Sequence[Input], objectives: Sequence[Objective], said: Sequence[Deliberation], names: Callable[[str], str]
) -> tuple[Sheet, ...]:
    """Return what the evaluating body may have beside it: all points with their text, proposals and remarks.

    Of an input whose name is withheld no name is stored, so none goes out. `names` gives a person's name by id.
    """
    codes = {one.id: one.code for one in objectives}
    points = (
        (one.code, one.level, point.number, point.text, point.objective, _disposed(point))
        for one in inputs
        for point in one.points
    )
    proposals = (
        (codes.get(one.objective, ""), names(p.by), p.status, p.evidence, p.contribution, p.text, p.proposed_at.date())
        for one in said
        for p in one.proposals
    )
    remarks = (
        (codes.get(one.objective, ""), names(r.by), r.text, r.said_at.date()) for one in said for r in one.remarks
    )
    return (
        Sheet(
            "all_points", "Points of all inputs, released or not", "evaluating-body",
            (
                _INPUT, _code("level", "public or name-withheld"), _number("point", "number"), _text("text", "text"),
                _OBJECTIVE, _code("disposition", "what became of it"),
            ),
            tuple(points),
        ),
        Sheet(
            "proposals", "How evaluators would rate", "evaluating-body",
            (
                _OBJECTIVE, _text("by", "who proposes"), _code("status", "status"), _code("evidence", "grade"),
                _code("contribution", "contribution"), _text("text", "why"), _date("on", "day"),
            ),
            tuple(proposals),
        ),
        Sheet(
            "remarks", "What evaluators said", "evaluating-body",
            (_OBJECTIVE, _text("by", "who"), _text("text", "what"), _date("on", "day")),
            tuple(remarks),
        ),
    )  # fmt: skip


def _disposed(point: Point) -> str:
    return point.disposition.kind if point.disposition else ""


DICTIONARY: Final = (
    _code("table", "name of the table"), _text("title", "what it holds"), _code("level", "who may see it"),
    _code("column", "name of the column"), _code("kind", "text, number, date (ISO 8601), yes-no or code"),
    _text("meaning", "what it means"),
)  # fmt: skip


def dictionary(sheets: Sequence[Sheet]) -> Sheet:
    """Return the data dictionary: a row for each column of each table, its own included."""
    own = Sheet("data_dictionary", "The columns of all tables", "public", DICTIONARY, ())
    rows = tuple(
        (sheet.name, sheet.title, sheet.level, column.name, column.kind, column.says)
        for sheet in (*sheets, own)
        for column in sheet.columns
    )
    return Sheet(own.name, own.title, own.level, own.columns, rows)
