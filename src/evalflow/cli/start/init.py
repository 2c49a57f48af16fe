"""A folder that holds no record → one that does, with the next commands to type."""

import os
import shlex
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import click

from evalflow import wiring
from evalflow.cli.frame.ending import ENDING
from evalflow.cli.frame.frame import DRY_RUN, NAME, NOTHING_WRITTEN, Command
from evalflow.cli.frame.output import say, show
from evalflow.errors import Refused
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.settings import Settings, refuse_lost
from evalflow.usecases.record.imports import Answers, enter_rest_of_paper, import_dialogues, paper

FILE_DATABASE = "sqlite:///evalflow.db"


@click.command("init", cls=Command, example='evalflow init my-record --with-registry --person "Secretariat (example)"')
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--with-registry", is_flag=True, help="Enter the twelve dialogues of the paper that evalflow ships; needs --person."
)
@click.option("--person", type=NAME, help="Who acts from now on when --as is not given; required by --with-registry.")
@click.option("--database", help=f"Where the record lives, if not in {FILE_DATABASE}: an address of PostgreSQL.")
@click.option("--title", type=NAME, help="What the record is called. Otherwise as the folder.")
@click.option("--example", is_flag=True, help="Make it an example for ever: virtual time, and every page says so.")
@DRY_RUN
def init(
    folder: Path,
    with_registry: bool,
    person: str | None,
    database: str,
    title: str | None,
    example: bool,
    dry_run: bool,
) -> None:
    """Make a folder with a new record in it.

    The folder gets evalflow.toml and the database. A folder that holds a record already is left as it is.

    An example begins on 14 December 2026, at 09:00 UTC; EVALFLOW_AT sets its time from then on.
    """
    if with_registry and not person:
        raise Refused("nobody-named", "Say who enters the registry: give your name with --person.")
    if database and os.environ.get("EVALFLOW_DATABASE", database) != database:
        raise Refused("database-twice", "EVALFLOW_DATABASE names another database. Leave out one of the two.")
    if dry_run:
        _tell_only(folder, with_registry)
        return
    called = title or folder.resolve().name
    where = database or FILE_DATABASE
    settings, known = _made(folder, where, person or "", called, example=example, with_registry=with_registry)
    ENDING.done = True
    show(str(settings.folder.resolve()))
    say(f"The record “{called}” is made" + (f", with {known} dialogues." if known else "."))
    if os.environ.get("EVALFLOW_DATABASE") and not database:
        say("It lives in the database that EVALFLOW_DATABASE names: set that for every command.")
    if example:
        say(f"({EXAMPLE_NOTICE}.)")
    say("\nNext:\n" + "\n".join(f"  {line}" for line in _next(settings, with_registry)))


def _tell_only(folder: Path, with_registry: bool) -> None:
    wiring.refuse_overwriting(folder)
    show(str(folder.resolve()))
    say("A record would be made there" + (f", with {len(paper())} dialogues." if with_registry else "."))
    say(NOTHING_WRITTEN)


def _made(
    folder: Path, database: str, person: str, title: str, *, example: bool, with_registry: bool
) -> tuple[Settings, int]:
    """Make folder and record, and return the settings with how many dialogues of the paper are in it."""
    known: list[int] = []

    def fill(place: Settings) -> None:
        if with_registry:
            known.append(_with_registry(place))

    try:
        made = wiring.make_record(folder, database=database, person=person, title=title, example=example, fill=fill)
    except Refused as refused:
        if refused.code == "database-exists":
            refuse_lost(folder)
        raise
    return made, sum(known)


def _with_registry(settings: Settings) -> int:
    door = wiring.door_to(settings)
    try:
        entered = import_dialogues(door, paper(), Answers({}))
        enter_rest_of_paper(door)
    finally:
        door.store.dispose()
    return len(entered)


def _next(settings: Settings, with_registry: bool) -> Sequence[str]:
    """Return the next three commands, fit to be typed as they stand once the names in them are yours."""
    opens = (wiring.real_clock() + timedelta(days=28)).date()
    who = "" if settings.person else ' --as "YOUR NAME"'
    code = "uk-china" if with_registry else "CODE"
    add = f'evalflow dialogue add CODE --title "TITLE" --partner "GOVERNMENT" --counterpart "GOVERNMENT"{who}'
    here = settings.folder.resolve() == Path.cwd()
    return (
        "evalflow doctor" if here else f"cd {shlex.quote(str(settings.folder))}",
        "evalflow dialogue list" if with_registry else add,
        f'evalflow cycle open {code} --opens {opens} --operator "YOUR OFFICE" --does-not-conduct{who}',
    )
