"""What the public record says of itself: a key with typed values, no sentence. `report/wording.py` has the words.

A key names one kind of statement or one label ("cycle.paused", "field.due"). Its values are text as people gave it,
numbers, days and instants (ISO 8601), codes, other messages, and lists of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Final

TEXT: Final = "text"  # the key of words that are printed as they are


@dataclass(frozen=True)
class Message:
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value = str | int | Message | tuple[str, ...] | tuple[Message, ...]


def message(key: str, **values: Value | date) -> Message:
    """Return a message; its days and instants are kept in ISO 8601."""
    return Message(key, {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()})


def as_given(text: str) -> Message:
    """Return words that somebody gave, or that are finished already."""
    return Message(TEXT, {"text": text})


@dataclass(frozen=True)
class OrElse:
    """On a field that holds text: the key of what is printed where it is empty."""

    key: str


AS_DAY: Final = "day"  # on a field: it holds a partial date ("2027", "2027-03", "2027-03-01"), or another text, or none

PartialDay = Annotated[str, AS_DAY]
PublishedOn = Annotated[str, AS_DAY, OrElse("not-known")]
BodyName = Annotated[str, OrElse("body.not-named")]
Submitter = Annotated[str, OrElse("input.name-withheld")]
Doer = Annotated[str, OrElse("erasure.not-told")]
