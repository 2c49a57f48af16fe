"""What the database itself refuses, tried with plain drivers."""

import sqlite3
from dataclasses import replace

import psycopg
import pytest

from evalflow.errors import Broken
from evalflow.evaluation.objectives.objective import Objective, ObjectiveAdded
from evalflow.store.checks.verification import verify
from evalflow.store.database.database import Store
from evalflow.store.schema.triggers import GUARDS, PROTECTED
from tests.store.raw import raw, without_guard, without_written
from tests.store.samples import OBJECTIVE, amended, record

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
NEXT = "(SELECT max(seq) + 1 FROM journal)"
HEADER = (
    '{"at":"2027-01-11T09:30:00.000000Z","by":"p1","commitment":"c","kind":"person.PersonNamed","personal":"","seq":'
)

ON_BOTH = [
    "UPDATE journal SET header = 'x' WHERE seq = 1",
    "UPDATE journal SET seq = 100 WHERE seq = 1",
    "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
    "DELETE FROM journal",
    "INSERT INTO journal SELECT seq + 100, header, kind, subject, commitment, personal FROM journal WHERE seq = 1",
    "INSERT INTO journal SELECT seq, header, kind, subject, commitment, personal FROM journal WHERE seq = 1",
    f"INSERT INTO journal SELECT {NEXT}, header, kind, subject, commitment, personal FROM journal WHERE seq = 1",
    f'INSERT INTO journal SELECT {NEXT}, \'{HEADER}\' || {NEXT} || \',"subject":"p1","v":2}}\', '
    "'person.PersonNamed', 'another', 'c', ''",
    f'INSERT INTO journal SELECT {NEXT}, \'{HEADER}\' || {NEXT} || \',"subject":"p1","v":2}}\', '
    "'person.PersonNamed', 'p1', 'c', 'another'",
    "INSERT INTO journal SELECT * FROM journal WHERE seq = 1 ON CONFLICT (seq) DO UPDATE SET header = 'x'",
    "INSERT INTO journal SELECT * FROM journal WHERE seq = 1 ON CONFLICT (seq) DO NOTHING",
    "UPDATE journal_payload SET payload = '{}' WHERE seq = 1",
    "DELETE FROM journal_payload WHERE seq = 1",
    "INSERT INTO journal_payload SELECT * FROM journal_payload WHERE seq = 1 "
    "ON CONFLICT (seq) DO UPDATE SET payload = 'x'",
    "INSERT INTO journal_payload SELECT 999, nonce, payload FROM journal_payload WHERE seq = 1",
    "UPDATE objective SET text = 'Release nobody.'",
    "UPDATE objective SET text = 'Release nobody.', revision = revision + 1",
    "UPDATE objective SET revision = revision + 1",
    "UPDATE objective SET revision = 1",
    "UPDATE objective SET code = 'UK-02'",
    "DELETE FROM objective",
    "INSERT INTO objective SELECT * FROM objective WHERE id = 'o1' ON CONFLICT (id) DO UPDATE SET text = 'x'",
    "UPDATE objective_change SET reason = 'another'",
    "DELETE FROM objective_change",
    "INSERT INTO objective_change SELECT * FROM objective_change WHERE revision = 1 "
    "ON CONFLICT (objective, revision) DO UPDATE SET new = 'x'",
]
ON_SQLITE = [
    "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1",
    "REPLACE INTO journal_payload SELECT seq, nonce, 'x' FROM journal_payload WHERE seq = 1",
    "REPLACE INTO objective SELECT * FROM objective",
    "REPLACE INTO objective_change SELECT * FROM objective_change",
    "UPDATE OR REPLACE journal SET seq = 2 WHERE seq = 1",
]
ON_POSTGRES = [
    "TRUNCATE journal CASCADE",
    "TRUNCATE journal_payload",
    "TRUNCATE objective CASCADE",
    "TRUNCATE objective_change",
]


@pytest.mark.parametrize("attack", ON_BOTH)
def test_raw_sql_against_journal_and_objectives_is_refused(filled: Store, attack: str) -> None:
    with raw(filled.url) as connection, pytest.raises(REFUSALS, match=PROTECTED):
        connection.execute(attack)
    assert sound(filled)


@pytest.mark.parametrize("attack", ON_SQLITE)
def test_replace_is_refused_even_without_recursive_triggers(sqlite_filled: Store, attack: str) -> None:
    for recursive in ("ON", "OFF"):
        with raw(sqlite_filled.url) as connection:
            connection.execute(f"PRAGMA recursive_triggers = {recursive}")
            with pytest.raises(sqlite3.IntegrityError, match=PROTECTED):
                connection.execute(attack)
    assert sound(sqlite_filled)


@pytest.mark.parametrize("attack", ON_POSTGRES)
def test_truncate_is_refused(postgres_filled: Store, attack: str) -> None:
    with raw(postgres_filled.url) as connection, pytest.raises(psycopg.errors.RaiseException, match=PROTECTED):
        connection.execute(attack)
    assert sound(postgres_filled)


CHANGE = (
    "INSERT INTO objective_change SELECT objective, {revision}, '{kind}', '{field}', '{old}', '{new}', '{reason}', "
    "{none_stated}, '', '', '', '', '', '{source}', recorded_at, recorded_by, written "
    "FROM objective_change WHERE revision = 1"
)
FITS = {
    "revision": 3, "kind": "text", "field": "text", "old": "Release all prisoners.", "new": "Release some.",
    "reason": "agreed", "none_stated": 0, "source": "",
}  # fmt: skip
AS_SAID = "UPDATE objective SET text = 'Release some.', revision = 3"
IN_DETAILS = {"field": "office", "old": "", "new": "X"}


@pytest.mark.parametrize(
    ("change", "update"),
    [({}, AS_SAID), (IN_DETAILS, 'UPDATE objective SET details = \'{"office":"X"}\', revision = 3')],
)
def test_an_objective_changes_with_its_change(filled: Store, change: dict[str, object], update: str) -> None:
    with raw(filled.url) as connection:
        without_written(connection)
        connection.execute(CHANGE.format(**{**FITS, **change}))
        assert connection.execute(update).rowcount == 1


@pytest.mark.parametrize(
    ("change", "update"),
    [
        ({"old": "Release nobody."}, AS_SAID),
        ({"new": "Release most."}, AS_SAID),
        ({"field": "title"}, AS_SAID),
        ({"field": "code", "old": "UK-01", "new": "UK-02"}, "UPDATE objective SET code = 'UK-02', revision = 3"),
        ({}, "UPDATE objective SET text = 'Release some.', title = 'Other', revision = 3"),
        ({}, "UPDATE objective SET text = 'Release some.', source = 'other', revision = 3"),
        ({}, "UPDATE objective SET text = 'Release some.', revision = 4"),
        ({}, "UPDATE objective SET title = 'Release some.', revision = 3"),
        ({}, "UPDATE objective SET text = 'Release some.', id = 'o2', revision = 3"),
        ({}, 'UPDATE objective SET details = \'{"office":"X"}\', revision = 3'),
        ({}, "UPDATE objective SET text = 'Release some.', details = '{\"office\":\"X\"}', revision = 3"),
        (IN_DETAILS, "UPDATE objective SET revision = 3"),
        (IN_DETAILS, AS_SAID),
        (IN_DETAILS, "UPDATE objective SET details = '{\"office\":\"X\"}', source = 'other', revision = 3"),
    ],
)
def test_an_objective_changes_in_no_other_way(filled: Store, change: dict[str, object], update: str) -> None:
    with raw(filled.url) as connection:
        without_written(connection)
        connection.execute(CHANGE.format(**{**FITS, **change}))
        with pytest.raises(REFUSALS, match=PROTECTED):
            connection.execute(update)


@pytest.mark.parametrize(
    "change",
    [
        {"reason": ""},
        {"reason": "  "},
        {"none_stated": 1},
        {"kind": "editorial", "none_stated": 1},
        {"kind": "correction"},
        {"kind": "added"},
        {"new": "Release all prisoners."},
    ],
)
def test_no_change_is_kept_without_reason_or_the_word_that_none_was_stated(
    filled: Store, change: dict[str, object]
) -> None:
    refusals = (sqlite3.IntegrityError, psycopg.errors.CheckViolation)
    with raw(filled.url) as connection:
        without_written(connection)
        with pytest.raises(refusals, match="ck_objective_change_"):
            connection.execute(CHANGE.format(**{**FITS, **change}))


@pytest.mark.parametrize(
    "change",
    [{"reason": "", "none_stated": 1}, {"kind": "editorial", "reason": ""}, {"kind": "correction", "source": "l. 7"}],
)
def test_a_change_may_say_that_no_reason_was_stated_or_that_none_is_needed(
    filled: Store, change: dict[str, object]
) -> None:
    with raw(filled.url) as connection:
        without_written(connection)
        assert connection.execute(CHANGE.format(**{**FITS, **change})).rowcount == 1


@pytest.mark.parametrize("revision", [2, 4])
def test_changes_are_numbered_without_gap(filled: Store, revision: int) -> None:
    with raw(filled.url) as connection:
        without_written(connection)
        with pytest.raises(REFUSALS, match=PROTECTED):
            connection.execute(CHANGE.format(**{**FITS, "revision": revision}))


def test_an_objective_without_its_change_of_kind_added_is_refused(filled: Store) -> None:
    bare = Objective("o2", "d1", "UK-02", "Bare", "No change.", "paraphrase")
    with pytest.raises(Broken) as refusal, filled.writing() as transaction:
        record(transaction, "o2", [ObjectiveAdded(bare)])
    assert refusal.value.code == PROTECTED
    assert str(refusal.value) == (
        "The database refused it: an objective begins with its change of kind “added”. Nothing was changed."
    )


def test_a_change_with_a_wrong_old_value_is_refused_on_the_ordinary_way_too(filled: Store) -> None:
    stale = amended(OBJECTIVE, "title", "Other")
    with filled.writing() as transaction:
        record(transaction, "o1", [amended(replace(OBJECTIVE, revision=2), "title", "Freedom")])
    with pytest.raises(Broken) as refusal, filled.writing() as transaction:
        record(transaction, "o1", [stale])
    assert refusal.value.code == PROTECTED
    assert sound(filled)


def test_verification_names_every_guard_that_was_taken_away(filled: Store) -> None:
    guards = [guard for guard in GUARDS if guard.doing != "TRUNCATE" or not filled.url.startswith("sqlite")]
    with raw(filled.url) as connection:
        for guard in guards:
            without_guard(connection, guard.table, f"{guard.about}{guard.doing.lower()}")
    with filled.reading() as reading:
        assert verify(reading).problems == tuple(
            f"The guard {name} is missing: the database would not refuse what it should."
            for name in sorted(guard.name for guard in guards)
        )


def sound(store: Store) -> bool:
    with store.reading() as reading:
        return verify(reading).sound
