"""A workflow → what opens at all, told from the arcs alone: a join opens when every arc into it can have arrived."""

from collections.abc import Callable, Iterator

from evalflow.engine.words import END, Choice, Step, Workflow

Passes = Callable[[Step, Choice | None], bool]


def _all(*_: object) -> bool:
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
        for target in _targets(closing, passes):
            awaited = missing.get(target, set())
            awaited.discard(closing.name)
            if target != END and target not in opens and not awaited:
                opens.add(target)
                ahead.append(steps[target])
    return frozenset(opens)


def opens_without(workflow: Workflow, step: str, other: str) -> bool:
    """Return whether `step` can open before `other` has ever closed: then nothing can count from that closing."""
    return step in opening_steps(workflow, lambda closing, _: closing.name != other)


def leads_to(step: Step) -> Iterator[str]:
    """Yield where the step's arcs lead, choices included; END stands for the end."""
    yield from step.next
    for choice in step.choices:
        yield from choice.next


def _targets(step: Step, passes: Passes) -> Iterator[str]:
    if passes(step, None):
        yield from step.next
    for choice in step.choices:
        if passes(step, choice):
            yield from choice.next


def joining(workflow: Workflow) -> dict[str, dict[str, None]]:
    """Return for each join the steps that it waits for, be they ever opened or not, in the order of the workflow."""
    joins: dict[str, dict[str, None]] = {step.name: {} for step in workflow.steps if step.join == "all"}
    for step in workflow.steps:
        for target in leads_to(step):
            if target in joins:
                joins[target][step.name] = None
    return joins
