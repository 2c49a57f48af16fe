"""Where the real clock, chance and the store meet: folders made once, examples marked for ever, doors opened."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evalflow.errors import Broken, Refused
from evalflow.settings import Settings
from evalflow.store.database.database import create
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.wiring import (
    EXAMPLE_CLOCK,
    ChanceMint,
    SeededMint,
    create_record,
    door_to,
    is_begun,
    make_folder,
    printer_of,
    real_clock,
)
from tests.usecases.office import dialogue, the_record

AT = datetime(2027, 3, 1, tzinfo=UTC)


def made(folder: Path, *, example: bool = False) -> Settings:
    settings = make_folder(folder / "record", database="sqlite:///evalflow.db", person="Ada Example")
    create_record(settings, title="Record of the tests", example=example)
    return settings


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    settings = made(tmp_path)
    assert (settings.person, is_begun(settings)) == ("Ada Example", True)
    with pytest.raises(Refused) as folder:
        make_folder(settings.folder, database="sqlite:///other.db", person="")
    with pytest.raises(Refused) as record:
        create_record(settings, title="x", example=False)
    assert (folder.value.code, record.value.code) == ("folder-exists", "database-exists")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Broken, match="cannot be written"):
        make_folder(tmp_path / "file" / "record", database="sqlite:///evalflow.db", person="")


def test_a_record_that_was_made_and_not_told_what_it_is_is_told_now(tmp_path: Path) -> None:
    settings = make_folder(tmp_path, database="sqlite:///evalflow.db", person="")
    assert not is_begun(settings)
    create(settings.database, ChanceMint()).dispose()
    assert not is_begun(settings)
    with pytest.raises(Broken) as untold:
        door_to(settings)
    assert untold.value.code == "record-untold"
    create_record(settings, title="Told", example=False)
    door = door_to(settings)
    assert the_record(door).title == "Told"
    door.store.dispose()


def test_a_database_that_is_none_is_not_taken_for_one_that_is_not_begun(tmp_path: Path) -> None:
    settings = make_folder(tmp_path, database="sqlite:///evalflow.db", person="")
    (tmp_path / "evalflow.db").write_bytes(b"something else entirely, and long enough to be looked at" * 20)
    with pytest.raises(Broken):
        is_begun(settings)


def test_a_real_record_has_the_real_clock_and_chance(tmp_path: Path) -> None:
    settings = made(tmp_path)
    with pytest.raises(Refused) as refusal:
        door_to(settings, at=AT)
    assert refusal.value.code == "virtual-time"
    door = door_to(settings, who="Bea Example", dry_run=True, once="k")
    assert (door.who, door.dry_run, door.key, door.folder) == ("Bea Example", True, "k", settings.folder)
    assert isinstance(door.mint, ChanceMint)
    assert real_clock() <= door.clock() <= real_clock()
    assert len({door.mint.id(1, 1), door.mint.id(1, 1), door.mint.code(1, 1), door.mint.salt(1, 1)}) == 4
    door.store.dispose()


def test_an_example_is_the_same_twice(tmp_path: Path) -> None:
    heads = []
    for name in ("a", "b"):
        door = door_to(made(tmp_path / name, example=True), at=AT)
        assert (door.who, door.clock(), the_record(door).example) == ("Ada Example", AT, True)
        add_dialogue(replace(door, key="k"), dialogue())
        with door.store.reading() as reading:
            heads.append(reading.head())
        door.store.dispose()
    assert heads[0] == heads[1]
    assert EXAMPLE_CLOCK() < AT


def test_what_is_derived_from_a_seed_differs_by_kind_size_and_number() -> None:
    mint = SeededMint("seed")
    derived = [mint.id(1, 1), mint.id(1, 2), mint.id(2, 1), mint.code(1, 1), mint.salt(1, 1), mint.nonce(1).hex()]
    assert (len(set(derived)), derived[0]) == (6, SeededMint("seed").id(1, 1))
    assert SeededMint("another").id(1, 1) != derived[0]


def test_an_instant_before_the_last_entry_of_an_example_is_refused_with_both(tmp_path: Path) -> None:
    settings = made(tmp_path, example=True)
    with pytest.raises(Refused, match=r"^2026-12-02T10:00:00Z lies before .* of 2026-12-14T09:00:00Z\.") as refusal:
        door_to(settings, at=datetime(2026, 12, 2, 10, tzinfo=UTC))
    assert refusal.value.code == "at-before-the-last"
    door_to(settings, at=datetime(2026, 12, 14, 9, tzinfo=UTC)).store.dispose()


def test_a_pdf_is_made_within_the_limits_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(made(tmp_path), pdf_seconds=1, pdf_memory=77 * 1024**2)
    monkeypatch.syspath_prepend(tmp_path)
    for lays_out, says in (("while True: pass", "within 1 seconds"), ("raise MemoryError", "more than 77 MB")):
        (tmp_path / "weasyprint.py").write_text(lays_out)
        with pytest.raises(Broken, match=says):
            printer_of(settings)("<p>A page.</p>", created=AT, attachments={})
