"""What the doctor finds: each check true or false, with what helps, and nothing changed by looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from evalflow import wiring
from evalflow.settings import Settings
from evalflow.store.reading import Reading
from evalflow.store.transaction import Transaction
from evalflow.usecases import doctor
from evalflow.usecases.doctor import Check, examine, migrate

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
MINT = wiring.SeededMint("seed")


@pytest.fixture(autouse=True)
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Laying out a page takes a second; one test, below, does it."""
    monkeypatch.setattr(doctor, "_pdf", lambda _: "skipped")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = wiring.make_folder(tmp_path / "record", database="sqlite:///evalflow.db", person="Ada")
    wiring.create_record(made, title="A record", example=True)
    return made


@contextmanager
def writing(settings: Settings) -> Iterator[Transaction]:
    door = wiring.door_to(settings)
    with door.store.writing() as tx:
        yield tx
    door.store.dispose()


def found(settings: Settings | None, name: str, now: datetime = NOW) -> Check:
    return next(check for check in examine(settings, now, MINT) if check.name == name)


def test_without_a_record_only_what_evalflow_needs_is_looked_at() -> None:
    assert [check.name for check in examine(None, NOW, MINT)] == ["Shipped files", "Time zones", "PDF", "Record"]


def test_a_sound_record_passes_every_check(settings: Settings) -> None:
    assert [check for check in examine(settings, NOW, MINT) if not check.ok] == []
    assert found(settings, "Record").says == "A record (an example)"


def test_a_page_is_really_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert found(None, "PDF").says.startswith("A page was made of ")


def test_a_missing_file_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SHIPPED", (("templates", "gone"),))
    check = found(None, "Shipped files")
    assert (check.ok, "install evalflow again" in check.says) == (False, True)


def test_zones_of_the_system_are_named_with_their_version(tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").touch()
    assert zones(tmp_path) == f"From the system, in {tmp_path}, of a version that it does not tell."
    (tmp_path / "tzdata.zi").write_text("# version 2026a\nR x")
    assert zones(tmp_path) == f"From the system, in {tmp_path}, version 2026a."


def test_zones_of_the_package_are_named_where_the_system_has_none(tmp_path: Path) -> None:
    assert zones(tmp_path).startswith("From the package tzdata, version 20")


def test_without_any_zones_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", gone)
    assert zones(tmp_path) == "There is no time-zone data. Install it: pip install tzdata."


def test_nobody_named_is_well_but_said(settings: Settings) -> None:
    unnamed = Settings(settings.folder, settings.database)
    assert found(unnamed, "Person") == Check(
        "Person", True, "Nobody is named in evalflow.toml: every change needs --as."
    )


def test_a_folder_that_cannot_be_written_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere
    assert found(settings, "Folder").ok is False


def test_a_database_that_is_gone_is_said_once(settings: Settings) -> None:
    (settings.folder / "evalflow.db").unlink()
    assert [check.name for check in examine(settings, NOW, MINT) if not check.ok] == ["Database"]


def test_a_record_that_was_never_told_what_it_is_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reading, "all", lambda *_, **__: [])
    assert found(settings, "Record").ok is False


@pytest.mark.parametrize(("example", "ok"), [(False, False), (True, True)])
def test_a_clock_behind_the_last_entry_is_said_but_not_in_an_example(tmp_path: Path, example: bool, ok: bool) -> None:
    made = wiring.make_folder(tmp_path / "record", database="sqlite:///evalflow.db", person="Ada")
    wiring.create_record(made, title="A record", example=example)
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    assert found(made, "Clock", long_ago).ok is ok
    assert found(made, "Clock", wiring.real_clock() + timedelta(days=3650)).ok is True


def test_receipts_that_are_owed_are_said(settings: Settings) -> None:
    with writing(settings) as tx:
        tx.enqueue("k", "receipt", "x", NOW)
    assert found(settings, "Receipts") == Check("Receipts", False, "1 is owed: `evalflow tick` writes what is owed.")


def test_a_database_of_this_version_is_left_as_it_is(settings: Settings) -> None:
    assert migrate(settings) == []


def zones(place: Path) -> str:
    return next(check.says for check in examine(None, NOW, MINT, (str(place),)) if check.name == "Time zones")
