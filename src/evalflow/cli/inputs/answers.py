"""What submitters are told of the answers to their points, as letters in files, and what they say to it."""

from typing import Any

import click

from evalflow.cli.frame.frame import Call, Whole, changes
from evalflow.cli.frame.presenting import presented, presents
from evalflow.cli.inputs.input import input_
from evalflow.cli.inputs.text import many, reacts
from evalflow.evaluation.inputs.input import REACTIONS
from evalflow.usecases.inputs import send_back as answers


@input_.command("send-back", example="evalflow input send-back UK-CHINA-2027")
@click.argument("code", metavar="CYCLE|INPUT")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True, help="Of the letter.")
@click.option("--receipt", type=click.Choice(["full", "code-only"]), help="With texts and reasons, or without.")
@changes
def send_back(call: Call, code: str, language: str, receipt: str | None) -> None:
    """Write letters that tell submitters what became of each point, to hand over or to send.

    One for each input of the cycle whose points are all answered, or for one input. Above the public level the letter
    gives no text, so that it tells nothing of its reader if it is found; --receipt full does, for who asks.
    """
    owed, waiting = ([code], []) if "/" in code else answers.owed_letters(call.door, code)
    form = answers.LetterForm(language, None if receipt is None else receipt == "full", call.settings.mail.sender)
    for one in owed:
        sent_back = answers.send_back(call.door, one, call.settings.folder, form)
        call.show(str(sent_back.path))
        if sent_back.again:
            call.say(f"{sent_back.input.code}: nothing was answered anew since this letter.")
    if "/" not in code:
        call.say(f"{many(len(owed), 'letter')} written. {many(len(waiting), 'input')} with a point without an answer.")


@input_.command(
    "react",
    example="evalflow input react UK-CHINA-2027/NGO/001 --as-kind disputes --point 2 "
    '--text "Not the figures." --code-file receipt.txt',
)
@click.argument("code", metavar="INPUT")
@click.option("--as-kind", "kind", type=click.Choice(REACTIONS), required=True, help="What the submitter does.")
@click.option("--point", "number", type=Whole(min=1), help="To the answer to this point, if not to all.")
@click.option("--text", default="", help="What the submitter says, in the submitter's words.")
@presents
@click.option("--reason", default="", help="Without the code: why it is known to be of the submitter.")
@changes
def react(call: Call, code: str, kind: Any, number: int | None, text: str, reason: str, **given: Any) -> None:
    """Record what a submitter says to the answers. A report that is still to be adopted prints it.

    Where the name is withheld the report says that there was a reaction and never its text. It needs the receipt code
    of the input, or a second person.
    """
    known = answers.react(call.door, code, kind, number or answers.ALL, text, presented(given, reason))
    call.show(known.code)
    call.say(f"The submitter of {known.code} {reacts(kind, number or answers.ALL)}.")
