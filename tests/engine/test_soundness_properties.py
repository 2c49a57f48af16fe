"""Over thousands of workflows: reduction changes no verdict, and what is judged is what the heart really does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from evalflow.engine.heart import apply, decide
from evalflow.engine.soundness import findings
from evalflow.engine.soundness.exploring import explored
from evalflow.engine.soundness.net import moves_of, net_of
from evalflow.engine.soundness.reduction import reduced
from evalflow.engine.words import END, CompleteStep, Cycle, Event, OpenCycle, StepOpened, TokenArrived, Workflow
from tests.engine.cycles_at_random import SCRIPTS, Act, played, workflows
from tests.engine.workflows_at_random import WORKFLOWS, step, workflow

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
MOST = 20_000
Standing = tuple[frozenset[str], frozenset[tuple[str, str]]]  # open steps, and arcs that have arrived


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
def test_reduced_and_unreduced_nets_have_the_same_verdict(made: Workflow) -> None:
    net = net_of(made)
    whole, rest = explored(net, MOST), explored(reduced(net), MOST)
    assume(whole)
    assert whole
    assert rest
    assert (rest.kinds, rest.safe and rest.opens) == (whole.kinds, whole.safe and whole.opens)


@given(WORKFLOWS)
@settings(max_examples=500, deadline=None)
def test_a_reduced_net_is_no_larger_and_its_stories_are_ways_through_the_original(made: Workflow) -> None:
    net = net_of(made)
    rest = reduced(net)
    used = {place for move in rest.moves for place in move.takes | move.puts}
    assert len(used) <= len(net.places)
    for move in rest.moves:
        marked, closings = set(move.takes), 0
        for number in moves_of(move.story):
            marked = (marked - net.moves[number].takes) | net.moves[number].puts
            closings += net.moves[number].closings
        assert (move.puts <= marked, closings) == (True, move.closings)


class Played:
    """The heart's own course of a workflow, every way there is: the oracle for what the net says."""

    def __init__(self, made: Workflow) -> None:
        self.workflow = made
        self.steps = {step.name: step for step in made.steps}
        self.after: dict[Standing, set[Standing]] = {}
        self.opened = {made.steps[0].name}
        self.lost = self.left_over = False
        opening = decide(made, None, OpenCycle("c", "sha", date(2027, 1, 1)), {}, NOW)
        self._walk(_folded(None, opening))

    def _walk(self, cycle: Cycle) -> None:
        ahead = [cycle]
        self.after[_standing(cycle)] = set()
        while ahead and not self.lost:
            cycle = ahead.pop()
            for then in self._ways_on(cycle):
                self.after[_standing(cycle)].add(_standing(then))
                if _standing(then) not in self.after:
                    self.after[_standing(then)] = set()
                    ahead.append(then)

    def _ways_on(self, cycle: Cycle) -> Iterator[Cycle]:
        for name in cycle.open:
            choices = self.steps[name].choices
            for choice, targets in [(c.name, c.next) for c in choices] or [("", self.steps[name].next)]:
                events = decide(self.workflow, cycle, CompleteStep(name, choice), {}, NOW)
                self._look(cycle, targets, events)
                then = _folded(cycle, events)
                self.left_over |= END in targets and bool(then.open or then.tokens)
                yield then

    def _look(self, cycle: Cycle, targets: tuple[str, ...], events: list[Event]) -> None:
        arrived = {(e.came_from, e.step) for e in events if isinstance(e, TokenArrived)}
        opened = {e.step for e in events if isinstance(e, StepOpened)}
        self.opened |= opened
        self.lost |= bool(arrived & cycle.tokens)
        self.lost |= {name for name in targets if name != END} != opened | {step for _, step in arrived}

    def kinds(self) -> set[str]:
        if self.lost:
            return {"runs-twice"}
        resting = {standing for standing, then in self.after.items() if not then}
        found = {"leftover-work"} if self.left_over else set()
        found |= {"stuck"} if any(tokens for _, tokens in resting) else set()
        return found | ({"cannot-finish"} if self._endless(resting) else set())

    def _endless(self, resting: set[Standing]) -> bool:
        ending: set[Standing] = set()
        while new := {s for s, then in self.after.items() if s not in ending and (s in resting or then & ending)}:
            ending |= new
        return ending != set(self.after)


def _folded(cycle: Cycle | None, events: list[Event]) -> Cycle:
    for event in events:
        cycle = apply(cycle, event)
    assert cycle
    return cycle


def _standing(cycle: Cycle) -> Standing:
    return frozenset(cycle.open) | frozenset(cycle.waiting), cycle.tokens


@given(WORKFLOWS)
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_found_is_what_the_heart_does(made: Workflow) -> None:
    assume(len(made.steps) < 14)
    course = Played(made)
    found = {finding.kind for finding in findings(made)} - {"never-reached"}
    assert found == course.kinds()
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
    assert cycle.status == "closed-early" or _standing(cycle) in Played(plain).after
