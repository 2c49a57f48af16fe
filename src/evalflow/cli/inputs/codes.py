"""Receipt codes: which input one belongs to, and a new one for an input whose submitter has none."""

from typing import Any

import click

from evalflow.cli.frame.frame import NAME, Call, changes, looks
from evalflow.cli.frame.presenting import presented, presents_code
from evalflow.cli.inputs.input import input_
from evalflow.errors import Refused
from evalflow.usecases.inputs.receipt_codes import claim_code, input_of_code
from evalflow.usecases.inputs.receipts import write_receipts


@input_.command("recognise", example="evalflow input recognise --code-file receipt.txt")
@presents_code
@looks
def recognise(call: Call, **given: Any) -> None:
    """Print the reference of the input that a receipt code belongs to.

    --code-file - asks for the code without showing it.
    """
    code = presented(given).code
    if not code:
        raise Refused("code-missing", "Give the receipt code, with --code-file FILE. With - you are asked for it.")
    call.show(input_of_code(call.door, code).code)


@input_.command(
    "claim-code",
    example="evalflow input claim-code UK-CHINA-2027/NGO/001 "
    '--confirmed-by "A colleague" --reason "received before there were receipt codes"',
)
@click.argument("reference", metavar="INPUT")
@click.option("--confirmed-by", type=NAME, help="Who confirms it: another person than who acts.")
@click.option("--reason", default="", help="Why, and how you know that it is the submitter; always needed.")
@changes
def claim_code_(call: Call, reference: str, confirmed_by: str | None, reason: str) -> None:
    """Give an input a new receipt code, in a new receipt. A code that it had before ends.

    For inputs from before there were receipt codes, and for submitters who have lost theirs.
    """
    given = claim_code(call.door, reference, confirmed_by or "", reason)
    call.say(f"{given.input.code} has a new receipt code. The receipt is the only place where it is shown.")
    for path in write_receipts(call.door, call.settings.folder, {given.input.id: given.code}):
        call.show(str(path))
