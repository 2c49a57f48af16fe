"""Words typed after `evalflow` → processes that ran them, each told of by its exit code and what it printed.

Starting Python and importing everything takes most of a second, which a story would spend hundreds of times. So one
process, this module run as a program, imports everything once and then forks: every command still is a process of its
own, with its own connection, that can be killed or starved without harm to another.
"""

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import evalflow
from tests.support import spent
from tests.support.awaiting import HOUR

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class ProcessResult:
    """What became of a process. `code` is negative where a signal ended it, as subprocess tells it."""

    code: int
    out: str
    err: str

    @property
    def ended(self) -> tuple[int, str]:
        return self.code, self.err


@dataclass(frozen=True)
class CommandsToRun:
    """One process: commands that it runs one after the other until one fails, in a folder, under hooks of hooks.py."""

    commands: Sequence[Sequence[str]]
    folder: str
    environment: Mapping[str, str] = field(default_factory=dict)
    hooks: Sequence[Sequence[Any]] = ()


class Processes:
    """Runs commands in processes of their own. Use it in a `with` block."""

    def __init__(self, folder: Path) -> None:
        self._printed = folder
        self._seconds = 0.0
        environment = {name: value for name, value in os.environ.items() if not name.startswith("EVALFLOW_")}
        environment |= {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "COLUMNS": "100", "TERM": "dumb", "TMPDIR": str(folder)}
        self._forking = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.processes", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=environment,
        )

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_: object) -> None:
        self._forking.communicate()
        spent.add(-self._seconds)  # they count with those of the process that has now ended

    def run(self, *asked: CommandsToRun) -> list[ProcessResult]:
        """Run processes side by side, let go at the same moment, and return what became of each."""
        assert self._forking.stdin
        assert self._forking.stdout
        print(json.dumps([asdict(one) for one in asked]), file=self._forking.stdin, flush=True)
        codes, seconds = json.loads(self._forking.stdout.readline())
        self._count(seconds)
        return [ProcessResult(code, self._read(n, "out"), self._read(n, "err")) for n, code in enumerate(codes)]

    def _count(self, seconds: float) -> None:
        """Count what all commands took so far."""
        spent.add(seconds - self._seconds)
        self._seconds = seconds

    def _read(self, number: int, stream: str) -> str:
        return (self._printed / f"{number}.{stream}").read_text(encoding="utf-8")


def serve(folder: Path) -> None:
    """Answer each line of processes to run with a line of exit codes and seconds, until standard input ends."""
    import_everything()
    for line in sys.stdin:
        asked = [CommandsToRun(**one) for one in json.loads(line)]
        waits, lets_go = os.pipe()
        children = [forked(one, folder / str(number), waits, lets_go) for number, one in enumerate(asked)]
        os.close(waits)
        os.close(lets_go)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        sys.stdout.write(json.dumps([codes, spent.children()]) + "\n")
        sys.stdout.flush()


def import_everything() -> None:
    for found in pkgutil.walk_packages(evalflow.__path__, "evalflow."):
        importlib.import_module(found.name)
    importlib.import_module("sqlalchemy.dialects.postgresql.psycopg")
    importlib.import_module("tests.stories.hooks")
    for shared in ("printed_once", "migrated_once"):
        importlib.import_module(f"tests.support.{shared}").keep()


def forked(asked: CommandsToRun, printed: Path, waits: int, lets_go: int) -> int:
    """Start a process that waits until the other end of `waits` is closed, and return its number."""
    if child := os.fork():
        return child
    try:
        signal.alarm(int(HOUR))  # it ends a process that hangs, and none that works on a busy machine
        os.close(lets_go)
        _redirect(printed)
        os.chdir(asked.folder)
        os.environ.update(asked.environment)
        os.read(waits, 1)
        code = _run(asked)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(99)
    os._exit(code)


def _redirect(printed: Path) -> None:
    for number, source in ((0, Path(os.devnull)), (1, printed.with_suffix(".out")), (2, printed.with_suffix(".err"))):
        handle = os.open(source, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, number)
        os.close(handle)


def _run(asked: CommandsToRun) -> int:
    from evalflow.cli.main import run  # here, so that a test that only asks for processes does not import it
    from tests.stories.hooks import HOOKS

    for name, *values in asked.hooks:
        HOOKS[name](*values)
    for words in asked.commands:
        if code := run(words):
            return code
    return 0


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
