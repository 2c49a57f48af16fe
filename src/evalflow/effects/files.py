"""Bytes → a file that is there whole or not at all, and never quietly takes the place of another."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from filecmp import cmp
from pathlib import Path

from evalflow.errors import Broken, Refused


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet; finding the very same bytes there is finding it written.

    Raises:
        Refused: `file-exists`, when other content stands there.
        Broken: `not-written`, when the folder or the disk does not let us.
    """
    if not _stands(path, content):
        _write(path, content, _into_free_place)


def write_over(path: Path, content: bytes) -> None:
    """Write a file whole, in place of what may stand there: beside it first, then by one rename.

    Raises:
        Broken: `not-written`, when the folder or the disk does not let us; nothing half written is left.
    """
    _write(path, content, lambda beside, path, _: beside.replace(path))


def place_in_free(part: Path, names: Iterator[Path]) -> Path:
    """Give a finished file the first of the names that nothing has, or that has the very same bytes; return it."""
    for path in names:
        try:
            path.hardlink_to(part)
        except FileExistsError:
            if not cmp(part, path, shallow=False):
                continue
        except OSError:  # some disks know no second name for a file
            if path.exists():
                continue
            part.replace(path)
        part.unlink(missing_ok=True)
        return path
    raise Broken("not-written", f"No name is free for {part}.")


def _write(path: Path, content: bytes, place: Callable[[Path, Path, bytes], object]) -> None:
    beside = path.with_name(f".{os.getpid()}.part")  # short, since the name itself may be as long as a name can be
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_through(beside, content)
        place(beside, path, content)
        _keep(path.parent)
    except OSError as failed:
        raise Broken(
            "not-written", f"{path} cannot be written: {failed.strerror}. Nothing half written was left."
        ) from failed
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _into_free_place(beside: Path, path: Path, content: bytes) -> None:
    """Give the file its name only if nothing has it: another process may have written it a moment ago."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        if not _stands(path, content):
            beside.replace(path)
    except OSError:  # some disks know no second name for a file
        beside.replace(path)


def _stands(path: Path, content: bytes) -> bool:
    """Return whether the very same bytes stand there; refuse where anything else does."""
    try:
        found = path.read_bytes() if path.is_file() or not path.exists() else None  # looked at once: another may write
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as unread:
        raise Broken("not-written", f"{path} is there and cannot be read: {unread.strerror}.") from unread
    if found != content:
        raise Refused("file-exists", f"{path} holds something else and is not overwritten. Move it away and try again.")
    return True


def remove_left(folder: Path) -> list[Path]:
    """Remove what writers that were killed have left half written in a folder, and return it.

    Such a file names its writer: one that is still at work keeps it.
    """
    left = [path for path in folder.glob(".*.part") if _is_gone(path.name[1:].removesuffix(".part"))]
    for path in left:
        path.unlink(missing_ok=True)
    return left


def _is_gone(process: str) -> bool:
    if os.name != "posix":
        return False  # elsewhere a signal of nothing is not nothing
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except (ValueError, PermissionError):
        return False
    return False


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep(folder: Path) -> None:
    """Make the name last through a loss of power, where the system can: what is reported as written is written."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
