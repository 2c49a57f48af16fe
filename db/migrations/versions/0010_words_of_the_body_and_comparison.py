"""What the body says in its own words; what of a report is compared; reports that partners have shared"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "narrative",
        *(sa.Column(name, WORDS, nullable=False) for name in ("id", "texts", "evaluators", "overrides")),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_narrative"),
        sa.ForeignKeyConstraint(
            ["id"], ["cycle.id"], name="fk_narrative_id_cycle", deferrable=True, initially="DEFERRED"
        ),
    )
    op.add_column("evaluation", sa.Column("compared", WORDS, nullable=True))
    op.create_table(
        "partner_report",
        *(sa.Column(name, WORDS, nullable=False) for name in ("id", "shared_by", "received_by", "compared")),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partner_report"),
    )
