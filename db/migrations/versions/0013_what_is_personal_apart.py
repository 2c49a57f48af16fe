"""What is personal in an entry of the journal has a salt, a commitment and a place of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("journal", sa.Column("personal", WORDS, nullable=False, server_default=""))
    op.create_table(
        "journal_personal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("payload", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_journal_personal"),
        sa.ForeignKeyConstraint(
            ["seq"], ["journal.seq"], name="fk_journal_personal_seq_journal", deferrable=True, initially="DEFERRED"
        ),
    )
