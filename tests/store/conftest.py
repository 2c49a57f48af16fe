"""Stores for the tests of this room: a fresh one on each database, and one that is filled."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from evalflow.store.database.database import Store, create, open_store
from tests.store.raw import file_of
from tests.store.samples import MINT, fill


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty and a filled record, to be copied: migrating costs more than most tests."""
    folder = tmp_path_factory.mktemp("made-once")
    for name in ("empty", "filled"):
        store = create(f"sqlite:///{folder / name}.db", MINT)
        if name == "filled":
            fill(store)
        store.dispose()
    return folder


@pytest.fixture
def store(database_url: str, made_once: Path) -> Iterator[Store]:
    yield from _opened(database_url, made_once / "empty.db")


@pytest.fixture
def filled(database_url: str, made_once: Path) -> Iterator[Store]:
    yield from _opened(database_url, made_once / "filled.db")


@pytest.fixture
def sqlite_filled(tmp_path: Path, made_once: Path) -> Iterator[Store]:
    yield from _opened(f"sqlite:///{tmp_path / 'evalflow.db'}", made_once / "filled.db")


@pytest.fixture
def postgres_filled(postgres_url: str, made_once: Path) -> Iterator[Store]:
    yield from _opened(postgres_url, made_once / "filled.db")


def _opened(url: str, made: Path) -> Iterator[Store]:
    if url.startswith("sqlite"):
        shutil.copy(made, file_of(url))
        store = open_store(url, MINT)
    else:
        store = create(url, MINT)
        if made.stem == "filled":
            fill(store)
    yield store
    store.dispose()
