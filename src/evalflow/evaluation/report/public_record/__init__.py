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
    coordination,
    dialogue_lines,
    general,
    pairs,
    sources,
    stated_when,
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


def picture(everything: Everything, *, status: Literal["draft", "adopted"], adopted_on: date | None) -> PublicRecord:
    """Return all of it that may be published, in sections.

    Raises:
        InvalidInput: a date on record is none.
    """
    adopted = adopted_on if status == "adopted" else None
    everything, state = as_adopted(everything, adopted) if adopted else (everything, cycle_state(everything))
    visible = Visible(everything.inputs, everything.evaluation.code)
    changed, counted, criteria = changes(everything), counts(visible), criterion_lines(everything)
    drawn_up = PublicRecord(
        format="evalflow-record/2",
        example=everything.record.example,
        cover=_cover(everything, status, adopted_on),
        mandate=_mandate(everything),
        account=Account(
            texts=texts(everything, visible),
            evaluators=evaluator_lines(everything),
            limits=limits(everything, visible, counted, changed, criteria),
        ),
        background=_background(everything),
        course=_course(everything, state),
        definitions=_definitions(everything),
        assessment=Assessment(
            findings=finding_lines(everything, visible, changed.reasoned),
            matrix=matrix_lines(everything),
            earlier_statuses=earlier_lines(everything),
            impacts=impact_lines(everything),
        ),
        amendments=Amendments(
            changes=changed.reasoned,
            added=changed.added,
            corrections=changed.corrections,
            editorial=changed.editorial,
            restated=restatements(everything),
            slips=slip_lines(everything),
        ),
        consultation=_consultation(everything, visible, counted),
        suspension=SuspensionReview(criteria, decisions(everything, visible, criteria, adopted)),
        advice=Advice(
            scorecard_lines(everything), recommendation_lines(everything, visible), carried_lines(everything, visible)
        ),
        registers=RegisterExcerpts(register_lines(everything), span_lines(everything), agenda_lines(everything)),
        anchor=Anchor(everything.head, everything.now),
    )
    return visible.everywhere(drawn_up)


def _cover(everything: Everything, status: Literal["draft", "adopted"], adopted_on: date | None) -> Cover:
    return Cover(
        edition="public",
        status=status,
        adopted_on=adopted_on,
        title=message("report.title", partner=everything.dialogue.partner, counterpart=everything.dialogue.counterpart),
        subtitle=subtitle(everything),
        cycle=everything.evaluation.code,
    )


def _mandate(everything: Everything) -> Mandate:
    evaluation, terms, body = everything.evaluation, everything.evaluation.terms, everything.evaluation.body
    return Mandate(
        body=body.name if body else "",
        body_kind=message(f"body-kind.{body.kind}") if body and body.kind else None,
        body_accountable_to=body.accountable_to if body else "",
        operator=everything.named(evaluation.operator),
        operator_conducts=evaluation.operator_conducts,
        timetable_url=terms.timetable_url if terms else "",
        criteria_url=terms.criteria_url if terms else "",
        terms_published_on=last_day(terms.published_on) if terms else None,
    )


def _background(everything: Everything) -> Background:
    return Background(
        dialogue=dialogue_lines(everything.dialogue),
        stated_when=stated_when(everything.dialogue),
        pairs=pairs(everything.pairs),
        coordination=coordination(everything.coordination),
        general=general(everything.general),
        sources=sources(everything.dialogue),
    )


def _course(everything: Everything, state: Message) -> Course:
    return Course(
        opening=everything.cycle.opening,
        zone=everything.cycle.zone,
        cycle_state=state,
        closing_note=closing_note(everything),
        opening_state=opening_state(everything),
        report_due=report_due(everything),
        timetable=timetable(everything),
        pauses=pauses(everything),
        turns=turns(everything),
    )


def _definitions(everything: Everything) -> Definitions:
    return Definitions(
        workflow=f"{everything.workflow.name} {everything.workflow.version}",
        workflow_title=everything.workflow.title,
        workflow_steps=drawn(everything.workflow, everything.cycle),
        workflow_proof=proof(everything.workflow),
        workflow_sha256=everything.cycle.workflow,
        criteria_sha256=everything.evaluation.criteria,
    )


def _consultation(everything: Everything, visible: Visible, counted: Counts) -> Consultation:
    return Consultation(
        inputs_received=counted.inputs,
        inputs_at_least=counted.inputs_at_least,
        points_total=counted.points,
        points_at_least=counted.points_at_least,
        input_counts=counted.rows,
        inputs=input_lines(everything, visible),
        replies=tuple(reply.says for reply in replies(everything, visible)),
        erasures=erasure_lines(everything),
    )
