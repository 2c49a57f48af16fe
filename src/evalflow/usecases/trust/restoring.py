"""A copy → the record again: verified, without what was erased since, and marked where it may have lost anything."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from evalflow.effects.disk.files import named_file
from evalflow.effects.disk.marks import Mark, Marks, higher
from evalflow.effects.disk.whole import give_name, part_in
from evalflow.errors import Refused
from evalflow.store.access.transaction import NonceMint as Nonces
from evalflow.store.database.backup import (
    Glance,
    copy_into,
    glance,
    put_into_server,
    refuse_occupied,
    sqlite_file,
    sqlite_url,
)
from evalflow.store.database.database import open_store, upgrade
from evalflow.usecases.door.backwards import holds
from evalflow.usecases.door.door import Door, Printer
from evalflow.usecases.door.door import IdMint as Ids
from evalflow.usecases.trust.backups import mark_of, refuse_unsound
from evalflow.usecases.trust.repeating import Repeated, repeat


class RestoreMint(Ids, Nonces, Protocol):
    """Where ids and nonces come from."""


@dataclass(frozen=True)
class Restored:
    """What was put back. `behind` is the mark of what it may have lost, None where it certainly lost nothing."""

    there: Glance
    erased_again: int
    upgraded: bool
    behind: Mark | None
    protected_again: int = 0


@dataclass(frozen=True)
class RestorePlace:
    """Where a record is put back, and what goes with the record that a copy turns out to hold."""

    database: str
    folder: Path
    marks_of: Callable[[Glance], Marks]
    mint_of: Callable[[Glance], RestoreMint]
    printer: Printer


def restore(copy: Path, place: RestorePlace, now: datetime, *, dry_run: bool = False) -> Restored:
    """Put a copy in the place of a database that is not there. A dry run does all of it beside, and keeps nothing.

    What was erased or protected since the copy was made is erased and protected in it before it has its place, so that
    nothing shows or sends it. A record that may have been further than the copy is marked before it has its place. What
    is wrong with the copy is said before what is in its way.

    Raises:
        Refused: `database-exists`; `copy-unsound`; `other-record`, the folder is that of another record.
        NotFound: `no-such-file`.
        Broken: the copy cannot be read, a newer evalflow made it, or the disk or the server fails. Nothing is put back.
    """
    was = look_at(copy)
    local = sqlite_file(place.database) if place.database.startswith("sqlite:") else None
    mint, marks = place.mint_of(was), place.marks_of(was)
    _refuse_other(marks, was, place.folder)
    with part_in(local.parent if local else place.folder) as part:
        copy_into(sqlite_url(copy), part)
        upgraded = bool(upgrade(sqlite_url(part), mint))
        refuse_unsound(part, mint)
        refuse_occupied(place.database)
        store, folder = open_store(sqlite_url(part), mint), None if dry_run else place.folder
        repeated = _repeated(Door(store, lambda: now, mint, "", place.printer, folder=folder), marks)
        if repeated.erased or repeated.protected:
            refuse_unsound(part, mint)
        there = glance(sqlite_url(part))
        behind = _behind(part, marks, mark_of(there, now), mint)
        if repeated.erased and behind is None:  # what was erased after the copy shows that the record was further
            behind = replace(mark_of(there, now), unsure=True)
        if not dry_run:
            marks.keep_head(behind or mark_of(there, now))
            if local:
                give_name(part, local)
            else:
                put_into_server(part, place.database, mint).dispose()
    return Restored(there, repeated.erased, upgraded, behind, repeated.protected)


def look_at(copy: Path) -> Glance:
    """Return what a copy holds.

    Raises:
        NotFound, InvalidInput: as `named_file`.
        Broken: it cannot be read, is no record, or a newer evalflow made it.
    """
    with named_file(copy):
        pass
    return glance(sqlite_url(copy))


def _repeated(door: Door, marks: Marks) -> Repeated:
    try:
        return repeat(door, marks)
    finally:
        door.store.dispose()


def _refuse_other(marks: Marks, was: Glance, folder: Path) -> None:
    if others := [mark.record for mark in marks.foreign()]:
        raise Refused(
            "other-record",
            f"{folder} is the folder of another record ({others[0]}) than that of the copy ({was.record}). Restore it "
            "into a folder of its own.",
        )


def _behind(file: Path, marks: Marks, there: Mark, mint: RestoreMint) -> Mark | None:
    """Return the mark to keep where the restored record may have been further, None where it certainly was not.

    Without a mark beside the database it is not certain: the state directory of a user knows what that user did.
    """
    heads = marks.heads()
    store = open_store(sqlite_url(file), mint)
    try:
        with store.reading() as reading:
            missing = [mark for mark in heads if mark.unsure or not holds(reading, mark)]
    finally:
        store.dispose()
    return higher(missing) or (None if marks.beside() else replace(there, unsure=True))
