"""What the cover of a report says: a section of the public record."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from evalflow.evaluation.message import Message


@dataclass(frozen=True)
class Cover:
    """What stands on the cover: what the report is about, which edition it is, and what was taken out of it."""

    edition: Literal["public"]
    status: Literal["draft", "adopted"]
    adopted_on: date | None
    title: Message
    subtitle: Message
    cycle: str  # code, "UK-CN-2027"
    redactions: tuple[Message, ...] = ()  # of a redacted edition: one for each time it was redacted
