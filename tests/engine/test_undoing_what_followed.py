"""Completions that approvals led to, or from which automatic steps followed: both are undone with them."""

from dataclasses import replace

from evalflow.engine.rules import Fact, parse
from evalflow.engine.words import (
    Approvals,
    Branch,
    Choice,
    HoldStep,
    Step,
)
from tests.engine.test_undoing import BOB, CYD, DAY, CycleOffice, done, task, window

APPROVED = task(
    "adopt", choices=(Choice("yes", ("end",)), Choice("no", ("draft",))), next=(), approvals=Approvals(2, "draft")
)


def test_an_approval_is_undone_before_the_completion_it_rests_on() -> None:
    office = CycleOffice(task("draft", "adopt"), APPROVED)
    first = office.stands
    second = office(done("draft")).stands
    third = office(done("adopt", "yes", BOB)).stands
    office(done("adopt", "yes", CYD))
    assert office.stands.status == "ended"
    assert (office.undo().what, office.stands) == ("completion", third)
    assert (office.undo().what, office.stands) == ("approval", second)
    assert (office.undo().what, office.stands) == ("completion", first)


def test_a_changed_mind_that_is_undone_is_the_mind_as_it_was() -> None:
    office = CycleOffice(task("draft", "adopt"), APPROVED)(
        done("draft"), done("adopt", "yes", BOB), done("adopt", "no", BOB)
    )
    office(HoldStep("adopt", CYD, "claimed", CYD))
    office.undo()
    state = office.stands.open["adopt"]
    assert (state.approved, state.holder and state.holder.person) == ({BOB: "yes"}, CYD)


def test_an_approval_that_another_gave_just_before_elsewhere_stands() -> None:
    office = CycleOffice(
        task("a", "b", "adopt"), task("b", "end"), replace(APPROVED, approvals=Approvals(2)), task("draft", "adopt")
    )
    office(done("a"), done("adopt", "yes", BOB))
    before = office.stands
    office(done("b", by=BOB))
    assert (office.undo().step, office.stands) == ("b", before)


def test_an_approval_is_undone_whatever_time_has_closed_since() -> None:
    steps = (
        task("a", "inputs", "adopt"),
        window("inputs", "late"),
        task("late", "end"),
        replace(APPROVED, approvals=Approvals(2)),
    )
    office = CycleOffice(*steps, task("draft", "adopt"))(done("a"), done("adopt", "yes", BOB))
    office.tick(30 * DAY)
    office.undo()
    assert (sorted(office.stands.open), office.stands.open["adopt"].approved) == (["adopt", "late"], {})


def automatic(name: str, *branches: tuple[str, str]) -> Step:
    ways = tuple(Branch(text, parse(text) if text != "else" else None, (to,)) for text, to in branches)
    return Step(name, name, "automatic", "r", branches=ways)


SORT = automatic("sort", ("findings.many", "long"), ("else", "short"))


def test_what_automatic_steps_brought_at_once_is_withdrawn_with_them() -> None:
    office = CycleOffice(
        task("rate", "sort", "beside"), SORT, task("long", "end"), task("short", "end"), task("beside", "end")
    )
    before = office.stands
    office.facts = {"findings.many": Fact(True)}
    office(done("rate"))
    assert sorted(office.stands.open) == ["beside", "long"]
    assert office.undo().withdrawn == ("sort", "beside", "long")
    assert office.stands == before


def test_an_automatic_step_that_was_decided_later_is_withdrawn_too() -> None:
    office = CycleOffice(
        task("rate", "sort", "beside"), SORT, task("long", "end"), task("short", "end"), task("beside", "end")
    )
    before = office.stands
    office(done("rate"))
    assert office.stands.open["sort"].undecided
    office(HoldStep("beside", BOB, "claimed", BOB), after=DAY)
    office.facts = {"findings.many": Fact(False)}
    office.tick(DAY)
    assert sorted(office.stands.open) == ["beside", "short"]
    assert office.undo().withdrawn == ("sort", "beside", "short")
    assert office.stands == before


def test_one_automatic_step_after_another_is_withdrawn_and_the_cycle_that_ended_by_them_runs_again() -> None:
    chain = (automatic("one", ("else", "two")), automatic("two", ("else", "end")))
    office = CycleOffice(task("rate", "one"), *chain)
    before = office.stands
    office(done("rate"))
    assert office.stands.status == "ended"
    assert office.undo().withdrawn == ("one", "two")
    assert office.stands == before


def test_a_window_that_an_automatic_step_opened_stands() -> None:
    office = CycleOffice(task("rate", "sort"), automatic("sort", ("else", "reply")), window("reply", "end"))(
        done("rate")
    )
    assert "it opened the window reply" in office.cannot()
