"""A command line in a folder of its own, with or without a record in it."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.cli.main import run
from tests.support.command_line import CommandLine
from tests.support.stages import Stage, stages

PERSON = "Secretariat (example)"


@pytest.fixture
def evalflow(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CommandLine:
    """The command line in an empty folder, 80 columns wide, untouched by the environment of who runs the tests."""
    for name in [name for name in os.environ if name.startswith("EVALFLOW_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.chdir(tmp_path)
    return CommandLine(capsys)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders with a record, made once: `real` and `example`, both with the registry."""
    folder = tmp_path_factory.mktemp("made")
    for name, more in (("real", []), ("example", ["--example"])):
        assert run(["init", str(folder / name), "--with-registry", "--person", PERSON, *more]) == 0
    return folder


@pytest.fixture
def record(evalflow: CommandLine, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line inside a folder with a real record that has the registry in it."""
    return _inside("real", evalflow, made, tmp_path, monkeypatch)


@pytest.fixture
def example(evalflow: CommandLine, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The same in an example record, which has virtual time."""
    return _inside("example", evalflow, made, tmp_path, monkeypatch)


def _inside(
    name: str, evalflow: CommandLine, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    shutil.copytree(made / name, tmp_path / name)
    monkeypatch.chdir(tmp_path / name)
    return evalflow


@pytest.fixture(scope="session")
def reached(tmp_path_factory: pytest.TempPathFactory, made: Path) -> Callable[[str], Stage]:
    """The example story as it stood at a stage; it is run on only as far as any test asks."""
    found: dict[str, Stage] = {}
    ahead = stages(tmp_path_factory.mktemp("stages"), made / "example")

    def stage(name: str) -> Stage:
        while name not in found:
            reached_name, reached_stage = next(ahead)
            found[reached_name] = reached_stage
        return found[name]

    return stage


@pytest.fixture
def at(
    evalflow: CommandLine, reached: Callable[[str], Stage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., CommandLine]:
    """`at("taking")` is the command line inside the example story at that stage, at its own instant or another one."""

    def inside(name: str, instant: str = "") -> CommandLine:
        stage = reached(name)
        shutil.copytree(stage.folder, tmp_path / name)
        monkeypatch.chdir(tmp_path / name)
        return replace(evalflow, last=("--at", instant or stage.at))

    return inside
