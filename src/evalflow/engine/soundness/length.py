"""A workflow and an opening day → the longest way to a step, and its last day if each deadline is just kept.

Steps without a deadline take no time here, and a loop is gone once: what has no bound cannot be promised a day.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from evalflow.engine.clocks import counted
from evalflow.engine.periods import end_of_day, local_day
from evalflow.engine.soundness.reaching import leads_to
from evalflow.engine.words import END, Step, Workflow


@dataclass(frozen=True)
class Way:
    """The last day of a way, included, and the steps on it."""

    on: date
    steps: tuple[str, ...]


@dataclass(frozen=True)
class _Reached:
    """When a step opens at the latest, when what follows it opens, and which step it comes from."""

    first: date
    closes: date
    came_from: str


def longest(workflow: Workflow, opening: date, until: Collection[str]) -> Way:
    """Return the longest way to any of the steps `until`, in a cycle that is opened on its opening day."""
    reached = {workflow.steps[0].name: _Reached(opening, opening, "")}
    gone: set[str] = {END}
    for step in _in_order(workflow):
        here = reached[step.name]
        closes = _closes(workflow, step, here.first, opening, reached)
        reached[step.name] = replace(here, closes=closes)
        gone.add(step.name)
        for target in leads_to(step):
            if target not in gone and (target not in reached or reached[target].first < closes):
                reached[target] = _Reached(closes, closes, step.name)
    last = max((name for name in until if name in reached), key=lambda name: reached[name].closes)
    return Way(reached[last].closes - timedelta(days=1), tuple(reversed(list(_back(reached, last)))))


def _closes(workflow: Workflow, step: Step, first: date, opening: date, reached: Mapping[str, _Reached]) -> date:
    """Return the local day with which the step is over: the one after its last."""
    timing = step.timing
    if timing is None:
        return first
    start = opening if timing.anchor == "opening" else first
    if timing.step and timing.step in reached:
        start = reached[timing.step].closes - (timedelta(days=1) if timing.anchor == "due" else timedelta())
    last = counted(workflow, start, timing, workflow.timezone).on
    return max(first, local_day(end_of_day(last, workflow.timezone), workflow.timezone))


def _in_order(workflow: Workflow) -> Iterator[Step]:
    """Return what the first step leads to, each after all that leads to it, arcs of loops back aside."""
    steps = {step.name: step for step in workflow.steps}
    first = workflow.steps[0].name
    seen: set[str] = {first}
    done: list[str] = []
    ahead = [(first, leads_to(steps[first]))]
    while ahead:
        name, targets = ahead[-1]
        new = next((target for target in targets if target != END and target not in seen), None)
        if new is None:
            done.append(name)
            ahead.pop()
        else:
            seen.add(new)
            ahead.append((new, leads_to(steps[new])))
    return (steps[name] for name in reversed(done))


def _back(reached: Mapping[str, _Reached], name: str) -> Iterator[str]:
    while name:
        yield name
        name = reached[name].came_from
