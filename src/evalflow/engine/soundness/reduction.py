"""A net → the same net made smaller, as far as rules go that keep every verdict of the exploration.

The rules are T. Murata’s (“Petri nets: properties, analysis and applications”, Proceedings of the IEEE 77, 1989):
places and moves in series are fused, of places and moves in parallel one is kept, moves that lead back to where they
began are dropped. Workflows of steps, choices, parallel branches and loops within each other come down to one move.

Fusing a place p means that what leads to p and what leads on from it become one move. That keeps the verdicts because
whatever moves there can wait: a token that would rest in p rests in the place after it (or before it), and nothing else
can take it there. The conditions in `_fusible` are what this takes. Where p is an open step and the place after it an
arc into a join, the token there may stand for the step that is still open: that join then does not come at once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import count, product
from typing import Final

from evalflow.engine.soundness.net import BEGIN, OVER, Move, Net

_MOST_PAIRS: Final = 16  # so that fusing never makes a net much larger


def reduced(net: Net) -> Net:
    """Return a net with the same verdicts, of fewer places and moves where the rules find any to fuse or drop."""
    shrinking = _Shrinking(net.arcs_to_the_first(), net.marked_by("arc"), set(net.marked_by("open")))
    for move in net.moves:
        shrinking.add(move)
    shrinking.run()
    return Net(net.places, tuple(shrinking.moves.values()), net.closings, frozenset(shrinking.resting))


@dataclass
class _Shrinking:
    """The net as it shrinks. `ahead` holds the places to look at: what is inmost first, so that forks stay small."""

    passing: frozenset[int]  # places in which no work rests: nothing that does is fused with them
    arcs: frozenset[int]
    resting: set[int]  # places in which a token may stand for work that is not done
    moves: dict[int, Move] = field(default_factory=dict)
    into: dict[int, set[int]] = field(default_factory=dict)
    out_of: dict[int, set[int]] = field(default_factory=dict)
    ahead: list[tuple[int, int, int]] = field(default_factory=list)  # rank, order of coming, place
    order: Iterator[int] = field(default_factory=count)
    number: Iterator[int] = field(default_factory=count)

    def add(self, move: Move) -> None:
        number = next(self.number)
        self.moves[number] = move
        for place in move.puts:
            self.into.setdefault(place, set()).add(number)
        for place in move.takes:
            self.out_of.setdefault(place, set()).add(number)

    def drop(self, number: int) -> Move:
        move = self.moves.pop(number)
        for place in move.puts:
            self.into[place].discard(number)
        for place in move.takes:
            self.out_of[place].discard(number)
        return move

    def look_at(self, places: Iterable[int], rank: int = 0) -> None:
        for place in places:
            heappush(self.ahead, (rank, next(self.order), place))

    def run(self) -> None:
        self.look_at(sorted(self.into.keys() | self.out_of.keys()))
        while self.ahead:
            rank, _, place = heappop(self.ahead)
            self._drop_moves(place)
            self._drop_twin(place)
            self._fuse(place, rank)

    def _drop_moves(self, place: int) -> None:
        """Of moves from the same places keep one for each aim, and none that leads back at once if there is another."""
        out_of = sorted(self.out_of.get(place, ()))
        if len(out_of) < 2:
            return
        kept: dict[frozenset[int], int] = {}
        for number in out_of:
            move = self.moves[number]
            other = kept.get(move.puts)
            if other is not None and self.moves[other].takes == move.takes:
                self._merge(other, number)
            else:
                kept[move.puts] = number
        for number in kept.values():
            self._drop_if_idle(number, place)

    def _drop_if_idle(self, number: int, place: int) -> None:
        move = self.moves[number]
        others = [other for other in sorted(self.out_of[place] - {number}) if self.moves[other].takes == move.takes]
        if move.takes == move.puts and others:
            self._merge(others[0], number)

    def _merge(self, kept: int, gone: int) -> None:
        """Drop a move and keep in mind what it opens: whenever the kept one can move, it could too."""
        move, other = self.moves[kept], self.drop(gone)
        self.look_at(sorted(other.takes | other.puts))
        shorter = other if other.puts == move.puts and other.closings < move.closings else move
        self.moves[kept] = replace(move, opens=move.opens | other.opens, closings=shorter.closings, story=shorter.story)

    def _drop_twin(self, place: int) -> None:
        """Drop a place that is filled and emptied together with another: one of the two tells all."""
        for number in self.out_of.get(place, ()):
            for other in self.moves[number].takes - {place}:
                if self.into.get(other) == self.into.get(place) and self.out_of[other] == self.out_of[place]:
                    self.resting |= {other} if place in self.resting else set()
                    self._forget(place)
                    return
            return

    def _forget(self, place: int) -> None:
        for number in sorted(self.into.pop(place, set()) | self.out_of.pop(place)):
            move = self.moves[number]
            takes, puts = move.takes - {place}, move.puts - {place}
            self.moves[number] = replace(move, takes=takes, puts=puts)
            self.look_at(sorted(takes | puts if len(puts) == 1 else takes))

    def _fuse(self, place: int, rank: int) -> None:
        into, out_of = self.into.get(place, set()), self.out_of.get(place, set())
        before, after = ([self.moves[number] for number in sorted(numbers)] for numbers in (into, out_of))
        if place in (BEGIN, OVER) or any(move.puts & self.passing for move in after):
            return
        if not _fusible(place, before, after) or self._parts_at_once(place, after):
            return
        if rank < (least := _rank(before, after)):
            self.look_at([place], least)
            return
        for number in sorted(into | out_of):
            self.drop(number)
        if place in self.resting:  # from now on in the places after it; before it, where these are the end
            self.resting.update(*(before[0].takes if then.puts == {OVER} else then.puts for then in after))
        for first, then in product(before, after):
            self.add(_one_after_the_other(place, first, then))
            self.look_at(sorted(first.takes | then.puts))

    def _parts_at_once(self, place: int, after: list[Move]) -> bool:
        """Return whether work that rests here would rest in several places, from one of which a join comes at once."""
        arcs = self.arcs - self.resting
        return place in self.resting and any(len(then.puts) > 1 and then.puts & arcs for then in after)


def _rank(before: list[Move], after: list[Move]) -> int:
    """Return how long to put off fusing: what lies in a branch comes before the branch's own ends, forks come last."""
    if all(len(move.puts) == 1 for move in before):
        return 0
    return 1 if all(len(move.puts) == 1 for move in after) else 2


def _fusible(place: int, before: list[Move], after: list[Move]) -> bool:
    """Return whether a place can be left out: whatever comes goes on at once, and no two tokens meet by that."""
    if not before or not after or any(move.takes != {place} or place in move.puts for move in after):
        return False
    comes_alone = all(move.puts == {place} for move in before)
    if len(after) > 1 and not (comes_alone and (len(before) == 1 or len(before) * len(after) <= _MOST_PAIRS)):
        return False
    # Where tokens would go to their end at once, two that meet here have to meet where they can wait before it.
    ends = any(move.puts == {OVER} for move in after)
    if ends and not (comes_alone and len(before) == 1 and len(before[0].takes) == 1):
        return False
    return comes_alone or not any(first.puts & then.puts for first, then in product(before, after))


def _one_after_the_other(place: int, first: Move, then: Move) -> Move:
    return Move(
        first.takes,
        (first.puts - {place}) | then.puts,
        first.opens | then.opens,
        first.closings + then.closings,
        (first.story, then.story),
        first.at_once,
    )
