"""A command and a cycle in, events or a refusal out: how a cycle is opened, moved, extended, and closed early."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from evalflow.engine.heart import apply, decide, due_next, step_named
from evalflow.engine.periods import Period, deadline
from evalflow.engine.rules import Fact, parse
from evalflow.engine.ticking import BranchFailed
from evalflow.engine.words import (
    Branch,
    Choice,
    CloseCycleEarly,
    ClosedStep,
    Command,
    CompleteStep,
    Cycle,
    CycleClosedEarly,
    CycleEnded,
    CycleOpened,
    DeadlineExtended,
    Event,
    ExtendDeadline,
    Gate,
    OpenCycle,
    OpenStep,
    PauseCycle,
    ResumeCycle,
    Step,
    StepAwaited,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    Tick,
    Timing,
    TokenArrived,
    Workflow,
)
from evalflow.errors import Refused

LONDON = "Europe/London"
OPENED = datetime(2027, 1, 4, 10, tzinfo=UTC)
OPENING = date(2027, 1, 11)
DAY = timedelta(days=1)
NAMED = {"body.named": Fact(True)}


def after_opened(days: int) -> Timing:
    return Timing("after", "opened", Period(days=days))


def gate(text: str) -> Gate:
    return Gate(text, parse(text))


TERMS = Step(
    "terms", "Terms", "task", "coordinator", Timing("before", "opening", Period(days=2)),
    requires=(gate("body.named"),), next=("ngo", "parliament"),
)  # fmt: skip
NGO = Step("ngo", "NGOs", "window", "ngo", after_opened(10), waits_for_opening=True, next=("triage",))
PARLIAMENT = Step("parliament", "P", "window", "parliament", after_opened(20), waits_for_opening=True, next=("triage",))
TRIAGE = Step("triage", "Sort", "task", "coordinator", after_opened(7), join="all", next=("adopt",))
ADOPT = Step(
    "adopt", "Adopt", "task", "body", None, "the body's own calendar decides",
    choices=(Choice("adopted", ("end",)), Choice("returned", ("triage_again",), requires_reason=True)),
)  # fmt: skip
AGAIN = Step("triage_again", "Sort again", "task", "coordinator", after_opened(3), next=("adopt",))
WORKFLOW = Workflow(
    "w", "1", "W", LONDON, "none", "plain", (TERMS, NGO, PARLIAMENT, TRIAGE, ADOPT, AGAIN),
    close_early=(gate("inputs.points_open == 0"),),
)  # fmt: skip


def started(workflow: Workflow = WORKFLOW, opening: date = OPENING) -> Cycle:
    return after(None, decide(workflow, None, OpenCycle("c", "sha", opening), {}, OPENED))


def after(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle is not None
    return cycle


def ticked(cycle: Cycle, now: datetime, workflow: Workflow = WORKFLOW) -> Cycle:
    while events := decide(workflow, cycle, Tick(), {}, now):
        cycle = after(cycle, events)
    return cycle


def did(cycle: Cycle, command: Command, now: datetime, workflow: Workflow = WORKFLOW) -> Cycle:
    return after(cycle, decide(workflow, ticked(cycle, now, workflow), command, NAMED, now))


def at_adoption() -> Cycle:
    cycle = did(started(), CompleteStep("terms"), OPENED + DAY)
    return did(ticked(cycle, OPENED + 40 * DAY), CompleteStep("triage"), OPENED + 40 * DAY)


def one_step(step: Step) -> Workflow:
    return replace(WORKFLOW, steps=(step,), close_early=())


def midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=UTC)  # in winter London keeps UTC


def test_opening_a_cycle_opens_its_first_step_until_the_day_counted_from_the_opening() -> None:
    assert decide(WORKFLOW, None, OpenCycle("c", "sha", OPENING), {}, OPENED) == [
        CycleOpened("c", "sha", OPENING, LONDON, OPENED),
        StepOpened("terms", 1, OPENED, deadline(OPENING, Period(days=2), zone=LONDON, direction="before")),
    ]


def test_the_first_step_opens_with_the_cycle_even_where_a_loop_leads_back_into_it_as_a_join() -> None:
    looped = one_step(Step("ask", "Ask", "task", "r", choices=(Choice("again", ("ask",)),), join="all"))
    assert list(started(looped).open) == ["ask"]


def test_a_cycle_ends_although_a_join_that_opened_on_the_first_still_remembers_its_round() -> None:
    both = Step("both", "Both", "task", "r", no_deadline="x", next=("one", "other"))
    one = Step("one", "One", "task", "r", no_deadline="x", next=("join",))
    other = Step(
        "other", "Other", "task", "r", no_deadline="x", choices=(Choice("no", ("end",)), Choice("yes", ("join",)))
    )
    join = Step("join", "Join", "task", "r", no_deadline="x", join="any", next=("end",))
    workflow = replace(WORKFLOW, steps=(both, one, other, join))
    cycle = started(workflow)
    for command in (CompleteStep("both"), CompleteStep("one"), CompleteStep("other", "no"), CompleteStep("join")):
        assert cycle.status == "running"
        cycle = did(cycle, command, OPENED, workflow)
    assert (str(cycle.status), set(cycle.tokens)) == ("ended", {("one", "join")})


def test_what_is_reached_before_the_opening_day_waits_for_it() -> None:
    events = decide(WORKFLOW, started(), CompleteStep("terms"), NAMED, OPENED + DAY)
    assert events == [
        StepClosed("terms", 1, OPENED + DAY, OPENED + DAY),
        StepAwaited("ngo", midnight(OPENING)),
        StepAwaited("parliament", midnight(OPENING)),
    ]


def test_what_waits_opens_with_the_first_instant_of_the_opening_day_however_late_the_clock_looks() -> None:
    cycle = did(started(), CompleteStep("terms"), OPENED + DAY)
    assert decide(WORKFLOW, cycle, Tick(), {}, OPENED + 300 * DAY) == [
        StepOpened("ngo", 1, midnight(OPENING), deadline(OPENING, Period(days=10), zone=LONDON))
    ]


def test_terms_that_are_late_shorten_no_window() -> None:
    late = datetime(2027, 1, 20, 12, tzinfo=UTC)
    _, opened, _ = decide(WORKFLOW, ticked(started(), late), CompleteStep("terms"), NAMED, late)
    assert opened == StepOpened("ngo", 1, late, deadline(date(2027, 1, 20), Period(days=10), zone=LONDON))


def test_time_passes_no_gate_the_task_falls_overdue_and_stays_open() -> None:
    now = OPENED + 100 * DAY
    assert decide(WORKFLOW, started(), Tick(), {}, now) == [StepFellOverdue("terms", midnight(date(2027, 1, 10)), now)]
    assert list(ticked(started(), now).open) == ["terms"]
    assert ticked(started(), now).open["terms"].overdue


def test_a_join_opens_when_the_last_of_its_arcs_has_arrived_and_uses_them_up() -> None:
    cycle = did(started(), CompleteStep("terms"), OPENED + DAY)
    first, second = date(2027, 1, 22), date(2027, 2, 1)
    halfway = ticked(cycle, midnight(first))
    assert (set(halfway.open), halfway.tokens) == ({"parliament"}, frozenset({("ngo", "triage")}))
    assert decide(WORKFLOW, halfway, Tick(), {}, OPENED + 90 * DAY) == [
        StepClosed("parliament", 1, midnight(second), OPENED + 90 * DAY),
        StepOpened("triage", 1, midnight(second), deadline(second, Period(days=7), zone=LONDON)),
    ]
    assert ticked(cycle, midnight(second)).tokens == frozenset()


def test_the_first_arc_at_a_join_is_kept_as_a_token() -> None:
    cycle = ticked(did(started(), CompleteStep("terms"), OPENED + DAY), midnight(date(2027, 1, 21)))
    _, token = decide(WORKFLOW, cycle, Tick(), {}, midnight(date(2027, 1, 22)))
    assert token == TokenArrived("ngo", "triage")


def test_arcs_that_meet_without_a_join_merge_while_what_they_lead_to_is_open() -> None:
    split = Step("split", "S", "task", "r", next=("a", "b"))
    a, b = (Step(name, name, "task", "r", next=("meet",)) for name in "ab")
    meet = Step("meet", "M", "task", "r")
    merging = replace(WORKFLOW, steps=(split, a, b, meet))
    cycle = did(did(started(merging), CompleteStep("split"), OPENED, merging), CompleteStep("a"), OPENED, merging)
    assert decide(merging, cycle, CompleteStep("b"), {}, OPENED) == [StepClosed("b", 1, OPENED, OPENED)]
    once_more = did(did(cycle, CompleteStep("meet"), OPENED, merging), CompleteStep("b"), OPENED, merging)
    assert once_more.open == {"meet": OpenStep(2, OPENED, None)}


def test_a_loop_back_opens_a_step_once_more_and_counts_its_occurrences() -> None:
    now = OPENED + 50 * DAY
    returned = did(at_adoption(), CompleteStep("adopt", "returned", "one source is missing"), now)
    assert returned.closed["adopt"] == ClosedStep(1, OPENED + 40 * DAY, now, "returned", "one source is missing")
    assert did(returned, CompleteStep("triage_again"), now).open == {"adopt": OpenStep(2, now, None)}


def test_a_cycle_ends_when_nothing_is_left() -> None:
    now = OPENED + 50 * DAY
    closed = StepClosed("adopt", 1, now, now, "adopted", "")
    assert decide(WORKFLOW, at_adoption(), CompleteStep("adopt", "adopted"), {}, now) == [closed, CycleEnded(now, now)]
    ended = did(at_adoption(), CompleteStep("adopt", "adopted"), now)
    assert (ended.status, due_next(WORKFLOW, ended), decide(WORKFLOW, ended, Tick(), {}, now + DAY)) == (
        "ended",
        None,
        [],
    )


def test_a_window_whose_deadline_was_past_when_it_opened_closes_as_it_opens_and_not_before() -> None:
    late = one_step(Step("w", "W", "window", "r", Timing("before", "opening", Period(days=30))))
    now = OPENED + DAY
    assert decide(late, started(late), Tick(), {}, now) == [
        StepClosed("w", 1, OPENED, noticed_at=now),
        CycleEnded(OPENED, noticed_at=now),
    ]


def test_a_deadline_counts_from_the_last_closing_of_the_step_it_names() -> None:
    ask = Step("ask", "A", "task", "r", next=("wait",))
    wait = Step("wait", "W", "task", "r", after_opened(1), next=("answer",))
    answer = Step("answer", "R", "task", "r", Timing("after", "closed", Period(days=30), "ask"))
    workflow = replace(WORKFLOW, steps=(ask, wait, answer))
    cycle = did(
        did(started(workflow), CompleteStep("ask"), OPENED, workflow), CompleteStep("wait"), OPENED + 9 * DAY, workflow
    )
    assert cycle.open["answer"].due == deadline(OPENED.date(), Period(days=30), zone=LONDON)


def test_a_deadline_that_names_a_step_never_closed_counts_from_its_own_opening() -> None:
    workflow = one_step(Step("a", "A", "task", "r", Timing("after", "closed", Period(days=30), "other")))
    assert started(workflow).open["a"].due == deadline(OPENED.date(), Period(days=30), zone=LONDON)


def test_extending_a_deadline_keeps_before_after_and_the_reason() -> None:
    before = deadline(OPENING, Period(days=2), zone=LONDON, direction="before")
    [extended] = decide(WORKFLOW, started(), ExtendDeadline("terms", date(2027, 1, 15), "translation"), {}, OPENED)
    assert isinstance(extended, DeadlineExtended)
    assert (extended.before, extended.after.on, extended.after.at) == (
        before,
        date(2027, 1, 15),
        midnight(date(2027, 1, 16)),
    )
    said = "extended from the end of 9 Jan 2027 to the end of 15 Jan 2027: translation"
    assert extended.after.reasons == (*before.reasons, said)


def test_an_overdue_task_that_is_extended_is_overdue_no_more_until_its_new_deadline() -> None:
    now = datetime(2027, 1, 20, 12, tzinfo=UTC)
    cycle = did(started(), ExtendDeadline("terms", date(2027, 1, 20), "illness"), now)
    assert not cycle.open["terms"].overdue
    assert ticked(cycle, midnight(date(2027, 1, 21))).open["terms"].overdue


def test_closing_early_closes_everything_with_reason_and_basis() -> None:
    cycle = did(started(), CompleteStep("terms"), OPENED + DAY)
    facts = {"inputs.points_open": Fact(0)}
    command = CloseCycleEarly("the dialogue was terminated", "decision 7")
    events = decide(WORKFLOW, cycle, command, facts, OPENED + 2 * DAY)
    assert events == [CycleClosedEarly(OPENED + 2 * DAY, "the dialogue was terminated", "decision 7")]
    over = after(cycle, events)
    assert (over.status, over.open, over.waiting, over.tokens, over.paused_at) == (
        "closed-early",
        {},
        {},
        frozenset(),
        None,
    )
    assert decide(WORKFLOW, over, Tick(), {}, OPENED + 99 * DAY) == []


def test_what_is_due_next_is_named_with_its_instant() -> None:
    assert due_next(WORKFLOW, started()) == (midnight(date(2027, 1, 10)), "terms")


def test_an_event_without_its_cycle_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="a cycle's event came before the cycle"):
        apply(None, CycleEnded(OPENED, OPENED))


WINDOW_OPEN = ticked(did(started(), CompleteStep("terms"), OPENED + DAY), midnight(OPENING))
ENDED = did(at_adoption(), CompleteStep("adopt", "adopted"), OPENED + 50 * DAY)
PAUSED = did(started(), PauseCycle("elections", "decision 3"), OPENED)


@pytest.mark.parametrize(
    ("cycle", "command", "code", "says"),
    [
        (started(), OpenCycle("c", "sha", OPENING), "cycle-open", "This cycle was opened before."),
        (
            started(), CompleteStep("ratings"), "no-such-step",
            "This workflow has no step 'ratings'. It has: terms, ngo, parliament, triage, adopt, triage_again.",
        ),
        (started(), CompleteStep("triage"), "step-not-open", "triage is not open. Open now: terms."),
        (
            WINDOW_OPEN, CompleteStep("ngo"), "window-open",
            "ngo is a window: it stays open until the end of 21 Jan 2027 and closes by itself.",
        ),
        (
            started(), CompleteStep("terms", "adopted"), "nothing-to-choose",
            "terms offers no choice: complete it without --choose.",
        ),
        (
            at_adoption(), CompleteStep("adopt"), "choice-missing",
            "adopt is completed by a choice: --choose with one of: adopted, returned.",
        ),
        (
            at_adoption(), CompleteStep("adopt", "returned", " "), "reason-missing",
            "To choose “returned”, give the reason with --reason.",
        ),
        (
            at_adoption(), ExtendDeadline("adopt", date(2028, 1, 1), "why"), "no-deadline",
            "adopt has no deadline to move: the body's own calendar decides.",
        ),
        (
            started(), ExtendDeadline("terms", date(2027, 1, 9), "why"), "not-later",
            "terms can be extended to 10 Jan 2027 or beyond: choose such a day.",
        ),
        (
            started(), ExtendDeadline("terms", date(2027, 1, 30), " "), "reason-missing",
            "A deadline moves only with a reason. Give one with --reason.",
        ),
        (
            started(), PauseCycle("elections", ""), "reason-missing",
            "Give the reason with --reason and the decision it rests on with --basis.",
        ),
        (started(), ResumeCycle("over", "decision 4"), "not-paused", "This cycle is not paused."),
        (PAUSED, ResumeCycle("", "decision 4"), "reason-missing",
            "Give the reason with --reason and the decision it rests on with --basis."),
        (
            PAUSED, CompleteStep("terms"), "cycle-paused",
            "This cycle is paused. Resume it with `[resume-cycle]`.",
        ),
        (
            PAUSED, ExtendDeadline("terms", date(2027, 1, 30), "why"), "cycle-paused",
            "This cycle is paused. Resume it with `[resume-cycle]`.",
        ),
        (ENDED, CompleteStep("adopt", "adopted"), "cycle-over", "This cycle is over (ended)."),
        (ENDED, CloseCycleEarly("why", "decision 5"), "cycle-over", "This cycle is over (ended)."),
        (
            started(), CloseCycleEarly("why", ""), "reason-missing",
            "Give the reason with --reason and the decision it rests on with --basis.",
        ),
        (
            started(), CloseCycleEarly("why", "decision 5"), "gate-closed",
            "This cycle cannot be closed yet:\n  - not known: inputs.points_open",
        ),
        (
            started(), CompleteStep("terms"), "gate-closed",
            "terms cannot be completed yet:\n  - not known: body.named",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_a_sentence_that_helps(cycle: Cycle, command: Command, code: str, says: str) -> None:
    with pytest.raises(Refused) as refusal:
        decide(WORKFLOW, cycle, command, {}, OPENED + 3 * DAY)
    assert (refusal.value.code, str(refusal.value)) == (code, says)


def test_an_overdue_task_can_be_extended_to_today_at_the_earliest() -> None:
    now = datetime(2027, 1, 20, 12, tzinfo=UTC)
    with pytest.raises(Refused, match=r"^terms can be extended to 20 Jan 2027 or beyond: choose such a day\.$"):
        decide(WORKFLOW, ticked(started(), now), ExtendDeadline("terms", date(2027, 1, 19), "late"), {}, now)


def test_a_window_without_a_deadline_says_that_it_closes_at_its_end() -> None:
    endless = one_step(Step("w", "W", "window", "r"))
    with pytest.raises(Refused, match="it stays open until its end and closes by itself"):
        decide(endless, started(endless), CompleteStep("w"), {}, OPENED)


def test_a_step_is_found_by_its_name() -> None:
    assert step_named(WORKFLOW, "adopt") == ADOPT


def test_an_automatic_step_of_which_no_branch_is_true_fails_by_name() -> None:
    sort = Step("sort", "Sort", "automatic", "", branches=(Branch("sessions > 3", parse("sessions > 3"), ("end",)),))
    made = Workflow("w", "1", "W", "UTC", "none", "plain", (sort,))
    cycle = None
    for event in decide(made, None, OpenCycle("c", "w", date(2027, 1, 11)), {}, datetime(2027, 1, 4, tzinfo=UTC)):
        cycle = apply(cycle, event)
    with pytest.raises(BranchFailed, match="None of the branches of sort is true") as failed:
        decide(made, cycle, Tick(), {"sessions": Fact(1)}, datetime(2027, 1, 4, tzinfo=UTC))
    assert failed.value.step == "sort"
