"""The scorecard as a part of the public record: each recommendation, its checks, and what they came to."""

from dataclasses import dataclass
from typing import Literal

Word = Literal["pass", "fail", "unknown", "n-a"]


@dataclass(frozen=True)
class CheckLine:
    """One check. `why` is a sentence; `sources` what a pass or a fail rests on; `hedge` how a source hedges that."""

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
