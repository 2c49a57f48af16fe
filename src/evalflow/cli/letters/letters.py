"""Letters: which are owed, wait, were sent or failed; how one reads; release, retry, acknowledge, what came back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import click

from evalflow.cli.frame.frame import Call, CommandFamily, changes, looks, reads
from evalflow.cli.frame.output import Value
from evalflow.effects.disk.files import read_file
from evalflow.effects.mail.bounces import Bounce
from evalflow.effects.mail.mailbox import Mailbox
from evalflow.errors import Refused
from evalflow.evaluation.letters.commands_events import (
    Letter,
    LetterState,
)
from evalflow.evaluation.letters.contacts import Language
from evalflow.evaluation.letters.kinds import LETTERS, LetterKind
from evalflow.settings import MailSettings
from evalflow.usecases.letters import distribution, letters
from evalflow.usecases.letters.letters import ListedLetter

letter = CommandFamily("letters", help="Letters: which are owed, wait, were sent or failed; show, release, retry one.")

one = CommandFamily("letter", help="How a letter of a kind reads, before there is one.")

_KIND = click.option("--kind", type=click.Choice(tuple(LETTERS)), default=None, help="Only of this kind.")
COLUMNS = {
    "letter": "Letter", "kind": "Kind", "state": "State", "to": "To", "role": "Role", "cycle": "Cycle", "due": "Due",
    "sent": "Sent", "tried": "Tried", "answer": "Answer", "acknowledged": "Acknowledged",
}  # fmt: skip
_ON_A_PAGE = ("letter", "kind", "state", "to", "due", "answer")


@letter.command("list", example="evalflow letters list UK-CHINA-2027")
@click.argument("code", default="")
@click.option("--state", type=click.Choice(get_args(LetterState)), default=None, help="Only in this state.")
@_KIND
@reads
def list_(call: Call, code: str, state: str | None, kind: str | None) -> None:
    """List letters, of one cycle or of all: first those that failed or wait for somebody."""
    found = letters.list_letters(call.door, code, state or "", kind or "")
    show(call, COLUMNS, [row(one) for one in found])
    if not found:
        call.say("There is no such letter.")
    if waiting := sum(listed.letter.state == "held" for listed in found):
        call.say(
            f"{waiting} wait for release. Read one: evalflow letters show LETTER. Then: evalflow letters release …"
        )


@letter.command("show", example="evalflow letters show 3f8a01c2")
@click.argument("which", metavar="LETTER")
@click.option("--html", is_flag=True, help="As HTML, for a browser.")
@reads
def show_(call: Call, which: str, html: bool) -> None:
    """Show a letter: as it was sent, or as it would go at this moment."""
    shown = letters.show_letter(call.door, call.settings.mail, which)
    if call.form != "table":
        call.show_record({"letter": letters.short(shown.letter), "state": shown.letter.state, "to":
                          list(shown.contact.addresses), "subject": shown.subject, "text": shown.text})  # fmt: skip
        return
    if html:
        call.show(shown.html)
        return
    _print(call, shown)


def _print(call: Call, shown: letters.Shown) -> None:
    if not shown.subject:
        call.say("There is nothing in it that matters now: it would not go.")
        return
    call.show(f"To: {shown.contact.name} <{', '.join(shown.contact.addresses)}>\nSubject: {shown.subject}\n")
    call.show(shown.text)


@one.command("preview", example="evalflow letter preview UK-CHINA-2027 opening --language fr")
@click.argument("code")
@click.argument("kind", type=click.Choice(tuple(LETTERS)))
@click.option(
    "--language", type=click.Choice(get_args(Language)), default="en", show_default=True, help="Of the letter."
)
@click.option("--role", default="ngo", show_default=True, help="Of whoever would get it.")
@looks
def preview(call: Call, code: str, kind: LetterKind, language: Language, role: str) -> None:
    """Show what a letter of a kind would say at this moment. Nothing is owed by that."""
    _print(call, letters.preview_letter(call.door, call.settings.mail, code, kind, language, role))


@letter.command("write", example="evalflow letters write UK-CHINA-2027")
@click.argument("code")
@changes
def write(call: Call, code: str) -> None:
    """Owe everybody in the circle the letter with the published timetable and its calendar, who has not had it yet."""
    tell_written(call, code, distribution.send_opening(call.door, code))


@letter.command("hold", example='evalflow letters hold 3f8a01c2 --reason "The address is in doubt."')
@click.argument("which", metavar="LETTER")
@click.option("--reason", default="", help="Why, always needed.")
@changes
def hold(call: Call, which: str, reason: str) -> None:
    """Let a letter that is due wait until somebody releases it."""
    call.show(letters.short(letters.hold(call.door, which, reason)))


@letter.command("release", example="evalflow letters release --cycle UK-CHINA-2027 --kind report")
@click.argument("which", metavar="[LETTER]", default="")
@click.option("--cycle", "code", default="", help="All letters of this cycle that wait.")
@_KIND
@changes
def release(call: Call, which: str, code: str, kind: str | None) -> None:
    """Let a letter go that waits, or all of a cycle."""
    if bool(which) == bool(code):
        raise click.UsageError("Name a letter, or a cycle with --cycle.")
    found = letters.release_all(call.door, code, kind or "", "held") if code else [letters.release(call.door, which)]
    _tell_released(call, found)


@letter.command("retry", example='evalflow letters retry --cycle UK-CHINA-2027 --reason "The address was mended."')
@click.argument("which", metavar="[LETTER]", default="")
@click.option("--cycle", "code", default="", help="All letters of this cycle that failed, and no others.")
@_KIND
@click.option("--reason", default="", help="What was done about it, always needed.")
@changes
def retry(call: Call, which: str, code: str, kind: str | None, reason: str) -> None:
    """Try a letter again that failed, or all of a cycle that did."""
    if bool(which) == bool(code):
        raise click.UsageError("Name a letter, or a cycle with --cycle.")
    if code:
        _tell_released(call, letters.release_all(call.door, code, kind or "", "failed", reason))
    else:
        _tell_released(call, [letters.release(call.door, which, reason)])


@letter.command("acknowledge", example='evalflow letters acknowledge 3f8a01c2 --by "Reply of 3 February 2027"')
@click.argument("which", metavar="LETTER")
@click.option("--by", required=True, help="Who has it, and how they said so.")
@changes
def acknowledge(call: Call, which: str, by: str) -> None:
    """Record that somebody has a letter. Reminders of the same deadline go to them no more."""
    call.show(letters.short(letters.acknowledge(call.door, which, by)))


@letter.command("bounces", example="evalflow letters bounces returned")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--imap", is_flag=True, help="From the mailbox that is named in evalflow.toml.")
@changes
def bounces(call: Call, files: tuple[Path, ...], imap: bool) -> None:
    """Take in returned messages: files (.eml), folders of them, or a mailbox. Each marks its letter as failed.

    In the mailbox what is a returned letter is marked as seen, and all else is left alone.
    """
    if bool(files) == imap:
        raise click.UsageError("Name files or folders, or give --imap.")
    if imap:
        found = letters.take_bounces(call.door, _mailbox(call.settings.mail))
        for known, back in found:
            _tell_bounce(call, "Mailbox", known, back)
        call.say(f"{len(found)} letters came back.")
        return
    for file in (one for path in files for one in (sorted(path.iterdir()) if path.is_dir() else [path])):
        _tell_bounce(call, str(file), *letters.take_bounce(call.door, read_file(file), str(file)))


def _mailbox(mail: MailSettings) -> Mailbox:
    if not mail.imap_host:
        raise Refused("no-mailbox", "No mailbox is named: set imap_host under [mail] in evalflow.toml.")
    return Mailbox(
        mail.imap_host, mail.imap_port, mail.user, mail.password, mail.imap_folder, mail.imap_security, mail.timeout,
        mail.ca_file,
    )  # fmt: skip


def _tell_bounce(call: Call, where: str, known: Letter | None, back: Bounce) -> None:
    if known is None:
        call.say(f"{where}: none of ours came back.")
        return
    call.show(letters.short(known))
    call.say(f"{where}: {back.kind}, to {back.recipient}: {back.status} {back.says}")


def tell_written(call: Call, code: str, written: distribution.Written) -> None:
    """Say how many letters are owed now, and what lets those go that wait."""
    count = len(written.letters)
    if not count:
        call.say("Everybody has had this letter, or is about to: nothing new was written.")
        return
    for one in written.letters:
        call.show(letters.short(one))
    call.say(f"{count} letters are owed." if count > 1 else "1 letter is owed.")
    if waiting := written.waiting:
        kind = written.letters[0].kind
        call.say(f"{waiting} wait: read one with `evalflow letters show {letters.short(written.letters[0])}`, then let "
                 f"them go: evalflow letters release --cycle {code.upper()} --kind {kind}")  # fmt: skip


def _tell_released(call: Call, found: list[Letter]) -> None:
    for one in found:
        call.show(letters.short(one))
    call.say(f"{len(found)} will go with the next `evalflow tick`, or at once if `evalflow run` is running.")


def show(call: Call, columns: Mapping[str, str], rows: Sequence[Sequence[Value]]) -> None:
    """Print letters: all that is known of them for a program, what fits on a page for a person."""
    names = list(columns)
    kept = range(len(names)) if call.form != "table" else [names.index(name) for name in _ON_A_PAGE]
    call.show_table({names[at]: columns[names[at]] for at in kept}, [[each[at] for at in kept] for each in rows])


def row(listed: ListedLetter) -> list[Value]:
    """Return a letter as a row of the table."""
    known = listed.letter
    return [
        letters.short(known), known.kind, known.state, listed.contact.code, known.role, listed.cycle, known.due_at,
        known.sent_at, known.attempts, known.answer, known.acknowledged,
    ]  # fmt: skip
