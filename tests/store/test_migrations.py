"""The revisions make what the rows declare, on both databases, and the guards come back after each."""

import shutil
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from evalflow.errors import Broken
from evalflow.resources import resource
from evalflow.store.access.renewal import renew
from evalflow.store.checks.verification import verify
from evalflow.store.database.backup import brought_up, copy_into, glance, is_older, sqlite_url, verified
from evalflow.store.database.database import Store, create, open_store, upgrade
from evalflow.store.schema import migrations, triggers
from evalflow.store.schema.mapping import SHAPES
from tests.store.samples import MINT
from tests.support import migrated_once


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A record that the revisions made for this test, and not a copy of what they made for another."""
    with migrated_once.anew():
        store = create(database_url, MINT)
    yield store
    store.dispose()


def test_the_newest_revision_is_the_one_the_store_expects(store: Store) -> None:
    with store.reading() as reading:
        assert migrations.revisions(reading.connection)[-1] == migrations.HEAD
        assert migrations.revision(reading.connection) == migrations.HEAD


def test_the_schema_is_what_the_rows_declare(store: Store) -> None:
    with store.writing(dry_run=True) as transaction:
        command.check(migrations.config(transaction.connection))  # raises where a migration is missing


def test_every_field_of_every_entity_has_its_column_and_no_column_is_idle() -> None:
    for shape in SHAPES.values():
        own = {field.name for field in fields(shape.entity)} - {part.field for part in shape.parts}
        together = {"details"} if shape.columns.details is not None else set()
        own -= set(shape.columns.details or ())
        assert {column.name for column in shape.table.columns} == own | together | {"entered", "written"}


def test_every_constraint_has_a_name_that_says_where_it_stands(store: Store) -> None:
    with store.reading() as reading:
        for table in set(inspect(reading.connection).get_table_names()) - {"alembic_version"}:
            assert all(name.split("_", 1)[1].startswith(table) for name in constraints(reading.connection, table))


def constraints(connection: Connection, table: str) -> list[str]:
    look = inspect(connection)
    found = [*look.get_foreign_keys(table), *look.get_unique_constraints(table), *look.get_check_constraints(table)]
    return [str(one["name"]) for one in (*found, look.get_pk_constraint(table))]


def test_a_fresh_database_has_exactly_the_guards_of_the_one_module(store: Store) -> None:
    with store.reading() as reading:
        assert triggers.installed(reading.connection) == triggers.expected(reading.connection.dialect.name)


HERE = migrations.HEAD
NEXT = f"{int(HERE) + 1:04}"
LATER = f"""
import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HERE}"


def upgrade() -> None:
    for table in ("objective", "objective_change"):
        with op.batch_alter_table(table, recreate="always" if op.get_bind().dialect.name == "sqlite" else "auto") as to:
            to.add_column(sa.Column("remark", sa.Text(), nullable=False, server_default=""))
"""


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this an evalflow with one revision more, which alters the tables that have guards."""
    folder = shutil.copytree(resource("db", "migrations"), tmp_path / "migrations")
    (folder / "versions" / f"{NEXT}_later.py").write_text(LATER)
    monkeypatch.setattr(migrations, "resource", lambda *_: folder)
    monkeypatch.setattr(migrations, "HEAD", NEXT)


def test_an_upgrade_of_a_database_that_is_up_to_date_does_nothing(filled: Store) -> None:
    assert upgrade(filled.url, MINT) == []


def test_an_upgrade_that_is_only_tried_says_what_it_would_apply_and_keeps_nothing(
    filled: Store, next_version: None
) -> None:
    filled.dispose()
    assert upgrade(filled.url, MINT, dry_run=True) == [NEXT]
    with pytest.raises(Broken) as refusal:
        open_store(filled.url, MINT)
    assert refusal.value.code == "schema-older"


def test_an_upgrade_keeps_the_record_and_puts_the_guards_back(filled: Store, next_version: None) -> None:
    filled.dispose()
    with pytest.raises(Broken, match="doctor --migrate"):
        open_store(filled.url, MINT)
    assert upgrade(filled.url, MINT) == [NEXT]
    upgraded = open_store(filled.url, MINT)
    with upgraded.reading() as reading:
        assert reading.connection.exec_driver_sql("SELECT remark FROM objective").scalar_one() == ""
        assert triggers.installed(reading.connection) == triggers.expected(reading.connection.dialect.name)
        assert verify(reading).problems == ()
    upgraded.dispose()


def test_a_copy_of_an_older_database_is_verified_by_migrating_a_second_one(
    filled: Store, next_version: None, tmp_path: Path
) -> None:
    filled.dispose()
    copy, scratch = tmp_path / "copy.db", tmp_path / "scratch.db"
    copy.touch()
    assert copy_into(filled.url, copy) == HERE
    assert is_older(sqlite_url(copy))
    assert brought_up(copy, scratch, MINT) == scratch
    assert verified(scratch).problems == ()
    holds = glance(sqlite_url(copy))
    assert (holds.revision, holds.head) == (HERE, glance(filled.url).head)


def test_an_upgrade_that_fails_changes_nothing(
    filled: Store, next_version: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.dispose()
    (tmp_path / "migrations" / "versions" / f"{NEXT}_later.py").write_text(LATER + "    1 / 0\n")
    with pytest.raises(ZeroDivisionError):
        upgrade(filled.url, MINT)
    monkeypatch.undo()
    with filled.reading() as reading:
        assert migrations.revision(reading.connection) == HERE
        assert verify(reading).problems == ()


def test_reminders_get_their_rows_from_the_cycles_that_hold_them(filled: Store) -> None:
    with filled.writing() as transaction:
        run = transaction.connection.exec_driver_sql
        there = run("SELECT * FROM reminder").all()
        triggers.remove(transaction.connection)
        run("DELETE FROM reminder")
        renew(transaction.connection)
        assert run("SELECT * FROM reminder").all() == there != []


def test_the_template_of_a_revision_imports_sqlmodel() -> None:
    assert "import sqlmodel" in resource("db", "migrations", "script.py.mako").read_text()
