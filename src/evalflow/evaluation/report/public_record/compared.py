"""A public record → what of it may stand beside another's."""

from evalflow.evaluation.comparison import Compared, ComparedObjective
from evalflow.evaluation.report.record import PublicRecord


def compared(record: PublicRecord) -> Compared:
    """Return what of an adopted record can be compared; objectives that were withdrawn are left out."""
    topics = record.scorecard.topics if record.scorecard else ()
    return Compared(
        cycle=record.cycle,
        dialogue=record.dialogue.code,
        partner=record.dialogue.partner,
        counterpart=record.dialogue.counterpart,
        body=record.body,
        adopted_on=record.adopted_on or record.cut_off.date(),
        objectives=tuple(
            ComparedObjective(one.code, one.title, one.same_as, one.status, one.evidence, not one.no_timeframe)
            for one in record.findings
            if not one.withdrawn
        ),
        changes=len(record.changes),
        without_reason=sum(not one.reason for one in record.changes),
        inputs=record.inputs_received,
        at_least=record.inputs_at_least,
        moved=sum(len(step.moved) for step in record.timetable),
        criteria={one.code: one.result for one in record.criteria},
        scorecard={one.code: one.result for one in topics},
        corrections=len(record.corrections),
        corrections_unreasoned=sum(not one.reason for one in record.corrections),
    )
