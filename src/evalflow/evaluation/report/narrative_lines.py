"""What the report prints of the body's own account, and of what is drawn: parts of the public record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EvaluatorLine:
    name: str
    role: str
    statement: str


@dataclass(frozen=True)
class OverrideLine:
    """A check of the report that did not hold: what was missing, who adopted without it, and why."""

    check: str
    missing: str
    by: str
    on: date
    reason: str


@dataclass(frozen=True)
class ImpactLine:
    """An assessment of what the dialogue does to another strategy. `effect` is "" where it is not known."""

    code: str
    on: str
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
class SlipDay:
    """`due` and `since` are partial dates, "" where there is none; `silent`: moved without a stated reason.

    `corrected`: the record had the day before it wrong.
    """

    due: str
    since: str
    silent: bool
    corrected: bool = False


@dataclass(frozen=True)
class SlipLine:
    """An objective whose day was moved, with every day that it was due on."""

    objective: str
    days: tuple[SlipDay, ...]


@dataclass(frozen=True)
class AgendaLine:
    """One session held: how many items its agenda had and how many minutes they took, `at_least` where more may be."""

    session: str
    on: str
    items: int
    minutes: int
    at_least: bool
