"""A path somebody names → the bytes that lie there, within a limit, and for an attachment the name it will have."""

import stat
from collections.abc import Iterable
from pathlib import Path

from evalflow.errors import InvalidInput, Problem
from evalflow.intake.drafts import Attachments
from evalflow.intake.names import wrong_with_file_name


def read_file(path: Path, limit: int) -> bytes:
    """Return the content of an ordinary file of at most `limit` bytes.

    Raises:
        InvalidInput: it is missing, no file, or too large; code `file-not-taken`.
        InvalidInput: it is there and cannot be read; code `file-unreadable`.
    """
    content, wrong = _content(path, limit)
    if wrong:
        raise InvalidInput("file-not-taken", f"{path} {wrong}")
    return content


def read_attachments(paths: Iterable[Path], limit: int) -> Attachments:
    """Return name and bytes of each file, in the order given; an attachment is called as its file is.

    Raises:
        InvalidInput: with what is wrong with each of them; code `attachment-not-taken`.
        InvalidInput: one is there and cannot be read; code `file-unreadable`.
    """
    found: list[tuple[str, bytes]] = []
    problems: list[Problem] = []
    for path in paths:
        content, wrong = _content(path, limit)
        taken = {name.casefold() for name, _ in found}
        if wrong := wrong or _wrong_attachment(path.name, content, taken):
            problems.append(Problem("", f"{str(path)!r} {wrong}"))
        found.append((path.name, content))
    if problems:
        raise InvalidInput("attachment-not-taken", "Nothing was taken, because of what is attached.", problems)
    return tuple(found)


def _wrong_attachment(name: str, content: bytes, taken: set[str]) -> str:
    if wrong := wrong_with_file_name(name):
        return f"{wrong}. Give it another name first."
    if name.casefold() in taken:
        return "has the name of another attachment. Rename one of the two."
    return "" if content else "is empty. Was it saved to the end?"


def _content(path: Path, limit: int) -> tuple[bytes, str]:
    """Return the content and "", or nothing and what is wrong as the end of a sentence."""
    try:
        if wrong := _no_ordinary_file(path):
            return b"", wrong
        with path.open("rb") as file:
            content = file.read(limit + 1)  # never more than asked for, even where the file grows meanwhile
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a NUL in the path
        return b"", "is not there. Look at how it is spelled, and which folder you are in."
    except OSError as failed:
        reason = failed.strerror or "unknown reason"
        raise InvalidInput("file-unreadable", f"{path} cannot be read: {reason}. May you open it?") from failed
    return (b"", f"is larger than {limit:,} bytes, the most that is taken.") if len(content) > limit else (content, "")


def _no_ordinary_file(path: Path) -> str:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return "is a folder. Name the files in it one by one."
    return (
        "" if stat.S_ISREG(mode) else "is no ordinary file, but a device or a pipe. Save what it gives to a file first."
    )
