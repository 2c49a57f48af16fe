"""Criteria, what the check reported and what people decided → a line for each, in their order."""

from collections.abc import Mapping

from evalflow.engine.dates import PartialDate
from evalflow.engine.periods import Period
from evalflow.engine.rules import ListOf
from evalflow.evaluation.criteria import Criterion
from evalflow.evaluation.declared import DECLARED
from evalflow.evaluation.evaluation import CheckedCriterion, Decision, TracedClause
from evalflow.evaluation.picture.everything import Everything
from evalflow.evaluation.picture.wording import last_day
from evalflow.evaluation.record import CriterionLine, DecisionLine, TraceLine

_COMMAND = " (evalflow "


def criterion_lines(known: Everything) -> tuple[CriterionLine, ...]:
    checked = {one.code: one for one in known.evaluation.checked}
    decided = {one.criterion: one for one in known.evaluation.decisions}  # the last one of each stands
    return tuple(
        _line(known, criterion, checked.get(criterion.code), decided.get(criterion.code))
        for criterion in known.criteria.criteria
    )


def _line(
    known: Everything, criterion: Criterion, checked: CheckedCriterion | None, decided: Decision | None
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
        why=checked.why if checked else "",
        missing=tuple(_fact(missing) for missing in checked.missing) if checked else (),
        trace=tuple(_clause(clause) for clause in checked.trace) if checked else (),
        checked_on=known.day(checked_at) if checked and checked_at else None,
        decision=_decision(known, decided) if decided else None,
    )


def _parameters(parameters: Mapping[str, Period | int]) -> dict[str, str]:
    return {name: n.in_words() if isinstance(n, Period) else str(n) for name, n in parameters.items()}


def _fact(missing: str) -> str:
    """Return what is missing without the command that would supply it, which no reader of a report can give."""
    return missing.partition(_COMMAND)[0]


def _clause(clause: TracedClause) -> TraceLine:
    """Return a line of the trace; a register of which nothing is known is called by its title, not by its word."""
    declared = DECLARED.get(clause.text)
    text = declared.title if declared and isinstance(declared.type, ListOf) else clause.text
    return TraceLine(text, clause.value, clause.truth, "; ".join(clause.sources), clause.depth)


def _decision(known: Everything, decided: Decision) -> DecisionLine:
    on, review_on = PartialDate.parse(decided.decided_on).latest, last_day(decided.review_on)
    return DecisionLine(decided.kind, decided.reasons, on, known.named(decided.decided_by), review_on)
