"""Reminders that are still to come, in rows of their own; they are filled from the cycles that hold them"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, WORDS, nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "reminder",
        *words("cycle", "key", "step", "to", "on"),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.id"], name=op.f("fk_reminder_cycle_cycle"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("cycle", "key", name=op.f("pk_reminder")),
    )
    op.create_index("ix_reminder_at", "reminder", ["at", "cycle"], unique=False)
