"""Cycles and their evaluations: open steps, reminders to come, inputs, findings, recommendations."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from evalflow.store.schema.row import TableRow, day, flag, instant, refers, words


class CycleRow(TableRow, table=True):
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
    written: int


class OpenStepRow(TableRow, table=True):
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
    written: int


class ReminderRow(TableRow, table=True):
    """A reminder that is still to come, of a step that is open: it goes with its deadline, and so do these rows."""

    __table_args__ = (refers("cycle", "cycle"), Index("ix_reminder_at", "at", "cycle"))

    cycle: str = words(primary_key=True)
    key: str = words(primary_key=True)
    step: str = words()
    to: str = words()
    on: date = day()
    at: datetime = instant()
    written: int


class EvaluationRow(TableRow, table=True):
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
    scorecard: str = words()
    compared: str | None = words(nullable=True)
    redactions: str = words()
    entered: int
    written: int


class InputRow(TableRow, table=True):
    __table_args__ = (
        refers("cycle", "cycle"),
        # All that says whether an input counts, so that its row is read only where it has something to tell.
        Index("ix_input_counts", "cycle", "code", "late", "withdrawn_at", "copy_of", "unconfirmed", "id"),
    )

    id: str = words(primary_key=True)
    cycle: str = words()
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
    letters: str = words()
    reactions: str = words()
    confirmations: str = words()
    unconfirmed: bool = flag()
    language: str = words()
    recogniser: str = words(index=True)
    seal: str = words()
    entered: int
    written: int


class PointRow(TableRow, table=True):
    __table_args__ = (
        refers("input", "input"),
        Index("ix_point_unanswered", "input", "number", sqlite_where=text("disposition IS NULL")),
    )

    input: str = words(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str = words()
    objective: str = words()
    released: bool = flag()
    disposition: str | None = words(nullable=True)
    links: str = words()
    split_from: int = 0
    whole: str = words()
    corrections: str = words()
    written: int


class FindingRow(TableRow, table=True):
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
    ceiling: str = words()
    ceiling_reasons: str = words()
    below_because: str = words()
    link: str | None = words(nullable=True)
    votes: str | None = words(nullable=True)
    since: str | None = words(nullable=True)
    earlier: str = words()
    dissents: str = words()
    revision: int
    seen: str = words()
    entered: int
    written: int


class DeliberationRow(TableRow, table=True):
    __table_args__ = (
        refers("cycle", "cycle"),
        refers("objective", "objective"),
        UniqueConstraint("cycle", "objective"),
    )

    id: str = words(primary_key=True)
    cycle: str = words()
    objective: str = words()
    proposals: str = words()
    remarks: str = words()
    entered: int
    written: int


class RecommendationRow(TableRow, table=True):
    __table_args__ = (refers("cycle", "cycle"), refers("dialogue", "dialogue"))

    id: str = words(primary_key=True)
    code: str = words(unique=True)
    cycle: str = words(index=True)
    dialogue: str = words(index=True)
    text: str = words()
    to: str = words()
    addressee: str = words()
    due: str = words()
    priority: str = words()
    basis: str = words()
    made_at: datetime = instant()
    made_by: str = words()
    withdrawn_reason: str = words()
    amendments: str = words()
    carried: str = words()
    replies: str = words()
    follow_ups: str = words()
    seen: str = words()
    entered: int
    written: int


class NarrativeRow(TableRow, table=True):
    __table_args__ = (refers("id", "cycle"),)

    id: str = words(primary_key=True)
    texts: str = words()
    evaluators: str = words()
    overrides: str = words()
    entered: int
    written: int


class PartnerReportRow(TableRow, table=True):
    id: str = words(primary_key=True)
    shared_by: str = words()
    received_at: datetime = instant()
    received_by: str = words()
    compared: str = words()
    entered: int
    written: int
