"""What terms are compared with, and in which order they stand → whether any values at all can be so.

A term that was tried at one value stands for every value up to its neighbours: so nothing is ruled out that can be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_ZERO: Final = ""  # the name of the number 0, from which limits are counted


@dataclass(frozen=True)
class TermLimits:
    """The least and the greatest whole number, or day, that a term may be; None where there is no limit."""

    least: int | None = None
    greatest: int | None = None


def can_be(limits: Mapping[str, TermLimits], orders: Sequence[tuple[str, int, str]]) -> bool:
    """Return whether whole numbers fit the limits and orders. An order is a term, -1, 0 or 1, and another term."""
    edges: list[tuple[str, str, int]] = []  # of (one, other, n): one is at most the other plus n
    for name, limit in limits.items():
        edges += [(_ZERO, name, -limit.least)] if limit.least is not None else []
        edges += [(name, _ZERO, limit.greatest)] if limit.greatest is not None else []
    for one, order, other in orders:
        edges += [(one, other, min(order, 0))] if order <= 0 else []
        edges += [(other, one, min(-order, 0))] if order >= 0 else []
    return not _contradicts(edges)


def _contradicts(edges: Sequence[tuple[str, str, int]]) -> bool:
    """Return whether going round some of the edges makes a number less than itself (Bellman and Ford)."""
    names = {name for one, other, _ in edges for name in (one, other)}
    at = dict.fromkeys(names, 0)
    for _ in range(len(names) + 1):
        shorter = [(one, at[other] + n) for one, other, n in edges if at[other] + n < at[one]]
        if not shorter:
            return False
        for one, n in shorter:
            at[one] = min(at[one], n)
    return True
