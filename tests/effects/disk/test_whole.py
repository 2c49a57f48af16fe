"""A large file gets its name when it is whole, and takes it from nothing."""

import os
import stat
from pathlib import Path

import pytest

from evalflow.effects.disk.whole import give_free_name, give_name, part_in, refuse_taken
from evalflow.errors import Broken, Refused


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_is_private_from_its_first_byte_whatever_the_umask_and_leaves_nothing_beside(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with part_in(tmp_path / "new") as part:
            assert (mode(part), mode(part.parent)) == (0o600, 0o700)
            part.write_bytes(b"all of it")
            part.with_name(f"{part.name}-journal").touch()
            give_name(part, part.with_name("whole"))
    finally:
        os.umask(before)
    assert [(path.name, mode(path)) for path in (tmp_path / "new").iterdir()] == [("whole", 0o600)]


def test_what_fails_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), part_in(tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_no_name_is_taken_from_what_has_it(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"older")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("taken", "link"):
        with pytest.raises(Refused) as refusal, part_in(tmp_path) as part:
            give_name(part, tmp_path / name)
        assert refusal.value.code == "file-exists"
        with pytest.raises(Refused):
            refuse_taken(tmp_path / name)
    refuse_taken(tmp_path / "free")
    assert (tmp_path / "taken").read_bytes() == b"older"
    assert not os.path.lexists(tmp_path / "nowhere")


def test_where_a_name_is_taken_the_first_free_number_is_added(tmp_path: Path) -> None:
    names = []
    for text in (b"1", b"2", b"3"):
        with part_in(tmp_path) as part:
            part.write_bytes(text)
            names.append(give_free_name(part, tmp_path / "copy.db"))
    assert [(path.name, path.read_bytes()) for path in names] == [
        ("copy.db", b"1"), ("copy-2.db", b"2"), ("copy-3.db", b"3"),
    ]  # fmt: skip


def test_a_disk_that_knows_no_second_name_is_served_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: Path, __: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "hardlink_to", none)
    with part_in(tmp_path) as part:
        part.write_bytes(b"x")
        give_name(part, tmp_path / "whole")
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Broken) as failure, part_in(tmp_path / "file" / "below"):
        pass
    assert failure.value.code == "not-written"


def test_what_a_killed_one_left_goes_with_the_next(tmp_path: Path) -> None:
    (tmp_path / ".evalflow-1-0.part").write_bytes(b"half")
    (tmp_path / ".evalflow-1-0.part-journal").write_bytes(b"more")
    with part_in(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []
