"""Faults planted one at a time in a copy of the project → which test finds each. `make strength` runs it.

`python -m tests.strength.plant mail clock-set-back` plants the faults of a room, or those that are named; without words
all of them. What found them is written into tests/strength.md. It ends with 1 where any was found by no test.
"""

import os
import re
import resource
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from tests.support.checkout import ROOT, project_files

TABLE: Final = ROOT / "tests" / "strength.md"
STORIES: Final = "tests/stories"
ROOMS: Final[Mapping[str, str]] = {
    "engine": "tests/engine",
    "rules": "tests/engine",
    "soundness": "tests/engine",
    "evaluation": "tests/evaluation",
    "public record": "tests/evaluation/report",
    "definitions": "tests/definitions",
    "intake": "tests/intake",
    "store": "tests/store",
    "effects": "tests/effects",
    "mail": "tests/effects",
    "use cases": "tests/usecases",
    "command line": "tests/cli",
}
NOTHING: Final = "nothing"
ENDLESS: Final = "a run that never ends"
_NOT_RUN: Final = "not run yet"
_SECONDS: Final = 1800  # of processor time for one run: a fault may make a loop that never ends
_FOUND: Final = re.compile(r"^(?:FAILED|ERROR) ([^\s\[]+)", re.MULTILINE)
_ROW: Final = re.compile(r"^\| `([a-z0-9-]+)` \|.*\| ([^|]+) \|$", re.MULTILINE)
_HEAD: Final = """\
# Strength of the tests

Sixty small faults, five in each room, such as a reviewer could miss. `make strength` plants them one at a time in a
copy of the project. It asks the tests nearest to each fault first, then those of its room, then the stories, each run
on SQLite and ended by its first failure. `tests/strength/faults.toml` holds the faults; `tests/strength/plant.py`
plants them and writes this page. A house test notices where the code has moved on, so that a fault has to be chosen
anew.
"""


@dataclass(frozen=True)
class Planted:
    """One fault: `find` stands once in `file`, and `put` takes its place. `tests` are those asked first."""

    name: str
    room: str
    says: str
    file: str
    find: str
    put: str
    tests: tuple[str, ...]

    @property
    def asked(self) -> Iterator[tuple[str, ...]]:
        """Yield what is asked, one after the other, until a test fails."""
        yield from (self.tests, (ROOMS[self.room],), (STORIES,))

    def faulty(self, text: str) -> str:
        """Return the text of the file with the fault in it. Raises LookupError where the code has moved on."""
        if text.count(self.find) != 1:
            raise LookupError(f"{self.name}: {self.file} holds {text.count(self.find)} times {self.find!r}")
        return text.replace(self.find, self.put)


def faults() -> list[Planted]:
    listed = tomllib.loads((Path(__file__).parent / "faults.toml").read_text(encoding="utf-8"))["fault"]
    return [Planted(**{**fault, "tests": tuple(fault["tests"])}) for fault in listed]


def outcomes() -> dict[str, str]:
    """Return what found each fault when it was last planted, as the page says it."""
    return dict(_ROW.findall(TABLE.read_text(encoding="utf-8"))) if TABLE.exists() else {}


def page(listed: Sequence[Planted], found: Mapping[str, str]) -> str:
    """Return the page, with one table for each room."""
    lost = sum(found.get(fault.name, _NOT_RUN) in (NOTHING, _NOT_RUN) for fault in listed)
    lines = [_HEAD, f"Found: {len(listed) - lost} of {len(listed)}."]
    for room, some in groupby(listed, key=lambda fault: fault.room):
        lines += [f"\n## {room.capitalize()}\n", "| fault | what goes wrong | found by |", "|---|---|---|"]
        lines += [f"| `{one.name}` | {one.says} | {found.get(one.name, _NOT_RUN)} |" for one in some]
    return "\n".join(lines) + "\n"


def copied(folder: Path) -> None:
    for path in project_files():
        place = folder / path.relative_to(ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, place)


def found_by(fault: Planted, copy: Path) -> str:
    """Plant a fault in the copy, ask the tests, take it out again, and return the test that found it, or NOTHING."""
    file = copy / fault.file
    text = file.read_text(encoding="utf-8")
    file.write_text(fault.faulty(text), encoding="utf-8")
    try:
        return next((name for tests in fault.asked if (name := failing(copy, tests))), NOTHING)
    finally:
        file.write_text(text, encoding="utf-8")


def failing(copy: Path, tests: Sequence[str]) -> str:
    """Return the first test that fails, "" where none does. Raises RuntimeError where they cannot be run at all."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-x", "-k", "not postgresql"]
    ran = subprocess.run(
        [*command, "-p", "no:randomly", "-p", "no:cacheprovider", *tests],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_bounded,
    )
    if ran.returncode < 0:
        return ENDLESS
    named = _FOUND.search(ran.stdout)
    if ran.returncode == 1 and named:
        return f"`{named[1].removeprefix('tests/').replace('::', ' ')}`"
    if ran.returncode:
        raise RuntimeError(f"{' '.join(tests)} cannot be run:\n{ran.stdout}{ran.stderr}")
    return ""


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main(*words: str) -> int:
    listed = faults()
    chosen = [fault for fault in listed if not words or {fault.name, fault.room} & set(words)]
    with TemporaryDirectory(prefix="evalflow-strength-") as folder:
        copied(Path(folder))
        for fault in chosen:
            found = found_by(fault, Path(folder))
            sys.stdout.write(f"{fault.room:14} {fault.name:34} {found}\n")
            sys.stdout.flush()
            TABLE.write_text(page(listed, {**outcomes(), fault.name: found}), encoding="utf-8")
    return int(any(outcomes()[fault.name] == NOTHING for fault in chosen))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
