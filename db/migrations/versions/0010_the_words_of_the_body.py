"""What the body says in its own words: texts of the report, evaluators, what it adopts without"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


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
