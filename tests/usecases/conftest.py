"""Offices to begin with: at a stage of one evaluation, on SQLite and, where a test asks for it, on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.shared import made_once
from tests.usecases.office import STAGES, Office, new_office, office_at

At = Callable[..., Office]


def _file(folder: Path, stage: str) -> Path:
    return folder / f"{stage}.db"


@pytest.fixture(scope="session")
def stages() -> Path:
    """A folder with a record at every stage, to be copied: the way there costs more than most tests."""
    return made_once("usecases", _go_through_stages)


def _go_through_stages(folder: Path) -> None:
    folder.mkdir()
    for name, (before, go) in STAGES.items():
        path = _file(folder, name)
        if not before:
            new_office(f"sqlite:///{path}", folder).store.dispose()
            continue
        shutil.copyfile(_file(folder, before), path)
        with office_at(f"sqlite:///{path}", folder) as office:
            go(office)


@pytest.fixture
def at(stages: Path, tmp_path: Path) -> Iterator[At]:
    """Give an office at a stage, on SQLite, or with its files where a way went on from there, once for all tests."""
    with ExitStack() as stack:

        def begun(stage: str, way: Callable[[Office], None] | None = None) -> Office:
            if way:
                name = f"usecases-{way.__module__}.{way.__name__}"
                gone_on = made_once(name, lambda folder: _go_on(_file(stages, stage), folder, way))
                shutil.copytree(gone_on, tmp_path, dirs_exist_ok=True)
            else:
                shutil.copyfile(_file(stages, stage), _file(tmp_path, stage))
            return stack.enter_context(office_at(f"sqlite:///{_file(tmp_path, stage)}", tmp_path))

        yield begun


def _go_on(before: Path, folder: Path, way: Callable[[Office], None]) -> None:
    folder.mkdir()
    record = Path(shutil.copy(before, folder))
    with office_at(f"sqlite:///{record}", folder) as office:
        way(office)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    """A new office, once on SQLite and once on PostgreSQL."""
    made = new_office(database_url, tmp_path)
    yield made
    made.store.dispose()
