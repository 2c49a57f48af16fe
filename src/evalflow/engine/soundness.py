"""A workflow → the steps at which a cycle could hang: from which no end can be reached, or which are never reached.

Conditions are taken as free choice: a gate or a person might always decide either way.
"""

from collections.abc import Iterator

from evalflow.engine.words import END, Step, Workflow


def without_end(workflow: Workflow) -> tuple[str, ...]:
    """Return the names of the steps from which no way leads to the end, in the order of the workflow."""
    ends = {END}
    while reached := {step.name for step in workflow.steps if step.name not in ends and ends & set(leads_to(step))}:
        ends |= reached
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


def _opens(workflow: Workflow, never_closes: str | None = None) -> frozenset[str]:
    """Return the steps that can open, if one of them never closes. A join opens when every arc into it has arrived."""
    into = {
        step.name: {other.name for other in workflow.steps if step.name in leads_to(other)} for step in workflow.steps
    }
    opens = {workflow.steps[0].name}
    while more := {step.name for step in workflow.steps if _fed(step, into[step.name], opens - {never_closes})} - opens:
        opens |= more
    return frozenset(opens)


def _fed(step: Step, into: set[str], closing: set[str]) -> bool:
    return bool(into & closing) and (into <= closing or not step.join)
