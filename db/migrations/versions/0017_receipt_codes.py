"""Of the receipt code of an input two one-way values are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("recogniser", "seal"):
        op.add_column("input", sa.Column(name, WORDS, nullable=False, server_default=""))
    op.create_index("ix_input_recogniser", "input", ["recogniser"])
