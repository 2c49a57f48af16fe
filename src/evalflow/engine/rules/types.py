"""Declarations of facts and parameters → does a rule hold together? Every problem at once, each with a caret."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Simple:
    """The type of a single value, by the words a person knows it by."""

    words: str


Bool: Final = Simple("yes or no")
Int: Final = Simple("integer")
Text: Final = Simple("text")
Date: Final = Simple("date")
Span: Final = Simple("period")


@dataclass(frozen=True)
class ListOf:
    """The type of a register: what each entry has, by field name."""

    fields: Mapping[str, Simple]


Type = Simple | ListOf


@dataclass(frozen=True)
class Declared:
    """A fact that rules may read: its dotted name, its type, a title for people, and who or what supplies it."""

    name: str
    type: Type
    title: str
    supplied_by: str
