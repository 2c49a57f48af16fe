"""The workflow and the criteria in force, and the workflow as it is drawn: a section of the public record."""

from dataclasses import dataclass
from typing import Literal

from evalflow.evaluation.message import Message


@dataclass(frozen=True)
class WayLine:
    """One way out of a step: by which choice or branch ("" where there is one alone), and to which steps, or "end"."""

    label: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class DrawnStep:
    """One step of the workflow as it is drawn, and where the cycle stands at it: "" where it has not come to it."""

    name: str
    title: str
    kind: Literal["task", "window", "automatic"]
    role: str
    lasts: Message
    join: Literal["", "all", "any"]
    approvals: int  # persons, where several must approve, else 0
    reminders: int
    ways: tuple[WayLine, ...]
    state: Literal["", "done", "waiting", "open", "overdue"] = ""
    days: Message | None = None


@dataclass(frozen=True)
class Definitions:
    """By which workflow and criteria the cycle runs, with their hashes."""

    workflow: str  # "evaluation-cycle 1.0.0"
    workflow_sha256: str
    criteria_sha256: str
    workflow_title: str = ""
    workflow_steps: tuple[DrawnStep, ...] = ()
    workflow_proof: Message | None = None  # what the checker finds in the definition
