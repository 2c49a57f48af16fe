"""The clock: what `tick` does once, again and again, for as long as it runs."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import click

from evalflow.cli.cycle.log_lines import write_log
from evalflow.cli.cycle.tick import beat_and_report
from evalflow.cli.frame.frame import AT, FOLDER, Command, Whole, called, folder_of
from evalflow.cli.frame.output import say
from evalflow.cli.frame.remedies import worded
from evalflow.errors import EvalflowError
from evalflow.heartbeat import Stopped, keep_beating
from evalflow.settings import Settings, read_settings
from evalflow.temporary import remove_left_folders
from evalflow.usecases.clock.beat import refuse_unwritten
from evalflow.usecases.clock.log import LogEvent
from evalflow.usecases.clock.one_clock import only_clock


@click.command("run", cls=Command, example="evalflow run --every 60")
@click.option("--every", type=Whole(1, 3600), default=30, show_default=True, help="Seconds between two beats.")
@FOLDER
@AT
def run(every: int, folder: Path | None, at: datetime | None) -> None:
    """Bring every cycle to now, and send and write what is owed, every so often until it is stopped.

    Stop it with SIGTERM or Ctrl-C: it ends between two letters, and nothing is lost. A second one on the same database
    is refused, from whichever folder, and one as root warns. README.md shows how the system starts it automatically.
    """
    settings = read_settings(folder_of(folder))
    with only_clock(settings) as refuse_another:
        remove_left_folders()
        _warn_root(settings)
        keep_beating(
            lambda stopped: _once(settings, at, stopped, refuse_another),
            timedelta(seconds=every),
            lambda: _report(
                settings,
                f"The clock of {settings.folder} runs; it looks every {every} seconds. Stop it with Ctrl-C.",
                LogEvent("clock.started", {"every": every}),
            ),
        )
        _report(
            settings,
            "The clock was stopped. The next `evalflow run` or `evalflow tick` sends and writes what is due.",
            LogEvent("clock.stopped", {}),
        )


def _report(settings: Settings, sentence: str, event: LogEvent) -> None:
    """Say the sentence, or write the event into the log, as the settings ask."""
    if settings.log == "sentences":
        say(sentence)
    else:
        write_log(settings.log, [event])


def _warn_root(settings: Settings) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        _report(
            settings,
            "Warning: this runs as root. What it writes belongs to root, and other users cannot work on the record "
            "afterwards. Run it as a user of its own: README.md shows how (User=).",
            LogEvent("clock.runs-as-root", {}, failed=True),
        )


def _once(
    settings: Settings, at: datetime | None, stopped: Stopped, refuse_another: Callable[[], None] = lambda: None
) -> None:
    """Do one beat. What fails is said, and tried again with the next: a clock that stops would be worse."""
    try:
        refuse_another()
        with called(settings, "table", at=at) as call:
            refuse_unwritten(beat_and_report(call, stopped))
    except EvalflowError as failed:
        _report_failure(settings, worded(failed, failed.helps), failed.code)
    except OSError as failed:  # a disk or a folder that fails may do so for a while
        _report_failure(settings, f"{failed.filename or 'The system'}: {failed.strerror}.", "system-failed")


def _report_failure(settings: Settings, sentence: str, code: str) -> None:
    event = LogEvent("clock.beat-failed", {"code": code}, failed=True)
    _report(settings, f"{sentence} It is tried again with the next beat.", event)
