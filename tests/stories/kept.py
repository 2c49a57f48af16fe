"""A folder or the address of a database → everything its record keeps, to be compared with another's."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text

from evalflow.evaluation.heart import FAMILY_OF, apply
from evalflow.evaluation.report.head import Head
from evalflow.settings import read_settings
from evalflow.store.codec import encode
from evalflow.store.database.database import open_store
from evalflow.wiring import ChanceMint


@dataclass(frozen=True)
class Kept:
    """`folded` is each entity as its events leave it, by family and id; `payloads` each entry's kind, subject, text."""

    folded: dict[tuple[str, str], object]
    payloads: list[tuple[str, str, str]]
    head: Head
    owed: list[str]

    def without(self, field: str) -> list[tuple[str, str, Any]]:
        """Return the payloads with a field left out wherever it stands."""
        return [(kind, subject, _less(json.loads(payload), field)) for kind, subject, payload in self.payloads]


def kept(url: str) -> Kept:
    """Return what the record at this address keeps."""
    store = open_store(url, ChanceMint())
    with store.reading() as reading:
        entries = list(reading.journal())
        found = Kept(
            _folded(entries),
            [(entry.kind, entry.subject, encode(entry.event)) for entry in entries],
            reading.head(),
            [effect.key for effect in reading.pending_effects()],
        )
    store.dispose()
    return found


def kept_in(folder: Path) -> Kept:
    return kept(url_of(folder))


def url_of(folder: Path) -> str:
    return read_settings(folder, {}).database


def _folded(entries: list[Any]) -> dict[tuple[str, str], object]:
    folded: dict[tuple[str, str], object] = {}
    for entry in entries:
        if (family := FAMILY_OF.get(type(entry.event))) is not None:  # an erasure alters no entity
            key = (family.name, entry.subject)
            folded[key] = apply(folded.get(key), entry.event)
    return folded


def _less(value: Any, field: str) -> Any:
    match value:
        case dict():
            return {name: _less(one, field) for name, one in value.items() if name != field}
        case list():
            return [_less(one, field) for one in value]
    return value


def rows(url: str) -> dict[str, list[str]]:
    """Return every row of every table, read past evalflow, in words that can be compared."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = sorted(inspect(connection).get_table_names())
        found = {table: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table}"')))) for table in tables}
    engine.dispose()
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of receipts and reports, hidden ones with them, by their path in the folder."""
    found = (path for kind in ("receipts", "reports") for path in (folder / kind).rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if path.is_file()}


def all_bytes(folder: Path) -> bytes:
    """Return everything that stands in a folder, names with contents, as somebody who has stolen it reads it."""
    return b"\n".join(
        bytes(path) + b"\n" + (path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*")
    )
