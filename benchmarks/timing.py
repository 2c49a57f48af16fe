"""Two ways to do the same work, taken in turns → the median time of each, and how many times longer the first takes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

Work = Callable[[], object]


@dataclass(frozen=True)
class Spent:
    """Seconds of one turn: on the wall, and of the processor, in this process and in those it waited for."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Pair:
    """What each side spent, one entry a turn; the two entries of a turn stand at the same place."""

    ours: Sequence[Spent]
    theirs: Sequence[Spent]

    def wall(self) -> tuple[float, float]:
        """Return the median seconds of either side, on the wall."""
        return median(turn.wall for turn in self.ours), median(turn.wall for turn in self.theirs)

    def processor(self) -> tuple[float, float]:
        """Return the median seconds of either side, of the processor."""
        return median(turn.processor for turn in self.ours), median(turn.processor for turn in self.theirs)


def spent(work: Work) -> Spent:
    """Do the work and return what it took."""
    wall, processor = perf_counter(), _processor()
    work()
    return Spent(perf_counter() - wall, _processor() - processor)


def in_turns(turns: Sequence[tuple[Work, Work]]) -> Pair:
    """Do both sides of every turn, and change with each turn which of them goes first: load from outside hits both."""
    ours, theirs = [], []
    for number, (our_way, their_way) in enumerate(turns):
        if number % 2:
            theirs.append(spent(their_way))
            ours.append(spent(our_way))
        else:
            ours.append(spent(our_way))
            theirs.append(spent(their_way))
    return Pair(ours, theirs)


def lines(what: str, pair: Pair, aim: float, *, processor: bool = True) -> Iterator[str]:
    """Yield the lines of one result. The aim is one for the wall; the processor's time tells what a disk hides."""
    yield f"{_line(what, *pair.wall())}   (aim: at most {aim})"
    if processor:
        yield _line("  of it the processor", *pair.processor())


def _line(what: str, ours: float, theirs: float) -> str:
    return f"{what:<56} {ours * 1e3:9.2f} ms {theirs * 1e3:9.2f} ms   {ours / theirs:5.2f}"


def _processor() -> float:
    used = (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


HEADING = f"{'median of turns':<56} {'evalflow':>12} {'bare':>12}   ratio"
