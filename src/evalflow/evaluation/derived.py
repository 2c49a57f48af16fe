"""An entry → what follows from its fields, for rules: whether it is shown well enough, which of two ranks is higher.

The class of evidence stands here: conduct is shown by an official document or by two independent groups. What is shown
by less is not denied: it is not known.
"""

from collections.abc import Callable, Mapping
from typing import Final

from evalflow.engine.rules import Bool, Scalar, Simple
from evalflow.evaluation.register_kinds import LEVELS
from evalflow.evaluation.register_values import typed
from evalflow.evaluation.register_words import Entry, Register

DERIVED: Final[Mapping[str, Mapping[str, Simple]]] = {
    "agenda-item": {"shown": Bool},
    "un-action": {"shown": Bool},
    "un-visit": {"shown": Bool},
    "incident": {"shown": Bool},
    "delegation": {"below_agreed": Bool},
}


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
    head, agreed = (_said(entry, register, name) for name in ("head_level", "agreed_level"))
    known = head in LEVELS and agreed in LEVELS
    return {"below_agreed": LEVELS.index(str(head)) > LEVELS.index(str(agreed)) if known else None}


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
