"""Files are read as they are, within a limit; what cannot be read is said in a sentence."""

import os
from pathlib import Path

import pytest

from evalflow.errors import InvalidInput
from evalflow.intake.attachments import read_attachments, read_file

CONTENT = b"\x00\xff%PDF\r\n\x1a"


def test_attachments_keep_name_bytes_and_order(tmp_path: Path) -> None:
    names = ["b.pdf", "a.bin", "قائمة.txt"]
    for name in names:
        (tmp_path / name).write_bytes(CONTENT + name.encode())
    assert read_attachments([tmp_path / name for name in names], 100) == tuple(
        (name, CONTENT + name.encode()) for name in names
    )


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "annex.pdf"
    path.write_bytes(CONTENT)
    assert read_file(path, len(CONTENT)) == CONTENT
    with pytest.raises(InvalidInput) as refusal:
        read_file(path, len(CONTENT) - 1)
    assert (refusal.value.code, str(refusal.value)) == (
        "file-not-taken",
        f"{path} is larger than 8 bytes, the most that is taken.",
    )


def test_all_that_is_wrong_with_the_attachments_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "other").mkdir()
    os.mkfifo(tmp_path / "pipe.pdf")
    for name, content in {"fine.txt": CONTENT, "con.txt": CONTENT, "empty.txt": b"", "other/FINE.txt": CONTENT}.items():
        (tmp_path / name).write_bytes(content)
    names = ["fine.txt", "folder", "pipe.pdf", "con.txt", "empty.txt", "other/FINE.txt", "missing.txt", "a\0b"]
    with pytest.raises(InvalidInput) as refusal:
        read_attachments([tmp_path / name for name in names], 100)
    assert refusal.value.code == "attachment-not-taken"
    assert [problem.what.rpartition("' ")[2] for problem in refusal.value.problems] == [
        "is a folder. Name the files in it one by one.",
        "is no ordinary file, but a device or a pipe. Save what it gives to a file first.",
        "is a word that Windows keeps for devices. Give it another name first.",
        "is empty. Was it saved to the end?",
        "has the name of another attachment. Rename one of the two.",
        "is not there. Look at how it is spelled, and which folder you are in.",
        "is not there. Look at how it is spelled, and which folder you are in.",
    ]


def test_a_file_that_is_there_but_cannot_be_read_is_refused_as_any_other_file_is(tmp_path: Path) -> None:
    path = tmp_path / "circle.pdf"
    path.symlink_to(path)
    with pytest.raises(InvalidInput) as refusal:
        read_file(path, 100)
    assert (refusal.value.code, refusal.value.exit_code) == ("file-unreadable", 3)
    assert str(refusal.value).startswith(f"{path} cannot be read: ")
