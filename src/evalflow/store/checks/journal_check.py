"""The journal as it lies in the database → what is wrong with it, and the events that count.

Every part must be what its header commits to. What is missing must have been erased, and an erasure says nothing new:
the open part of an entry is still there or, of the first version, in the erasure and bound by an entry before it.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from evalflow.store.checks.raw_rows import RawRows, raw_rows
from evalflow.store.codec import Unreadable
from evalflow.store.journal import merkle, older
from evalflow.store.journal.journal import (
    PERSONAL_OF,
    SHA256,
    Header,
    OpenPartsCommitted,
    PayloadErased,
    PersonalErased,
    are_in_their_form,
    commitment,
    erasure_subject,
    event_of,
    family_of,
    header_of,
    personal_commitment,
)
from evalflow.store.schema.rows import TABLES


@dataclass(frozen=True)
class Erasure:
    """That what is personal in entry `seq`, of this kind, was erased, as entry `by_entry` says: who, when."""

    seq: int
    kind: str
    by_entry: int
    by: str
    at: datetime


@dataclass
class Findings:
    """What has been seen so far on the way through the journal."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # every SHA-256 in the entries
    leaves: list[bytes] = field(default_factory=list)
    headers: dict[int, Header] = field(default_factory=dict)
    events: dict[int, object] = field(default_factory=dict)  # what counts of each entry that can be read, by number
    lost: set[int] = field(default_factory=set)  # entries that lack a part
    old_payloads: dict[int, tuple[str, str]] = field(default_factory=dict)  # of version 1: kind and payload
    erased: dict[int, tuple[int, PayloadErased | PersonalErased]] = field(default_factory=dict)
    bound: tuple[int, OpenPartsCommitted] | None = None

    def wrong(self, problem: str) -> None:
        self.problems.append(problem)

    @property
    def erasures(self) -> tuple[Erasure, ...]:
        """Return every erasure, in the order of the entries that were erased."""
        return tuple(
            Erasure(seq, self.headers[seq].kind, by_entry, self.headers[by_entry].by, self.headers[by_entry].at)
            for seq, (by_entry, _) in sorted(self.erased.items())
        )


@dataclass(frozen=True)
class _Tables:
    """The three tables of the journal as they lie, by number of the entry."""

    entries: RawRows
    open: RawRows
    personal: RawRows


def read_journal(connection: Connection, found: Findings) -> None:
    """Read the whole journal and check it against itself."""
    lying = _Tables(
        *(
            raw_rows(connection, TABLES[name], found.problems)
            for name in ("journal", "journal_payload", "journal_personal")
        )
    )
    for number, key in enumerate(sorted(lying.entries, key=lambda key: key[0] if isinstance(key[0], int) else -1), 1):
        if key[0] != number:
            found.wrong(f"Entry {number} of the journal is missing.")
            return
        _read_entry(number, lying, found)
    for table, rows in (("journal_payload", lying.open), ("journal_personal", lying.personal)):
        for seq, *_ in rows:
            found.wrong(f"Table {table}: row {seq!a} belongs to no entry of the journal.")
    _check_versions(found)
    _check_erasures(found)
    _check_bound(found)


def _read_entry(seq: int, lying: _Tables, found: Findings) -> None:
    columns = dict(zip((column.name for column in TABLES["journal"].columns), lying.entries[seq,], strict=True))
    text, personal = lying.open.pop((seq,), None), lying.personal.pop((seq,), None)
    found.leaves.append(merkle.leaf(str(columns["header"]).encode(errors="surrogateescape").decode(errors="replace")))
    try:
        header = header_of(str(columns["header"]))
    except (Unreadable, TypeError):
        found.wrong(f"Table journal: the header of entry {seq} is not as it was written.")
        return
    before = found.headers.get(seq - 1, header)
    found.headers[seq] = header
    if header.at < before.at and before.version > 1:
        found.wrong(f"Entry {seq} is dated before the entry that it follows.")
    for name in ("seq", "kind", "subject", "commitment", "personal"):
        if columns[name] != getattr(header, name):
            found.wrong(f"Table journal, entry {seq}: {name} is not what the header says.")
    if _parts_hold(seq, header, text, personal, found):
        _take_event(seq, header, text, personal, found)


def _parts_hold(
    seq: int, header: Header, text: tuple[object, ...] | None, personal: tuple[object, ...] | None, found: Findings
) -> bool:
    """Return whether the parts that are there are what the header commits to; note which are missing."""
    if text is None or (header.personal and personal is None):
        found.lost.add(seq)
    if text and not _keeps(text, header.commitment, header.version):
        found.wrong(f"Table journal_payload, row {seq}: nonce or payload is not what entry {seq} commits to.")
        return False
    if personal and not _keeps(personal, header.personal, None):
        found.wrong(f"Table journal_personal, row {seq}: nonce or payload is not what entry {seq} commits to.")
        return False
    return True


def _keeps(row: tuple[object, ...], committed: str, version: int | None) -> bool:
    """Return whether a row is what a header commits to; of a personal part without a version."""
    _, nonce, text = row
    try:
        salt = bytes(nonce)  # type: ignore[call-overload] # what lies there may be anything
        made = personal_commitment(salt, str(text)) if version is None else commitment(salt, str(text), version)
    except (TypeError, ValueError):
        return False
    return len(salt) == 32 and made == committed


def _take_event(
    seq: int, header: Header, text: tuple[object, ...] | None, personal: tuple[object, ...] | None, found: Findings
) -> None:
    if text is None:
        return
    for part in filter(None, (text, personal)):
        found.named.update(SHA256.findall(str(part[2])))
    parts = str(text[2]), str(personal[2]) if personal else None
    try:
        event = event_of(header.kind, *parts)
        if not are_in_their_form(header.kind if header.version > 1 else "", *parts):
            found.wrong(
                f"Entry {seq} is not written as evalflow writes it, or holds what is personal in its open part."
            )
    except (Unreadable, TypeError, AttributeError):
        found.wrong(f"Table journal_payload, row {seq}: this version of evalflow cannot read the payload.")
        return
    found.events[seq] = event
    if isinstance(event, PayloadErased | PersonalErased):
        _take_erasure(seq, header, event, found)
    elif isinstance(event, OpenPartsCommitted):
        if found.bound:
            found.wrong(f"Entry {seq} binds entries of the first version that entry {found.bound[0]} has bound before.")
        found.bound = found.bound or (seq, event)
    elif header.version == 1:
        found.old_payloads[seq] = header.kind, str(text[2])


def _take_erasure(seq: int, header: Header, event: PayloadErased | PersonalErased, found: Findings) -> None:
    if header.subject != erasure_subject(event.seq):
        found.wrong(f"Entry {seq} erases another entry than its header says.")
    elif event.seq not in found.headers or event.seq >= seq:
        found.wrong(f"Entry {seq} erases an entry that does not come before it.")
    elif event.seq in found.erased:
        found.wrong(f"Entry {seq} erases entry {event.seq} once more.")
    else:
        found.erased[event.seq] = seq, event


def _check_versions(found: Findings) -> None:
    """Entries of the first version come before all others, and the first entry after them binds them."""
    old = [seq for seq, header in found.headers.items() if header.version == 1]
    newer = min((seq for seq, header in found.headers.items() if header.version > 1), default=None)
    for seq in old:
        if newer and seq > newer:
            found.wrong(f"Entry {seq} is written in the form of the first version, after entries of a later one.")
    binds = found.bound[0] if found.bound else None
    if newer and binds != (newer if old else None):
        found.wrong(
            "The entries of the first version are not bound to their open parts by the entry that follows them."
        )


def _check_erasures(found: Findings) -> None:
    """Name what is gone without an erasure, erasures of what is there, and those that say something of their own."""
    for seq in sorted(found.lost - found.erased.keys()):
        found.wrong(f"Table journal_payload: row {seq} is missing, and no entry says that it was erased.")
    for seq, (by_entry, erasure) in found.erased.items():
        kind = found.headers[seq].kind
        if isinstance(erasure, PayloadErased):
            _check_old_erasure(seq, by_entry, erasure, found)
        elif seq not in found.lost:
            found.wrong(f"Entry {by_entry} says that the payload of entry {seq} was erased, but it is there.")
        elif kind not in PERSONAL_OF:
            found.wrong(f"Entry {by_entry} erases entry {seq}, and nothing in an entry of the kind {kind} is personal.")
        elif found.headers[seq].version == 1:
            _take_open_part(seq, by_entry, erasure, found)
        elif erasure.open or seq not in found.events:
            found.wrong(
                f"Entry {by_entry} erases more of entry {seq} than what is personal, or puts something in its place."
            )


def _check_old_erasure(seq: int, by_entry: int, erasure: PayloadErased, found: Findings) -> None:
    if found.headers[by_entry].version > 1:
        found.wrong(f"Entry {by_entry} erases entry {seq} in a form that counts no longer.")
    elif seq not in found.lost:
        found.wrong(f"Entry {by_entry} says that the payload of entry {seq} was erased, but it is there.")
    elif not found.headers[seq].kind.startswith(f"{family_of(erasure.replacement)}."):
        found.wrong(f"Entry {by_entry} replaces entry {seq} by an event of another family.")
    else:
        found.events[seq] = erasure.replacement


def _take_open_part(seq: int, by_entry: int, erasure: PersonalErased, found: Findings) -> None:
    try:
        found.events[seq] = event_of(found.headers[seq].kind, erasure.open)
    except Unreadable:
        found.wrong(f"Entry {by_entry} does not carry the open part of entry {seq}.")


def _check_bound(found: Findings) -> None:
    """Hold the open parts of old entries, also of those that were erased since, against what was bound."""
    if found.bound is None:
        return
    binds, event = found.bound
    erased = {
        seq: erasure.open
        for seq, (_, erasure) in found.erased.items()
        if isinstance(erasure, PersonalErased) and found.headers[seq].version == 1
    }
    try:
        held = older.bound(event, found.old_payloads, erased)
    except (Unreadable, LookupError, TypeError, AttributeError):
        held = False
    if not held:
        found.wrong(f"The open parts of entries of the first version are not those that entry {binds} binds.")
