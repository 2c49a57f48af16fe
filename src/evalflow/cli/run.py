"""The clock: what `tick` does once, again and again, for as long as it runs."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from evalflow.cli.frame import AT, FOLDER, Command, Whole, called, folder_of
from evalflow.cli.output import say
from evalflow.cli.tick import told
from evalflow.errors import EvalflowError
from evalflow.heartbeat import Stopped, keep_beating
from evalflow.settings import Settings, read_settings
from evalflow.usecases.beat import beat
from evalflow.wiring import transport_of


@click.command("run", cls=Command, example="evalflow run --every 60")
@click.option("--every", type=Whole(1, 3600), default=30, show_default=True, help="Seconds between two beats.")
@FOLDER
@AT
def run(every: int, folder: Path | None, at: datetime | None) -> None:
    """Bring every cycle to now, and send and write what is owed, every so often until it is stopped.

    Stop it with SIGTERM or Ctrl-C: it ends between two letters, and nothing is lost. Two of them on one record do each
    thing once. README.md shows how the system starts it by itself.
    """
    settings = read_settings(folder_of(folder))
    say(f"The clock of {settings.folder} runs; it looks every {every} seconds. Stop it with Ctrl-C.")
    keep_beating(lambda stopped: _once(settings, at, stopped), timedelta(seconds=every))
    say("The clock was stopped. What is owed goes on with the next `evalflow run` or `evalflow tick`.")


def _once(settings: Settings, at: datetime | None, stopped: Stopped) -> None:
    """Do one beat. What fails is said, and tried again with the next: a clock that stops would be worse."""
    try:
        with called(settings, "table", at=at) as call:
            found = beat(call.door, settings, lambda: transport_of(settings, example=call.example), stopped)
            for line in told(call.door, found):
                say(line)
    except EvalflowError as failed:
        say(f"{failed} It is tried again with the next beat.")
