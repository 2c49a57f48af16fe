"""An input: what somebody hands in, its receipt, its numbered points, and what became of each.

No input is dropped: late, repeated, withdrawn or superseded, it stays and is listed. Above the public level the name is
not kept at all, and a point's text is published only once a person has released it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from evalflow.errors import Refused
from evalflow.evaluation.handed_in import DISPOSITIONS as DISPOSITIONS
from evalflow.evaluation.handed_in import KINDS as KINDS
from evalflow.evaluation.handed_in import LEVELS as LEVELS
from evalflow.evaluation.handed_in import NOT_BUILT as NOT_BUILT
from evalflow.evaluation.handed_in import Attachment as Attachment
from evalflow.evaluation.handed_in import Disposition as Disposition
from evalflow.evaluation.handed_in import DispositionKind as DispositionKind
from evalflow.evaluation.handed_in import Input as Input
from evalflow.evaluation.handed_in import Level as Level
from evalflow.evaluation.handed_in import Point as Point


@dataclass(frozen=True)
class Intake:
    """What the record says at the moment an input arrives."""

    window: Literal["open", "ahead", "closed"]
    opens_on: str = ""
    adopted: bool = False
    same_as: str = ""  # code of the input that this very submitter handed in before with the same content
    copy_of: str = ""  # id of another submitter's input with the same content
    code: str = ""


@dataclass(frozen=True)
class ReceiveInput:
    """`input.code` is "" here: the record gives it."""

    input: Input


@dataclass(frozen=True)
class AddPoint:
    text: str
    objective: str = ""


@dataclass(frozen=True)
class ReleasePoint:
    """A person has read the point and found that it does not identify its author."""

    number: int


@dataclass(frozen=True)
class DisposePoint:
    number: int
    kind: DispositionKind
    reason: str
    by: str
    paragraph: str = ""


@dataclass(frozen=True)
class WithdrawInput:
    reason: str


@dataclass(frozen=True)
class DecideLate:
    accept: bool
    reason: str


@dataclass(frozen=True)
class UnlinkCopy:
    """Let a campaign copy stand by itself, because what it is a copy of was tightened."""


@dataclass(frozen=True)
class SetLevel:
    """Tighten at any time; loosen only with recorded consent. `code` is the new random code.

    Beyond name-withheld the text is erased for good, which has to be meant: `erase_text`.
    """

    level: Level
    code: str
    by: str
    consent: str = ""
    erase_text: bool = False


@dataclass(frozen=True)
class InputReceived:
    input: Input


@dataclass(frozen=True)
class PointAdded:
    point: Point


@dataclass(frozen=True)
class PointReleased:
    number: int


@dataclass(frozen=True)
class PointDisposed:
    number: int
    disposition: Disposition


@dataclass(frozen=True)
class InputWithdrawn:
    withdrawn_at: datetime
    reason: str


@dataclass(frozen=True)
class LateInputDecided:
    accepted: bool
    reason: str
    decided_at: datetime


@dataclass(frozen=True)
class CopyUnlinked:
    """What it is a copy of was tightened: it stands by itself, since the link would tell what was erased."""


@dataclass(frozen=True)
class InputTightened:
    """Complete after erasure: what is left of the input stands here, so that the erased entries are not needed."""

    input: Input


@dataclass(frozen=True)
class InputLoosened:
    level: Level
    consent: str


InputCommand = (
    ReceiveInput | AddPoint | ReleasePoint | DisposePoint | WithdrawInput | DecideLate | UnlinkCopy | SetLevel
)  # fmt: skip
InputEvent = (
    InputReceived | PointAdded | PointReleased | PointDisposed | InputWithdrawn | LateInputDecided | CopyUnlinked
    | InputTightened | InputLoosened
)  # fmt: skip


def decide_input(known: Input | None, command: InputCommand, intake: Intake, now: datetime) -> list[InputEvent]:
    """Return what happens to an input; nothing where it was handed in before by the same submitter.

    Raises:
        Refused: the level needs encryption, the window is not open yet, a reason is missing, a point does not exist.
    """
    match command:
        case ReceiveInput(received):
            return _receive(received, intake)
        case SetLevel():
            return _set_level(_there(known), command, now)
        case WithdrawInput(reason):
            return _withdraw(_there(known), reason, now)
        case DecideLate(accept, reason):
            return _decide_late(_there(known), accept, reason, now)
        case UnlinkCopy():
            return [CopyUnlinked()] if _there(known).copy_of else []
        case _:
            return _work_on_point(_there(known), command, now)


def apply_input(known: Input | None, event: InputEvent) -> Input:
    match event:
        case InputReceived(received) | InputTightened(received):
            return received
        case PointAdded(point):
            there = _there(known)
            return replace(there, points=(*there.points, point))
        case PointReleased(number):
            return _with_point(_there(known), number, lambda point: replace(point, released=True))
        case PointDisposed(number, disposition):
            return _with_point(_there(known), number, lambda point: replace(point, disposition=disposition))
        case InputWithdrawn(withdrawn_at, reason):
            return replace(_there(known), withdrawn_at=withdrawn_at, withdrawn_reason=reason)
        case LateInputDecided(accepted, reason, decided_at):
            late: Literal["accepted", "declined"] = "accepted" if accepted else "declined"
            return replace(_there(known), late=late, late_reason=reason, late_decided_at=decided_at)
        case CopyUnlinked():
            return replace(_there(known), copy_of="")
        case _:
            return replace(_there(known), level=event.level, consent=event.consent)


def _receive(received: Input, intake: Intake) -> list[InputEvent]:
    refuse_what_needs_encryption(received.level)
    if intake.same_as:
        return []
    if received.level == "name-withheld" and received.attachments:
        raise Refused(
            "attachments-need-encryption",
            "Attachments can carry a name in their content or their properties, so an input whose name is withheld is "
            "taken without them until encryption is built. Nothing of it was kept.",
        )
    if intake.window == "ahead":
        raise Refused(
            "window-not-open",
            f"The window for this kind of input opens on {intake.opens_on}. Hand it in from that day on; "
            "nothing was kept.",
        )
    late: Literal["", "pending"] = "" if intake.window == "open" and not intake.adopted else "pending"
    kept = replace(
        received, code=intake.code, late=late, after_adoption=intake.adopted, copy_of=intake.copy_of,
        submitter=received.submitter if received.level == "public" else "",
    )  # fmt: skip
    return [InputReceived(kept)]


def refuse_what_needs_encryption(level: Level) -> None:
    """Refuse a level whose text may not stand in the database in the clear. Leaves no trace."""
    if level in ("confidential", "restricted"):
        raise Refused("encryption-not-built", NOT_BUILT.format(level=level.capitalize()))


def _work_on_point(known: Input, command: AddPoint | ReleasePoint | DisposePoint, now: datetime) -> list[InputEvent]:
    _refuse_withdrawn(known)
    _refuse_erased(known)
    match command:
        case AddPoint(text, objective):
            if not text.strip():
                raise Refused("text-missing", "A point is what it says: give its text with --text.")
            return [PointAdded(Point(len(known.points) + 1, text, objective))]
        case ReleasePoint(number):
            point = _point(known, number)
            return [] if point.released else [PointReleased(number)]
        case _:
            return _dispose(_point(known, command.number), command, now)


def _dispose(point: Point, command: DisposePoint, now: datetime) -> list[InputEvent]:
    if not command.reason.strip():
        raise Refused("reason-missing", "Every answer to a point states its reason. Give it with --reason.")
    answer = Disposition(command.kind, command.reason, command.paragraph, now, command.by)
    same = point.disposition and replace(point.disposition, decided_at=now, decided_by=command.by) == answer
    return [] if same else [PointDisposed(point.number, answer)]


def _withdraw(known: Input, reason: str, now: datetime) -> list[InputEvent]:
    _refuse_withdrawn(known)
    if not reason.strip():
        raise Refused("reason-missing", "Say why the input is withdrawn, with --reason.")
    return [InputWithdrawn(now, reason)]


def _decide_late(known: Input, accept: bool, reason: str, now: datetime) -> list[InputEvent]:
    _refuse_withdrawn(known)
    if known.late != "pending":
        came = f"was {known.late} before" if known.late else "came in time"
        raise Refused("not-pending", f"{known.code} does not wait for this: it {came}.")
    if not reason.strip():
        raise Refused("reason-missing", "Say why the late input is accepted or declined, with --reason.")
    return [LateInputDecided(accept, reason, now)]


def _set_level(known: Input, command: SetLevel, now: datetime) -> list[InputEvent]:
    if LEVELS.index(command.level) == LEVELS.index(known.level):
        return []
    if LEVELS.index(command.level) > LEVELS.index(known.level):
        _refuse_unmeant(known, command)
        return [InputTightened(_tightened(known, command, now))]
    if not command.consent.strip():
        raise Refused(
            "consent-missing", "A level is loosened only with the submitter's consent: give it with --consent."
        )
    if command.level in ("public", "name-withheld"):
        _refuse_erased(known)
    return [InputLoosened(command.level, command.consent)]


def _refuse_unmeant(known: Input, command: SetLevel) -> None:
    keeps = command.level in ("public", "name-withheld") or not known.keeps_text
    if not (keeps or command.erase_text):
        count = len(known.points)
        points = "its one point stays as a number" if count == 1 else f"its {count} points stay as numbers"
        raise Refused(
            "erases-text",
            f"At the level {command.level} the text of {known.code} would be erased for good, from the record, its "
            f"journal and this folder: {points}, answered as held back for safety. Nothing brings it back. "
            "If that is meant, add --erase-text. The level name-withheld keeps the text and takes the name away.",
        )


def _tightened(known: Input, command: SetLevel, now: datetime) -> Input:
    """Return what is left. Name-withheld keeps the text, unreleased; what was said about it loses the name."""
    bare = replace(
        known, level=command.level, code=command.code, submitter="", title="", salt="", attachments=(), supplements="",
        copy_of="", consent="",
    )  # fmt: skip
    if command.level == "name-withheld":
        points = tuple(_withheld(point, known) for point in known.points)
        late, withdrawn = (_nameless(text, known) for text in (known.late_reason, known.withdrawn_reason))
        return replace(bare, points=points, late_reason=late, withdrawn_reason=withdrawn)
    held_back = Disposition("held-back-for-safety", "the level was tightened", "", now, command.by)
    points = tuple(Point(point.number, "", point.objective, False, held_back) for point in known.points)
    return replace(bare, content_sha256="", points=points, late_reason="", withdrawn_reason="")


def _withheld(point: Point, known: Input) -> Point:
    said = point.disposition
    answer = said and replace(said, reason=_nameless(said.reason, known), paragraph=_nameless(said.paragraph, known))
    return replace(point, released=False, disposition=answer)


def _nameless(text: str, known: Input) -> str:
    name = known.submitter.strip()
    return re.sub(re.escape(name), "(name withheld)", text, flags=re.IGNORECASE) if name else text


def _with_point(known: Input, number: int, changed: Callable[[Point], Point]) -> Input:
    return replace(known, points=tuple(changed(p) if p.number == number else p for p in known.points))


def _point(known: Input, number: int) -> Point:
    for point in known.points:
        if point.number == number:
            return point
    points = "1 point" if len(known.points) == 1 else f"{len(known.points)} points"
    raise Refused("no-such-point", f"{known.code} has {points}; there is no point {number}.")


def _refuse_erased(known: Input) -> None:
    if not known.keeps_text:
        raise Refused(
            "text-erased", f"The text of {known.code} was erased when its level was tightened to {known.level}."
        )


def _refuse_withdrawn(known: Input) -> None:
    if known.withdrawn_at is not None:
        raise Refused("input-withdrawn", f"{known.code} was withdrawn; it stays in the record as it was.")


def _there(known: Input | None) -> Input:
    if known is None:
        raise LookupError("an input's event came before the input")
    return known
