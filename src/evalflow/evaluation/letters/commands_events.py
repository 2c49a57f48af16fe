"""Letters in words: what one is, what may be asked of it, and what happens to it, each an entry of the journal.

A letter has one key: kind, recipient, occasion. It is written once; before it goes its bytes are kept, so that a second
attempt sends the very same message under the same Message-ID. Whether it arrived is known, or known not to be known.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from evalflow.engine.event_of import EventOf
from evalflow.evaluation.letters.kinds import LetterKind

LetterState = Literal["held", "due", "sending", "sent", "unknown", "failed", "declined", "superseded"]
# silent: unknown, and no other letter shows that the server answers at all
Outcome = Literal["sent", "deferred", "failed", "unknown", "silent"]


@dataclass(frozen=True)
class Reminded:
    """One deadline that a digest reminds of: it matters while the step is open for the same time, to the same day."""

    cycle: str
    step: str
    occurrence: int
    due_on: date
    offset: str  # "7 days before"
    fell_due_at: datetime


@dataclass(frozen=True)
class File:
    """A file that goes with a letter, as the record keeps it: its name, and the hash of its content.

    `erased`: the record no longer holds the content, because an input in it was protected since.
    """

    name: str
    sha256: str
    erased: bool = False


@dataclass(frozen=True)
class Letter:
    """`next_at` is when something is to be done about it (aware UTC): sent, tried again, taken up after a crash."""

    id: str
    key: str
    kind: LetterKind
    contact: str
    occasion: str
    state: LetterState
    due_at: datetime
    cycle: str = ""
    role: str = ""
    edition: str = ""
    items: tuple[Reminded, ...] = ()
    files: tuple[File, ...] = ()
    said: tuple[str, ...] = ()  # sentences that it tells, such as what a correction changes
    next_at: datetime | None = None
    attempts: int = 0
    to: tuple[str, ...] = ()
    message: str = ""  # SHA-256 of what is kept of the message that goes, once it is made
    maybe_sent: bool = False  # an attempt ended without an answer, so that the server may have this very message
    sent_at: datetime | None = None
    answer: str = ""  # the server's words, or why it did not go
    acknowledged_at: datetime | None = None
    acknowledged: str = ""  # by whom and how, as recorded
    tried_since: datetime | None = None  # the first answer since its release by which nobody has it yet


@dataclass(frozen=True)
class WriteLetter:
    """Owe a letter. With `held` it waits until somebody releases it."""

    letter: Letter
    held: bool = False


@dataclass(frozen=True)
class AddReminder:
    item: Reminded


@dataclass(frozen=True)
class HoldLetter:
    reason: str


@dataclass(frozen=True)
class ReleaseLetter:
    """Let a letter go that waits, or try one again that failed: then nobody has it yet, whatever was said before."""

    reason: str = ""


@dataclass(frozen=True)
class BeginSending:
    """From here on the message may be with the server."""

    to: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class NoteAnswer:
    outcome: Outcome
    says: str


@dataclass(frozen=True)
class PutBack:
    """Nothing of it was handed over after all: the attempt that had begun is none. `until`: when it is due again."""

    says: str
    until: datetime | None = None


@dataclass(frozen=True)
class PutOff:
    """Something else stands in the way for now, such as a template that fails."""

    until: datetime
    says: str


@dataclass(frozen=True)
class Supersede:
    reason: str


@dataclass(frozen=True)
class EraseFiles:
    """An input in the files that go with it was protected since. Names and hashes stay."""


@dataclass(frozen=True)
class NoteDeclined:
    reason: str


@dataclass(frozen=True)
class Acknowledge:
    by: str


@dataclass(frozen=True)
class NoteBounce:
    """It came back, after the server had taken it."""

    says: str


@dataclass(frozen=True)
class LetterWritten(EventOf[Letter]):
    letter: Letter


@dataclass(frozen=True)
class ReminderAdded(EventOf[Letter]):
    item: Reminded


@dataclass(frozen=True)
class LetterHeld(EventOf[Letter]):
    reason: str


@dataclass(frozen=True)
class LetterReleased(EventOf[Letter]):
    next_at: datetime
    reason: str


@dataclass(frozen=True)
class SendingBegun(EventOf[Letter]):
    attempt: int
    to: tuple[str, ...]
    message: str
    lease_ends_at: datetime
    maybe_sent: bool  # by an attempt before this one


@dataclass(frozen=True)
class SendingUndone(EventOf[Letter]):
    """It stands as it stood before the attempt, but for the words."""

    state: LetterState
    attempts: int
    next_at: datetime
    says: str


@dataclass(frozen=True)
class LetterSent(EventOf[Letter]):
    sent_at: datetime
    says: str


@dataclass(frozen=True)
class LetterPutOff(EventOf[Letter]):
    """It is tried again at `next_at`. `maybe_sent`: the server may have it, so that a second one may arrive."""

    next_at: datetime
    says: str
    maybe_sent: bool
    tried_since: datetime | None = None  # the first answer by which nobody has it yet; None: it is not about an answer


@dataclass(frozen=True)
class LetterFailed(EventOf[Letter]):
    """It goes no more by itself. What came back is known to be nowhere, so that another text may go."""

    says: str
    maybe_sent: bool


@dataclass(frozen=True)
class LetterSuperseded(EventOf[Letter]):
    reason: str


@dataclass(frozen=True)
class FilesErased(EventOf[Letter]):
    """The record no longer holds the files that went, or were to go, with it."""

    erased_at: datetime


@dataclass(frozen=True)
class LetterDeclined(EventOf[Letter]):
    reason: str


@dataclass(frozen=True)
class LetterAcknowledged(EventOf[Letter]):
    acknowledged_at: datetime
    by: str


LetterCommand = (
    WriteLetter
    | AddReminder
    | HoldLetter
    | ReleaseLetter
    | BeginSending
    | NoteAnswer
    | PutBack
    | PutOff
    | Supersede
    | NoteDeclined
    | Acknowledge
    | NoteBounce
    | EraseFiles
)
LetterEvent = (
    LetterWritten
    | ReminderAdded
    | LetterHeld
    | LetterReleased
    | SendingBegun
    | SendingUndone
    | LetterSent
    | LetterPutOff
    | LetterFailed
    | LetterSuperseded
    | LetterDeclined
    | LetterAcknowledged
    | FilesErased
)
