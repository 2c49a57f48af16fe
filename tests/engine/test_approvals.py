"""Steps that several persons approve: who counts, who does not, and when the step closes."""

from dataclasses import replace

from evalflow.engine.heart import decide
from evalflow.engine.rules import Fact
from evalflow.engine.words import (
    Approvals,
    CompleteStep,
    Cycle,
    HoldStep,
    StepApproved,
    StepClosed,
)
from tests.engine.test_holding import ADA, ADOPT, BOB, CYD, NOW, after, approve, asked, did, opened, refused, workflow


def adopting() -> Cycle:
    return did(opened(), CompleteStep("draft", by=ADA))


def test_a_step_closes_with_the_last_of_its_approvals() -> None:
    cycle = adopting()
    assert asked(cycle, approve(BOB)) == [StepApproved("adopt", 1, BOB, "adopted", NOW)]
    cycle = did(cycle, approve(BOB))
    assert cycle.open["adopt"].approved == {BOB: "adopted"}
    assert asked(cycle, approve(CYD))[:2] == [
        StepApproved("adopt", 1, CYD, "adopted", NOW),
        StepClosed("adopt", 1, NOW, NOW, "adopted", "", CYD),
    ]
    assert did(cycle, approve(CYD)).status == "ended"


def test_one_person_is_not_two() -> None:
    assert refused(did(adopting(), approve(BOB)), approve(BOB)) == (
        "approved-before",
        "You have approved adopt before. It takes somebody else as well.",
    )


def test_an_approval_is_somebodys() -> None:
    assert refused(adopting(), approve(""))[0] == "nobody-named"


def test_whoever_wrote_it_does_not_approve_it() -> None:
    assert refused(adopting(), approve(ADA)) == (
        "author-approves",
        "adopt is approved by others than whoever completed draft: that was you.",
    )


def test_who_changes_their_mind_moves_their_approval() -> None:
    cycle = did(adopting(), approve(BOB), approve(CYD, "returned", "Too long."))
    assert cycle.open["adopt"].approved == {BOB: "adopted", CYD: "returned"}
    moved = asked(cycle, approve(BOB, "returned", "So it is."))
    assert moved[:2] == [
        StepApproved("adopt", 1, BOB, "returned", NOW, "So it is."),
        StepClosed("adopt", 1, NOW, NOW, "returned", "So it is.", BOB),
    ]
    assert list(after(cycle, moved).open) == ["draft"]


def test_gates_and_reasons_are_asked_for_at_every_approval() -> None:
    once = did(adopting(), approve(BOB))
    for cycle in (adopting(), once):
        assert refused(cycle, approve(CYD), facts={"report.ready": Fact(False)})[0] == "gate-closed"
        assert refused(cycle, approve(CYD, "returned"))[0] == "reason-missing"


def test_an_approval_given_before_its_person_became_the_author_does_not_count() -> None:
    cycle = did(adopting(), approve(BOB))
    closed = {"draft": replace(cycle.closed["draft"], by=BOB)}  # two arcs that merge can bring this about
    assert [type(e) for e in asked(replace(cycle, closed=closed), approve(CYD))] == [StepApproved]


def test_a_step_whose_author_is_nobody_or_not_asked_for_is_approved_by_anybody() -> None:
    assert did(replace(adopting(), closed={}), approve(ADA)).open["adopt"].approved == {ADA: "adopted"}
    alone = replace(ADOPT, approvals=Approvals(1), choices=())
    assert decide(workflow(alone), opened(alone), CompleteStep("adopt", by=ADA), {}, NOW)[:2] == [
        StepApproved("adopt", 1, ADA, "", NOW),
        StepClosed("adopt", 1, NOW, NOW, "", "", ADA),
    ]


def test_what_several_approve_is_in_nobodys_hands_alone() -> None:
    cycle = did(adopting(), HoldStep("adopt", BOB, "claimed", BOB))
    assert [type(e) for e in asked(cycle, approve(CYD))] == [StepApproved]


def test_approvals_are_those_of_one_round() -> None:
    cycle = did(adopting(), approve(BOB, "returned", "Too long."), approve(CYD, "returned", "Too long."))
    again = did(cycle, CompleteStep("draft", by=CYD))
    assert (again.open["adopt"].occurrence, again.open["adopt"].approved) == (2, {})
    assert refused(again, approve(CYD))[0] == "author-approves"
