"""What each government handed in, window by window; that nothing came is said with the day."""

from dataclasses import replace
from typing import Any

from evalflow.engine.words import CloseCycleEarly, CompleteStep, StepClosed, StepOpened
from evalflow.evaluation.evaluation import ReportDrafted
from evalflow.evaluation.report.public_record import Everything, Happened
from evalflow.evaluation.report.public_record.protection.visible import Visible
from evalflow.evaluation.report.public_record.replies import replies
from evalflow.evaluation.report.wording import worded
from tests.evaluation.report.public_record.known import Act, at, everything, handed_in

SUBMITTED = handed_in("EX/GOV/001", "government", received_at=at(2, 5))


def known(*acts: Act, **more: object) -> Everything:
    """Return a record in which a window for replies to the draft is open from 1 April and closes on 21 April."""
    found = everything(*acts, **more)  # type: ignore[arg-type] # a test's own words
    window = replace(found.workflow.steps[2], name="reply", title="Right of reply")
    happened = (
        ReportDrafted(at(3, 30)),
        StepOpened("reply", 1, at(4, 1), None),
        StepClosed("reply", 1, at(4, 21, 23), at(4, 21, 23)),
    )
    history = (*found.history, *(Happened(at(4, 1), "clock", event) for event in happened))
    return replace(found, history=history, workflow=replace(found.workflow, steps=(*found.workflow.steps, window)))


def told(found: Everything, **more: object) -> Any:
    found = replace(found, **more)  # type: ignore[arg-type] # a test's own words
    return worded(tuple(reply.says for reply in replies(found, Visible(found.inputs, found.evaluation.code))))


def test_submissions_and_replies_are_told_apart_by_the_window_in_which_they_came() -> None:
    replied = handed_in("EX/GOV/002", "government", received_at=at(4, 5))
    ngo = handed_in("EX/NGO/001", received_at=at(4, 5))
    assert told(known(), inputs=(ngo, SUBMITTED, replied)) == (
        "In “Submissions of the partners” there came from Exampleland: EX/GOV/001 of Example EX/GOV/001, "
        "received on 5 February 2027.",
        "No submission was received from Samplestan by 8 March 2027 (“Submissions of the partners”).",
        "In “Right of reply” there came from Exampleland: EX/GOV/002 of Example EX/GOV/002, received on 5 April 2027.",
        "No reply was received from Samplestan by 21 April 2027 (“Right of reply”).",
    )


def test_what_is_not_public_is_not_denied() -> None:
    hidden = handed_in("EX/H", "counterpart-government", "confidential", received_at=at(4, 5))
    assert told(known(), inputs=(SUBMITTED, hidden))[-1] == (
        "No public reply was received from Samplestan by 21 April 2027 (“Right of reply”)."
    )


def test_a_late_or_withdrawn_input_says_so_with_the_window_before_it() -> None:
    late = [
        handed_in(f"EX/GOV/00{n}", "government", received_at=at(3, 20), late=state, withdrawn_at=withdrawn)
        for n, (state, withdrawn) in enumerate([("accepted", None), ("pending", None), ("", at(3, 21))])
    ]
    assert told(known(), inputs=late)[0] == (
        "In “Submissions of the partners” there came from Exampleland: "
        "EX/GOV/000 of Example EX/GOV/000, received on 20 March 2027 (late, accepted), "
        "EX/GOV/001 of Example EX/GOV/001, received on 20 March 2027 (late, not decided yet) and "
        "EX/GOV/002 of Example EX/GOV/002, received on 20 March 2027, withdrawn on 21 March 2027."
    )


def test_an_open_window_is_told_of_at_the_data_cut_off() -> None:
    assert told(everything(until=at(2, 1)))[0] == (
        "No submission was received from Exampleland by the data cut-off, while the window was open "
        "(“Submissions of the partners”)."
    )


def test_a_cycle_closed_early_closes_its_windows() -> None:
    early = everything((at(2, 1), CloseCycleEarly("The dialogue ended.", "decision 12")))
    assert told(early)[1] == (
        "No submission was received from Samplestan by 1 February 2027 (“Submissions of the partners”)."
    )


def test_a_window_that_takes_no_input_says_that_its_content_is_not_on_record() -> None:
    found = everything((at(4, 1), CompleteStep("draft")))
    steps = tuple(replace(step, accepts=()) for step in found.workflow.steps)
    assert told(found, workflow=replace(found.workflow, steps=steps)) == (
        "The workflow takes no input in “Submissions of the partners”: what was said in it is not on record.",
    )


def test_a_side_that_a_window_does_not_ask_is_not_told_of() -> None:
    found = everything()
    steps = tuple(replace(step, accepts=step.accepts[:1]) for step in found.workflow.steps)
    assert len(told(found, workflow=replace(found.workflow, steps=steps))) == 1
