"""The scorecard, recommendations and replies to them: a section of the public record."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from evalflow.evaluation.message import Message, PartialDay

Word = Literal["pass", "fail", "unknown", "n-a"]


@dataclass(frozen=True)
class CheckLine:
    """One check, as it was judged: `sources` is what a pass or a fail rests on, `hedge` how a source hedges that."""

    name: str
    title: str
    result: Word
    why: str
    missing: tuple[str, ...]
    sources: tuple[str, ...]
    hedge: str


@dataclass(frozen=True)
class TopicLine:
    """One recommendation; `result` is that of its worst check."""

    code: str
    title: str
    asks: str
    result: Word
    checks: tuple[CheckLine, ...]


@dataclass(frozen=True)
class ScorecardLines:
    """`name` is "recommendations 1.0.0"; `sha256` that of the file as it was pinned, "" where none was."""

    name: str
    sha256: str
    topics: tuple[TopicLine, ...]


@dataclass(frozen=True)
class ReplyLine:
    """What one government replied, to the draft or to the published report."""

    government: str
    stage: Literal["draft", "report"]
    answer: Message
    reasons: str
    received_on: date
    source: str
    late: bool


@dataclass(frozen=True)
class RecommendationLine:
    """One recommendation of this report. `unanswered` names each government that did not reply."""

    code: str
    text: str
    addressee: str
    due: PartialDay  # "" where it has no day
    priority: str
    basis: tuple[str, ...]
    unanswered: tuple[Message, ...]
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
    due: PartialDay
    overdue: bool
    age: int
    status: str
    found: str
    found_on: date | None
    basis: tuple[str, ...]
    earlier: tuple[Message, ...]  # what cycles before this one found
    replies: tuple[ReplyLine, ...] = ()


@dataclass(frozen=True)
class Advice:
    """The twelve recommendations check by check; those of this report, and of earlier ones."""

    scorecard: ScorecardLines | None = None
    recommendations: tuple[RecommendationLine, ...] = ()
    followed_up: tuple[CarriedLine, ...] = ()
