"""A copy holds everything at one moment, from either database, and is put back on either."""

import stat
from pathlib import Path

import pytest

from evalflow.errors import Broken, Refused
from evalflow.evaluation.people import Person, PersonNamed
from evalflow.store.checks.verification import verify
from evalflow.store.database.backup import (
    brought_up,
    copy_into,
    glance,
    is_older,
    put_into_server,
    refuse_occupied,
    sqlite_url,
    verified,
)
from evalflow.store.database.database import Store, open_store
from evalflow.store.schema import triggers
from tests.store.samples import MINT, record
from tests.stories.kept import kept, rows
from tests.support.postgres import PostgresServer


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "copy.db"
    path.touch(mode=0o600)
    return path


def test_a_copy_holds_what_the_record_holds_and_is_verified(filled: Store, part: Path) -> None:
    copy_into(filled.url, part)
    assert verified(part).problems == ()
    assert kept(sqlite_url(part)) == kept(filled.url)
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    with filled.reading() as reading:
        head = reading.head()
    holds = glance(sqlite_url(part))
    assert (holds.head, holds.example, holds == glance(filled.url)) == (head, holds.example, True)


def test_a_copy_of_postgresql_is_the_very_database_that_sqlite_would_keep(postgres_filled: Store, part: Path) -> None:
    copy_into(postgres_filled.url, part)
    opened = open_store(sqlite_url(part), MINT)
    with opened.reading() as reading:
        assert triggers.installed(reading.connection) == triggers.expected("sqlite")
    with opened.writing() as transaction:
        record(transaction, "p9", [PersonNamed("p9", "Zoë Example")])
    opened.dispose()
    assert verified(part).problems == ()


def test_a_copy_beside_a_writer_holds_what_was_committed_when_it_began(filled: Store, part: Path) -> None:
    with filled.writing() as transaction:
        record(transaction, "p9", [PersonNamed("p9", "Zoë Example")])
        copy_into(filled.url, part)
    assert glance(filled.url).head.size == glance(sqlite_url(part)).head.size + 1
    assert verified(part).problems == ()


def test_a_copy_is_put_into_an_empty_server_and_goes_on_there(
    filled: Store, part: Path, postgres_server: PostgresServer
) -> None:
    copy_into(filled.url, part)
    with postgres_server.fresh_database("restored") as url:
        refuse_occupied(url)
        store = put_into_server(part, url, MINT)
        assert kept(url) == kept(filled.url)
        with store.writing() as transaction:
            assert record(transaction, "p9", [PersonNamed("p9", "Zoë")]) == Person("p9", "Zoë")
        with store.reading() as reading:
            assert triggers.installed(reading.connection) == triggers.expected("postgresql")
            assert verify(reading).problems == ()
        store.dispose()
        with pytest.raises(Refused) as refusal:
            refuse_occupied(url)
        assert refusal.value.code == "database-exists"


def test_a_database_or_what_is_left_of_one_is_in_the_way(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path / "evalflow.db")
    refuse_occupied(url)
    (tmp_path / "evalflow.db-wal").touch()
    with pytest.raises(Refused, match=r"mv .*evalflow\.db-wal"):
        refuse_occupied(url)


def test_a_copy_that_was_altered_is_found(sqlite_filled: Store, part: Path) -> None:
    copy_into(sqlite_filled.url, part)
    raw = part.read_bytes()
    part.write_bytes(raw.replace(b"Wen Example", b"Wen Exemple"))
    assert verified(part).problems != ()
    part.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(Broken):
        assert verified(part).sound


def test_what_is_no_record_is_not_copied_or_looked_at(tmp_path: Path, part: Path) -> None:
    for content, code in ((b"", "database-empty"), (b"not a database, but a letter " * 40, "database-damaged")):
        other = tmp_path / "other.db"
        other.write_bytes(content)
        with pytest.raises(Broken) as failure:
            copy_into(sqlite_url(other), part)
        assert failure.value.code == code
    with pytest.raises(Broken):
        verified(tmp_path / "gone.db")


def test_a_copy_of_this_version_is_verified_as_it_is(sqlite_filled: Store, part: Path) -> None:
    copy_into(sqlite_filled.url, part)
    assert not is_older(sqlite_url(part))
    assert brought_up(part, part.with_name("scratch"), MINT) == part


def test_rows_come_over_as_they_lie(postgres_filled: Store, part: Path) -> None:
    copy_into(postgres_filled.url, part)
    there, here = rows(postgres_filled.url), rows(sqlite_url(part))
    assert {name: len(lines) for name, lines in there.items()} == {name: len(lines) for name, lines in here.items()}
