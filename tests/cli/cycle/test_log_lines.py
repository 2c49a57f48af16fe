"""What the clock writes into a log: stable names and ids, as JSON or text, and never what somebody wrote."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evalflow.errors import Broken
from evalflow.usecases.clock.beat import Beat
from evalflow.usecases.clock.log import LogEvent, log_of
from evalflow.usecases.letters.posting import Posted
from tests.support.command_line import CommandLine
from tests.usecases.office import new_office

At = Callable[..., CommandLine]
PROGRAM = "from evalflow.cli.main import main; main()"


def logged(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def as_log(form: str) -> None:
    settings = Path("evalflow.toml").read_text(encoding="utf-8")
    Path("evalflow.toml").write_text(settings.replace('log = "sentences"', f'log = "{form}"'), encoding="utf-8")


def test_a_tick_logs_each_entry_that_the_clock_made_as_json(at: At) -> None:
    tick = at("waiting")
    as_log("json")
    ran = tick("tick")
    lines = logged(ran.err)
    assert (ran.code, ran.out) == (0, "UK-CHINA-2027\n")
    assert [(line["event"], line.get("cycle"), line.get("step")) for line in lines[:2]] == [
        ("cycle.StepOpened", "UK-CHINA-2027", "ngo_inputs"),
        ("cycle.StepOpened", "UK-CHINA-2027", "parliament_inputs"),
    ]
    assert lines[-1]["event"] == "clock.beat"
    assert lines[-1]["entries"] == len(lines) - 1
    assert {line["level"] for line in lines} == {"info"}
    assert {name for line in lines for name in line} <= {
        "at", "level", "event", "entry", "subject", "cycle", "step", "entries", "files", "letters",
    }  # fmt: skip


def test_lines_of_text_say_the_same(at: At) -> None:
    tick = at("waiting")
    as_log("text")
    first = tick("tick").err.splitlines()[0]
    assert re.fullmatch(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z INFO cycle.StepOpened entry=[0-9]+ subject=[0-9a-f]{32} "
        r"cycle=UK-CHINA-2027 step=ngo_inputs",
        first,
    )


def test_a_tick_that_brings_nothing_logs_its_beat_alone(at: At) -> None:
    tick = at("waiting")
    tick.done("tick")
    as_log("json")
    assert [(line["event"], line["entries"]) for line in logged(tick("tick").err)] == [("clock.beat", 0)]


def test_what_fails_is_a_warning_with_its_code_and_without_its_words(tmp_path: Path) -> None:
    office = new_office(f"sqlite:///{tmp_path / 'evalflow.db'}", tmp_path)
    failed = Broken("not-written", "The file of Ann Example cannot be written.")
    found = Beat([], [], Posted(blocked=["550 ann@example.org"]), "No letter goes.", (failed,))
    with office.door.store.reading() as reading:
        size = reading.size()
    assert log_of(office.door, size, found) == [
        LogEvent("clock.file-failed", {"code": "not-written"}, failed=True),
        LogEvent("clock.letters-blocked", {}, failed=True),
        LogEvent("clock.letters-held-back", {}, failed=True),
        LogEvent("clock.beat", {"entries": 0, "files": 0, "letters": 0}),
    ]
    office.store.dispose()


def test_run_logs_that_it_starts_beats_and_stops(record: CommandLine) -> None:
    as_log("json")
    words = [sys.executable, "-c", PROGRAM, "run", "--every", "3600", "--folder", str(Path())]
    with subprocess.Popen(words, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        written = process.stderr.readline()
        while "clock.beat" not in written:
            line = process.stderr.readline()
            assert line, written
            written += line
        process.send_signal(signal.SIGTERM)
        written += process.stderr.read()
    events = [line["event"] for line in logged(written) if line["event"] != "clock.runs-as-root"]
    assert (process.returncode, events) == (0, ["clock.started", "clock.beat", "clock.stopped"])
    assert written.splitlines() == [line for line in written.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("form", ["loud", ""])
def test_a_form_of_log_that_there_is_not_is_refused(record: CommandLine, form: str) -> None:
    as_log(form)
    code, talk = record.refused("tick")
    assert (code, "log: is one of sentences, text, json." in talk) == (3, True)
