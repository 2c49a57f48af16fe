"""What one person did to an input → confirmed by another, with a kind of reason, or contradicted."""

from dataclasses import replace

from evalflow.evaluation.inputs.commands_events import DecideConfirmation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.usecases.door.door import Door, acting
from evalflow.usecases.door.second_person import refuse_first_person
from evalflow.usecases.inputs.inputs import NOWHERE, found_input


def decide_unconfirmed(door: Door, code: str, command: DecideConfirmation) -> Input:
    """Return the input once all that waits about it is confirmed or contradicted. Adopted or not, that can be done.

    Raises:
        Refused: nothing waits, `same-person`, or the reason or its kind is missing.
    """
    with acting(door) as act:
        _, input_ = found_input(act, code)
        for deed in input_.confirmations:
            if deed.state == "open":
                refuse_first_person(act, deed.by)
        events = decide_input(input_, replace(command, by=act.by), NOWHERE, act.now)
        return act.record(input_.id, events)
