"""A workflow → what opens at all, told from the arcs alone: a join opens when every arc into it can have arrived."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from evalflow.engine.words import END, Step, Workflow


@dataclass(frozen=True)
class WayOut:
    """One way in which a step can close: by which choice or branch ("" where there is one way alone), to what."""

    closing: str
    label: str
    targets: tuple[str, ...]
    acts: frozenset[str | None]  # what is done when it closes so


Passes = Callable[[WayOut], bool]


def ways(step: Step) -> Iterator[WayOut]:
    """Yield every way in which a step can close. Persons, rules and time are free to take any of them."""
    if step.next:
        yield WayOut(step.name, "", step.next, frozenset({step.act}))
    for choice in step.choices:
        yield WayOut(step.name, choice.name, choice.next, frozenset({step.act, choice.act}))
    for branch in step.branches:
        yield WayOut(step.name, branch.text, branch.next, frozenset())


def _all(_: WayOut) -> bool:
    return True


def opening_steps(workflow: Workflow, passes: Passes = _all) -> frozenset[str]:
    """Return the steps that can open if steps close in those ways alone that `passes` lets pass.

    Which way out of a choice excludes which other is not looked at, so fewer may open, and never more.
    """
    steps = {step.name: step for step in workflow.steps}
    missing = {name: set(awaited) for name, awaited in joining(workflow).items()}
    opens, ahead = {workflow.steps[0].name}, [workflow.steps[0]]
    while ahead:
        closing = ahead.pop()
        for target in (target for way in ways(closing) if passes(way) for target in way.targets):
            awaited = missing.get(target, set())
            awaited.discard(closing.name)
            if target != END and target not in opens and not awaited:
                opens.add(target)
                ahead.append(steps[target])
    return frozenset(opens)


def opens_without(workflow: Workflow, step: str, other: str) -> bool:
    """Return whether `step` can open before `other` has ever closed: then nothing can count from that closing."""
    return step in opening_steps(workflow, lambda way: way.closing != other)


def opens_before(workflow: Workflow, step: str, other: str) -> bool:
    """Return whether `step` can open before `other` ever has: then nothing can count from its deadline.

    Of two that one closing opens, the one named first opens first; of two that wait for the opening day, the one that
    stands first in the file.
    """
    at = {each.name: (place, each) for place, each in enumerate(workflow.steps)}
    if at[other][1].waits_for_opening and not (at[step][1].waits_for_opening and at[other][0] < at[step][0]):
        return True
    if at[other][1].join == "all":  # an arc that arrives there opens nothing yet
        return opens_without(workflow, step, other)
    return at[other][0] > 0 and step in opening_steps(workflow, lambda way: not _first(way.targets, other, step))


def _first(targets: tuple[str, ...], other: str, step: str) -> bool:
    return other in targets and not (step in targets and targets.index(step) < targets.index(other))


def leads_to(step: Step) -> Iterator[str]:
    """Yield where the step's arcs lead, by whatever way; END stands for the end."""
    for way in ways(step):
        yield from way.targets


def joining(workflow: Workflow) -> dict[str, dict[str, None]]:
    """Return for each join of all the steps that it waits for, be they ever opened or not, in the workflow's order."""
    return _arcs_into(workflow, {step.name for step in workflow.steps if step.join == "all"})


def opening_on_the_first(workflow: Workflow) -> dict[str, dict[str, None]]:
    """Return for each join of any, with two arcs or more, the steps that lead there, in the workflow's order."""
    found = _arcs_into(workflow, {step.name for step in workflow.steps if step.join == "any"})
    return {name: came_from for name, came_from in found.items() if len(came_from) > 1}


def _arcs_into(workflow: Workflow, names: set[str]) -> dict[str, dict[str, None]]:
    arcs: dict[str, dict[str, None]] = {step.name: {} for step in workflow.steps if step.name in names}
    for step in workflow.steps:
        for target in leads_to(step):
            if target in arcs:
                arcs[target][step.name] = None
    return arcs
