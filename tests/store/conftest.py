"""Stores for the tests of this room: a fresh one on each database, and one that is filled."""

from collections.abc import Iterator

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
