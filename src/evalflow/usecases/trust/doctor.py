"""A folder, or none → whether everything evalflow needs is there, check by check, each with what helps."""

import os
import shlex
import shutil
import stat
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import TZPATH

from evalflow.effects.disk.marks import Marks
from evalflow.effects.mail.letter_page import compile_letters
from evalflow.effects.page import compile_templates
from evalflow.effects.printing.pdf import FONTS
from evalflow.errors import Broken, EvalflowError, Refused
from evalflow.evaluation.people import Record
from evalflow.resources import resource
from evalflow.settings import DATABASE, FILE, Settings
from evalflow.store.access.reading import Reading
from evalflow.store.access.transaction import NonceMint
from evalflow.store.database.backup import is_older
from evalflow.store.database.database import open_store, upgrade
from evalflow.store.schema.migrations import HEAD
from evalflow.usecases.door.backwards import gone_back, shown
from evalflow.usecases.door.door import Printer
from evalflow.usecases.door.leaving import WHAT_HELPS, in_words
from evalflow.usecases.door.soundness import examined
from evalflow.usecases.trust.backups import Saved, back_up
from evalflow.usecases.trust.doctor_cycles import DoctorCheck, examine_cycles

SHIPPED = (
    ("templates", "reports", "report.html.j2"),
    ("templates", "reports", "fonts"),
    ("templates", "reports", "check_receipt.py"),
    ("templates", "mail"),
    ("workflows", "evaluation-cycle.yaml"),
    ("workflows", "criteria", "suspension.yaml"),
    ("workflows", "calendars"),
    ("db", "migrations"),
    ("db", "registry"),
)
_PRIVATE = ("receipts", "answers", "letters")
ROOM = 200 * 10**6  # bytes that should be left: some reports and a copy of the record
OWN_SCRIPTS = {"Latin": "Ağ‐", "Greek": "Ωδ", "Cyrillic": "Жя"}  # that the faces shipped with the reports cover
OTHER_SCRIPTS = {
    "Amharic": "አማ", "Arabic": "عرب", "Armenian": "Հայ", "Bengali": "বাং", "Burmese": "မြန်", "Chinese": "中文",
    "Georgian": "ქარ", "Hebrew": "עבר", "Hindi": "हिन्", "Japanese": "かな", "Khmer": "ខ្មែ", "Korean": "한국",
    "Mongolian": "ᠮᠣᠩ", "Sinhala": "සිං", "Tamil": "தமி", "Thai": "ไทย", "Tibetan": "བོད",
}  # fmt: skip


MarksOf = Callable[[str, bool], Marks]  # the id of a record, and whether it is an example


def examine(
    settings: Settings | None,
    now: datetime,
    mint: NonceMint,
    printer: Printer,
    zones: tuple[str, ...] = TZPATH,
    marks_of: MarksOf | None = None,
) -> list[DoctorCheck]:
    """Return every check. Without settings only what evalflow itself needs is looked at. Nothing is changed."""
    checks = [
        _checked("Shipped files", _shipped),
        _checked("Time zones", lambda: _zones(zones)),
        _checked("Templates", lambda: f"{compile_templates() + compile_letters()} compile."),
        *_printing(printer, now),
    ]
    if settings is None:
        return [*checks, DoctorCheck("Record", True, "There is none here. `evalflow init FOLDER` makes one.")]
    return [
        *checks,
        _checked("Folder", lambda: _writable(settings.folder)),
        _checked("Person", lambda: _person(settings)),
        _checked("Privacy", lambda: _private(settings.folder)),
        *_record(settings, now, mint, marks_of),
    ]


def migrate(
    settings: Settings, mint: NonceMint, now: datetime, *, dry_run: bool = False, copy: bool = True
) -> tuple[list[str], Saved | None]:
    """Bring the database of a folder up to this version's shape; return the revisions applied, or only tried.

    A verified copy is made before, and returned too. Where it cannot be made nothing is migrated, unless `copy` is
    false.

    Raises:
        Refused: `copy-unsound`.
        Broken: `not-written`, or the database fails.
    """
    due = copy and not dry_run and is_older(settings.database)
    saved = back_up(settings.database, settings.folder, mint, now, before=HEAD) if due else None
    return upgrade(settings.database, mint, dry_run=dry_run), saved


def _checked(name: str, look: Callable[[], str]) -> DoctorCheck:
    try:
        return DoctorCheck(name, True, look())
    except EvalflowError as wrong:
        return DoctorCheck(name, False, str(wrong))


def _shipped() -> str:
    for parts in SHIPPED:
        resource(*parts)
    return "Templates, fonts, workflows, migrations and registry are there."


def _zones(places: tuple[str, ...]) -> str:
    """Return which zone data is in use: the system's goes before the package's."""
    for place in map(Path, places):
        if (place / "Europe" / "London").is_file():
            return f"From the system, in {place}, {_system_version(place)}."
    try:
        return f"From the package tzdata, version {version('tzdata')}."
    except PackageNotFoundError as missing:
        raise Broken("zones-missing", "There is no time-zone data. Install it: pip install tzdata.") from missing


def _system_version(place: Path) -> str:
    try:
        first = (place / "tzdata.zi").read_text(encoding="ascii", errors="replace").partition("\n")[0]
    except OSError:
        return "of a version that it does not tell"
    return first.removeprefix("# ")


def _printing(printer: Printer, now: datetime) -> list[DoctorCheck]:
    """Return whether a page can be made, and for which scripts there are fonts: with one page that holds them all."""
    words = " ".join((*OWN_SCRIPTS.values(), *OTHER_SCRIPTS.values()))
    faces = (resource("templates", "reports") / "print.css").read_text("utf-8")
    head = f'<html lang="en"><head><title>Check</title><style>{faces}</style></head>'
    try:
        printed = printer(f"{head}<body><p>{words}</p></body></html>", created=now, attachments={})
    except EvalflowError as wrong:
        return [DoctorCheck("PDF", False, str(wrong))]
    return [
        DoctorCheck("PDF", True, f"A page was made of {len(printed.pdf)} bytes."),
        _fonts(frozenset(printed.without_font)),
    ]


def _fonts(missing: frozenset[str]) -> DoctorCheck:
    """Return the check of fonts. Only what is shipped must be there; of other scripts it is told which are not."""
    own = [name for name, word in OWN_SCRIPTS.items() if missing & set(word)]
    if own:
        says = f"The shipped faces are not used for {', '.join(own)}; install evalflow again."
        return DoctorCheck("Fonts", False, says)
    others = [name for name, word in OTHER_SCRIPTS.items() if missing & set(word)]
    if others:
        return DoctorCheck("Fonts", True, f"A PDF shows empty boxes for text in {', '.join(others)}. {FONTS}")
    return DoctorCheck("Fonts", True, f"There are fonts for {len(OWN_SCRIPTS) + len(OTHER_SCRIPTS)} scripts.")


def _writable(folder: Path) -> str:
    if not os.access(folder, os.W_OK):
        raise Broken("folder-read-only", f"{folder} cannot be written to. Check its permissions.")
    room = shutil.disk_usage(folder).free
    if room < ROOM:
        raise Broken("disk-full", f"{folder} has only {_size(room)} left on its disk. Make room before it is full.")
    return f"{folder}, with {_size(room)} left on its disk"


def _private(folder: Path) -> str:
    """Return that others cannot read what is not public; the folder of feeds and published reports are."""
    if os.name != "posix":
        return "This system has its own rights for files: see that others cannot read the folder."
    inside = [folder / name for name in (FILE, DATABASE, f"{DATABASE}-wal", *_PRIVATE)]
    shown = [str(path) for path in inside if _is_shown(path)] if _is_shown(folder) else []
    if shown:
        raise Broken("folder-shown", f"Others than its owner can read what is private: chmod go= {shlex.join(shown)}")
    return "Only its owner can read what is not public."


def _is_shown(path: Path) -> bool:
    try:
        return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False


def _size(count: int) -> str:
    return f"{count / 10**9:.1f} GB" if count >= 10**9 else f"{count // 10**6} MB"


def _person(settings: Settings) -> str:
    return settings.person or "Nobody is named in evalflow.toml: every change needs --as."


def _record(settings: Settings, now: datetime, mint: NonceMint, marks_of: MarksOf | None) -> list[DoctorCheck]:
    """Return the checks that need the database; where it cannot be opened, that alone."""
    try:
        store = open_store(settings.database, mint)
        with store.reading() as reading:
            records, last = reading.all(Record), reading.last_instant()
            size, owed = reading.size(), len(reading.pending_effects())
            marks = marks_of(records[0].id, records[0].example) if records and marks_of else None
            restored = _checked("Restores", lambda: _not_gone_back(reading, marks))
            cycles = examine_cycles(reading, now, example=bool(records) and records[0].example)
            problems = examined(reading).problems
        kept_by = store.kept_by()
        store.dispose()
    except EvalflowError as wrong:
        return [DoctorCheck("Database", False, str(wrong))]
    entries = "1 entry" if size == 1 else f"{size} entries"
    owing = "1 is owed" if owed == 1 else f"{owed} are owed"
    return [
        DoctorCheck("Database", True, f"{kept_by}, of this version, with {entries} in its journal."),
        _title(records),
        _soundness(problems),
        _clock(last, now, example=bool(records) and records[0].example),
        restored,
        *cycles,
        DoctorCheck(
            "Receipts", not owed, f"{owing}: `evalflow tick` writes what is owed." if owed else "None is owed."
        ),
    ]


def _not_gone_back(reading: Reading, marks: Marks | None) -> str:
    """Return that the record holds the highest head ever seen, and where that is kept."""
    if mark := gone_back(reading, marks):
        raise Refused("gone-back", f"{in_words(reading, mark)} {WHAT_HELPS}")
    heads = marks.heads() if marks else []
    if not heads or marks is None:
        return "Nothing has left this record yet, and no copy of it was made: `evalflow backup` makes one."
    highest = max(heads, key=lambda mark: mark.head.size)
    closed = "".join(f" {place} cannot be written to." for place in marks.unwritable())
    if len(marks.places) == 1:
        closed = " It is kept in the record's folder alone: set HOME or XDG_STATE_HOME."
    return f"The record holds the highest head seen, {shown(highest.head)} of {highest.at:%Y-%m-%d %H:%M} UTC.{closed}"


def _title(records: list[Record]) -> DoctorCheck:
    if not records:
        return DoctorCheck("Record", False, "Making it was interrupted. Make it again in another folder.")
    return DoctorCheck("Record", True, f"{records[0].title}{' (an example)' if records[0].example else ''}")


def _soundness(problems: Sequence[str]) -> DoctorCheck:
    if not problems:
        return DoctorCheck("Journal", True, "The record is what its journal says.")
    more = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
    says = f"The record is not what its journal says. {problems[0]}{more} Look further: evalflow audit verify"
    return DoctorCheck("Journal", False, says)


def _clock(last: datetime | None, now: datetime, *, example: bool) -> DoctorCheck:
    if last and last > now and not example:
        says = f"It is behind the last entry, of {last:%Y-%m-%d %H:%M} UTC: set it right. Entries keep their order."
        return DoctorCheck("Clock", False, says)
    return DoctorCheck("Clock", True, f"{now:%Y-%m-%d %H:%M} UTC")
