"""A workflow → the Petri net that the heart plays: places that can hold a token, and the moves that carry tokens on.

A step that is open, or waits for the opening day, is one place; so is every arc into a join, the end, and the moment
before the cycle opens. Time, gates, rules and persons are free choice: an open step may always close, in any of its
ways.

A join that opens on the first arc remembers its round: it is idle, or busy and has spent some of its arcs, until all
have arrived. These places hold no work: what the cycle ends with in them is of no account.

Pausing and closing early need no moves of their own. A pause only takes moves away, and closing early takes every token
away: neither brings about a marking that is not there without them.
"""

from dataclasses import dataclass
from typing import Final, Literal

from evalflow.engine.soundness.reaching import WayOut, joining, opening_on_the_first, opening_steps, ways
from evalflow.engine.words import END, Workflow

Story = int | tuple["Story", "Story"]  # moves of the original, one after the other
BEGIN: Final = 0  # the place that holds the token before the cycle opens
OVER: Final = 1  # the place of the end


@dataclass(frozen=True)
class NetPlace:
    """Where a token can be: a step that is open, an arc that has arrived at its join, the beginning or the end.

    `idle`, `busy` and `spent` are what a join that opens on the first arc remembers of its round.
    """

    kind: Literal["begin", "end", "open", "arc", "idle", "busy", "spent"]
    step: str = ""
    came_from: str = ""


@dataclass(frozen=True)
class Move:
    """Takes a token from every place of `takes`, puts one on every place of `puts`. A place is its number in the net.

    `opens` has a bit for every step that opens on the way, `closings` counts the steps that close on it, and `story`
    names the moves of the original net of which it was made. One that comes `at_once` is the heart's own: it waits for
    nobody, so it comes before all others.
    """

    takes: frozenset[int]
    puts: frozenset[int]
    opens: int
    closings: int
    story: Story
    at_once: bool


@dataclass(frozen=True)
class Closing:
    """What is seen of a move: this step closes, by this choice or branch where it has several."""

    step: str
    choice: str = ""
    automatic: bool = False


@dataclass(frozen=True)
class Net:
    """`closings` stands beside the moves of an original net; None where a move is the heart's own: opening, joining.

    In a reduced net work can rest in some arcs: in `resting` a token may stand for a step that is still open, and what
    takes it from there does not come at once.
    """

    places: tuple[NetPlace, ...]
    moves: tuple[Move, ...]
    closings: tuple[Closing | None, ...]
    resting: frozenset[int] = frozenset()

    def marked_by(self, *kinds: str) -> frozenset[int]:
        """Return the places of these kinds."""
        return frozenset(number for number, place in enumerate(self.places) if place.kind in kinds)

    def arcs_to_the_first(self) -> frozenset[int]:
        """Return the arcs into joins that open on the first: a token there has just arrived, and moves on at once."""
        joins = {place.step for place in self.places if place.kind == "idle"}
        return frozenset(n for n, place in enumerate(self.places) if place.kind == "arc" and place.step in joins)


MEMORY: Final = ("idle", "busy", "spent")


def net_of(workflow: Workflow) -> Net:
    """Return the net of all steps that some way leads to; the others never open, and no token comes near them."""
    return _Drawing(workflow).net()


class _Drawing:
    def __init__(self, workflow: Workflow) -> None:
        opening = opening_steps(workflow)
        self._first = workflow.steps[0].name
        self._steps = [step for step in workflow.steps if step.name in opening]
        self._bits = {step.name: 1 << number for number, step in enumerate(workflow.steps)}
        self._awaited = joining(workflow)
        self._on_first = {name: arcs for name, arcs in opening_on_the_first(workflow).items() if name in opening}
        self._places: dict[NetPlace, int] = {NetPlace("begin"): BEGIN, NetPlace("end"): OVER}
        self._moves: list[Move] = []
        self._closings: list[Closing | None] = []

    def net(self) -> Net:
        self._open_the_first()
        for step in self._steps:
            for way in ways(step):
                self._close(way, automatic=step.kind == "automatic")
        for step in self._steps:
            if came_from := self._awaited.get(step.name):
                arcs = frozenset(self._at("arc", step.name, each) for each in came_from)
                self._add(arcs, frozenset([self._at("open", step.name)]), self._bits[step.name])
            if came_from := self._on_first.get(step.name):
                self._play_rounds(step.name, tuple(came_from))
        return Net(tuple(self._places), tuple(self._moves), tuple(self._closings))

    def _open_the_first(self) -> None:
        idle = [self._at("idle", name) for name in self._on_first]
        self._add(frozenset([BEGIN]), frozenset([self._at("open", self._first), *idle]), self._bits[self._first])

    def _play_rounds(self, name: str, came_from: tuple[str, ...]) -> None:
        idle, busy = self._at("idle", name), self._at("busy", name)
        spent = [self._at("spent", name, each) for each in came_from]
        for each, gone in zip(came_from, spent, strict=True):
            arc = self._at("arc", name, each)
            self._add(frozenset([arc, idle]), frozenset([self._at("open", name), busy, gone]), self._bits[name])
            self._add(frozenset([arc, busy]), frozenset([busy, gone]), 0)
        self._add(frozenset([busy, *spent]), frozenset([idle]), 0)

    def _close(self, way: WayOut, *, automatic: bool) -> None:
        opened = sum(self._bits[name] for name in way.targets if name != END and not self._is_join(name))
        puts = frozenset(self._reached(way.closing, name) for name in way.targets)
        closing = Closing(way.closing, way.label, automatic)
        self._add(frozenset([self._at("open", way.closing)]), puts, opened, closing)

    def _is_join(self, name: str) -> bool:
        return name in self._awaited or name in self._on_first

    def _reached(self, came_from: str, name: str) -> int:
        if name == END:
            return OVER
        return self._at("arc", name, came_from) if self._is_join(name) else self._at("open", name)

    def _at(self, kind: Literal["open", "arc", "idle", "busy", "spent"], step: str, came_from: str = "") -> int:
        return self._places.setdefault(NetPlace(kind, step, came_from), len(self._places))

    def _add(self, takes: frozenset[int], puts: frozenset[int], opens: int, closing: Closing | None = None) -> None:
        self._moves.append(Move(takes, puts, opens, 1 if closing else 0, len(self._moves), at_once=closing is None))
        self._closings.append(closing)


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
