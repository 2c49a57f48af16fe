"""The frame of the command line: the table of contents, errors as sentences, exit codes, completion."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from evalflow import __version__
from evalflow.cli.frame.frame import Command
from evalflow.cli.main import CHAPTERS
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.settings import read_settings
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.wiring import door_to, real_clock
from tests.support.command_line import CommandLine, commands

CONTENTS = """\
Usage: evalflow [OPTIONS] COMMAND [ARGS]...

  Run the public evaluation of a dialogue between governments, from the
  published timetable to the report.

  Inside a folder that holds a record, a bare `evalflow` shows what waits
  today. `evalflow COMMAND --help` says more.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.

Start:
  init            Make a folder with a new record in it
  demo            Run a complete example evaluation, from registry to PDF
  today           Show what waits, over all cycles
  incident        What fails in the machinery, and when it is tried again
  doctor          Check that everything evalflow needs is there
  backup          Make a verified copy of the whole record
  restore         Put a copy back; confirm which letters had gone
  completion      Print the completion script for a shell

The record:
  dialogue        Dialogues: what is known of them, and their standing
  objective       Objectives, and every change to them with its reason
  record          Registers: sessions, visits, cases, and what else happened

The cycle:
  cycle           Open an evaluation cycle, see where it stands, move it on
  step            Who has an open step in hand; undo what was done last
  why             Explain a date, a refusal, a block or a rule's result
  workflow        Prove that a workflow comes to its end before it runs
  calendar        Whose days off there are; which date a period gives, and why
  tick            Bring every cycle to now, and send and write what is owed
  run             Do so by itself, for as long as it runs

Inputs:
  input           Receive inputs, split them into points, answer each point

Findings and criteria:
  finding         Rate objectives on evidence
  rule            Try a rule on real facts; see which facts there are
  criteria        Check the suspension criteria and record the decisions
  scorecard       The twelve recommendations as checks, dialogue by dialogue

The report:
  report          Write, check, adopt, publish and distribute the report
  recommendation  What is recommended, replied to and followed up
  distribution    Who has the report, and who not
  compare         Reports, objectives and facts side by side; never a rank
  export          Tables and results for other tools, with a dictionary
  exchange        Share published reports with partners, and take in theirs

Letters:
  contact         Whom letters go to, and who declines mail
  circle          Who has which role in a cycle
  letters         Which letters are owed, wait, were sent or failed
  letter          How a letter of a kind reads, before there is one
  reminder        Reminders still to come: preview, skip or hurry one
  overdue         The public list of what did not come in time

Trust:
  audit           Verify the record; prove that an input stands in it
"""
STARTS = "from evalflow.cli.main import main; main()"
MINE = ("init", "today", "doctor", "completion", "dialogue", "objective", "record", "audit", "workflow")


def test_help_reads_like_a_table_of_contents(evalflow: CommandLine) -> None:
    assert evalflow.done("--help") == CONTENTS


def test_outside_any_folder_a_bare_evalflow_shows_the_help(evalflow: CommandLine) -> None:
    assert evalflow.done() == CONTENTS


def test_inside_a_folder_a_bare_evalflow_shows_today(record: CommandLine) -> None:
    assert (record(), CONTENTS) == (record("today"), CONTENTS)


def test_the_folder_of_the_environment_is_one_to_be_inside_of(
    evalflow: CommandLine, record: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVALFLOW_FOLDER", str(tmp_path / "real"))
    assert evalflow().err.startswith("real: nothing waits.")


def test_the_version_is_the_package_s(evalflow: CommandLine) -> None:
    assert evalflow.done("--version") == f"evalflow {__version__}\n"


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_is_where_the_table_says(name: str) -> None:
    assert CHAPTERS[name].load().name == name


@pytest.mark.parametrize(("words", "command"), commands(*MINE))
def test_every_command_has_one_line_of_help_and_an_example_of_itself(words: str, command: Command) -> None:
    line = command.get_short_help_str(90)
    assert line.endswith(".")
    assert f"evalflow {words}" in command.example


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["dialog"], "No such command 'dialog'. Did you mean 'dialogue'?"),
        (["dialogue", "lst"], "No such command 'lst'. Did you mean 'list'?"),
        (["dialogue", "list", "--formt", "json"], "Did you mean one of: '--folder', '--format'?)"),
        (
            ["dialogue", "list", "--format", "json", "--format", "csv"],
            "--format is given more than once. Give it once.",
        ),
        (
            ["cycle", "open", "--opens", "2027-01-11"],
            "Missing: DIALOGUE, --operator, --conducts or --does-not-conduct.",
        ),
        (
            ["cycle", "open", "uk-china", "--opens", "2027-01-11", "--operator", "x"],
            "Missing option: --conducts or --does-not-conduct. Say one of the two: whether the operator conducts the "
            "dialogue.",
        ),
        (
            ["cycle", "open", "uk-china", "--conducts", "--does-not-conduct"],
            "Give only one of --conducts or --does-not-conduct, and once.",
        ),
        (["cycle", "open", "uk-china", "--conducts", "--conducts"], "--does-not-conduct, and once."),
        (["input", "receive", "UK-CHINA-2027"], "Missing argument 'FILES...'."),
        (["dialogue", "show"], "Missing argument 'CODE'."),
        (
            ["objective", "amend", "UK-07", "--field", "text", "--to", "Access", "to", "prisons"],
            "Got more than this command takes: to prisons. Put text with spaces between quotes.",
        ),
        (
            ["record", "add", "sesion"],
            "there is no register 'sesion'. Did you mean 'session'? See: evalflow record fields",
        ),
    ],
)
def test_what_is_not_understood_is_said_with_the_nearest_word(
    evalflow: CommandLine, words: list[str], says: str
) -> None:
    code, talk = evalflow.refused(*words)
    assert (code, talk.splitlines()[-1].rpartition("Error: ")[2].endswith(says)) == (2, True), talk


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["today"], 1, "There is no evalflow.toml in {here} or above it. Make a folder with `evalflow init FOLDER`."),
        (
            ["today", "--folder", "gone"],
            1,
            "There is no evalflow.toml in gone. Make a folder with `evalflow init gone`.",
        ),
        (["dialogue", "show", "x\x1b[2J"], 3, None),
        (["dialogue", "show", "x\udce4"], 3, None),
    ],
)
def test_an_error_is_one_sentence_and_an_exit_code(
    evalflow: CommandLine, tmp_path: Path, words: list[str], code: int, says: str | None
) -> None:
    ended, talk = evalflow.refused(*words)
    assert ended == code
    assert talk.startswith("evalflow: ")
    assert "\x1b" not in talk
    assert says is None or talk == f"evalflow: {says.format(here=tmp_path)}\n"


def test_the_nearest_of_commands_that_are_not_imported_yet_is_named_too() -> None:
    """In a process of its own: here other tests have imported them."""
    program = "from evalflow.cli.main import main; main()"
    typed = subprocess.run([sys.executable, "-c", program, "cycle", "simulat"], capture_output=True, text=True)
    assert "No such command 'simulat'. Did you mean 'simulate'?" in typed.stderr


@pytest.mark.parametrize("days", ["٣", "1_4", "１４", "1.0", " 3", "²"])
def test_a_number_is_typed_in_the_figures_0_to_9(record: CommandLine, days: str) -> None:
    code, said = record.refused("reminder", "preview", "--days", days)
    assert (code, f"{days!r} is no whole number." in said) == (2, True)


@pytest.mark.parametrize("day", ["20270111", "2027-W02-1", "２０２７-01-11"])
def test_a_day_is_typed_in_one_form(record: CommandLine, day: str) -> None:
    assert record.refused("cycle", "open", "uk-china", "--opens", day, "--operator", "Example")[0] == 2


def test_a_control_character_in_what_was_typed_is_named_and_shown_as_an_escape(record: CommandLine) -> None:
    assert record.refused("dialogue", "show", "uk\x1b[2J") == (
        3,
        "evalflow: What was typed holds the control character U+001B (escape). Take it out: 'uk\\x1b[2J'.\n",
    )


def test_nobody_named_is_refused_before_the_record_is_touched(evalflow: CommandLine) -> None:
    evalflow.done("init", "record")
    assert evalflow.refused("dialogue", "import", "--paper", "--folder", "record") == (
        1,
        "evalflow: Say who acts: give a name with --as, or `person` in evalflow.toml.\n",
    )


def test_a_name_that_turns_letters_round_is_refused(record: CommandLine) -> None:
    code, talk = record.refused("dialogue", "import", "--paper", "--as", "Ada \u202e gnitirw")
    assert (code, "U+202E" in talk, "\u202e" in talk) == (3, True, False)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("12/03/2027", "'12/03/2027' is not written as a day here. Write 2027-03-12 (year-month-day)."),
        ("3.25.2027", "'3.25.2027' is not written as a day here. Write 2027-03-25 (year-month-day)."),
        ("2027-02-30", "The calendar has no '2027-02-30'. Check year, month and day."),
        ("40/40/2027", "'40/40/2027' is not written as a day here. Write it as 2027-01-11 (year-month-day)."),
        ("soon", "'soon' is not written as a day here. Write it as 2027-01-11 (year-month-day)."),
    ],
)
def test_a_day_that_is_written_otherwise_is_told_how_it_is_written_here(
    evalflow: CommandLine, day: str, says: str
) -> None:
    code, talk = evalflow.refused("cycle", "open", "x", "--operator", "x", "--conducts", "--opens", day)
    assert (code, talk.splitlines()[-1]) == (2, f"Error: Invalid value for '--opens': {says}")


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("yesterday", "'yesterday' is no instant. Write it as 2027-01-11T09:00Z."),
        (
            "2027-01-11T09:00",
            "'2027-01-11T09:00' does not say how far from UTC it is. Add Z, or an offset like +01:00.",
        ),
    ],
)
def test_virtual_time_is_an_instant_with_its_distance_from_utc(record: CommandLine, at: str, says: str) -> None:
    code, talk = record.refused("today", "--at", at)
    assert (code, says in talk) == (2, True)


def test_a_real_record_has_no_virtual_time(record: CommandLine) -> None:
    assert record.refused("today", "--at", "2027-01-11T09:00Z") == (
        1,
        "evalflow: Only an example record has virtual time. This one is real: leave out --at.\n",
    )


def test_a_real_clock_that_was_set_back_is_said_and_does_no_harm(record: CommandLine) -> None:
    door = door_to(read_settings(Path.cwd()))
    ahead = real_clock() + timedelta(days=2)
    add_dialogue(replace(door, clock=lambda: ahead), Dialogue("", "a-b", "A and B", "A", "B"))
    door.store.dispose()
    ran = record("dialogue", "list")
    assert ran.err.startswith(f"The clock is behind the record's last entry, of {ahead:%Y-%m-%d %H:%M:%S} UTC:")
    assert ran.code == 0


def test_an_example_says_so_once_for_each_command(example: CommandLine) -> None:
    talk = example("dialogue", "list", "--at", "2027-01-11T09:00+01:00").err
    assert talk.count("Worked example") == 1


def test_a_dry_run_says_at_its_end_that_nothing_was_written(record: CommandLine) -> None:
    before = record.done("audit", "head")
    talk = record("objective", "withdraw", "UK-11", "--on", "2024-10", "--no-reason-stated", "--dry-run").err
    assert talk.endswith("Dry run: nothing was written.\n")
    assert record.done("audit", "head") == before


def test_a_file_that_cannot_be_written_is_told_without_a_traceback(evalflow: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    code, talk = evalflow.refused("init", "file/record")
    assert (code, talk.startswith("evalflow: file/record cannot be written: ")) == (4, True)


def test_what_fails_inside_is_told_in_one_sentence_and_debugging_shows_it(
    record: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("evalflow.cli.start.today.what_waits", fails)
    code, talk = record.refused("today")
    assert (code, "ZeroDivisionError" in talk, "a secret" in talk) == (4, True, False)
    monkeypatch.setenv("EVALFLOW_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        record("today")


def test_an_interruption_ends_with_130(record: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("evalflow.cli.start.today.what_waits", interrupted)
    assert record.refused("today") == (
        130,
        "\nevalflow: Interrupted. What was not said to be done was not done.\n",
    )


def test_a_reader_that_leaves_a_pipe_hears_no_complaint(record: CommandLine) -> None:
    read, write = os.pipe()
    os.close(read)
    listed = subprocess.run(
        [sys.executable, "-c", STARTS, "dialogue", "show", "eu-china", "--format", "json"],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(write)
    assert listed.stderr == ""


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_prints_the_script_of_the_shell(evalflow: CommandLine, shell: str) -> None:
    assert "_EVALFLOW_COMPLETE" in evalflow.done("completion", shell)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("evalflow dia", ["dialogue"]),
        ("evalflow dialogue ex", ["export"]),
        ("evalflow record add ", list(REGISTERS)),
    ],
)
def test_words_are_completed(typed: str, offered: list[str]) -> None:
    words = typed.split(" ")
    completed = subprocess.run(
        [sys.executable, "-c", STARTS],
        env={
            **os.environ,
            "_EVALFLOW_COMPLETE": "bash_complete",
            "COMP_WORDS": typed,
            "COMP_CWORD": str(len(words) - 1),
        },
        capture_output=True,
        text=True,
    )
    assert [line.partition(",")[2] for line in completed.stdout.splitlines()] == offered, completed.stderr
