"""Contacts, their seats in cycles, and letters."""

from datetime import datetime

from sqlalchemy import Index, text

from evalflow.store.schema.row import TableRow, flag, instant, refers, words


class ContactRow(TableRow, table=True):
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
    written: int


class SeatRow(TableRow, table=True):
    __table_args__ = (refers("cycle", "cycle"), refers("contact", "contact"))

    id: str = words(primary_key=True)
    cycle: str = words(index=True)
    contact: str = words(index=True)
    role: str = words()
    restricted: bool = flag()
    left_at: datetime | None = instant(nullable=True)
    left_reason: str = words()
    entered: int
    written: int


class LetterRow(TableRow, table=True):
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
    tried_since: datetime | None = instant(nullable=True)
    entered: int
    written: int
