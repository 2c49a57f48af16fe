"""A name → the file or folder that one process of this test session made, for all of them."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

FOLDER: Final = "SHARED_BY_TESTS"  # the variable that names the folder to processes which this session starts


def shared_folder() -> Path | None:
    """Return the folder that the processes of this session share, or None where there is no session."""
    folder = os.environ.get(FOLDER)
    return Path(folder) if folder else None


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """Return what `make` writes at the path it is given. Whoever asks for it meanwhile waits until it is whole."""
    path = Path(os.environ[FOLDER]) / name
    if not path.exists():
        with _locked(path.with_name(f"{name}.lock")):
            if not path.exists():
                _make(path, make)
    return path


def _make(path: Path, make: Callable[[Path], None]) -> None:
    beside = path.with_name(f"{path.name}.part")
    shutil.rmtree(beside, ignore_errors=True)  # of a process that was killed
    make(beside)
    beside.replace(path)


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """Hold the lock of a file. It ends with the process that has it."""
    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
