"""Data that goes out of the record: tables for other tools, at a level, each export noted in the journal."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evalflow.effects.disk.files import write_new
from evalflow.effects.exchange.iati import Reporting, to_iati
from evalflow.effects.exchange.sheets import Form, sheet_file
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.people import ExportMade, Record
from evalflow.evaluation.report.columns import Level, Sheet, dictionary
from evalflow.evaluation.report.exported import public_sheets
from evalflow.evaluation.report.exported_to_body import body_sheets
from evalflow.evaluation.report.record import PublicRecord
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import Current, read_current
from evalflow.usecases.door.door import Door, acting, looking
from evalflow.usecases.door.leaving import has_left, leaves
from evalflow.usecases.door.people import names_in
from evalflow.usecases.door.soundness import refuse_unsound
from evalflow.usecases.report.frozen import frozen
from evalflow.usecases.report.names import EXAMPLE
from evalflow.usecases.report.public_records import checked


@dataclass(frozen=True)
class WentOut:
    """One export on record: who made it when, what went out at which level, and the hash of each file."""

    at: datetime
    by: str
    what: str
    level: str
    files: Mapping[str, str]


def sheets_of(door: Door, code: str, level: Level) -> tuple[Sheet, ...]:
    """Return the tables of an evaluation, the data dictionary last; of an adopted one, as its report was frozen."""
    with looking(door) as (reading, now):
        refuse_unsound(reading)
        current = read_current(reading, code, now)
        sheets = public_sheets(_record(reading, current))
        if level != "public":
            names = names_in(reading)
            sheets += body_sheets(
                reading.all(Input, cycle=current.cycle.id),
                reading.all(Objective, dialogue=current.dialogue.id),
                reading.all(Deliberation, cycle=current.cycle.id),
                lambda person: names.get(person, person),
            )
    return (*sheets, dictionary(sheets))


def export_data(door: Door, code: str, level: Level, form: Form, folder: Path) -> tuple[Path, ...]:
    """Write the tables into a folder, a file each, and note it in the journal. A dry run writes nothing.

    Raises:
        Refused: `file-exists`, other content stands in the place of a file.
    """
    sheets = sheets_of(door, code, level)
    with looking(door) as (reading, _):
        example = reading.all(Record)[0].example
    before = EXAMPLE if example else ""
    files = {
        f"{before}{code.upper()}-{sheet.name.replace('_', '-')}.{form}": sheet_file(sheet, form, example=example)
        for sheet in sheets
    }
    return written(door, f"tables of {code.upper()}", level, files, folder)


def export_iati(door: Door, code: str, reporting: Reporting, out: Path) -> Path:
    """Write the results of an evaluation in the format of IATI 2.03, and note it in the journal."""
    with looking(door) as (reading, now):
        refuse_unsound(reading)
        raw = to_iati(_record(reading, read_current(reading, code, now)), reporting)
    return written(door, f"IATI results of {code.upper()}", "public", {out.name: raw}, out.parent)[0]


def written(door: Door, what: str, level: str, files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write files that go out, then note them: what is noted exists. A dry run does neither."""
    paths = tuple(folder / name for name in files)
    leaves(door)
    if not door.dry_run:
        for path, content in zip(paths, files.values(), strict=True):
            write_new(path, content, public=level == "public")
    note(door, what, level, files)
    return paths


def note(door: Door, what: str, level: str, files: Mapping[str, bytes]) -> None:
    """Note in the journal that data went out: what, at which level, and the hash of each file."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    with acting(door) as act:
        [record] = act.tx.all(Record)
        act.record(record.id, [ExportMade(what, level, hashes)])
    has_left(door)


def list_exports(door: Door) -> list[WentOut]:
    """Return every export on record, the oldest first."""
    with looking(door) as (reading, _):
        names = names_in(reading)
        [record] = reading.all(Record)
        return [
            WentOut(entry.at, names.get(entry.by, entry.by), entry.event.what, entry.event.level, entry.event.files)
            for entry in reading.journal(subject=record.id)
            if isinstance(entry.event, ExportMade)
        ]


def _record(reading: Reading, current: Current) -> PublicRecord:
    """Return the record as it was adopted, or as it stands in a draft.

    Raises:
        Refused: `tightened-since`, see `frozen`.
    """
    if current.evaluation.adoption:
        return frozen(reading, current)
    return checked(reading, current, adopted_on=None)[0]
