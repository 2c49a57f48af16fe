"""Recommendations as a part of the public record: those of this report, and what became of earlier ones."""

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class ReplyLine:
    """What one government replied, to the draft or to the published report; `answer` in words."""

    government: str
    stage: Literal["draft", "report"]
    answer: str
    reasons: str
    received_on: date
    source: str
    late: bool


@dataclass(frozen=True)
class RecommendationLine:
    """One recommendation of this report. `unanswered` holds a sentence for each government that did not reply."""

    code: str
    text: str
    addressee: str
    due: str  # "31 December 2027", or "" where it has no day
    priority: str
    basis: tuple[str, ...]
    unanswered: tuple[str, ...]
    replies: tuple[ReplyLine, ...] = ()


@dataclass(frozen=True)
class CarriedLine:
    """A recommendation of an earlier report: how old it is, what was replied, and what this cycle found of it.

    `age` is in cycles; `overdue` says that its day was past; `status` is "" where this cycle does not say.
    """

    code: str
    cycle: str
    text: str
    addressee: str
    due: str
    overdue: bool
    age: int
    status: str
    found: str
    found_on: date | None
    basis: tuple[str, ...]
    earlier: tuple[str, ...]  # sentences: what cycles before this one found
    replies: tuple[ReplyLine, ...] = ()
