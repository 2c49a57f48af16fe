"""Numbers drawn by Hypothesis → workflows, sound and unsound: choices, rules, splits, joins, merges, loops, early ends.

One list of numbers makes one workflow: that draws thousands in seconds and shrinks well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from hypothesis import strategies as st

from evalflow.engine.rules import parse
from evalflow.engine.words import END, Branch, Choice, Join, Step, Workflow

JOINS: tuple[Join | None, ...] = ("all", "any", None, None)
_NAMES = "abcdefghijklmnopqrstuvwxyz"


def workflow(*steps: Step) -> Workflow:
    return Workflow("example", "1.0.0", "An example", "UTC", "none", "plain", steps)


def step(
    name: str,
    *leads_to: str,
    join: Join | None = None,
    ways: Sequence[tuple[str, ...]] = (),
    automatic: bool = False,
) -> Step:
    if ways and automatic:
        return Step(name, name, "automatic", "", join=join, branches=tuple(_branches(ways)))
    choices = tuple(Choice(f"to_{'_'.join(way)}_{number}", way) for number, way in enumerate(ways))
    return Step(name, name, "task", "coordinator", next=leads_to, join=join, choices=choices)


def _branches(ways: Sequence[tuple[str, ...]]) -> Iterator[Branch]:
    """Yield a branch for each way: taken where the fact `way` is its number, the last one in every other case."""
    for number, way in enumerate(ways[:-1]):
        yield Branch(f"way == {number}", parse(f"way == {number}"), way)
    yield Branch("else", None, ways[-1])


@dataclass
class _DrawnNumbers:
    """The numbers of a list one after the other, then zeros."""

    drawn: Sequence[int]
    at: int = 0

    def below(self, most: int) -> int:
        self.at += 1
        return self.drawn[self.at - 1] % most if self.at <= len(self.drawn) else 0


def _tangle(numbers: _DrawnNumbers) -> Workflow:
    """Return a few steps that lead anywhere."""
    names = [f"s{number}" for number in range(2 + numbers.below(6))]
    targets = [*names[1:], END, END]

    def some() -> tuple[str, ...]:
        return tuple(dict.fromkeys(targets[numbers.below(len(targets))] for _ in range(1 + numbers.below(2))))

    def laid(name: str) -> Step:
        join = JOINS[numbers.below(4)]
        if numbers.below(2):
            return step(name, *some(), join=join)
        return step(name, join=join, ways=[some(), some()], automatic=numbers.below(2) == 1)

    return workflow(*(laid(name) for name in names))


@dataclass
class _Blocks:
    """Steps laid from the last to the first, so that each knows where it leads."""

    numbers: _DrawnNumbers
    steps: list[Step] = field(default_factory=list)
    number: Iterator[int] = field(default_factory=count)

    def lay(self, *leads_to: str, join: Join | None = None, ways: Sequence[tuple[str, ...]] = ()) -> str:
        automatic = bool(ways) and self.numbers.below(3) == 1
        self.steps.insert(0, step(f"s{next(self.number)}", *leads_to, join=join, ways=ways, automatic=automatic))
        return self.steps[0].name

    def block(self, leads_to: str, depth: int) -> str:
        """Return the name of what opens first in a step, a sequence, a split, a choice or a loop."""
        shape = self.numbers.below(5) if depth else 0
        if shape == 1:
            return self.block(self.block(leads_to, depth - 1), depth - 1)
        if shape == 2:
            join = self.lay(leads_to, join="any" if self.numbers.below(4) == 1 else "all")
            return self.lay(*(self.block(join, depth - 1) for _ in range(2)))
        if shape == 3:
            return self.lay(ways=[(self.block(leads_to, depth - 1),) for _ in range(2)])
        return self.loop(leads_to, depth) if shape == 4 else self.lay(leads_to)

    def loop(self, leads_to: str, depth: int) -> str:
        back = self.lay(ways=[(leads_to,), ("?",)])
        first = self.block(back, depth - 1)
        self.steps = [_aimed(each, lambda name: first if name == "?" else name) for each in self.steps]
        return first


def _blocks(numbers: _DrawnNumbers, slips: int) -> Workflow:
    """Return blocks within blocks, after so many slips of the pen."""
    laid = _Blocks(numbers)
    laid.block(END, 3)
    for _ in range(slips):
        _slip(laid.steps, numbers)
    return workflow(*laid.steps)


def _slip(steps: list[Step], numbers: _DrawnNumbers) -> None:
    """Turn a join on or off, or lead one arc elsewhere."""
    at, where = numbers.below(len(steps)), [*(each.name for each in steps[1:]), END]
    to = where[numbers.below(len(where))]
    if numbers.below(3) == 0:
        steps[at] = replace(steps[at], join=JOINS[(JOINS.index(steps[at].join) + 1) % 3])
    elif numbers.below(2) and steps[at].next:
        steps[at] = replace(steps[at], next=tuple(dict.fromkeys((*steps[at].next, to))))
    else:
        turned = numbers.below(4)
        arcs = count()
        steps[at] = _aimed(steps[at], lambda name: to if next(arcs) == turned else name)


def _aimed(each: Step, aim: object) -> Step:
    """Return a step whose arcs lead where `aim` says."""
    assert callable(aim)
    ways = tuple(replace(choice, next=tuple(dict.fromkeys(map(aim, choice.next)))) for choice in each.choices)
    branches = tuple(replace(branch, next=tuple(dict.fromkeys(map(aim, branch.next)))) for branch in each.branches)
    return replace(each, next=tuple(dict.fromkeys(map(aim, each.next))), choices=ways, branches=branches)


def made(drawn: Sequence[int]) -> Workflow:
    """Return the workflow of a list of numbers: a tangle, blocks, or blocks with one slip or two."""
    numbers = _DrawnNumbers(drawn)
    kind = numbers.below(4)
    return _tangle(numbers) if kind == 0 else _blocks(numbers, kind - 1)


WORKFLOWS = st.binary(min_size=4, max_size=40).map(made)
