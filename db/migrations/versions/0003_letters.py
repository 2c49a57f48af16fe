"""Contacts, their seats in cycles, and the letters that go to them"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    op.create_table(
        "contact",
        *words("id", "code", "name", "organisation", "addresses", "language", "zone", "calendar"),
        sa.Column("single", sa.Integer(), nullable=False),
        *words("absences"),
        sa.Column("declined_at", INSTANT, nullable=True),
        *words("declined_reason"),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("code", name=op.f("uq_contact_code")),
    )
    op.create_table(
        "seat",
        *words("id", "cycle", "contact", "role"),
        sa.Column("restricted", sa.Integer(), nullable=False),
        sa.Column("left_at", INSTANT, nullable=True),
        *words("left_reason"),
        sa.Column("entered", sa.Integer(), nullable=False),
        refers("seat", "cycle", "cycle"),
        refers("seat", "contact", "contact"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    for column in ("cycle", "contact"):
        op.create_index(op.f(f"ix_seat_{column}"), "seat", [column], unique=False)
    op.create_table(
        "letter",
        *words("id", "key", "kind", "contact", "occasion", "state"),
        sa.Column("due_at", INSTANT, nullable=False),
        *words("cycle", "role", "edition", "items", "files", "said"),
        sa.Column("next_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        *words("to", "message"),
        sa.Column("maybe_sent", sa.Integer(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        *words("answer"),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        *words("acknowledged"),
        sa.Column("entered", sa.Integer(), nullable=False),
        refers("letter", "contact", "contact"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("key", name=op.f("uq_letter_key")),
    )
    for column in ("contact", "state", "cycle"):
        op.create_index(op.f(f"ix_letter_{column}"), "letter", [column], unique=False)
    op.create_index(
        "ix_letter_pending",
        "letter",
        ["next_at", "id"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
