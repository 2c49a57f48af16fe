"""Killed at any point and started again in the same folder, the story ends in the same record."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evalflow.definitions.story import Story
from evalflow.settings import FILE
from tests.stories.kept import files, kept_in, rows
from tests.stories.places import CYCLE, Place
from tests.stories.processes import ROOT, CommandsToRun, Processes, ProcessResult
from tests.support.awaiting import awaited
from tests.support.shared import FOLDER

KILLED = -signal.SIGKILL
EVERY = 11  # commits between two kills: `make storm` kills at each of them
PRINTS_ONCE = "from tests.support import printed_once; printed_once.keep(); "
SEED = "a story that is cut"


def continued(processes: Processes, folder: Path, *hook: object, words: Sequence[str] = ()) -> ProcessResult:
    """Start the demo, or go on with it, in a process under one hook."""
    asked = CommandsToRun([["demo", "--folder", str(folder), *words]], str(folder.parent), {}, [hook] if hook else [])
    return processes.run(asked)[0]


def ran_twice(runs: list[ProcessResult]) -> list[str]:
    """Return what a run did although an earlier run had said that it was done before."""
    found: list[str] = []
    known: set[str] = set()
    for run in runs:
        said = [line for line in run.err.splitlines() if line[:2].isdigit()]
        done = {line.removesuffix(" (done before)") for line in said if line.endswith("(done before)")}
        found += [line for line in said if line in known - done]
        known |= done
    return found


def cut(processes: Processes, folder: Path, moment: str, every: int, *words: str) -> list[ProcessResult]:
    """Kill the demo at every so many commits, and go on with it each time, until it is through."""
    runs = [continued(processes, folder, "kill_at_commit", every, moment, words=words)]
    undone = 1 if moment == "before" else 0  # a kill before a commit undoes it: the next run does it again
    while runs[-1].code == KILLED:
        runs.append(continued(processes, folder, "kill_at_commit", every + undone, moment, words=words))
    return runs


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_many_commits_it_ends_in_the_same_record(
    processes: Processes, demo: Path, commits: int, tmp_path: Path, moment: str
) -> None:
    folder = tmp_path / "demo"
    runs = cut(processes, folder, moment, EVERY)
    assert [run.code for run in runs] == [KILLED] * (commits // EVERY) + [0], runs[-1].err
    assert kept_in(folder) == kept_in(demo)
    assert files(folder) == files(demo)
    assert ran_twice(runs) == []


def test_killed_before_each_file_gets_its_name_it_ends_with_the_same_files(
    processes: Processes, demo: Path, tmp_path: Path
) -> None:
    folder, log = tmp_path / "demo", tmp_path / "named"
    log.touch()
    kills = 0
    while (run := continued(processes, folder, "kill_at_new_name", str(log))).code == KILLED:
        kills += 1
    assert run.code == 0, run.err
    assert sorted(log.read_text().splitlines()) == sorted([FILE, *(Path(name).name for name in files(demo))])
    assert kills == len(files(demo)) + 1
    assert kept_in(folder) == kept_in(demo)
    assert whole_files(folder) == files(demo)


def whole_files(folder: Path) -> dict[str, bytes]:
    """Return the files that got their name. A kill can leave others, which nobody takes for a receipt or a report."""
    return {name: content for name, content in files(folder).items() if not name.endswith(".part")}


def test_killed_at_random_moments_it_ends_in_the_same_record(story: Story, demo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    moments = sorted(chance(f"step {n}") % (len(story.steps) - 6) for n in range(12))
    assert [killed_at(folder, story.steps[at].say, chance(f"delay {n}") % 120) for n, at in enumerate(moments)] == (
        [KILLED] * 12
    )
    with started(folder, "demo", program=PRINTS_ONCE) as process:
        _, said = process.communicate()
    assert process.returncode == 0, said
    assert kept_in(folder) == kept_in(demo)
    assert whole_files(folder) == files(demo)


def chance(of: str) -> int:
    """Return a number that looks like chance and is the same in every run of this test."""
    return int.from_bytes(hashlib.sha256(f"{SEED}/{of}".encode()).digest()[:4])


def killed_at(folder: Path, step: str, milliseconds: int) -> int:
    """Start the demo, kill it so long after it has come to this step, and return how it ended."""
    with started(folder, "demo", program=PRINTS_ONCE) as process:
        assert process.stderr
        while step not in process.stderr.readline():
            assert process.poll() is None
        try:
            process.wait(milliseconds / 1000)
        except subprocess.TimeoutExpired:
            process.kill()
        return process.wait()


def started(folder: Path, *words: str, program: str = "") -> "subprocess.Popen[str]":
    """Start a whole new process for one command in this folder."""
    run = [sys.executable, "-c", f"{program}from evalflow.cli.main import main; main()"]
    environment = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": os.defpath, "TMPDIR": str(folder.parent)}
    environment |= {name: os.environ[name] for name in ("XDG_STATE_HOME", FOLDER)}
    typed = [*run, *words, "--folder", str(folder)]
    return subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)


def test_killed_while_the_pdf_is_laid_out_it_leaves_no_process_and_no_file(
    at_sqlite: Callable[[str], Place],
) -> None:
    place = at_sqlite("answered")
    before = rows(place.url), files(place.folder)
    with started(place.folder, "report", "build", CYCLE, "--at", place.at) as process:
        layout = awaited(lambda: children_of(process.pid))
        process.kill()
        assert process.wait() == KILLED
    assert awaited(lambda: not layout & alive())
    assert (rows(place.url), files(place.folder)) == before
    place.done("report", "build", CYCLE)
    assert set(files(place.folder)) - set(before[1]) >= {
        f"reports/EXAMPLE-{CYCLE}-draft.{kind}" for kind in ("pdf", "html", "json")
    }


def children_of(parent: int) -> set[int]:
    return {child for child, its_parent, _ in processes_now() if its_parent == parent}


def alive() -> set[int]:
    """Return the processes that run. One that has ended and that nobody asked about yet does not."""
    return {process for process, _, state in processes_now() if not state.startswith("Z")}


def processes_now() -> list[tuple[int, int, str]]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    fields = (line.split() for line in listed.stdout.splitlines())
    return [(int(process), int(parent), state) for process, parent, state in fields]
