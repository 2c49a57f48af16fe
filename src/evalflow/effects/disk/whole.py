"""A folder → a large file in it, filled beside its place, private from its first byte, whole or not there at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evalflow.effects.disk.files import keep_name, make_folder, new_beside, remove_left, remove_with_log, take
from evalflow.errors import Broken, Refused


@contextmanager
def part_in(folder: Path) -> Iterator[Path]:
    """Yield a new empty file that only its owner may read, to be filled and given its name with `give_name`.

    After the block nothing of it is left under this name. A kill leaves it as a `.part`: the next one removes it.

    Raises:
        Broken: `not-written`, the folder or the disk does not allow it.
    """
    with _in_words(folder):
        make_folder(folder)
        remove_left(folder)
        part, handle = new_beside(folder)
    try:
        yield part
    finally:
        os.close(handle)
        remove_with_log(part)


def give_name(part: Path, path: Path) -> None:
    """Give a file that is filled its name in the same folder, if nothing has it.

    Raises:
        Refused: `file-exists`.
        Broken: `not-written`.
    """
    with _in_words(path):
        handle = os.open(part, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            take(part, path)
        except FileExistsError:
            refuse_taken(path)
            raise
        keep_name(path.parent)


def give_free_name(part: Path, path: Path) -> Path:
    """Return the name that a file got: this one or, where something has it, the same with the first free number.

    Two copies of one second have the same name; who was killed after the first types the command again.

    Raises:
        Broken: `not-written`.
    """
    named, number = path, 1
    while True:
        try:
            give_name(part, named)
        except Refused:
            number += 1
            named = path.with_stem(f"{path.stem}-{number}")
        else:
            return named


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
