"""The dialogue: its facts, outcomes beside concerns, coordination, sources: a section of the public record."""

from dataclasses import dataclass

from evalflow.evaluation.message import Message
from evalflow.evaluation.statements import Knowledge


@dataclass(frozen=True)
class SourceLine:
    id: str
    title: str
    note: str


@dataclass(frozen=True)
class ItemLine:
    """One entry of a listed fact, with its hedge and comparator in the text."""

    text: Message
    source: str


@dataclass(frozen=True)
class FieldLine:
    """One fact about the dialogue. It has no `text` and no `items` unless `knowledge` is `stated`."""

    key: str
    label: Message
    knowledge: Knowledge
    text: Message | None
    items: tuple[ItemLine, ...]
    variants: tuple[ItemLine, ...]
    source: str
    note: str


@dataclass(frozen=True)
class DialogueLines:
    code: str
    title: str
    partner: str
    counterpart: str
    standing: Message  # whether it is suspended or ended, since when, by whom and why
    fields: tuple[FieldLine, ...]
    label: Message | None  # how far the registry can be trusted


@dataclass(frozen=True)
class PairLine:
    title: str
    outcome: Message
    outcome_source: str
    concern: Message
    concern_items: tuple[Message, ...]
    concern_source: str


@dataclass(frozen=True)
class Background:
    """What is on record of the dialogue, and of dialogues in general, with its sources."""

    dialogue: DialogueLines
    pairs: tuple[PairLine, ...]
    coordination: tuple[ItemLine, ...]
    sources: tuple[SourceLine, ...]
    stated_when: Message | None = None  # how old the sources on the dialogue are
    general: tuple[ItemLine, ...] = ()  # what sources say of dialogues in general
