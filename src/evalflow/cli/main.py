"""Words typed after `evalflow` → the command they name, its errors as one sentence, and an exit code.

Only Click is imported here. A command's module is imported when it is asked for, so help and completion stay light.
"""

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Final, NoReturn

import click
from click.exceptions import NoSuchCommand
from click.shell_completion import CompletionItem

from evalflow import __version__
from evalflow.errors import EvalflowError, NotFound


@dataclass(frozen=True)
class Chapter:
    """One command of the first level: its line in the table of contents and where it is, `module:name`."""

    name: str
    says: str
    where: str

    def load(self) -> click.Command:
        module, _, name = self.where.partition(":")
        found: click.Command = getattr(import_module(f"evalflow.cli.{module}"), name)
        return found


SECTIONS: Final[Mapping[str, tuple[Chapter, ...]]] = {
    "Start": (
        Chapter("init", "Make a folder with a new record in it", "start.init:init"),
        Chapter("demo", "Run a complete example evaluation, from registry to PDF", "demo:demo"),
        Chapter("today", "Show what waits, over all cycles", "start.today:today"),
        Chapter("incident", "What fails in the machinery, and when it is tried again", "start.incident:incident"),
        Chapter("doctor", "Check that everything evalflow needs is there", "start.doctor:doctor"),
        Chapter("backup", "Make a verified copy of the whole record", "trust.backup:backup"),
        Chapter("restore", "Put a copy back; confirm which letters had gone", "trust.restore:restore"),
        Chapter("completion", "Print the completion script for a shell", "completion:completion"),
    ),
    "The record": (
        Chapter("dialogue", "Dialogues: what is known of them, and their standing", "record.dialogue:dialogue"),
        Chapter("objective", "Objectives, and every change to them with its reason", "record.objectives:objective"),
        Chapter("record", "Registers: sessions, visits, cases, and what else happened", "record.records:record"),
    ),
    "The cycle": (
        Chapter("cycle", "Open an evaluation cycle, see where it stands, move it on", "cycle.cycles:cycle"),
        Chapter("step", "Who has an open step in hand; undo what was done last", "cycle.step:step"),
        Chapter("why", "Explain a date, a refusal, a block or a rule's result", "cycle.why:why"),
        Chapter("workflow", "Prove that a workflow comes to its end before it runs", "cycle.workflow:workflow"),
        Chapter("calendar", "Whose days off there are; which date a period gives, and why", "cycle.calendar:calendar"),
        Chapter("tick", "Bring every cycle to now, and send and write what is owed", "cycle.tick:tick"),
        Chapter("run", "Do so by itself, for as long as it runs", "cycle.run:run"),
    ),
    "Inputs": (Chapter("input", "Receive inputs, split them into points, answer each point", "inputs.inputs:input_"),),
    "Findings and criteria": (
        Chapter("finding", "Rate objectives on evidence", "findings.findings:finding"),
        Chapter("rule", "Try a rule on real facts; see which facts there are", "findings.rule:rule"),
        Chapter("criteria", "Check the suspension criteria and record the decisions", "findings.criteria:criteria"),
        Chapter(
            "scorecard", "The twelve recommendations as checks, dialogue by dialogue", "findings.scorecard:scorecard"
        ),
    ),
    "The report": (
        Chapter("report", "Write, check, adopt, publish and distribute the report", "report.reports:report"),
        Chapter(
            "recommendation",
            "What is recommended, replied to and followed up",
            "findings.recommendation:recommendation",
        ),
        Chapter("distribution", "Who has the report, and who not", "report.distribution:distribution"),
        Chapter("compare", "Reports, objectives and facts side by side; never a rank", "report.compare:compare"),
        Chapter("export", "Tables and results for other tools, with a dictionary", "report.export:export"),
        Chapter("exchange", "Share published reports with partners, and take in theirs", "report.exchange:exchange"),
    ),
    "Letters": (
        Chapter("contact", "Whom letters go to, and who declines mail", "letters.contact:contact"),
        Chapter("circle", "Who has which role in a cycle", "letters.circle:circle"),
        Chapter("letters", "Which letters are owed, wait, were sent or failed", "letters.letters:letter"),
        Chapter("letter", "How a letter of a kind reads, before there is one", "letters.letters:one"),
        Chapter("reminder", "Reminders still to come: preview, skip or hurry one", "letters.reminder:reminder"),
        Chapter("overdue", "The public list of what did not come in time", "cycle.overdue:overdue"),
    ),
    "Trust": (Chapter("audit", "Verify the record; prove that an input stands in it", "trust.audit:audit"),),
}
CHAPTERS: Final = {chapter.name: chapter for section in SECTIONS.values() for chapter in section}

_BROKEN: Final = 4
_INTERRUPTED: Final = 130
# Imports make many objects and no garbage. To look for it every few hundred, and once more at the end, took a quarter
# of the time of a short command.
_NEW_OBJECTS: Final = 500_000


class Contents(click.Group):
    """The first level of the command line, listed like a table of contents without importing any of it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's shape
        return list(CHAPTERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - Click's shape
        return CHAPTERS[cmd_name].load() if cmd_name in CHAPTERS else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in CHAPTERS and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise NoSuchCommand(args[0], possibilities=CHAPTERS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - Click's shape
        widest = max(map(len, CHAPTERS))
        for title, chapters in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(chapter.name.ljust(widest), chapter.says) for chapter in chapters])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(c.name, help=c.says) for c in CHAPTERS.values() if c.name.startswith(incomplete)]


@click.command(cls=Contents, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="evalflow %(version)s")
def evalflow() -> None:
    """Run the public evaluation of a dialogue between governments, from the published timetable to the report.

    Inside a folder that holds a record, a bare `evalflow` shows what waits today. `evalflow COMMAND --help` says more.
    """


def main() -> NoReturn:
    """Run the command line on the words of this process and end it."""
    gc.set_threshold(_NEW_OBJECTS)
    _hold_places()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run(sys.argv[1:])
    gc.freeze()
    sys.exit(code)


def _hold_places() -> None:
    """Let no file that is opened later pass for a standard stream that was closed.

    What is printed to a closed standard output fails, so that it is noticed; a closed standard error is to be quiet.
    """
    for number, how in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, how)  # it gets the lowest number that is free: this one
    sys.stdout = sys.stdout or open(1, "w")  # noqa: SIM115 - open for as long as the process is
    sys.stderr = sys.stderr or open(2, "w")  # noqa: SIM115 - the same


def run(words: Sequence[str]) -> int:
    """Run one command and return its exit code. Every error becomes a sentence on stderr.

    0 done, 1 refused or not found, 2 not understood, 3 an input does not fit, 4 the environment fails, 5 done, but not
    all of it could be written or printed, 130 interrupted.
    """
    from evalflow.cli.frame.ending import ENDING

    ENDING.begin()
    code = ENDING.code(_ended(words))
    if says := ENDING.sentence(code):
        from evalflow.cli.frame.output import say

        say(says)
    return code


def _ended(words: Sequence[str]) -> int:
    try:
        ended = evalflow.main(list(words or _bare()), prog_name="evalflow", standalone_mode=False)
    except Exception as error:
        if os.environ.get("EVALFLOW_DEBUG"):
            raise
        return _told(error)
    return ended if isinstance(ended, int) else 0


def _bare() -> Iterator[str]:
    """Yield what is meant by no words at all: today inside a folder that holds a record, else the help."""
    from evalflow.settings import find_folder

    try:
        find_folder(Path(os.environ.get("EVALFLOW_FOLDER") or Path.cwd()))
    except NotFound:
        yield "--help"
    else:
        yield "today"


def _told(error: Exception) -> int:
    """Say what went wrong and return the exit code that goes with it."""
    from evalflow.cli.frame.output import say
    from evalflow.cli.frame.remedies import worded

    match error:
        case EvalflowError():
            say(f"evalflow: {worded(error, error.helps)}")
            return error.exit_code
        case click.Abort():
            say("evalflow: Interrupted. What was not said to be done was not done.")
            return _INTERRUPTED
        case click.ClickException():
            told = StringIO()  # Click would print what was typed as it is
            error.show(told)
            say(told.getvalue().rstrip("\n"))
            return error.exit_code
        case OSError():
            say(f"evalflow: {error.filename or 'The system'}: {error.strerror or error}.")
            return _BROKEN
    say(
        f"evalflow: Something failed inside evalflow that should not: {type(error).__name__}. Nothing is half written: "
        "a command is written whole or not at all. `evalflow audit verify` tells whether the record is sound. Please "
        "report this, with what is printed when EVALFLOW_DEBUG=1 stands before the command."
    )
    return _BROKEN
