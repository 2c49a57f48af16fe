"""A net → every marking it can reach, and from them the verdict: what goes wrong, and the shortest way there.

Beyond a step that can be active twice nothing else is judged, as nobody could say what is meant there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Final, Literal

from evalflow.engine.soundness.net import BEGIN, MEMORY, OVER, Move, Net, Story

Kind = Literal["runs-twice", "leftover-work", "stuck", "cannot-finish", "never-reached", "not-judged"]
_OVER: Final = 1 << OVER


@dataclass(frozen=True)
class Witness:
    """One thing that goes wrong, and the moves that lead to it."""

    kind: Kind
    path: tuple[Story, ...]


@dataclass(frozen=True)
class Exploration:
    """What was found. `opens` has a bit for every step that can open; `markings` says how many there were."""

    witnesses: tuple[Witness, ...]
    opens: int
    markings: int

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(witness.kind for witness in self.witnesses)

    @property
    def safe(self) -> bool:
        """Return whether no step can be active twice: only then is `opens` complete."""
        return "runs-twice" not in self.kinds


def explored(net: Net, most: int, start: frozenset[int] = frozenset([BEGIN])) -> Exploration | None:
    """Return the verdict on a net from the marking `start` on; None when it has more than `most` markings."""
    exploring = _Exploring(net, _marking(start))
    return exploring.verdict() if exploring.run(most) else None


@dataclass(frozen=True)
class _Bits:
    """A move with its places as bits of a marking."""

    takes: int
    puts: int
    move: Move


@dataclass
class _Exploring:
    """Markings are numbers with a bit for each place that holds a token; those after fewest closings come first."""

    net: Net
    start: int
    came: dict[int, tuple[int, Move] | None] = field(default_factory=dict)  # how each marking is reached first
    after: dict[int, int] = field(default_factory=dict)  # and after how many closings
    before: dict[int, list[int]] = field(default_factory=dict)
    dead: list[int] = field(default_factory=list)
    opens: int = 0
    memory: int = 0  # places that hold no work
    resting: int = 0  # places from which nothing is taken at once
    rounds: int = 0  # places that say that a round is under way
    twice: dict[int, Witness] = field(default_factory=dict)  # by the places that would hold two tokens
    leftover: Witness | None = None

    def run(self, most: int) -> bool:
        """Walk through every marking; return False when there are more than `most`."""
        self.memory, self.resting, self.rounds = (
            _marking(self.net.marked_by(*MEMORY)),
            _marking(self.net.resting),
            _marking(self.net.marked_by("busy") | self.net.arcs_to_the_first()),
        )
        moves, order, ahead = _by_place(self.net), count(), [(0, 0, self.start)]
        self.came[self.start], self.after[self.start] = None, 0
        walked: set[int] = set()
        while ahead:
            closings, _, marking = heappop(ahead)
            if marking in walked:
                continue
            walked.add(marking)
            for move, reached in self._steps(marking, moves):
                further = closings + move.closings
                if further < self.after.get(reached, further + 1):
                    self.came[reached], self.after[reached] = (marking, move), further
                    heappush(ahead, (further, next(order), reached))
            if len(self.came) > most:
                return False
        return True

    def _steps(self, marking: int, moves: Mapping[int, list[_Bits]]) -> Iterator[tuple[Move, int]]:
        """Yield what can move, and the marking it leads to. Notes what goes wrong on the way."""
        still = True
        for bits in self._first_the_hearts_own(_ready(marking, moves)):
            still = False
            rest = marking ^ bits.takes
            if clash := rest & bits.puts & ~_OVER:
                self.twice.setdefault(clash, self._witness("runs-twice", marking, bits.move))
                continue
            reached = rest | bits.puts
            self.opens |= bits.move.opens
            self.before.setdefault(reached, []).append(marking)
            # While a round is under way, what is still open may be the rest of it, which is swallowed.
            if reached & _OVER and self._work(reached) != _OVER and not reached & self.rounds and not self.leftover:
                self.leftover = self._witness("leftover-work", marking, bits.move)
            yield bits.move, reached
        if still:
            self.dead.append(marking)

    def _first_the_hearts_own(self, ready: Iterator[_Bits]) -> list[_Bits]:
        """Return the moves that the heart makes at once, where there are any: all others come after them."""
        able = list(ready)
        return [bits for bits in able if bits.move.at_once and not bits.takes & self.resting] or able

    def verdict(self) -> Exploration:
        found = tuple(self.twice.values()) or tuple(self._of_a_safe_net())
        return Exploration(found, self.opens, len(self.came))

    def _of_a_safe_net(self) -> Iterator[Witness]:
        if self.leftover:
            yield self.leftover
        if stuck := [marking for marking in self.dead if self._work(marking) != _OVER]:
            yield Witness("stuck", self._path(stuck[0]))
        ending = self._ending()
        if endless := self.came.keys() - ending - {1 << BEGIN}:
            yield Witness("cannot-finish", self._path(min(endless, key=lambda marking: (self.after[marking], marking))))

    def _work(self, marking: int) -> int:
        return marking & ~self.memory

    def _ending(self) -> set[int]:
        """Return the markings from which activity can come to rest."""
        ending, ahead = set(self.dead), list(self.dead)
        while ahead:
            for marking in self.before.get(ahead.pop(), ()):
                if marking not in ending:
                    ending.add(marking)
                    ahead.append(marking)
        return ending

    def _witness(self, kind: Kind, marking: int, move: Move) -> Witness:
        return Witness(kind, (*self._path(marking), move.story))

    def _path(self, marking: int) -> tuple[Story, ...]:
        told: list[Story] = []
        while step := self.came[marking]:
            marking, move = step
            told.append(move.story)
        return tuple(reversed(told))


def _by_place(net: Net) -> dict[int, list[_Bits]]:
    """Return the moves under the bit of one place that each of them needs."""
    by_place: dict[int, list[_Bits]] = {}
    for move in net.moves:
        bits = _Bits(_marking(move.takes), _marking(move.puts), move)
        by_place.setdefault(bits.takes & -bits.takes, []).append(bits)
    return by_place


def _marking(places: frozenset[int]) -> int:
    return sum(1 << place for place in places)


def _ready(marking: int, moves: Mapping[int, list[_Bits]]) -> Iterator[_Bits]:
    ahead = marking
    while ahead:
        place = ahead & -ahead
        ahead ^= place
        for bits in moves.get(place, ()):
            if marking & bits.takes == bits.takes:
                yield bits
