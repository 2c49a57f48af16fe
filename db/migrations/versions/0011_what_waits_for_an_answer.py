"""Where one cycle stands is told without reading each of its inputs"""

from alembic import op
from sqlalchemy import text

revision = "0011"
down_revision = "0010"

UNANSWERED = text("disposition IS NULL")


def upgrade() -> None:
    op.drop_index("ix_input_cycle", "input")
    op.create_index("ix_input_counts", "input", ["cycle", "code", "late", "withdrawn_at", "copy_of", "id"])
    op.create_index(
        "ix_point_unanswered", "point", ["input", "number"], sqlite_where=UNANSWERED, postgresql_where=UNANSWERED
    )
