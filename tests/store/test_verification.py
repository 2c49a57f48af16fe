"""Whatever is altered past the store is named: table, row, field; and a rewritten history by an earlier head."""

import random  # noqa: TID251 - seeded: which bits to flip
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evalflow.engine.words import Cycle
from evalflow.errors import Broken
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.people import PersonNamed
from evalflow.evaluation.report.head import Head
from evalflow.store.checks.verification import Verification, verify
from evalflow.store.codec import canonical, plain_values
from evalflow.store.database.database import Store, open_store
from evalflow.store.journal.journal import commitment
from evalflow.store.schema.mapping import SHAPES
from evalflow.store.schema.rows import TABLES
from tests.store.raw import file_of, raw, unguarded, without_guard
from tests.store.samples import MINT, NOW, OBJECTIVE, amended, record


def checked(store: Store, against: Head | None = None) -> Verification:
    with store.reading() as reading:
        return verify(reading, against)


def test_a_record_nobody_touched_is_sound_and_has_the_head_of_its_journal(filled: Store) -> None:
    with filled.reading() as reading:
        found, head = verify(reading), reading.head()
    assert (found.problems, found.erasures, found.head, found.sound) == ((), (), head, True)


KEPT = [(name, column.name) for shape in SHAPES.values() for name in shape.tables for column in TABLES[name].columns]


@pytest.mark.parametrize(("table", "column"), KEPT)
def test_every_field_of_every_row_is_compared(sqlite_filled: Store, table: str, column: str) -> None:
    with unguarded(sqlite_filled.url, table) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        numbers = ("INTEGER", "FLAG")
        other = "97" if TABLES[table].c[column].type.__class__.__name__.upper() in numbers else "'other'"
        connection.execute(
            f'UPDATE "{table}" SET "{column}" = {other} WHERE rowid = (SELECT max(rowid) FROM "{table}")'
        )
    said = [problem for problem in checked(sqlite_filled).problems if problem.startswith(f"Table {table}")]
    key = column in TABLES[table].primary_key.columns
    assert said
    assert key or any(problem.endswith(f": {column} is not what the journal says.") for problem in said)


def test_a_changed_a_deleted_and_an_added_row_are_named(filled: Store) -> None:
    with unguarded(filled.url, "finding", "point", "person") as connection:
        connection.execute("UPDATE finding SET status = 'met'")
        connection.execute("DELETE FROM point WHERE number = 2")
        connection.execute("INSERT INTO person VALUES ('p9', 'Nobody', 9, 9)")
    assert checked(filled).problems == (
        "Table person: row p9 is not in the journal, or its key was changed.",
        "Table point: row i1/2 is missing, or its key was changed.",
        "Table finding, row f1: status is not what the journal says.",
    )


def test_what_it_says_repeats_no_value(filled: Store) -> None:
    with unguarded(filled.url, "input") as connection:
        connection.execute("UPDATE input SET submitter = 'A Name', title = 'A Title'")
    assert not any("A Name" in problem or "A Title" in problem for problem in checked(filled).problems)


@pytest.mark.parametrize(
    ("table", "doing", "attack", "said"),
    [
        ("journal", "update", "UPDATE journal SET header = replace(header, '2027', '2026') WHERE seq = 3", None),
        (
            "journal",
            "update",
            "UPDATE journal SET subject = 'x' WHERE seq = 3",
            "Table journal, entry 3: subject is not what the header says.",
        ),
        (
            "journal",
            "update",
            "UPDATE journal SET header = 'x' WHERE seq = 3",
            "Table journal: the header of entry 3 is not as it was written.",
        ),
        (
            "journal_payload",
            "update",
            "UPDATE journal_payload SET payload = '{}' WHERE seq = 3",
            "Table journal_payload, row 3: nonce or payload is not what entry 3 commits to.",
        ),
        (
            "journal_payload",
            "update",
            "UPDATE journal_payload SET nonce = 'x' WHERE seq = 3",
            "Table journal_payload, row 3: nonce or payload is not what entry 3 commits to.",
        ),
        (
            "journal_payload",
            "delete",
            "DELETE FROM journal_payload WHERE seq = 3",
            "Table journal_payload: row 3 is missing, and no entry says that it was erased.",
        ),
    ],
)
def test_an_altered_journal_is_named(filled: Store, table: str, doing: str, attack: str, said: str | None) -> None:
    head = checked(filled).head
    with raw(filled.url) as connection:
        without_guard(connection, table, doing)
        connection.execute(attack)
    problems = checked(filled, head).problems
    assert said in problems or said is None
    assert said is not None or any("history was rewritten" in problem for problem in problems)


def test_a_shortened_journal_is_named(filled: Store) -> None:
    head = checked(filled).head
    with raw(filled.url) as connection:
        for table in ("journal", "journal_payload"):
            without_guard(connection, table, "delete")
            connection.execute(f"DELETE FROM {table} WHERE seq = {head.size}" if table != "journal" else "SELECT 1")
        connection.execute(f"DELETE FROM journal WHERE seq = {head.size}")
    assert (
        f"The head given is of {head.size} entries, the journal has {head.size - 1}: some were removed."
        in checked(filled, head).problems
    )


def test_a_missing_entry_in_the_middle_is_named(filled: Store) -> None:
    with raw(filled.url) as connection:
        without_guard(connection, "journal", "delete")
        without_guard(connection, "journal_payload", "delete")
        connection.execute("DELETE FROM journal_payload WHERE seq = 4")
        connection.execute("DELETE FROM journal WHERE seq = 4")
    assert "Entry 4 of the journal is missing." in checked(filled).problems


def test_a_history_rewritten_rows_journal_and_guards_alike_is_caught_by_an_earlier_head_alone(filled: Store) -> None:
    printed = checked(filled).head
    rewrite(filled.url, "finding.ObjectiveRated", lambda payload: {**payload, "finding": made_better(payload)})
    with unguarded(filled.url, "finding") as connection:
        connection.execute("UPDATE finding SET status = 'met'")
    with filled.writing() as transaction:
        record(transaction, "p2", [PersonNamed("p2", "Later")])
    assert checked(filled).problems == ()
    assert checked(filled, printed).problems == (
        f"The first {printed.size} entries of the journal are not those of the head given: history was rewritten.",
    )


def made_better(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload["finding"], "status": "met"}


def rewrite(url: str, kind: str, other: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Put another payload in place of the one of `kind`, with its commitment and header, and put the guards back."""
    mark = "?" if url.startswith("sqlite") else "%s"
    with unguarded(url, "journal", "journal_payload") as connection:
        query = "SELECT j.seq, j.header, p.nonce, p.payload FROM journal j JOIN journal_payload p ON p.seq = j.seq"
        seq, header, nonce, payload = connection.execute(f"{query} WHERE j.kind = {mark}", (kind,)).fetchone()
        payload = canonical(other(plain_values(payload)))
        committed = commitment(bytes(nonce), payload)
        header = canonical({**plain_values(header), "commitment": committed})
        connection.execute(f"UPDATE journal_payload SET payload = {mark} WHERE seq = {seq}", (payload,))
        connection.execute(
            f"UPDATE journal SET header = {mark}, commitment = {mark} WHERE seq = {seq}", (header, committed)
        )


def test_a_guard_that_was_disabled_or_altered_and_a_strange_trigger_are_named(postgres_filled: Store) -> None:
    with raw(postgres_filled.url) as connection:
        connection.execute("ALTER TABLE journal DISABLE TRIGGER guard_journal_delete")
        connection.execute(
            "CREATE OR REPLACE FUNCTION guard_journal_update() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NEW; END $$"
        )
        connection.execute(
            "CREATE TRIGGER zz BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION guard_journal_update()"
        )
    assert checked(postgres_filled).problems == (
        "The guard guard_journal_delete is not as evalflow made it.",
        "The guard guard_journal_update is not as evalflow made it.",
        "The trigger zz is none of evalflow's.",
    )


def test_content_that_is_not_what_its_hash_says_is_named(filled: Store) -> None:
    with filled.writing() as transaction:
        hashed = transaction.put_blob(b"as handed in")
    with raw(filled.url) as connection:
        mark = "?" if filled.url.startswith("sqlite") else "%s"
        connection.execute(f"UPDATE blob SET content = {mark}", (b"as rewritten",))
    assert checked(filled).problems == (f"Table blob: the content of row {hashed} is not what its hash says.",)


def test_no_flipped_bit_in_the_file_changes_what_is_read_unnoticed(sqlite_filled: Store, tmp_path: Path) -> None:
    """A flip may hit nothing that means anything; then everything reads as before. Otherwise it is noticed."""
    before = everything(sqlite_filled)
    sqlite_filled.dispose()
    content = Path(file_of(sqlite_filled.url)).read_bytes()
    dice, noticed = random.Random(7), 0  # noqa: S311 - nothing secret
    for number in range(200):
        copy = tmp_path / f"flipped-{number}.db"
        flipped = bytearray(content)
        flipped[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        copy.write_bytes(flipped)
        noticed += notices_or_is_unharmed(f"sqlite:///{copy}", before)
    assert noticed > 10


def notices_or_is_unharmed(url: str, before: object) -> bool:
    """Return True when the damage was noticed; fail when it was not and something reads otherwise."""
    try:
        store = open_store(url, MINT)
        try:
            if not checked(store).sound:
                return True
            assert everything(store) == before
            return False
        finally:
            store.dispose()
    except Broken:
        return True


def everything(store: Store) -> object:
    with store.reading() as reading:
        entities: list[object] = [reading.all(entity) for entity in SHAPES]
        return entities, list(reading.journal()), reading.head()


def test_the_copy_of_a_record_is_the_same_record(sqlite_filled: Store, tmp_path: Path) -> None:
    before = everything(sqlite_filled)
    sqlite_filled.dispose()
    shutil.copy(file_of(sqlite_filled.url), tmp_path / "copy.db")
    copy = open_store(f"sqlite:///{tmp_path / 'copy.db'}", MINT)
    assert everything(copy) == before
    copy.dispose()


def test_tables_of_another_version_are_told_apart_from_a_record_that_was_altered(filled: Store) -> None:
    with raw(filled.url) as connection:
        connection.execute("ALTER TABLE register_entry DROP COLUMN withdrawn_reason")
    problems = checked(filled).problems
    assert "Table register_entry: the column withdrawn_reason is missing." in problems
    assert any(problem.startswith("Table register_entry cannot be read") for problem in problems)
    with raw(filled.url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0011'")
    with pytest.raises(Broken, match=r"another version of evalflow \(its revision is 0011\)") as refusal:
        checked(filled)
    assert refusal.value.code == "schema-other"


def test_a_row_that_refers_to_nothing_is_named(sqlite_filled: Store) -> None:
    with unguarded(sqlite_filled.url, "cycle") as connection:
        connection.execute("DELETE FROM cycle")
    problems = checked(sqlite_filled).problems
    assert "Table cycle: row c1 is missing, or its key was changed." in problems
    assert "Table finding: row number 1 refers to a row of cycle that is not there." in problems


def written_past_the_rules(store: Store, subject: str, *events: object) -> int:
    """Append entries that no use case would; return the number of the first."""
    with store.writing() as transaction:
        return transaction._append(subject, "p1", NOW, events)


def test_an_event_that_does_not_follow_is_named(filled: Store) -> None:
    seq = written_past_the_rules(filled, "o9", amended(OBJECTIVE, "title", "Freedom"))
    assert checked(filled).problems == (f"Entry {seq} of the journal does not follow from those before it.",)


def test_a_payload_that_this_version_cannot_read_is_named(filled: Store) -> None:
    rewrite(filled.url, "finding.ObjectiveRated", lambda payload: {**payload, "later": 1})
    seq = checked(filled).head.size
    assert (
        f"Table journal_payload, row {seq}: this version of evalflow cannot read the payload."
        in checked(filled).problems
    )


@pytest.mark.parametrize(
    ("entity", "id", "harm"),
    [
        (Cycle, "c1", "UPDATE cycle SET opened_at = 'yesterday'"),
        (Cycle, "c1", "UPDATE cycle SET opening = '2027-02-30'"),
        (Cycle, "c1", "UPDATE cycle SET closed = '{'"),
        (Evaluation, "c1", "UPDATE evaluation SET operator_conducts = 3"),
    ],
)
def test_a_row_that_cannot_be_read_is_damage_and_not_a_traceback(
    sqlite_filled: Store, entity: type, id: str, harm: str
) -> None:
    with unguarded(sqlite_filled.url, "cycle", "evaluation") as connection:
        connection.execute(harm)
    with pytest.raises(Broken) as refusal, sqlite_filled.reading() as reading:
        reading.get(entity, id)
    assert refusal.value.code == "database-damaged"


def test_a_payload_that_was_lost_stops_the_reading_of_the_journal(filled: Store) -> None:
    with raw(filled.url) as connection:
        without_guard(connection, "journal_payload", "delete")
        connection.execute("DELETE FROM journal_payload WHERE seq = 3")
    with pytest.raises(Broken, match="Entry 3 of the journal has lost its payload"), filled.reading() as reading:
        list(reading.journal())
