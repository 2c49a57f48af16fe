"""No row of any table that folds is written or deleted without a newer entry about it: tried with plain drivers."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from evalflow.evaluation.heart import FAMILIES
from evalflow.store.checks.verification import verify
from evalflow.store.database.database import Store
from evalflow.store.schema.mapping import SHAPES
from evalflow.store.schema.rows import TABLES
from evalflow.store.schema.triggers import PROTECTED
from tests.store.forging import append
from tests.store.raw import raw

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
OWNERS = {
    name: (family.name, owner)
    for family in FAMILIES
    for name, owner in (
        (SHAPES[family.entity].table.name, "id"),
        *((part.table.name, part.owner) for part in SHAPES[family.entity].parts),
    )
}
NEWEST = "(SELECT max(seq) FROM journal)"


def attacks(table: str, *, sqlite: bool) -> Iterator[str]:
    """Yield statements that write a row of a table without an entry about it."""
    owner = OWNERS[table][1]
    columns = ", ".join(f'"{column.name}"' for column in TABLES[table].columns)
    copied = columns.replace(f'"{owner}"', f"\"{owner}\" || '-other'", 1)
    newest = columns.replace('"written"', NEWEST)
    yield f'UPDATE "{table}" SET "{owner}" = "{owner}"'
    yield f'UPDATE "{table}" SET written = written + 1'
    yield f'UPDATE "{table}" SET written = {NEWEST}'
    yield f'UPDATE "{table}" SET "{owner}" = \'x\', written = {NEWEST}'
    yield f'DELETE FROM "{table}"'
    yield f'INSERT INTO "{table}" ({columns}) SELECT {copied} FROM "{table}"'
    yield f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM "{table}"'
    if sqlite:
        yield f'REPLACE INTO "{table}" ({columns}) SELECT {columns} FROM "{table}"'
        yield f'INSERT OR REPLACE INTO "{table}" ({columns}) SELECT {newest} FROM "{table}"'
        yield f'UPDATE OR REPLACE "{table}" SET "{owner}" = \'x\''
    else:
        yield f'TRUNCATE "{table}" CASCADE'


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_no_row_is_written_without_a_newer_entry_about_it(filled: Store, recursive: str) -> None:
    sqlite = filled.url.startswith("sqlite")
    if not sqlite and recursive == "OFF":
        pytest.skip("a setting of SQLite alone")
    let_through = []
    with raw(filled.url) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}" if sqlite else "SELECT 1")
        append(connection, "person.PersonNamed", "p9", {"name": "", "person": "p9"}, {"name": "Another"})
        connection.execute("INSERT INTO person (id, name, entered, written) VALUES ('p9', 'Another', 39, 39)".replace(
            "39", str(connection.execute("SELECT max(seq) FROM journal").fetchone()[0])
        ))  # fmt: skip
        for table in OWNERS:
            let_through += [attack for attack in attacks(table, sqlite=sqlite) if not refused(connection, attack)]
    assert let_through == []
    with filled.reading() as reading:
        assert verify(reading).problems == ()


def refused(connection: Any, attack: str) -> bool:
    connection.execute("SAVEPOINT attack")
    try:
        connection.execute(attack)
    except REFUSALS as error:
        assert PROTECTED in str(error)  # noqa: PT017 - the driver's own words
        return True
    finally:
        connection.execute("ROLLBACK TO SAVEPOINT attack")
    return False


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (
            "UPDATE finding SET status = 'met', written = {seq}",
            "Table finding, row f1: status is not what the journal says.",
        ),
        ("UPDATE finding SET written = {seq} + 1", None),
        ("UPDATE deliberation SET remarks = '[]', written = {seq}", None),
        ("INSERT INTO finding SELECT * FROM finding", None),
        ("DELETE FROM finding", None),
    ],
)
def test_a_newer_entry_lets_its_own_rows_be_written_alone_and_verification_sees_what_they_say(
    filled: Store, attack: str, said: str | None
) -> None:
    with filled.reading() as reading:
        rated = next(entry for entry in reading.journal(subject="f1"))
        assert rated.open
    with raw(filled.url) as connection:
        seq = append(connection, rated.kind, "f1", json.loads(rated.open.text))
        assert refused(connection, attack.format(seq=seq)) is (said is None)
        if said:
            connection.execute(attack.format(seq=seq))
    with filled.reading() as reading:
        assert (said or "Table finding, row f1: written is not what the journal says.") in verify(reading).problems


def test_an_entry_about_another_thing_of_the_same_id_is_none(filled: Store) -> None:
    with raw(filled.url) as connection:  # cycle, evaluation and narrative have one id
        seq = append(connection, "evaluation.ReportDrafted", "c1", {"drafted_at": "2027-01-11T09:30:00.000000Z"})
        assert refused(connection, f"UPDATE cycle SET status = 'ended', written = {seq}")
        assert refused(connection, f"UPDATE narrative SET texts = '{{}}', written = {seq}")
        assert refused(connection, "DELETE FROM open_step")
        assert not refused(connection, f"UPDATE evaluation SET drafted_at = NULL, written = {seq}")
