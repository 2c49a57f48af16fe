"""Which revision of an objective a rating is about"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("finding", sa.Column("revision", sa.Integer(), nullable=False, server_default="0"))
