"""The depth of the engine: calendars, open steps that say when the clock must look at them, incidents, a heartbeat"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("cycle", sa.Column("calendar", WORDS, nullable=False, server_default=""))
    op.add_column("record", sa.Column("clock_confirmed_at", INSTANT, nullable=True))
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
    op.create_table(
        "incident",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("place", WORDS, nullable=False),
        sa.Column("cause", WORDS, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_subject"), "incident", ["subject"], unique=False)
    op.create_table(
        "heartbeat",
        sa.Column("name", WORDS, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
