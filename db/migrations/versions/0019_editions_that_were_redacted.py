"""Editions of a report that were replaced, because an input was protected since"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("evaluation", sa.Column("redactions", WORDS, nullable=False, server_default="[]"))
