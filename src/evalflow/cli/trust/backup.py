"""The record → a verified copy in one file."""

from datetime import datetime
from pathlib import Path

import click

from evalflow import wiring
from evalflow.cli.frame.frame import AT, DRY_RUN, FOLDER, FORM, NOTHING_WRITTEN, Command, called, folder_of
from evalflow.cli.frame.output import Format, Value, say, show_record
from evalflow.effects.disk.whole import refuse_taken
from evalflow.settings import read_settings
from evalflow.store.database.backup import Glance
from evalflow.usecases.door.backwards import shown
from evalflow.usecases.door.leaving import has_left


@click.command("backup", cls=Command, example="evalflow backup /media/safe/evalflow-december.db")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@FORM
@FOLDER
@DRY_RUN
@AT
def backup(file: Path | None, form: Format, folder: Path | None, dry_run: bool, at: datetime | None) -> None:
    """Copy the whole record into one file, and verify the copy.

    The copy holds everything at one moment, also while others work. Without FILE it gets a name of its own in the
    folder backups. It is readable by its owner alone, and no file is overwritten. Keep it on another machine, and keep
    the verification code that is printed apart from it.

    The copy is a SQLite file, also where the record is kept in PostgreSQL. Put it back with `evalflow restore`.

    A snapshot of a whole machine does not replace a copy: put back, it takes along the marks that show which letters
    had gone. See docs/backup.md.
    """
    settings = read_settings(folder_of(folder))
    with called(settings, form, at=at, dry_run=dry_run) as call:
        if dry_run:
            if file:
                refuse_taken(file)
            say(f"A copy would be made in {file or settings.folder / 'backups'}.")
            say(NOTHING_WRITTEN)
            return
        made = wiring.saved(settings, at, file)
        has_left(call.door)
        show_record({"copy": str(made.path), **told(made.holds), "bytes": made.size}, form, example=call.example)
        say("The copy is verified. Keep the verification code elsewhere: it shows which copy is which.")


def told(holds: Glance) -> dict[str, Value]:
    return {"entries": holds.head.size, "verification_code": shown(holds.head)}
