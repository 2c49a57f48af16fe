"""Copies that are made and put back: sound ones alone, under a free name, on any disk, also to a server."""

from pathlib import Path

import pytest

from evalflow.errors import NotFound, Refused
from evalflow.store.database.backup import glance, sqlite_file, sqlite_url
from evalflow.store.database.database import open_store
from evalflow.usecases.trust.backups import Saved, back_up
from evalflow.usecases.trust.restoring import restore
from tests.usecases.office import MINT, Office
from tests.usecases.trust.test_restoring import code_of, place_of, saved


def test_a_copy_that_is_not_sound_is_not_put_back(due_office: Office) -> None:
    copy = saved(due_office)
    altered = copy.with_name("altered.db")
    altered.write_bytes(copy.read_bytes().replace(b"The parliament", b"The parliamint"))
    altered.chmod(0o600)
    file = sqlite_file(due_office.store.url)
    due_office.store.dispose()
    file.rename(file.with_name("aside.db"))
    place = place_of(due_office, due_office.store.url)
    with pytest.raises(Refused) as refusal:
        restore(altered, place, due_office.now)
    assert code_of(refusal) == "copy-unsound"
    with pytest.raises(NotFound):
        restore(copy.with_name("gone.db"), place, due_office.now)
    assert not file.exists()
    file.with_name("aside.db").rename(file)
    with pytest.raises(Refused) as refusal:
        restore(copy, place, due_office.now)
    assert code_of(refusal) == "database-exists"
    due_office.store = open_store(due_office.store.url, MINT)


def test_no_copy_is_kept_of_a_record_that_is_not_sound_and_none_is_overwritten(due_office: Office) -> None:
    copy = saved(due_office)
    with pytest.raises(Refused) as refusal:
        saved(due_office)
    assert code_of(refusal) == "file-exists"
    due_office.store.dispose()
    file = sqlite_file(due_office.store.url)
    file.write_bytes(file.read_bytes().replace(b"The parliament", b"The parliamint"))
    with pytest.raises(Refused) as refusal:
        saved(due_office, "second.db")
    assert code_of(refusal) == "copy-unsound"
    assert not (due_office.folder / "second.db").exists()
    assert copy.exists()


def test_a_copy_that_nobody_named_says_what_it_is(due_office: Office) -> None:
    made = back_up(due_office.store.url, due_office.folder, MINT, due_office.now)
    assert made == Saved(made.path, glance(due_office.store.url), made.path.stat().st_size)
    assert made.path == due_office.folder / "backups" / f"evalflow-{due_office.size()}-20270208T090000Z.db"


def test_on_a_disk_that_knows_no_second_name_for_a_file_a_copy_is_made_and_said(
    due_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    made = back_up(due_office.store.url, due_office.folder, MINT, due_office.now, path=due_office.folder / "c.db")
    assert made.size == (due_office.folder / "c.db").stat().st_size


def test_a_server_gets_the_record_back(due_office: Office, postgres_url: str) -> None:
    copy = saved(due_office)
    place = place_of(due_office, postgres_url)
    assert restore(copy, place, due_office.now).behind is None
    assert glance(postgres_url).head == glance(sqlite_url(copy)).head
    with pytest.raises(Refused) as refusal:
        restore(copy, place, due_office.now)
    assert code_of(refusal) == "database-exists"
