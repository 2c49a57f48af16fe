"""What one person alone may not decide about an input waits until another confirms it"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
COUNTS = ["cycle", "code", "late", "withdrawn_at", "copy_of", "unconfirmed", "id"]


def upgrade() -> None:
    op.add_column("input", sa.Column("confirmations", WORDS, nullable=False, server_default="[]"))
    op.add_column("input", sa.Column("unconfirmed", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_input_counts", "input")
    op.create_index("ix_input_counts", "input", COUNTS)
