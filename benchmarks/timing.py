"""Two ways to do the same work, taken in turns → the median time of each, and how many times longer the first takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Pair:
    """Seconds that each side took, one entry a turn; the two entries of a turn stand at the same place."""

    ours: Sequence[float]
    theirs: Sequence[float]

    @property
    def ratio(self) -> float:
        return median(self.ours) / median(self.theirs)


def seconds(work: Callable[[], object]) -> float:
    """Return how long it takes, on the wall."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def in_turns(turns: Sequence[tuple[Callable[[], object], Callable[[], object]]]) -> Pair:
    """Do both sides of every turn, and change with each turn which of them goes first: load from outside hits both."""
    ours, theirs = [], []
    for number, (our_way, their_way) in enumerate(turns):
        if number % 2:
            theirs.append(seconds(their_way))
            ours.append(seconds(our_way))
        else:
            ours.append(seconds(our_way))
            theirs.append(seconds(their_way))
    return Pair(ours, theirs)


def line(what: str, pair: Pair, aim: float, unit: str = "ms") -> str:
    """Return one line of the result: both medians, their ratio and what it should not exceed."""
    times = {"ms": 1e3, "s": 1}[unit]
    ours, theirs = (f"{median(side) * times:8.2f} {unit}" for side in (pair.ours, pair.theirs))
    return f"{what:<56} {ours} {theirs}   {pair.ratio:5.2f}   (aim: at most {aim})"


HEADING = f"{'median of turns':<56} {'evalflow':>11} {'bare':>11}   ratio"
