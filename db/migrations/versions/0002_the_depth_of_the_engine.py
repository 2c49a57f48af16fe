"""The depth of the engine: cycles with a calendar, and open steps that say when the clock must look at them again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("cycle", sa.Column("calendar", WORDS, nullable=False, server_default=""))
    # What is open is told by the cycles: the table is made anew, and filled from them after the last revision.
    op.drop_table("open_step")
    op.create_table(
        "open_step",
        sa.Column("cycle", WORDS, nullable=False),
        sa.Column("step", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("wakes_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.id"], name=op.f("fk_open_step_cycle_cycle"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("cycle", "step", name=op.f("pk_open_step")),
    )
    op.create_index(
        "ix_open_step_pending",
        "open_step",
        ["wakes_at", "cycle"],
        unique=False,
        sqlite_where=sa.text("wakes_at IS NOT NULL"),
        postgresql_where=sa.text("wakes_at IS NOT NULL"),
    )
