"""The evaluation that a cycle runs: terms, body, operator, criteria checked, decisions, adoption, publication."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import Literal, get_args

from evalflow.engine.dates import exact_day
from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import is_blank, need_reason
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.bodies import Body
from evalflow.evaluation.comparison import Compared
from evalflow.evaluation.letters.kinds import SENDING
from evalflow.evaluation.publications import AddPdf, PdfAdded, Publication, PublishReport, ReportPublished
from evalflow.evaluation.redactions import Redaction, RedactReport, ReportRedacted

ADOPT = "adopt-report"
PUBLISH = "publish-report"
ACTS = (ADOPT, PUBLISH, *SENDING)  # what else a step of a workflow can do in the moment it is completed

Result = Literal["tripped", "clear", "cannot tell"]
DecisionKind = Literal["continue-with-reasons", "adjust-aims", "suspend", "terminate", "close-purpose-served"]
DECISIONS: tuple[DecisionKind, ...] = get_args(DecisionKind)


@dataclass(frozen=True)
class TracedClause:
    text: str
    value: str
    truth: Literal["true", "false", "unknown"]
    sources: tuple[str, ...]
    depth: int


@dataclass(frozen=True)
class CheckedCriterion:
    """What the engine reported of one criterion, with the trace it rests on.

    `untold` is how many evaluations in a row before this one could not tell either; `review_missed` is the day by which
    an earlier decision on it was to be looked at again, where it was not.
    """

    code: str
    result: Result
    why: str
    missing: tuple[str, ...]
    trace: tuple[TracedClause, ...]
    untold: int = 0
    review_missed: str = ""


@dataclass(frozen=True)
class Decision:
    """What people decided on a criterion, before the report is adopted or after it. The software never decides."""

    criterion: str
    kind: DecisionKind
    reasons: str
    decided_by: str
    decided_on: str
    review_on: str = ""
    cure_until: str = ""  # the day until which the counterpart may put it right before more is decided
    on: str = ""  # what the criterion had come to; "" in older records


@dataclass(frozen=True)
class Terms:
    timetable_url: str
    criteria_url: str
    published_on: str


@dataclass(frozen=True)
class Adoption:
    """`record_sha256` names the frozen record (JSON) that every edition of the report is made from."""

    adopted_at: datetime
    adopted_on: date
    adopted_by: str
    record_sha256: str
    size: int
    root: str


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of one dialogue. `id` is also the id of the cycle that runs it."""

    id: str
    code: str  # "UK-CN-2027"
    dialogue: str
    operator: str
    operator_conducts: bool
    criteria: str  # SHA-256 of the pinned criteria
    terms: Terms | None = None
    body: Body | None = None
    checked_at: datetime | None = None
    checked: tuple[CheckedCriterion, ...] = ()
    decisions: tuple[Decision, ...] = ()
    drafted_at: datetime | None = None
    adoption: Adoption | None = None
    publication: Publication | None = None
    scorecard: str = ""  # SHA-256 of the pinned recommendations and their checks; "" in older records
    compared: Compared | None = None  # what of the adopted report may stand beside another's; None in older records
    redactions: tuple[Redaction, ...] = ()  # editions that were replaced, because an input was protected since

    def decision_on(self, criterion: str) -> Decision | None:
        """Return the last decision on what a criterion came to: one on another result than the present is none."""
        results = {checked.code: checked.result for checked in self.checked}
        fitting = (
            decision
            for decision in reversed(self.decisions)
            if decision.on in ("", results.get(criterion, decision.on))
        )
        return next((one for one in fitting if one.criterion == criterion), None)


@dataclass(frozen=True)
class OpenEvaluation:
    evaluation: Evaluation


@dataclass(frozen=True)
class PublishTerms:
    terms: Terms


@dataclass(frozen=True)
class NameBody:
    body: Body


@dataclass(frozen=True)
class RecordCheck:
    checked: tuple[CheckedCriterion, ...]


@dataclass(frozen=True)
class RecordDecision:
    decision: Decision


@dataclass(frozen=True)
class RecordDraft:
    """A draft of the report was made: what the right of reply is about."""


@dataclass(frozen=True)
class AdoptReport:
    adoption: Adoption
    compared: Compared | None = None


@dataclass(frozen=True)
class EvaluationOpened(EventOf[Evaluation]):
    evaluation: Evaluation


@dataclass(frozen=True)
class TermsPublished(EventOf[Evaluation]):
    terms: Terms


@dataclass(frozen=True)
class BodyNamed(EventOf[Evaluation]):
    body: Body


@dataclass(frozen=True)
class CriteriaChecked(EventOf[Evaluation]):
    checked_at: datetime
    checked: tuple[CheckedCriterion, ...]


@dataclass(frozen=True)
class CriterionDecided(EventOf[Evaluation]):
    decision: Decision


@dataclass(frozen=True)
class ReportDrafted(EventOf[Evaluation]):
    drafted_at: datetime


@dataclass(frozen=True)
class ReportAdopted(EventOf[Evaluation]):
    adoption: Adoption
    compared: Compared | None = None


EvaluationCommand = (
    OpenEvaluation
    | PublishTerms
    | NameBody
    | RecordCheck
    | RecordDecision
    | RecordDraft
    | AdoptReport
    | PublishReport
    | RedactReport
    | AddPdf
)
EvaluationEvent = (
    EvaluationOpened
    | TermsPublished
    | BodyNamed
    | CriteriaChecked
    | CriterionDecided
    | ReportDrafted
    | ReportAdopted
    | ReportPublished
    | ReportRedacted
    | PdfAdded
)


def decide_evaluation(
    evaluation: Evaluation | None, command: EvaluationCommand, now: datetime
) -> list[EvaluationEvent]:
    """Return what happens to an evaluation.

    Raises:
        Refused: it stands already, is adopted already, or a reason or address is missing.
    """
    match command:
        case OpenEvaluation(opened):
            if evaluation:
                raise Refused("evaluation-exists", f"The evaluation {evaluation.code} was opened before.")
            return [EvaluationOpened(opened)]
        case PublishTerms(terms):
            return _publish_terms(_there(evaluation), terms)
        case NameBody(body):
            return _name_body(_there(evaluation), body)
        case AdoptReport(adoption, compared):
            _refuse_adopted(_there(evaluation))
            return [ReportAdopted(adoption, compared)]
        case PublishReport(publication):
            return _publish_report(_there(evaluation), publication)
        case RedactReport():
            return [_redact(_there(evaluation), command)]
        case AddPdf(file, sha256):
            return [_add_pdf(_there(evaluation), file, sha256, now)]
        case RecordDecision(decision):
            return _decide_criterion(_there(evaluation), decision)
        case _:
            _refuse_adopted(_there(evaluation))
            return [CriteriaChecked(now, command.checked) if isinstance(command, RecordCheck) else ReportDrafted(now)]


def apply_evaluation(evaluation: Evaluation | None, event: EvaluationEvent) -> Evaluation:
    match event:
        case EvaluationOpened(opened):
            return opened
        case TermsPublished(terms):
            return replace(_there(evaluation), terms=terms)
        case BodyNamed(body):
            return replace(_there(evaluation), body=body)
        case CriteriaChecked(checked_at, checked):
            return replace(_there(evaluation), checked_at=checked_at, checked=checked)
        case CriterionDecided(decision):
            there = _there(evaluation)
            return replace(there, decisions=(*there.decisions, decision))
        case ReportDrafted(drafted_at):
            return replace(_there(evaluation), drafted_at=drafted_at)
        case ReportAdopted(adoption, compared):
            return replace(_there(evaluation), adoption=adoption, compared=compared)
        case ReportRedacted():
            return _redacted(_there(evaluation), event)
        case PdfAdded(file=file, sha256=sha256):
            return replace(_there(evaluation), publication=published(_there(evaluation)).with_file(file, sha256))
        case _:
            return replace(_there(evaluation), publication=event.publication)


def _publish_terms(evaluation: Evaluation, terms: Terms) -> list[EvaluationEvent]:
    for name, url in (("--timetable", terms.timetable_url), ("--criteria", terms.criteria_url)):
        if not re.fullmatch(r"https?://[^\s/]+\S*", url):
            raise Refused("no-address", f"{name} takes the address where it is published, beginning with https://.")
    exact_day(terms.published_on)
    if evaluation.terms == terms:
        return []
    if evaluation.terms:
        raise Refused(
            "terms-published", f"The terms were published on {evaluation.terms.published_on} and stand as published."
        )
    return [TermsPublished(terms)]


def _name_body(evaluation: Evaluation, body: Body) -> list[EvaluationEvent]:
    if is_blank(body.name) or is_blank(body.accountable_to):
        raise Refused("body-incomplete", "Name the evaluating body and, with --accountable-to, whom it answers to.")
    if evaluation.body == body:
        return []
    if evaluation.body and body.kind and evaluation.body == replace(body, kind="", source=evaluation.body.source):
        return [BodyNamed(replace(evaluation.body, kind=body.kind))]
    if evaluation.body:
        raise Refused("body-named", f"The evaluating body is {evaluation.body.name}, as published with the terms.")
    return [BodyNamed(body)]


def _decide_criterion(evaluation: Evaluation, decision: Decision) -> list[EvaluationEvent]:
    codes = [checked.code for checked in evaluation.checked]
    if not codes:
        check = Remedy("check-criteria")
        raise Refused("criteria-unchecked", f"Check the criteria first: `{check}`.", check)
    if decision.criterion not in codes:
        near = get_close_matches(decision.criterion, codes, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise Refused(
            "unknown-criterion",
            f"{evaluation.code} has no criterion {decision.criterion}.{hint} It has: {', '.join(codes)}.",
        )
    need_reason(decision.reasons, "A decision on a criterion states its reasons. Give them with --reasons.")
    for text in filter(None, (decision.decided_on, decision.review_on, decision.cure_until)):
        exact_day(text)
    if decision.cure_until and decision.cure_until <= decision.decided_on:
        raise Refused("cure-period-over", "The time to put it right ends after the day of the decision.")
    if decision in evaluation.decisions:
        return []
    return [CriterionDecided(decision)]


def _publish_report(evaluation: Evaluation, publication: Publication) -> list[EvaluationEvent]:
    if evaluation.adoption is None:
        adopt = Remedy("adopt-report")
        raise Refused("not-adopted", f"Only an adopted report is published. Adopt it with `{adopt}`.", adopt)
    if evaluation.publication:
        raise Refused("report-published", f"The report was published on {evaluation.publication.published_on}.")
    if not publication.pdf:
        need_reason(publication.without_pdf, "Say why the report is published without its PDF, with --reason.")
    return [ReportPublished(publication)]


def published(evaluation: Evaluation) -> Publication:
    """Return the publication of a report. Raises Refused: `not-published`."""
    if evaluation.publication is None:
        publish = Remedy("publish-report")
        raise Refused("not-published", f"The report on {evaluation.code} is not published: {publish}", publish)
    return evaluation.publication


def _add_pdf(evaluation: Evaluation, file: str, sha256: str, now: datetime) -> PdfAdded:
    if published(evaluation).pdf:
        raise Refused(
            "pdf-published", f"The report on {evaluation.code} has its PDF: a published file is not made anew."
        )
    return PdfAdded(now, file, sha256)


def _redact(evaluation: Evaluation, command: RedactReport) -> ReportRedacted:
    if evaluation.adoption is None:
        raise Refused("not-adopted", "Only an adopted report is redacted: a draft is made anew with `report build`.")
    need_reason(command.redaction.reason, "Say why a new edition is made, with --reason. Name nobody in it.")
    return ReportRedacted(command.redaction, command.record_sha256, command.files, command.compared)


def _redacted(evaluation: Evaluation, event: ReportRedacted) -> Evaluation:
    adoption, publication = evaluation.adoption, evaluation.publication
    return replace(
        evaluation,
        adoption=adoption and replace(adoption, record_sha256=event.record_sha256),
        publication=publication and replace(publication, files=event.files, kept=True),
        compared=event.compared,
        redactions=(*evaluation.redactions, event.redaction),
    )


def _refuse_adopted(evaluation: Evaluation) -> None:
    if evaluation.adoption:
        raise Refused(
            "report-adopted", f"The report was adopted on {evaluation.adoption.adopted_on}; it stands as adopted."
        )


def _there(evaluation: Evaluation | None) -> Evaluation:
    if evaluation is None:
        raise LookupError("an evaluation's event came before the evaluation")
    return evaluation
