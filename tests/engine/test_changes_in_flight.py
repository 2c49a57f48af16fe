"""Every kind of step and timer × every change in flight: the day on which it is due then, or why it is refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest

from evalflow.engine.heart import apply, decide
from evalflow.engine.periods import Period
from evalflow.engine.rules import parse
from evalflow.engine.words import (
    Approvals,
    Branch,
    CloseCycleEarly,
    Command,
    CompleteStep,
    Cycle,
    Event,
    ExtendDeadline,
    MigrateCycle,
    MoveDeadline,
    MoveOpening,
    OpenCycle,
    PauseCycle,
    Remind,
    ResumeCycle,
    Step,
    Tick,
    Timing,
    UndoStep,
    Workflow,
)
from evalflow.errors import Refused

OPENED, NOW = datetime(2027, 3, 1, 9, tzinfo=UTC), datetime(2027, 3, 3, 9, tzinfo=UTC)
OPENING = date(2027, 3, 15)
TEN: Final = Period(days=10)

TIMERS: Final[Mapping[str, Timing | None]] = {
    "opened": Timing("after", "opened", TEN),
    "opened, run": Timing("after", "opened", TEN, on_pause="run"),
    "opened, restart": Timing("after", "opened", TEN, on_pause="restart"),
    "after opening": Timing("after", "opening", TEN),
    "before opening": Timing("before", "opening", Period(days=5)),
    "closed": Timing("after", "closed", TEN, "first"),
    "due": Timing("after", "due", TEN, "other"),
    "none": None,
}
KINDS: Final = ("task", "approved", "window", "automatic", "waiting")


def workflow(kind: str, timing: Timing | None, name: str = "x") -> Workflow:
    """Return first → (other ∥ x) → last, with a step of this kind and timer as x."""
    first = Step("first", "First", "task", "r", None, "whoever can", next=("other", name))
    step = Step(name, "X", "task", "r", timing, "" if timing else "whoever can", next=("last",))
    if kind == "approved":
        step = replace(step, approvals=Approvals(2))
    elif kind == "automatic":
        branch = Branch("sessions > 3", parse("sessions > 3"), ("last",))
        step = replace(step, kind="automatic", timing=None, no_deadline="", next=(), branches=(branch,))
    elif kind in ("window", "waiting"):
        step = replace(step, kind="window", waits_for_opening=kind == "waiting")
    if timing and kind != "automatic":
        step = replace(step, remind=(Remind("before", Period(days=1), "r"),))
    other = Step("other", "Other", "task", "r", Timing("after", "opened", Period(days=9)), next=("last",))
    last = Step("last", "Last", "task", "r", None, "whoever can", next=("end",), join="all")
    return Workflow("w", "1.0.0", "W", "UTC", "none", "plain", (first, step, other, last))


def played(workflow: Workflow, cycle: Cycle | None, command: Command, now: datetime) -> tuple[Cycle, list[Event]]:
    """Return the cycle after a command, ticked before it and after it, and what happened."""
    events: list[Event] = []

    def happen(asked: Command) -> bool:
        nonlocal cycle
        new = decide(workflow, cycle, asked, {}, now)
        for event in new:
            cycle = apply(cycle, event)
        events.extend(new)
        return bool(new)

    for asked in (Tick(), command, Tick()):
        while (cycle or asked is command) and happen(asked) and asked is not command:
            pass
    assert cycle
    return cycle, events


def begun(workflow: Workflow) -> tuple[Cycle, list[Event]]:
    """Return a cycle whose first step is complete, so that x and other are open since the first of March."""
    cycle, events = played(workflow, None, OpenCycle("c", "old", OPENING), OPENED)
    after, more = played(workflow, cycle, CompleteStep("first", by="ada"), OPENED)
    return after, events + more


def longer(timing: Timing | None, days: int) -> Timing | None:
    if timing is None:
        return None
    sign = -1 if timing.direction == "before" else 1
    return replace(timing, period=Period(days=timing.period.days + sign * days))


Change = Callable[[str, Timing | None], tuple[str, Cycle, list[Event]]]


def one(command: Command) -> Change:
    def change(kind: str, timing: Timing | None) -> tuple[str, Cycle, list[Event]]:
        running = workflow(kind, timing)
        return "x", *played(running, begun(running)[0], command, NOW)

    return change


def pause(kind: str, timing: Timing | None) -> tuple[str, Cycle, list[Event]]:
    """From the fourth to the eighth of March."""
    running = workflow(kind, timing)
    cycle, events = played(running, begun(running)[0], PauseCycle("why", "rule"), datetime(2027, 3, 4, 9, tzinfo=UTC))
    after, more = played(running, cycle, ResumeCycle("why", "rule"), datetime(2027, 3, 8, 9, tzinfo=UTC))
    return "x", after, events + more


def migrate(days: int | None, name: str = "x") -> Change:
    def change(kind: str, timing: Timing | None) -> tuple[str, Cycle, list[Event]]:
        running = workflow(kind, timing)
        new = workflow(kind, longer(timing, days) if days is not None else None, name)
        command = MigrateCycle(new, "new", "", {"x": name}, "why")
        return name, *played(running, begun(running)[0], command, NOW)

    return change


def undo(kind: str, timing: Timing | None) -> tuple[str, Cycle, list[Event]]:
    running = workflow(kind, timing)
    cycle, events = begun(running)
    return "x", *played(running, cycle, UndoStep(tuple(events), "why"), NOW)


CHANGES: Final[Mapping[str, Change]] = {
    "extend": one(ExtendDeadline("x", date(2027, 3, 30), "why")),
    "back": one(ExtendDeadline("x", date(2027, 3, 5), "why")),
    "earlier": one(MoveDeadline("x", date(2027, 3, 5), "why")),
    "later": one(MoveDeadline("x", date(2027, 3, 30), "why")),
    "other": one(ExtendDeadline("other", date(2027, 3, 12), "why", cascade=True)),
    "opening": one(MoveOpening(date(2027, 3, 22), "why", cascade=True)),
    "pause": pause,
    "plus": migrate(2),
    "minus": migrate(-2),
    "none": migrate(None),
    "rename": migrate(0, "y"),
    "undo": undo,
    "close": one(CloseCycleEarly("why", "rule")),
}


# Worked by hand: x opens on 1 March and the cycle on 15 March; each change is made on 3 March. Day.month on which x is
# due then; →15 opens on the 15th; !word is refused, see REFUSED.
TABLE: Final = """\
kind       timer            before  extend  back    earlier  later  other  opening  pause  plus  minus   none    rename  undo   close
task       opened           11.3    30.3    !later  5.3      30.3   11.3   11.3     15.3   13.3  9.3     !loses  11.3    gone   gone
task       opened, run      11.3    30.3    !later  5.3      30.3   11.3   11.3     11.3   13.3  9.3     !loses  11.3    gone   gone
task       opened, restart  11.3    30.3    !later  5.3      30.3   11.3   11.3     18.3   13.3  9.3     !loses  11.3    gone   gone
task       after opening    25.3    30.3    !later  5.3      30.3   25.3   1.4      29.3   27.3  23.3    !loses  25.3    gone   gone
task       before opening   10.3    30.3    !later  5.3      30.3   10.3   17.3     14.3   12.3  8.3     !loses  10.3    gone   gone
task       closed           11.3    30.3    !later  5.3      30.3   11.3   11.3     15.3   13.3  9.3     !loses  11.3    gone   gone
task       due              20.3    30.3    !later  5.3      30.3   22.3   20.3     24.3   22.3  18.3    !loses  20.3    gone   gone
task       none             open    !none   !none   !none    !none  open   open     open   open  open    open    open    gone   gone
window     opened           11.3    30.3    !later  !short   30.3   11.3   11.3     15.3   13.3  !loses  !loses  11.3    !undo  gone
window     opened, run      11.3    30.3    !later  !short   30.3   11.3   11.3     11.3   13.3  !loses  !loses  11.3    !undo  gone
window     opened, restart  11.3    30.3    !later  !short   30.3   11.3   11.3     18.3   13.3  !loses  !loses  11.3    !undo  gone
window     after opening    25.3    30.3    !later  !short   30.3   25.3   1.4      29.3   27.3  !loses  !loses  25.3    !undo  gone
window     before opening   10.3    30.3    !later  !short   30.3   10.3   17.3     14.3   12.3  !loses  !loses  10.3    !undo  gone
window     closed           11.3    30.3    !later  !short   30.3   11.3   11.3     15.3   13.3  !loses  !loses  11.3    !undo  gone
window     due              20.3    30.3    !later  !short   30.3   22.3   20.3     24.3   22.3  !loses  !loses  20.3    !undo  gone
automatic  none             open    !none   !none   !none    !none  open   open     open   open  open    open    open    gone   gone
waiting    any              →15     !open   !open   !open    !open  →15    →22      →15    →15   →15     →15     →15     gone   gone
"""  # noqa: E501 - a table is read in columns
REFUSED: Final = {
    "!later": "not-later",
    "!short": "window-shortened",
    "!none": "no-deadline",
    "!loses": "migration-loses",
    "!open": "step-not-open",
    "!undo": "cannot-undo",
}
# extend: to 30 March; back: extend to an earlier day; earlier and later: move to 5 and 30 March; other: the other step
# is extended by two days, with what counts from it; opening: a week later, likewise; pause: from the 4th to the 8th;
# plus and minus: migrate to a period two days longer or shorter; none: to a workflow without a deadline; rename: to
# another name; undo: of the first step; close: early.
HEAD, *ROWS = [re.split(r"  +", line) for line in TABLE.splitlines()]


def cell(kind: str, timer: str, change: str) -> str:
    """Return how x stands after the change, or why it is refused, in the words of the table."""
    try:
        name, cycle, _ = CHANGES[change](kind, TIMERS[timer])
    except Refused as refused:
        return next(sign for sign, code in REFUSED.items() if code == refused.code)
    return standing(cycle, name)


def standing(cycle: Cycle, name: str) -> str:
    if name in cycle.waiting:
        return f"→{cycle.waiting[name]:%-d}"
    if name not in cycle.open:
        return "gone"
    due = cycle.open[name].due
    return f"{due.on:%-d.%-m}" if due else "open"


def timers_of(kind: str) -> list[str]:
    """Return the timers that a step of this kind can have: a window has a deadline, an automatic step none."""
    if kind == "automatic":
        return ["none"]
    return [name for name in TIMERS if name != "none" or kind in ("task", "approved")]


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_does_to_every_timer_what_the_table_says(kind: str) -> None:
    row_of = {(row[0], row[1]): row[2:] for row in ROWS}
    for timer in timers_of(kind):
        expected = row_of["task" if kind == "approved" else kind, "any" if kind == "waiting" else timer]
        running = workflow(kind, TIMERS[timer])
        found = [standing(begun(running)[0], "x"), *(cell(kind, timer, change) for change in HEAD[3:])]
        assert found == expected, (kind, timer)


def test_the_table_has_a_row_for_every_kind_and_timer_and_a_column_for_every_change() -> None:
    rows = {(row[0], row[1]) for row in ROWS}
    assert rows == {(kind, timer) for kind in ("task", "window", "automatic") for timer in timers_of(kind)} | {
        ("waiting", "any")
    }
    assert tuple(HEAD[3:]) == tuple(CHANGES)


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_moves_is_in_the_journal_with_its_reason_and_reminds_anew(change: str) -> None:
    for kind in KINDS:
        for timer in timers_of(kind):
            running = workflow(kind, TIMERS[timer])
            before, _ = begun(running)
            try:
                name, after, events = CHANGES[change](kind, TIMERS[timer])
            except Refused:
                continue
            was, now_ = before.open.get("x"), after.open.get(name)
            if was and now_ and was.due and now_.due and was.due.on != now_.due.on:
                assert all(getattr(event, "reason", "r") for event in events)
                assert now_.due.reasons[: len(was.due.reasons)] == was.due.reasons or change in ("plus", "minus")
                assert [reminder.on for reminder in now_.due.reminders] == [now_.due.on - timedelta(days=1)]
            assert folded(before, events) == after


def folded(cycle: Cycle, events: Sequence[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    return cycle
