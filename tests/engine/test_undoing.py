"""Second thoughts: what a person did last is taken back by an event of its own, or the refusal says why it stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from evalflow.engine.heart import apply, decide
from evalflow.engine.periods import Period
from evalflow.engine.rules import Facts
from evalflow.engine.words import (
    Choice,
    CloseCycleEarly,
    Command,
    CompleteStep,
    Cycle,
    Event,
    ExtendDeadline,
    GivePriority,
    HoldStep,
    MigrateCycle,
    OpenCycle,
    PauseCycle,
    PlanFollowUp,
    Remind,
    ResumeCycle,
    Step,
    StepFellOverdue,
    StepUndone,
    Tick,
    Timing,
    UndoStep,
    Workflow,
)
from evalflow.errors import Refused

ADA, BOB, CYD = "ada", "bob", "cyd"
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
TODAY = date(2027, 3, 1)
DAY = timedelta(days=1)
WEEK = Timing("after", "opened", Period(weeks=1))


def task(name: str, *leads_to: str, **more: object) -> Step:
    return replace(Step(name, name, "task", "r", WEEK, next=leads_to), **more)  # type: ignore[arg-type] # any field


def window(name: str, *leads_to: str, **more: object) -> Step:
    return replace(task(name, *leads_to, **more), kind="window")


class CycleOffice:
    """A cycle, its journal, and what the clock shows: each command is carried out as the use cases do it."""

    def __init__(self, *steps: Step, opening: date = TODAY) -> None:
        self.workflow = Workflow("w", "1", "W", "Europe/London", "none", "plain", steps)
        self.cycle: Cycle | None = None
        self.journal: list[Event] = []
        self.now = NOW
        self.facts: Facts = {}
        self._take(decide(self.workflow, None, OpenCycle("c", "sha", opening), {}, NOW))

    @property
    def stands(self) -> Cycle:
        assert self.cycle is not None
        return self.cycle

    def __call__(self, *commands: Command, after: timedelta = timedelta()) -> "CycleOffice":
        self.tick(after)
        for command in commands:
            self._take(decide(self.workflow, self.cycle, command, self.facts, self.now))
            self.workflow = command.to if isinstance(command, MigrateCycle) else self.workflow
            self.tick()
        return self

    def tick(self, after: timedelta = timedelta()) -> "CycleOffice":
        self.now += after
        while events := decide(self.workflow, self.cycle, Tick(), self.facts, self.now):
            self._take(events)
        return self

    def undo(self, reason: str = "a slip") -> StepUndone:
        before = len(self.journal)
        self._take(decide(self.workflow, self.cycle, UndoStep(tuple(self.journal), reason), {}, self.now))
        [undone] = self.journal[before:]
        assert isinstance(undone, StepUndone)
        return undone

    def cannot(self) -> str:
        with pytest.raises(Refused) as refusal:
            self.undo()
        assert refusal.value.code == "cannot-undo"
        return str(refusal.value)

    def _take(self, events: list[Event]) -> None:
        for event in events:
            self.cycle = apply(self.cycle, event)
            self.journal.append(event)


def done(step: str, choice: str = "", by: str = ADA) -> CompleteStep:
    return CompleteStep(step, choice, "because", by)


def test_a_completion_is_taken_back_and_the_step_is_open_as_it_was() -> None:
    office = CycleOffice(task("draft", "adopt"), task("adopt", "end"))
    office(
        HoldStep("draft", ADA, "claimed", ADA), PlanFollowUp("draft", date(2027, 3, 4)), GivePriority("draft", "high")
    )
    before = office.stands
    office(done("draft"), after=DAY)
    assert office.undo("too soon") == StepUndone(
        "draft", 1, NOW + DAY, "too soon", ("adopt",), before.open, {}, {}, frozenset(), "completion"
    )
    assert office.stands == before


def test_it_takes_a_reason() -> None:
    office = CycleOffice(task("draft", "end"))(done("draft"))
    with pytest.raises(Refused) as refusal:
        office.undo(" ")
    assert refusal.value.code == "reason-missing"


def test_where_no_person_has_completed_anything_there_is_nothing_to_undo() -> None:
    office = CycleOffice(window("inputs", "draft"), task("draft", "end")).tick(30 * DAY)
    assert list(office.stands.open) == ["draft"]
    with pytest.raises(Refused) as refusal:
        office.undo()
    assert refusal.value.code == "nothing-to-undo"


def test_undoing_twice_takes_back_the_one_before_and_a_third_time_there_is_nothing() -> None:
    office = CycleOffice(task("draft", "check"), task("check", "adopt"), task("adopt", "end"))
    first = office.stands
    second = office(done("draft")).stands
    office(done("check", by=BOB), after=DAY)
    office.undo()
    assert office.stands == second
    office.undo()
    assert office.stands == first
    with pytest.raises(Refused, match="nothing to undo"):
        office.undo()


def test_what_was_undone_is_done_anew_and_undone_again() -> None:
    office = CycleOffice(task("draft", "adopt"), task("adopt", "end"))
    before = office.stands
    for _ in range(3):
        office(done("draft"), after=timedelta(hours=1)).undo()
    assert office.stands == before


def test_the_last_step_of_a_cycle_is_undone_and_the_cycle_runs_again() -> None:
    office = CycleOffice(task("draft", "end"))
    before = office.stands
    assert office(done("draft")).stands.status == "ended"
    assert office.undo().withdrawn == ()
    assert office.stands == before


@pytest.mark.parametrize("join", ["all", "any"])
def test_arcs_that_had_arrived_at_a_join_are_taken_back(join: str) -> None:
    steps = (task("a", "b", "c"), task("b", "d"), task("c", "d"), task("d", "end", join=join))
    office = CycleOffice(*steps)(done("a"), done("b"))
    before = office.stands
    office(done("c"), after=DAY).undo()
    assert office.stands == before
    office.undo()
    assert (sorted(office.stands.open), office.stands.tokens) == (["b", "c"], frozenset())


def test_a_loop_that_leads_back_into_its_own_step_is_undone() -> None:
    office = CycleOffice(task("draft", choices=(Choice("again", ("draft",)), Choice("on", ("end",))), next=()))
    before = office.stands
    office(done("draft", "again"), PlanFollowUp("draft", date(2027, 3, 4)))
    assert office.stands.open["draft"].occurrence == 2
    assert office.undo().withdrawn == ("draft",)
    assert office.stands == before


# What happened since


def test_what_happened_elsewhere_since_stands() -> None:
    office = CycleOffice(task("a", "b", "c"), task("b", "d"), task("c", "end"), task("d", "end"))(done("a"), done("b"))
    office(HoldStep("c", BOB, "claimed", BOB), ExtendDeadline("c", date(2027, 4, 1), "more time"))
    office(GivePriority("d", "high"), HoldStep("d", BOB, "claimed", BOB))
    since = office.stands.open["c"]
    assert office.undo().withdrawn == ("d",)
    assert (office.stands.open["c"], sorted(office.stands.open)) == (since, ["b", "c"])


def test_a_step_that_opened_by_time_since_stays_open_and_so_do_the_arcs_it_took_stay_taken() -> None:
    steps = (
        task("a", "b", "c", "d"), task("b", "e"), task("c", "e"), task("d", "end"),
        task("e", "end", join="all", waits_for_opening=True),
    )  # fmt: skip
    office = CycleOffice(*steps, opening=date(2027, 3, 3))(done("a"), done("b"), done("c"), done("d"))
    office.tick(3 * DAY)
    assert (list(office.stands.open), office.stands.tokens) == (["e"], frozenset())
    assert office.undo().withdrawn == ()
    assert (sorted(office.stands.open), office.stands.tokens) == (["d", "e"], frozenset())


def test_what_only_waits_for_the_opening_is_withdrawn_even_where_it_is_a_window() -> None:
    office = CycleOffice(
        task("terms", "inputs"), window("inputs", "end", waits_for_opening=True), opening=date(2027, 3, 3)
    )
    before = office.stands
    office(done("terms"))
    assert list(office.stands.waiting) == ["inputs"]
    assert office.undo().withdrawn == ("inputs",)
    assert office.stands == before


def test_an_undone_step_reminds_of_nothing_past_and_falls_overdue_at_its_own_deadline() -> None:
    remind = tuple(Remind("before", Period(days=days), "r") for days in (5, 1, 0))
    office = CycleOffice(task("draft", "adopt", remind=remind), task("adopt", "end"))(done("draft"), after=DAY)
    office.tick(5 * DAY)
    office.undo()
    due = office.stands.open["draft"].due
    assert due is not None
    assert [one.offset for one in due.reminders] == ["on the last day"]
    office.tick(10 * DAY)
    fell = [event for event in office.journal if isinstance(event, StepFellOverdue) and event.step == "draft"]
    assert fell == [StepFellOverdue("draft", due.at, office.now)]


def test_what_reminded_no_more_after_an_undoing_does_not_after_the_next() -> None:
    office = CycleOffice(task("draft", "adopt", remind=(Remind("before", Period(days=5), "r"),)), task("adopt", "end"))
    office(done("draft"), after=DAY).tick(10 * DAY).undo()
    before = office(done("draft")).stands
    office(done("adopt")).undo()
    assert office.stands == before


# What stands


def test_a_window_that_has_opened_is_not_closed_by_hand() -> None:
    office = CycleOffice(task("draft", "reply"), window("reply", "end"))(done("draft"))
    assert office.cannot() == (
        "draft cannot be undone: it opened the window reply, and a window is never closed by hand. It stands: go on "
        "from here, or go back by a choice where the workflow offers one."
    )
    office.tick(30 * DAY)
    assert "reply has closed since" in office.cannot()


def test_what_a_way_out_did_beside_stands() -> None:
    by_choice = task(
        "adopt", choices=(Choice("adopted", ("end",), act="adopt-report"), Choice("back", ("end",))), next=()
    )
    assert "it also did 'adopt-report', which stands" in CycleOffice(by_choice)(done("adopt", "adopted")).cannot()
    assert CycleOffice(by_choice)(done("adopt", "back")).undo().step == "adopt"
    assert "'publish-report'" in CycleOffice(task("publish", "end", act="publish-report"))(done("publish")).cannot()


SECOND = Workflow("w", "2", "W", "UTC", "none", "plain", (task("draft", "adopt"), task("adopt", "end")))


@pytest.mark.parametrize(
    "commands",
    [(PauseCycle("why", "rule"), ResumeCycle("why", "rule")), (MigrateCycle(SECOND, "new", "", {}, "why"),)],
)
def test_after_a_pause_or_a_migration_what_was_done_before_stands(commands: tuple[Command, ...]) -> None:
    office = CycleOffice(task("draft", "adopt"), task("adopt", "end"))(done("draft"), *commands)
    assert "the cycle has been paused, resumed, migrated or moved since" in office.cannot()


def test_after_a_migration_what_was_done_since_is_undone() -> None:
    new = Workflow("w", "2", "W", "Europe/London", "none", "plain", (task("first", "x"), task("x", "end")))
    office = CycleOffice(task("draft", "adopt"), task("adopt", "end"))(done("draft"))
    office.undo()
    office(done("draft"), MigrateCycle(new, "new", "", {"draft": "first", "adopt": "x"}, "why"))
    before = office.stands
    office(done("x")).undo()
    assert office.stands == before


def test_in_a_paused_cycle_or_one_closed_early_nothing_is_undone() -> None:
    for command, code in (
        (PauseCycle("why", "rule"), "cycle-paused"),
        (CloseCycleEarly("why", "rule"), "cycle-over"),
    ):
        office = CycleOffice(task("draft", "adopt"), task("adopt", "end"))(done("draft"), command)
        with pytest.raises(Refused) as refusal:
            office.undo()
        assert refusal.value.code == code


def test_a_deadline_that_was_moved_since_is_relied_on() -> None:
    office = CycleOffice(task("draft", "adopt"), task("adopt", "end"))(done("draft"))
    office(ExtendDeadline("adopt", date(2027, 4, 1), "more time"))
    assert "it opened adopt, and that deadline has been moved since" in office.cannot()


# Approvals


# Automatic steps
