"""The record itself, persons, pinned definitions, the journal, and what makes the machinery sure."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlmodel import Field

from evalflow.store.schema.row import TableRow, content, flag, instant, words


class RecordRow(TableRow, table=True):
    id: str = words(primary_key=True)
    title: str = words()
    example: bool = flag()
    clock_confirmed_at: datetime | None = instant(nullable=True)
    entered: int
    written: int


class PersonRow(TableRow, table=True):
    id: str = words(primary_key=True)
    name: str = words(index=True)
    entered: int
    written: int


class DefinitionRow(TableRow, table=True):
    id: str = words(primary_key=True)
    kind: str = words()
    name: str = words()
    version: str = words()
    format: int
    text: str = words()
    entered: int
    written: int


class IncidentRow(TableRow, table=True):
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
    written: int


class HeartbeatRow(TableRow, table=True):
    """When something that runs by itself last ran. Not journalled: it says nothing of the record."""

    name: str = words(primary_key=True)
    at: datetime = instant()


class BlobRow(TableRow, table=True):
    """An attached file under the SHA-256 of its content."""

    sha256: str = words(primary_key=True)
    content: bytes = content()


class OutboxRow(TableRow, table=True):
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


class DoneKeyRow(TableRow, table=True):
    """The key of a piece of work that was done once and is not to be done again."""

    key: str = words(primary_key=True)


class JournalRow(TableRow, table=True):
    """One entry. All but `header` repeats what the header says; the guard refuses any difference.

    `personal` is the commitment to its personal part: "" where its kind has none.
    """

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    header: str = words()
    kind: str = words()
    subject: str = words(index=True)
    commitment: str = words()
    personal: str = words(sa_column_kwargs={"server_default": ""})


class JournalPayloadRow(TableRow, table=True):
    """The open part of an entry: never deleted. Of the first version the whole payload, deleted where it is erased."""

    __table_args__ = (ForeignKeyConstraint(["seq"], ["journal.seq"], deferrable=True, initially="DEFERRED"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    nonce: bytes = content()
    payload: str = words()


class JournalPersonalRow(TableRow, table=True):
    """The personal part of an entry. Deleted only after an entry that says so."""

    __table_args__ = (ForeignKeyConstraint(["seq"], ["journal.seq"], deferrable=True, initially="DEFERRED"),)

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    nonce: bytes = content()
    payload: str = words()
