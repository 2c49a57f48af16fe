"""What people decided in the course of the evaluation → sentences in the order in which it was recorded."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from evalflow.engine.words import (
    CycleClosedEarly,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    StepClosed,
)
from evalflow.evaluation.evaluation import CriterionDecided, Decision, DecisionKind
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.report.public_record.everything import Everything, Happened
from evalflow.evaluation.report.public_record.visible import Visible
from evalflow.evaluation.report.record import CriterionLine
from evalflow.evaluation.wording import date_words, day_words, ended, listed

_THAT: Mapping[DecisionKind, str] = {
    "continue-with-reasons": "that the dialogue continue",
    "adjust-aims": "that the aims of the dialogue be adjusted",
    "suspend": "that the dialogue be suspended",
    "terminate": "that the dialogue be terminated",
    "close-purpose-served": "that the dialogue be closed, its purpose served",
}


def decisions(
    known: Everything, visible: Visible, criteria: tuple[CriterionLine, ...], adopted_on: date | None
) -> tuple[str, ...]:
    """Return one or more sentences a decision.

    Those on inputs whose name is withheld come after all others: their place among them would give their day away.
    """
    dated = [(happened.at, text) for happened in known.history if (text := _told(known, happened))]
    dated += [(one.late_decided_at, _late(known, one)) for one in visible.named if one.late_decided_at]
    undated = [_late_withheld(one) for one in visible.withheld if one.late_decided_at]
    ends = [*undated, *_undecided(criteria), *_adopted(known, adopted_on)]
    return (*(text for _, text in sorted(dated, key=_when)), *ends)


def _when(one: tuple[datetime, str]) -> datetime:
    return one[0]


def _told(known: Everything, happened: Happened) -> str:
    who, on = known.named(happened.by), day_words(known.day(happened.at))
    match happened.event:
        case DeadlineExtended(name, before, after, reason):
            days = f"from {before.in_words(day_words)} to {after.in_words(day_words)}"
            return f"On {on} the deadline of {_title(known, name)} was moved {days}. Reason: {ended(reason)}"
        case CyclePaused(_, reason, basis):
            return f"On {on} the cycle was paused, as recorded by {who}. {_why(reason, basis)}"
        case CycleResumed(reason=reason, basis=basis):
            return f"On {on} the cycle was resumed, as recorded by {who}. {_why(reason, basis)}"
        case CycleClosedEarly(_, reason, basis):
            return f"On {on} the cycle was closed early, as recorded by {who}. {_why(reason, basis)}"
        case StepClosed(name, outcome=outcome, reason=reason) if outcome and reason:
            return f"On {on} {_title(known, name)} ended with the choice “{outcome}”. Reason: {ended(reason)}"
        case CriterionDecided(decision):
            return _criterion(known, decision)
    return ""


def _criterion(known: Everything, decision: Decision) -> str:
    review = f" It is to be reviewed on {date_words(decision.review_on)}." if decision.review_on else ""
    if decision.cure_until:
        review += f" It may be put right until {date_words(decision.cure_until)}."
    who = f"{known.named(decision.decided_by)}, {date_words(decision.decided_on)}"
    decided = f"On criterion {decision.criterion} it was decided {_THAT[decision.kind]} ({who})."
    return f"{decided} Reasons: {ended(decision.reasons)}{review}"


def _late(known: Everything, one: Input) -> str:
    decided_on = day_words(known.day(one.late_decided_at or one.received_at))
    came = f"On {decided_on} the input {one.code}, received after its window had closed,"
    return f"{came} was {one.late}. Reason: {ended(one.late_reason)}"


def _late_withheld(one: Input) -> str:
    return f"The input {one.code}, received after its window had closed, was {one.late}. The reason is not published."


def _undecided(criteria: tuple[CriterionLine, ...]) -> Iterator[str]:
    codes = [one.code for one in criteria if one.result == "tripped" and one.decision is None]
    if codes:
        are = f"{listed(codes)}, which {'is' if len(codes) == 1 else 'are'} tripped"
        yield f"No decision is recorded on {are}."


def _adopted(known: Everything, adopted_on: date | None) -> Iterator[str]:
    if adopted_on:
        body = known.evaluation.body
        yield f"This report was adopted on {day_words(adopted_on)}{f' by {body.name}' if body else ''}."


def _title(known: Everything, name: str) -> str:
    return next(f"“{step.title}”" for step in known.workflow.steps if step.name == name)


def _why(reason: str, basis: str) -> str:
    return f"Reason: {ended(reason)} Basis: {ended(basis)}"
