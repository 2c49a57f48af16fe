"""Criteria and facts in; tripped, clear or cannot tell out, each with a sentence that a committee understands."""

from dataclasses import replace
from datetime import date

import pytest

from evalflow.engine.rules import Between, Fact, FactItem, Facts, Listing, PartialDate, Period, Scalar, Value, parse
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.judgement import check, since
from evalflow.evaluation.evaluation import CheckedCriterion, Decision, Evaluation, Result, TracedClause

TODAY = date(2027, 5, 1)
GAP = FactItem("sessions up to 31 Dec 2002", {"held_on": None})


def criterion(rule: str, **parameters: Period | int) -> Criterion:
    return Criterion("SC-10", "T", "It trips.", "calendar", "review", rule, parse(rule), parameters)


def checked(rule: str, facts: dict[str, Value], **parameters: Period | int) -> CheckedCriterion:
    known: Facts = {name: Fact(value, (f"source of {name}",), "evalflow record add") for name, value in facts.items()}
    [result] = check([criterion(rule, **parameters)], known, TODAY)
    return result


def session(code: str, status: str = "held", run: int | Between = 0) -> FactItem:
    fields: dict[str, Scalar] = {"code": code, "status": status, "held_on": PartialDate.parse("2026"), "run": run}
    return FactItem(code, fields, (f"{code}: minutes",))


HELD = Listing((session("S-001"), session("S-002"), session("S-003", "cancelled")))
COUNTED = "size(sessions.filter(s, s.status == 'held')) >= params.sessions"


def test_a_result_carries_its_trace_and_where_it_rests() -> None:
    assert checked("!objectives.public", {"objectives.public": False}) == CheckedCriterion(
        "SC-10",
        "tripped",
        "The dialogue's objectives are public: no.",
        (),
        (TracedClause("!objectives.public", "objectives.public: no", "true", ("source of objectives.public",), 0),),
    )


@pytest.mark.parametrize(
    ("rule", "facts", "result", "why"),
    [
        (COUNTED, {"sessions": HELD}, "tripped",
            "Sessions of the dialogue counted: 2 (asked for: at least 2): S-001, S-002."),
        (COUNTED, {"sessions": Listing(())}, "clear", "Sessions of the dialogue counted: 0 (asked for: at least 2)."),
        (f"{COUNTED} || !objectives.public", {"sessions": HELD, "objectives.public": False}, "tripped",
            "Sessions of the dialogue counted: 2 (asked for: at least 2): S-001, S-002; "
            "the dialogue's objectives are public: no."),
        (f"{COUNTED} || !objectives.public", {"sessions": HELD, "objectives.public": True}, "tripped",
            "Sessions of the dialogue counted: 2 (asked for: at least 2): S-001, S-002."),
        (f"{COUNTED} && !objectives.public", {"sessions": HELD, "objectives.public": True}, "clear",
            "The dialogue's objectives are public: yes."),
        ("sessions.exists(s, s.status == 'cancelled')", {"sessions": HELD}, "tripped",
            "Sessions of the dialogue that the rule asks for: 1 of the 3 entries listed fits (S-003)."),
        ("sessions.all(s, s.status == 'held')", {"sessions": HELD}, "clear",
            "Sessions of the dialogue that the rule asks for: 2 of the 3 entries listed fit (not S-003)."),
        ("!sessions.exists(s, s.status == 'postponed')", {"sessions": HELD}, "tripped",
            "Sessions of the dialogue that the rule asks for: none of the 3 entries listed fits."),
        ("evaluation.due_on + params.late < today", {"evaluation.due_on": date(2026, 6, 1)}, "tripped",
           "Day by which the report is promised plus the parameter “late”: 1 Dec 2026 (asked for: before 1 May 2027)."),
        ("!report.adopted && evaluation.due_on < today",
            {"report.adopted": False, "evaluation.due_on": date(2027, 6, 1)}, "clear",
            "Day by which the report is promised: 1 Jun 2027 (asked for: before 1 May 2027)."),
        ("!(inputs.received > 2)", {"inputs.received": 3}, "clear", "Inputs received: 3 (asked for: not more than 2)."),
        ("!(inputs.received > 2)", {"inputs.received": 1}, "tripped",
            "Inputs received: 1 (asked for: not more than 2)."),
        ("!known(evaluation.due_on)", {}, "tripped", "Day by which the report is promised: not known."),
        ("report.adopted || report.adopted", {"report.adopted": True}, "tripped", "The report is adopted: yes."),
        (COUNTED, {}, "cannot tell", "1 thing that the rule needs is not on record."),
        (f"{COUNTED} || !objectives.public", {}, "cannot tell", "2 things that the rule needs are not on record."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_decided(rule: str, facts: dict[str, Value], result: str, why: str) -> None:
    found = checked(rule, facts, sessions=2, late=Period(months=6))
    assert (found.result, found.why) == (result, why)


def test_what_is_missing_is_named_once_with_what_supplies_it() -> None:
    rule = "sessions.exists(s, s.run >= 2) || sessions.exists(s, s.run >= 3)"
    register = "sessions up to 31 Dec 2002: the register is not stated complete"
    result = checked(rule, {"sessions": Listing((), (GAP,))})
    assert (result.result, result.missing) == ("cannot tell", (f"{register} (evalflow record add)",))


def test_a_whole_fact_that_is_missing_is_named_by_its_title_with_what_would_supply_it() -> None:
    missing = ("the ratings of this cycle with the grade of their evidence (evalflow finding rate)",)
    assert checked("graded_findings.exists(f, f.status == 'none')", {}).missing == missing


def test_what_is_not_known_does_not_matter_where_the_rest_decides() -> None:
    result = checked("!objectives.public || report.adopted", {"objectives.public": False})
    assert (result.result, result.missing) == ("tripped", ())


def test_criteria_are_answered_in_their_order() -> None:
    results = check([criterion("report.adopted"), criterion("!report.adopted")], {"report.adopted": Fact(True)}, TODAY)
    assert [one.result for one in results] == ["tripped", "clear"]


def test_earlier_evaluations_say_for_how_long_it_was_not_told_and_which_review_was_missed() -> None:
    def evaluation(result: Result, *decisions: Decision) -> Evaluation:
        told = (CheckedCriterion("SC-01", result, "", (), ()),)
        return Evaluation("e", "E", "d", "O", False, "sha", checked=told, decisions=decisions)

    now = CheckedCriterion("SC-01", "cannot tell", "", (), ())
    before = [evaluation("cannot tell"), evaluation("cannot tell"), evaluation("clear"), evaluation("cannot tell")]
    assert since(now, before, TODAY).untold == 2
    assert since(replace(now, result="clear"), before, TODAY).untold == 0
    kept = Decision("SC-01", "adjust-aims", "x", "body", "2026-01-01", TODAY.isoformat())
    missed = replace(kept, review_on="2026-02")
    assert since(now, [evaluation("tripped", kept), evaluation("tripped", missed)], TODAY).review_missed == ""
    assert since(now, [evaluation("tripped"), evaluation("tripped", kept, missed)], TODAY).review_missed == "2026-02"
    assert since(now, [], TODAY) == now
