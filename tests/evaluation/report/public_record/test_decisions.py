"""Decisions, told in the order in which they were recorded."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from evalflow.engine.words import CloseCycleEarly, CompleteStep, ExtendDeadline, PauseCycle, ResumeCycle
from evalflow.evaluation.evaluation import DECISIONS, CheckedCriterion, CriterionDecided, Decision
from evalflow.evaluation.report.public_record import Happened
from evalflow.evaluation.report.public_record.criteria import criterion_lines
from evalflow.evaluation.report.public_record.decisions import decisions
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import at, everything, handed_in


def told(known: Everything, adopted_on: date | None = None) -> Any:
    visible = Visible(known.inputs, known.evaluation.code)
    return worded(decisions(known, visible, criterion_lines(known), adopted_on))


def test_what_was_decided_on_the_course_of_the_cycle_is_told_in_order() -> None:
    known = everything(
        (at(2, 1), PauseCycle("An election", "rule 7")),
        (at(2, 2), ResumeCycle("It is over.", "rule 8.")),
        (at(3, 1), ExtendDeadline("inputs", date(2027, 3, 20), "A report came late.")),
        (at(4, 1), CompleteStep("draft")),
        (at(4, 2), CompleteStep("adopt", "returned", "Part 3 is missing.")),
        (at(4, 3), CloseCycleEarly("The dialogue ended.", "decision 12")),
    )
    inputs = (
        handed_in("EX-SA-2027/NGO/002", late="declined", late_reason="It repeats another", late_decided_at=at(3, 25)),
        handed_in(
            "EX-SA-2027/7KQ2MX9A",
            level="name-withheld",
            late="accepted",
            late_reason="secret",
            late_decided_at=at(3, 24),
        ),
        handed_in("EX-SA-2027/NGO/003", late="pending"),
    )
    assert told(replace(known, inputs=inputs)) == (
        "On 1 February 2027 the cycle was paused, as recorded by Example Secretariat. "
        "Reason: An election. Basis: rule 7.",
        "On 2 February 2027 the cycle was resumed, as recorded by Example Secretariat. "
        "Reason: It is over. Basis: rule 8.",
        "On 1 March 2027 the deadline of “Inputs of NGOs” was moved from 9 March 2027 to 20 March 2027. "
        "Reason: A report came late.",
        "On 25 March 2027 the input EX-SA-2027/NGO/002, received after its window had closed, was declined. "
        "Reason: It repeats another.",
        "On 2 April 2027 “Adoption” ended with the choice “returned”. Reason: Part 3 is missing.",
        "On 3 April 2027 the cycle was closed early, as recorded by Example Secretariat. "
        "Reason: The dialogue ended. Basis: decision 12.",
        "The input EX-SA-2027/7KQ2MX9A, received after its window had closed, was accepted. "
        "The reason is not published.",
    )


@pytest.mark.parametrize(
    ("kind", "that"),
    list(
        zip(
            DECISIONS,
            [
                "that the dialogue continue",
                "that the aims of the dialogue be adjusted",
                "that the dialogue be suspended",
                "that the dialogue be terminated",
                "that the dialogue be closed, its purpose served",
            ],
            strict=True,
        )
    ),
)
def test_a_decision_on_a_criterion_is_a_sentence_with_reasons(kind: str, that: str) -> None:
    known = everything()
    decision = Decision("SC-10", kind, "A list is promised", "Example Committee", "2027-06-03")  # type: ignore[arg-type] # one of DECISIONS
    known = replace(known, history=(*known.history, Happened(at(6, 3), "0e", CriterionDecided(decision))))
    assert told(known) == (
        f"On criterion SC-10 it was decided {that} (Example Committee, 3 June 2027). Reasons: A list is promised.",
    )


def test_a_decision_says_on_which_day_it_is_reviewed() -> None:
    known = everything()
    decision = Decision("SC-10", "suspend", "No list.", "0e", "2027-06-03", "2027-09-01")
    known = replace(known, history=(Happened(at(6, 3), "0e", CriterionDecided(decision)),))
    assert told(known) == (
        "On criterion SC-10 it was decided that the dialogue be suspended (Example Rapporteur, 3 June 2027). "
        "Reasons: No list. It is to be reviewed on 1 September 2027.",
    )


def test_tripped_criteria_without_a_decision_are_named() -> None:
    known = everything()
    both = (CheckedCriterion("SC-10", "tripped", "", (), ()), CheckedCriterion("SC-09", "tripped", "", (), ()))
    one = replace(known, evaluation=replace(known.evaluation, checked=both[:1]))
    two = replace(known, evaluation=replace(known.evaluation, checked=both))
    assert told(one) == ("No decision is recorded on SC-10, which is tripped.",)
    assert told(two) == ("No decision is recorded on SC-10 and SC-09, which are tripped.",)


def test_the_adoption_is_told_last_with_the_body_that_is_named() -> None:
    known = everything()
    assert told(known, date(2027, 6, 12)) == ("This report was adopted on 12 June 2027 by Example Committee.",)
    nobody = replace(known, evaluation=replace(known.evaluation, body=None))
    assert told(nobody, date(2027, 6, 12)) == ("This report was adopted on 12 June 2027.",)
