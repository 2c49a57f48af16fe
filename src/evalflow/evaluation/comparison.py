"""What of an adopted report may stand beside another's: conformance and objectives, in words and counts.

There is no total and no rank: dialogues have other objectives, other evidence and other evaluators. It is kept with the
adoption, so that many reports are put side by side without reading any of them again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ComparedObjective:
    """`status` and `evidence` are "" where it was not rated; `same_as` is the code of one held in common, or ""."""

    code: str
    title: str
    same_as: str
    status: str
    evidence: str
    dated: bool


@dataclass(frozen=True)
class Compared:
    """One adopted report. `criteria` and `scorecard` give the result of each by its code.

    `at_least`: more inputs were received, too few to be told.
    """

    cycle: str
    dialogue: str
    partner: str
    counterpart: str
    body: str
    adopted_on: date
    objectives: tuple[ComparedObjective, ...]
    changes: int
    without_reason: int
    inputs: int
    at_least: bool
    moved: int
    criteria: Mapping[str, str]
    scorecard: Mapping[str, str]
    corrections: int = 0  # of what the record had wrong about objectives
    corrections_unreasoned: int = 0

    def rated(self, status: str) -> int:
        return sum(compared.status == status for compared in self.objectives)

    @property
    def dated(self) -> int:
        return sum(compared.dated for compared in self.objectives)
