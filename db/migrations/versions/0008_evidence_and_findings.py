"""What findings rest on, votes, dissent and earlier ratings; what evaluators propose and say"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name, empty in (
        ("ceiling", "none"),
        ("ceiling_reasons", "[]"),
        ("below_because", ""),
        ("earlier", "[]"),
        ("dissents", "[]"),
    ):
        op.add_column("finding", sa.Column(name, WORDS, nullable=False, server_default=empty))
    for name in ("link", "votes", "since"):
        op.add_column("finding", sa.Column(name, WORDS, nullable=True))
    op.create_table(
        "deliberation",
        *(sa.Column(name, WORDS, nullable=False) for name in ("id", "cycle", "objective", "proposals", "remarks")),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliberation"),
        sa.UniqueConstraint("cycle", "objective", name="uq_deliberation_cycle_objective"),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.id"], name="fk_deliberation_cycle_cycle", deferrable=True, initially="DEFERRED"
        ),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name="fk_deliberation_objective_objective",
            deferrable=True,
            initially="DEFERRED",
        ),
    )
