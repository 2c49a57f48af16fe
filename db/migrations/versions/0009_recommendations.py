"""The recommendations and checks that an evaluation was opened with"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("evaluation", sa.Column("scorecard", WORDS, nullable=False, server_default=""))
