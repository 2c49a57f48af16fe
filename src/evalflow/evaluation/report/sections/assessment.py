"""Findings, the matrix, earlier evaluations, effects on other strategies: a section of the public record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from evalflow.evaluation.message import Message, PartialDay, PublishedOn


@dataclass(frozen=True)
class PartLine:
    label: str  # "UK-03a"
    text: str
    status: str  # a finding status or "" when not rated apart


@dataclass(frozen=True)
class DissentLine:
    by: str
    text: str


@dataclass(frozen=True)
class FindingLine:
    """One objective and what was found. `status` is "" until it is rated (a draft)."""

    code: str
    title: str
    text: str
    wording: Literal["published", "paraphrase"]
    same_as: str
    published: PublishedOn
    instrument: str
    due: PartialDay
    no_timeframe: bool
    withdrawn: Message | None
    status: str
    evidence: str
    contribution: str
    cooperation: str
    paragraphs: tuple[str, ...]
    missing: str
    basis: tuple[str, ...]  # codes of inputs and sources it rests on
    parts: tuple[PartLine, ...]
    rated_by: str
    rated_on: date | None
    grading: tuple[Message, ...] = ()  # what the evidence on record allowed and why; why it is graded lower
    contributed: tuple[Message, ...] = ()  # what was raised when, what changed when, how, and what else may be
    regraded: tuple[Message, ...] = ()  # how it was rated before, here or in the last cycle, and why it changed
    decided: Message | None = None  # with which votes
    rated_elsewhere: tuple[Message, ...] = ()  # what others rated, each by itself
    elsewhere_remarks: tuple[Message, ...] = ()  # where these differ, changed, or may be misspelt
    dissents: tuple[DissentLine, ...] = ()
    quoted_from: str = ""  # the source of a wording that is quoted as published


@dataclass(frozen=True)
class ImpactLine:
    """An assessment of what the dialogue does to another strategy. `effect` is "" where it is not known."""

    code: str
    on: PartialDay
    strategy: str
    effect: str
    reason: str
    answer: str
    source: str


@dataclass(frozen=True)
class MatrixLine:
    """One objective in the evaluation matrix: by what it is judged, and what was put before the body, by type."""

    objective: str
    title: str
    indicator: str
    baseline: str
    target: str
    data_source: str
    evidence: Mapping[str, int]


@dataclass(frozen=True)
class EarlierLine:
    """How many objectives had each status in an evaluation adopted before this one."""

    cycle: str
    adopted_on: date
    statuses: Mapping[str, int]


@dataclass(frozen=True)
class Assessment:
    """What was found of each objective, and by what it was judged."""

    findings: tuple[FindingLine, ...]
    matrix: tuple[MatrixLine, ...] = ()
    earlier_statuses: tuple[EarlierLine, ...] = ()  # the oldest first
    impacts: tuple[ImpactLine, ...] = ()
