"""Bytes → a file that is there whole or not at all, and never quietly takes the place of another.

Nothing is looked at first and done afterwards: another process may come in between. A place is taken by the one call
that fails where something has it (`link`, `O_EXCL`), and what is there is read through one open file.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from filecmp import cmp
from itertools import count
from pathlib import Path
from typing import BinaryIO, Final

from evalflow.errors import Broken, InvalidInput, NotFound, Refused
from evalflow.temporary import locked

_PRIVATE, _PRIVATE_FOLDER = 0o600, 0o700
_PUBLIC, _PUBLIC_FOLDER = 0o644, 0o755  # less what the umask takes away: others never write
_TRIES: Final = 10  # another may remove a file just after we have found it there, but not so often
_LEFT: Final = (".evalflow-*.part", ".[0-9]*.part")  # older versions named the process alone

Place = Callable[[Path, Path, bytes], object]


@contextmanager
def named_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that a person named, for reading.

    Raises:
        NotFound: `no-such-file`.
        InvalidInput: `file-unreadable`, a folder or without permission.
    """
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise NotFound("no-such-file", f"There is no file {path}. Check its name and folder.") from None
    except OSError as unread:
        raise InvalidInput("file-unreadable", f"{path} cannot be read: {unread.strerror}.") from unread


def read_file(path: Path) -> bytes:
    """Return the bytes of a file that a person named. Raises as `named_file`."""
    with named_file(path) as file:
        return file.read()


def write_new(path: Path, content: bytes, *, public: bool = False) -> None:
    """Write a file that must not exist yet; finding the very same bytes there is finding it written.

    Only its owner may read it, whatever the umask, unless it is `public`.

    Raises:
        Refused: `file-exists`, when other content stands there.
        Broken: `not-written`, when the folder or the disk does not let us.
    """
    if not _stands(path, content):
        _write(path, content, _into_free_place, public=public)


def write_over(path: Path, content: bytes, *, public: bool = False) -> None:
    """Write a file whole, in place of what may stand there: beside it first, then by one rename.

    Only its owner may read it, whatever the umask, unless it is `public`.

    Raises:
        Refused: `no-ordinary-file`, a device or a pipe stands there, which a rename would do away with.
        Broken: `not-written`, when the folder or the disk does not let us; nothing half written is left.
    """
    _refuse_device(path)
    _write(path, content, lambda beside, path, _: beside.replace(path), public=public)


def place_in_free(part: Path, names: Iterator[Path]) -> Path:
    """Give a finished file the first of the names that nothing has, or that has the very same bytes; return it."""
    for path in names:
        try:
            take(part, path)
        except FileExistsError:
            if not _holds_the_same(part, path):
                continue
        part.unlink(missing_ok=True)
        return path
    raise Broken("not-written", f"No name is free for {part}.")


def _holds_the_same(part: Path, path: Path) -> bool:
    try:
        return cmp(part, path, shallow=False)
    except OSError:  # it is gone again, or no file
        return False


def make_folder(folder: Path, *, public: bool = False) -> None:
    """Make a folder, and those above it that are missing. Only their owner may enter them, unless they are `public`.

    Raises:
        OSError: it cannot be made.
    """
    try:
        folder.mkdir(_PUBLIC_FOLDER if public else _PRIVATE_FOLDER)
    except FileNotFoundError:
        make_folder(folder.parent, public=public)
        make_folder(folder, public=public)
    except FileExistsError:
        if not folder.is_dir():
            raise


@contextmanager
def made_beside(path: Path) -> Iterator[Path]:
    """Yield an empty file beside a place, for another program to fill; at the end of the block it gets the place.

    What is beside it, such as a database's log, is removed with it where the block or the last step fails.

    Raises:
        Refused: `file-exists`, something has the place.
        Broken: `not-written`.
    """
    try:
        beside, handle = new_beside(path.parent, _PRIVATE)
    except OSError as failed:
        raise Broken("not-written", f"{path} cannot be written: {failed.strerror}.") from failed
    try:
        yield beside
        os.fsync(handle)
        _place_made(beside, path)
        keep_name(path.parent)
    finally:
        os.close(handle)
        remove_with_log(beside)


def _place_made(beside: Path, path: Path) -> None:
    try:
        take(beside, path)
    except FileExistsError:
        if _content(path, 0) != b"":
            raise Refused("file-exists", f"{path} is there already and is not overwritten.") from None
        beside.replace(path)
    except OSError as failed:
        raise Broken("not-written", f"{path} cannot be written: {failed.strerror}.") from failed


def remove_with_log(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def remove_left(folder: Path) -> list[Path]:
    """Remove what writers that were killed have left half written in a folder, and return it.

    A writer holds a lock on its file for as long as it lives: one that is still at work keeps it, wherever it runs.
    """
    return [path for pattern in _LEFT for path in folder.glob(pattern) if _removed_unless_locked(path)]


def _removed_unless_locked(path: Path) -> bool:
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR)
        try:
            if locked(handle, wait=False):
                remove_with_log(path)
                return True
        finally:
            os.close(handle)
    return False


def _write(path: Path, content: bytes, place: Place, *, public: bool = False) -> None:
    beside = None
    try:
        make_folder(path.parent, public=public)
        beside, handle = new_beside(path.parent, _PUBLIC if public else _PRIVATE)
        with os.fdopen(handle, "wb") as file:  # open until the end: its lock says that its writer is at work
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            place(beside, path, content)
        keep_name(path.parent)
    except OSError as failed:
        raise Broken(
            "not-written", f"{path} cannot be written: {failed.strerror}. Nothing half written was left."
        ) from failed
    finally:
        if beside:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def new_beside(folder: Path, mode: int = _PRIVATE) -> tuple[Path, int]:
    """Make a file of our own with a short name, since the name it gets may be as long as a name can be."""
    for number in count():
        beside = folder / f".evalflow-{os.getpid()}-{number}.part"
        try:
            handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        except FileExistsError:  # left by one that was killed, or in use by a process of this number in a container
            continue
        locked(handle, wait=True)
        if os.fstat(handle).st_nlink:
            break
        os.close(handle)  # `remove_left` came before our lock
    return beside, handle


def _into_free_place(beside: Path, path: Path, content: bytes) -> None:
    """Give the file its name only if nothing has it: another process may have written it a moment ago."""
    for _ in range(_TRIES):
        try:
            take(beside, path)
        except FileExistsError:
            if _stands(path, content):
                return
        else:
            return
    beside.replace(path)  # what has the name holds nothing: an empty file, or a link that leads nowhere


def take(beside: Path, path: Path) -> None:
    """Give the file a name that nothing has.

    Raises:
        FileExistsError: something has it.
    """
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # some disks know no second name for a file: an empty one keeps the place, until the rename
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
        beside.replace(path)


def _stands(path: Path, content: bytes) -> bool:
    """Return whether the very same bytes stand there, False where nothing or an empty file does; refuse all else."""
    found = _content(path, len(content))
    if found and found != content:
        raise Refused("file-exists", f"{path} holds something else and is not overwritten. Move it away and try again.")
    return found == content


def _content(path: Path, size: int) -> bytes | None:
    """Return what stands there, as far as one byte more than `size`; None where nothing does.

    What is no ordinary file is something else, whatever it holds. It is not read, since a pipe may never end.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as unread:
        raise Broken("not-written", f"{path} is there and cannot be read: {unread.strerror}.") from unread
    try:
        ordinary = stat.S_ISREG(os.fstat(handle).st_mode)
        return _read(handle, size + 1) if ordinary else bytes(size + 1)
    finally:
        os.close(handle)


def _read(handle: int, most: int) -> bytes:
    with os.fdopen(handle, "rb", closefd=False) as file:
        return file.read(most)


def _refuse_device(path: Path) -> None:
    with suppress(OSError):
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise Refused("no-ordinary-file", f"{path} is a device or a pipe, not a file. Name a file.")


def keep_name(folder: Path) -> None:
    """Make the name last through a loss of power, where the system can: what is reported as written is written."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
