"""A receipt code, or the name of a second person → who may act for a submitter; and a code for an input without one."""

from evalflow.evaluation.inputs.commands_events import GiveReceiptCode
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.inputs import decide_input
from evalflow.evaluation.inputs.receipt_code import claim_of
from evalflow.usecases.door.door import Door, acting, looking
from evalflow.usecases.door.second_person import second_person
from evalflow.usecases.inputs.arrivals import Received
from evalflow.usecases.inputs.inputs import input_named
from evalflow.usecases.inputs.presented import recognised
from evalflow.usecases.inputs.receipts import NOWHERE, default_form


def claim_code(door: Door, reference: str, confirmed_by: str, reason: str) -> Received:
    """Give an input a receipt code, with a receipt to be written. A code that it had before ends.

    Raises:
        Refused: `not-confirmed`, `same-person` or `reason-missing`: see second_person.py.
        NotFound: there is no such input.
    """
    with acting(door) as act:
        input_ = input_named(act.tx, reference)
        who = second_person(act, confirmed_by, reason)
        size = act.tx.size()
        code = act.mint.receipt_code(f"{input_.id}:{size}")
        given = decide_input(input_, GiveReceiptCode(claim_of(code), who, reason), NOWHERE, act.now)
        changed = act.record(input_.id, given)
        act.tx.enqueue(f"receipt:{input_.id}:{act.new_id()[:8]}", default_form(input_), input_.id, act.now)
        return Received(changed, again=False, code=code)


def input_of_code(door: Door, code: str) -> Input:
    """Return the input that a receipt code belongs to.

    Raises:
        InvalidInput: the code was mistyped.
        Refused: `wrong-receipt-code`, it belongs to none.
    """
    with looking(door) as (reading, _):
        return recognised(reading, code)
