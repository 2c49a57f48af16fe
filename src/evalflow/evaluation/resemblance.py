"""Inputs → those that say much the same as an earlier one: hints at copies that were changed a little, for people.

Two texts are compared by their runs of four words, in any language; a script without spaces is compared sign by sign.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from evalflow.evaluation.handed_in import Input

LIKE = 0.6
_RUN = 4
_FEWEST = 8  # runs: two short texts are alike by chance
# One sign of a script that is written without spaces between words (Thai to Khmer, kana, Han), or a whole word.
_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")


@dataclass(frozen=True)
class Alike:
    """An input, and later ones with the share of the shorter text's runs of words that both have, 0 to 1."""

    first: Input
    others: tuple[tuple[Input, float], ...]


@dataclass
class _Group:
    first: Input
    runs: frozenset[tuple[str, ...]]
    others: list[tuple[Input, float]] = field(default_factory=list)


def alike(inputs: Iterable[Input], least: float = LIKE) -> list[Alike]:
    """Return the inputs that others resemble by `least` or more, in order of arrival, each input in one group at most.

    Only inputs of one level are compared: across levels, likeness would tell what a withheld name says. Time and memory
    grow with the length of the texts, not with the number of pairs.
    """
    groups: list[_Group] = []
    holding: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for one in sorted(inputs, key=lambda known: (known.received_at, known.code)):
        if one.withdrawn_at is not None or len(runs := _runs(one)) < _FEWEST:
            continue
        shared = Counter(at for run in runs for at in holding[one.level, run])
        at, share = max(
            ((at, count / min(len(runs), len(groups[at].runs))) for at, count in shared.items()),
            key=lambda found: (found[1], -found[0]),
            default=(-1, 0.0),
        )
        if share >= least:
            groups[at].others.append((one, share))
            continue
        for run in runs:
            holding[one.level, run].append(len(groups))
        groups.append(_Group(one, runs))
    return [Alike(group.first, _nearest(group.others)) for group in groups if group.others]


def _runs(one: Input) -> frozenset[tuple[str, ...]]:
    said = "\n".join(point.whole or point.text for point in one.points if not point.split_from)
    words = _WORD.findall(unicodedata.normalize("NFKC", said).casefold())
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))


def _nearest(others: Sequence[tuple[Input, float]]) -> tuple[tuple[Input, float], ...]:
    return tuple(sorted(others, key=lambda found: -found[1]))
