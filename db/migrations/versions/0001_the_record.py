"""The record: what is evaluated, its journal, what is owed to the world"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # compares by bytes
INSTANT = sa.Text().with_variant(sa.TIMESTAMP(timezone=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", WORDS, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "definition",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("version", WORDS, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
    )
    op.create_table(
        "dialogue",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("partner", WORDS, nullable=False),
        sa.Column("counterpart", WORDS, nullable=False),
        sa.Column("sources", WORDS, nullable=False),
        sa.Column("fields", WORDS, nullable=False),
        sa.Column("changes", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint("code", name=op.f("uq_dialogue_code")),
    )
    op.create_table(
        "done_key", sa.Column("key", WORDS, nullable=False), sa.PrimaryKeyConstraint("key", name=op.f("pk_done_key"))
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("header", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("commitment", WORDS, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_subject", "journal", ["subject"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("key", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("subject", WORDS, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outbox")),
    )
    op.create_index(
        "ix_outbox_pending",
        "outbox",
        ["at", "key"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )

    op.create_table(
        "person",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("name", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("ix_person_name", "person", ["name"], unique=False)

    op.create_table(
        "record",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("example", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_table(
        "completeness",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("register", WORDS, nullable=False),
        sa.Column("dialogue", WORDS, nullable=False),
        sa.Column("first", WORDS, nullable=False),
        sa.Column("through", WORDS, nullable=False),
        sa.Column("stated_by", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogue.id"],
            name=op.f("fk_completeness_dialogue_dialogue"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completeness")),
    )
    op.create_index("ix_completeness_dialogue", "completeness", ["dialogue"], unique=False)

    op.create_table(
        "cycle",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("workflow", WORDS, nullable=False),
        sa.Column("opening", WORDS, nullable=False),
        sa.Column("zone", WORDS, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("open", WORDS, nullable=False),
        sa.Column("waiting", WORDS, nullable=False),
        sa.Column("closed", WORDS, nullable=False),
        sa.Column("tokens", WORDS, nullable=False),
        sa.Column("paused_at", INSTANT, nullable=True),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workflow"],
            ["definition.id"],
            name=op.f("fk_cycle_workflow_definition"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
    )
    op.create_index("ix_cycle_status", "cycle", ["status"], unique=False)

    op.create_table(
        "journal_payload",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("payload", WORDS, nullable=False),
        sa.ForeignKeyConstraint(
            ["seq"], ["journal.seq"], name=op.f("fk_journal_payload_seq_journal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_payload")),
    )
    op.create_table(
        "objective",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("dialogue", WORDS, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("wording", WORDS, nullable=False),
        sa.Column("parts", WORDS, nullable=False),
        sa.Column("actor", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("indicator", WORDS, nullable=False),
        sa.Column("baseline", WORDS, nullable=False),
        sa.Column("target", WORDS, nullable=False),
        sa.Column("data_source", WORDS, nullable=False),
        sa.Column("due", WORDS, nullable=False),
        sa.Column("timeframe", WORDS, nullable=False),
        sa.Column("instrument", WORDS, nullable=False),
        sa.Column("published_on", WORDS, nullable=False),
        sa.Column("same_as", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("withdrawn_on", WORDS, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogue.id"],
            name=op.f("fk_objective_dialogue_dialogue"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objective")),
        sa.UniqueConstraint("dialogue", "code", name=op.f("uq_objective_dialogue_code")),
    )
    op.create_index("ix_objective_code", "objective", ["code"], unique=False)

    op.create_table(
        "register_entry",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("register", WORDS, nullable=False),
        sa.Column("dialogue", WORDS, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("values", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("hedge", WORDS, nullable=False),
        sa.Column("corrections", WORDS, nullable=False),
        sa.Column("withdrawn_reason", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogue.id"],
            name=op.f("fk_register_entry_dialogue_dialogue"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("dialogue", "register", "code", name=op.f("uq_register_entry_dialogue_register_code")),
    )
    op.create_index("ix_register_entry_code", "register_entry", ["code"], unique=False)

    op.create_table(
        "evaluation",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("dialogue", WORDS, nullable=False),
        sa.Column("operator", WORDS, nullable=False),
        sa.Column("operator_conducts", sa.Integer(), nullable=False),
        sa.Column("criteria", WORDS, nullable=False),
        sa.Column("terms", WORDS, nullable=True),
        sa.Column("body", WORDS, nullable=True),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("checked", WORDS, nullable=False),
        sa.Column("decisions", WORDS, nullable=False),
        sa.Column("drafted_at", INSTANT, nullable=True),
        sa.Column("adoption", WORDS, nullable=True),
        sa.Column("publication", WORDS, nullable=True),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue"],
            ["dialogue.id"],
            name=op.f("fk_evaluation_dialogue_dialogue"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["cycle.id"], name=op.f("fk_evaluation_id_cycle"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("code", name=op.f("uq_evaluation_code")),
    )
    op.create_index("ix_evaluation_dialogue", "evaluation", ["dialogue"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("cycle", WORDS, nullable=False),
        sa.Column("objective", WORDS, nullable=False),
        sa.Column("status", WORDS, nullable=False),
        sa.Column("evidence", WORDS, nullable=False),
        sa.Column("contribution", WORDS, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("rated_at", INSTANT, nullable=False),
        sa.Column("rated_by", WORDS, nullable=False),
        sa.Column("missing", WORDS, nullable=False),
        sa.Column("cooperation", WORDS, nullable=False),
        sa.Column("basis", WORDS, nullable=False),
        sa.Column("parts", WORDS, nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.id"], name=op.f("fk_finding_cycle_cycle"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name=op.f("fk_finding_objective_objective"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("cycle", "objective", name=op.f("uq_finding_cycle_objective")),
    )
    op.create_table(
        "input",
        sa.Column("id", WORDS, nullable=False),
        sa.Column("cycle", WORDS, nullable=False),
        sa.Column("code", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("level", WORDS, nullable=False),
        sa.Column("submitter", WORDS, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("content_sha256", WORDS, nullable=False),
        sa.Column("salt", WORDS, nullable=False),
        sa.Column("commitment", WORDS, nullable=False),
        sa.Column("attachments", WORDS, nullable=False),
        sa.Column("late", WORDS, nullable=False),
        sa.Column("late_reason", WORDS, nullable=False),
        sa.Column("after_adoption", sa.Integer(), nullable=False),
        sa.Column("copy_of", WORDS, nullable=False),
        sa.Column("supplements", WORDS, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdrawn_reason", WORDS, nullable=False),
        sa.Column("consent", WORDS, nullable=False),
        sa.Column("late_decided_at", INSTANT, nullable=True),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.id"], name=op.f("fk_input_cycle_cycle"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_input")),
        sa.UniqueConstraint("code", name=op.f("uq_input_code")),
    )
    op.create_index("ix_input_content_sha256", "input", ["content_sha256"], unique=False)
    op.create_index("ix_input_cycle", "input", ["cycle"], unique=False)

    op.create_table(
        "objective_change",
        sa.Column("objective", WORDS, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("field", WORDS, nullable=False),
        sa.Column("old", WORDS, nullable=False),
        sa.Column("new", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("reason_category", WORDS, nullable=False),
        sa.Column("reasons_asked_on", WORDS, nullable=False),
        sa.Column("proposed_by", WORDS, nullable=False),
        sa.Column("decided_by", WORDS, nullable=False),
        sa.Column("decided_on", WORDS, nullable=False),
        sa.Column("source", WORDS, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", WORDS, nullable=False),
        sa.CheckConstraint("(kind = 'added') = (revision = 1)", name=op.f("ck_objective_change_added_first")),
        sa.CheckConstraint(
            "CASE WHEN kind IN ('editorial', 'correction') THEN silent = 0 "
            "WHEN kind = 'added' THEN silent = 0 OR reason = '' "
            "ELSE (silent = 1 AND reason = '') OR (silent = 0 AND trim(reason) <> '') END",
            name=op.f("ck_objective_change_reason_or_none_stated"),
        ),
        sa.CheckConstraint(
            "kind <> 'correction' OR trim(source) <> ''", name=op.f("ck_objective_change_correction_has_source")
        ),
        sa.CheckConstraint("kind = 'added' OR old <> new", name=op.f("ck_objective_change_changes_something")),
        sa.ForeignKeyConstraint(
            ["objective"],
            ["objective.id"],
            name=op.f("fk_objective_change_objective_objective"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("objective", "revision", name=op.f("pk_objective_change")),
    )
    op.create_table(
        "open_step",
        sa.Column("cycle", WORDS, nullable=False),
        sa.Column("step", WORDS, nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle"], ["cycle.id"], name=op.f("fk_open_step_cycle_cycle"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("cycle", "step", name=op.f("pk_open_step")),
    )
    op.create_index(
        "ix_open_step_pending",
        "open_step",
        ["due_at", "cycle"],
        unique=False,
        sqlite_where=sa.text("overdue = 0"),
        postgresql_where=sa.text("overdue = 0"),
    )

    op.create_table(
        "point",
        sa.Column("input", WORDS, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", WORDS, nullable=False),
        sa.Column("objective", WORDS, nullable=False),
        sa.Column("released", sa.Integer(), nullable=False),
        sa.Column("disposition", WORDS, nullable=True),
        sa.ForeignKeyConstraint(
            ["input"], ["input.id"], name=op.f("fk_point_input_input"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("input", "number", name=op.f("pk_point")),
    )
