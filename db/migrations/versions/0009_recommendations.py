"""What an evaluation checks dialogues against, and what its report recommends"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")
_WORDS = (
    "id", "code", "cycle", "dialogue", "text", "to", "addressee", "due", "priority", "basis", "made_by",
    "withdrawn_reason", "amendments", "carried", "replies", "follow_ups",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("evaluation", sa.Column("scorecard", WORDS, nullable=False, server_default=""))
    op.create_table(
        "recommendation",
        *(sa.Column(name, WORDS, nullable=False) for name in _WORDS),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recommendation"),
        sa.UniqueConstraint("code", name="uq_recommendation_code"),
        *(
            sa.ForeignKeyConstraint(
                [name],
                [f"{name}.id"],
                name=f"fk_recommendation_{name}_{name}",
                deferrable=True,
                initially="DEFERRED",
            )
            for name in ("cycle", "dialogue")
        ),
    )
    for name in ("cycle", "dialogue"):
        op.create_index(f"ix_recommendation_{name}", "recommendation", [name])
