"""Hypothesis → workflows that can end, and people who act on them at any time: what the heart promises things for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide
from evalflow.engine.periods import Period
from evalflow.engine.words import (
    END,
    Choice,
    CloseCycleEarly,
    Command,
    CompleteStep,
    Cycle,
    CycleClosedEarly,
    CycleEnded,
    CycleOpened,
    CyclePaused,
    CycleResumed,
    DeadlineExtended,
    Event,
    ExtendDeadline,
    Join,
    OpenCycle,
    PauseCycle,
    ResumeCycle,
    Step,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    Tick,
    Timing,
    Workflow,
)
from evalflow.errors import Refused

ZONES = ("Europe/London", "UTC", "Asia/Kathmandu", "Pacific/Apia", "America/Havana", "Africa/Cairo", "Asia/Beirut")
OPENED = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)

PERIODS = st.builds(Period, months=st.integers(0, 1), weeks=st.integers(0, 2), days=st.integers(0, 9))


@dataclass(frozen=True)
class Act:
    """Somebody acts, so many minutes after whoever acted before. `pick` chooses among what is open."""

    after: timedelta
    does: str
    pick: int
    days: int


@dataclass
class Blueprint:
    """Steps as they are laid out, the last one first, so that each knows where it leads."""

    draw: Callable[..., object]
    merging: bool
    steps: list[Step] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    def timing(self) -> Timing | None:
        known = [step.name for step in self.steps]
        anchor = self.draw(st.sampled_from(["opened", "opened", "opening", *(["closed"] if known else [])]))
        step = self.draw(st.sampled_from(known)) if anchor == "closed" else None
        before = anchor == "opening" and self.draw(st.booleans())
        on_pause = self.draw(st.sampled_from(["freeze", "freeze", "run", "restart"]))
        return Timing("before" if before else "after", anchor, self.draw(PERIODS), step, on_pause)  # type: ignore[arg-type] # drawn from the words themselves

    def lay(self, leads_to: tuple[str, ...], *, join: Join | None = None, again: str = "") -> str:
        name = f"s{next(self.number)}"
        kind = "task" if again else self.draw(st.sampled_from(["task", "window"]))
        choices = (Choice("on", leads_to), Choice("again", (again,))) if again else ()
        timing = self.timing() if kind == "window" or self.draw(st.booleans()) else None
        waits = bool(self.draw(st.booleans()))
        step = Step(name, name, kind, "r", timing, "", waits, (), () if again else leads_to, choices, join)  # type: ignore[arg-type] # as above
        self.steps.insert(0, step)
        return name

    def block(self, leads_to: str, depth: int) -> str:
        """Lay a step, a sequence, a split with a join or without, or a loop; return the name of what opens first."""
        shapes = ["step", "sequence", "split", "loop", *(["merge"] if self.merging else [])]
        shape = self.draw(st.sampled_from(shapes if depth else ["step"]))
        if shape == "step":
            return self.lay((leads_to,))
        if shape == "sequence":
            return self.block(self.block(leads_to, depth - 1), depth - 1)
        if shape == "loop":
            return self.loop(leads_to, depth)
        join = self.lay((leads_to,), join="all" if shape == "split" else None)
        return self.lay(tuple(self.block(join, depth - 1) for _ in range(2)))

    def loop(self, leads_to: str, depth: int) -> str:
        back = self.lay((leads_to,), again="?")
        first = self.block(back, depth - 1)
        self.steps = [
            replace(s, choices=(s.choices[0], Choice("again", (first,)))) if s.name == back else s for s in self.steps
        ]
        return first


@st.composite
def workflows(draw: Callable[..., object], merging: bool = True) -> Workflow:
    """Return workflows of up to a dozen steps, with splits, joins, loops and all kinds of clocks.

    With `merging`, arcs also meet without a join: then a step may run again, and not every such workflow can end.
    """
    zone = draw(st.sampled_from(ZONES))
    blueprint = Blueprint(draw, merging)
    blueprint.block(END, 2)
    return Workflow("w", "1", "w", str(zone), "none", "plain", tuple(blueprint.steps))


DEEDS = ("complete", "complete", "complete", "tick", "extend", "pause", "resume", "resume", "close-early", "nonsense")
GAPS = st.integers(0, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes))
SCRIPTS = st.lists(st.builds(Act, GAPS, st.sampled_from(DEEDS), st.integers(0, 3), st.integers(0, 40)), max_size=14)


def opened(workflow: Workflow, opening: date) -> tuple[Cycle, list[Event]]:
    events = decide(workflow, None, OpenCycle("c", "sha", opening), {}, OPENED)
    cycle: Cycle | None = None
    for event in events:
        cycle = apply(cycle, event)
    assert cycle is not None
    return cycle, events


def ticked(workflow: Workflow, cycle: Cycle, now: datetime) -> tuple[Cycle, list[Event]]:
    """Return the cycle brought to `now`, and everything that happened on the way."""
    happened: list[Event] = []
    while events := decide(workflow, cycle, Tick(), {}, now):
        for event in events:
            cycle = apply(cycle, event)
        happened += events
    return cycle, happened


def carried_out(workflow: Workflow, cycle: Cycle, command: Command, now: datetime) -> tuple[Cycle, list[Event]]:
    """Return the cycle after a command, as the use cases run it: ticked first; a refusal changes nothing."""
    cycle, happened = ticked(workflow, cycle, now)
    try:
        events = decide(workflow, cycle, command, {}, now)
    except Refused:
        return cycle, happened
    for event in events:
        cycle = apply(cycle, event)
    return cycle, happened + events


def played(
    workflow: Workflow, opening: date, script: Sequence[Act], pace: timedelta | None = None
) -> tuple[Cycle, list[Event]]:
    """Return the cycle and its journal after a script: ticked whenever somebody acts, and at a pace in between."""
    cycle, journal = opened(workflow, opening)
    now = OPENED
    for act in script:
        until = now + act.after
        while pace and now + pace < until:
            now += pace
            cycle, events = ticked(workflow, cycle, now)
            journal += events
        now = until
        cycle, events = carried_out(workflow, cycle, command(workflow, cycle, act, now), now)
        journal += events
    return cycle, journal


def command(workflow: Workflow, cycle: Cycle, act: Act, now: datetime) -> Command:
    cycle, _ = ticked(workflow, cycle, now)  # who acts looks at what the clock has made true
    names = sorted(cycle.open) or ["s0"]
    name = names[act.pick % len(names)]
    match act.does:
        case "complete":
            chosen = next(step for step in workflow.steps if step.name == name).choices
            return CompleteStep(name, chosen[act.pick % 2].name if chosen else "", "because")
        case "extend":
            return ExtendDeadline(name, now.date() + timedelta(days=act.days), "because")
        case "pause":
            return PauseCycle("because", "decision 7")
        case "resume":
            return ResumeCycle("because", "decision 8")
        case "close-early" if act.days > 30:
            return CloseCycleEarly("because", "decision 9")
        case "nonsense":
            return CompleteStep(name, "nonsense")
    return Tick()


def noticed_at_once(events: Sequence[Event]) -> list[Event]:
    """Return the events as if each had been noticed at once: all that may differ between late and punctual."""
    moment = OPENED
    return [
        replace(event, noticed_at=moment) if isinstance(event, StepClosed | StepFellOverdue | CycleEnded) else event
        for event in events
    ]


def instants(events: Sequence[Event]) -> list[datetime]:
    """Return when each event was, leaving out what carries no instant of its own."""
    return [at for at in map(_instant, events) if at]


def _instant(event: Event) -> datetime | None:
    match event:
        case CycleOpened(opened_at=at) | StepOpened(opened_at=at) | StepClosed(closed_at=at) | CycleEnded(ended_at=at):
            return at
        case StepFellOverdue(due_at=at) | CyclePaused(at) | CycleResumed(at) | CycleClosedEarly(at):
            return at
        case DeadlineExtended():
            return None
    return None
