"""What was stated of a dialogue before something else was stays with it"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("dialogue", sa.Column("restated", WORDS, nullable=False, server_default="[]"))
