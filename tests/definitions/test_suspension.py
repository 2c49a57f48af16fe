"""The shipped criteria for suspension, each tripped, clear, and not to be told: small records in, a verdict out."""

from datetime import date, timedelta
from typing import Any

import pytest

from evalflow.definitions.criteria import read_criteria
from evalflow.engine.rules import DayRange, Fact, Facts, Item, Listing, Scalar, Truth, judge
from evalflow.evaluation.criteria import CriteriaSet
from evalflow.evaluation.declared import DECLARED
from tests.definitions.shipped import WORKFLOWS

TODAY = date(2027, 6, 1)


def criteria() -> CriteriaSet:
    raw = (WORKFLOWS / "criteria" / "suspension.yaml").read_bytes()
    return read_criteria(raw, "suspension.yaml", DECLARED)


def verdict(code: str, **facts: Any) -> Truth:
    """Return what the criterion comes to on `facts`, whose dots are written as two underscores."""
    criterion = next(criterion for criterion in criteria().criteria if criterion.code == code)
    named: Facts = {name.replace("__", "."): Fact(value) for name, value in facts.items()}
    return judge(criterion.expression, named, criterion.parameters, TODAY).truth


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def complete(*entries: dict[str, Scalar]) -> Listing:
    return Listing(tuple(Item(f"entry {at}", entry) for at, entry in enumerate(entries, 1)))


def still_open(*entries: dict[str, Scalar]) -> Listing:
    """Return a register that nobody has stated complete: a gap at any time."""
    days = DayRange(date(1990, 1, 1), TODAY)
    gap = Item("entries not recorded", {"held_on": days, "raised_on": days, "published_on": days})
    return Listing(complete(*entries).items, (gap,))


def complete_lately(*entries: dict[str, Scalar]) -> Listing:
    """Return a register that is complete for the last three years and open before."""
    gap = Item("entries before that", {"held_on": DayRange(date(1990, 1, 1), ago(1096))})
    return Listing(complete(*entries).items, (gap,))


def held(days_ago: int, **more: Scalar) -> dict[str, Scalar]:
    return {"code": "S", "held_on": ago(days_ago), "status": "held", "formal": True, "run": 0, **more}


def called_off(days_ago: int, by: str, run: int, **more: Scalar) -> dict[str, Scalar]:
    planned: dict[str, Scalar] = {
        "code": "C",
        "held_on": ago(days_ago - 10),
        "status": "postponed",
        "formal": True,
        "by": by,
    }
    return {**planned, "called_off_on": ago(days_ago), "run": run, "new_date_set": False, **more}


def report(days_ago: int, session: str = "S", public: bool = True) -> dict[str, Scalar]:
    return {"of": "session-report", "session": session, "published_on": ago(days_ago), "public": public}


def test_the_set_holds_the_seven_criteria_of_the_registers_so_far() -> None:
    codes = [criterion.code for criterion in criteria().criteria]
    assert codes == ["SC-01", "SC-02", "SC-03", "SC-05", "SC-09", "SC-10", "SC-14"]


@pytest.mark.parametrize("code", ["SC-01", "SC-02", "SC-03", "SC-05", "SC-09", "SC-10", "SC-14"])
def test_without_a_record_nothing_can_be_told(code: str) -> None:
    assert verdict(code) == "unknown"


@pytest.mark.parametrize(
    ("sessions", "truth"),
    [
        (complete(), "true"),
        (complete(held(800)), "true"),
        (complete(held(700)), "false"),
        (complete(held(700, formal=False)), "true"),
        (complete(held(700, formal=None)), "unknown"),
        (complete(called_off(300, "force-majeure", 0)), "false"),
        (complete(called_off(300, "counterpart", 1)), "true"),
        (complete(called_off(300, "own", 0) | {"by": None}), "unknown"),
        (complete(called_off(-30, "force-majeure", 0)), "true"),
        (still_open(held(800)), "unknown"),
        (still_open(held(700)), "false"),
    ],
)
def test_sc_01_asks_for_a_formal_session_and_lets_force_majeure_pass(sessions: Listing, truth: Truth) -> None:
    assert verdict("SC-01", sessions=sessions) == truth


@pytest.mark.parametrize(
    ("sessions", "truth"),
    [
        (complete(called_off(300, "counterpart", 1), called_off(100, "counterpart", 2)), "true"),
        (complete(called_off(300, "counterpart", 1), called_off(80, "counterpart", 2)), "false"),
        (complete(called_off(100, "counterpart", 1)), "false"),
        (complete(called_off(200, "counterpart", 2, new_date_set=True, new_date_set_on=ago(150))), "false"),
        (complete(called_off(200, "counterpart", 2, new_date_set=True, new_date_set_on=ago(100))), "true"),
        (complete(called_off(200, "counterpart", 2, new_date_set=True)), "unknown"),
        (complete(called_off(200, "counterpart", 2), held(30)), "false"),
        (complete(held(300), called_off(200, "counterpart", 2)), "true"),
        (still_open(held(30)), "unknown"),
        (still_open(called_off(200, "counterpart", 2)), "unknown"),
        (complete_lately(held(30)), "false"),
        (complete_lately(called_off(200, "counterpart", 2)), "true"),
        (complete(called_off(900, "counterpart", 2)), "false"),
    ],
)
def test_sc_02_asks_for_a_new_date_after_sessions_called_off_in_a_row(sessions: Listing, truth: Truth) -> None:
    assert verdict("SC-02", sessions=sessions) == truth


@pytest.mark.parametrize(
    ("facts", "truth"),
    [
        ({"report__adopted": False, "evaluation__due_on": ago(200)}, "true"),
        ({"report__adopted": False, "evaluation__due_on": ago(100)}, "false"),
        ({"report__adopted": False}, "unknown"),
        ({"report__adopted": True, "report__published": False, "evaluation__adopted_on": ago(91)}, "true"),
        ({"report__adopted": True, "report__published": False, "evaluation__adopted_on": ago(90)}, "false"),
        ({"report__adopted": True, "report__published": False}, "unknown"),
        ({"report__adopted": True, "report__published": True}, "false"),
    ],
)
def test_sc_09_asks_for_the_report_in_time_and_in_public(facts: dict[str, Any], truth: Truth) -> None:
    assert verdict("SC-09", **facts) == truth


@pytest.mark.parametrize(
    ("sessions", "publications", "public", "truth"),
    [
        (complete(), complete(), True, "false"),
        (complete(), complete(), False, "true"),
        (None, None, False, "true"),
        (still_open(), still_open(), True, "unknown"),
        (complete(held(300), held(200, code="T")), complete(), True, "true"),
        (complete(held(300), held(200, code="T")), complete(report(250)), True, "false"),
        (complete(held(300), held(200, code="T")), complete(report(200)), True, "true"),
        (complete(held(300), held(200, code="T")), complete(report(250, public=False)), True, "true"),
        (complete(held(300), held(80, code="T")), complete(), True, "false"),
        (complete(held(800), held(200, code="T")), complete(), True, "false"),
        (complete(held(300), held(200, code="T")), still_open(), True, "unknown"),
        (complete(held(300), held(200, code="T")), complete(), None, "true"),
        (complete(), complete(), None, "unknown"),
    ],
)
def test_sc_10_asks_for_public_reports_and_public_objectives(
    sessions: Listing | None, publications: Listing | None, public: bool | None, truth: Truth
) -> None:
    facts = {"sessions": sessions, "publications": publications, "objectives__public": public}
    assert verdict("SC-10", **facts) == truth


def dated(overdue: bool = True, responded: bool = False, reminded: int = 100) -> dict[str, Scalar]:
    return {
        "code": "O", "overdue": overdue, "reminded": bool(reminded), "responded": responded,
        "reminded_on": ago(reminded) if reminded else None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("objectives", "truth"),
    [
        ([], "false"),
        ([dated()] * 3 + [dated(overdue=False)] * 20, "true"),
        ([dated()] * 2 + [dated(overdue=False)] * 20, "false"),
        ([dated()] + [dated(overdue=False)] * 2, "true"),
        ([dated()] + [dated(overdue=False)] * 3, "false"),
        ([dated(responded=True)] * 3, "false"),
        ([dated(reminded=90)] * 3, "false"),
        ([dated(reminded=0)] * 3, "false"),
    ],
)
def test_sc_03_counts_three_objectives_or_a_third_of_them(objectives: list[dict[str, Scalar]], truth: Truth) -> None:
    assert verdict("SC-03", dated_objectives=complete(*objectives)) == truth


@pytest.mark.parametrize(
    ("evidence", "truth"),
    [(["moderate", "strong"], "true"), (["strong", "weak"], "false"), (["strong", None], "unknown")],
)
def test_sc_05_counts_only_what_rests_on_moderate_evidence_or_better(evidence: list[str | None], truth: Truth) -> None:
    findings: list[dict[str, Scalar]] = [{"code": "O", "status": "regressed", "evidence": grade} for grade in evidence]
    assert verdict("SC-05", graded_findings=complete(*findings)) == truth


def case(substantive: bool, raised: int = 100) -> dict[str, Scalar]:
    return {"raised_on": ago(raised), "answered": True, "substantive": substantive}


@pytest.mark.parametrize(
    ("cases", "truth"),
    [
        ([case(True)] * 2 + [case(False)] * 3, "true"),
        ([case(True)] * 3 + [case(False)] * 3, "false"),
        ([case(False)] * 4, "false"),
        ([case(False)] * 4 + [case(False, raised=400)], "false"),
    ],
)
def test_sc_14_asks_for_answers_to_half_of_five_cases_or_more(cases: list[dict[str, Scalar]], truth: Truth) -> None:
    assert verdict("SC-14", cases=complete(*cases)) == truth
