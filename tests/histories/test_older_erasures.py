"""A record that an older version wrote: what was erased then counts still, and what is erased now says nothing new."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from evalflow.errors import Broken, Refused
from evalflow.evaluation.inputs.commands_events import InputReceived
from evalflow.evaluation.inputs.input import Input
from evalflow.store.checks.verification import Verification, verify
from evalflow.store.codec import canonical
from evalflow.store.database.database import Store, open_store, upgrade
from evalflow.store.journal.journal import OpenPartsCommitted
from tests.store.forging import append
from tests.store.raw import raw, without_guard
from tests.store.samples import MINT

RECEIVED = "input.InputReceived"
LATER = datetime(2030, 1, 1, tzinfo=UTC)  # than all that was recorded


def first_of(connection: Any, kind: str) -> tuple[int, str, str]:
    """Return number, subject and payload of the first entry of a kind."""
    query = "SELECT j.seq, j.subject, p.payload FROM journal j JOIN journal_payload p ON p.seq = j.seq"
    seq, subject, payload = connection.execute(f"{query} WHERE j.kind = '{kind}' ORDER BY j.seq").fetchone()
    return int(seq), str(subject), str(payload)


def checked(store: Store) -> Verification:
    with store.reading() as reading:
        return verify(reading)


@pytest.fixture
def brought_up(first_schema: str) -> Iterator[Store]:
    upgrade(first_schema, MINT)
    store = open_store(first_schema, MINT)
    yield store
    store.dispose()


def received(store: Store) -> tuple[int, Input]:
    with store.reading() as reading:
        entry = next(entry for entry in reading.journal() if entry.kind == RECEIVED)
        known = reading.get(Input, entry.subject)
    assert known
    return entry.seq, known


def test_the_migration_binds_what_an_older_version_wrote_once(brought_up: Store, first_schema: str) -> None:
    with brought_up.reading() as reading:
        [bound] = [entry for entry in reading.journal() if isinstance(entry.event, OpenPartsCommitted)]
        assert bound.seq == reading.size()
    assert isinstance(bound.event, OpenPartsCommitted)
    assert bound.event.count > 10
    with brought_up.writing() as transaction:
        transaction.bind_older()
        assert transaction.size() == bound.seq
    assert checked(brought_up).old_erasures_until == bound.seq


def test_an_entry_of_the_first_version_is_erased_and_keeps_its_open_part(brought_up: Store) -> None:
    seq, known = received(brought_up)
    before = checked(brought_up).head
    with brought_up.writing() as transaction:
        left = transaction.erase(seq, "p1", LATER)
    assert (known.submitter != "", left.submitter, left.commitment, left.kind) == (
        True,
        "",
        known.commitment,
        known.kind,
    )
    with brought_up.reading() as reading:
        found = verify(reading, before)
        entry = next(reading.journal(subject=known.id))
    assert (found.problems, [erasure.seq for erasure in found.erasures]) == ((), [seq])
    assert isinstance(entry.event, InputReceived)
    assert (entry.event.input.received_at, entry.open) == (known.received_at, None)


def test_an_erasure_that_puts_something_else_in_the_place_of_an_open_part_is_named(brought_up: Store) -> None:
    seq, known = received(brought_up)
    with brought_up.reading() as reading:
        entry = next(reading.journal(subject=known.id))
    assert entry.open
    forged = canonical(
        {**json.loads(entry.open.text)} | {"input": json.loads(entry.open.text)["input"] | {"late": "pending"}}
    )
    with raw(brought_up.url) as connection:
        append(connection, "journal.PersonalErased", f"journal:{seq}", {"seq": seq, "open": forged})
        connection.execute(f"DELETE FROM journal_payload WHERE seq = {seq}")
    bound = checked(brought_up).old_erasures_until
    said = f"The open parts of entries of the first version are not those that entry {bound} binds."
    assert said in checked(brought_up).problems


@pytest.mark.parametrize("kept", ["", "[]", "{"])
def test_an_erasure_that_carries_no_open_part_is_named(brought_up: Store, kept: str) -> None:
    seq, _ = received(brought_up)
    with raw(brought_up.url) as connection:
        by = append(connection, "journal.PersonalErased", f"journal:{seq}", {"seq": seq, "open": kept})
        connection.execute(f"DELETE FROM journal_payload WHERE seq = {seq}")
    assert f"Entry {by} does not carry the open part of entry {seq}." in checked(brought_up).problems


def test_what_was_not_bound_cannot_be_erased(brought_up: Store) -> None:
    with brought_up.reading() as reading:
        seq = next(entry.seq for entry in reading.journal() if entry.kind == "evaluation.EvaluationOpened")
    with pytest.raises(Refused, match="holds nothing personal"), brought_up.writing() as transaction:
        transaction.erase(seq, "p1", LATER)


def erased_before(url: str, replaced: dict[str, Any]) -> int:
    """Erase the first input as the first version did; return the number of its entry."""
    with raw(url) as connection:
        seq, _, payload = first_of(connection, RECEIVED)
        bare = {**json.loads(payload)["input"], "submitter": "", "title": "", **replaced}
        said = {"seq": seq, "event": "InputReceived", "replacement": {"input": bare}}
        append(connection, "journal.PayloadErased", f"journal:{seq}", said, version=1)
        connection.execute(f"DELETE FROM journal_payload WHERE seq = {seq}")
    return seq


def test_an_erasure_of_before_the_migration_counts_still(first_schema: str) -> None:
    seq = erased_before(first_schema, {})
    upgrade(first_schema, MINT)
    store = open_store(first_schema, MINT)
    assert received(store)[1].submitter == ""
    assert checked(store).problems == ()
    assert [erasure.seq for erasure in checked(store).erasures] == [seq]
    store.dispose()


def test_a_record_that_is_damaged_is_not_bound(first_schema: str) -> None:
    with raw(first_schema) as connection:
        if first_schema.startswith("sqlite"):
            without_guard(connection, "journal_payload", "update")
        seq, _, payload = first_of(connection, RECEIVED)
        changed = payload.replace("ngo", "nhri", 1).replace("'", "''")
        connection.execute(f"UPDATE journal_payload SET payload = '{changed}' WHERE seq = {seq}")
    with pytest.raises(Broken, match=f"Entry {seq} of the journal is not what its header commits to"):
        upgrade(first_schema, MINT)


def test_a_binding_that_is_taken_out_is_missed(brought_up: Store) -> None:
    bound = checked(brought_up).old_erasures_until
    with raw(brought_up.url) as connection:
        for table in ("journal_payload", "journal"):
            without_guard(connection, table, "delete")
            connection.execute(f"DELETE FROM {table} WHERE seq = {bound}")
        append(connection, "person.PersonNamed", "p9", {"name": "", "person": "p9"}, {"name": "x"})
        connection.execute(f"INSERT INTO person (id, name, entered, written) VALUES ('p9', 'x', {bound}, {bound})")
    said = "The entries of the first version are not bound to their open parts by the entry that follows them."
    assert said in checked(brought_up).problems
