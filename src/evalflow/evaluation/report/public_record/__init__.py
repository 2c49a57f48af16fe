"""Everything on record of one evaluation → the one public picture of it, with nothing confidential in it."""

from datetime import date
from typing import Literal

from evalflow.evaluation.bodies import KIND_WORDS
from evalflow.evaluation.report.public_record.adoption import as_adopted
from evalflow.evaluation.report.public_record.changes import changes, restatements
from evalflow.evaluation.report.public_record.counts import counts
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
from evalflow.evaluation.report.public_record.recommendations import carried_lines, recommendation_lines
from evalflow.evaluation.report.public_record.registers import register_lines, span_lines
from evalflow.evaluation.report.public_record.replies import replies
from evalflow.evaluation.report.public_record.scorecard import scorecard_lines
from evalflow.evaluation.report.public_record.series import agenda_lines, earlier_lines, slip_lines
from evalflow.evaluation.report.public_record.timetable import timetable
from evalflow.evaluation.report.public_record.visible import Visible
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.wording import last_day, the

__all__ = ["Everything", "Happened", "picture"]

NOT_NAMED = "not named yet"


def picture(known: Everything, *, status: Literal["draft", "adopted"], adopted_on: date | None) -> PublicRecord:
    """Return all of it that may be published, in finished words.

    Raises:
        InvalidInput: a date on record is none.
    """
    adopted = adopted_on if status == "adopted" else None
    known, state = as_adopted(known, adopted) if adopted else (known, cycle_state(known))
    evaluation, cycle, terms, body = known.evaluation, known.cycle, known.evaluation.terms, known.evaluation.body
    visible = Visible(known.inputs, evaluation.code)
    changed, counted, criteria = changes(known), counts(visible), criterion_lines(known)
    drawn_up = PublicRecord(
        format="evalflow-record/1",
        example=known.record.example,
        edition="public",
        status=status,
        adopted_on=adopted_on,
        title=f"The human rights dialogue between {the(known.dialogue.partner)} and {the(known.dialogue.counterpart)}",
        subtitle=subtitle(known),
        cycle=evaluation.code,
        opening=cycle.opening,
        zone=cycle.zone,
        cut_off=known.now,
        head=known.head,
        body=body.name if body else NOT_NAMED,
        body_accountable_to=body.accountable_to if body else "",
        operator=known.named(evaluation.operator),
        operator_conducts=evaluation.operator_conducts,
        workflow=f"{known.workflow.name} {known.workflow.version}",
        workflow_sha256=cycle.workflow,
        criteria_sha256=evaluation.criteria,
        timetable_url=terms.timetable_url if terms else "",
        criteria_url=terms.criteria_url if terms else "",
        terms_published_on=last_day(terms.published_on) if terms else None,
        cycle_state=state,
        closing_note=closing_note(known),
        dialogue=dialogue_lines(known.dialogue),
        timetable=timetable(known),
        pauses=pauses(known),
        findings=finding_lines(known, visible, changed.reasoned),
        pairs=pairs(known.pairs),
        changes=changed.reasoned,
        corrections=changed.corrections,
        editorial=changed.editorial,
        restated=restatements(known),
        inputs_received=counted.inputs,
        points_total=counted.points,
        input_counts=counted.rows,
        inputs=input_lines(known, visible),
        criteria=criteria,
        decisions=decisions(known, visible, criteria, adopted),
        limits=limits(known, visible, counted, changed, criteria),
        coordination=coordination(known.coordination),
        sources=sources(known.dialogue),
        added=changed.added,
        inputs_at_least=counted.inputs_at_least,
        points_at_least=counted.points_at_least,
        opening_state=opening_state(known),
        report_due=report_due(known),
        stated_when=stated_when(known.dialogue),
        replies=tuple(reply.text for reply in replies(known, visible)),
        register_entries=register_lines(known),
        register_spans=span_lines(known),
        turns=turns(known),
        workflow_title=known.workflow.title,
        workflow_steps=drawn(known.workflow, cycle),
        workflow_proof=proof(known.workflow),
        scorecard=scorecard_lines(known),
        recommendations=recommendation_lines(known, visible),
        followed_up=carried_lines(known, visible),
        texts=texts(known, visible),
        evaluators=evaluator_lines(known),
        impacts=impact_lines(known),
        matrix=matrix_lines(known),
        earlier_statuses=earlier_lines(known),
        slips=slip_lines(known),
        agendas=agenda_lines(known),
        erasures=erasure_lines(known),
        general=general(known.general),
        body_kind=KIND_WORDS[body.kind] if body and body.kind else "",
    )
    return visible.everywhere(drawn_up)
