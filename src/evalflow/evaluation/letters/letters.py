"""A letter from the moment it is owed until somebody has it → its states, one after the other.

Whether it arrived is known, or known not to be known.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from evalflow.engine.reasons import need_reason, refuse_hollow
from evalflow.errors import Refused
from evalflow.evaluation.letters.commands_events import (
    Acknowledge,
    AddReminder,
    BeginSending,
    EraseFiles,
    FilesErased,
    HoldLetter,
    Letter,
    LetterAcknowledged,
    LetterCommand,
    LetterDeclined,
    LetterEvent,
    LetterFailed,
    LetterHeld,
    LetterPutOff,
    LetterReleased,
    LetterSent,
    LetterState,
    LetterSuperseded,
    LetterWritten,
    NoteAnswer,
    NoteBounce,
    NoteDeclined,
    PutBack,
    PutOff,
    ReleaseLetter,
    ReminderAdded,
    SendingBegun,
    SendingUndone,
    Supersede,
    WriteLetter,
)
from evalflow.evaluation.letters.kinds import LetterKind

LEASE: Final = timedelta(minutes=15)  # after which a letter that was being sent is taken up again
_FIRST: Final = timedelta(minutes=5)
_LONGEST: Final = timedelta(hours=6)
_DOUBLED: Final = 8  # times; from then on the longest delay holds
ATTEMPTS: Final = 16  # that each end with the program that made it
PATIENCE: Final = timedelta(days=5)  # as RFC 5321, 4.5.4.1, advises; then a person is asked
OPEN: Final = ("held", "due", "unknown", "sending")
_WHY: Final[dict[LetterState, str]] = {
    "held": "it waits until it is released.",
    "due": "it goes when its time comes.",
    "sending": f"what comes of it is known within {LEASE // timedelta(minutes=1)} minutes.",
    "unknown": "the server may have it.",
    "sent": "the server has it.",
    "failed": "the server has refused it.",
    "declined": "the contact takes no mail.",
    "superseded": "what it was about is over.",
}


def key_of(kind: LetterKind, contact: str, occasion: str) -> str:
    """Return the one key of a letter: there is never a second one under it."""
    return f"{kind}/{contact}/{occasion}"


def id_of(key: str) -> str:
    return sha256(f"letter/{key}".encode()).hexdigest()[:32]


def decide_letter(letter: Letter | None, command: LetterCommand, now: datetime) -> list[LetterEvent]:
    """Return what happens to a letter: nothing where it is written already.

    Raises:
        Refused: `letter-over`, it does not stand so that this could happen to it; or `reason-missing`.
    """
    if isinstance(command, WriteLetter):
        return [] if letter else [LetterWritten(_written(command))]
    there = _there(letter)
    if isinstance(command, EraseFiles):
        return [] if all(file.erased for file in there.files) else [FilesErased(now)]
    if isinstance(command, Acknowledge):
        return list(_acknowledged(there, command, now))
    if isinstance(command, ReleaseLetter):
        return [_released(there, command, now)]
    if isinstance(command, NoteBounce):
        came_back = LetterFailed(f"It came back. {command.says}", maybe_sent=False)
        return [came_back] if _may_be_there(there) else []
    if isinstance(command, AddReminder) and command.item in there.items:
        return []
    _refuse_unless(there, *OPEN)
    return [_on_its_way(there, command, now)]


def _may_be_there(there: Letter) -> bool:
    """Return whether a server may have the letter, as far as anybody knows."""
    return there.state in ("sent", "sending") or (there.maybe_sent and there.state in OPEN)


def _acknowledged(there: Letter, command: Acknowledge, now: datetime) -> Iterator[LetterEvent]:
    """Yield that somebody knows, so that what waits to go need not. An attempt that is under way ends by its answer."""
    if there.acknowledged_at:
        return
    yield LetterAcknowledged(now, command.by)
    if there.state in ("held", "due", "unknown"):
        unsent = LetterSuperseded(f"Acknowledged before it went: {command.by}")
        yield _has_arrived(command.by, now) if there.maybe_sent else unsent


def _on_its_way(
    there: Letter,
    command: AddReminder | HoldLetter | BeginSending | NoteAnswer | PutBack | PutOff | Supersede | NoteDeclined,
    now: datetime,
) -> LetterEvent:
    match command:
        case AddReminder(item):
            _refuse_unless(there, "held", "due")  # what goes as it was says nothing new
            return ReminderAdded(item)
        case HoldLetter(reason):
            _refuse_unless(there, "due")
            need_reason(reason, "A letter is held only with a reason. Give one with --reason.")
            return LetterHeld(reason)
        case BeginSending():
            return _begun(there, command, now)
        case NoteAnswer():
            if command.outcome != "sent":  # that it went is news wherever it stands
                _refuse_unless(there, "sending")
            return _answered(there, command, now)
        case PutBack(says, until):
            _refuse_unless(there, "sending")
            return SendingUndone("unknown" if there.maybe_sent else "due", there.attempts - 1, until or now, says)
        case PutOff(until, says):
            _refuse_unless(there, "due", "unknown", "sending")
            return LetterPutOff(until, says, there.maybe_sent or there.state == "sending")
        case Supersede(reason):
            return LetterSuperseded(reason)
    return LetterDeclined(command.reason)


def _begun(there: Letter, command: BeginSending, now: datetime) -> LetterEvent:
    _refuse_unless(there, "due", "unknown", "sending")
    if there.acknowledged_at:  # while the attempt before was under way
        return _has_arrived(there.acknowledged, now)
    maybe_sent = there.maybe_sent or there.state == "sending"  # nobody knows what became of the attempt before
    if there.state == "sending" and _too_long(there, now):
        return LetterHeld(_asks(there, "No attempt since has ended."))
    if there.state == "sending" and there.attempts >= ATTEMPTS and there.tried_since is None:
        return LetterFailed(f"After {there.attempts} attempts it was given up. The last had no answer.", maybe_sent)
    return SendingBegun(there.attempts + 1, command.to, command.message, now + LEASE, maybe_sent)


def _has_arrived(by: str, now: datetime) -> LetterSent:
    """Return that somebody has it, whatever the server said."""
    return LetterSent(now, f"Acknowledged: {by}")


def _written(command: WriteLetter) -> Letter:
    letter = command.letter
    return replace(letter, state="held", next_at=None) if command.held else replace(letter, next_at=letter.due_at)


def _released(there: Letter, command: ReleaseLetter, now: datetime) -> LetterReleased:
    _refuse_unless(there, "held", "failed", "unknown", "due", "declined")
    stands = "acknowledged" if there.acknowledged_at else there.state
    if stands in ("failed", "declined", "acknowledged"):
        need_reason(command.reason, f"A letter that is {stands} is sent again only with a reason: --reason.")
    refuse_hollow(command.reason)
    return LetterReleased(max(now, there.due_at), command.reason)


def _answered(there: Letter, answer: NoteAnswer, now: datetime) -> LetterEvent:
    if answer.outcome == "sent":
        return LetterSent(now, answer.says)
    if there.acknowledged_at:  # while it was being sent
        return _has_arrived(there.acknowledged, now)
    if answer.outcome == "failed":
        return LetterFailed(answer.says, there.maybe_sent)
    maybe_sent = there.maybe_sent or answer.outcome in ("unknown", "silent")
    delay = min(_LONGEST, _FIRST * 2 ** min(there.attempts - 1, _DOUBLED))
    if answer.outcome == "silent":  # which is about the server: no time counts against the letter
        return LetterPutOff(now + delay, answer.says, maybe_sent, there.tried_since)
    if _too_long(there, now):
        return LetterHeld(_asks(there, f"The last answer: {answer.says}"))
    return LetterPutOff(now + delay, answer.says, maybe_sent, there.tried_since or now)


def _too_long(there: Letter, now: datetime) -> bool:
    """Return whether it has been tried for as long as mail servers are asked to: by time, however few attempts."""
    return there.tried_since is not None and now - there.tried_since >= PATIENCE


def _asks(there: Letter, says: str) -> str:
    """Return why a letter that was tried for days is held: nobody refused it, so a person decides."""
    assert there.tried_since is not None  # noqa: S101 - asked only where it has been tried
    told = f"Tried {there.attempts} times since {there.tried_since:%Y-%m-%d %H:%M} UTC, and held for you to decide."
    return f"{told} {says}"


def apply_letter(letter: Letter | None, event: LetterEvent) -> Letter:
    if isinstance(event, LetterWritten):
        return event.letter
    there = _there(letter)
    match event:
        case FilesErased():
            return replace(there, files=tuple(replace(file, erased=True) for file in there.files))
        case ReminderAdded(item):
            return replace(there, items=(*there.items, item))
        case LetterHeld(reason):
            return replace(there, state="held", next_at=None, answer=reason)
        case LetterReleased(next_at):
            anew = replace(there, acknowledged_at=None, acknowledged="")
            return replace(anew, state="due", next_at=next_at, attempts=0, tried_since=None)
        case SendingBegun(attempt, to, message, lease_ends_at, maybe_sent):
            return replace(
                there, state="sending", attempts=attempt, to=to, message=message, next_at=lease_ends_at,
                maybe_sent=maybe_sent,
            )  # fmt: skip
        case SendingUndone(state, attempts, next_at, says):
            return replace(there, state=state, attempts=attempts, next_at=next_at, answer=says)
        case LetterSent(sent_at, says):
            return replace(there, state="sent", sent_at=sent_at, answer=says, next_at=None)
        case LetterPutOff(next_at, says, maybe_sent, tried_since):
            waits: LetterState = "unknown" if maybe_sent else "due"
            since = there.tried_since or tried_since
            return replace(there, state=waits, next_at=next_at, answer=says, maybe_sent=maybe_sent, tried_since=since)
        case LetterFailed(says, maybe_sent):
            return replace(there, state="failed", answer=says, next_at=None, maybe_sent=maybe_sent)
        case LetterSuperseded(reason):
            return replace(there, state="superseded", answer=reason, next_at=None)
        case LetterDeclined(reason):
            return replace(there, state="declined", answer=reason, next_at=None)
    return replace(there, acknowledged_at=event.acknowledged_at, acknowledged=event.by)


def _refuse_unless(there: Letter, *states: LetterState) -> None:
    if there.state not in states:
        said = there.answer if there.state != "sending" else ""  # of an attempt before
        raise Refused("letter-over", f"This letter is {there.state}: {said or _WHY[there.state]}")


def _there(letter: Letter | None) -> Letter:
    if letter is None:
        raise LookupError("a letter's event came before the letter")
    return letter
