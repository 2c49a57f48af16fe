"""What the README shows is what a reader gets: every command of the first evaluation, typed in order."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.support.checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`([a-z]+\.md)`:\n\n```markdown\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Typed:
    """One line that a reader types, and what the README shows as its answer; the answer may be cut short."""

    line: str
    shown: tuple[str, ...]


def typed(block: str) -> list[Typed]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Typed(first, tuple(rest)) for first, *rest in (part.splitlines() for part in parts)]


def first_evaluation() -> tuple[dict[str, str], list[Typed]]:
    """Return the files that the README shows, by their names, and every line to type."""
    return dict(FILE.findall(README)), [line for text in BLOCK.findall(README) for line in typed(text)]


def answers(folder: Path, files: dict[str, str], lines: list[Typed]) -> list[tuple[str, list[str]]]:
    """Type the lines into one shell after another and return what each said that the README does not show so."""
    environment = {**os.environ, "COLUMNS": "200", "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    missing = []
    for one in lines:
        word, _, rest = one.line.partition(" ")
        if word == "cd":
            folder = folder / rest
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
        elif word == "export":
            name, _, value = rest.partition("=")
            environment[name] = value
        else:
            ran = subprocess.run(one.line, shell=True, cwd=folder, env=environment, capture_output=True, text=True)  # noqa: S602 - the README's own words
            said = (ran.stdout + ran.stderr).splitlines()
            refused = any(line.startswith("evalflow: ") for line in one.shown)
            absent = [line for line in one.shown if line not in said]
            missing += [(one.line, [*absent, *said])] if absent or (ran.returncode != 0) != refused else []
    return missing


def test_the_first_evaluation_goes_as_the_readme_shows_it(tmp_path: Path) -> None:
    files, lines = first_evaluation()
    assert list(files) == ["letter.md", "words.md"]
    assert len(lines) > 30
    assert answers(tmp_path, files, lines) == []


def test_everything_the_readme_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []
