"""What goes wrong in a net → a sentence in the steps of the workflow: the way there, what then happens, what helps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from evalflow.engine.soundness.exploring import Witness
from evalflow.engine.soundness.net import BEGIN, OVER, Closing, Net, moves_of
from evalflow.engine.soundness.reaching import leads_to
from evalflow.engine.words import END, Step, Workflow

_SHOWN: Final = 12  # closings, or names, before the middle is left out


@dataclass(frozen=True)
class ToldFinding:
    """The step at which to mend it, the sentence, the closings on the way as text, and the steps that close."""

    step: str
    says: str
    path: tuple[str, ...]
    closed: frozenset[str]


@dataclass(frozen=True)
class _Scene:
    """The moment in which it goes wrong: what closes on the way, and the places that then hold a token."""

    workflow: Workflow
    net: Net
    closings: tuple[Closing, ...]
    marked: frozenset[int]
    clash: frozenset[int]

    def steps(self, kind: str, marked: Iterable[int]) -> list[str]:
        """Return the names of the steps that are open (with `arc`: that wait, as joins), in the order of the file."""
        names = {self.net.places[place].step for place in marked if self.net.places[place].kind == kind}
        return [step.name for step in self.workflow.steps if step.name in names]


def told(workflow: Workflow, net: Net, witness: Witness) -> ToldFinding:
    """Return what a witness of the net, reduced or not, means in the steps of the workflow."""
    scene = _played(workflow, net, [move for story in witness.path for move in moves_of(story)])
    sentence = {"runs-twice": _twice, "leftover-work": _leftover, "stuck": _stuck}.get(witness.kind, _endless)
    step, says = sentence(scene)
    closed = frozenset(closing.step for closing in scene.closings)
    return ToldFinding(step, says, tuple(_closing(closing) for closing in scene.closings), closed)


def never_reached(workflow: Workflow, step: Step) -> str:
    """Return why a step never opens."""
    arriving = [other.name for other in workflow.steps if step.name in leads_to(other)]
    if not arriving:
        return f"{step.name} never opens. No step names it under 'next'."
    if step.join == "all" and len(arriving) > 1:
        awaited = f"It waits for all of {_listed(arriving)}, and not all of these can close before it."
        return f"{step.name} never opens. {awaited}"
    return f"{step.name} never opens. It follows {_listed(arriving)} alone, and that never opens."


def _played(workflow: Workflow, net: Net, path: Sequence[int]) -> _Scene:
    """Follow a path as far as it goes: until a place would hold two tokens, or to its end."""
    marked = frozenset([BEGIN])
    closings: list[Closing] = []
    for number in path:
        move = net.moves[number]
        closings += [closing for closing in (net.closings[number],) if closing]
        rest = marked - move.takes
        marked = rest | move.puts
        if clash := (rest & move.puts) - {OVER}:
            return _Scene(workflow, net, tuple(closings), marked, clash)
    return _Scene(workflow, net, tuple(closings), marked, frozenset())


def _twice(scene: _Scene) -> tuple[str, str]:
    names = sorted({scene.net.places[place].step for place in scene.clash})
    joins = {step.name for step in scene.workflow.steps if step.join == "all"}
    helps = (
        f"What {names[0]} waits for has to close once before it opens: end the loop at {names[0]}, not before it."
        if names[0] in joins
        else f"If {names[0]} has to wait for all that leads to it, write 'join: all'; if not, let a choice lead there."
    )
    return names[0], f"{_way(scene)} {names[0]} is reached a second time while the first is not yet done. {helps}"


def _leftover(scene: _Scene) -> tuple[str, str]:
    at = scene.closings[-1].step
    still = [*scene.steps("open", scene.marked), *scene.steps("arc", scene.marked)]
    what = f"{_way(scene)} the end is reached while there is still work at {_listed(still)}."
    return at, f"{what} Let what runs side by side meet in one step with 'join: all', and lead from there to {END!r}."


def _stuck(scene: _Scene) -> tuple[str, str]:
    waiting = scene.steps("arc", scene.marked)
    if not waiting:
        return _swallowed(scene)
    step = waiting[0]
    came = {scene.net.places[place].came_from for place in scene.marked if scene.net.places[place].step == step}
    sources = [other.name for other in scene.workflow.steps if step in leads_to(other)]
    missing = _listed([name for name in sources if name not in came])
    what = f"{_way(scene)} nothing can happen any more: {step} waits for {missing} as well, and nothing is open."
    return step, f"{what} Let every way lead to {step}, or leave out its 'join'."


def _swallowed(scene: _Scene) -> tuple[str, str]:
    last = scene.closings[-1].step
    joins = {each.name for each in scene.workflow.steps if each.join == "any"}
    step = next(
        target for each in scene.workflow.steps if each.name == last for target in leads_to(each) if target in joins
    )
    what = f"{_way(scene)} nothing is left, and the end was not reached: what arrived at {step} last changed nothing."
    return step, f"{what} A step that opens on the first must not be led back to before the others have arrived."


def _endless(scene: _Scene) -> tuple[str, str]:
    opened = scene.steps("open", _joined(scene.net, scene.marked))
    ahead = _following(scene.workflow, opened)
    what = f"{_way(scene)} the work goes on and never comes to an end:"
    endless = [name for name in ahead if END not in _targets(scene.workflow, [name])]
    if not endless:
        told = f"{what} of {_listed(ahead)} something always opens again."
        return opened[0], f"{told} Let what leads to {END!r} there open nothing beside it."
    lead = "lead only to each other" if len(endless) > 1 else "leads only to itself"
    return endless[0], f"{what} {_listed(endless)} {lead}. Let a 'next' or a choice there lead on to {END!r}."


def _joined(net: Net, marked: frozenset[int]) -> frozenset[int]:
    """Return the marking after every join has opened that has all it waits for."""
    for move, closing in zip(net.moves, net.closings, strict=True):
        if closing is None and move.takes <= marked:
            return _joined(net, marked - move.takes | move.puts)
    return marked


def _following(workflow: Workflow, names: Iterable[str]) -> list[str]:
    """Return these steps and all that some arc leads to from them, in the order of the file."""
    found = _targets(workflow, names) | set(names)
    return [step.name for step in workflow.steps if step.name in found]


def _targets(workflow: Workflow, names: Iterable[str]) -> set[str]:
    """Return all that arcs lead to from these steps, near or far; END among it where one leads there."""
    arcs = {step.name: tuple(leads_to(step)) for step in workflow.steps}
    found: set[str] = set()
    ahead = list(names)
    while ahead:
        new = set(arcs.get(ahead.pop(), ())) - found
        found |= new
        ahead += new
    return found


def _way(scene: _Scene) -> str:
    """Return the way there as the beginning of a sentence. Gates and choices are free, so it says if they allow it."""
    if not scene.closings:
        return "From the very beginning"
    told = ", then ".join(_shortened([_closing(closing) for closing in scene.closings]))
    return f"If {told}{_allowed(scene)},"


def _allowed(scene: _Scene) -> str:
    closing = {closing.step for closing in scene.closings}
    gated = any(step.requires for step in scene.workflow.steps if step.name in closing)
    return " (as the conditions may allow)" if gated or any(closing.choice for closing in scene.closings) else ""


def _closing(closing: Closing) -> str:
    how = "goes on" if closing.automatic else "closes"
    return f"{closing.step} {how}" + (f" with {closing.choice!r}" if closing.choice else "")


def _shortened(told: Sequence[str]) -> Iterator[str]:
    if len(told) <= _SHOWN:
        yield from told
        return
    half = _SHOWN // 2
    yield from told[:half]
    yield f"{len(told) - 2 * half} more"
    yield from told[-half:]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_shortened(names))
