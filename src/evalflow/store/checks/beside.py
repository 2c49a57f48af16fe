"""The tables that the journal does not repeat → what lies in them, whatever that is: contents, effects, heartbeats."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection

from evalflow.store.access.reading import Effect
from evalflow.store.checks.raw_rows import raw_rows
from evalflow.store.codec import Unreadable, instant
from evalflow.store.schema.rows import TABLES


@dataclass(frozen=True)
class UnjournalledRows:
    """`contents` are the hashes of the contents that are kept; `beats` says when what runs by the clock last ran."""

    contents: frozenset[str] = frozenset()
    outbox: tuple[Effect, ...] = ()
    beats: Mapping[str, datetime] = field(default_factory=dict)


def read_beside(connection: Connection, problems: list[str]) -> UnjournalledRows:
    """Return what lies there, and add to `problems` what cannot be read or contradicts itself."""
    contents = set()
    for (hashed, *_), (_, content) in raw_rows(connection, TABLES["blob"], problems).items():
        contents.add(str(hashed))
        if not isinstance(content, bytes) or sha256(content).hexdigest() != hashed:
            problems.append(f"Table blob: the content of row {_named(hashed)} is not what its hash says.")
    outbox, beats = [], {}
    for (key, *_), (_, kind, subject, at, done_at) in raw_rows(connection, TABLES["outbox"], problems).items():
        try:
            effect = Effect(str(key), str(kind), str(subject), _instant(at), _instant(done_at) if done_at else None)
            outbox.append(effect)
        except Unreadable:
            problems.append(f"Table outbox: row {_named(key)} cannot be read.")
    for (name, *_), (_, at) in raw_rows(connection, TABLES["heartbeat"], problems).items():
        try:
            beats[str(name)] = _instant(at)
        except Unreadable:
            problems.append(f"Table heartbeat: row {_named(name)} cannot be read.")
    return UnjournalledRows(frozenset(contents), tuple(outbox), beats)


def _instant(stored: Any) -> datetime:
    return stored.astimezone(UTC) if isinstance(stored, datetime) else instant(stored)


def _named(key: object) -> str:
    return ascii(key).strip("'")
