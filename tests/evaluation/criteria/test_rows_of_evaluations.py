"""How many evaluations in a row brought nothing, or met everything: exact once all that is due is rated."""

from datetime import UTC, date, datetime

import pytest

from evalflow.engine.rules import Between, Scalar
from evalflow.evaluation.criteria.rows_of_evaluations import rows_of_evaluations
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.evidence import Evidence
from evalflow.evaluation.statements import Status

NOW = datetime(2027, 5, 1, 12, tzinfo=UTC)
ONE, TWO = (Objective(code, "d", code, "T", "x", "published") for code in ("A", "B"))


def rated(objective: str, status: Status, evidence: Evidence = "moderate") -> Finding:
    return Finding("f", "c", objective, status, evidence, "no-link", "x", NOW, "ada")


MET, NOTHING = [rated("A", "met"), rated("B", "met")], [rated("A", "none"), rated("B", "regressed")]
SOME, NOT_DUE = [rated("A", "partial"), rated("B", "none")], [rated("A", "not-due"), rated("B", "not-due")]


@pytest.mark.parametrize(
    ("own", "earlier", "without", "met"),
    [
        (NOTHING, [], 1, 0),
        (NOTHING, [NOTHING, NOTHING, SOME, NOTHING], 3, 0),
        (NOTHING, [SOME, NOTHING], 1, 0),
        (SOME, [NOTHING], 0, 0),
        (NOT_DUE, [NOTHING], 0, 0),
        (MET, [], 0, 1),
        (MET, [MET, SOME], 0, 2),
        ([rated("A", "met"), rated("B", "met", "weak")], [MET], 0, 0),
        (NOTHING[:1], [NOTHING], Between(0, 2), 0),
        (MET[:1], [MET], 0, Between(0, 2)),
        ([], [NOTHING], Between(0, 2), Between(0, 1)),
    ],
)
def test_rows(own: list[Finding], earlier: list[list[Finding]], without: Scalar, met: Scalar) -> None:
    found = rows_of_evaluations(own, [ONE, TWO], earlier, date(2027, 5, 1))
    assert found["evaluations.without_progress"].value == without
    assert found["evaluations.all_met"].value == met
