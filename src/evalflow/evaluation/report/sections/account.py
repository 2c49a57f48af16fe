"""The body's own words, what limits the report, and what it lacks: a section of the public record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from evalflow.evaluation.message import Message


@dataclass(frozen=True)
class EvaluatorLine:
    name: str
    role: str
    statement: str


@dataclass(frozen=True)
class OverrideLine:
    """A check of the report that did not hold: what was missing, who adopted without it, and why."""

    check: str
    missing: Message
    by: str
    on: date
    reason: str


@dataclass(frozen=True)
class Account:
    """The body's own words, who evaluated, what limits the report, and what it is adopted without."""

    limits: tuple[Message, ...]
    texts: Mapping[str, str] = field(default_factory=dict)  # the body's own words, by part (narrative.PARTS)
    evaluators: tuple[EvaluatorLine, ...] = ()
    overridden: tuple[OverrideLine, ...] = ()
    lacking: tuple[Message, ...] = ()  # of a draft: what `report check` finds missing still
