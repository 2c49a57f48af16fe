"""A folder → the list of checks; ends with 1 where one fails."""

from pathlib import Path

import click

from evalflow import wiring
from evalflow.cli.frame.ending import ENDING
from evalflow.cli.frame.frame import DRY_RUN, FOLDER, FORM, NOTHING_WRITTEN, Command, folder_of
from evalflow.cli.frame.output import Format, Table, say, show_table
from evalflow.errors import NotFound
from evalflow.settings import Settings, read_settings
from evalflow.usecases.door.backwards import shown


@click.command("doctor", cls=Command, example="evalflow doctor")
@click.option("--migrate", is_flag=True, help="First make a copy of an older database and upgrade it.")
@click.option("--no-copy", is_flag=True, help="With --migrate: make no copy before. Only where you have one.")
@FORM
@FOLDER
@DRY_RUN
def doctor(folder: Path | None, form: Format, migrate: bool, no_copy: bool, dry_run: bool) -> None:
    """Check that everything evalflow needs is there, and say what helps where it is not.

    Ends with 1 where a check fails. Without a record here, only the installation is checked.
    """
    settings = _settings(folder)
    if migrate and settings:
        applied, saved = wiring.migrated(settings, dry_run=dry_run, copy=not no_copy)
        if saved:
            say(f"A verified copy was made before: {saved.path}, verification code {shown(saved.holds.head)}.")
        ENDING.done = bool(applied) and not dry_run
        tried = "Migrations that would be applied" if dry_run else "Migrations applied"
        say(f"{tried}: {', '.join(applied)}." if applied else "The database is of this version already.")
    if dry_run:
        say(NOTHING_WRITTEN)
    checks = wiring.examined(settings)
    rows = [(check.name, check.ok if form == "json" else _word(check.ok), check.says) for check in checks]
    show_table(Table({"check": "Check", "ok": "", "says": "What was found"}, rows), form, example=False)
    failed = [check.name for check in checks if not check.ok]
    if failed:
        fail = "fails" if len(failed) == 1 else "fail"
        say(f"{len(failed)} of {len(checks)} checks {fail}: {', '.join(failed)}.")
        raise click.exceptions.Exit(1)
    say("All is well.")


def _settings(folder: Path | None) -> Settings | None:
    try:
        return read_settings(folder_of(folder))
    except NotFound:
        if folder:
            raise
        return None


def _word(ok: bool) -> str:
    return "ok" if ok else "fails"
