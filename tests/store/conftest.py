"""Stores for the tests of this room: a fresh one on each database, and one that is filled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evalflow.store.database import Store, create
from tests.store.samples import MINT, fill


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = create(database_url, MINT)
    yield made
    made.dispose()


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@pytest.fixture
def sqlite_filled(tmp_path: Path) -> Iterator[Store]:
    made = create(f"sqlite:///{tmp_path / 'evalflow.db'}", MINT)
    fill(made)
    yield made
    made.dispose()


@pytest.fixture
def postgres_filled(postgres_url: str) -> Iterator[Store]:
    made = create(postgres_url, MINT)
    fill(made)
    yield made
    made.dispose()
