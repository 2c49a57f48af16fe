"""An input: what somebody hands in, its receipt, its numbered points, and what became of each.

No input is dropped: late, repeated, withdrawn or superseded, it stays and is listed. Above the public level the name is
not kept at all, and a point's text is published only once a person has released it.
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Literal

from evalflow.engine.reasons import is_blank, is_reason, need_reason
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.inputs import attached
from evalflow.evaluation.inputs.commands_events import (
    ActConfirmed,
    ConfirmAct,
    ConfirmationDecided,
    CopyUnlinked,
    DecideConfirmation,
    DecideLate,
    GiveReceiptCode,
    InputCommand,
    InputEvent,
    InputLoosened,
    InputReceived,
    InputTightened,
    InputWithdrawn,
    Intake,
    LateInputDecided,
    LetterOfAnswers,
    NoteLetter,
    NoteReaction,
    ReceiptCodeReplaced,
    ReceiveInput,
    SetLevel,
    SubmitterReacted,
    UnlinkCopy,
    WithdrawInput,
)
from evalflow.evaluation.inputs.confirmations import Confirmation
from evalflow.evaluation.inputs.confirming import apply_decision, decide_confirmation, waiting_for
from evalflow.evaluation.inputs.input import LEVELS, NOT_BUILT, Disposition, Input, Level, Point, Reaction
from evalflow.evaluation.inputs.points import (
    apply_to_points,
    point_of,
    refuse_erased,
    refuse_withdrawn,
    work_on_point,
)


def decide_input(input_: Input | None, command: InputCommand, intake: Intake, now: datetime) -> list[InputEvent]:
    """Return what happens to an input; nothing where it was handed in before by the same submitter.

    Raises:
        Refused: the level needs encryption, the window is not open yet, a reason is missing, a point does not exist.
    """
    match command:
        case ReceiveInput(received):
            return _receive(received, intake)
        case SetLevel():
            return _set_level(_there(input_), command, now)
        case WithdrawInput():
            return [_withdraw(_there(input_), command, now)]
        case DecideLate(accept, reason):
            return _decide_late(_there(input_), accept, reason, now)
        case DecideConfirmation():
            return [decide_confirmation(_there(input_), command, now)]
        case UnlinkCopy():
            return [CopyUnlinked()] if _there(input_).copy_of else []
        case NoteLetter(letter):
            return [LetterOfAnswers(letter)]
        case GiveReceiptCode(claim, confirmed_by, reason):
            return [ReceiptCodeReplaced(claim.recogniser, claim.seal, confirmed_by, reason)]
        case ConfirmAct(act, confirmed_by, reason):
            return [ActConfirmed(act, confirmed_by, reason)]
        case NoteReaction(reaction):
            return [_react(_there(input_), reaction)]
        case _:
            return [*work_on_point(_there(input_), command, now)]


def apply_input(input_: Input | None, event: InputEvent) -> Input:
    match event:
        case InputReceived(received):
            return attached.received_whole(received)
        case InputTightened(left):
            return left
        case LetterOfAnswers(letter):
            there = _there(input_)
            return replace(there, letters=(*there.letters, letter))
        case SubmitterReacted(reaction):
            there = _there(input_)
            return replace(there, reactions=(*there.reactions, reaction))
        case InputWithdrawn(withdrawn_at, reason, asked):
            there = replace(_there(input_), withdrawn_at=withdrawn_at, withdrawn_reason=reason)
            return waiting_for(there, asked) if asked else there
        case ConfirmationDecided():
            return apply_decision(_there(input_), event)
        case LateInputDecided(accepted, reason, decided_at):
            late: Literal["accepted", "declined"] = "accepted" if accepted else "declined"
            return replace(_there(input_), late=late, late_reason=reason, late_decided_at=decided_at)
        case CopyUnlinked():
            return replace(_there(input_), copy_of="")
        case ReceiptCodeReplaced(recogniser, seal):
            return replace(_there(input_), recogniser=recogniser, seal=seal)
        case ActConfirmed():
            return _there(input_)
        case InputLoosened(level, consent):
            there = replace(_there(input_), level=level, consent=consent)
            return replace(there, submitter=event.submitter, title=event.title) if event.submitter else there
        case _:
            return apply_to_points(_there(input_), event)


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


def _withdraw(input_: Input, command: WithdrawInput, now: datetime) -> InputWithdrawn | InputTightened:
    refuse_withdrawn(input_)
    need_reason(command.reason, "Say why the input is withdrawn, with --reason.")
    erases = input_.level != "public" and input_.keeps_text
    asked = None if command.proved else Confirmation("withdrawn", command.by, now, erases)
    if not erases:
        return InputWithdrawn(now, command.reason, asked)
    if not command.erase_text:
        raise Refused(
            "erases-text",
            f"The name of {input_.code} is withheld, so with its withdrawal its text is erased for good, from the "
            "record, its journal and this folder; that there was an input stays on record. If that is meant, add "
            "--erase-text.",
        )
    held_back = Disposition("held-back-for-safety", "withdrawn by its author", "", now, "")
    gone = replace(_emptied(input_, held_back), withdrawn_at=now, withdrawn_reason=command.reason)
    return InputTightened(waiting_for(gone, asked) if asked else gone)


def _react(input_: Input, reaction: Reaction) -> SubmitterReacted:
    refuse_withdrawn(input_)
    if not input_.letters:
        send = Remedy("send-back", input_.code)
        raise Refused("not-told", f"The submitter of {input_.code} was not told yet what became of it: {send}", send)
    if reaction.point:
        point_of(input_, reaction.point)
    if reaction.kind == "comments" and is_blank(reaction.text):
        raise Refused("text-missing", "Give the comment with --text.")
    if reaction.text and not input_.keeps_text:
        raise Refused(
            "text-erased",
            f"{input_.code} is protected at {input_.level}, where no text is kept. Record whether its submitter agrees "
            "or disputes, without --text.",
        )
    return SubmitterReacted(reaction)


def _decide_late(input_: Input, accept: bool, reason: str, now: datetime) -> list[InputEvent]:
    refuse_withdrawn(input_)
    if input_.late != "pending":
        came = f"was {input_.late} before" if input_.late else "came in time"
        raise Refused("not-pending", f"{input_.code} does not wait for this: it {came}.")
    need_reason(reason, "Say why the late input is accepted or declined, with --reason.")
    return [LateInputDecided(accept, reason, now)]


def _set_level(input_: Input, command: SetLevel, now: datetime) -> list[InputEvent]:
    if LEVELS.index(command.level) == LEVELS.index(input_.level):
        return []
    if LEVELS.index(command.level) > LEVELS.index(input_.level):
        _refuse_unmeant(input_, command)
        return [InputTightened(_tightened(input_, command, now))]
    if not is_reason(command.consent):
        raise Refused(
            "consent-missing", "A level is loosened only with the submitter's consent: give it with --consent."
        )
    if command.level in ("public", "name-withheld"):
        refuse_erased(input_)
    if command.level == "public" and not (command.submitter or input_.submitter):
        raise Refused(
            "name-missing",
            f"The name of {input_.code} is not kept, and a public input is listed by name. Give the name that its "
            "submitter consents to have published, with --submitter.",
        )
    return [InputLoosened(command.level, command.consent, command.submitter, command.title)]


def _refuse_unmeant(input_: Input, command: SetLevel) -> None:
    keeps = command.level in ("public", "name-withheld") or not input_.keeps_text
    if not (keeps or command.erase_text):
        count = len(input_.points)
        points = "its one point stays as a number" if count == 1 else f"its {count} points stay as numbers"
        raise Refused(
            "erases-text",
            f"At the level {command.level} the text of {input_.code} would be erased for good, from the record, its "
            f"journal and this folder: {points}, answered as held back for safety. Nothing brings it back. "
            "If that is meant, add --erase-text. The level name-withheld keeps the text and takes the name away.",
        )


def _tightened(input_: Input, command: SetLevel, now: datetime) -> Input:
    """Return what is left. Name-withheld keeps the text, unreleased; what was said about it loses the name.

    It keeps no attachments, since they can carry the name: that they are erased is for somebody else to confirm.
    """
    bare = replace(
        input_, level=command.level, code=command.code, submitter="", title="", salt="", attachments=(), supplements="",
        copy_of="", consent="", letters=(),
    )  # fmt: skip
    if command.level == "name-withheld":
        points = tuple(_withheld(point, input_) for point in input_.points)
        late, withdrawn = (_nameless(text, input_) for text in (input_.late_reason, input_.withdrawn_reason))
        reactions = tuple(replace(reaction, text=_nameless(reaction.text, input_)) for reaction in input_.reactions)
        left = replace(
            bare, points=points, late_reason=late, withdrawn_reason=withdrawn, reactions=reactions,
            confirmations=tuple(
                    replace(confirmation, reason=_nameless(confirmation.reason, input_))
                    for confirmation in input_.confirmations
                ),
        )  # fmt: skip
        if not input_.attachments:
            return left
        return waiting_for(left, Confirmation("detached", command.by, now, erases=attached.is_all(input_)))
    gone = _emptied(bare, Disposition("held-back-for-safety", "the level was tightened", "", now, command.by))
    return waiting_for(gone, Confirmation("erased", command.by, now, erases=True)) if input_.keeps_text else gone


def _emptied(input_: Input, answer: Disposition) -> Input:
    """Return the input without its text: its points stay as numbers, each with this answer."""
    points = tuple(
        Point(point.number, "", point.objective, False, answer, point.links, point.split_from)
        for point in input_.points
    )
    reactions = tuple(replace(reaction, text="") for reaction in input_.reactions)
    decided = tuple(replace(confirmation, reason="") for confirmation in input_.confirmations)
    return replace(
        input_, content_sha256="", salt="", points=points, reactions=reactions, late_reason="", withdrawn_reason="",
        confirmations=decided, language="",
    )  # fmt: skip


def _withheld(point: Point, input_: Input) -> Point:
    disposition = point.disposition
    answer = disposition and replace(
        disposition, reason=_nameless(disposition.reason, input_), paragraph=_nameless(disposition.paragraph, input_)
    )
    mended = tuple(
        replace(point_correction, old="", reason=_nameless(point_correction.reason, input_))
        for point_correction in point.corrections
    )
    text = attached.attached_text(()) if attached.is_all(input_) else point.text
    return replace(point, text=text, released=False, disposition=answer, corrections=mended)


def _nameless(text: str, input_: Input) -> str:
    name = input_.submitter.strip()
    return re.sub(re.escape(name), "(name withheld)", text, flags=re.IGNORECASE) if name else text


def _there(input_: Input | None) -> Input:
    if input_ is None:
        raise LookupError("an input's event came before the input")
    return input_
