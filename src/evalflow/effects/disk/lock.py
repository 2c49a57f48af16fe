"""A file → the one process that holds it. The system takes the lock away when the process ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evalflow.errors import Broken
from evalflow.temporary import locked


@contextmanager
def held(path: Path) -> Iterator[str]:
    """Hold a lock file for as long as the block lasts, and yield ""; or yield the number of the process that holds it.

    Where the system or the disk knows no locks, nobody ever holds it.

    Raises:
        Broken: `not-written`, the file cannot be made.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as failed:
        raise Broken("not-written", f"{path} cannot be written: {failed.strerror}.") from failed
    try:
        if locked(handle, wait=False) is not False:
            os.ftruncate(handle, 0)
            os.pwrite(handle, str(os.getpid()).encode(), 0)
            yield ""
        else:
            yield os.pread(handle, 20, 0).decode("ascii", "replace") or "unknown"
    finally:
        os.close(handle)
