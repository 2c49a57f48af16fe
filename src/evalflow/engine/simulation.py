"""A workflow, a start and assumptions → a whole cycle on a virtual clock: every event in order, and where it may stick.

The clock jumps to whatever is due next; what then happens is what `decide` says. Nothing is written or sent.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final, Literal

from evalflow.engine.arcs import step_named
from evalflow.engine.clocks import wakes
from evalflow.engine.folding import apply
from evalflow.engine.gates import gates_of
from evalflow.engine.heart import decide
from evalflow.engine.periods import end_of_day, local_day
from evalflow.engine.rules import Facts, RuleFailed, judge
from evalflow.engine.ticking import BranchFailed
from evalflow.engine.words import (
    Branch,
    Choice,
    Command,
    CompleteStep,
    Cycle,
    CycleEnded,
    Event,
    ExtendDeadline,
    Gate,
    OpenCycle,
    OpenStep,
    ResumeCycle,
    Step,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    Tick,
    Workflow,
)
from evalflow.errors import Refused

Pace = Literal["earliest", "planned"]
DoubtKind = Literal["gate-closed", "undecided", "rule-failed", "loop", "stuck"]

ROUNDS: Final = 25  # how often one step may open before a loop is taken to have no end
_MOMENT: Final = timedelta(microseconds=1)
_ASSUMED: Final = "assumed"


@dataclass(frozen=True)
class Assumptions:
    """How persons act, and what is taken to hold.

    At the `earliest` pace a task is done in the instant it opens; at the `planned` one just before its deadline ends,
    or at once where it has none. A person takes the choice in `choose`, or else the first one, and the next of them
    each time the step comes round again: so each way is tried, and a loop that can be left is left. A gate holds unless
    `facts` say otherwise. An automatic step is decided on `facts` and on what is `known` today, and where these leave
    it open by its first branch. A step in `hold` is not over before the end of that day.
    """

    pace: Pace = "planned"
    choose: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    known: Facts = field(default_factory=dict)
    hold: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True)
class SimulatedEvent:
    """One thing that would happen at `at`, and the local day `on` which people would see it happen.

    `assumed` holds what was taken for true so that it could: gates as their author wrote them, or what a branch lacks.
    """

    at: datetime
    on: date
    event: Event
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """A place where a cycle might stay behind what is simulated: at which step, on which day, and why."""

    kind: DoubtKind
    step: str
    on: date
    says: str


@dataclass(frozen=True)
class Simulation:
    """All that would happen, in the order of days, and the cycle as it would then stand."""

    cycle: Cycle
    entries: tuple[SimulatedEvent, ...]
    doubts: tuple[Doubt, ...]

    @property
    def ends_on(self) -> date | None:
        """Return the day on which the cycle ends; None where it does not on these assumptions."""
        return next((entry.on for entry in self.entries if isinstance(entry.event, CycleEnded)), None)


def simulated(workflow: Workflow, opening: date, opened_at: datetime, assumptions: Assumptions) -> Simulation:
    """Return what becomes of a cycle that is opened at `opened_at`, its windows on `opening`."""
    run = _SimulationRun(workflow, assumptions, opened_at)
    run.command(OpenCycle("simulated", "simulated", opening))
    return run.through()


def continued(workflow: Workflow, cycle: Cycle, now: datetime, assumptions: Assumptions) -> Simulation:
    """Return what becomes of a cycle that has been brought to `now`. A paused one is taken to be resumed at `now`."""
    held_by_nobody = {name: replace(state, holder=None) for name, state in cycle.open.items()}
    run = _SimulationRun(workflow, assumptions, now, replace(cycle, open=held_by_nobody))
    if cycle.status == "paused":
        run.command(ResumeCycle(_ASSUMED, _ASSUMED))
    return run.through()


class _SimulationRun:
    """One simulation under way."""

    def __init__(self, workflow: Workflow, assumptions: Assumptions, now: datetime, cycle: Cycle | None = None) -> None:
        self.workflow = workflow
        self.on = assumptions
        branching = any(step.kind == "automatic" for step in workflow.steps)
        self.deciding = {**assumptions.known, **assumptions.facts} if branching else assumptions.facts
        self.now = now
        self.there = cycle
        self.entries: list[SimulatedEvent] = []
        self.doubts: list[Doubt] = []
        self.stuck: set[str] = set()
        self.looping = False
        self.first_round = {name: state.occurrence for name, state in cycle.open.items()} if cycle else {}

    @property
    def cycle(self) -> Cycle:
        assert self.there is not None  # noqa: S101 - a run begins with a cycle or with opening one
        return self.there

    def through(self) -> Simulation:
        """Return the simulation once nothing more happens."""
        while self.cycle.status == "running" and not self.looping:
            if not (self._brought_by_time() or self._decided() or self._extended() or self._done()):
                ahead = min(self._ahead(), default=None)
                if ahead is None:
                    break
                self.now = ahead
        if self.cycle.status == "running" and not self.doubts:
            self._doubt("stuck", ", ".join(sorted({name for _, name in self.cycle.tokens})), "Nothing more happens.")
        return Simulation(self.cycle, tuple(sorted(self.entries, key=lambda entry: entry.on)), tuple(self.doubts))

    def command(self, command: Command, workflow: Workflow | None = None, assumed: Sequence[str] = ()) -> bool:
        """Carry a command out, on the workflow or on one with less in its way. Returns whether anything happened."""
        facts = self.deciding if isinstance(command, Tick) else self.on.facts
        events = decide(workflow or self.workflow, self.there, command, facts, self.now)
        for event in events:
            on = self._day(event)
            self.there = apply(self.there, event)
            self.entries.append(
                SimulatedEvent(self.now, on, event, tuple(assumed) if isinstance(event, StepClosed) else ())
            )
            self._count(event)
        return bool(events)

    def _count(self, event: Event) -> None:
        if isinstance(event, StepOpened):
            self.first_round.setdefault(event.step, event.occurrence)
            if event.occurrence - self.first_round[event.step] >= ROUNDS:
                self.looping = True
                self._doubt("loop", event.step, f"{event.step} has come round {ROUNDS} times, and would again.")

    def _day(self, event: Event) -> date:
        """Return the day to which an event belongs: what ends with a day belongs to that day, not to the next."""
        if isinstance(event, CycleEnded):
            return self.entries[-1].on
        ends = isinstance(event, StepClosed | StepFellOverdue) and self._due(event.step) == self.now
        return local_day(self.now - _MOMENT if ends else self.now, self._zone)

    @property
    def _zone(self) -> str:
        return self.there.zone if self.there else self.workflow.timezone

    def _due(self, name: str) -> datetime | None:
        state = self.cycle.open[name]
        return state.due.at if state.due and state.opened_at < state.due.at else None

    def _brought_by_time(self) -> bool:
        try:
            return self.command(Tick(frozenset(self.stuck)))
        except BranchFailed as failed:
            self._sticks("rule-failed", failed.step, str(failed))
            return True

    def _decided(self) -> bool:
        """Decide an automatic step that the facts leave open, by its first branch, or the next when it comes again."""
        for name, state in self.cycle.open.items():
            step = step_named(self.workflow, name)
            if step.kind == "automatic" and name not in self.stuck:
                branch = step.branches[self._round(state, name) % len(step.branches)]
                missing = self._missing(step)
                told = f"It waits for what is not known: {', '.join(missing)}. Assumed: “{branch.text}”."
                self._doubt("undecided", name, told)
                decided = replace(step, branches=(Branch(branch.text, None, branch.next),))
                return self.command(Tick(frozenset(self.stuck)), _with(self.workflow, decided), missing)
        return False

    def _missing(self, step: Step) -> tuple[str, ...]:
        today = local_day(self.now, self._zone)
        verdicts = (
            judge(branch.when, self.deciding, {}, today, traced=False) for branch in step.branches if branch.when
        )
        unknown = next(verdict for verdict in verdicts if verdict.truth == "unknown")
        return tuple(dict.fromkeys(missing.label for missing in unknown.missing))

    def _extended(self) -> bool:
        """Extend an open window that is held beyond its last day."""
        for name, state in self.cycle.open.items():
            until = self.on.hold.get(name)
            if until and state.due and step_named(self.workflow, name).kind == "window" and until > state.due.on:
                return self.command(ExtendDeadline(name, until, _ASSUMED))
        return False

    def _done(self) -> bool:
        """Let the first person whose time has come do their task."""
        for step, state in self._tasks():
            if self._acts_at(step, state) <= self.now:
                self._complete(step, state)
                return True
        return False

    def _tasks(self) -> Iterator[tuple[Step, OpenStep]]:
        for name, state in self.cycle.open.items():
            step = step_named(self.workflow, name)
            if step.kind == "task" and name not in self.stuck:
                yield step, state

    def _acts_at(self, step: Step, state: OpenStep) -> datetime:
        if until := self.on.hold.get(step.name):
            return max(state.opened_at, end_of_day(until, self._zone) - _MOMENT)
        if self.on.pace == "planned" and state.due:
            return max(state.opened_at, state.due.at - _MOMENT)
        return state.opened_at

    def _complete(self, step: Step, state: OpenStep) -> None:
        choice = self._choice(step, state)
        try:
            open_gates = [gate for gate in gates_of(step, choice) if self._is_open(gate)]
            by = f"{step.name} {len(state.approved) + 1}" if step.approvals else ""
            command = CompleteStep(step.name, choice.name if choice else "", _ASSUMED, by)
            self.command(command, _without(self.workflow, step, open_gates), [gate.text for gate in open_gates])
        except Refused as refused:
            self._sticks("gate-closed", step.name, str(refused))
        except RuleFailed as failed:
            self._sticks("rule-failed", step.name, str(failed))

    def _choice(self, step: Step, state: OpenStep) -> Choice | None:
        names = [choice.name for choice in step.choices]
        if not names:
            return None
        first = names.index(self.on.choose.get(step.name, names[0]))
        return step.choices[(first + self._round(state, step.name)) % len(names)]

    def _round(self, state: OpenStep, name: str) -> int:
        """Return how often a step has come round before, since the simulation began."""
        return state.occurrence - self.first_round[name]

    def _is_open(self, gate: Gate) -> bool:
        """Return whether the facts leave a gate open: then it is assumed."""
        return judge(gate.rule, self.on.facts, {}, local_day(self.now, self._zone), traced=False).truth == "unknown"

    def _ahead(self) -> Iterator[datetime]:
        """Yield the instants at which time or a person may bring something."""
        yield from (at for _, at in wakes(self.cycle) if at > self.now)
        yield from (self._acts_at(step, state) for step, state in self._tasks())

    def _sticks(self, kind: DoubtKind, name: str, says: str) -> None:
        self.stuck.add(name)
        self._doubt(kind, name, says)

    def _doubt(self, kind: DoubtKind, name: str, says: str) -> None:
        self.doubts.append(Doubt(kind, name, local_day(self.now, self._zone), says))


def _without(workflow: Workflow, step: Step, gates: Sequence[Gate]) -> Workflow:
    """Return a workflow in which these gates of a step are not asked for."""
    choices = tuple(replace(choice, requires=_others(choice.requires, gates)) for choice in step.choices)
    return _with(workflow, replace(step, requires=_others(step.requires, gates), choices=choices))


def _others(gates: Sequence[Gate], left_out: Sequence[Gate]) -> tuple[Gate, ...]:
    return tuple(gate for gate in gates if gate not in left_out)


def _with(workflow: Workflow, step: Step) -> Workflow:
    return replace(workflow, steps=tuple(step if each.name == step.name else each for each in workflow.steps))
