"""Cycles that ended long ago: their journals fold as they did, and a record of the first schema becomes one of this."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from evalflow.engine.words import Cycle
from evalflow.evaluation.heart import apply
from evalflow.store.checks.verification import verify
from evalflow.store.codec import form_of
from evalflow.store.database.database import Store, open_store, upgrade
from evalflow.store.journal import merkle
from evalflow.store.journal.journal import commitment, event_of, header_of
from evalflow.store.schema import migrations
from tests.store.samples import MINT

HERE = Path(__file__).parent
HISTORIES = sorted(HERE.glob("*.jsonl.gz"))


def entries(history: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in gzip.decompress(history.read_bytes()).decode().splitlines()]


def told(history: Path) -> Any:
    return json.loads(history.with_name(history.name.removesuffix(".jsonl.gz") + ".json").read_text())


def folded(history: Path) -> dict[tuple[str, str], object]:
    """Return every entity of a journal as this version folds it, by family and subject."""
    found: dict[tuple[str, str], object] = {}
    for entry in entries(history):
        header = header_of(entry["header"])
        family = header.kind.partition(".")[0]
        event = event_of(header.kind, entry["payload"])
        found[family, header.subject] = apply(found.get((family, header.subject)), event)
    return found


def test_there_are_histories() -> None:
    assert HISTORIES


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.name)
def test_every_payload_is_the_one_its_header_commits_to_and_the_tree_is_as_it_was(history: Path) -> None:
    found = entries(history)
    for entry in found:
        nonce = bytes.fromhex(entry["nonce"])
        assert header_of(entry["header"]).commitment == commitment(
            nonce, entry["payload"], header_of(entry["header"]).version
        )
    root = merkle.root([merkle.leaf(entry["header"]) for entry in found]).hex()
    assert (len(found), root) == (told(history)["size"], told(history)["root"])


@pytest.mark.parametrize("history", HISTORIES, ids=lambda path: path.name)
def test_a_cycle_that_ended_stands_as_it_stood(history: Path) -> None:
    cycles = [cycle for cycle in folded(history).values() if isinstance(cycle, Cycle)]
    assert cycles
    for cycle, stood in zip(sorted(cycles, key=lambda one: one.id), told(history)["cycles"], strict=True):
        assert (cycle.id, cycle.status, cycle.closed.keys()) == (stood["id"], stood["status"], stood["closed"].keys())
        now = form_of(Cycle).write(cycle)["closed"]
        for name, before in stood["closed"].items():  # what was told then is told now, and more may be
            assert before.items() <= now[name].items()


def test_a_record_of_the_first_schema_is_brought_up_and_is_sound(first_schema: str) -> None:
    assert upgrade(first_schema, MINT) == migrations_since_the_first()
    store = open_store(first_schema, MINT)
    with store.reading() as reading:
        found = verify(reading)
        assert (found.problems, found.head.size) == (
            (),
            told(HISTORIES[0])["size"] + 1,
        )  # one that binds what an older version wrote
        [cycle] = reading.all(Cycle)
        assert (cycle.status, cycle.closed["adopt"].outcome) == ("ended", "adopted")
        assert cycle.closed["ngo_inputs"].due is not None  # which the first schema did not keep, and the journal did
    store.dispose()


def migrations_since_the_first() -> list[str]:
    return [f"{number:04}" for number in range(2, int(migrations.HEAD) + 1)]


def test_a_record_that_was_brought_up_goes_on(first_schema: str) -> None:
    upgrade(first_schema, MINT)
    store: Store = open_store(first_schema, MINT)
    with store.writing() as transaction:
        assert transaction.once("a first thing after the upgrade")
    with store.reading() as reading:
        assert verify(reading).sound
    store.dispose()
