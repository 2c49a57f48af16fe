"""What is presented for a submitter, a receipt code or a second person → whether somebody may act for them."""

from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import Act, ConfirmAct
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.receipt_code import Presented, recogniser_of
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.door import Acting
from evalflow.usecases.door.second_person import second_person


def recognised(reading: Reading, code: str, cycle: str = "") -> Input:
    """Return the input that a receipt code belongs to; with the id of a cycle, only one of that cycle.

    Raises:
        InvalidInput: `bad-receipt-code`, it was mistyped.
        Refused: `wrong-receipt-code`, it belongs to none.
    """
    input_ = reading.find(Input, recogniser=recogniser_of(code))
    if input_ and cycle in ("", input_.cycle):
        return input_
    raise Refused(
        "wrong-receipt-code",
        f"No input {'of this cycle ' if cycle else ''}has this receipt code. A newer one may have replaced it.",
    )


def is_proved(input_: Input, presented: Presented) -> bool:
    """Return whether the receipt code of an input is presented; false where none is.

    Raises:
        InvalidInput: `bad-receipt-code`, it was mistyped.
        Refused: `wrong-receipt-code`, it is another's or has ended; `no-receipt-code`, the input has none.
    """
    if not presented.code:
        return False
    shown = recogniser_of(presented.code)
    if not input_.recogniser:
        raise Refused(
            "no-receipt-code",
            f"{input_.code} was received before there were receipt codes. Give it one, which a second person confirms: "
            f"evalflow input claim-code {input_.code} --confirmed-by NAME --reason TEXT",
        )
    if shown != input_.recogniser:
        raise Refused(
            "wrong-receipt-code",
            f"This is not the receipt code of {input_.code}. It belongs to another input, or a newer one replaced it.",
        )
    return True


def confirmed(act: Acting, input_: Input, presented: Presented, deed: Act) -> list[ConfirmAct]:
    """Return what is to be recorded so that a deed may be done for a submitter: nothing where the code is presented.

    Raises:
        Refused: `code-missing`, neither the code nor a second person is named; and as `is_proved` and `second_person`.
    """
    if is_proved(input_, presented):
        return []
    if not presented.confirmed_by:
        raise Refused(
            "code-missing",
            f"Only the submitter of {input_.code} can ask for this. Give the receipt code with --code-file FILE; with "
            "- "
            "you are asked for it. Or name a second person who confirms it: --confirmed-by NAME --reason TEXT",
        )
    return [ConfirmAct(deed, second_person(act, presented.confirmed_by, presented.reason), presented.reason)]
