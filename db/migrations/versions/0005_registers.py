"""What entries of the registers say, by which the same is found again"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("register_entry", sa.Column("content", WORDS, nullable=False, server_default=""))
    op.create_index("ix_register_entry_content", "register_entry", ["dialogue", "content"], unique=False)
