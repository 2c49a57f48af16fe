"""The doctor on the command line: what is there, what is not, and what helps."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine


def test_where_all_is_well_it_says_so(record: CommandLine) -> None:
    ran = record("doctor", "--format", "json")
    checks = json.loads(ran.out)["rows"]
    assert [check["check"] for check in checks] == [
        "Shipped files", "Time zones", "Templates", "PDF", "Fonts", "Folder", "Person", "Privacy", "Database",
        "Record", "Journal", "Clock", "Restores", "Heartbeat", "Incidents", "Letters", "Deadlines", "Waiting",
        "Confirmations", "Receipts",
    ]  # fmt: skip
    assert [check["ok"] for check in checks] == [True] * 20
    assert (ran.code, ran.err) == (0, "All is well.\n")


def test_without_a_record_the_installation_alone_is_checked(evalflow: CommandLine) -> None:
    ran = evalflow("doctor", "--format", "csv")
    assert [line.split(",")[0] for line in ran.out.splitlines()] == [
        "check", "Shipped files", "Time zones", "Templates", "PDF", "Fonts", "Record",
    ]  # fmt: skip
    assert ran.code == 0


def test_a_folder_that_is_named_and_holds_none_is_refused(evalflow: CommandLine) -> None:
    assert evalflow.refused("doctor", "--folder", "gone")[0] == 1


@pytest.mark.parametrize("damage", ["gone", "letters"])
def test_a_database_that_cannot_be_opened_is_said_and_ends_with_1(record: CommandLine, damage: str) -> None:
    for name in ("evalflow.db", "evalflow.db-wal", "evalflow.db-shm"):
        Path(name).unlink(missing_ok=True)
    if damage == "letters":
        Path("evalflow.db").write_bytes(b"not a database at all, but a letter " * 40)
    ran = record("doctor")
    assert (ran.code, ran.err) == (1, "1 of 9 checks fails: Database.\n")


def test_a_database_of_this_version_needs_no_migration(record: CommandLine) -> None:
    assert record("doctor", "--migrate").err.startswith("The database is of this version already.\n")


def test_a_dry_run_of_a_migration_keeps_nothing(record: CommandLine) -> None:
    said = record("doctor", "--migrate", "--dry-run")
    assert said.err.startswith("The database is of this version already.\nDry run: nothing was written.\n")
