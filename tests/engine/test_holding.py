"""Persons and open steps: who has one in hand, who approves it, when it is looked at again, how much it matters."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from evalflow.engine.heart import apply, decide, due_next
from evalflow.engine.holding import HeldByAnother
from evalflow.engine.periods import Deadline, Period, Reminder
from evalflow.engine.rules import Fact, Facts, parse
from evalflow.engine.words import (
    Approvals,
    Choice,
    Command,
    CompleteStep,
    Cycle,
    DelegationEnded,
    Event,
    FollowUpPlanned,
    Gate,
    GivePriority,
    Holder,
    HoldStep,
    OpenCycle,
    PauseCycle,
    PlanFollowUp,
    PriorityGiven,
    ReleaseStep,
    Remind,
    ReminderFellDue,
    Step,
    StepClosed,
    StepFellOverdue,
    StepHeld,
    StepReleased,
    Tick,
    Timing,
    Workflow,
)
from evalflow.errors import Refused

ADA, BOB, CYD = "ada", "bob", "cyd"
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
LAST = datetime(2027, 3, 6, tzinfo=UTC)  # the end of 5 March in London
WEEK = Timing("after", "opened", Period(weeks=1))
READY = {"report.ready": Fact(True)}
DRAFT = Step("draft", "Draft", "task", "coordinator", WEEK, next=("adopt",))
ADOPT = Step(
    "adopt",
    "Adopt",
    "task",
    "body",
    no_deadline="the body's own calendar decides",
    choices=(
        Choice("adopted", ("end",), requires=(Gate("report.ready", parse("report.ready")),)),
        Choice("returned", ("draft",), requires_reason=True),
    ),
    approvals=Approvals(2, "draft"),
)
WINDOW = Step("reply", "Reply", "window", "government", WEEK, next=("end",))


def workflow(*steps: Step) -> Workflow:
    return Workflow("w", "1", "W", "Europe/London", "none", "plain", steps or (DRAFT, ADOPT))


def opened(*steps: Step) -> Cycle:
    return after(None, decide(workflow(*steps), None, OpenCycle("c", "sha", date(2027, 3, 1)), {}, NOW))


def after(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle is not None
    return cycle


def asked(cycle: Cycle, command: Command, now: datetime = NOW, facts: Facts = READY, *steps: Step) -> list[Event]:
    return decide(workflow(*steps), cycle, command, facts, now)


def did(cycle: Cycle, *commands: Command, now: datetime = NOW) -> Cycle:
    for command in commands:
        cycle = after(cycle, asked(cycle, command, now))
    return cycle


def refused(cycle: Cycle, command: Command, now: datetime = NOW, facts: Facts = READY) -> tuple[str, str]:
    with pytest.raises(Refused) as refusal:
        asked(cycle, command, now, facts)
    return refusal.value.code, str(refusal.value)


def ticked(cycle: Cycle, now: datetime, *steps: Step) -> list[Event]:
    """Return all that a tick at `now` brings, one thing after the other."""
    happened: list[Event] = []
    while events := asked(cycle, Tick(), now, {}, *steps):
        cycle = after(cycle, events)
        happened += events
    return happened


def claim(person: str) -> HoldStep:
    return HoldStep("draft", person, "claimed", person)


def assign(person: str, by: str = CYD) -> HoldStep:
    return HoldStep("draft", person, "assigned", by)


def lend(person: str = BOB, by: str = ADA, until: date | None = date(2027, 3, 5)) -> HoldStep:
    return HoldStep("draft", person, "delegated", by, until)


def approve(person: str, choice: str = "adopted", reason: str = "") -> CompleteStep:
    return CompleteStep("adopt", choice, reason, person)


def holder(cycle: Cycle) -> Holder | None:
    return cycle.open["draft"].holder


# In hand


def test_a_step_that_nobody_has_is_claimed_and_released() -> None:
    cycle = opened()
    assert asked(cycle, claim(ADA)) == [StepHeld("draft", Holder(ADA, NOW), "claimed")]
    cycle = did(cycle, claim(ADA))
    assert holder(cycle) == Holder(ADA, NOW)
    assert asked(cycle, ReleaseStep("draft", ADA)) == [StepReleased("draft", ADA)]
    assert holder(did(cycle, ReleaseStep("draft", ADA))) is None


def test_a_step_is_assigned_to_anybody_whoever_has_it() -> None:
    cycle = did(opened(), claim(ADA))
    assert asked(cycle, assign(BOB)) == [StepHeld("draft", Holder(BOB, NOW), "assigned")]
    assert holder(did(cycle, assign(BOB))) == Holder(BOB, NOW)


def test_whoever_has_a_step_gets_it_no_second_time() -> None:
    cycle = did(opened(), claim(ADA))
    assert asked(cycle, claim(ADA)) == asked(cycle, assign(ADA)) == []


def test_a_step_that_another_has_is_neither_claimed_nor_completed_nor_lent() -> None:
    cycle = did(opened(), claim(ADA))
    for command in (claim(BOB), CompleteStep("draft", by=BOB), lend(CYD, by=BOB)):
        with pytest.raises(HeldByAnother) as refusal:
            asked(cycle, command)
        assert (refusal.value.code, refusal.value.step, refusal.value.person) == ("held-by-another", "draft", ADA)


def test_whoever_has_a_step_completes_it_and_so_does_anybody_while_nobody_has_it() -> None:
    for cycle in (opened(), did(opened(), assign(ADA))):
        closed = asked(cycle, CompleteStep("draft", by=ADA))[0]
        assert closed == StepClosed("draft", 1, NOW, NOW, by=ADA)


def test_another_releases_a_step_only_with_a_reason() -> None:
    cycle = did(opened(), claim(ADA))
    assert refused(cycle, ReleaseStep("draft", BOB, " ")) == (
        "reason-missing",
        "draft is in somebody else's hands: give the reason with --reason.",
    )
    assert asked(cycle, ReleaseStep("draft", BOB, "She is ill.")) == [StepReleased("draft", ADA, "She is ill.")]


def test_what_nobody_has_is_not_released() -> None:
    assert refused(opened(), ReleaseStep("draft", ADA))[0] == "in-nobodys-hands"


@pytest.mark.parametrize("command", [HoldStep("reply", ADA, how, ADA) for how in ("claimed", "assigned", "delegated")])
def test_what_time_does_is_in_nobodys_hands(command: HoldStep) -> None:
    with pytest.raises(Refused) as refusal:
        decide(workflow(WINDOW), opened(WINDOW), command, {}, NOW)
    assert refusal.value.code == "no-task"


def test_a_step_that_opens_again_is_in_nobodys_hands() -> None:
    cycle = did(opened(), claim(ADA), CompleteStep("draft", by=ADA))
    returned = did(cycle, approve(BOB, "returned", "Too long."), approve(CYD, "returned", "Too long."))
    assert (returned.open["draft"].occurrence, holder(returned)) == (2, None)


def test_while_a_cycle_is_paused_nothing_changes_hands() -> None:
    paused = did(opened(), PauseCycle("An election.", "rule 7"))
    assert refused(paused, claim(ADA))[0] == "cycle-paused"


# Lent


def lent() -> Cycle:
    return did(opened(), claim(ADA), lend())


def test_a_step_is_lent_until_the_end_of_a_local_day() -> None:
    cycle = did(opened(), claim(ADA))
    assert asked(cycle, lend()) == [StepHeld("draft", Holder(BOB, NOW, LAST, ADA), "delegated")]
    assert asked(lent(), CompleteStep("draft", by=BOB))[0] == StepClosed("draft", 1, NOW, NOW, by=BOB)
    with pytest.raises(HeldByAnother):
        asked(lent(), CompleteStep("draft", by=ADA))


def test_a_step_can_be_lent_for_what_is_left_of_the_day() -> None:
    [held] = asked(did(opened(), claim(ADA)), lend(until=date(2027, 3, 1)))
    assert isinstance(held, StepHeld)
    assert held.holder.until == datetime(2027, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cycle", "command", "code"),
    [
        (opened(), lend(), "not-yours"),
        (lent(), lend(CYD), "not-yours"),
        (lent(), lend(CYD, by=BOB), "not-yours"),
        (lent(), lend(ADA, by=CYD), "held-by-another"),
        (did(opened(), claim(ADA)), lend(ADA), "to-oneself"),
        (did(opened(), claim(ADA)), lend(until=None), "end-missing"),
        (did(opened(), claim(ADA)), lend(until=date(2027, 2, 28)), "end-missing"),
    ],
)
def test_a_step_is_lent_by_who_has_it_to_another_until_a_day_to_come(cycle: Cycle, command: Command, code: str) -> None:
    assert refused(cycle, command)[0] == code


def test_at_the_end_of_its_last_day_it_goes_back_to_who_lent_it() -> None:
    cycle, late = lent(), LAST + timedelta(days=1)
    assert asked(cycle, Tick(), LAST - timedelta(microseconds=1)) == []
    assert asked(cycle, Tick(), late) == [DelegationEnded("draft", LAST, late, Holder(ADA, LAST))]
    assert holder(did(cycle, Tick(), now=late)) == Holder(ADA, LAST)
    assert asked(did(cycle, Tick(), now=late), Tick(), late) == []


def test_it_goes_back_in_order_with_all_else_that_time_brings() -> None:
    step = replace(DRAFT, remind=(Remind("before", Period(days=2), "coordinator"),))
    cycle = after(opened(step), decide(workflow(step), opened(step), claim(ADA), {}, NOW))
    cycle = after(cycle, decide(workflow(step), cycle, lend(until=date(2027, 3, 7)), {}, NOW))
    happened = ticked(cycle, NOW + timedelta(days=30), step)
    assert [type(event) for event in happened] == [ReminderFellDue, DelegationEnded, StepFellOverdue]
    sooner = replace(cycle.open["draft"], holder=Holder(BOB, NOW, datetime(2027, 3, 6, tzinfo=UTC), ADA))
    reminded = Reminder(datetime(2027, 3, 6, tzinfo=UTC), date(2027, 3, 6), "coordinator", "2 days before")
    due = replace(_due(cycle), reminders=(reminded,))
    cycle = replace(cycle, open={"draft": replace(sooner, due=due)})
    happened = ticked(cycle, NOW + timedelta(days=30), step)
    assert [type(event) for event in happened] == [DelegationEnded, ReminderFellDue, StepFellOverdue]


def _due(cycle: Cycle) -> Deadline:
    due = cycle.open["draft"].due
    assert due is not None
    return due


def test_it_goes_back_while_the_cycle_is_paused() -> None:
    paused = did(lent(), PauseCycle("An election.", "rule 7"))
    assert asked(paused, Tick(), LAST) == [DelegationEnded("draft", LAST, LAST, Holder(ADA, LAST))]


def test_the_end_of_a_loan_is_no_day_on_which_a_step_is_due() -> None:
    due = _due(lent())
    assert due_next(workflow(), lent()) == (due.at, "draft")


@pytest.mark.parametrize("by", [ADA, BOB])
def test_what_was_lent_goes_back_when_either_of_the_two_releases_it(by: str) -> None:
    later = NOW + timedelta(hours=1)
    released = asked(lent(), ReleaseStep("draft", by), later)
    assert released == [StepReleased("draft", BOB, "", Holder(ADA, later))]
    assert holder(after(lent(), released)) == Holder(ADA, later)


def test_a_third_person_gives_back_what_was_lent_only_with_a_reason() -> None:
    assert refused(lent(), ReleaseStep("draft", CYD))[0] == "reason-missing"
    assert asked(lent(), ReleaseStep("draft", CYD, "He is ill.")) == [
        StepReleased("draft", BOB, "He is ill.", Holder(ADA, NOW))
    ]


def test_who_has_a_step_on_loan_keeps_it_when_it_is_assigned_to_them() -> None:
    assert asked(lent(), HoldStep("draft", BOB, "claimed", BOB)) == []
    assert asked(lent(), assign(BOB)) == [StepHeld("draft", Holder(BOB, NOW), "assigned")]


# Approved by several


# Looked at again, and how much it matters


def test_a_step_is_to_be_looked_at_again_on_a_day() -> None:
    cycle = opened()
    planned = PlanFollowUp("draft", date(2027, 3, 3), "Ask the printer.")
    assert asked(cycle, planned) == [FollowUpPlanned("draft", date(2027, 3, 3), "Ask the printer.")]
    cycle = did(cycle, planned)
    assert cycle.open["draft"].follow_up_on == date(2027, 3, 3)
    assert asked(cycle, PlanFollowUp("draft", date(2027, 3, 3))) == []
    assert did(cycle, PlanFollowUp("draft", None)).open["draft"].follow_up_on is None
    assert asked(opened(), PlanFollowUp("draft", None)) == []


def test_the_day_is_today_or_later_where_the_cycle_runs() -> None:
    assert asked(opened(), PlanFollowUp("draft", date(2027, 3, 1))) == [FollowUpPlanned("draft", date(2027, 3, 1), "")]
    assert refused(opened(), PlanFollowUp("draft", date(2027, 2, 28))) == (
        "day-past",
        "28 Feb 2027 is past: name 1 Mar 2027 or a later day.",
    )


def test_a_step_is_given_a_priority() -> None:
    cycle = opened()
    assert cycle.open["draft"].priority == "normal"
    assert asked(cycle, GivePriority("draft", "normal")) == []
    assert asked(cycle, GivePriority("draft", "high")) == [PriorityGiven("draft", "high")]
    assert did(cycle, GivePriority("draft", "high")).open["draft"].priority == "high"


@pytest.mark.parametrize(
    "command",
    [
        HoldStep("adopt", ADA, "claimed", ADA),
        ReleaseStep("adopt", ADA),
        PlanFollowUp("adopt", None),
        GivePriority("adopt", "low"),
    ],
)
def test_only_an_open_step_has_anybody_or_anything(command: Command) -> None:
    assert refused(opened(), command)[0] == "step-not-open"
