"""A copy → the record again, in a place where there is none; and a person's word on which letters had gone."""

from datetime import datetime
from pathlib import Path

import click

from evalflow import wiring
from evalflow.cli.frame.frame import (
    AT,
    DRY_RUN,
    FOLDER,
    FORM,
    NOTHING_WRITTEN,
    Call,
    Command,
    CommandFamily,
    changes,
    folder_of,
    prints,
)
from evalflow.cli.frame.output import Format, Table, say, show_record
from evalflow.cli.trust.backup import told
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.settings import FILE, Settings, read_settings, refuse_lost
from evalflow.usecases.letters.letters import short
from evalflow.usecases.trust.confirming import SaidOfLetters, Word, confirm, in_doubt
from evalflow.usecases.trust.restoring import look_at

CONFIRM = "evalflow restore confirm"


class _Restore(CommandFamily):
    """`evalflow restore FILE` is `evalflow restore from FILE`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = not args or args[0] in (*self.commands, "-h", "--help")
        return super().parse_args(ctx, args if known else ["from", *args])


restore = _Restore(
    "restore",
    help="Put a copy back: evalflow restore FILE. Then confirm which letters had gone: evalflow restore confirm.",
)


@restore.command("from", cls=Command, example="evalflow restore /media/safe/evalflow-december.db")
@click.argument("file", type=click.Path(path_type=Path))
@FORM
@FOLDER
@DRY_RUN
@AT
def from_(file: Path, form: Format, folder: Path | None, dry_run: bool, at: datetime | None) -> None:
    """Put a copy back as the record of this folder. The word `from` may be left out.

    The copy is verified first. What was erased or protected since the copy was made is erased and protected again. A
    database that is there is never overwritten: move it away first. A folder named with --folder that has no settings
    gets them.

    Where the copy is older than the record was, nothing is sent, adopted, published or exported until a person has
    confirmed which letters had gone: see `evalflow restore confirm`.

    A snapshot of a whole machine that is put back is not covered: nothing shows that the record has gone backwards.
    See docs/backup.md.
    """
    look_at(file)  # what is wrong with it is said before anything is made for it
    settings = _settings(folder, dry_run=dry_run)
    done = wiring.restored(settings, file, at, dry_run=dry_run)
    record = {"record": done.there.title, **told(done.there), "erased_again": done.erased_again}
    record["protected_again"] = done.protected_again
    behind = {
        "lost_entries": max(0, done.behind.head.size - done.there.head.size) if done.behind else 0,
        "to_confirm": done.behind is not None,
    }
    show_record({**record, **behind}, form, example=done.there.example)
    if done.upgraded:
        say("An older evalflow made the copy. It was brought up to this version.")
    if done.behind:
        say(
            "The record may have lost what happened after the copy was made, letters that had gone among it. Nothing "
            f"leaves it until you have confirmed which letters had gone. See them: {CONFIRM}"
        )
    if done.protected_again:
        say(
            "What was protected after the copy was made is protected again: such inputs are restricted, and their text "
            "is erased. A report that was redacted is not given out until you make a new edition: evalflow report "
            "redact CYCLE --reason TEXT"
        )
    say(NOTHING_WRITTEN if dry_run else "The record is restored.")
    if done.there.example:
        say(f"({EXAMPLE_NOTICE}.)")


def _settings(folder: Path | None, *, dry_run: bool) -> Settings:
    """Return the settings of the folder; a folder that was named and has none gets those of a new record."""
    if folder is None or (folder / FILE).is_file() or dry_run:
        return read_settings(folder_of(folder))
    refuse_lost(folder)
    made = wiring.make_folder(folder.resolve(), database=f"sqlite:///{_DATABASE}", person="")
    say(f"{folder / FILE} is new. Check it, and name in it who acts and how letters go.")
    return made


_DATABASE = "evalflow.db"


@restore.command("confirm", example="evalflow restore confirm --gone 3f2a91bc --others not-gone")
@click.option("--gone", multiple=True, metavar="LETTER", help="A letter that had gone. May be repeated.")
@click.option("--not-gone", multiple=True, metavar="LETTER", help="A letter that had not gone. May be repeated.")
@click.option("--others", type=click.Choice(["gone", "not-gone"]), help="What is so of all letters that are not named.")
@prints
@changes
def confirm_(call: Call, gone: tuple[str, ...], not_gone: tuple[str, ...], others: Word | None) -> None:
    """Confirm which letters had gone before the record was restored from a copy.

    Without an option it lists the letters that would go again. A letter that had gone is recorded as sent and does not
    go again; the others go with the next `evalflow tick`. Your mail server's log shows what had gone: the id of a
    letter is the first part of its Message-ID. The confirmation is recorded in the journal.
    """
    if not (gone or not_gone or others):
        _list(call)
        return
    done = confirm(call.door, SaidOfLetters(gone, not_gone, others))
    call.show_record({"gone": done.gone, "not_gone": done.not_gone, "not_in_this_record": done.unknown_here})
    call.say(f"It is recorded. {_letters(done.gone)} do not go again. {_letters(done.not_gone)} may go.")


def _list(call: Call) -> None:
    found = in_doubt(call.door)
    columns = {"letter": "Letter", "kind": "Kind", "contact": "Contact", "state": "State", "handed_over": "Handed over"}
    rows = [
        (
            short(doubtful.letter),
            doubtful.letter.kind,
            doubtful.contact.code,
            doubtful.letter.state,
            doubtful.handed_over,
        )
        for doubtful in (found.letters if found else ())
    ]
    call.show_record({"to_confirm": found is not None, "letters": Table(columns, rows)})
    if found is None:
        call.say("This record has not gone backwards: there is nothing to confirm.")
        return
    call.say(found.says)
    call.say(f"{_letters(len(rows))} would go again. “Handed over” shows those that evalflow had given to the server.")
    call.say(f"Confirm: {CONFIRM} --others gone   or   {CONFIRM} --others not-gone   or each with --gone, --not-gone")


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count} letters"
