"""A workflow → the Petri net that the heart plays: places that can hold a token, and the moves that carry tokens on.

A step that is open, or waits for the opening day, is one place; so is every arc into a join, the end, and the moment
before the cycle opens. Time, gates and persons are free choice: an open step may always close, in any of its ways.

Pausing and closing early need no moves of their own. A pause only takes moves away, and closing early takes every token
away: neither brings about a marking that is not there without them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from evalflow.engine.soundness.reaching import joining, opening_steps
from evalflow.engine.words import END, Step, Workflow

Story = int | tuple["Story", "Story"]  # moves of the original, one after the other
BEGIN: Final = 0  # the place that holds the token before the cycle opens
OVER: Final = 1  # the place of the end


@dataclass(frozen=True)
class Place:
    """Where a token can be: a step that is open, an arc that has arrived at its join, the beginning or the end."""

    kind: Literal["begin", "end", "open", "arc"]
    step: str = ""
    came_from: str = ""


@dataclass(frozen=True)
class Move:
    """Takes a token from every place of `takes`, puts one on every place of `puts`. A place is its number in the net.

    `opens` has a bit for every step that opens on the way, `closings` counts the steps that close on it, and `story`
    names the moves of the original net of which it was made.
    """

    takes: frozenset[int]
    puts: frozenset[int]
    opens: int
    closings: int
    story: Story


@dataclass(frozen=True)
class Closing:
    """What a person sees of a move: this step closes, by this choice where it has several."""

    step: str
    choice: str = ""


@dataclass(frozen=True)
class Net:
    """`closings` stands beside the moves of an original net; None where a move is the heart's own: opening, joining."""

    places: tuple[Place, ...]
    moves: tuple[Move, ...]
    closings: tuple[Closing | None, ...]


def net_of(workflow: Workflow) -> Net:
    """Return the net of all steps that some way leads to; the others never open, and no token comes near them."""
    return _Drawing(workflow).net()


class _Drawing:
    def __init__(self, workflow: Workflow) -> None:
        opening = opening_steps(workflow)
        self._first = workflow.steps[0].name
        self._steps = [step for step in workflow.steps if step.name in opening]
        self._bits = {step.name: 1 << number for number, step in enumerate(workflow.steps)}
        self._joins = {step.name for step in workflow.steps if step.join == "all"}
        self._awaited = joining(workflow)
        self._places: dict[Place, int] = {Place("begin"): BEGIN, Place("end"): OVER}
        self._moves: list[Move] = []
        self._closings: list[Closing | None] = []

    def net(self) -> Net:
        self._add(frozenset([BEGIN]), frozenset([self._place(Place("open", self._first))]), self._bits[self._first])
        for step in self._steps:
            for choice, targets in _ways(step):
                self._close(step, choice, targets)
        for step in self._steps:
            arcs = [self._place(Place("arc", step.name, came_from)) for came_from in self._awaited.get(step.name, ())]
            if arcs:
                self._add(frozenset(arcs), frozenset([self._place(Place("open", step.name))]), self._bits[step.name])
        return Net(tuple(self._places), tuple(self._moves), tuple(self._closings))

    def _close(self, step: Step, choice: str, targets: tuple[str, ...]) -> None:
        opened = sum(self._bits[name] for name in targets if name != END and name not in self._joins)
        puts = frozenset(self._reached(step.name, name) for name in targets)
        self._add(frozenset([self._place(Place("open", step.name))]), puts, opened, Closing(step.name, choice))

    def _reached(self, came_from: str, name: str) -> int:
        if name == END:
            return OVER
        if name not in self._joins:
            return self._place(Place("open", name))
        return self._place(Place("arc", name, came_from))

    def _place(self, place: Place) -> int:
        return self._places.setdefault(place, len(self._places))

    def _add(self, takes: frozenset[int], puts: frozenset[int], opens: int, closing: Closing | None = None) -> None:
        self._moves.append(Move(takes, puts, opens, 1 if closing else 0, len(self._moves)))
        self._closings.append(closing)


def _ways(step: Step) -> Iterator[tuple[str, tuple[str, ...]]]:
    if step.next:
        yield "", step.next
    for choice in step.choices:
        yield choice.name, choice.next


def moves_of(story: Story) -> list[int]:
    """Return the moves of the original that a story names, in their order."""
    told: list[int] = []
    ahead: list[Story] = [story]
    while ahead:
        here = ahead.pop()
        if isinstance(here, int):
            told.append(here)
        else:
            ahead += reversed(here)
    return told
