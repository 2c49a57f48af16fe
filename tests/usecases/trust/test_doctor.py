"""What the doctor finds: each check true or false, with what helps, and nothing changed by looking."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from evalflow import wiring
from evalflow.effects import page
from evalflow.effects.disk.marks import Marks
from evalflow.effects.printing.pdf import Printed
from evalflow.engine.words import Cycle, CycleMigrated, DeadlineMoved
from evalflow.errors import Broken
from evalflow.evaluation.report.head import Head
from evalflow.settings import Settings
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import Transaction
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Printer, acting
from evalflow.usecases.door.incidents import report_failure
from evalflow.usecases.door.leaving import has_left
from evalflow.usecases.trust import doctor
from evalflow.usecases.trust.doctor import examine, migrate
from evalflow.usecases.trust.doctor_cycles import DoctorCheck, _unseen, examine_cycles
from tests.support.printed_plainly import print_plainly
from tests.usecases.conftest import At
from tests.usecases.office import Office

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
MINT = wiring.SeededMint("seed")


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


def found(settings: Settings | None, name: str, now: datetime = NOW, printer: Printer = print_plainly) -> DoctorCheck:
    return next(check for check in examine(settings, now, MINT, printer) if check.name == name)


def test_without_a_record_only_what_evalflow_needs_is_looked_at() -> None:
    assert [check.name for check in examine(None, NOW, MINT, print_plainly)] == [
        "Shipped files",
        "Time zones",
        "Templates",
        "PDF",
        "Fonts",
        "Record",
    ]


def test_a_sound_record_passes_every_check(settings: Settings) -> None:
    assert [check for check in examine(settings, NOW, MINT, print_plainly) if not check.ok] == []
    assert found(settings, "Record").says == "A record (an example)"


def test_a_page_is_really_made() -> None:
    checks = {check.name: check for check in wiring.examined(None)}
    assert checks["PDF"].says.startswith("A page was made of ")
    assert checks["Fonts"].ok


def test_what_no_font_is_there_for_is_named_and_only_the_shipped_faces_have_to_be_there() -> None:
    def fonts(*missing: str) -> DoctorCheck:
        return doctor._fonts(frozenset("".join(missing)))

    assert fonts() == DoctorCheck("Fonts", True, "There are fonts for 20 scripts.")
    strange = fonts("བ", "文")
    assert (strange.ok, strange.says.partition(". ")[0]) == (
        True, "A PDF shows empty boxes for text in Chinese, Tibetan",
    )  # fmt: skip
    own = fonts("Ω", "བ")
    assert (own.ok, "not used for Greek;" in own.says) == (False, True)


def test_without_a_library_there_is_no_page_and_no_word_on_fonts() -> None:
    def broken(*_: object, **__: object) -> Printed:
        raise Broken("pdf-library-missing", "The PDF needs Pango.")

    assert found(None, "PDF", printer=broken) == DoctorCheck("PDF", False, "The PDF needs Pango.")
    assert [check.name for check in examine(None, NOW, MINT, broken)][-2:] == ["PDF", "Record"]


def test_a_disk_that_is_nearly_full_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "left on its disk" in found(settings, "Folder").says
    monkeypatch.setattr(doctor, "ROOM", 10**18)
    check = found(settings, "Folder")
    assert (check.ok, "left on its disk. Make room" in check.says) == (False, True)
    assert (doctor._size(3_200_000_000), doctor._size(3_200_000)) == ("3.2 GB", "3 MB")


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
    assert found(unnamed, "Person") == DoctorCheck(
        "Person", True, "Nobody is named in evalflow.toml: every change needs --as."
    )


def test_a_folder_that_cannot_be_written_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere
    assert found(settings, "Folder").ok is False


def test_a_database_that_is_gone_is_said_once(settings: Settings) -> None:
    (settings.folder / "evalflow.db").unlink()
    assert [check.name for check in examine(settings, NOW, MINT, print_plainly) if not check.ok] == ["Database"]


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
    assert found(settings, "Receipts") == DoctorCheck(
        "Receipts", False, "1 is owed: `evalflow tick` writes what is owed."
    )


def test_it_is_said_whether_the_record_has_gone_backwards_and_where_that_is_kept(
    settings: Settings, tmp_path: Path
) -> None:
    folder, state = tmp_path / "marks", tmp_path / "state"

    def restores(*places: Path) -> DoctorCheck:
        checks = examine(settings, NOW, MINT, print_plainly, marks_of=lambda record, _: Marks(record, places))
        return next(check for check in checks if check.name == "Restores")

    nothing = "Nothing has left this record yet, and no copy of it was made: `evalflow backup` makes one."
    assert restores(folder) == DoctorCheck("Restores", True, nothing)
    door = wiring.door_to(settings)
    assert door.marks is not None
    marks = Marks(door.marks.record, (folder, state))
    has_left(replace(door, marks=marks))
    [mark, _] = marks.heads()
    door.store.dispose()
    head = f"The record holds the highest head seen, {mark.head.size}:{mark.head.root} of {mark.at:%Y-%m-%d %H:%M} UTC."
    assert restores(folder, state) == DoctorCheck("Restores", True, head)
    alone = f"{head} It is kept in the record's folder alone: set HOME or XDG_STATE_HOME."
    assert restores(folder) == DoctorCheck("Restores", True, alone)
    marks.keep_head(replace(mark, head=Head(mark.head.size + 1, mark.head.root)))
    behind = restores(folder, state)
    assert (behind.ok, behind.says.startswith("This record has gone backwards")) == (False, True)


def test_a_database_of_this_version_is_left_as_it_is(settings: Settings) -> None:
    assert migrate(settings, MINT, NOW) == ([], None)


def zones(place: Path) -> str:
    return next(
        check.says for check in examine(None, NOW, MINT, print_plainly, (str(place),)) if check.name == "Time zones"
    )


def test_cycles_are_looked_at_for_what_fails_is_late_or_waits_unseen(at: At) -> None:
    office = at("taking")
    assert _cycles(office) == [True, True, True, True, True, True]
    office.now += timedelta(hours=30)
    assert _cycles(office) == [False, True, True, True, True, True]  # no tick for more than a day
    with acting(office.door) as act:
        report_failure(act, "effect", "k", "1.txt", "The disk is full.")
    assert _cycles(office)[1] is False


def test_a_deadline_that_the_zone_data_in_use_would_move_is_told(at: At) -> None:
    office = at("taking")
    cycle = office.cycle()
    name, state = next(iter(cycle.open.items()))
    assert state.due
    moved = replace(state.due, at=state.due.at + timedelta(hours=1))
    with acting(office.door) as act:
        act.record(cycle.id, [DeadlineMoved(name, state.due, moved, "another rule of summer time")])
    assert _cycles(office) == [True, True, True, False, True, True]


def test_a_cycle_that_nothing_would_wake_is_told(at: At) -> None:
    office = at("taking")
    cycle = office.cycle()
    lost = CycleMigrated(office.now, cycle.workflow, "", cycle.zone, dict.fromkeys(cycle.open, "triage"), {}, {}, "x")
    with acting(office.door) as act:
        act.record(cycle.id, [lost])
    with office.store.reading() as reading:
        stuck = replace(held(reading.get(Cycle, cycle.id)), open={}, tokens=frozenset({("ngo_inputs", "triage")}))
        assert list(_unseen(reading, stuck)) == [
            "EX-SA-2027 can come to where nothing happens any more: close it early, or migrate it"
        ]


def test_without_a_cycle_or_in_an_example_no_heartbeat_is_asked_for(at: At) -> None:
    office = at("new")
    with office.store.reading() as reading:
        assert examine_cycles(reading, office.now, example=False)[0].says == "No cycle waits for it."
    waiting = at("begun")
    with waiting.store.reading() as reading:
        assert "No tick has run yet" in examine_cycles(reading, waiting.now, example=False)[0].says


def _cycles(office: Office) -> list[bool]:
    with office.store.reading() as reading:
        return [check.ok for check in examine_cycles(reading, office.now, example=False)]


def test_a_template_that_does_not_compile_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "report.html.j2").write_text("{% if %}")
    monkeypatch.setattr(page, "resource", lambda *_: tmp_path)
    with pytest.raises(Broken, match=r"report[.]html[.]j2 does not compile, line 1"):
        page.compile_templates()
