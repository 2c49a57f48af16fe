"""A command line in a folder of its own, with or without a record in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.printed_plainly import printing_plainly
from tests.support.stages import new_record, stage


@pytest.fixture(autouse=True)
def printed_plainly() -> Iterator[None]:
    """Lay out no PDF here: the stories do, and a test that asks for it."""
    with printing_plainly():
        yield


@pytest.fixture
def evalflow(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """The command line in an empty folder, 80 columns wide, untouched by the environment of who runs the tests."""
    for name in [name for name in os.environ if name.startswith("EVALFLOW_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.chdir(tmp_path)
    return CommandLine(capsys)


@pytest.fixture
def record(evalflow: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line inside a folder with a real record that has the registry in it."""
    return _inside("real", evalflow, tmp_path, monkeypatch)


@pytest.fixture
def example(evalflow: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The same in an example record, which has virtual time."""
    return _inside("example", evalflow, tmp_path, monkeypatch)


def _inside(name: str, evalflow: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    shutil.copytree(new_record(name), tmp_path / name)
    monkeypatch.chdir(tmp_path / name)
    return evalflow


@pytest.fixture
def at(evalflow: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., CommandLine]:
    """`at("taking")` is the command line inside the example story at that stage, at its own instant or another one."""

    def inside(name: str, instant: str = "") -> CommandLine:
        reached = stage(name)
        shutil.copytree(reached.folder, tmp_path / name)
        monkeypatch.chdir(tmp_path / name)
        return replace(evalflow, last=("--at", instant or reached.at))

    return inside
