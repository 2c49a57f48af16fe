"""A registry file, read: what a source states about dialogues, before it becomes part of a record."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.objectives.timeframe import timeframe_text
from evalflow.evaluation.statements import Source, Statement


@dataclass(frozen=True)
class RegistryObjective:
    """An objective as a registry gives it, without an id yet, beside all that is stated of its timeframe."""

    objective: Objective
    timeframe: Statement

    @property
    def code(self) -> str:
        return self.objective.code

    def entered(self, dialogue: str = "") -> Objective:
        """Return the objective as a record keeps it. Raises Refused: `timeframe-too-rich`."""
        return replace(self.objective, dialogue=dialogue, timeframe=timeframe_text(self.timeframe, self.code))


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
