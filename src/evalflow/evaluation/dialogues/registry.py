"""A registry file, read: what a source states about dialogues, before it becomes part of a record."""

from collections.abc import Mapping
from dataclasses import dataclass

from evalflow.evaluation.objectives.objective import Wording
from evalflow.evaluation.statements import Source, Statement


@dataclass(frozen=True)
class RegistryObjective:
    """An objective as a registry gives it. `same_as` is the code of another dialogue's objective it follows."""

    code: str
    title: str
    text: str
    wording: Wording
    parts: tuple[str, ...]
    actor: str
    kind: str  # one of objective.KINDS
    timeframe: Statement
    source: str
    instrument: str = ""
    published_on: str = ""  # a partial date, as precise as its source
    same_as: str = ""
    indicator: str = ""
    baseline: str = ""
    target: str = ""
    data_source: str = ""
    milestones: tuple[str, ...] = ()
    article: str = ""
    un_recommendations: tuple[str, ...] = ()
    descends_from: tuple[str, ...] = ()

    @property
    def due(self) -> str:
        """Return by when it is to be met, as a partial date: that of the timeframe, or "" when it has none."""
        return self.timeframe.date


@dataclass(frozen=True)
class RegistryDialogue:
    """One dialogue. `fields` has every key of `dialogue.FIELDS`."""

    code: str
    title: str
    partner: str
    counterpart: str
    sources: tuple[Source, ...]
    fields: Mapping[str, Statement]
    objectives: tuple[RegistryObjective, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A stated outcome beside the concern of NGOs about it, which may have points of its own (`items`)."""

    title: str
    outcome: Statement
    concern: Statement


@dataclass(frozen=True)
class TopicStatement:
    """What is stated on a topic, such as coordination, and fills no dialogue's field.

    `applies_to` says in words whom it names.
    """

    topic: str
    statement: Statement
    applies_to: str = ""
