"""A text that one person erased, a withdrawal without the submitter's code → open until another person confirms it.

It takes effect at once. Until then the points of the input count as open, so that nothing unanswered can vanish.
"""

from dataclasses import replace
from datetime import datetime

from evalflow.engine.reasons import need_reason
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.inputs.commands_events import ConfirmationDecided, DecideConfirmation
from evalflow.evaluation.inputs.confirmations import CATEGORIES, Confirmation
from evalflow.evaluation.inputs.input import Input


def waiting_for(input_: Input, confirmation: Confirmation) -> Input:
    """Return the input with one deed more that another person has to confirm."""
    return replace(input_, confirmations=(*input_.confirmations, confirmation), unconfirmed=True)


def decide_confirmation(input_: Input, command: DecideConfirmation, now: datetime) -> ConfirmationDecided:
    """Return the decision of a second person. The use case sees to it that they are another one.

    Raises:
        Refused: nothing of the input waits for it, or the reason or its kind is missing.
    """
    if not input_.unconfirmed:
        see = Remedy("list-unconfirmed")
        raise Refused(
            "nothing-to-confirm", f"Nothing about {input_.code} needs to be confirmed. See what does: {see}", see
        )
    need_reason(command.reason, "State in words why, with --reason. Name nobody in it.")
    if command.confirmed and not command.category:
        raise Refused(
            "category-missing", f"State the kind of reason, with --category. There are: {', '.join(CATEGORIES)}."
        )
    return ConfirmationDecided(command.confirmed, command.category, command.by, now, command.reason)


def apply_decision(input_: Input, event: ConfirmationDecided) -> Input:
    """Return the input with all that was open decided. Contradicted, its points are without an answer again."""
    decided = tuple(
        _decided(confirmation, event) if confirmation.state == "open" else confirmation
        for confirmation in input_.confirmations
    )
    after = replace(input_, confirmations=decided, unconfirmed=False)
    if event.confirmed:
        return after
    wrong = [one for one in input_.confirmations if one.state == "open"]
    if any(one.deed == "withdrawn" for one in wrong):
        after = replace(after, withdrawn_at=None, withdrawn_reason="")
    if any(one.erases for one in wrong):
        after = replace(after, points=tuple(replace(point, disposition=None) for point in after.points))
    return after


def _decided(confirmation: Confirmation, event: ConfirmationDecided) -> Confirmation:
    return replace(
        confirmation, state="confirmed" if event.confirmed else "contradicted", category=event.category,
        decided_by=event.decided_by, decided_at=event.decided_at, reason=event.reason,
    )  # fmt: skip
