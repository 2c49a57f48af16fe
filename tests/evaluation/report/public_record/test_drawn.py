"""A workflow as it is drawn: how long a step is open in words, and what the checker says of the whole."""

from dataclasses import replace

import pytest

from evalflow.engine.periods import Period
from evalflow.engine.words import Step, Timing, Workflow
from evalflow.evaluation.report.public_record.drawn import drawn, lasts, proof
from evalflow.evaluation.report.wording import words
from tests.evaluation.report.public_record.known import everything, workflow
from tests.support.in_words import WayLine

OPENED = Timing("after", "opened", Period(weeks=2))
STEP = Step("a", "A", "task", "coordinator", OPENED, next=("end",))


@pytest.mark.parametrize(
    ("timing", "says"),
    [
        (OPENED, "2 weeks after its opening"),
        (Timing("before", "opening", Period(weeks=2)), "2 weeks before the opening"),
        (Timing("after", "closed", Period(days=1), "terms"), "1 day after the end of terms"),
        (Timing("after", "due", Period(days=3), "terms"), "3 days after the deadline of terms"),
        (None, "no deadline"),
    ],
)
def test_how_long_a_step_lasts_is_told_by_what_it_counts_from(timing: Timing | None, says: str) -> None:
    assert words(lasts(replace(STEP, timing=timing))) == says
    assert words(lasts(replace(STEP, kind="automatic"))) == "decided by rules"


def test_every_step_is_drawn_with_what_follows_it_and_without_a_cycle_none_has_a_state() -> None:
    steps = drawn(workflow())
    assert [step.name for step in steps] == [step.name for step in workflow().steps]
    assert all((step.state, step.days) == ("", None) for step in steps)
    assert steps[-1].ways == (WayLine("adopted", ("end",)), WayLine("returned", ("draft",)))
    assert {step.state for step in drawn(workflow(), everything().cycle)} != {""}


def test_the_checker_s_finding_is_told_in_its_own_words() -> None:
    one = Workflow("w", "1.0.0", "W", "UTC", "none", "plain", (STEP,))
    assert "finds it sound" in words(proof(one))
    assert "does not find it sound. never-reached: " in words(
        proof(replace(one, steps=(STEP, replace(STEP, name="b"))))
    )
