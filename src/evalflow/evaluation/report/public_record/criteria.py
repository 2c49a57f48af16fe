"""Criteria, what the check reported and what people decided → a line for each, in their order."""

from collections.abc import Iterator, Mapping

from evalflow.engine.dates import PartialDate
from evalflow.engine.periods import Period
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.evaluation import CheckedCriterion, Decision
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.hidden import Hidden, hidden_of
from evalflow.evaluation.report.record import CriterionLine, DecisionLine
from evalflow.evaluation.wording import date_words, last_day


def criterion_lines(known: Everything) -> tuple[CriterionLine, ...]:
    checked = {one.code: one for one in known.evaluation.checked}
    hidden = hidden_of(known.entries)
    return tuple(
        _line(known, hidden, criterion, checked.get(criterion.code), known.evaluation.decision_on(criterion.code))
        for criterion in known.criteria.criteria
    )


def _line(
    known: Everything,
    hidden: Hidden,
    criterion: Criterion,
    checked: CheckedCriterion | None,
    decided: Decision | None,
) -> CriterionLine:
    checked_at = known.evaluation.checked_at
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
        checked_on=known.day(checked_at) if checked and checked_at else None,
        decision=_decision(known, decided) if decided else None,
        notes=tuple(_notes(checked)) if checked else (),
    )


def _notes(checked: CheckedCriterion) -> Iterator[str]:
    if checked.untold:
        before = "The evaluation before" if checked.untold == 1 else f"The {checked.untold} evaluations before"
        yield f"{before} could not tell either."
    if checked.review_missed:
        on = date_words(checked.review_missed)
        yield f"Finding: the last decision on it was to be reviewed by {on}, and no later decision is on record."


def _parameters(parameters: Mapping[str, Period | int]) -> dict[str, str]:
    return {name: n.in_words() if isinstance(n, Period) else str(n) for name, n in parameters.items()}


def _decision(known: Everything, decided: Decision) -> DecisionLine:
    on, review_on = PartialDate.parse(decided.decided_on).latest, last_day(decided.review_on)
    return DecisionLine(decided.kind, decided.reasons, on, known.named(decided.decided_by), review_on)
