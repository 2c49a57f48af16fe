"""Two sentences, for one and for several → the one that fits a number."""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Plural:
    """`by` names the value that chooses: a number, or a list by its length."""

    one: str
    many: str
    by: str

    def for_number(self, value: Any) -> str:
        number = len(value) if isinstance(value, Sized) else value
        return self.one if number == 1 else self.many


Sentence = str | Plural
