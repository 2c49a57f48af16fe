"""Dialogues, their objectives with every change, and their registers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field

from evalflow.store.schema.columns import WORDS
from evalflow.store.schema.row import TableRow, flag, instant, refers, words


class DialogueRow(TableRow, table=True):
    id: str = words(primary_key=True)
    code: str = words(unique=True)
    title: str = words()
    partner: str = words()
    counterpart: str = words()
    sources: str = words()
    fields: str = words()
    changes: str = words()
    restated: str = words()
    entered: int
    written: int


class ObjectiveRow(TableRow, table=True):
    """Altered only as a change says: the guards in triggers.py see to it.

    `details` is canonical JSON of what an objective declares and no column is for, where it is not empty.
    """

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
    milestones: str = words()
    instrument: str = words()
    article: str = words()
    un_recommendations: str = words()
    published_on: str = words()
    same_as: str = words()
    descends_from: str = words()
    source: str = words()
    withdrawn_on: str = words()
    details: str = words()
    revision: int
    entered: int
    written: int


class ObjectiveChangeRow(TableRow, table=True):
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
    written: int


class RegisterEntryRow(TableRow, table=True):
    __table_args__ = (
        refers("dialogue", "dialogue"),
        UniqueConstraint("dialogue", "register", "code"),
        Index("ix_register_entry_content", "dialogue", "content"),
    )

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
    content: str = words()
    entered: int
    written: int


class CompletenessRow(TableRow, table=True):
    __table_args__ = (refers("dialogue", "dialogue"),)

    id: str = words(primary_key=True)
    in_register: str = Field(sa_column=Column("register", WORDS, nullable=False))
    dialogue: str = words(index=True)
    first: str = words()
    through: str = words()
    stated_by: str = words()
    source: str = words()
    entered: int
    written: int
