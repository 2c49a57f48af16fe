"""What a rating and a recommendation were based on, as it was recorded when they were made"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for table in ("finding", "recommendation"):
        op.add_column(table, sa.Column("seen", WORDS, nullable=False, server_default="{}"))
