"""The clock that `run` keeps: stopped at any moment, it ends what it is at, and ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from evalflow.heartbeat import keep_beating
from tests.support.awaiting import awaited
from tests.support.command_line import CommandLine

PROGRAM = "from evalflow.cli.main import main; main()"


def test_a_signal_while_the_scheduler_beats_ends_it_as_well() -> None:
    """Each time the signal comes as a beat begins, when the scheduler is at work on its job."""
    for _ in range(3):
        beats: list[int] = []

        def beat(_: Callable[[], bool], beats: list[int] = beats) -> None:
            beats.append(1)
            if len(beats) > 1:
                os.kill(os.getpid(), signal.SIGTERM)

        keep_beating(beat, timedelta(seconds=0.05))
        assert len(beats) > 1


def test_a_signal_during_the_very_first_beat_lets_it_end_and_then_nothing_more_is_begun() -> None:
    seen = []

    def beat(stopped: Callable[[], bool]) -> None:
        seen.append(stopped())
        os.kill(os.getpid(), signal.SIGTERM)
        seen.append(awaited(stopped))

    before = signal.getsignal(signal.SIGTERM)
    keep_beating(beat, timedelta(seconds=60))
    assert seen == [False, True]
    assert signal.getsignal(signal.SIGTERM) == before


def started(record: Path) -> "tuple[subprocess.Popen[str], str]":
    """Start `run` and wait until it says that it runs; return the process and what it said."""
    words = [sys.executable, "-c", PROGRAM, "run", "--every", "3600", "--folder", str(record)]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    said = ""
    while "The clock of" not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    return process, said


def test_a_second_run_beside_the_first_says_so_and_a_killed_one_is_in_nobody_s_way(record: CommandLine) -> None:
    first, said = started(Path())
    try:
        assert ("Warning: this runs as root." in said) == (os.geteuid() == 0)
        code, talk = record.refused("run")
        assert (code, f"as process {first.pid}" in talk, "Traceback" in talk) == (1, True, False)
    finally:
        first.kill()
        first.communicate()
    second, _ = started(Path())
    second.send_signal(signal.SIGTERM)
    second.communicate()
    assert second.returncode == 0
