"""Every kind of event → which of its fields are personal: what data protection may ask to be erased, and nothing else.

All other fields are open and stay for ever: ids, numbers, levels, instants, kinds of answer, and all that folding
decides by. A kind that is not listed here cannot be erased. No path is ever taken out of this table: recorded entries
were split by it. One is added with its field alone: what was recorded as open stays open.
"""

from collections.abc import Mapping
from typing import Final

from evalflow.engine import incidents
from evalflow.evaluation import people
from evalflow.evaluation.inputs import commands_events as input_events
from evalflow.evaluation.letters import commands_events as letter_events
from evalflow.evaluation.letters import contacts

_ANSWER: Final = ("reason", "paragraph")
_POINT: Final = (
    "text",
    "objective",
    "links",
    "whole",
    *(f"disposition.{name}" for name in _ANSWER),
    "corrections.*.old",
    "corrections.*.reason",
)
_LETTER: Final = ("file", "sha256", "answers")
# The commitment is open: it is salted, the salt is not, and it lets a submitter prove what was erased.
_INPUT: Final = (
    "code",
    "submitter",
    "title",
    "content_sha256",
    "salt",
    "attachments",
    "late_reason",
    "copy_of",
    "supplements",
    "withdrawn_reason",
    "consent",
    "language",
    *(f"points.*.{name}" for name in _POINT),
    *(f"letters.*.{name}" for name in _LETTER),
    "reactions.*.text",
    "confirmations.*.reason",
)
_CONTACT: Final = ("code", "name", "organisation", "addresses", "calendar", "declined_reason")


def _within(field: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{field}.{name}" for name in names)


# Paths within an event: names of fields joined by dots, `*` for each of a list.
PERSONAL: Final[Mapping[type, tuple[str, ...]]] = {
    people.PersonNamed: ("name",),
    input_events.InputReceived: _within("input", _INPUT),
    input_events.InputTightened: _within("input", _INPUT),
    input_events.InputLoosened: ("consent", "submitter", "title"),
    input_events.InputWithdrawn: ("reason",),
    input_events.ConfirmationDecided: ("reason",),
    input_events.ReceiptCodeReplaced: ("reason",),
    input_events.ActConfirmed: ("reason",),
    input_events.LateInputDecided: ("reason",),
    input_events.PointAdded: _within("point", _POINT),
    input_events.PointSplit: ("parts.*",),
    input_events.PointLinked: ("links",),
    input_events.PointCorrected: ("text", "reason"),
    input_events.PointDisposed: _within("disposition", _ANSWER),
    input_events.LetterOfAnswers: _within("letter", _LETTER),
    input_events.SubmitterReacted: ("reaction.text",),
    contacts.ContactAdded: _within("contact", _CONTACT),
    contacts.ContactChanged: _within("contact", _CONTACT),
    contacts.MailDeclined: ("reason",),
    contacts.MailTakenAgain: ("reason",),
    contacts.SeatLeft: ("reason",),
    letter_events.SendingBegun: ("to", "message"),
    letter_events.SendingUndone: ("says",),
    letter_events.LetterSent: ("says",),
    letter_events.LetterPutOff: ("says",),
    letter_events.LetterFailed: ("says",),
    letter_events.LetterHeld: ("reason",),
    letter_events.LetterReleased: ("reason",),
    letter_events.LetterSuperseded: ("reason",),
    letter_events.LetterDeclined: ("reason",),
    letter_events.LetterAcknowledged: ("by",),
    incidents.IncidentOpened: ("incident.cause",),
    incidents.AttemptFailed: ("cause",),
    incidents.IncidentResolved: ("reason",),
}
