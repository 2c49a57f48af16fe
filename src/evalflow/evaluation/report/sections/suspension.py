"""Criteria for suspension, and decisions: a section of the public record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evalflow.evaluation.message import Message


@dataclass(frozen=True)
class TraceLine:
    clause: str
    value: str
    truth: Literal["true", "false", "unknown"]
    source: str
    depth: int


@dataclass(frozen=True)
class DecisionLine:
    decision: str
    reasons: str
    decided_on: date
    decided_by: str
    review_on: date | None


@dataclass(frozen=True)
class CriterionLine:
    code: str
    title: str
    trips_when: str
    kind: str  # class of evidence: calendar, conduct, situation, evaluation
    weight: str
    rule: str
    parameters: Mapping[str, Message]
    result: Literal["tripped", "clear", "cannot tell", "not checked"]
    why: str
    missing: tuple[str, ...]
    trace: tuple[TraceLine, ...]
    checked_on: date | None
    decision: DecisionLine | None
    notes: tuple[Message, ...] = ()  # for how long it could not be told, which review was missed


@dataclass(frozen=True)
class SuspensionReview:
    """The criteria on which suspension is considered, and what was decided."""

    criteria: tuple[CriterionLine, ...]
    decisions: tuple[Message, ...]  # what people decided, in order
