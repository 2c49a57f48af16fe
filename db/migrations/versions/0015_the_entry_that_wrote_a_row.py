"""Each row carries the number of the entry of the journal that wrote it last"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_TABLES = (
    "record", "person", "definition", "dialogue", "objective", "objective_change", "register_entry", "completeness",
    "cycle", "open_step", "reminder", "evaluation", "input", "point", "finding", "deliberation", "recommendation",
    "narrative", "partner_report", "incident", "contact", "seat", "letter",
)  # fmt: skip


def upgrade() -> None:
    for table in _TABLES:  # the renewal after the last revision puts the numbers in
        op.add_column(table, sa.Column("written", sa.Integer(), nullable=False, server_default="0"))
