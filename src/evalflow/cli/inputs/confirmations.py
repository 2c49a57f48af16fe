"""What one person did to an input and another has to confirm: listed, confirmed, contradicted."""

from typing import Any, Final

import click

from evalflow.cli.frame.frame import Call, changes, reads
from evalflow.cli.inputs.input import input_
from evalflow.cli.inputs.text import many
from evalflow.evaluation.inputs.commands_events import DecideConfirmation
from evalflow.evaluation.inputs.confirmations import CATEGORIES, CATEGORY_WORDS, Deed
from evalflow.evaluation.inputs.input import Input
from evalflow.usecases.inputs.confirmations import decide_unconfirmed
from evalflow.usecases.inputs.unconfirmed import list_unconfirmed

_DEEDS: Final[dict[Deed, str]] = {
    "erased": "text erased",
    "withdrawn": "withdrawn without the submitter's receipt code",
    "replaced": "text of a point replaced, the old text erased",
    "detached": "attachments erased",
}
_COLUMNS: Final = {"cycle": "Cycle", "input": "Input", "deed": "What was done", "by": "By", "at": "When",
                   "points": "Open points"}  # fmt: skip
_REASON: Final = "Why, in words that name nobody; always needed."


@input_.command("unconfirmed", example="evalflow input unconfirmed UK-CHINA-2027")
@click.argument("code", metavar="[CYCLE]", required=False, default="")
@reads
def unconfirmed(call: Call, code: str) -> None:
    """List erasures and withdrawals that need another person.

    They took effect at once. Until another person than who did it confirms it, all points of the input count as open,
    and the report cannot be adopted. Without CYCLE those of all cycles are listed.
    """
    found = list_unconfirmed(call.door, code)
    call.show_table(
        _COLUMNS,
        [
            [
                one.cycle,
                one.input.code,
                _DEEDS[one.deed.deed] if call.form == "table" else one.deed.deed,
                one.by,
                one.deed.at,
                len(one.input.open_points),
            ]
            for one in found
        ],
    )
    if found:
        kinds = "; ".join(f"{name} ({CATEGORY_WORDS[name]})" for name in CATEGORIES)
        call.say(f"{many(len(found), 'act')} to be confirmed by another person, or contradicted:")
        call.say(f"  evalflow input confirm {found[0].input.code} --category … --reason TEXT")
        call.say(f"  evalflow input contradict {found[0].input.code} --reason TEXT")
        call.say(f"Kinds of reason: {kinds}.")
    else:
        call.say("Nothing needs to be confirmed.")


@input_.command(
    "confirm",
    example='evalflow input confirm --as "Example Registrar" UK-CHINA-2027/NGO/001 --category submitter-asked '
    '--reason "Its author asked for it by telephone (example)."',
)
@click.argument("code", metavar="INPUT")
@click.option("--category", type=click.Choice(CATEGORIES), help="The kind of reason; the report counts by it.")
@click.option("--reason", default="", help=_REASON)
@changes
def confirm(call: Call, code: str, category: Any, reason: str) -> None:
    """Confirm an erasure or withdrawal by another person.

    Whoever erased the text or recorded the withdrawal cannot confirm it. The report counts by whom it was done and
    confirmed and for which kind of reason, as far as the count gives nobody away.
    """
    known = decide_unconfirmed(call.door, code, DecideConfirmation(True, reason, category or ""))
    call.show(known.code)
    call.say(f"What was done to {known.code} is confirmed: its points no longer count as open for that reason.")


@input_.command(
    "contradict",
    example='evalflow input contradict --as "Example Registrar" UK-CHINA-2027/NGO/001 '
    '--reason "Its author says that nobody asked for it (example)."',
)
@click.argument("code", metavar="INPUT")
@click.option("--reason", default="", help=_REASON)
@changes
def contradict(call: Call, code: str, reason: str) -> None:
    """Contradict an erasure or withdrawal by another person.

    A withdrawal ends. An erased text does not come back: its points stay open until somebody else than who erased it
    answers them, and the report says so.
    """
    known = decide_unconfirmed(call.door, code, DecideConfirmation(False, reason))
    call.show(known.code)
    call.say(f"What was done to {known.code} is contradicted. {_left(known)}")


def _left(known: Input) -> str:
    waiting = len(known.open_points)
    if not waiting:
        return "The report says so."
    return f"{many(waiting, 'point')} of it {'needs' if waiting == 1 else 'need'} an answer, and the report says so."
