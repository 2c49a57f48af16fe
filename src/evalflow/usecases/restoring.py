"""A copy → the record again: verified, without what was erased since, and marked where it may have lost anything."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from evalflow.effects.marks import Mark, Marks, higher
from evalflow.effects.whole import give_name, part_in
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.handed_in import Input
from evalflow.evaluation.input_words import InputReceived
from evalflow.evaluation.letter_words import Letter, SendingBegun
from evalflow.store import merkle
from evalflow.store.backup import (
    Glance,
    copy_into,
    glance,
    put_into_server,
    refuse_occupied,
    sqlite_file,
    sqlite_url,
)
from evalflow.store.database import open_store, upgrade
from evalflow.store.journal import Entry
from evalflow.store.transaction import Mint, Transaction
from evalflow.usecases.backups import mark_of, refuse_unsound
from evalflow.usecases.door import CLOCK
from evalflow.usecases.leaving import holds


@dataclass(frozen=True)
class Restored:
    """What was put back. `behind` is the mark of what it may have lost, None where it certainly lost nothing."""

    there: Glance
    erased_again: int
    upgraded: bool
    behind: Mark | None


@dataclass(frozen=True)
class Place:
    """Where a record is put back, and what goes with the record that a copy turns out to hold."""

    database: str
    folder: Path
    marks_of: Callable[[Glance], Marks]
    mint_of: Callable[[Glance], Mint]


def restore(copy: Path, place: Place, now: datetime, *, dry_run: bool = False) -> Restored:
    """Put a copy in the place of a database that is not there. A dry run does all of it beside, and keeps nothing.

    What was erased since the copy was made is erased from it before it has its place, so that nothing shows or sends
    it. A record that may have been further than the copy is marked before it has its place.

    Raises:
        Refused: `database-exists`; `copy-unsound`; `other-record`, the folder is that of another record.
        NotFound: `no-such-file`.
        Broken: the copy cannot be read, a newer evalflow made it, or the disk or the server fails. Nothing is put back.
    """
    refuse_occupied(place.database)
    if not copy.is_file():
        raise NotFound("no-such-file", f"There is no file {copy}. Check its name and folder.")
    local = sqlite_file(place.database) if place.database.startswith("sqlite:") else None
    was = glance(sqlite_url(copy))
    mint, marks = place.mint_of(was), place.marks_of(was)
    _refuse_other(marks, was, place.folder)
    with part_in(local.parent if local else place.folder) as part:
        copy_into(sqlite_url(copy), part)
        upgraded = bool(upgrade(sqlite_url(part), mint))
        refuse_unsound(part, mint)
        if again := _erase_again(part, marks, mint, now):
            refuse_unsound(part, mint)
        there = glance(sqlite_url(part))
        behind = _behind(part, marks, mark_of(there, now), mint)
        if again and behind is None:  # what was erased after the copy shows that the record had been further
            behind = replace(mark_of(there, now), unsure=True)
        if not dry_run:
            marks.keep_head(behind or mark_of(there, now))
            if local:
                give_name(part, local)
            else:
                put_into_server(part, place.database, mint).dispose()
    return Restored(there, again, upgraded, behind)


def _refuse_other(marks: Marks, was: Glance, folder: Path) -> None:
    if others := marks.others():
        raise Refused(
            "other-record",
            f"{folder} is the folder of another record ({others[0]}) than that of the copy ({was.record}). Restore it "
            "into a folder of its own.",
        )


def _behind(file: Path, marks: Marks, there: Mark, mint: Mint) -> Mark | None:
    """Return the mark to keep where the restored record may have been further, None where it certainly was not."""
    heads = marks.heads()
    store = open_store(sqlite_url(file), mint)
    try:
        with store.reading() as reading:
            missing = [mark for mark in heads if mark.unsure or not holds(reading, mark)]
    finally:
        store.dispose()
    return higher(missing) if heads else replace(there, unsure=True)


def _erase_again(file: Path, marks: Marks, mint: Mint, now: datetime) -> int:
    """Erase from a copy what was erased from the record since; return how many entries that were."""
    erased = marks.erased()
    if not erased:
        return 0
    store = open_store(sqlite_url(file), mint)
    try:
        with store.writing() as tx:
            entries = [entry for entry in tx.journal() if name_of(entry) in erased and entry.erasable]
            contents = [sha256 for entry in entries for sha256 in _contents(entry)]
            for entry in entries:
                tx.erase(entry.seq, CLOCK, max(now, entry.at))
            _drop(tx, contents)
            return len(entries)
    finally:
        store.dispose()


def name_of(entry: Entry) -> str:
    """Return the id under which the erasure of an entry is kept: its number, and the hash of its header."""
    return f"{entry.seq}:{merkle.leaf(entry.header).hex()}"


def _contents(entry: Entry) -> list[str]:
    """Return the hashes of the files that an entry brought."""
    match entry.event:
        case InputReceived(known):
            return [attachment.sha256 for attachment in known.attachments]
        case SendingBegun():
            return [entry.event.message]
    return []


def _drop(tx: Transaction, contents: list[str]) -> None:
    kept = {attachment.sha256 for known in tx.all(Input) for attachment in known.attachments}
    kept |= {letter.message for letter in tx.all(Letter)}
    for sha256 in contents:
        if sha256 and sha256 not in kept:
            tx.drop_blob(sha256)
