"""Points split, linked and corrected; letters that tell of answers, and reactions to them"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for table, name, empty in (
        ("input", "letters", "[]"),
        ("input", "reactions", "[]"),
        ("point", "links", "[]"),
        ("point", "whole", ""),
        ("point", "corrections", "[]"),
    ):
        op.add_column(table, sa.Column(name, WORDS, nullable=False, server_default=empty))
    op.add_column("point", sa.Column("split_from", sa.Integer, nullable=False, server_default="0"))
