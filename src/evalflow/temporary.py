"""A kind of work → a folder of its own for what is needed for a while, which a kill does not leave for long.

Its owner alone may enter it, and holds a lock on it for as long as the process lives. Whoever makes another one removes
what killed processes have left: a copy of the record may lie in it.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

KINDS: Final = ("pdf", "reading")


class OwnFolder:
    """A folder that lasts until `cleanup`, or until this process ends."""

    def __init__(self, kind: str) -> None:
        remove_left_folders((kind,))
        while True:
            self._folder = tempfile.TemporaryDirectory(prefix=f"evalflow-{kind}-")
            self.name = self._folder.name
            self._lock = _locked_folder(Path(self.name), wait=True)
            if self._lock is not None or os.path.lexists(self.name):  # where there are no locks, nobody removes it
                return
            self._folder.cleanup()  # another process took it for one that was left, before our lock

    def __enter__(self) -> str:
        return self.name

    def __exit__(self, *_: object) -> None:
        self.cleanup()

    def cleanup(self) -> None:
        """Remove the folder and what is in it."""
        self._folder.cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def remove_left_folders(kinds: Iterable[str] = KINDS) -> list[Path]:
    """Remove the folders that killed processes of this user have left, and return them."""
    folders = (folder for kind in kinds for folder in Path(tempfile.gettempdir()).glob(f"evalflow-{kind}-*"))
    return [folder for folder in folders if _removed_unless_held(folder)]


def locked(handle: int, *, wait: bool) -> bool | None:
    """Return whether we have the one lock on an open file, or another process has it; None where there are no locks."""
    if sys.platform == "win32":
        return None
    import fcntl  # here, because Windows has none

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # the disk knows none
        return None
    return True


def _removed_unless_held(folder: Path) -> bool:
    handle = _locked_folder(folder, wait=False)
    if handle is None:
        return False
    try:
        shutil.rmtree(folder, ignore_errors=True)
        return True
    finally:
        os.close(handle)


def _locked_folder(folder: Path, *, wait: bool) -> int | None:
    """Return an open folder of this user's on which we have the lock; None where we have none, or it is gone."""
    try:
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None
    with suppress(OSError):
        found = os.fstat(handle)
        ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if ours and locked(handle, wait=wait) and os.path.samestat(found, os.lstat(folder)):
            return handle
    os.close(handle)
    return None
