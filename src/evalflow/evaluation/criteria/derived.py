"""An entry → what follows from its fields, for rules: whether it is shown well enough, and its ranks as numbers.

The class of evidence stands here: conduct is shown by an official document or by two independent groups. What is shown
by less is not denied: it is not known.
"""

from collections.abc import Callable, Mapping
from typing import Final

from evalflow.engine.rules import Between, Bool, Int, Scalar, Simple
from evalflow.evaluation.registers.commands_events import Entry, Register
from evalflow.evaluation.registers.kinds import LEVELS
from evalflow.evaluation.registers.values import typed

DERIVED: Final[Mapping[str, Mapping[str, Simple]]] = {
    "agenda-item": {"shown": Bool},
    "un-action": {"shown": Bool},
    "un-visit": {"shown": Bool},
    "incident": {"shown": Bool},
    "delegation": {"below_agreed": Bool, "head_rank": Int, "secretariat_rank": Int},
}
_RANKS: Final = {level: (n, n) for n, level in enumerate((one for one in LEVELS if one != "ambassador"), 1)}
# An ambassador may rank with a deputy minister or with a director: that depends on the state and the posting.
RANKS: Final[Mapping[str, tuple[int, int]]] = {
    **_RANKS,
    "ambassador": (_RANKS["deputy-minister"][0], _RANKS["director"][0]),
}  # the highest and the lowest that a level may be; 1 is the highest


def derived(entry: Entry, register: Register) -> dict[str, Scalar]:
    """Return the derived fields that rules may read of an entry, by name; None where it is not known."""
    of = _OF.get(register.name)
    return of(entry, register) if of else {}


def _conduct(entry: Entry, register: Register) -> dict[str, Scalar]:
    shown = _said(entry, register, "shown_by") in ("official-document", "independent-sources")
    return {"shown": True if shown else None}


def _incident(entry: Entry, register: Register) -> dict[str, Scalar]:
    official = _said(entry, register, "official") is True
    shown = official or _said(entry, register, "evidence") in ("moderate", "strong")
    return {"shown": True if shown else None}


def _delegation(entry: Entry, register: Register) -> dict[str, Scalar]:
    levels = {name: _said(entry, register, f"{name}_level") for name in ("head", "agreed", "secretariat")}
    return {
        "below_agreed": _below(levels["head"], levels["agreed"]),
        "head_rank": _rank(levels["head"]),
        "secretariat_rank": _rank(levels["secretariat"]),
    }


def _below(head: Scalar, agreed: Scalar) -> bool | None:
    """Return whether one level is below another; None where that cannot be told of these two."""
    if head == agreed:
        return False if head else None
    if head is None or agreed is None:
        return None
    (highest, lowest), (top, bottom) = RANKS[str(head)], RANKS[str(agreed)]
    return True if highest > bottom else False if lowest <= top else None


def _rank(level: Scalar) -> Scalar:
    if level is None:
        return None
    highest, lowest = RANKS[str(level)]
    return highest if highest == lowest else Between(highest, lowest)


def _said(entry: Entry, register: Register, name: str) -> Scalar:
    field = register.field(name)
    return typed(entry.values, field) if field else None


_OF: Final[Mapping[str, Callable[[Entry, Register], dict[str, Scalar]]]] = {
    "agenda-item": _conduct,
    "un-action": _conduct,
    "un-visit": _conduct,
    "incident": _incident,
    "delegation": _delegation,
}
