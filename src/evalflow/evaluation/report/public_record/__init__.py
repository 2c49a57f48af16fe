"""Everything on record of one evaluation → the one public picture of it, with nothing confidential in it."""

from datetime import date
from typing import Literal

from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.adoption import as_adopted
from evalflow.evaluation.report.public_record.changes import changes, restatements
from evalflow.evaluation.report.public_record.counts import Counts, counts
from evalflow.evaluation.report.public_record.course import (
    closing_note,
    cycle_state,
    opening_state,
    pauses,
    report_due,
    subtitle,
    turns,
)
from evalflow.evaluation.report.public_record.criteria import criterion_lines
from evalflow.evaluation.report.public_record.decisions import decisions
from evalflow.evaluation.report.public_record.dialogue import (
    dialogue_lines,
    pairs,
    sources,
    stated_when,
    topic_lines,
)
from evalflow.evaluation.report.public_record.drawn import drawn, proof
from evalflow.evaluation.report.public_record.erasures import erasure_lines
from evalflow.evaluation.report.public_record.everything import Everything, Happened
from evalflow.evaluation.report.public_record.inputs import input_lines
from evalflow.evaluation.report.public_record.limits import limits
from evalflow.evaluation.report.public_record.narrative import evaluator_lines, impact_lines, matrix_lines, texts
from evalflow.evaluation.report.public_record.objectives import finding_lines
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.public_record.recommendations import carried_lines, recommendation_lines
from evalflow.evaluation.report.public_record.registers import register_lines, span_lines
from evalflow.evaluation.report.public_record.replies import replies
from evalflow.evaluation.report.public_record.scorecard import scorecard_lines
from evalflow.evaluation.report.public_record.series import agenda_lines, earlier_lines, slip_lines
from evalflow.evaluation.report.public_record.timetable import timetable
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.account import Account
from evalflow.evaluation.report.sections.advice import Advice
from evalflow.evaluation.report.sections.amendments import Amendments
from evalflow.evaluation.report.sections.anchor import Anchor
from evalflow.evaluation.report.sections.assessment import Assessment
from evalflow.evaluation.report.sections.background import Background
from evalflow.evaluation.report.sections.consultation import Consultation
from evalflow.evaluation.report.sections.course import Course
from evalflow.evaluation.report.sections.cover import Cover
from evalflow.evaluation.report.sections.definitions import Definitions
from evalflow.evaluation.report.sections.mandate import Mandate
from evalflow.evaluation.report.sections.registers import RegisterExcerpts
from evalflow.evaluation.report.sections.suspension import SuspensionReview
from evalflow.evaluation.wording import last_day

__all__ = ["Everything", "Happened", "picture"]


def picture(known: Everything, *, status: Literal["draft", "adopted"], adopted_on: date | None) -> PublicRecord:
    """Return all of it that may be published, in sections.

    Raises:
        InvalidInput: a date on record is none.
    """
    adopted = adopted_on if status == "adopted" else None
    known, state = as_adopted(known, adopted) if adopted else (known, cycle_state(known))
    visible = Visible(known.inputs, known.evaluation.code)
    changed, counted, criteria = changes(known), counts(visible), criterion_lines(known)
    drawn_up = PublicRecord(
        format="evalflow-record/2",
        example=known.record.example,
        cover=_cover(known, status, adopted_on),
        mandate=_mandate(known),
        account=Account(
            texts=texts(known, visible),
            evaluators=evaluator_lines(known),
            limits=limits(known, visible, counted, changed, criteria),
        ),
        background=_background(known),
        course=_course(known, state),
        definitions=_definitions(known),
        assessment=Assessment(
            findings=finding_lines(known, visible, changed.reasoned),
            matrix=matrix_lines(known),
            earlier_statuses=earlier_lines(known),
            impacts=impact_lines(known),
        ),
        amendments=Amendments(
            changes=changed.reasoned,
            added=changed.added,
            corrections=changed.corrections,
            editorial=changed.editorial,
            restated=restatements(known),
            slips=slip_lines(known),
        ),
        consultation=_consultation(known, visible, counted),
        suspension=SuspensionReview(criteria, decisions(known, visible, criteria, adopted)),
        advice=Advice(scorecard_lines(known), recommendation_lines(known, visible), carried_lines(known, visible)),
        registers=RegisterExcerpts(register_lines(known), span_lines(known), agenda_lines(known)),
        anchor=Anchor(known.head, known.now),
    )
    return visible.everywhere(drawn_up)


def _cover(known: Everything, status: Literal["draft", "adopted"], adopted_on: date | None) -> Cover:
    return Cover(
        edition="public",
        status=status,
        adopted_on=adopted_on,
        title=message("report.title", partner=known.dialogue.partner, counterpart=known.dialogue.counterpart),
        subtitle=subtitle(known),
        cycle=known.evaluation.code,
    )


def _mandate(known: Everything) -> Mandate:
    evaluation, terms, body = known.evaluation, known.evaluation.terms, known.evaluation.body
    return Mandate(
        body=body.name if body else "",
        body_kind=message(f"body-kind.{body.kind}") if body and body.kind else None,
        body_accountable_to=body.accountable_to if body else "",
        operator=known.named(evaluation.operator),
        operator_conducts=evaluation.operator_conducts,
        timetable_url=terms.timetable_url if terms else "",
        criteria_url=terms.criteria_url if terms else "",
        terms_published_on=last_day(terms.published_on) if terms else None,
    )


def _background(known: Everything) -> Background:
    return Background(
        dialogue=dialogue_lines(known.dialogue),
        stated_when=stated_when(known.dialogue),
        pairs=pairs(known.pairs),
        coordination=topic_lines(known.coordination),
        general=topic_lines(known.general),
        sources=sources(known.dialogue),
    )


def _course(known: Everything, state: Message) -> Course:
    return Course(
        opening=known.cycle.opening,
        zone=known.cycle.zone,
        cycle_state=state,
        closing_note=closing_note(known),
        opening_state=opening_state(known),
        report_due=report_due(known),
        timetable=timetable(known),
        pauses=pauses(known),
        turns=turns(known),
    )


def _definitions(known: Everything) -> Definitions:
    return Definitions(
        workflow=f"{known.workflow.name} {known.workflow.version}",
        workflow_title=known.workflow.title,
        workflow_steps=drawn(known.workflow, known.cycle),
        workflow_proof=proof(known.workflow),
        workflow_sha256=known.cycle.workflow,
        criteria_sha256=known.evaluation.criteria,
    )


def _consultation(known: Everything, visible: Visible, counted: Counts) -> Consultation:
    return Consultation(
        inputs_received=counted.inputs,
        inputs_at_least=counted.inputs_at_least,
        points_total=counted.points,
        points_at_least=counted.points_at_least,
        input_counts=counted.rows,
        inputs=input_lines(known, visible),
        replies=tuple(reply.says for reply in replies(known, visible)),
        erasures=erasure_lines(known),
    )
