"""One line for each criterion: its rule, what the check reported, what people decided."""

from dataclasses import replace
from datetime import date
from typing import Any

from evalflow.engine.rules import parse
from evalflow.evaluation.criteria.judgement import check
from evalflow.evaluation.criteria.series import listing
from evalflow.evaluation.evaluation import CheckedCriterion, Decision, TracedClause
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.report.public_record.criteria import criterion_lines
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import at, everything
from tests.support.in_words import CriterionLine, DecisionLine, TraceLine

TRACE = (TracedClause("!objectives.public", "not public", "true", ("S1, l. 21", "S2"), 0),)


def checked(*decisions: Decision) -> Everything:
    known = everything()
    told = (
        CheckedCriterion("SC-10", "tripped", "They are not public.", (), TRACE),
        CheckedCriterion(
            "SC-09", "cannot tell", "One fact is missing.", ("the day (evalflow report adopt (now))",), ()
        ),
    )
    evaluation = replace(known.evaluation, checked=told, checked_at=at(6, 1, 23), decisions=decisions)
    return replace(known, evaluation=evaluation)


def test_a_tripped_criterion_is_told_with_its_trace_and_the_last_decision() -> None:
    first = Decision("SC-10", "adjust-aims", "First.", "0e", "2027-06-02", "2027-09-01")
    last = Decision("SC-10", "continue-with-reasons", "A list is promised.", "Example Committee", "2027-06-03")
    line, _ = worded(criterion_lines(checked(first, last)))
    assert line == CriterionLine(
        "SC-10", "Secrecy", "objectives are not public", "calendar", "review", "!objectives.public", {}, "tripped",
        "They are not public.", (), (TraceLine("!objectives.public", "not public", "true", "S1, l. 21; S2", 0),),
        date(2027, 6, 2),
        DecisionLine("continue-with-reasons", "A list is promised.", date(2027, 6, 3), "Example Committee", None),
    )  # fmt: skip


def test_a_decision_says_who_took_it_and_when_it_is_reviewed() -> None:
    line, _ = worded(
        criterion_lines(checked(Decision("SC-10", "adjust-aims", "First.", "0e", "2027-06-02", "2027-09")))
    )
    assert line.decision == DecisionLine(
        "adjust-aims", "First.", date(2027, 6, 2), "Example Rapporteur", date(2027, 9, 30)
    )


def test_a_list_is_called_by_its_title_in_the_trace() -> None:
    known = checked()
    trace = tuple(TracedClause(text, "not known", "unknown", (), 0) for text in ("graded_findings", "report.adopted"))
    told = CheckedCriterion("SC-10", "cannot tell", "One fact is missing.", (), trace)
    line, _ = worded(criterion_lines(replace(known, evaluation=replace(known.evaluation, checked=(told,)))))
    assert [clause.clause for clause in line.trace] == [
        "the ratings of this cycle with the grade of their evidence",
        "report.adopted",
    ]


def test_what_is_missing_is_told_without_the_command_that_supplies_it() -> None:
    _, line = worded(criterion_lines(checked()))
    assert (line.result, line.missing, line.decision) == ("cannot tell", ("the day",), None)
    assert line.parameters == {"late": "6 months", "sessions": "2"}


def test_a_criterion_that_was_not_checked_says_so() -> None:
    assert [(one.result, one.why, one.checked_on) for one in criterion_lines(everything())] == [
        ("not checked", "", None)
    ] * 2


def told_of(*incidents: Entry) -> Any:
    """Return the line of a criterion that was checked on these incidents as they stand in the record."""
    rule = "incidents.exists(i, i.kind == 'reprisal' && !i.remedied)"
    asked = replace(everything().criteria.criteria[0], code="SC-07", text=rule, expression=parse(rule))
    fact = listing(REGISTERS["incident"], {"incident": incidents}, [], date(2027, 6, 1))
    found = check([asked], {"incidents": fact}, date(2027, 6, 1))
    known = everything()
    known = replace(
        known, entries=incidents, evaluation=replace(known.evaluation, checked=found),
        criteria=replace(known.criteria, criteria=(asked,)),
    )  # fmt: skip
    (line,) = worded(criterion_lines(known))
    return line


def incident(number: int, consent: str, source: str = "a letter", **more: str) -> Entry:
    values = {"happened_on": "2027-01-04", "kind": "reprisal", "remedied": "no", "consent": consent, **more}
    return Entry(str(number), "incident", "d", f"EX-SA/E{number:03}", values, source)


def test_the_trace_of_an_incident_is_told_only_with_consent() -> None:
    assert "EX-SA/E001" in str(told_of(incident(1, "yes")))
    line = told_of(incident(1, "no"))
    assert (line.result, "EX-SA/E001" in str(line), "a letter" in str(line)) == ("tripped", False, False)
    assert "an entry that is not published" in str(line.trace)
    _, hidden, published = told_of(incident(1, "no"), incident(2, "yes")).trace
    assert (hidden.clause, published.clause) == ("an entry that is not published", "EX-SA/E002")


def test_whatever_an_unpublished_incident_holds_its_line_is_the_same() -> None:
    one = told_of(incident(1, "no"), incident(2, "", remedied=""))
    other = told_of(
        incident(3, "no", "somebody's diary", happened_on="2026", against="family"),
        incident(4, "no", "another diary", remedied="", against="participant"),
    )  # fmt: skip
    assert one == other


def test_what_earlier_evaluations_say_is_a_note() -> None:
    told = (
        CheckedCriterion("SC-10", "cannot tell", "", (), (), untold=2),
        CheckedCriterion("SC-09", "tripped", "", (), (), review_missed="2027-09-01"),
    )
    known = everything()
    first, second = worded(criterion_lines(replace(known, evaluation=replace(known.evaluation, checked=told))))
    assert first.notes == ("The 2 evaluations before could not tell either.",)
    assert second.notes == (
        "Finding: the last decision on it was to be reviewed by 1 September 2027, and no later decision is on record.",
    )
