"""Changes of objectives and of statements on the dialogue: a section of the public record."""

from dataclasses import dataclass
from datetime import date

from evalflow.evaluation.message import Message, PartialDay


@dataclass(frozen=True)
class ChangeLine:
    """One change of an objective. `reason` is "" exactly when no reason was stated."""

    number: int
    objective: str
    kind: str  # text, due, indicator, details, added, withdrawn, correction, editorial
    field: Message
    old: Message | None  # None where there was nothing
    new: Message | None
    reason_category: str
    reason: str
    reasons_asked_on: date | None
    proposed_by: str
    decided_by: str
    decided_on: PartialDay
    source: str
    recorded_on: date
    recorded_by: str
    paraphrase: bool = False  # the words compared are this record's paraphrase, not the published text


@dataclass(frozen=True)
class RestatedLine:
    """Another statement took the place of one about the dialogue itself."""

    what: Message  # which fact of the dialogue
    old: str
    new: str
    reason: str
    recorded_on: date
    recorded_by: str


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
class Amendments:
    """What was changed of objectives, and what is stated anew of the dialogue, in the cycle's time."""

    changes: tuple[ChangeLine, ...]  # those that need a reason, in the cycle's period, in order
    corrections: tuple[ChangeLine, ...]
    editorial: tuple[ChangeLine, ...]
    added: tuple[ChangeLine, ...] = ()  # objectives added since the cycle was opened: an addition needs no reason
    restated: tuple[RestatedLine, ...] = ()  # what the record states of the dialogue itself, in the cycle's period
    slips: tuple[SlipLine, ...] = ()
