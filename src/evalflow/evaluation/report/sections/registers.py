"""Registers of the dialogue: a section of the public record."""

from dataclasses import dataclass

from evalflow.evaluation.message import Message, PartialDay


@dataclass(frozen=True)
class RegisterLine:
    """One entry of a register of the dialogue; `on` is its day, `what` all else that it holds."""

    register: Message
    code: str
    on: Message | None
    what: Message | None
    by: Message | None  # None where nobody is named
    source: str
    note: Message | None


@dataclass(frozen=True)
class SpanLine:
    """A time for which a register is stated complete: in it an absence is a no, outside it is not known."""

    register: Message
    first: PartialDay
    through: PartialDay
    stated_by: str
    source: str


@dataclass(frozen=True)
class AgendaLine:
    """One session held: how many items its agenda had and how many minutes they took, `at_least` where more may be."""

    session: str
    on: PartialDay
    items: int
    minutes: int
    at_least: bool


@dataclass(frozen=True)
class RegisterExcerpts:
    """Entries of the registers of the dialogue, and for which times they are complete."""

    register_entries: tuple[RegisterLine, ...] = ()
    register_spans: tuple[SpanLine, ...] = ()
    agendas: tuple[AgendaLine, ...] = ()
