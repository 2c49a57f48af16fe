"""A record → a verified copy of it in one file; and which of the copies that were made still hold what was erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from evalflow.effects.disk.marks import KnownCopy, Mark, Marks
from evalflow.effects.disk.whole import give_free_name, give_name, part_in, refuse_taken
from evalflow.errors import Refused
from evalflow.store.access.transaction import NonceMint
from evalflow.store.database.backup import Glance, brought_up, copy_into, glance, sqlite_url, verified
from evalflow.usecases.report.names import EXAMPLE

FOLDER: Final = "backups"  # in the folder of a record, for copies that nobody has named


@dataclass(frozen=True)
class Saved:
    """A copy that was made: where it is, what it holds, and how many bytes it has."""

    path: Path
    holds: Glance
    size: int


def back_up(
    database: str, folder: Path, mint: NonceMint, now: datetime, *, path: Path | None = None, before: str = ""
) -> Saved:
    """Copy the record at one moment into one file, verify the copy, and only then give it its name.

    Without `path` it is named after its head and instant, in the folder `backups`. `before` is the revision of a
    migration that is to follow: then the copy is verified by migrating a second copy of it.

    Raises:
        Refused: `file-exists`; `copy-unsound`, the record is not what its journal says, and so is no copy of it.
        Broken: `not-written`, or the database or the disk fails. No copy is left.
    """
    if path:
        refuse_taken(path)
    with part_in(path.parent if path else folder / FOLDER) as part:
        copy_into(database, part)
        refuse_unsound(part, mint)
        holds = glance(sqlite_url(part))
        size = part.stat().st_size
        if path is None:
            return Saved(give_free_name(part, part.with_name(_name(holds, now, before))), holds, size)
        give_name(part, path)
        return Saved(path, holds, size)


def refuse_unsound(copy: Path, mint: NonceMint) -> None:
    """Refuse a copy in which `audit verify` would find anything; one of an older version is tried in a second copy.

    Raises:
        Refused: `copy-unsound`, with what was found.
    """
    with part_in(copy.parent) as scratch:
        verification = verified(brought_up(copy, scratch, mint))
    if not verification.sound:
        problems = "\n".join(f"  {problem}" for problem in verification.problems)
        raise Refused("copy-unsound", f"The copy is not what its journal says, so it is not used:\n{problems}")


def keep_known(marks: Marks, saved: Saved, now: datetime) -> None:
    """Keep that there is this copy."""
    marks.keep_copy(KnownCopy(str(saved.path.resolve()), saved.holds.head, now))


def mark_of(holds: Glance, now: datetime) -> Mark:
    return Mark(holds.record, holds.head, holds.last, now)


def copies_that_hold(marks: Marks, erased: Sequence[str]) -> list[KnownCopy]:
    """Return the copies that were made before the last of this was erased: they still hold some of it."""
    first = min((int(entry.partition(":")[0]) for entry in erased), default=0)
    return [copy for copy in marks.copies() if first and copy.head.size >= first]


def _name(holds: Glance, now: datetime, before: str) -> str:
    prefix, after = EXAMPLE if holds.example else "", f"-before-{before}" if before else ""
    return f"{prefix}evalflow-{holds.head.size}-{now:%Y%m%dT%H%M%SZ}{after}.db"
