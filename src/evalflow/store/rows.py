"""What is kept → its tables: real columns for plain values, canonical JSON text for what is nested.

Rows are declared here and nowhere else; SQLModel validates none of them, so nothing builds one by hand: `mapping.py`
turns entities into rows and back. `entered` is the number of the journal entry with which an entity began.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from evalflow.store.columns import WORDS
from evalflow.store.row import Row, content, day, flag, instant, refers, words


class RecordRow(Row, table=True):
    id: str = words(primary_key=True)
    title: str = words()
    example: bool = flag()
    clock_confirmed_at: datetime | None = instant(nullable=True)
    entered: int


class PersonRow(Row, table=True):
    id: str = words(primary_key=True)
    name: str = words(index=True)
    entered: int


class DefinitionRow(Row, table=True):
    id: str = words(primary_key=True)
    kind: str = words()
    name: str = words()
    version: str = words()
    format: int
    text: str = words()
    entered: int


class DialogueRow(Row, table=True):
    id: str = words(primary_key=True)
    code: str = words(unique=True)
    title: str = words()
    partner: str = words()
    counterpart: str = words()
    sources: str = words()
    fields: str = words()
    changes: str = words()
    entered: int


class ObjectiveRow(Row, table=True):
    """Altered only as a change says: the guards in triggers.py see to it."""

    __table_args__ = (refers("dialogue", "dialogue"), UniqueConstraint("dialogue", "code"))

    id: str = words(primary_key=True)
    dialogue: str = words()
    code: str = words(index=True)
    title: str = words()
    text: str = words()
    wording: str = words()
    parts: str = words()
    actor: str = words()
    kind: str = words()
    indicator: str = words()
    baseline: str = words()
    target: str = words()
    data_source: str = words()
    due: str = words()
    timeframe: str = words()
    instrument: str = words()
    published_on: str = words()
    same_as: str = words()
    source: str = words()
    withdrawn_on: str = words()
    revision: int
    entered: int


class ObjectiveChangeRow(Row, table=True):
    """One field, old and new. None is kept without a reason, the statement that none was stated, or no need of one."""

    __table_args__ = (
        refers("objective", "objective"),
        CheckConstraint("(kind = 'added') = (revision = 1)", "added_first"),
        CheckConstraint("kind = 'added' OR old <> new", "changes_something"),
        CheckConstraint(
            "CASE WHEN kind IN ('editorial', 'correction') THEN silent = 0 "
            "WHEN kind = 'added' THEN silent = 0 OR reason = '' "
            "ELSE (silent = 1 AND reason = '') OR (silent = 0 AND trim(reason) <> '') END",
            "reason_or_none_stated",
        ),
        CheckConstraint("kind <> 'correction' OR trim(source) <> ''", "correction_has_source"),
    )

    objective: str = words(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = words()
    field: str = words()
    old: str = words()
    new: str = words()
    reason: str = words()
    silent: bool = flag()
    reason_category: str = words()
    reasons_asked_on: str = words()
    proposed_by: str = words()
    decided_by: str = words()
    decided_on: str = words()
    source: str = words()
    recorded_at: datetime = instant()
    recorded_by: str = words()


class RegisterEntryRow(Row, table=True):
    __table_args__ = (refers("dialogue", "dialogue"), UniqueConstraint("dialogue", "register", "code"))

    id: str = words(primary_key=True)
    # The attribute cannot be called `register`: every abstract class of Python has a method of that name.
    in_register: str = Field(sa_column=Column("register", WORDS, nullable=False))
    dialogue: str = words()
    code: str = words(index=True)
    values: str = words()
    source: str = words()
    hedge: str = words()
    corrections: str = words()
    withdrawn_reason: str = words()
    entered: int


class CompletenessRow(Row, table=True):
    __table_args__ = (refers("dialogue", "dialogue"),)

    id: str = words(primary_key=True)
    in_register: str = Field(sa_column=Column("register", WORDS, nullable=False))
    dialogue: str = words(index=True)
    first: str = words()
    through: str = words()
    stated_by: str = words()
    source: str = words()
    entered: int


class CycleRow(Row, table=True):
    __table_args__ = (refers("workflow", "definition"),)

    id: str = words(primary_key=True)
    workflow: str = words()
    opening: date = day()
    zone: str = words()
    opened_at: datetime = instant()
    status: str = words(index=True)
    open: str = words()
    waiting: str = words()
    closed: str = words()
    tokens: str = words()
    paused_at: datetime | None = instant(nullable=True)
    calendar: str = words()
    entered: int


class OpenStepRow(Row, table=True):
    """What the due query reads: one row for each step that is open or waits to be, and when it must be looked at."""

    __table_args__ = (
        refers("cycle", "cycle"),
        # Partial on PostgreSQL too: see the revision. Said here, it would import that dialect.
        Index("ix_open_step_pending", "wakes_at", "cycle", sqlite_where=text("wakes_at IS NOT NULL")),
    )

    cycle: str = words(primary_key=True)
    step: str = words(primary_key=True)
    kind: str = words()
    wakes_at: datetime | None = instant(nullable=True)


class EvaluationRow(Row, table=True):
    __table_args__ = (refers("id", "cycle"), refers("dialogue", "dialogue"))

    id: str = words(primary_key=True)
    code: str = words(unique=True)
    dialogue: str = words(index=True)
    operator: str = words()
    operator_conducts: bool = flag()
    criteria: str = words()
    terms: str | None = words(nullable=True)
    body: str | None = words(nullable=True)
    checked_at: datetime | None = instant(nullable=True)
    checked: str = words()
    decisions: str = words()
    drafted_at: datetime | None = instant(nullable=True)
    adoption: str | None = words(nullable=True)
    publication: str | None = words(nullable=True)
    entered: int


class InputRow(Row, table=True):
    __table_args__ = (refers("cycle", "cycle"),)

    id: str = words(primary_key=True)
    cycle: str = words(index=True)
    code: str = words(unique=True)
    kind: str = words()
    level: str = words()
    submitter: str = words()
    title: str = words()
    received_at: datetime = instant()
    content_sha256: str = words(index=True)
    salt: str = words()
    commitment: str = words()
    attachments: str = words()
    late: str = words()
    late_reason: str = words()
    after_adoption: bool = flag()
    copy_of: str = words()
    supplements: str = words()
    withdrawn_at: datetime | None = instant(nullable=True)
    withdrawn_reason: str = words()
    consent: str = words()
    late_decided_at: datetime | None = instant(nullable=True)
    entered: int


class PointRow(Row, table=True):
    __table_args__ = (refers("input", "input"),)

    input: str = words(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = words()
    objective: str = words()
    released: bool = flag()
    disposition: str | None = words(nullable=True)


class FindingRow(Row, table=True):
    __table_args__ = (
        refers("cycle", "cycle"),
        refers("objective", "objective"),
        UniqueConstraint("cycle", "objective"),
    )

    id: str = words(primary_key=True)
    cycle: str = words()
    objective: str = words()
    status: str = words()
    evidence: str = words()
    contribution: str = words()
    text: str = words()
    rated_at: datetime = instant()
    rated_by: str = words()
    missing: str = words()
    cooperation: str = words()
    basis: str = words()
    parts: str = words()
    entered: int


class IncidentRow(Row, table=True):
    id: str = words(primary_key=True)
    kind: str = words()
    subject: str = words(index=True)
    place: str = words()
    cause: str = words()
    opened_at: datetime = instant()
    attempts: int
    next_at: datetime = instant()
    resolved_at: datetime | None = instant(nullable=True)
    reason: str = words()
    entered: int


class ContactRow(Row, table=True):
    id: str = words(primary_key=True)
    code: str = words(unique=True)
    name: str = words()
    organisation: str = words()
    addresses: str = words()
    language: str = words()
    zone: str = words()
    calendar: str = words()
    single: bool = flag()
    absences: str = words()
    declined_at: datetime | None = instant(nullable=True)
    declined_reason: str = words()
    entered: int


class SeatRow(Row, table=True):
    __table_args__ = (refers("cycle", "cycle"), refers("contact", "contact"))

    id: str = words(primary_key=True)
    cycle: str = words(index=True)
    contact: str = words(index=True)
    role: str = words()
    restricted: bool = flag()
    left_at: datetime | None = instant(nullable=True)
    left_reason: str = words()
    entered: int


class LetterRow(Row, table=True):
    __table_args__ = (
        refers("contact", "contact"),
        # Partial on PostgreSQL too: see the revision. Said here, it would import that dialect.
        Index("ix_letter_pending", "next_at", "id", sqlite_where=text("next_at IS NOT NULL")),
    )

    id: str = words(primary_key=True)
    key: str = words(unique=True)
    kind: str = words()
    contact: str = words(index=True)
    occasion: str = words()
    state: str = words(index=True)
    due_at: datetime = instant()
    cycle: str = words(index=True)
    role: str = words()
    edition: str = words()
    items: str = words()
    files: str = words()
    said: str = words()
    next_at: datetime | None = instant(nullable=True)
    attempts: int
    to: str = words()
    message: str = words()
    maybe_sent: bool = flag()
    sent_at: datetime | None = instant(nullable=True)
    answer: str = words()
    acknowledged_at: datetime | None = instant(nullable=True)
    acknowledged: str = words()
    entered: int


class HeartbeatRow(Row, table=True):
    """When something that runs by itself last ran. Not journalled: it says nothing of the record."""

    name: str = words(primary_key=True)
    at: datetime = instant()


class BlobRow(Row, table=True):
    """An attached file under the SHA-256 of its content."""

    sha256: str = words(primary_key=True)
    content: bytes = content()


class OutboxRow(Row, table=True):
    """An effect that is owed: what, about whom, since when; `done_at` once it is paid."""

    __table_args__ = (
        Index(
            "ix_outbox_pending",
            "at",
            "key",
            sqlite_where=text("done_at IS NULL"),
        ),
    )

    key: str = words(primary_key=True)
    kind: str = words()
    subject: str = words()
    at: datetime = instant()
    done_at: datetime | None = instant(nullable=True)


class DoneKeyRow(Row, table=True):
    """The key of a piece of work that was done once and is not to be done again."""

    key: str = words(primary_key=True)


class JournalRow(Row, table=True):
    """One entry. `kind`, `subject` and `commitment` repeat what the header says; the guard refuses any difference."""

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    header: str = words()
    kind: str = words()
    subject: str = words(index=True)
    commitment: str = words()


class JournalPayloadRow(Row, table=True):
    """What an entry commits to. Deleted only after an entry that says so."""

    __table_args__ = (ForeignKeyConstraint(["seq"], ["journal.seq"], deferrable=True, initially="DEFERRED"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    nonce: bytes = content()
    payload: str = words()


TABLES = Row.metadata.tables
