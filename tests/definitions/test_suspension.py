"""The shipped criteria for suspension, each tripped, clear, and not to be told: small records in, a verdict out."""

from datetime import date, timedelta
from typing import Any

import pytest

from evalflow.definitions.criteria import read_criteria
from evalflow.engine.rules import Between, DayRange, Fact, FactItem, Facts, Listing, Scalar, Truth, judge
from evalflow.evaluation.criteria.criteria import CriteriaSet
from evalflow.evaluation.criteria.declared import DECLARED
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
    return Listing(tuple(FactItem(f"entry {at}", entry) for at, entry in enumerate(entries, 1)))


def still_open(*entries: dict[str, Scalar]) -> Listing:
    """Return a register that nobody has stated complete: a gap at any time."""
    days = DayRange(date(1990, 1, 1), TODAY)
    gap = FactItem("entries not recorded", {"held_on": days, "raised_on": days, "published_on": days})
    return Listing(complete(*entries).items, (gap,))


def complete_lately(*entries: dict[str, Scalar]) -> Listing:
    """Return a register that is complete for the last three years and open before."""
    gap = FactItem("entries before that", {"held_on": DayRange(date(1990, 1, 1), ago(1096))})
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


@pytest.mark.parametrize("code", [criterion.code for criterion in criteria().criteria])
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


def incident(kind: str = "participant-removed", **more: Scalar) -> dict[str, Scalar]:
    said: dict[str, Scalar] = {
        "kind": kind, "by": "counterpart", "independent": True, "remedied": False, "shown": True,
        "against": "participant", "happened_on": ago(100),
    }  # fmt: skip
    return {**said, **more}


@pytest.mark.parametrize(
    ("number", "truth"),
    [(2, "true"), (3, "true"), (1, "false"), (0, "false"), (None, "unknown"), (Between(0, 2), "unknown")],
)
def test_sc_04_counts_evaluations_in_a_row_without_progress(number: Scalar, truth: Truth) -> None:
    assert verdict("SC-04", evaluations__without_progress=number) == truth
    assert verdict("PS-01", evaluations__all_met=number) == truth


@pytest.mark.parametrize(
    ("incidents", "once", "twice"),
    [
        (complete(incident()), "true", "false"),
        (complete(incident(), incident("participant-refused")), "true", "true"),
        (complete(incident(remedied=True), incident(by="own"), incident(independent=False)), "false", "false"),
        (complete(incident(shown=None)), "unknown", "false"),
        (complete(incident(shown=None), incident()), "true", "unknown"),
        (complete(incident("reprisal")), "false", "false"),
        (complete(), "false", "false"),
        (still_open(), "unknown", "unknown"),
        (still_open(incident()), "true", "unknown"),
    ],
)
def test_sc_06_asks_for_independent_participants_kept_out(incidents: Listing, once: Truth, twice: Truth) -> None:
    assert (verdict("SC-06", incidents=incidents), verdict("SC-06b", incidents=incidents)) == (once, twice)


@pytest.mark.parametrize(
    ("incidents", "truth"),
    [
        (complete(incident("reprisal", against="family")), "true"),
        (complete(incident("reprisal", by="third-party")), "true"),
        (complete(incident("reprisal", shown=None)), "unknown"),
        (complete(incident("reprisal", remedied=True)), "false"),
        (complete(incident("reprisal", against="other")), "false"),
        (still_open(), "unknown"),
    ],
)
def test_sc_07_asks_for_a_reprisal_that_is_open(incidents: Listing, truth: Truth) -> None:
    assert verdict("SC-07", incidents=incidents) == truth


def act(position: str = "not-tabled", **more: Scalar) -> dict[str, Scalar]:
    said: dict[str, Scalar] = {
        "position": position, "taken_on": ago(100), "threat": False, "threat_by": "", "dialogue_cited": False,
        "shown": True,
    }  # fmt: skip
    return {**said, **more}


@pytest.mark.parametrize(
    ("un_actions", "incidents", "theirs", "ours"),
    [
        (complete(act(threat=True, threat_by="counterpart")), complete(), "true", "false"),
        (complete(act(dialogue_cited=True)), complete(), "false", "true"),
        (complete(act("sponsored", dialogue_cited=True)), complete(), "false", "false"),
        (complete(act(threat=True, threat_by="counterpart", taken_on=ago(800))), complete(), "false", "false"),
        (complete(act(threat=True, threat_by="counterpart", shown=None)), complete(), "unknown", "false"),
        (complete(act(dialogue_cited=True, shown=None)), complete(), "false", "unknown"),
        (complete(), complete(incident("made-conditional")), "true", "false"),
        (complete(), still_open(), "unknown", "false"),
    ],
)
def test_sc_08_tells_a_threat_from_an_excuse(
    un_actions: Listing, incidents: Listing, theirs: Truth, ours: Truth
) -> None:
    facts = {"un_actions": un_actions, "incidents": incidents}
    assert (verdict("SC-08a", **facts), verdict("SC-08b", **facts)) == (theirs, ours)


def visit(status: str = "requested", **more: Scalar) -> dict[str, Scalar]:
    return {"status": status, "requested_on": ago(800), "standard_terms": True, "shown": True, **more}


@pytest.mark.parametrize(
    ("visits", "truth"),
    [
        (complete(visit()), "true"),
        (complete(visit("refused")), "true"),
        (complete(visit(requested_on=ago(700))), "false"),
        (complete(visit("agreed", standard_terms=False)), "true"),
        (complete(visit("carried-out")), "false"),
        (complete(visit("carried-out", standard_terms=None)), "unknown"),
        (complete(visit(shown=None)), "unknown"),
        (complete(), "false"),
        (still_open(), "unknown"),
    ],
)
def test_sc_11_asks_for_visits_refused_or_unmet(visits: Listing, truth: Truth) -> None:
    assert verdict("SC-11", un_visits=visits) == truth


def head(below: bool | None = True, days_ago: int = 100) -> dict[str, Scalar]:
    return {"side": "counterpart", "below_agreed": below, "on": ago(days_ago)}


MINISTER: dict[str, Scalar] = {"level": "minister", "held_on": ago(100)}


@pytest.mark.parametrize(
    ("delegations", "contacts", "truth"),
    [
        (complete(head(), head()), complete(MINISTER), "true"),
        (complete(head()), complete(MINISTER), "false"),
        (complete(head(), head(days_ago=800)), complete(MINISTER), "false"),
        (complete(head(), head(None)), complete(MINISTER), "unknown"),
        (complete(), complete({"level": "director", "held_on": ago(100)}), "true"),
        (complete(), complete({"level": "minister", "held_on": ago(800)}), "true"),
        (complete(), still_open(), "unknown"),
    ],
)
def test_sc_12_asks_for_the_agreed_level_and_for_ministers(
    delegations: Listing, contacts: Listing, truth: Truth
) -> None:
    assert verdict("SC-12", delegations=delegations, contacts=contacts) == truth


def agenda(**more: Scalar) -> dict[str, Scalar]:
    said: dict[str, Scalar] = {
        "agreed": True, "refused": False, "refused_by": "counterpart", "shown": True, "minority_issue": "",
        "minutes": 30, "on": ago(100),
    }  # fmt: skip
    return {**said, **more}


@pytest.mark.parametrize(
    ("items", "once", "again"),
    [
        (complete(agenda(refused=True)), "true", "false"),
        (complete(agenda(refused=True), agenda(refused=True)), "true", "true"),
        (complete(agenda(refused=True, refused_by="own")), "false", "false"),
        (complete(agenda(refused=True, on=ago(800))), "false", "false"),
        (complete(agenda(minority_issue="Example region", minutes=0)), "false", "false"),
        (complete(*[agenda(minority_issue="Example region", minutes=0)] * 2), "true", "false"),
        (complete(*[agenda(minority_issue="Example region", minutes=None)] * 2), "unknown", "false"),
        (complete(agenda(refused=True, shown=None)), "unknown", "false"),
    ],
)
def test_sc_13_asks_for_items_refused_and_minority_issues_without_time(
    items: Listing, once: Truth, again: Truth
) -> None:
    assert (verdict("SC-13", agenda_items=items), verdict("SC-13b", agenda_items=items)) == (once, again)


@pytest.mark.parametrize(
    ("determination", "truth"),
    [
        ({}, "true"),
        ({"gross_and_systematic": False}, "false"),
        ({"made_on": ago(800)}, "false"),
        ({"objective": ""}, "false"),
        ({"objective": None}, "unknown"),
        ({"gross_and_systematic": None}, "unknown"),
    ],
)
def test_sc_15_asks_what_accountable_bodies_found(determination: dict[str, Scalar], truth: Truth) -> None:
    said: dict[str, Scalar] = {"gross_and_systematic": True, "made_on": ago(100), "objective": "UK-01"}
    assert verdict("SC-15", determinations=complete({**said, **determination})) == truth
