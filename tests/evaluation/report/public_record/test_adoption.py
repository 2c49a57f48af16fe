"""The record of an adopted report speaks as of the adoption."""

from dataclasses import replace
from datetime import date
from typing import Any

from evalflow.engine.words import Choice, CompleteStep
from evalflow.evaluation.report.public_record import Everything, picture
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import at, everything, workflow

ON = date(2027, 4, 2)
AT_ADOPTION = everything((at(4, 1), CompleteStep("draft")), until=at(4, 2))


def adopted(known: Everything) -> Any:
    return worded(picture(known, status="adopted", adopted_on=ON))


def leading_to(*names: str) -> Everything:
    """Return the record at adoption, in a workflow whose adopting choice leads to these steps."""
    steps = workflow().steps
    choices = (Choice("adopted", names, act="adopt-report"),)
    return replace(
        AT_ADOPTION, workflow=replace(AT_ADOPTION.workflow, steps=(*steps[:-1], replace(steps[-1], choices=choices)))
    )


def test_the_adopting_step_is_done_on_the_day_of_the_adoption() -> None:
    record = adopted(AT_ADOPTION)
    last = record.course.timetable[-1]
    assert (last.actual_from, last.actual_to, last.state) == (date(2027, 4, 1), ON, "done")
    assert record.course.cycle_state == "With the adoption of the report on 2 April 2027 the step “Adoption” is done."
    assert record.suspension.decisions == ("This report was adopted on 2 April 2027 by Example Committee.",)


def test_what_follows_the_adoption_is_named() -> None:
    assert adopted(leading_to("terms")).course.cycle_state.endswith("“Adoption” is done. “Terms” follows.")
    assert adopted(leading_to("terms", "draft")).course.cycle_state.endswith("is done. “Terms” and “Draft” follow.")


def test_what_is_open_beside_the_adoption_stays_open() -> None:
    open_ = AT_ADOPTION.cycle.open
    both = replace(AT_ADOPTION, cycle=replace(AT_ADOPTION.cycle, open={"draft": open_["adopt"], **open_}))
    assert adopted(both).course.cycle_state.endswith("“Adoption” is done. Beside it: The cycle is in its step “Draft”.")


def test_a_draft_made_while_the_body_decides_says_that_the_step_is_open() -> None:
    course = worded(picture(AT_ADOPTION, status="draft", adopted_on=None)).course
    assert (course.timetable[-1].state, course.cycle_state) == (
        "open",
        "The cycle is in its step “Adoption”.",
    )
