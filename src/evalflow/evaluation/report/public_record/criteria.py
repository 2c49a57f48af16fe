"""Criteria, what the check reported and what people decided → a line for each, in their order."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from evalflow.engine.dates import PartialDate
from evalflow.engine.periods import Period
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.evaluation import CheckedCriterion, Decision
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.hidden import Hidden, hidden_of
from evalflow.evaluation.report.sections.suspension import CriterionLine, DecisionLine
from evalflow.evaluation.wording import last_day


def criterion_lines(everything: Everything) -> tuple[CriterionLine, ...]:
    checked = {one.code: one for one in everything.evaluation.checked}
    hidden = hidden_of(everything.entries)
    return tuple(
        _line(
            everything,
            hidden,
            criterion,
            checked.get(criterion.code),
            everything.evaluation.decision_on(criterion.code),
        )
        for criterion in everything.criteria.criteria
    )


def _line(
    everything: Everything,
    hidden: Hidden,
    criterion: Criterion,
    checked: CheckedCriterion | None,
    decided: Decision | None,
) -> CriterionLine:
    checked_at = everything.evaluation.checked_at
    return CriterionLine(
        code=criterion.code,
        title=criterion.title,
        trips_when=criterion.trips_when,
        kind=criterion.kind,
        weight=criterion.weight,
        rule=criterion.text,
        parameters=_parameters(criterion.parameters),
        result=checked.result if checked else "not checked",
        why=hidden.without(checked.why) if checked else "",
        missing=hidden.missing(checked.missing) if checked else (),
        trace=tuple(hidden.trace(checked.trace)) if checked else (),
        checked_on=everything.day(checked_at) if checked and checked_at else None,
        decision=_decision(everything, decided) if decided else None,
        notes=tuple(_notes(checked)) if checked else (),
    )


def _notes(checked: CheckedCriterion) -> Iterator[Message]:
    if checked.untold:
        yield message("criterion.untold", count=checked.untold)
    if checked.review_missed:
        yield message("criterion.review-missed", on=checked.review_missed)


def _parameters(parameters: Mapping[str, Period | int]) -> dict[str, Message]:
    return {name: period_of(n) if isinstance(n, Period) else as_given(str(n)) for name, n in parameters.items()}


def period_of(period: Period) -> Message:
    """Return a period by its units, without those that it has none of."""
    return message("period", **{unit: number for unit, number in asdict(period).items() if number})


def _decision(everything: Everything, decided: Decision) -> DecisionLine:
    on, review_on = PartialDate.parse(decided.decided_on).latest, last_day(decided.review_on)
    return DecisionLine(decided.kind, decided.reasons, on, everything.named(decided.decided_by), review_on)
