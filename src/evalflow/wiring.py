"""The one place that joins the real clock, real chance and the real store. Nothing else reads a clock or rolls dice."""

import hashlib
import secrets  # noqa: TID251 - the one place where chance is taken
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evalflow.effects.disk import files
from evalflow.effects.disk.files import made_beside, remove_left, write_new, write_over
from evalflow.effects.disk.marks import Marks, forget
from evalflow.errors import Broken, EvalflowError, Refused
from evalflow.evaluation.inputs import receipt_code
from evalflow.evaluation.inputs.receipt_code import code_of
from evalflow.evaluation.people import Record
from evalflow.settings import FILE, Settings, read_settings, settings_in, settings_text
from evalflow.store.database.backup import Glance
from evalflow.store.database.database import Store, create, open_store
from evalflow.store.database.engines import file_of
from evalflow.usecases.door.door import Door, Printer, set_back
from evalflow.usecases.door.marked import marks_of
from evalflow.usecases.trust.backups import Saved, back_up, keep_known
from evalflow.usecases.trust.opening import open_record

if TYPE_CHECKING:
    from evalflow.effects.printing.pdf import Printed
    from evalflow.usecases.trust.doctor_cycles import DoctorCheck
    from evalflow.usecases.trust.restoring import Restored

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no letter that reads like a digit
EXAMPLE_SEED = "evalflow example"


class ChanceMint:
    """Ids, codes, salts and nonces by chance: what real records use."""

    def nonce(self, seq: int, part: int = 0) -> bytes:
        del seq, part
        return secrets.token_bytes(32)

    def id(self, size: int, n: int) -> str:
        del size, n
        return secrets.token_hex(16)

    def code(self, size: int, n: int) -> str:
        del size, n
        return "".join(secrets.choice(_LETTERS) for _ in range(8))

    def salt(self, size: int, n: int) -> str:
        del size, n
        return secrets.token_hex(32)

    def receipt_code(self, subject: str) -> str:
        del subject
        return code_of(secrets.token_bytes(receipt_code.BYTES))


class SeededMint:
    """The same, derived from a seed, the journal's size and n: an example is the same twice, whenever it was killed."""

    def __init__(self, seed: str) -> None:
        self.seed = seed

    def nonce(self, seq: int, part: int = 0) -> bytes:
        return self._derived("nonce", seq, part)

    def id(self, size: int, n: int) -> str:
        return self._derived("id", size, n).hex()[:32]

    def code(self, size: int, n: int) -> str:
        return "".join(_LETTERS[byte % 32] for byte in self._derived("code", size, n)[:8])

    def salt(self, size: int, n: int) -> str:
        return self._derived("salt", size, n).hex()

    def receipt_code(self, subject: str) -> str:
        """Return the same code for the same input: in an example, where nothing is secret, a kill changes nothing."""
        return code_of(hashlib.sha256(f"{self.seed}/receipt code/{subject}".encode()).digest())

    def _derived(self, kind: str, size: int, n: int) -> bytes:
        return hashlib.sha256(f"{self.seed}/{kind}/{size}/{n}".encode()).digest()


Mint = ChanceMint | SeededMint


def real_clock() -> datetime:
    """Return this instant, aware UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the clock is read


def make_folder(folder: Path, *, database: str, person: str) -> Settings:
    """Make a folder with its evalflow.toml and return its settings. Refuses to touch a folder that has one.

    Raises:
        Refused: `folder-exists`.
        Broken: `not-written`, when the folder cannot be made or written.
    """
    refuse_overwriting(folder)
    _make_folder(folder)
    write_new(folder / FILE, settings_text(database=database, person=person).encode())
    return read_settings(folder)


def _make_folder(folder: Path) -> None:
    try:
        files.make_folder(folder)
    except OSError as failed:
        raise Broken("not-written", f"{folder} cannot be written: {failed.strerror}.") from failed


def make_record(
    folder: Path, *, database: str, person: str, title: str, example: bool, fill: Callable[[Settings], None]
) -> Settings:
    """Make a folder with a new record in it, and return its settings. It holds a record once all of that is there.

    A database of SQLite is made beside its place, with what `fill` enters, and takes the place in the end; the settings
    come last. What a kill has left counts for nothing; in PostgreSQL the same command goes on with it.

    Raises:
        Refused: `folder-exists`; or `database-exists`, there is a record in it already.
        Broken: it cannot be made there.
    """
    refuse_overwriting(folder)
    was_there = folder.exists()
    _make_folder(folder)
    remove_left(folder)
    try:
        text = settings_text(database=database, person=person).encode()
        settings = settings_in(text, folder)
        begun = _Begun(folder / _BEGUN, hashlib.sha256(text + settings.database.encode()).hexdigest().encode())
        if not begun.before():
            _refuse_taken(settings)
        write_over(begun.mark, begun.what)
        with _beside(settings) as place:
            if not is_begun(place):
                create_record(place, title=title, example=example)
            fill(place)
        write_new(folder / FILE, text)
    except EvalflowError:
        _leave(folder, was_there=was_there, ours=not database.startswith("postgresql"))
        raise
    begun.mark.unlink(missing_ok=True)
    return settings


_BEGUN = ".evalflow-begun"  # says, while a record is being made, by which settings


@dataclass(frozen=True)
class _Begun:
    """The mark of a record that is being made: what a kill has left is gone on with by the same command alone."""

    mark: Path
    what: bytes

    def before(self) -> bool:
        try:
            return self.mark.read_bytes() == self.what
        except OSError:
            return False


def _refuse_taken(settings: Settings) -> None:
    if is_begun(settings):
        where = file_of(settings.database)
        raise Refused(
            "database-exists",
            f"There is a record in {where or 'this database'} already. Choose another place for a new one.",
        )


@contextmanager
def _beside(settings: Settings) -> Iterator[Settings]:
    """Yield the settings by which a record is made: in SQLite beside its place, which it takes at the end."""
    file = file_of(settings.database)
    if file is None or (file.is_file() and file.stat().st_size):  # PostgreSQL, or made and not yet told what it is
        yield settings
        return
    if not file.parent.is_dir():
        raise Broken("folder-missing", f"There is no folder {file.parent} to keep the database in. Make it first.")
    with made_beside(file) as beside:
        yield replace(settings, database=f"sqlite:///{beside}")


def _leave(folder: Path, *, was_there: bool, ours: bool) -> None:
    """Remove what a record that could not be made has left, and the folder if it was made for it.

    The mark stays with what was begun in PostgreSQL, which cannot be made beside: the same command goes on with it.
    """
    with suppress(OSError):
        if ours:
            (folder / _BEGUN).unlink(missing_ok=True)
        if not was_there:
            folder.rmdir()  # only if nothing is in it


def refuse_overwriting(folder: Path) -> None:
    """Refuse a folder that has an evalflow.toml.

    Raises:
        Refused: `folder-exists`.
    """
    if (folder / FILE).exists():
        raise Refused(
            "folder-exists", f"{folder / FILE} exists already: {folder} holds a record and is not overwritten."
        )


def create_record(settings: Settings, *, title: str, example: bool) -> None:
    """Make the database of a new folder and enter what it is as its first journal entry.

    A database that was made and never told what it is was left behind by a kill between the two: it is told now.

    Raises:
        Refused: `database-exists`, there is a record in it already.
        Broken: it cannot be made there.
    """
    mint: Mint = SeededMint(EXAMPLE_SEED) if example else ChanceMint()
    with _closed_after(_created(settings, mint)) as store:
        door = Door(store, EXAMPLE_CLOCK if example else real_clock, mint, "", printer_of(settings))
        record = open_record(door, title, example=example)
    for place in marks_of(settings, record.id, example=example).places:
        forget(place)  # left by another record that was in this folder


def door_to(
    settings: Settings, *, who: str = "", at: datetime | None = None, dry_run: bool = False, once: str = ""
) -> Door:
    """Open the record of a folder for one person. `at` is virtual time, which only an example record may have.

    With a key in `once`, what is done under it is done at most once.

    Raises:
        Refused: `virtual-time` in a real record; `at-before-the-last`, an instant before the example's last entry.
        Broken: the database is missing, damaged, locked, or of another version.
    """
    record = _record(settings)
    example = record.example
    if at and not example:
        raise Refused("virtual-time", "Only an example record has virtual time. This one is real: leave out --at.")
    mint: Mint = SeededMint(EXAMPLE_SEED) if example else ChanceMint()
    store = open_store(settings.database, mint)
    clock = fixed_clock(at) if at else real_clock
    leap = None if at else settings.clock_leap  # virtual time is a person's word
    marks = marks_of(settings, record.id, example=example)
    door = Door(
        store, clock, mint, who or settings.person, printer_of(settings), dry_run, once, settings.folder, leap, marks
    )  # fmt: skip
    if at and (last := set_back(door)):
        store.dispose()
        raise Refused(
            "at-before-the-last",
            f"{at:%Y-%m-%dT%H:%M:%SZ} lies before the last entry of this example, of {last:%Y-%m-%dT%H:%M:%SZ}. Give "
            "that instant or a later one with --at, or in EVALFLOW_AT.",
        )
    _look_after(door)
    return door


def printer_of(settings: Settings | None) -> Printer:
    """Return what makes a PDF within the limits of a folder's settings; without a folder, within the default limits."""
    limits = settings or Settings

    def printed(html: str, *, created: datetime, attachments: Mapping[str, bytes]) -> "Printed":
        from evalflow.effects.printing.pdf import (  # here, because it is slow to import and few need it
            PdfLimits,
            to_pdf,
        )

        within = PdfLimits(limits.pdf_seconds, limits.pdf_memory)
        return to_pdf(html, created=created, attachments=attachments, limits=within)

    return printed


def _look_after(door: Door) -> None:
    """See to what a killed command had begun, and to what a record that was put back by hand must not show."""
    if door.marks is None or not (door.marks.erased() or door.marks.protected()):
        return
    from evalflow.usecases.trust.repeating import repeat_at_opening, settle  # here, because it is slow to import

    try:
        settle(door)
        repeat_at_opening(door)
    except EvalflowError:
        door.store.dispose()
        raise


def saved(settings: Settings, at: datetime | None, path: Path | None) -> Saved:
    """Make a copy of a folder's record, and keep that there is one."""
    now = at or real_clock()
    made = back_up(settings.database, settings.folder, ChanceMint(), now, path=path)
    keep_known(marks_of(settings, made.holds.record, example=made.holds.example), made, now)
    return made


def restored(settings: Settings, copy: Path, at: datetime | None, *, dry_run: bool) -> "Restored":
    """Put a copy back as the record of a folder."""
    from evalflow.usecases.trust.restoring import (  # here, because it is slow to import and few need it
        RestorePlace,
        restore,
    )

    def marks(was: Glance) -> Marks:
        return marks_of(settings, was.record, example=was.example)

    def mint(was: Glance) -> Mint:
        return SeededMint(EXAMPLE_SEED) if was.example else ChanceMint()

    place = RestorePlace(settings.database, settings.folder, marks, mint, printer_of(settings))
    return restore(copy, place, at or real_clock(), dry_run=dry_run)


def migrated(settings: Settings, *, dry_run: bool, copy: bool) -> tuple[list[str], Saved | None]:
    """Bring a folder's database up to this version, and keep that there is a copy of what it was before."""
    from evalflow.usecases.trust.doctor import migrate  # here, because it is slow to import and few need it

    applied, made = migrate(settings, ChanceMint(), real_clock(), dry_run=dry_run, copy=copy)
    if made:
        keep_known(marks_of(settings, made.holds.record, example=made.holds.example), made, real_clock())
    return applied, made


def examined(settings: Settings | None) -> list["DoctorCheck"]:
    """Return what the doctor finds in this installation, and in the record of a folder."""
    from evalflow.effects.printing.pdf import to_pdf
    from evalflow.usecases.trust.doctor import examine

    def marks(record: str, example: bool) -> Marks:
        return marks_of(settings, record, example=example) if settings else Marks(record, ())

    return examine(settings, real_clock(), ChanceMint(), to_pdf, marks_of=marks)


def is_begun(settings: Settings) -> bool:
    """Return whether the folder's database holds a record that was told what it is."""
    try:
        store = open_store(settings.database, ChanceMint())
    except Broken as none:
        if none.code in ("database-missing", "database-empty"):
            return False
        raise
    with _closed_after(store):
        return not _is_untold(store)


def fixed_clock(at: datetime) -> Callable[[], datetime]:
    return lambda: at


EXAMPLE_CLOCK = fixed_clock(datetime(2026, 12, 14, 9, tzinfo=UTC))


def _created(settings: Settings, mint: Mint) -> Store:
    try:
        return create(settings.database, mint)
    except Refused:
        store = open_store(settings.database, mint)
        if not _is_untold(store):
            store.dispose()
            raise
        return store


def _record(settings: Settings) -> Record:
    with _closed_after(open_store(settings.database, ChanceMint())) as store, store.reading() as reading:
        records = reading.all(Record)
    if not records:
        raise Broken("record-untold", "Making this record was interrupted. Make it anew in another folder.")
    return records[0]


def _is_untold(store: Store) -> bool:
    with store.reading() as reading:
        return reading.size() == 0


@contextmanager
def _closed_after(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.dispose()
