"""This evaluation and those before it → how many in a row brought nothing, met everything, or tripped a criterion."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile

from evalflow.engine.rules import Between, Fact, FactItem, Listing, Scalar
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.findings.findings import Finding, is_due
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.evidence import stronger

_BETTER = ("met", "substantial", "partial")
_RATE = "evalflow finding rate CYCLE OBJECTIVE --status … --contribution … --text TEXT"


def rows_of_evaluations(
    findings: Sequence[Finding], objectives: Iterable[Objective], earlier: Sequence[Sequence[Finding]], today: date
) -> dict[str, Fact]:
    """Return the two facts. `earlier` holds the findings of adopted evaluations, the last one first.

    While an objective that is due has no rating, this evaluation may still come to either, so the number lies between.
    """
    rated = {finding.objective: finding for finding in findings}
    standing = [objective for objective in objectives if not objective.withdrawn_on]
    unrated = any(is_due(one, today) and one.id not in rated for one in standing)
    own = [rated[one.id] for one in standing if one.id in rated]
    return {
        "evaluations.without_progress": Fact(
            _row(_without(own), _may_without(own), unrated, [_without(one) for one in earlier]), remedy=_RATE
        ),
        "evaluations.all_met": Fact(
            _row(_met(own) and len(own) == len(standing), _may_met(own), unrated, [_met(one) for one in earlier]),
            remedy=_RATE,
        ),
    }


def tripped_before(before: Sequence[Evaluation]) -> Fact:
    """Return each criterion with the number of adopted evaluations in a row that tripped it, the last one first.

    One that could not tell may belong to the row or end it, so the number lies between; one that did not check it ends
    it.
    """
    results = [{checked.code: checked.result for checked in evaluation.checked} for evaluation in before]
    items = []
    for code in sorted({code for result in results for code in result}):
        row = [result.get(code, "clear") for result in results]
        least = len(list(takewhile(lambda one: one == "tripped", row)))
        most = len(list(takewhile(lambda one: one != "clear", row)))
        number: Scalar = least if least == most else Between(least, most)
        items.append(FactItem(code, {"code": code, "evaluations": number}, tuple(one.code for one in before[:most])))
    return Fact(Listing(tuple(items), ()))


def _row(holds: bool, may_hold: bool, unrated: bool, earlier: Sequence[bool]) -> Scalar:
    before = len(list(takewhile(bool, earlier)))
    if unrated:
        return Between(0, 1 + before) if may_hold else 0
    return 1 + before if holds else 0


def _without(findings: Sequence[Finding]) -> bool:
    """Return whether something was due and nothing of it was rated better than none."""
    return any(finding.status != "not-due" for finding in findings) and _may_without(findings)


def _may_without(findings: Iterable[Finding]) -> bool:
    return all(finding.status not in _BETTER for finding in findings)


def _met(findings: Sequence[Finding]) -> bool:
    return bool(findings) and _may_met(findings)


def _may_met(findings: Iterable[Finding]) -> bool:
    return all(finding.status == "met" and not stronger("moderate", finding.evidence) for finding in findings)
