"""Copies on the command line: made, verified, put back, and what a person is asked then."""

import gzip
import json
import resource
import stat
from pathlib import Path

import pytest

from evalflow.store.database.backup import glance, sqlite_url
from tests.support.checkout import ROOT
from tests.support.command_line import CommandLine

OLD = ROOT / "tests" / "histories" / "schema-0001.db.gz"


def move_away() -> None:
    Path("evalflow.db").rename("before-evalflow.db")


def test_a_copy_is_made_in_private_and_its_code_is_printed(record: CommandLine) -> None:
    made = json.loads(record.done("backup", "--format", "json"))
    [path] = Path("backups").iterdir()
    assert made == {
        "copy": str(path.resolve()),
        "entries": made["entries"],
        "verification_code": record.done("audit", "head").strip(),
        "bytes": path.stat().st_size,
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert record.refused("backup", str(path))[0] == 1
    assert record.refused("backup", str(path), "--dry-run")[0] == 1
    assert record("backup", "none/x.db", "--dry-run").err.endswith("Dry run: nothing was written.\n")
    assert not Path("none").exists()
    assert "Restores" not in record("doctor").err


def test_a_copy_is_put_back_where_nothing_is(record: CommandLine) -> None:
    head = record.done("audit", "head")
    record.done("backup", "copy.db")
    code, said = record.refused("restore", "copy.db")
    assert (code, "mv " in said) == (1, True)
    move_away()
    tried = json.loads(record.done("restore", "copy.db", "--dry-run", "--format", "json"))
    assert (tried["to_confirm"], Path("evalflow.db").exists()) == (False, False)
    assert record("restore", "copy.db").err == "The record is restored.\n"
    assert record.done("audit", "head") == head
    record.done("audit", "verify")
    said = record("restore", "confirm").err
    assert said == "This record has not gone backwards: there is nothing to confirm.\n"


def test_a_record_that_went_back_says_so_until_it_is_confirmed(record: CommandLine) -> None:
    record.done("backup", "copy.db")
    contact = ("contact", "add", "Example Office", "--mail", "office@example.org", "--code", "office")
    record.done(*contact)
    record.done("backup", "later.db")
    move_away()
    assert "Nothing leaves it until you have confirmed" in record("restore", "copy.db").err
    assert record("audit", "verify").code == 1
    assert "checks fails: Restores." in record("doctor").err
    listed = json.loads(record.done("restore", "confirm", "--format", "json"))
    assert listed == {"to_confirm": True, "letters": []}
    assert record.refused("record", "export", "session", "--out", "x.csv")[0] == 1
    assert not Path("x.csv").exists()
    record.done("restore", "confirm", "--others", "gone", "--dry-run")
    assert record("audit", "verify").code == 1
    record.done("restore", "confirm", "--others", "gone")
    record.done("audit", "verify")
    assert record("doctor").err == "All is well.\n"
    record.done("record", "export", "session", "--out", "x.csv")


def test_a_new_machine_gets_the_record_with_settings_to_be_completed(
    record: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.done("backup", "copy.db")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another home"))
    said = record("restore", "copy.db", "--folder", str(tmp_path / "new"))
    assert (said.code, "evalflow.toml is new." in said.err) == (0, True)
    assert "Nothing leaves it until you have confirmed" in said.err
    record.done("audit", "head", "--folder", str(tmp_path / "new"))
    assert record.refused("restore", "copy.db", "--folder", str(tmp_path / "none"), "--dry-run")[0] == 1
    assert not (tmp_path / "none").exists()


def test_a_folder_in_place_of_a_copy_is_no_file_that_can_be_read(record: CommandLine, tmp_path: Path) -> None:
    code, said = record.refused("restore", str(tmp_path))
    assert (code, "cannot be read: Is a directory" in said) == (3, True)


def test_the_copies_that_hold_what_is_erased_are_named(record: CommandLine) -> None:
    contact = ("contact", "add", "Example Office", "--mail", "office@example.org", "--code", "office")
    record.done(*contact)
    record.done("backup", "one.db")
    record.done("backup", "two.db")
    Path("two.db").rename("elsewhere.db")
    forget = ("contact", "forget", "office", "--reason", "Asked for.")
    assert "These copies" not in record(*forget, "--dry-run").err
    said = record(*forget).err
    assert f"{Path('one.db').resolve()} (" in said
    assert said.count("no longer in this place") == 1
    record.done("backup", "three.db")
    assert "three.db" not in record("doctor").err


@pytest.fixture
def older(evalflow: CommandLine) -> CommandLine:
    Path("evalflow.toml").write_text('database = "sqlite:///evalflow.db"\nperson = "A"\n')
    Path("evalflow.db").write_bytes(gzip.decompress(OLD.read_bytes()))
    return evalflow


def test_a_copy_is_made_before_a_migration_and_can_be_put_back(older: CommandLine) -> None:
    was = glance(sqlite_url(Path("evalflow.db"))).head
    said = older("doctor", "--migrate")
    [copy] = Path("backups").iterdir()
    assert f"A verified copy was made before: {copy.resolve()}, verification code {was.size}:{was.root}." in said.err
    assert glance(sqlite_url(copy)).head == was
    older.done("audit", "verify")
    move_away()
    done = older("restore", str(copy))
    assert (done.code, "It was brought up to this version." in done.err) == (0, True)


def test_nothing_is_migrated_where_no_copy_can_be_made_unless_that_is_said(older: CommandLine) -> None:
    Path("backups").write_text("a file in place of the folder")
    code, said = older.refused("doctor", "--migrate")
    assert (code, "cannot be written" in said) == (4, True)
    assert "was made by an older evalflow" in older("audit", "head").err
    assert older("doctor", "--migrate", "--no-copy").err.startswith("Migrations applied")
    older.done("audit", "verify")


def test_a_full_disk_leaves_no_copy(record: CommandLine) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        code, said = record.refused("backup", "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (code, str(Path.cwd()) in said) == (4, True), said
    assert [path.name for path in Path().iterdir() if "part" in path.name or "copy" in path.name] == []
