"""Since when a letter has been answered for now only: after five days a person is asked"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.add_column("letter", sa.Column("tried_since", INSTANT, nullable=True))
