"""Suspension criteria: on what a dialogue's suspension is to be considered, as a body has set it down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from evalflow.engine.periods import Period
from evalflow.engine.rules import Expression

CriterionKind = Literal["calendar", "evaluation", "conduct", "situation"]
Weight = Literal["notice", "review", "suspension-review", "termination", "closure"]


@dataclass(frozen=True)
class Criterion:
    """One criterion. `text` is the rule as its author wrote it, `parameters` the numbers that the body may set."""

    code: str
    title: str
    trips_when: str  # a sentence
    kind: CriterionKind
    weight: Weight
    text: str
    expression: Expression
    parameters: Mapping[str, Period | int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class CriteriaSet:
    """The criteria of one file, in its order. Source: workflows/criteria/*.yaml."""

    name: str
    version: str
    title: str
    criteria: tuple[Criterion, ...]
