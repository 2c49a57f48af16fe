"""Milestones of objectives, article, recommendations of the UN, and what they descend from"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for name in ("milestones", "article", "un_recommendations", "descends_from"):
        op.add_column("objective", sa.Column(name, WORDS, nullable=False, server_default=""))
