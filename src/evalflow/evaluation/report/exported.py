"""A public record → tables for other tools: each column allowed by name, described, and nothing beside them.

A field that is not listed here does not go out, whatever is added to the record later. All of it is public; what only
the evaluating body may see is declared in `exported_to_body`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from evalflow.evaluation.objectives.objective import UNRECORDED
from evalflow.evaluation.report.columns import (
    ExportTable,
    Sheet,
    code,
    day,
    input_code,
    number,
    objective_code,
    source_text,
    text,
    yes_no,
)
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import Worded, worded


def _at(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else ""


def _changes(record: Worded) -> Iterator[tuple[str, Worded]]:
    made = record.amendments
    for kind, changes in (("change", made.changes), ("added", made.added), ("correction", made.corrections),
                          ("editorial", made.editorial)):  # fmt: skip
        yield from ((kind, change) for change in changes)


def _points(record: Worded) -> Iterator[tuple[Worded, Worded]]:
    return ((each, point) for each in record.consultation.inputs for point in each.points)


def _replies(record: Worded) -> Iterator[tuple[str, Worded]]:
    made = [(each.code, each.replies) for each in record.advice.recommendations]
    for code_, replies in (*made, *((each.code, each.replies) for each in record.advice.followed_up)):
        yield from ((code_, reply) for reply in replies)


def _checks(record: Worded) -> Iterator[tuple[Worded, Worded]]:
    for topic in record.advice.scorecard.topics if record.advice.scorecard else ():
        yield from ((topic, check) for check in topic.checks)


_PUBLIC: Final[tuple[ExportTable[Worded, Any], ...]] = (
    ExportTable[Worded, Worded](
        "evaluation",
        "The evaluation",
        "public",
        lambda record: (record,),
        (
            code("cycle", "code of the evaluation", lambda r: r.cover.cycle),
            code("dialogue", "code of the dialogue", lambda r: r.background.dialogue.code),
            text("partner", "the government that conducts the dialogue", lambda r: r.background.dialogue.partner),
            text("counterpart", "the other one", lambda r: r.background.dialogue.counterpart),
            code("status", "draft or adopted", lambda r: r.cover.status),
            day("adopted_on", "day of adoption; empty in a draft", lambda r: r.cover.adopted_on),
            day("opening", "opening day of the cycle", lambda r: r.course.opening),
            text("cut_off", "instant at which the record was read, UTC", lambda r: r.anchor.cut_off.isoformat()),
            text("body", "evaluating body", lambda r: r.mandate.body),
            text("operator", "who operates the record", lambda r: r.mandate.operator),
            yes_no("operator_conducts", "the operator conducts the dialogue", lambda r: r.mandate.operator_conducts),
            number(
                "inputs_received", "inputs received, or the least of them", lambda r: r.consultation.inputs_received
            ),
            yes_no(
                "inputs_at_least", "more were received, too few to be told", lambda r: r.consultation.inputs_at_least
            ),
            number("head_size", "entries of the journal", lambda r: r.anchor.head.size),
            code("head_root", "root of its hash tree", lambda r: r.anchor.head.root),
        ),
    ),
    ExportTable[Worded, Worded](
        "objectives",
        "Objectives and findings",
        "public",
        lambda record: record.assessment.findings,
        (
            objective_code(lambda o: o.code),
            text("title", "short title", lambda o: o.title),
            text("wording", "the objective as it stands", lambda o: o.text),
            code("wording_is", "published, or a paraphrase of this record", lambda o: o.wording),
            code("same_as", "code of an objective of another dialogue that is the same", lambda o: o.same_as),
            text("published", "when it was published", lambda o: o.published),
            text("instrument", "instrument and article", lambda o: o.instrument),
            text("due", "timeframe, as stated", lambda o: o.due),
            yes_no("no_timeframe", "it has none", lambda o: o.no_timeframe),
            text("withdrawn", "whether and when it was withdrawn", lambda o: o.withdrawn),
            code(
                "status",
                "met, substantial, partial, none, regressed, not-assessable, not-due; empty: not rated",
                lambda o: o.status,
            ),
            code("evidence", "strong, moderate, weak, claim, none", lambda o: o.evidence),
            code(
                "contribution",
                "of the dialogue: no-link, coincident, plausible, probable, not-assessed",
                lambda o: o.contribution,
            ),
            code("cooperation", "replied, partial, none-after-reminder", lambda o: o.cooperation),
            text("finding", "the text of the finding", lambda o: "\n\n".join(o.paragraphs)),
            text("missing", "evidence that was missing", lambda o: o.missing),
        ),
    ),
    ExportTable[Worded, Worded](
        "changes",
        "Changes to objectives and timeframes",
        "public",
        _changes,
        (
            number("number", "number of the change in the report", lambda c: c[1].number),
            objective_code(lambda c: c[1].objective),
            code("kind", "change, added, correction or editorial", lambda c: c[0]),
            text("field", "what was changed", lambda c: c[1].field or c[1].kind),
            text("old", "before", lambda c: c[1].old),
            text("new", "after", lambda c: c[1].new),
            text(
                "reason",
                "as stated; of a correction, what shows it",
                lambda c: c[1].reason or (UNRECORDED if c[0] == "correction" else ""),
            ),
            yes_no("no_reason_stated", "none was stated", lambda c: not c[1].reason),
            day("reasons_asked_on", "day on which it was asked for", lambda c: c[1].reasons_asked_on),
            text("proposed_by", "who proposed it", lambda c: c[1].proposed_by),
            text("decided_by", "who decided it", lambda c: c[1].decided_by),
            text("decided_on", "when, as precise as known", lambda c: c[1].decided_on),
            source_text(lambda c: c[1].source),
            day("recorded_on", "day of the entry", lambda c: c[1].recorded_on),
        ),
    ),
    ExportTable[Worded, Worded](
        "inputs",
        "Inputs that are published",
        "public",
        lambda record: record.consultation.inputs,
        (
            input_code(lambda i: i.code),
            text("kind", "kind of submitter; coarse where the name is withheld", lambda i: i.kind),
            text("submitter", "name, or “name withheld”", lambda i: i.submitter),
            text("title", "title", lambda i: i.title),
            day("received_on", "day of receipt; empty where the name is withheld", lambda i: i.received_on),
            text("late", "whether a late one was accepted, and why", lambda i: i.late),
            code("state", "received, withdrawn", lambda i: i.state),
            number("points", "how many points it has", lambda i: len(i.points)),
            code("language", "language of its texts, where its submitter said so", lambda i: i.language),
        ),
    ),
    ExportTable[Worded, Worded](
        "points",
        "Points of published inputs, and what became of each",
        "public",
        _points,
        (
            input_code(lambda p: p[0].code),
            number("point", "number within the input", lambda p: p[1].number),
            text("text", "text; empty where it is not released", lambda p: p[1].text),
            yes_no("released", "the text is released", lambda p: bool(p[1].text)),
            objective_code(lambda p: p[1].objective),
            code(
                "disposition",
                "used, partly, not-used, out-of-scope, already-covered, held-back-for-safety",
                lambda p: p[1].disposition,
            ),
            text("reason", "why", lambda p: p[1].reason),
            text("paragraph", "where the report takes it up", lambda p: p[1].paragraph),
        ),
    ),
    ExportTable[Worded, Worded](
        "criteria",
        "Suspension criteria",
        "public",
        lambda record: record.suspension.criteria,
        (
            code("criterion", "code of the criterion", lambda c: c.code),
            text("title", "title", lambda c: c.title),
            text("trips_when", "when it trips", lambda c: c.trips_when),
            code("class", "class of evidence it needs", lambda c: c.kind),
            code("weight", "what a trip leads to", lambda c: c.weight),
            text("rule", "the rule", lambda c: c.rule),
            code("result", "tripped, clear, cannot tell, not checked", lambda c: c.result),
            text("why", "why", lambda c: c.why),
            code("decision", "what the body decided", lambda c: c.decision.decision if c.decision else ""),
            text("decision_reasons", "its reasons", lambda c: c.decision.reasons if c.decision else ""),
            day("decided_on", "day of the decision", lambda c: c.decision.decided_on if c.decision else None),
        ),
    ),
    ExportTable[Worded, Worded](
        "scorecard",
        "The twelve recommendations, check by check",
        "public",
        _checks,
        (
            code("recommendation", "code", lambda s: s[0].code),
            text("title", "title", lambda s: s[0].title),
            code("check", "name of the check", lambda s: s[1].name),
            text("asks", "what has to be so", lambda s: s[1].title),
            code("result", "pass, fail, unknown, n-a", lambda s: s[1].result),
            text("why", "why", lambda s: s[1].why),
            text("hedge", "the reservation with which the source says so", lambda s: s[1].hedge),
        ),
    ),
    ExportTable[Worded, Worded](
        "recommendations",
        "Recommendations of the report",
        "public",
        lambda record: record.advice.recommendations,
        (
            code("recommendation", "code", lambda c: c.code),
            text("text", "what is recommended", lambda c: c.text),
            text("addressee", "to whom", lambda c: c.addressee),
            text("due", "by when", lambda c: c.due),
            code("priority", "low, medium or high", lambda c: c.priority),
            text("basis", "what it rests on", lambda c: "; ".join(c.basis)),
        ),
    ),
    ExportTable[Worded, Worded](
        "replies",
        "Replies of governments to recommendations",
        "public",
        _replies,
        (
            code("recommendation", "code", lambda r: r[0]),
            text("government", "who replied", lambda r: r[1].government),
            code("to", "draft or report", lambda r: r[1].stage),
            text("answer", "accepted, accepted in part, rejected", lambda r: r[1].answer),
            text("reasons", "its reasons", lambda r: r[1].reasons),
            day("received_on", "day of receipt", lambda r: r[1].received_on),
            yes_no("late", "after its window", lambda r: r[1].late),
            source_text(lambda r: r[1].source),
        ),
    ),
    ExportTable[Worded, Worded](
        "follow_up",
        "Recommendations of earlier reports, and what became of them",
        "public",
        lambda record: record.advice.followed_up,
        (
            code("recommendation", "code", lambda c: c.code),
            code("cycle", "report that made it", lambda c: c.cycle),
            text("text", "what it asks for", lambda c: c.text),
            text("addressee", "to whom", lambda c: c.addressee),
            text("due", "by when", lambda c: c.due),
            number("age", "age in cycles", lambda c: c.age),
            code(
                "status",
                "implemented, under-way, not-started, overtaken, abandoned; empty: not said",
                lambda c: c.status,
            ),
            text("found", "what this cycle found", lambda c: c.found),
        ),
    ),
    ExportTable[Worded, Worded](
        "timetable",
        "Steps, planned and actual",
        "public",
        lambda record: record.course.timetable,
        (
            code("step", "name of the step", lambda s: s.name),
            text("title", "title", lambda s: s.title),
            code("role", "whose it is", lambda s: s.role),
            code("kind", "task, window or automatic", lambda s: s.kind),
            day("planned_from", "planned first day", lambda s: s.planned_from),
            day("planned_to", "planned last day", lambda s: s.planned_to),
            day("actual_from", "actual first day", lambda s: s.actual_from),
            day("actual_to", "actual last day", lambda s: s.actual_to),
            code("state", "done, open, overdue, not reached, ended early", lambda s: s.state),
            code(
                "planned_ends_at",
                "instant (UTC) at which it was planned to end; empty: with its last day",
                lambda s: _at(s.planned_ends_at),
            ),
            code(
                "actual_ends_at",
                "instant (UTC) at which it ended; empty: with its last day",
                lambda s: _at(s.actual_ends_at),
            ),
        ),
    ),
    ExportTable[Worded, Worded](
        "registers",
        "Entries of the registers of the dialogue",
        "public",
        lambda record: record.registers.register_entries,
        (
            text("register", "which register", lambda e: e.register),
            code("code", "code of the entry", lambda e: e.code),
            text("on", "its day, in words", lambda e: e.on),
            text("what", "what it says", lambda e: e.what),
            text("by", "by whom", lambda e: e.by),
            source_text(lambda e: e.source),
            text("note", "note", lambda e: e.note),
        ),
    ),
    ExportTable[Worded, Worded](
        "complete",
        "Times for which a register is stated complete: in them an absence is a no",
        "public",
        lambda record: record.registers.register_spans,
        (
            text("register", "which register", lambda s: s.register),
            text("first", "first day", lambda s: s.first),
            text("through", "last day", lambda s: s.through),
            text("stated_by", "who states it", lambda s: s.stated_by),
            source_text(lambda s: s.source),
        ),
    ),
    ExportTable[Worded, Worded](
        "sources",
        "Sources on the dialogue",
        "public",
        lambda record: record.background.sources,
        (
            code("source", "its code", lambda s: s.id),
            text("title", "title", lambda s: s.title),
            text("note", "how far it can be trusted", lambda s: s.note),
        ),
    ),
)


def public_sheets(record: PublicRecord) -> tuple[Sheet, ...]:
    """Return every table that anybody may have, with no row that the report does not print."""
    printed = worded(record)
    return tuple(table.sheet(printed) for table in _PUBLIC)
