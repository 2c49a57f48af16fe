"""Files that are there whole or not at all, and never quietly take the place of another."""

import errno
import fcntl
import os
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evalflow.effects.disk.files import remove_left, write_new, write_over
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


@pytest.mark.parametrize("other", [b"two", b"on", b"one more"])
def test_other_bytes_are_never_overwritten(tmp_path: Path, other: bytes) -> None:
    path = tmp_path / "c.txt"
    write_new(path, other)
    with pytest.raises(Refused, match="holds something else and is not overwritten") as refusal:
        write_new(path, b"one")
    assert refusal.value.code == "file-exists"
    assert everything_in(tmp_path) == {"c.txt": other}


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


def test_a_disk_that_takes_no_more_is_told_in_words(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(Broken, match=r"cannot be written: File too large\."):
            write_new(tmp_path / "c.txt", b"one" * 4096)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert everything_in(tmp_path) == {}


def test_what_a_killed_writer_left_is_removed_and_what_another_writes_is_not(tmp_path: Path) -> None:
    for name in (".999999999.part", ".evalflow-7-0.part", ".evalflow-7-1.part", ".notes.part", "c.part"):
        (tmp_path / name).write_bytes(b"half")
    with (tmp_path / ".evalflow-7-1.part").open("rb") as at_work:
        fcntl.flock(at_work, fcntl.LOCK_EX)
        assert sorted(path.name for path in remove_left(tmp_path)) == [".999999999.part", ".evalflow-7-0.part"]
    assert sorted(everything_in(tmp_path)) == [".evalflow-7-1.part", ".notes.part", "c.part"]
    assert remove_left(tmp_path / "none") == []


def test_what_a_killed_writer_of_this_very_number_left_is_in_nobody_s_way(tmp_path: Path) -> None:
    (tmp_path / f".evalflow-{os.getpid()}-0.part").write_bytes(b"half")
    write_new(tmp_path / "c.txt", b"one")
    assert (tmp_path / "c.txt").read_bytes() == b"one"


def test_what_another_writes_between_two_looks_is_found_written(tmp_path: Path) -> None:
    class Meanwhile(type(tmp_path)):  # type: ignore[misc] # a place in which somebody else is quicker, whatever is asked
        def _first(self) -> None:
            if not os.path.lexists(self):
                Path(self).write_bytes(b"one")

        def is_file(self, **asked: bool) -> bool:
            before = os.path.isfile(self)
            self._first()
            return before

        def exists(self, **asked: bool) -> bool:
            before = os.path.exists(self)
            self._first()
            return before

        def hardlink_to(self, target: object) -> None:
            self._first()
            os.link(str(target), self)

    write_new(Meanwhile(tmp_path / "c.txt"), b"one")
    with pytest.raises(Refused, match="holds something else"):
        write_new(Meanwhile(tmp_path / "d.txt"), b"two")
    assert everything_in(tmp_path) == {"c.txt": b"one", "d.txt": b"one"}


def test_many_who_write_the_same_at_once_all_find_it_written(tmp_path: Path) -> None:
    def wrote(number: int) -> None:
        write_new(tmp_path / "a" / f"{number // 8}.txt", b"one" * 100)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(wrote, range(8 * 25)))
    assert everything_in(tmp_path / "a") == {f"{number}.txt": b"one" * 100 for number in range(25)}


def test_on_a_disk_that_knows_no_second_names_nothing_is_overwritten_either(tmp_path: Path) -> None:
    class Simple(type(tmp_path)):  # type: ignore[misc] # a place on such a disk
        def hardlink_to(self, target: object) -> None:
            if os.path.lexists(self):
                raise FileExistsError(errno.EEXIST, "File exists", str(self))
            if other:
                Path(self).write_bytes(other)
            raise OSError(errno.EPERM, "Operation not permitted", str(target))

    other = b""
    write_new(Simple(tmp_path / "c.txt"), b"one")
    other = b"one"
    write_new(Simple(tmp_path / "d.txt"), b"one")
    other = b"two"
    with pytest.raises(Refused, match="holds something else"):
        write_new(Simple(tmp_path / "e.txt"), b"one")
    assert everything_in(tmp_path) == {"c.txt": b"one", "d.txt": b"one", "e.txt": b"two"}


def test_an_empty_file_holds_nothing_that_could_be_lost(tmp_path: Path) -> None:
    (tmp_path / "c.txt").touch()
    write_new(tmp_path / "c.txt", b"one")
    assert everything_in(tmp_path) == {"c.txt": b"one"}


@pytest.mark.parametrize("write", [write_new, write_over])
def test_a_pipe_is_neither_read_nor_done_away_with(tmp_path: Path, write: Callable[[Path, bytes], None]) -> None:
    os.mkfifo(tmp_path / "c.txt")
    with pytest.raises(Refused):
        write(tmp_path / "c.txt", b"one")
    assert (tmp_path / "c.txt").is_fifo()


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_only_the_owner_reads_what_is_not_public_whatever_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        for write, name in ((write_new, "new"), (write_over, "over")):
            write(tmp_path / name / "own" / "c.txt", b"one")
            write(tmp_path / f"{name}-public" / "c.txt", b"one", public=True)
    finally:
        os.umask(before)
    modes = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    for name in ("new", "over"):
        assert (modes[name], modes[f"{name}/own"], modes[f"{name}/own/c.txt"]) == (0o700, 0o700, 0o600)
        assert (modes[f"{name}-public"], modes[f"{name}-public/c.txt"]) == (0o755 & ~mask, 0o644 & ~mask)
