"""What one person alone may not decide about an input → what waits for another: who did it, who confirmed it, why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

# What one person did: erased a text by a stricter level, recorded a withdrawal, replaced what a point said, erased
# attachments by a stricter level.
Deed = Literal["erased", "withdrawn", "replaced", "detached"]
Category = Literal["", "danger", "submitter-asked", "other-person", "law", "mistake", "other"]
CATEGORIES: tuple[Category, ...] = get_args(Category)[1:]  # "" where nothing was confirmed
CATEGORY_WORDS: Final[Mapping[Category, str]] = {
    "danger": "somebody could be in danger",
    "submitter-asked": "the submitter asked for it",
    "other-person": "it is about another person, who has not agreed",
    "law": "a law or a court requires it",
    "mistake": "it was recorded by mistake",
    "other": "another reason",
}


@dataclass(frozen=True)
class Confirmation:
    """One such deed. While it is open, all points of the input count as open. `erases`: all that it said is gone."""

    deed: Deed
    by: str
    at: datetime
    erases: bool
    state: Literal["open", "confirmed", "contradicted"] = "open"
    category: Category = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
