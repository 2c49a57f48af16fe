"""A folder → a large file in it, filled beside its place, private from its first byte, whole or not there at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from evalflow.effects.files import remove_left
from evalflow.errors import Broken, Refused


@contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """Yield a new empty file that only its owner may read, to be filled and given its name with `give_name`.

    After the block nothing of it is left under this name. A kill leaves it, as `.NUMBER.part`: the next one removes it.

    Raises:
        Broken: `not-written`, the folder or the disk does not allow it.
    """
    part = folder / f".{os.getpid()}.part"
    try:
        with _in_words(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _remove_left(folder)
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
    finally:
        for left in (part, *folder.glob(f"{part.name}-*")):  # SQLite has files of its own beside a file
            with suppress(OSError):
                left.unlink(missing_ok=True)


def _remove_left(folder: Path) -> None:
    """Remove what killed ones left, and what SQLite had beside it."""
    remove_left(folder)
    for path in folder.glob(".*.part-*"):
        if not path.with_name(path.name.partition(".part")[0] + ".part").exists():  # nobody is at work on it
            path.unlink(missing_ok=True)


def give_name(part: Path, path: Path) -> None:
    """Give a file that is filled its name in the same folder, if nothing has it.

    Raises:
        Refused: `file-exists`.
        Broken: `not-written`.
    """
    with _in_words(path):
        _written_through(part)
        try:
            path.hardlink_to(part)
        except FileExistsError:
            refuse_taken(path)
            raise
        except OSError:  # some disks know no second name for a file
            refuse_taken(path)
            part.replace(path)
        _written_through(path.parent)


def refuse_taken(path: Path) -> None:
    """Refuse a name that something has already. Raises Refused."""
    if os.path.lexists(path):
        raise Refused("file-exists", f"{path} is there already and is not overwritten. Choose another name.")


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as failed:
        raise Broken(
            "not-written", f"{path} cannot be written: {failed.strerror}. Nothing half written was left."
        ) from failed


def _written_through(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
