"""A public record → what of it may stand beside another's."""

from evalflow.evaluation.comparison import Compared, ComparedObjective
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.wording import worded


def compared(record: PublicRecord) -> Compared:
    """Return what of an adopted record can be compared; objectives that were withdrawn are left out."""
    topics = record.advice.scorecard.topics if record.advice.scorecard else ()
    return Compared(
        cycle=record.cover.cycle,
        dialogue=record.background.dialogue.code,
        partner=record.background.dialogue.partner,
        counterpart=record.background.dialogue.counterpart,
        body=worded(record.mandate).body,
        adopted_on=record.cover.adopted_on or record.anchor.cut_off.date(),
        objectives=tuple(
            ComparedObjective(line.code, line.title, line.same_as, line.status, line.evidence, not line.no_timeframe)
            for line in record.assessment.findings
            if not line.withdrawn
        ),
        changes=len(record.amendments.changes),
        without_reason=sum(not one.reason for one in record.amendments.changes),
        inputs=record.consultation.inputs_received,
        at_least=record.consultation.inputs_at_least,
        moved=sum(len(step.moved) for step in record.course.timetable),
        criteria={one.code: one.result for one in record.suspension.criteria},
        scorecard={one.code: one.result for one in topics},
        corrections=len(record.amendments.corrections),
        corrections_unreasoned=sum(not one.reason for one in record.amendments.corrections),
    )
