"""Inputs of all levels → which may be listed, under what kind, which stand by themselves, and which codes may be named.

What is confidential or restricted is never listed: it is counted (`counts.py`), and nothing else is told of it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from evalflow.evaluation.inputs import copies
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.wording import in_order

CIVIL_SOCIETY = ("ngo", "ngo-joint", "nhri", "expert", "individual")
NOT_NAMED = "an input that is not published"
# How codes of recommendations go on after the prefix; and of entries, where a cycle is called as its dialogue is.
_OTHERS = re.compile(r"rec/[0-9]+|[a-z][0-9]{3,}")
Part = TypeVar("Part")


def coarse(kind: str) -> str:
    """Return the kind as it is told of an input whose name is withheld."""
    return "civil society" if kind in CIVIL_SOCIETY else "official"


@dataclass(frozen=True)
class Visible:
    """The inputs of one evaluation. `prefix` is the code of the evaluation, with which codes of inputs begin."""

    inputs: Sequence[Input]
    prefix: str

    @cached_property
    def named(self) -> tuple[Input, ...]:
        """Return the public inputs, in order of their codes."""
        return _sorted(input_ for input_ in self.inputs if input_.level == "public")

    @cached_property
    def withheld(self) -> tuple[Input, ...]:
        """Return those whose name is withheld; their codes are random, so their order tells nothing."""
        return _sorted(input_ for input_ in self.inputs if input_.level == "name-withheld")

    @cached_property
    def hidden(self) -> tuple[Input, ...]:
        return _sorted(input_ for input_ in self.inputs if input_.level in ("confidential", "restricted"))

    @property
    def all_public(self) -> bool:
        return not (self.withheld or self.hidden)

    @cached_property
    def listed(self) -> tuple[Input, ...]:
        return (*self.named, *self.withheld)

    def answered_with(self, input_: Input) -> Input | None:
        """Return the listed input whose answers count for a campaign copy; None where it stands by itself."""
        return copies.answered_with(input_, self._by_id)

    def answered(self, input_: Input) -> tuple[Point, ...]:
        """Return the points that the report answers under an input: of a copy, those with an answer of their own."""
        if not input_.stands:
            return ()
        return input_.points if self.answered_with(input_) is None else tuple(p for p in input_.points if p.disposition)

    def copies(self, first: Input) -> int:
        """Return how many copies are told of: only among public inputs, or a text would be told of a withheld name."""
        return self._copies[first.id] if first.level == "public" else 0

    def without_hidden_codes(self, text: str) -> str:
        """Return a text in which no code names an input that is not listed under it: tightened ones got a new code."""
        for input_ in self.hidden:
            text = re.sub(rf"(?<!\w){re.escape(input_.code)}(?!\w)", NOT_NAMED, text, flags=re.IGNORECASE)
        return self._code.sub(self._told, text) if self._begins in text.casefold() else text

    def everywhere(self, value: Part) -> Part:
        """Return what is to be published with no such code in any text of it, however deep it stands."""
        cleaned: Any = value
        match value:
            case str():
                cleaned = self.without_hidden_codes(value)
            case tuple():
                cleaned = tuple(map(self.everywhere, value))
            case Mapping():
                cleaned = {name: self.everywhere(inner) for name, inner in value.items()}
            case _ if is_dataclass(value) and not isinstance(value, type):
                cleaned = replace(
                    value, **{one.name: self.everywhere(getattr(value, one.name)) for one in fields(value)}
                )
        return cleaned  # type: ignore[no-any-return] # of the kind that was given

    @cached_property
    def _by_id(self) -> Mapping[str, Input]:
        return {input_.id: input_ for input_ in self.listed}

    @cached_property
    def _copies(self) -> Counter[str]:
        firsts = (self.answered_with(input_) for input_ in self.named if input_.stands)
        return Counter(first.id for first in firsts if first)

    @cached_property
    def _code(self) -> re.Pattern[str]:
        """Return what finds a code, and an address as a whole: its path may begin as codes do."""
        return re.compile(rf"https?://\S+|(?<!\w){re.escape(self.prefix)}/[\w-]+(?:/[\w-]+)?", re.IGNORECASE)

    @cached_property
    def _begins(self) -> str:
        return f"{self.prefix}/".casefold()

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(input_.code.casefold() for input_ in self.listed)

    def _told(self, match: re.Match[str]) -> str:
        code = match[0].casefold()
        if code.startswith("http") or _OTHERS.fullmatch(code.removeprefix(self._begins)):
            return match[0]
        return match[0] if code in self._codes or code.rpartition("/")[0] in self._codes else NOT_NAMED


def _sorted(inputs: Iterable[Input]) -> tuple[Input, ...]:
    return tuple(sorted(inputs, key=lambda input_: in_order(input_.code)))
