"""An erasure can say nothing new: forged ones are refused by the database, or named by the verification."""

import re
import sqlite3
from typing import Any

import psycopg
import pytest

from evalflow.store.checks.verification import verify
from evalflow.store.database.database import Store
from evalflow.store.schema.triggers import PROTECTED
from tests.store.forging import append, append_text
from tests.store.raw import raw, without_guard, without_written

REFUSALS = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
RATED = "finding.ObjectiveRated"


def problems(store: Store) -> tuple[str, ...]:
    with store.reading() as reading:
        return verify(reading).problems


def number_of(connection: Any, kind: str) -> int:
    (seq,) = connection.execute(f"SELECT min(seq) FROM journal WHERE kind = '{kind}'").fetchone()
    return int(seq)


def test_an_open_part_is_not_deleted_even_after_an_erasure_that_is_well_formed(filled: Store) -> None:
    with raw(filled.url) as connection:
        rated = number_of(connection, RATED)
        append(connection, "journal.PersonalErased", f"journal:{rated}", {"seq": rated, "open": ""})
        with pytest.raises(REFUSALS, match=PROTECTED):
            connection.execute(f"DELETE FROM journal_payload WHERE seq = {rated}")


def test_a_personal_part_is_not_deleted_without_an_erasure(filled: Store) -> None:
    with raw(filled.url) as connection, pytest.raises(REFUSALS, match=PROTECTED):
        connection.execute("DELETE FROM journal_personal WHERE seq = 2")


@pytest.mark.parametrize(
    "attack", ["UPDATE journal_personal SET payload = '{}'", "UPDATE journal_personal SET seq = 99"]
)
def test_a_personal_part_is_not_changed(filled: Store, attack: str) -> None:
    with raw(filled.url) as connection, pytest.raises(REFUSALS, match=PROTECTED):
        connection.execute(attack)


@pytest.mark.parametrize("seq", [1, 2, 999])
def test_no_personal_part_is_added_to_an_entry_that_has_none_or_has_its_own(filled: Store, seq: int) -> None:
    with raw(filled.url) as connection, pytest.raises(REFUSALS, match=PROTECTED):
        connection.execute(
            f"INSERT INTO journal_personal SELECT {seq}, nonce, '{{}}' FROM journal_personal WHERE seq = 2"
        )


def test_an_entry_in_the_form_of_the_first_version_is_refused(filled: Store) -> None:
    with raw(filled.url) as connection, pytest.raises(REFUSALS, match=PROTECTED):
        append(connection, "person.PersonNamed", "p9", {"name": "x", "person": "p9"}, version=1)


def met(connection: Any, kind: str, rated: int, said: object) -> int:
    """Put a forged erasure of the rating in place, with guards out of the way, and set the row as it says."""
    for table in ("journal_payload", "journal"):
        without_guard(connection, table, "delete")
    seq = append(connection, kind, f"journal:{rated}", said)
    connection.execute(f"DELETE FROM journal_payload WHERE seq = {rated}")
    without_written(connection)
    connection.execute("UPDATE finding SET status = 'met'")
    return seq


def test_an_erasure_of_the_first_version_counts_no_longer(filled: Store) -> None:
    with filled.reading() as reading:
        rating = next(entry for entry in reading.journal() if entry.kind == RATED)
        assert rating.open
        better = rating.open.text.replace('"partial"', '"met"')
    with raw(filled.url) as connection:
        said = {"seq": rating.seq, "event": "ObjectiveRated", "replacement": __import__("json").loads(better)}
        seq = met(connection, "journal.PayloadErased", rating.seq, said)
    assert f"Entry {seq} erases entry {rating.seq} in a form that counts no longer." in problems(filled)


def test_an_erasure_of_what_is_not_personal_is_named(filled: Store) -> None:
    with raw(filled.url) as connection:
        rated = number_of(connection, RATED)
        seq = met(connection, "journal.PersonalErased", rated, {"seq": rated, "open": ""})
    said = f"Entry {seq} erases entry {rated}, and nothing in an entry of the kind {RATED} is personal."
    assert said in problems(filled)


@pytest.mark.parametrize("kept", ["", '{"name":"Another","person":"p1"}'])
def test_an_erasure_that_takes_the_open_part_or_brings_one_is_named(filled: Store, kept: str) -> None:
    with raw(filled.url) as connection:
        without_guard(connection, "journal_payload", "delete")
        seq = append(connection, "journal.PersonalErased", "journal:2", {"seq": 2, "open": kept})
        connection.execute("DELETE FROM journal_personal WHERE seq = 2")
        connection.execute("DELETE FROM journal_payload WHERE seq = 2" if not kept else "SELECT 1")
        without_written(connection)
        connection.execute("UPDATE person SET name = 'Another' WHERE id = 'p1'")
    said = f"Entry {seq} erases more of entry 2 than what is personal, or puts something in its place."
    assert said in problems(filled)


@pytest.mark.parametrize(
    ("subject", "said", "found"),
    [
        ("journal:2", {"seq": 3, "open": ""}, "Entry {seq} erases another entry than its header says."),
        ("journal:999", {"seq": 999, "open": ""}, "Entry {seq} erases an entry that does not come before it."),
        (
            "journal:2",
            {"seq": 2, "open": ""},
            "Entry {seq} says that the payload of entry 2 was erased, but it is there.",
        ),
        ("journal", {"personal": {}, "count": 0, "root": "0" * 64}, "not bound to their open parts by the entry"),
    ],
)
def test_what_the_journal_says_of_itself_is_held_against_it(
    filled: Store, subject: str, said: dict[str, object], found: str
) -> None:
    kind = "journal.PersonalErased" if "seq" in said else "journal.OpenPartsCommitted"
    with raw(filled.url) as connection:
        seq = append(connection, kind, subject, said)
    assert any(found.format(seq=seq) in problem for problem in problems(filled))


def test_a_second_erasure_of_the_same_entry_is_named(filled: Store) -> None:
    with raw(filled.url) as connection:
        append(connection, "journal.PersonalErased", "journal:2", {"seq": 2, "open": ""})
        seq = append(connection, "journal.PersonalErased", "journal:2", {"seq": 2, "open": ""})
    assert f"Entry {seq} erases entry 2 once more." in problems(filled)


@pytest.mark.parametrize(
    ("plain", "personal"),
    [
        ({"name": "", "person": "p9"}, {"person": "p8"}),  # what is not personal
        ({"name": "", "person": "p9"}, {"name.0": "x"}),  # no place that there is
        ({"name": "x", "person": "p9"}, {"name": "y"}),  # no blank there
        ({"name": "", "person": "p9"}, {"name": 7}),
        ({"name": "", "person": "p9"}, []),
        ([], {}),
    ],
)
def test_a_personal_part_that_says_more_than_what_is_personal_is_named(
    filled: Store, plain: object, personal: object
) -> None:
    with raw(filled.url) as connection:
        seq = append(connection, "person.PersonNamed", "p9", plain, personal)
    said = f"Table journal_payload, row {seq}: this version of evalflow cannot read the payload."
    assert said in problems(filled)


def test_a_personal_part_that_was_altered_and_one_without_an_entry_are_named(filled: Store) -> None:
    with raw(filled.url) as connection:
        for doing in ("update", "insert"):
            without_guard(connection, "journal_personal", doing)
        connection.execute("UPDATE journal_personal SET payload = '{}' WHERE seq = 2")
        connection.execute("INSERT INTO journal_personal SELECT 1, nonce, payload FROM journal_personal WHERE seq = 2")
    found = problems(filled)
    assert "Table journal_personal, row 2: nonce or payload is not what entry 2 commits to." in found
    assert "Table journal_personal, row 1: nonce or payload is not what entry 1 commits to." in found


OPEN, INNER = '{"name":"","person":"p9"}', '{"name":"Another"}'


@pytest.mark.parametrize(
    ("text", "personal"),
    [
        ('{"name":"Another","person":"p9"}', "{}"),  # in the open part, where no erasure takes it away
        ('{"name":"Another","person":"p9"}', None),
        (OPEN, '{"name":""}'),
        (OPEN, '{"name":"One","name":"Another"}'),
        ('{"name":"","person":"p8","person":"p9"}', INNER),
        ('{"name": "","person":"p9"}', INNER),
        ('{"person":"p9","name":""}', INNER),
        ('{"name":"","person":"p\\u0039"}', INNER),
        (OPEN, '{"name":"\\u0041nother"}'),
        (OPEN + "\n", INNER),
    ],
)
def test_parts_in_another_form_than_their_own_are_named(filled: Store, text: str, personal: str | None) -> None:
    with raw(filled.url) as connection:
        seq = append_text(connection, text, personal)
    said = f"Entry {seq} is not written as evalflow writes it, or holds what is personal in its open part."
    assert said in problems(filled)


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
def test_a_number_that_no_json_has_is_no_content(filled: Store, number: str) -> None:
    with raw(filled.url) as connection:
        seq = append_text(connection, f'{{"names":[{number}]}}', "{}")
    assert any(f"row {seq}: this version of evalflow cannot read" in problem for problem in problems(filled))


@pytest.mark.parametrize("header", [{"by": 7}, {"by": ["p1"]}, {"by": None}, {"at": "2027-01-11 09:30:00.000000Z"}])
def test_a_header_with_values_of_another_form_is_named(filled: Store, header: dict[str, object]) -> None:
    with raw(filled.url) as connection:
        seq = append_text(connection, OPEN, INNER, header)
    assert f"Table journal: the header of entry {seq} is not as it was written." in problems(filled)


@pytest.mark.parametrize(
    "value", ['"subject":["p9"]', '"kind":["x"]', '"seq":{seq}.0', '"v":3', '"v":true', '"seq":"{seq}"']
)
def test_a_header_that_was_rewritten_behind_the_guards_is_named(filled: Store, value: str) -> None:
    with raw(filled.url) as connection:
        seq = append_text(connection, OPEN, INNER)
        without_guard(connection, "journal", "update")
        (header,) = connection.execute(f"SELECT header FROM journal WHERE seq = {seq}").fetchone()
        name = value.partition(":")[0]
        altered = re.sub(f'{name}:("[^"]*"|[0-9]+)', value.format(seq=seq), header).replace("'", "''")
        connection.execute(f"UPDATE journal SET header = '{altered}' WHERE seq = {seq}")
    assert f"Table journal: the header of entry {seq} is not as it was written." in problems(filled)


def test_an_entry_that_is_dated_before_the_one_that_it_follows_is_named(filled: Store) -> None:
    with raw(filled.url) as connection:
        seq = append_text(connection, OPEN, INNER, {"at": "1999-01-11T09:30:00.000000Z"})
    assert f"Entry {seq} is dated before the entry that it follows." in problems(filled)
