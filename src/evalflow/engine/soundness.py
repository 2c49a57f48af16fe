"""A workflow → the steps at which a cycle could hang: from which no end can be reached, or which are never reached.

Conditions are taken as free choice: a gate or a person might always decide either way.
"""

from collections.abc import Iterator

from evalflow.engine.words import END, Step, Workflow


def without_end(workflow: Workflow) -> tuple[str, ...]:
    """Return the names of the steps from which no way leads to the end, in the order of the workflow."""
    into = _into(workflow)
    ends, ahead = {END}, [END]
    while ahead:
        new = into[ahead.pop()] - ends
        ends |= new
        ahead += new
    return tuple(step.name for step in workflow.steps if step.name not in ends)


def never_reached(workflow: Workflow) -> tuple[str, ...]:
    """Return the names of the steps that never open, in the order of the workflow."""
    opens = _opens(workflow)
    return tuple(step.name for step in workflow.steps if step.name not in opens)


def opens_without(workflow: Workflow, step: str, other: str) -> bool:
    """Return whether `step` can open before `other` has ever closed: then nothing can count from that closing."""
    return step in _opens(workflow, other)


def leads_to(step: Step) -> Iterator[str]:
    """Yield where the step's arcs lead, choices included; END stands for the end."""
    yield from step.next
    for choice in step.choices:
        yield from choice.next


def _into(workflow: Workflow) -> dict[str, set[str]]:
    """Return for each step, and for the end, the steps that lead to it."""
    into: dict[str, set[str]] = {name: set() for name in (END, *(step.name for step in workflow.steps))}
    for step in workflow.steps:
        for target in leads_to(step):
            into[target].add(step.name)
    return into


def _opens(workflow: Workflow, never_closes: str | None = None) -> set[str]:
    """Return the steps that can open, if one of them never closes. A join opens when every arc into it has arrived."""
    steps = {step.name: step for step in workflow.steps}
    missing = _into(workflow)
    opens, ahead = {workflow.steps[0].name}, [workflow.steps[0]]
    while ahead:
        closing = ahead.pop()
        for target in leads_to(closing) if closing.name != never_closes else ():
            missing[target].discard(closing.name)
            if target != END and target not in opens and not (steps[target].join and missing[target]):
                opens.add(target)
                ahead.append(steps[target])
    return opens
