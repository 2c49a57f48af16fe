"""The worst place to work in: missing, shut, locked, full, newer, damaged or attacked. It is told in words."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from evalflow.store.database.database import _LOCK
from tests.store.raw import raw, without_guard
from tests.stories.kept import files, kept, rows
from tests.stories.places import CYCLE, Place, input_text
from tests.stories.processes import CommandsToRun, Processes, ProcessResult

WHILE_OPEN = "extending"  # the stage of the story at which all windows are open
RECEIVE = ("input", "receive", CYCLE, "ok.md")
HOLD = {"sqlite": "BEGIN IMMEDIATE", "postgresql+psycopg": f"SELECT pg_advisory_xact_lock({_LOCK})"}


@pytest.fixture
def taking(at: Callable[[str], Place]) -> Place:
    """A record whose windows are open, on each database, with an input that can be handed in."""
    return with_input(at(WHILE_OPEN))


@pytest.fixture
def place(at_sqlite: Callable[[str], Place]) -> Place:
    return with_input(at_sqlite(WHILE_OPEN))


def with_input(place: Place) -> Place:
    (place.folder / "ok.md").write_text(input_text("A point.", "Example Group"), encoding="utf-8")
    return place


def refused(
    place: Place, *words: str, code: int, says: str, hooks: tuple[tuple[object, ...], ...] = ()
) -> ProcessResult:
    """Run a command that cannot be done, and check that it says so in words and leaves the record as it was."""
    before = rows(place.url), files(place.folder)
    ran = place(*words, hooks=hooks)
    assert (rows(place.url), files(place.folder)) == before
    in_words(ran, code, says)
    return ran


def in_words(ran: ProcessResult, code: int, says: str) -> None:
    assert (ran.code, ran.out) == (code, ""), ran.err
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert "inside evalflow that should not" not in ran.err


@contextmanager
def locked(place: Place) -> Iterator[None]:
    """Hold the lock of writers, as another program does that writes for long."""
    with raw(place.url) as connection:
        connection.execute(HOLD[place.url.partition(":")[0]])
        yield
        connection.rollback()


def test_a_database_that_another_program_holds_is_named_as_locked_and_can_still_be_read(taking: Place) -> None:
    with locked(taking):
        impatient = (("wait_for_no_lock", 0.3),)
        refused(taking, *RECEIVE, code=4, says="nother program is writing to", hooks=impatient)
        assert taking("cycle", "status", CYCLE).code == 0
    taking.done(*RECEIVE)


def test_a_database_of_a_newer_version_is_not_touched(taking: Place) -> None:
    with raw(taking.url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for words in (RECEIVE, ("cycle", "status", CYCLE), ("audit", "verify"), ("demo", "--folder", ".")):
        before = rows(taking.url)
        asked = CommandsToRun([words], str(taking.folder), taking.environment)
        in_words(taking.together(asked)[0], 4, "was made by a newer evalflow than this one. Upgrade evalflow")
        assert rows(taking.url) == before


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0 and no more", b"\0" * 100_000])
def test_a_file_that_is_no_record_is_not_taken_for_one(place: Place, content: bytes) -> None:
    (place.folder / "evalflow.db").write_bytes(content)
    for words in (RECEIVE, ("cycle", "list"), ("audit", "verify")):
        in_words(place(*words), 4, str(place.folder / "evalflow.db"))
    assert (place.folder / "evalflow.db").read_bytes() == content


def test_a_missing_database_is_missed_and_not_made_anew(place: Place) -> None:
    (place.folder / "evalflow.db").unlink()
    in_words(place(*RECEIVE), 4, "There is no database at")
    assert not (place.folder / "evalflow.db").exists()


def test_a_server_that_is_not_there_is_named_without_its_password(place: Place) -> None:
    environment = {"EVALFLOW_DATABASE": "postgresql+psycopg://somebody:opensesame@127.0.0.1:1/nowhere"}
    ran = place.together(CommandsToRun([[*RECEIVE]], str(place.folder), environment))[0]
    in_words(ran, 4, "Check that it runs and that its address is right.")
    assert "opensesame" not in ran.err


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        ("database = ", 3, "evalflow.toml cannot be read"),
        ('databse = "x"', 3, "this is no setting. Did you mean database?"),
        ("attachment_limit_mb = -1", 3, "takes a whole number of megabytes, not -1."),
        ('database = "mysql://x/y"', 3, "This is no address of a database."),
        ("\xff", 3, "evalflow.toml cannot be read"),
    ],
)
def test_settings_that_cannot_be_followed_are_told(place: Place, settings: str, code: int, says: str) -> None:
    (place.folder / "evalflow.toml").write_bytes(settings.encode("latin-1"))
    refused(place, *RECEIVE, code=code, says=says)


def test_a_folder_that_cannot_be_written_is_named_and_nothing_is_taken(place: Place) -> None:
    before = rows(place.url), files(place.folder)
    place.folder.chmod(0o555)
    (place.folder / "evalflow.db").chmod(0o444)
    ran = place(*RECEIVE, hooks=[("obey_permissions",)])
    place.folder.chmod(0o755)
    in_words(ran, 4, "evalflow.db")
    assert (rows(place.url), files(place.folder)) == before


@pytest.mark.parametrize("left", [("-wal", "-shm"), ("-wal",), ()])
def test_a_record_that_may_only_be_read_is_read_and_verified_with_what_its_log_holds(
    place: Place, left: tuple[str, ...]
) -> None:
    if left:  # a killed writer leaves its log, as a copy of a record in use has it
        assert place(*RECEIVE, hooks=[("kill_at_commit", 1, "after")]).code == -signal.SIGKILL
        assert (place.folder / "evalflow.db-wal").stat().st_size
    for ending in {"-wal", "-shm"} - set(left):
        (place.folder / f"evalflow.db{ending}").unlink(missing_ok=True)
    for path in (place.folder / "evalflow.db", *place.folder.glob("evalflow.db-*")):
        path.chmod(0o444)
    place.folder.chmod(0o555)
    elsewhere = place.folder.with_name(f"{place.folder.name}-copy.db")
    asked = [("audit", "verify"), ("input", "list", CYCLE), RECEIVE, ("backup", str(elsewhere))]
    verified, listed, received, copied = (place(*words, hooks=[("obey_permissions",)]) for words in asked)
    place.folder.chmod(0o755)
    assert (copied.code, elsewhere.is_file()) == (0, True), copied.err
    assert (verified.code, verified.err.splitlines()[-2], listed.code) == (0, "The record is sound.", 0), verified.err
    assert ("Example Group" in listed.out) == bool(left)
    # What the log holds is received already: then its receipt alone cannot be written.
    in_words(received, 5 if left else 4, "evalflow.db cannot be written to")


def test_a_new_record_is_not_made_where_a_file_stands_or_nothing_may_be_written(
    processes: Processes, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "shut").mkdir(mode=0o555)
    for folder in ("file", "file/below", "shut/below"):
        words = ["init", folder, "--person", "Example Secretariat"]
        ran = processes.run(CommandsToRun([words], str(tmp_path), {}, [("obey_permissions",)]))[0]
        in_words(ran, 4, f"{folder} cannot be written")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "shut"]


def test_a_receipt_that_cannot_be_written_is_owed_and_written_once_it_can_be(place: Place) -> None:
    receipts = files(place.folder)
    (place.folder / "receipts").rename(place.folder / "elsewhere")
    (place.folder / "receipts").write_text("a file in place of the folder")
    ran = place(*RECEIVE)
    assert ran.code == 5
    assert "cannot be written" in ran.err
    assert "Traceback" not in ran.err
    assert len(kept(place.url).owed) == 1  # the input is in: it was handed in, and must not be lost for want of a file
    (place.folder / "receipts").unlink()
    (place.folder / "elsewhere").rename(place.folder / "receipts")
    place.done("tick")
    assert set(files(place.folder)) - set(receipts) == {f"receipts/EXAMPLE-{CYCLE}-NGO-007.txt"}
    assert kept(place.url).owed == []


def test_a_report_that_cannot_be_written_is_not_recorded_as_made(place: Place) -> None:
    (place.folder / "reports").write_text("a file in place of the folder")
    ran = place("report", "build", CYCLE)
    assert (ran.code, "Nothing half written was left." in ran.err) == (4, True)
    kinds = [kind for kind, _, _ in kept(place.url).payloads]
    assert ("evaluation.ReportDrafted" in kinds, kinds[-1]) == (False, "incident.IncidentOpened")
    (place.folder / "reports").unlink()
    place.done(
        "incident", "retry", place.done("incident", "list", "--format", "csv").splitlines()[-1].partition(",")[0]
    )
    assert len(list((place.folder / "reports").glob("*.pdf"))) == 1


@pytest.mark.parametrize("size", [4096, 40_960])
def test_a_file_that_may_not_grow_keeps_the_record_whole(place: Place, size: int) -> None:
    refused(place, *RECEIVE, code=4, says="Nothing was changed", hooks=(("limit_files", size),))
    place.done(*RECEIVE)
    place.done("audit", "verify")


def test_a_full_disk_is_named_and_keeps_the_record_whole(place: Place) -> None:
    (place.folder / "annex.txt").write_text("x" * 500_000)
    receive = (*RECEIVE, "--attach", "annex.txt")
    refused(place, *receive, code=4, says="is full. Nothing was changed; make room", hooks=(("fill_the_disk",),))
    place.done(*receive)
    place.done("audit", "verify")


ATTACKS = (
    "UPDATE objective SET due = '2040' WHERE code = 'UK-01'",
    "UPDATE objective SET due = '2040', revision = revision + 1 WHERE code = 'UK-01'",
    "DELETE FROM objective WHERE code = 'UK-01'",
    "UPDATE journal SET header = '{}' WHERE seq = 5",
    "DELETE FROM journal WHERE seq = 5",
    "DELETE FROM journal_payload WHERE seq = 5",
    "UPDATE journal_payload SET payload = '{}' WHERE seq = 5",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_sql_past_evalflow_alters_neither_objectives_nor_journal(taking: Place, attack: str) -> None:
    before = rows(taking.url)
    with pytest.raises(Exception, match="record-protected"), raw(taking.url) as connection:
        connection.execute(attack)
    assert rows(taking.url) == before
    taking.done("audit", "verify")


def test_who_takes_a_guard_away_is_found_by_the_audit_which_names_the_row(taking: Place) -> None:
    with raw(taking.url) as connection:
        without_guard(connection, "objective", "update")
        without_guard(connection, "objective", "written_update")
        connection.execute("UPDATE objective SET title = 'Other' WHERE code = 'UK-01'")
    ran = taking("audit", "verify")
    assert ran.code == 1
    assert "objective" in ran.out
    assert "The record is not what its journal says" in ran.err
