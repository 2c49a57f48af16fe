"""What is personal can be erased from journal, rows, file and log; that it was, is never hidden."""

from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.errors import NotFound, Refused
from evalflow.evaluation.inputs.commands_events import InputTightened
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.people import Person, PersonNamed
from evalflow.store.checks.journal_check import Erasure
from evalflow.store.checks.verification import verify
from evalflow.store.database.database import Store, open_store
from tests.store.raw import file_of, raw
from tests.store.samples import MINT, NAME, NOW, RECEIVED, record

FORGOTTEN = PersonNamed("p1", "")


def test_an_erased_name_is_gone_from_rows_and_journal_and_the_erasure_is_reported(filled: Store) -> None:
    with filled.writing() as transaction:
        assert transaction.erase(2, "p1", NOW) == Person("p1", "")
        size = transaction.size()
    with filled.reading() as reading:
        entry = next(reading.journal(subject="p1"))
        assert (entry.event, entry.erased_by, entry.personal, entry.erasable) == (FORGOTTEN, size, None, False)
        assert entry.open
        assert entry.open.text == '{"name":"","person":"p1"}'
        assert reading.get(Person, "p1") == Person("p1", "")
        found = verify(reading)
        assert (found.problems, found.erasures) == ((), (Erasure(2, "person.PersonNamed", size, "p1", NOW),))


def test_the_head_of_before_still_stands_after_an_erasure(filled: Store) -> None:
    with filled.reading() as reading:
        before, proof = reading.head(), reading.prove(2)
    with filled.writing() as transaction:
        transaction.erase(2, "p1", NOW)
    with filled.reading() as reading:
        assert verify(reading, before).problems == ()
        assert reading.prove(2, before.size) == proof


def test_no_byte_of_an_erased_text_is_left_in_file_or_log(sqlite_filled: Store) -> None:
    assert NAME.encode() in bytes_of(sqlite_filled)
    bare = replace(RECEIVED, level="name-withheld", submitter="", title="", salt="", code="x-7")
    with sqlite_filled.writing() as transaction:
        hashed = transaction.put_blob(b"a letter that names somebody")
    with sqlite_filled.writing() as transaction:
        number = next(entry.seq for entry in transaction.journal(subject="i1"))
        record(transaction, "i1", [InputTightened(bare)])
        transaction.erase(number, "p1", NOW)
        transaction.erase(2, "p1", NOW)
        transaction.drop_blob(hashed)
    assert NAME.encode() not in bytes_of(sqlite_filled)
    assert b"a letter that names" not in bytes_of(sqlite_filled)
    with sqlite_filled.reading() as reading:
        assert reading.get(Input, "i1") == bare
        assert verify(reading).problems == ()


def test_a_log_that_a_reader_holds_is_overwritten_with_the_next_commit(tmp_path: Path, sqlite_filled: Store) -> None:
    sqlite_filled.dispose()
    impatient = open_impatient(sqlite_filled.url)
    with impatient.reading() as reading:
        reading.size()
        with impatient.writing() as transaction:
            transaction.erase(2, "p1", NOW)
    with impatient.writing() as transaction:
        transaction.once("anything")
    assert bytes_of(impatient).count(NAME.encode()) == bytes_of(impatient).count(RECEIVED.title.encode()) == 2
    impatient.dispose()


def open_impatient(url: str) -> Store:
    return open_store(url, MINT, busy_timeout=0.05)


def bytes_of(store: Store) -> bytes:
    folder = Path(file_of(store.url)).parent
    return b"".join(path.read_bytes() for path in folder.glob("evalflow.db*"))


def test_an_entry_is_erased_once_and_an_erasure_never(filled: Store) -> None:
    with filled.writing() as transaction:
        transaction.erase(2, "p1", NOW)
        size = transaction.size()
    with pytest.raises(Refused, match=f"Entry 2 was erased by entry {size}"), filled.writing() as transaction:
        transaction.erase(2, "p1", NOW)
    with pytest.raises(Refused, match="holds nothing personal"), filled.writing() as transaction:
        transaction.erase(size, "p1", NOW)
    with pytest.raises(Refused, match="holds nothing personal"), filled.writing() as transaction:
        transaction.erase(1, "p1", NOW)
    for number in (0, size + 1):
        with pytest.raises(NotFound, match="no entry"), filled.writing() as transaction:
            transaction.erase(number, "p1", NOW)


def test_an_erased_payload_cannot_come_back(filled: Store) -> None:
    with filled.writing() as transaction:
        transaction.erase(2, "p1", NOW)
    with raw(filled.url) as connection, pytest.raises(Exception, match="never again after it was erased"):
        connection.execute("INSERT INTO journal_personal SELECT 2, nonce, payload FROM journal_payload WHERE seq = 1")


def test_later_events_of_an_erased_beginning_still_fold(filled: Store) -> None:
    with filled.writing() as transaction:
        number = next(entry.seq for entry in transaction.journal(subject="i1"))
        left = transaction.erase(number, "p1", NOW)
    assert (left.submitter, [bool(point.disposition) for point in left.points]) == ("", [True, True])
    with filled.reading() as reading:
        assert reading.get(Input, "i1") == left
