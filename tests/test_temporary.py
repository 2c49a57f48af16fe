"""Folders for a while: private, removed at the end, and after a kill by whoever makes the next one."""

import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from evalflow.temporary import OwnFolder, remove_left_folders

LEFT = """
import os, signal, sys
from pathlib import Path
from evalflow.temporary import OwnFolder
folder = OwnFolder("reading")
Path(folder.name, "copy.db").write_text("protected")
print(folder.name, flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_a_folder_is_its_owner_s_alone_and_is_gone_at_the_end() -> None:
    with OwnFolder("pdf") as name:
        assert stat.S_IMODE(Path(name).stat().st_mode) == 0o700
        Path(name, "within").touch()
        assert remove_left_folders() == []
        assert Path(name, "within").exists()
    assert not Path(name).exists()


def test_what_a_killed_process_has_left_goes_with_the_next_and_that_of_a_living_one_stays() -> None:
    command = [sys.executable, "-c", LEFT]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        left = Path(process.stdout.readline().strip())
        assert remove_left_folders() == []
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (left / "copy.db").read_text() == "protected"
    with OwnFolder("pdf"):
        assert left.exists()
    with OwnFolder("reading"):
        assert not left.exists()
    left.mkdir()
    assert remove_left_folders() == [left]


def test_nothing_is_removed_through_a_link_or_that_is_no_folder(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (tmp_path / "evalflow-pdf-link").symlink_to(target)
    (tmp_path / "evalflow-pdf-file").touch()
    assert remove_left_folders() == []
    assert target.exists()
