"""A definition as it stood when a cycle was started with it → its text, kept for ever under its hash."""

from dataclasses import dataclass
from typing import Literal

from evalflow.engine.event_of import EventOf

DefinitionKind = Literal["workflow", "criteria", "registry", "calendar", "scorecard"]


@dataclass(frozen=True)
class Definition:
    """`id` is the SHA-256 of `text` in UTF-8; `format` the version of the reader that understands it."""

    id: str
    kind: DefinitionKind
    name: str
    version: str
    format: int
    text: str


@dataclass(frozen=True)
class PinDefinition:
    definition: Definition


@dataclass(frozen=True)
class DefinitionPinned(EventOf[Definition]):
    definition: Definition


def decide_definition(pinned: Definition | None, command: PinDefinition) -> list[DefinitionPinned]:
    return [] if pinned else [DefinitionPinned(command.definition)]


def apply_definition(pinned: Definition | None, event: DefinitionPinned) -> Definition:  # noqa: ARG001 - one shape
    return event.definition
