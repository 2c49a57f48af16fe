"""Bytes → a file that is there whole or not at all, and never quietly takes the place of another."""

import os
from contextlib import suppress
from pathlib import Path

from evalflow.errors import Broken, Refused


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet; finding the very same bytes there is finding it written.

    Raises:
        Refused: `file-exists`, when other content stands there.
        Broken: `not-written`, when the folder or the disk does not let us.
    """
    if path.is_file():
        if path.read_bytes() == content:
            return
        raise Refused("file-exists", f"{path} holds something else and is not overwritten. Move it away and try again.")
    write_over(path, content)


def write_over(path: Path, content: bytes) -> None:
    """Write a file whole, in place of what may stand there: beside it first, then by one rename.

    Raises:
        Broken: `not-written`, when the folder or the disk does not let us; nothing half written is left.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as failed:
        with suppress(OSError):
            beside.unlink()
        raise Broken(
            "not-written", f"{path} cannot be written: {failed.strerror}. Nothing half written was left."
        ) from failed
