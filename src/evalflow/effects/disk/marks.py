"""What a record must not forget when it is put back from a copy → small files outside the database, in several places.

Each place is a folder: one beside the database, one in the state directory of the user. In it are the highest head ever
seen, the ids of letters that were handed over, of erased entries and of what was protected, and the copies that were
made. There is no text of the record in any of them.

What a command is about to erase or protect is begun before its commit, and kept after it. A command that was killed in
between leaves what it had begun: the journal shows later whether that took place.
"""

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from evalflow.effects.disk.files import make_folder
from evalflow.errors import Broken
from evalflow.evaluation.report.head import Head

HEAD: Final = "head.json"
LEFT: Final = "letters-handed-over"
ERASED: Final = "erased"
PROTECTED: Final = "protected"
BEGUN: Final = "begun"
COPIES: Final = "copies"
_ALL: Final = (HEAD, LEFT, ERASED, PROTECTED, BEGUN, COPIES)
_ID: Final = re.compile(r"[0-9a-f]{32}")
_ENTRY: Final = re.compile(r"[1-9][0-9]{0,17}:[0-9a-f]{64}")
_PROTECTION: Final = re.compile(rf"([a-z]{{1,20}}) ([0-9a-f]{{32}}) ({_ENTRY.pattern})")


@dataclass(frozen=True)
class Mark:
    """The highest head that was seen. `last` is the hash of its last entry's header, by which it is found quickly.

    `unsure`: the record was put back, and nothing could show whether it had been further.
    """

    record: str
    head: Head
    last: str
    at: datetime
    unsure: bool = False


@dataclass(frozen=True)
class KnownCopy:
    """A copy that was made: where it was written, and how far the record had come."""

    file: str
    head: Head
    at: datetime


@dataclass(frozen=True)
class Protection:
    """That something was protected: in which way, the id of what it was, and the entry of the journal that says so."""

    how: str
    subject: str
    entry: str  # its number and the hash of its header

    def __str__(self) -> str:
        return f"{self.how} {self.subject} {self.entry}"


@dataclass
class Marks:
    """The marks of one record. What is read is put together from all places; what is written goes to each.

    `erased_now` are the entries erased through this object, for the command to report what copies still hold them.
    """

    record: str
    places: Sequence[Path]
    erased_now: list[str] = field(default_factory=list)

    def heads(self) -> list[Mark]:
        """Return the mark of each place that has one of this record.

        Raises:
            Broken: `mark-unreadable`.
        """
        return [mark for mark in self._heads() if mark.record == self.record]

    def beside(self) -> Mark | None:
        """Return the mark in the first place, beside the database, which all its users share. Raises Broken."""
        mark = _head(self.places[0] / HEAD)
        return mark if mark and mark.record == self.record else None

    def foreign(self) -> list[Mark]:
        """Return the marks of other records in these places: of this one they say nothing. Raises Broken."""
        return [replace(mark, unsure=True) for mark in self._heads() if mark.record != self.record]

    def _heads(self) -> list[Mark]:
        return [mark for place in self.places if (mark := _head(place / HEAD))]

    def keep_head(self, mark: Mark, *, lower: bool = False) -> None:
        """Keep a head where it is higher than the one that is kept; with `lower` in any case.

        Raises:
            Broken: `mark-not-written`, no place could be written to.
        """
        self._everywhere(lambda place: _keep_head(place, mark, lower=lower))

    def keep_left(self, letters: Iterable[str]) -> None:
        """Keep the ids of letters that are about to be handed over. Raises Broken, as `keep_head` does."""
        self._add(LEFT, letters)

    def left(self) -> frozenset[str]:
        """Return the ids of all letters that were ever handed over."""
        return frozenset(line for line in self._lines(LEFT) if _ID.fullmatch(line))

    def begin(self, erased: Sequence[str], protected: Sequence[Protection]) -> None:
        """Keep what a command is about to erase and protect. Raises Broken, as `keep_head` does."""
        self._add(BEGUN, (*erased, *map(str, protected)))
        self.erased_now += erased

    def keep_erased(self, entries: Iterable[str]) -> None:
        """Keep which entries are erased, each as its number and the hash of its header. Raises Broken."""
        known = self._lines(ERASED)
        self._add(ERASED, [entry for entry in entries if entry not in known])

    def keep_protected(self, protected: Iterable[Protection]) -> None:
        """Keep what was protected. Raises Broken, as `keep_head` does."""
        known = self._lines(PROTECTED)
        self._add(PROTECTED, [str(protection) for protection in protected if str(protection) not in known])

    def begun(self) -> tuple[list[str], list[Protection]]:
        """Return the entries that were about to be erased, and what was about to be protected."""
        lines = self._lines(BEGUN)
        return [line for line in lines if _ENTRY.fullmatch(line)], _protections(lines)

    def end(self, erased: Iterable[str], protected: Iterable[Protection]) -> None:
        """Forget that this was begun: it is kept by now, or never took place. Raises Broken, as `keep_head` does."""
        over = {*erased, *map(str, protected)}
        if over and self._lines(BEGUN):
            self._everywhere(lambda place: _take_out(place, over))

    def erased(self) -> frozenset[str]:
        """Return the entries that were erased, and those of which only the journal that was lost could say so."""
        lines = {**self._lines(ERASED), **self._lines(BEGUN)}
        return frozenset(line for line in lines if _ENTRY.fullmatch(line))

    def protected(self) -> list[Protection]:
        """Return what was protected, and that of which only the journal that was lost could say so."""
        return _protections({**self._lines(PROTECTED), **self._lines(BEGUN)})

    def keep_copy(self, copy: KnownCopy) -> None:
        """Keep that a copy was made. Raises Broken, as `keep_head` does."""
        plain = {"file": copy.file, "size": copy.head.size, "root": copy.head.root, "at": copy.at.isoformat()}
        self._add(COPIES, [json.dumps(plain, ensure_ascii=True)])

    def copies(self) -> list[KnownCopy]:
        """Return every copy that was made, the oldest first."""
        known_copies = {copy for line in self._lines(COPIES) if (copy := _copy(line))}
        return sorted(known_copies, key=lambda copy: (copy.at, copy.file))

    def unwritable(self) -> list[Path]:
        """Return the places that cannot be written to."""
        return [place for place in self.places if not os.access(_nearest(place), os.W_OK)]

    def _add(self, name: str, lines: Iterable[str]) -> None:
        text = "".join(f"\n{line}\n" for line in lines)  # begun on a new line: a kill can have left half a line
        if text:
            self._everywhere(lambda place: _append(place / name, text.encode("ascii")))

    def _lines(self, name: str) -> dict[str, None]:
        return {line: None for place in self.places for line in _text(place / name).split("\n") if line}

    def _everywhere(self, write: Any) -> None:
        failures = []
        for place in self.places:
            try:
                make_folder(place)
                write(place)
            except OSError as failed:
                failures.append(failed)
        if failures and len(failures) == len(self.places):
            raise Broken(
                "mark-not-written",
                f"{self.places[0]} cannot be written: {failures[0].strerror}. It must hold how far the record has come "
                "before anything leaves it. Nothing has left.",
            ) from failures[0]


def forget(place: Path) -> None:
    """Remove the marks of a place: an example is made anew in a folder that had one."""
    for name in _ALL:
        with suppress(OSError):
            (place / name).unlink(missing_ok=True)


def higher(marks: Iterable[Mark]) -> Mark | None:
    """Return the mark that says most: one that is unsure, else the highest head."""
    return max(marks, key=lambda mark: (mark.unsure, mark.head.size), default=None)


def _keep_head(place: Path, mark: Mark, *, lower: bool) -> None:
    with _alone(place):
        before = _head(place / HEAD)
        if before and before.record == mark.record and not lower:
            if before.head.size > mark.head.size:
                return
            mark = replace(mark, unsure=mark.unsure or before.unsure)
        plain = {
            "at": mark.at.isoformat(), "last": mark.last, "record": mark.record, "root": mark.head.root,
            "size": mark.head.size, "unsure": mark.unsure, "v": 1,
        }  # fmt: skip
        _write_whole(place / HEAD, json.dumps(plain, indent=1).encode())


def _head(path: Path) -> Mark | None:
    text = _text(path)
    if not text:
        return None
    try:
        plain = json.loads(text)
        head = Head(int(plain["size"]), str(plain["root"]))
        at = datetime.fromisoformat(plain["at"])
        return Mark(str(plain["record"]), head, str(plain["last"]), at, bool(plain["unsure"]))
    except (ValueError, KeyError, TypeError) as damaged:
        raise Broken(
            "mark-unreadable",
            f"{path} is damaged. It holds the highest head of the record that was ever seen. Put it back from another "
            "copy of its folder; or, if the record was not restored since, move it away and try again.",
        ) from damaged


def _protections(lines: Iterable[str]) -> list[Protection]:
    return [Protection(*match.groups()) for line in lines if (match := _PROTECTION.fullmatch(line))]


def _take_out(place: Path, over: Collection[str]) -> None:
    with _alone(place):
        lines = _text(place / BEGUN).split("\n")
        _write_whole(place / BEGUN, "".join(f"{one}\n" for one in lines if one and one not in over).encode())


def _copy(line: str) -> KnownCopy | None:
    try:
        plain = json.loads(line)
        head = Head(int(plain["size"]), str(plain["root"]))
        return KnownCopy(str(plain["file"]), head, datetime.fromisoformat(plain["at"]))
    except (ValueError, KeyError, TypeError):
        return None  # half a line, left by a kill


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as unread:
        raise Broken("mark-unreadable", f"{path} cannot be read. Check its permissions.") from unread


def _append(path: Path, text: bytes) -> None:
    with _alone(path.parent):
        _write(path, text, os.O_APPEND)


def _write_whole(path: Path, content: bytes) -> None:
    """Put a file in the place of another by one rename. The caller holds the lock of the place."""
    beside = path.with_name(f".{os.getpid()}.part")
    try:
        _write(beside, content, os.O_TRUNC)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _write(path: Path, content: bytes, how: int) -> None:
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | how, 0o600)
    try:
        while content:
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let one process at a time write in a place, where the system has locks."""
    if os.name != "posix":
        yield
        return
    import fcntl  # here, because other systems have none

    handle = os.open(place / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _nearest(place: Path) -> Path:
    """Return the place, or the nearest folder above it that is there."""
    return next((path for path in (place, *place.parents) if path.exists()), place)
