"""Over thousands of workflows: reduction changes no verdict, and what is judged is what the heart really does."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide
from evalflow.engine.rules import Fact
from evalflow.engine.soundness import findings
from evalflow.engine.soundness.exploring import explored
from evalflow.engine.soundness.net import BEGIN, moves_of, net_of
from evalflow.engine.soundness.reduction import reduced
from evalflow.engine.words import (
    END,
    ArcSwallowed,
    CompleteStep,
    Cycle,
    Event,
    OpenCycle,
    Step,
    StepOpened,
    Tick,
    TokenArrived,
    Workflow,
)
from tests.engine.cycles_at_random import SCRIPTS, Act, played, workflows
from tests.engine.soundness.workflows_at_random import WORKFLOWS, step, workflow

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
MOST = 20_000
# Open steps, arcs that have arrived, and whether the end was reached.
Standing = tuple[frozenset[str], frozenset[tuple[str, str]], bool]


@given(WORKFLOWS)
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(
    workflow(
        step("a", "b", "c"),
        step("b", ways=[("d",), ("e",)]),
        step("d", "f"),
        step("e", "f"),
        step("c", "f"),
        step("f", END),
    )
)
@example(  # a step that is still open when its join could come at once, were it closed
    workflow(
        step("a", "b", "c"),
        step("b", "d", "e"),
        step("d", "f", "g"),
        step("f", "h"),
        step("g", "h"),
        step("h", "i", join="all"),
        step("e", "i"),
        step("i", "f", join="any"),
        step("c", END),
    )
)
@example(  # two that meet at the end have to meet where they can wait before it, also behind a join of one arc
    workflow(step("a", "b"), step("b", ways=[("c",), ("b", "c")]), step("c", END, join="all"))
)
def test_reduced_and_unreduced_nets_have_the_same_verdict(made: Workflow) -> None:
    net = net_of(made)
    whole, rest = explored(net, MOST), explored(reduced(net), MOST)
    assume(whole)
    assert whole
    assert rest
    assert (rest.kinds, rest.safe and rest.opens) == (whole.kinds, whole.safe and whole.opens)


@given(WORKFLOWS)
@settings(max_examples=500, deadline=None)
def test_every_way_through_a_reduced_net_is_a_way_through_the_original(made: Workflow) -> None:
    net = net_of(made)
    rest = reduced(net)
    verdict = explored(rest, MOST)
    assert verdict
    paths = [witness.path for witness in verdict.witnesses]
    for path in paths or [(move.story,) for move in rest.moves if move.takes == {BEGIN}]:
        marked = frozenset([BEGIN])
        for number in (number for story in path for number in moves_of(story)):
            assert net.moves[number].takes <= marked
            marked = marked - net.moves[number].takes | net.moves[number].puts


class PlayedWorkflow:
    """The heart's own course of a workflow, every way there is: the oracle for what the net says."""

    def __init__(self, made: Workflow) -> None:
        self.workflow = made
        self.steps = {step.name: step for step in made.steps}
        self.after: dict[Standing, set[Standing]] = {}
        self.opened = {made.steps[0].name}
        self.far: dict[Standing, int] = {}  # after how many closings
        self.firsts: dict[str, int] = {}  # by what goes wrong on the way, after how many closings it does
        opening = decide(made, None, OpenCycle("c", "sha", date(2027, 1, 1)), {}, NOW)
        self._walk(_folded(None, opening))

    def _walk(self, cycle: Cycle) -> None:
        ahead, over = deque([(cycle, False)]), False
        self.after[_standing(cycle)], self.far[_standing(cycle)] = set(), 0
        while ahead and not self.lost:
            cycle, over = ahead.popleft()
            here = _standing(cycle, over)
            for then, ended in self._ways_on(cycle, over):
                there = _standing(then, ended)
                self.after[here].add(there)
                if there not in self.after:
                    self.after[there], self.far[there] = set(), self.far[here] + 1
                    ahead.append((then, ended))

    def _ways_on(self, cycle: Cycle, over: bool) -> Iterator[tuple[Cycle, bool]]:
        for name in cycle.open:
            for targets, events in self._closings(cycle, self.steps[name]):
                then, ended = _folded(cycle, events), over or END in targets
                self._look(cycle, self.far[_standing(cycle, over)] + 1, targets, events)
                if ended and not self._is_under_way(then) and (then.open or then.tokens):
                    self.firsts.setdefault("leftover-work", self.far[_standing(cycle, over)] + 1)
                yield then, ended

    def _closings(self, cycle: Cycle, step: Step) -> Iterator[tuple[tuple[str, ...], list[Event]]]:
        others = frozenset(cycle.open) - {step.name}
        for number, branch in enumerate(step.branches):
            facts = {"way": Fact(number)}
            yield branch.next, decide(self.workflow, cycle, Tick(leave=others), facts, NOW)
        for choice in step.choices:
            yield choice.next, decide(self.workflow, cycle, CompleteStep(step.name, choice.name), {}, NOW)
        if step.next:
            yield step.next, decide(self.workflow, cycle, CompleteStep(step.name), {}, NOW)

    def _look(self, cycle: Cycle, far: int, targets: tuple[str, ...], events: list[Event]) -> None:
        arrived = {(e.came_from, e.step) for e in events if isinstance(e, TokenArrived | ArcSwallowed)}
        opened = {e.step for e in events if isinstance(e, StepOpened)}
        self.opened |= opened
        merged = {name for name in targets if name != END} != opened | {step for _, step in arrived}
        if merged or arrived & cycle.tokens:
            self.firsts.setdefault("runs-twice", far)

    def _is_under_way(self, cycle: Cycle) -> bool:
        """Return whether a step has opened on the first arc, and others are still to come."""
        return any(self.steps[name].join == "any" for _, name in cycle.tokens)

    @property
    def lost(self) -> bool:
        return "runs-twice" in self.firsts

    def kinds(self) -> dict[str, int]:
        """Return what goes wrong, each with the fewest closings after which it does."""
        if self.lost:
            return {"runs-twice": self.firsts["runs-twice"]}
        resting = {standing for standing, then in self.after.items() if not then}
        waits = {name for name, step in self.steps.items() if step.join == "all"}
        stuck = [self.far[(o, arcs, over)] for o, arcs, over in resting if not over or any(n in waits for _, n in arcs)]
        endless = [self.far[standing] for standing in self.after.keys() - self._ending(resting)]
        told = {"stuck": min(stuck, default=None), "cannot-finish": min(endless, default=None)}
        return self.firsts | {kind: far for kind, far in told.items() if far is not None}

    def _ending(self, resting: set[Standing]) -> set[Standing]:
        ending: set[Standing] = set()
        while new := {s for s, then in self.after.items() if s not in ending and (s in resting or then & ending)}:
            ending |= new
        return ending


def _folded(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle
    return cycle


def _standing(cycle: Cycle, over: bool = False) -> Standing:
    return frozenset(cycle.open) | frozenset(cycle.waiting), cycle.tokens, over


@given(WORKFLOWS)
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_found_is_what_the_heart_does_and_no_shorter_way_leads_there(made: Workflow) -> None:
    assume(len(made.steps) < 14)
    assume(explored(net_of(made), MOST))  # of a larger one the way is told with the detours of what was fused
    course = PlayedWorkflow(made)
    found = [(finding.kind, len(finding.path)) for finding in findings(made) if finding.kind != "never-reached"]
    assert dict(reversed(found)) == course.kinds()
    if not course.lost:
        never = [finding.step for finding in findings(made) if finding.kind == "never-reached"]
        assert never == [step.name for step in made.steps if step.name not in course.opened]


@given(workflows(), st.integers(-5, 30), SCRIPTS)
@settings(max_examples=200, deadline=None)
def test_pausing_and_closing_early_bring_a_sound_cycle_nowhere_that_it_could_not_come_without(
    made: Workflow, days: int, script: list[Act]
) -> None:
    assume(not findings(made))
    plain = workflow(*(step(s.name, *s.next, join=s.join, ways=[c.next for c in s.choices]) for s in made.steps))
    cycle, _ = played(made, date.fromordinal(NOW.date().toordinal() + days), script)
    stood = {standing[:2] for standing in PlayedWorkflow(plain).after}
    assert cycle.status == "closed-early" or _standing(cycle)[:2] in stood
