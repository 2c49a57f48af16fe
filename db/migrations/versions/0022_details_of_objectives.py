"""Fields of objectives that are declared from here on: each in one column, so that none needs a revision of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("objective", sa.Column("details", WORDS, nullable=False, server_default="{}"))
