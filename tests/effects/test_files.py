"""Files that are there whole or not at all, and never quietly take the place of another."""

import os
from pathlib import Path

import pytest

from evalflow.effects.files import remove_left, write_new, write_over
from evalflow.errors import Broken, Refused


def everything_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_new_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    write_new(tmp_path / "a" / "b" / "c.txt", b"one")
    assert everything_in(tmp_path / "a" / "b") == {"c.txt": b"one"}


def test_the_same_bytes_found_are_the_file_written_and_it_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    write_new(path, b"one")
    before = path.stat()
    write_new(path, b"one")
    assert path.stat() == before


def test_other_bytes_are_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    write_new(path, b"one")
    with pytest.raises(Refused, match="holds something else and is not overwritten") as refusal:
        write_new(path, b"two")
    assert refusal.value.code == "file-exists"
    assert everything_in(tmp_path) == {"c.txt": b"one"}


def test_a_folder_of_that_name_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "c.txt").mkdir()
    with pytest.raises(Refused, match="holds something else"):
        write_new(tmp_path / "c.txt", b"one")


def test_a_name_as_long_as_names_can_be_is_written(tmp_path: Path) -> None:
    name = "n" * 255
    write_new(tmp_path / name, b"one")
    write_over(tmp_path / name, b"two")
    assert everything_in(tmp_path) == {name: b"two"}


def test_writing_over_leaves_the_new_content_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    write_over(path, b"one")
    write_over(path, b"two")
    assert everything_in(tmp_path) == {"c.txt": b"two"}


def test_a_link_that_leads_nowhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "c.txt").symlink_to(tmp_path / "elsewhere.txt")
    write_new(tmp_path / "c.txt", b"one")
    assert everything_in(tmp_path) == {"c.txt": b"one"}


def test_where_a_file_stands_in_the_place_of_the_folder_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"no folder")
    with pytest.raises(Broken, match=r"cannot be written: .+\. Nothing half written was left\.$") as broken:
        write_new(tmp_path / "a" / "c.txt", b"one")
    assert broken.value.code == "not-written"
    assert everything_in(tmp_path) == {"a": b"no folder"}


def test_a_name_that_no_disk_takes_leaves_nothing_beside_it(tmp_path: Path) -> None:
    with pytest.raises(Broken, match="Nothing half written was left"):
        write_over(tmp_path / ("n" * 300), b"one")
    assert everything_in(tmp_path) == {}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a disk that is full")
def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / f".{os.getpid()}.part").symlink_to("/dev/full")
    with pytest.raises(Broken, match=r"cannot be written: No space left on device\."):
        write_new(tmp_path / "c.txt", b"one")
    assert everything_in(tmp_path) == {}


def test_what_a_killed_writer_left_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    for name in (".999999999.part", f".{os.getpid()}.part", ".notes.part", "c.part"):
        (tmp_path / name).write_bytes(b"half")
    assert [path.name for path in remove_left(tmp_path)] == [".999999999.part"]
    assert sorted(everything_in(tmp_path)) == sorted([f".{os.getpid()}.part", ".notes.part", "c.part"])
    assert remove_left(tmp_path / "none") == []
