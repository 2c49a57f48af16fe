"""The language in which an input is written is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("input", sa.Column("language", WORDS, nullable=False, server_default=""))
