"""Points of inputs → those that say much the same as one of another input: hints at campaigns, for people.

Two texts are compared by their runs of four words, in any language; a script without spaces is compared sign by sign.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from evalflow.evaluation.inputs.input import Input, Point

LIKE = 0.6
_RUN = 4
_FEWEST = 8  # runs: two short texts are alike by chance
# One sign of a script that is written without spaces between words (Thai to Khmer, kana, Han), or a whole word.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")

Runs = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class PointOfInput:
    """A point with the input that says it."""

    input: Input
    point: Point


@dataclass(frozen=True)
class Alike:
    """A point, and later ones with the share of the shorter text's runs of words that both have, 0 to 1."""

    first: PointOfInput
    others: tuple[tuple[PointOfInput, float], ...]


@dataclass
class _Group:
    first: PointOfInput
    runs: Runs
    others: list[tuple[PointOfInput, float]] = field(default_factory=list)


def alike(inputs: Iterable[Input], least: float = LIKE) -> list[Alike]:
    """Return the points that points of other inputs resemble by `least` or more, each point in one group at most.

    They come in order of arrival, in each group the nearest first. Only inputs of one level are compared: across levels
    likeness would tell what a withheld name says. Time grows with the length of the texts, not with the pairs.
    """
    groups: list[_Group] = []
    holding: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for input_ in sorted(inputs, key=lambda known: (known.received_at, known.code)):
        found = (
            []
            if input_.withdrawn_at is not None
            else [(PointOfInput(input_, point), _runs(point.text)) for point in input_.points]
        )
        for point_of_input, runs in found:
            if len(runs) < _FEWEST:
                continue
            shared = Counter(at for run in runs for at in holding[input_.level, run])
            at, share = _nearest(shared, runs, groups, input_)
            if share >= least:
                groups[at].others.append((point_of_input, share))
                continue
            for run in runs:
                holding[input_.level, run].append(len(groups))
            groups.append(_Group(point_of_input, runs))
    ordered = (sorted(group.others, key=lambda found: -found[1]) for group in groups)
    return [Alike(group.first, tuple(others)) for group, others in zip(groups, ordered, strict=True) if others]


def _nearest(shared: Counter[int], runs: Runs, groups: list[_Group], own: Input) -> tuple[int, float]:
    """Return the group whose first point, of another input, shares most; the earliest of those that share as much."""
    shares = (
        (at, count / min(len(runs), len(groups[at].runs)))
        for at, count in shared.items()
        if groups[at].first.input.id != own.id
    )
    return max(shares, key=lambda found: (found[1], -found[0]), default=(-1, 0.0))


def _runs(text: str) -> Runs:
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))
