"""Inputs: a template, received with a receipt, split into points, answered, withdrawn, protected."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

from evalflow.cli.frame.frame import NAME, Call, CommandFamily, Whole, changes, looks, reads
from evalflow.cli.frame.places import show_or_write
from evalflow.cli.frame.presenting import confirms, presented, presents, presents_code
from evalflow.cli.inputs.receiving import Handed, InputOverrides, drafts_in
from evalflow.cli.inputs.text import (
    cycle_of,
    every_column,
    listed,
    many,
    named,
    page,
    template_for,
    to_confirm,
    told,
)
from evalflow.errors import Refused
from evalflow.evaluation.inputs.commands_events import (
    AddPoint,
    DecideLate,
    DisposePoint,
    ReleasePoint,
    SetLevel,
    WithdrawInput,
)
from evalflow.evaluation.inputs.copies import open_points
from evalflow.evaluation.inputs.input import DISPOSITIONS, KINDS, LEVELS, Input
from evalflow.evaluation.inputs.receipt_code import ReceiptForm
from evalflow.intake.doubts import doubts_of
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.inputs import inputs, mentions
from evalflow.usecases.inputs.inputs import Received
from evalflow.usecases.inputs.receipts import write_receipts

input_ = CommandFamily("input", help="Receive inputs, split them into points, answer each point.")

_FILE = click.Path(path_type=Path)
_DOUBTS: Final = 10  # of one input; all of them are shown by `input show`
_FORMS: Final[dict[str, ReceiptForm]] = {"full": "receipt", "code-only": "receipt-code-only"}


def _receives(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all taking in has."""
    for option in (
        click.option("--receipt", type=click.Choice(list(_FORMS)), help="Full, or the code alone (safer if found)."),
        click.option(
            "--again", is_flag=True, help="Without a name: it says what an earlier one says, and is another submission."
        ),
        presents_code,
        click.option("--attach", "attached", type=_FILE, multiple=True, help="A file that belongs to it; repeat it."),
        click.option("--encoding", help="Encoding of the files, where it is not Unicode: latin-1, windows-1251, …"),
        click.option("--title", type=NAME, help="Its title, whatever the file says."),
        click.option("--submitter", type=NAME, help="Who hands it in, whatever the file says."),
        click.option(
            "--level", type=click.Choice(LEVELS), help="The level, where the file says none; or a stricter one."
        ),
        click.option("--kind", type=click.Choice(list(KINDS)), help="The kind, whatever the file says."),
    ):
        run = option(run)
    return run


@input_.command("template", example="evalflow input template UK-CHINA-2027 --form markdown --out template.md")
@click.argument("code")
@click.option(
    "--form",
    "written",
    type=click.Choice(["markdown", "yaml"]),
    default="markdown",
    show_default=True,
    help="Its form.",
)
@click.option("--kind", type=click.Choice(list(KINDS)), default="ngo", show_default=True, help="Who it is for.")
@click.option("--out", type=_FILE, help="A new file for it; without, it is printed.")
@looks
def template(call: Call, code: str, written: Any, kind: str, out: Path | None) -> None:
    """Print the template that people fill in, with the cycle's objectives and the last day of the window."""
    if show_or_write(call, template_for(call, code, kind, written), out):
        taken = f"evalflow input receive {code.upper()} FILE"
        call.say(f"The template is written. What comes back is taken in with: {taken}")


@input_.command("receive", example="evalflow input receive UK-CHINA-2027 input.md")
@click.argument("code")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@_receives
@changes
def receive(call: Call, code: str, files: tuple[Path, ...], receipt: str | None, again: bool, **given: Any) -> None:
    """Take in inputs from FILES: all of them or none. Each gets its receipt.

    Markdown and YAML hold one input, CSV and JSON any number; the file's ending tells. --attach belongs to one input,
    so it needs one FILE. The receipt code of an earlier input shows that both are of the same submitter.
    """
    if given["attached"] and len(files) > 1:
        raise click.UsageError("--attach belongs to one input: hand in its file by itself.")
    handed = Handed(code, files, given.pop("encoding"), given.pop("attached"))
    drafts = drafts_in(call, handed, InputOverrides(receipt=presented(given).code, **given))
    form = _FORMS[receipt] if receipt else None
    taken = inputs.receive(call.door, code, drafts, form, again=again)
    _tell(call, code, taken)


@input_.command("supplement", example="evalflow input supplement UK-CHINA-2027/NGO/001 more.md --code-file receipt.txt")
@click.argument("code", metavar="INPUT")
@click.argument("file", type=_FILE)
@_receives
@confirms
@click.option("--reason", default="", help="Without the code: why it is known to be of the same submitter.")
@changes
def supplement(call: Call, code: str, file: Path, receipt: str | None, again: bool, reason: str, **given: Any) -> None:
    """Receive an input that adds to an earlier one. It needs the receipt code of that one, or a second person."""
    cycle = cycle_of(inputs.show_input(call.door, code).code)
    handed = Handed(cycle, [file], given.pop("encoding"), given.pop("attached"))
    shown = presented(given, reason)
    drafts = drafts_in(call, handed, InputOverrides(**given))
    if len(drafts) > 1:
        raise Refused(
            "many-supplements",
            f"{file} holds {len(drafts)} inputs: one at a time adds to an earlier one with this command.",
        )
    form = _FORMS[receipt] if receipt else None
    _tell(call, cycle, [inputs.supplement(call.door, code, drafts[0], form, shown, again=again)])


@input_.command("list", example="evalflow input list UK-CHINA-2027")
@click.argument("code")
@reads
def list_(call: Call, code: str) -> None:
    """List the inputs of a cycle, and how many of their points wait for an answer."""
    found = inputs.list_inputs(call.door, code)
    zone = cycle_status(call.door, code).here.cycle.zone
    call.show_table(*(listed(found, zone) if call.form == "table" else every_column(found)))
    waiting = sum(len(points) for _, points in open_points(found))
    call.say(f"{many(len(found), 'input')}, {many(waiting, 'point')} without an answer.")


@input_.command("show", example="evalflow input show UK-CHINA-2027/NGO/001")
@click.argument("code", metavar="INPUT")
@reads
def show(call: Call, code: str) -> None:
    """Show an input with its points and the answer to each."""
    one, others, zone = named(call, code)
    if call.form == "table":
        call.show(page(one, others, zone))
    else:
        call.show_record(told(one, others))


@input_.command("point", example='evalflow input point UK-CHINA-2027/NGO/001 --text "A second part." --objective UK-02')
@click.argument("code", metavar="INPUT")
@click.option("--text", required=True, help="What it says, in the submitter's words.")
@click.option("--objective", default="", help="The objective that it is about.")
@changes
def point(call: Call, code: str, text: str, objective: str) -> None:
    """Add a numbered point to an input: something that it says and that needs an answer of its own."""
    known = inputs.work_on(call.door, code, AddPoint(text, objective.upper()))
    call.show(f"{known.code} {len(known.points)}")
    call.say(f"{known.code} has point {len(known.points)} now.")


@input_.command("release", example="evalflow input release UK-CHINA-2027/NGO/001 1")
@click.argument("code", metavar="INPUT")
@click.argument("number", metavar="POINT", type=Whole(min=1))
@changes
def release(call: Call, code: str, number: int) -> None:
    """Say that you have read a point whose name is withheld, and that it does not give its author away."""
    known = inputs.work_on(call.door, code, ReleasePoint(number))
    call.show(f"{known.code} {number}")
    may = "it is public anyway" if known.level == "public" else "the report may print its text"
    call.say(f"Point {number} of {known.code} is released: {may}.")


@input_.command(
    "dispose",
    example="evalflow input dispose UK-CHINA-2027/NGO/001 1 --as-kind used --paragraph UK-03 "
    '--reason "The part on statistics is rated by itself (example)."',
)
@click.argument("code", metavar="INPUT")
@click.argument("number", metavar="POINT", type=Whole(min=1))
@click.option("--as-kind", "kind", type=click.Choice(DISPOSITIONS), required=True, help="What becomes of it.")
@click.option("--reason", default="", help="Why, always needed, as it is to be published.")
@click.option(
    "--paragraph", default="", help="Where the report takes it up: an objective, a criterion or a paragraph's number."
)
@changes
def dispose(call: Call, code: str, number: int, kind: Any, reason: str, paragraph: str) -> None:
    """Answer one point of an input. Every point gets its answer before the report is adopted."""
    known = inputs.work_on(call.door, code, DisposePoint(number, kind, reason, "", paragraph))
    call.show(f"{known.code} {number}")
    call.say(f"Point {number} of {known.code} is answered: {kind.replace('-', ' ')}.{_left(known)}")


@input_.command("withdraw", example='evalflow input withdraw UK-CHINA-2027/NGO/001 --reason "asked for by its author"')
@click.argument("code", metavar="INPUT")
@click.option("--reason", default="", help="Why, always needed; the input stays on record as withdrawn.")
@click.option("--erase-text", is_flag=True, help="Where the name is withheld: its text is erased for good.")
@presents_code
@changes
def withdraw(call: Call, code: str, reason: str, erase_text: bool, **given: Any) -> None:
    """Record that an input was withdrawn. It stays listed.

    What a public input says stays on record, unprinted. Where the name is withheld the text is erased for good. Without
    the receipt code another person has to confirm it: until then its points count as open
    (`evalflow input unconfirmed`).
    """
    known = inputs.work_on(call.door, code, WithdrawInput(reason, erase_text), presented(given, reason))
    call.show(known.code)
    erased = "" if known.keeps_text else " Its text is erased for good."
    needs = "" if known.unconfirmed else " Its points need no answer."
    call.say(f"{known.code} is withdrawn. It stays listed as such.{needs}{erased}")
    say_new_receipts(call)
    if known.unconfirmed:
        call.say(to_confirm(known))


@input_.command(
    "accept-late",
    example='evalflow input accept-late UK-CHINA-2027/PARL/002 --reason "nobody is disadvantaged by four days"',
)
@click.argument("code", metavar="INPUT")
@click.option("--reason", default="", help="Why, always needed, as it is to be published.")
@click.option("--decline", is_flag=True, help="Decline it instead: it stays listed as late.")
@changes
def accept_late(call: Call, code: str, reason: str, decline: bool) -> None:
    """Accept, or decline, an input that came after its window had closed."""
    known = inputs.work_on(call.door, code, DecideLate(not decline, reason))
    call.show(known.code)
    call.say(
        f"{known.code} is {known.late}, although it came late." if not decline else f"{known.code} is declined: late."
    )


@input_.command("set-level", example="evalflow input set-level UK-CHINA-2027/NGO/001 name-withheld")
@click.argument("code", metavar="INPUT")
@click.argument("level", type=click.Choice(LEVELS))
@click.option("--consent", default="", help="The submitter's consent; needed to loosen a level.")
@click.option(
    "--erase-text", is_flag=True, help="You mean it: confidential and restricted erase the whole text for good."
)
@click.option("--submitter", type=NAME, help="To loosen it to public: the name to be published.")
@click.option("--title", type=NAME, help="To loosen it to public: its title.")
@presents
@click.option("--reason", default="", help="To loosen it without the code: why that is known to be meant.")
@changes
def set_level(
    call: Call,
    code: str,
    level: Any,
    consent: str,
    erase_text: bool,
    submitter: str | None,
    title: str | None,
    reason: str,
    **given: Any,
) -> None:
    """Protect an input better, at any time, or loosen its level with the submitter's consent.

    name-withheld takes away the name, title and attachments and keeps the text. confidential and restricted erase the
    text too, for good, since it cannot be encrypted yet: they need --erase-text. Both erase from rows, journal and this
    folder alike, and give the input a new reference; the receipt code stays. To erase a text or attachments
    takes effect at once, and another person has to confirm it: until then its points count as open (`evalflow input
    unconfirmed`). To loosen a
    level, give the receipt code or name a second person.
    """
    before = inputs.show_input(call.door, code)
    known = inputs.set_level(
        call.door,
        code,
        SetLevel(level, "", "", consent, erase_text, submitter or "", title or ""),
        presented(given, reason),
    )
    call.show(known.code)
    erased = "would be erased for good" if call.door.dry_run else "is erased for good"
    tighter = LEVELS.index(known.level) > LEVELS.index(before.level)
    if known == before:
        call.say(f"{known.code} has the level {level} already: nothing was written.")
        return
    call.say(f"{before.code} has the level {level} now" + (f", under the reference {known.code}." if tighter else "."))
    say_new_receipts(call)
    if before.keeps_text and not known.keeps_text:
        call.say(f"Its text {erased}.")
    if before.attachments and not known.attachments:
        call.say(f"What is attached to it {erased}.")
    if known.unconfirmed:
        call.say(to_confirm(known))
    if tighter:
        call.say(
            "The receipt code that its submitter has stays valid. What this folder held of it is destroyed: the old "
            "receipt, drafts, a report that is not published. "
            "Destroy what was sent on, and older copies of the database: they still hold what was erased here."
        )
        if elsewhere := mentions.still_named(call.door, before):
            call.say(
                f"What people wrote still names it, or its submitter, in: {', '.join(elsewhere)}. "
                "The report leaves the old code out, but no name: mend what would harm."
            )


def say_new_receipts(call: Call) -> None:
    """Write the receipts that are due, and say where they are: one that told too much is replaced."""
    for path in write_receipts(call.door, call.settings.folder):
        call.say(f"Its submitter keeps this new receipt: {path}")


def _tell(call: Call, code: str, taken: list[Received]) -> None:
    """Say what became of each input, and print where its receipt is."""
    for one in taken:
        call.say(_became(one))
        for doubtful in doubts_of(one.input)[:_DOUBTS]:
            call.say(f"Look at {one.input.code}: {doubtful}")
    if len(taken) > 1:
        call.say(f"{many(sum(not received.again for received in taken), 'new input')} in {code.upper()}.")
    codes = {one.input.id: one.code for one in taken if one.code}
    for path in sorted(write_receipts(call.door, call.settings.folder, codes)):
        call.show(str(path))


def _became(received: Received) -> str:
    code, known = received.input.code, received.input
    if received.again:
        return f"{code} was handed in before, by the same submitter with the same text: nothing is new."
    came = {
        "": "in time",
        "pending": f"late: to be accepted or declined with evalflow input accept-late {code}",
    }[known.late]
    if known.after_adoption:
        came = "after the report was adopted: kept and listed, without changing it"
    copied = " It says word for word what another input says, and is answered with it." if known.copy_of else ""
    nameless = " No name was kept." if known.level != "public" else ""
    return f"{code} is received, {many(len(known.points), 'point')}, {came}.{copied}{nameless}"


def _left(known: Input) -> str:
    waiting = len(known.open_points)
    return f" {many(waiting, 'point')} of it {'waits' if waiting == 1 else 'wait'} for an answer." if waiting else ""
