"""What people decided in the course of the evaluation → messages in the order in which it was recorded."""

from collections.abc import Iterator
from datetime import date, datetime

from evalflow.engine.words import (
    CycleClosedEarly,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    StepClosed,
)
from evalflow.evaluation.evaluation import CriterionDecided, Decision
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.course import end_of
from evalflow.evaluation.report.public_record.everything import Everything, Happened
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.sections.suspension import CriterionLine


def decisions(
    everything: Everything, visible: Visible, criteria: tuple[CriterionLine, ...], adopted_on: date | None
) -> tuple[Message, ...]:
    """Return what was decided.

    Decisions on inputs whose name is withheld come after all others: their place among them would give their day away.
    """
    dated = [(happened.at, told) for happened in everything.history if (told := _decided(everything, happened))]
    dated += [(input_.late_decided_at, _late(everything, input_)) for input_ in visible.named if input_.late_decided_at]
    undated = [_late_withheld(one) for one in visible.withheld if one.late_decided_at]
    ends = [*undated, *_undecided(criteria), *_adopted(everything, adopted_on)]
    return (*(decided for _, decided in sorted(dated, key=_when)), *ends)


def _when(dated: tuple[datetime, Message]) -> datetime:
    return dated[0]


def _decided(everything: Everything, happened: Happened) -> Message | None:
    by, on = everything.named(happened.by), everything.day(happened.at)
    match happened.event:
        case DeadlineExtended(name, before, after, reason):
            step, ends = _title(everything, name), {"before": end_of(before), "after": end_of(after)}
            return message("decision.deadline-moved", on=on, step=step, **ends, reason=reason)
        case CyclePaused(_, reason, basis):
            return message("decision.paused", on=on, by=by, reason=reason, basis=basis)
        case CycleResumed(reason=reason, basis=basis):
            return message("decision.resumed", on=on, by=by, reason=reason, basis=basis)
        case CycleClosedEarly(_, reason, basis):
            return message("decision.closed-early", on=on, by=by, reason=reason, basis=basis)
        case StepClosed(name, outcome=outcome, reason=reason) if outcome and reason:
            return message("decision.choice", on=on, step=_title(everything, name), choice=outcome, reason=reason)
        case CriterionDecided(decision):
            return _on_criterion(everything, decision)
    return None


def _on_criterion(everything: Everything, decision: Decision) -> Message:
    that, by = message(f"that.{decision.kind}"), everything.named(decision.decided_by)
    decided = message(
        "decision.on-criterion", criterion=decision.criterion, that=that, by=by, on=decision.decided_on,
        reasons=decision.reasons,
    )  # fmt: skip
    review = message("decision.review", on=decision.review_on) if decision.review_on else None
    cure = message("decision.cure", until=decision.cure_until) if decision.cure_until else None
    return message("sentences", parts=tuple(filter(None, (decided, review, cure))))


def _late(everything: Everything, input_: Input) -> Message:
    on = everything.day(input_.late_decided_at or input_.received_at)
    return message("decision.late", on=on, input=input_.code, decided=input_.late, reason=input_.late_reason)


def _late_withheld(input_: Input) -> Message:
    return message("decision.late-withheld", input=input_.code, decided=input_.late)


def _undecided(criteria: tuple[CriterionLine, ...]) -> Iterator[Message]:
    if codes := tuple(line.code for line in criteria if line.result == "tripped" and line.decision is None):
        yield message("decision.none", criteria=codes)


def _adopted(everything: Everything, adopted_on: date | None) -> Iterator[Message]:
    if adopted_on:
        body = everything.evaluation.body
        if body:
            yield message("decision.adopted-by", on=adopted_on, body=body.name)
        else:
            yield message("decision.adopted", on=adopted_on)


def _title(everything: Everything, name: str) -> str:
    return next(step.title for step in everything.workflow.steps if step.name == name)
