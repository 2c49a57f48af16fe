"""Inputs and the answers to them: a section of the public record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evalflow.evaluation.message import Doer, Message, Submitter


@dataclass(frozen=True)
class PointLine:
    number: int
    text: str  # "" when it is not released
    objective: str
    disposition: str
    reason: str
    paragraph: str
    links: tuple[str, ...] = ()  # objectives and criteria that it was found to be about, beside `objective`
    part_of: int = 0  # the number of the point that it was split from
    notes: tuple[Message, ...] = ()  # that its submitter corrected it, or disputes the answer


@dataclass(frozen=True)
class InputLine:
    """One published input. `submitter` is "" above the public level: the name is withheld."""

    code: str
    kind: str
    submitter: Submitter
    title: str
    received_on: date | None  # None where the name is withheld: the day could give the submitter away
    late: Message | None  # that it came late, whether it was accepted, and why
    state: Message
    same_as: int  # how many campaign copies are answered with it
    attachments: tuple[str, ...]
    points: tuple[PointLine, ...]
    note: Message | None = None  # why there are no points (withdrawn, answered with another), what it adds to
    reactions: tuple[Message, ...] = ()  # what the submitter said to all the answers
    language: str = ""  # of its texts: "ar", "zh-Hant"; "" where nobody said


@dataclass(frozen=True)
class InputCount:
    """A row of the table of inputs: counts, or None where a small count is suppressed."""

    kind: Message
    inputs: int | None
    points: int | None
    dispositions: Mapping[str, int | None]


@dataclass(frozen=True)
class ErasureLine:
    """A row of the table of texts erased and inputs withdrawn: who did it, who confirmed it, for which kind of reason.

    `count` is None where a small count is suppressed; then nobody and no kind of reason is named.
    """

    what: Message
    by: Doer
    decided: Message
    reason: Message | None
    count: int | None


@dataclass(frozen=True)
class Consultation:
    """What was handed in, and what became of it."""

    inputs_received: int
    points_total: int
    input_counts: tuple[InputCount, ...]
    inputs: tuple[InputLine, ...]
    inputs_at_least: bool = False  # more were received, too few to be counted: say "at least"
    points_at_least: bool = False
    replies: tuple[Message, ...] = ()  # what came from each government, window by window
    erasures: tuple[ErasureLine, ...] = ()
