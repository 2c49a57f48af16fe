"""What an owner of the database can do to it, tampering by tampering: each is named, whatever it was about."""

import hashlib
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from evalflow.store.access.transaction import Transaction
from evalflow.store.checks.verification import verify
from evalflow.store.database.database import Store
from evalflow.store.schema import triggers

ROWS = [
    ("UPDATE finding SET status = 'met'", "finding, row f1: status"),
    ("UPDATE finding SET written = written + 1", "finding, row f1: written"),
    ("UPDATE finding SET entered = 1", "finding, row f1: entered"),
    ("UPDATE point SET disposition = NULL WHERE number = 1", "point, row i1/1: disposition"),
    ("UPDATE point SET written = 1 WHERE number = 1", "point, row i1/1: written"),
    ("DELETE FROM point WHERE number = 2", "point: row i1/2 is missing"),
    ("INSERT INTO point (input, number, text, objective, released, disposition, links, split_from, whole, corrections, "
     "written) SELECT input, 9, text, objective, released, disposition, links, split_from, whole, corrections, written "
     "FROM point WHERE number = 1", "point: row i1/9 is not in the journal"),
    ("UPDATE objective SET due = '2099'", "objective, row o1: due"),
    ("UPDATE objective_change SET reason = 'another'", "objective_change, row o1/"),
    ("DELETE FROM objective_change WHERE revision = 2", "objective_change: row o1/2 is missing"),
    ("UPDATE cycle SET status = 'ended'", "cycle, row c1: status"),
    ("UPDATE open_step SET wakes_at = NULL", "open_step, row c1/"),
    ("DELETE FROM reminder", "reminder: row c1/"),
    ("UPDATE evaluation SET operator_conducts = 1", "evaluation, row c1: operator_conducts"),
    ("UPDATE record SET example = 0", "record, row r1: example"),
    ("UPDATE letter SET state = 'sent'", "letter, row l1: state"),
    ("UPDATE narrative SET overrides = '[]'", "narrative, row c1: overrides"),
    ("UPDATE definition SET text = 'name: other'", "definition, row"),
    ("DELETE FROM seat", "seat: row s1 is missing"),
    ("UPDATE journal_payload SET payload = '{}' WHERE seq = 3", "journal_payload, row 3"),
    ("DELETE FROM journal_personal WHERE seq = 2", "row 2 is missing"),
    ("UPDATE journal SET subject = 'x' WHERE seq = 3", "journal, entry 3: subject"),
    ("UPDATE journal SET header = 'x' WHERE seq = 3", "the header of entry 3"),
    ("INSERT INTO blob (sha256, content) VALUES ('" + "a" * 64 + "', 'x')", "blob: the content of row aaaa"),
]  # fmt: skip
SCHEMA = [
    ("DROP INDEX ix_open_step_pending", "open_step: the index ix_open_step_pending is missing"),
    ("DROP INDEX ix_letter_pending", "letter: the index ix_letter_pending is missing"),
    ("DROP TABLE reminder", "The table reminder is missing."),
    ("ALTER TABLE finding DROP COLUMN ceiling", "finding: the column ceiling is missing"),
    ("ALTER TABLE finding RENAME COLUMN ceiling TO roof", "finding: the column ceiling is missing"),
    ("DROP INDEX ix_reminder_at; CREATE INDEX ix_reminder_at ON reminder (at)", "the index ix_reminder_at is not as"),
    ("INSERT INTO alembic_version VALUES ('0001')", "alembic_version: more than one version"),
]
GUARD = "guard_finding_written_update"
GUARDS = [
    "guard_journal_update", GUARD, "guard_finding_written_insert", "guard_point_written_delete",
    "guard_objective_update",
]  # fmt: skip
FOREIGN = "FOREIGN KEY (cycle) REFERENCES cycle (id)"
ANEW = "ALTER TABLE input DROP CONSTRAINT {0}; ALTER TABLE input ADD CONSTRAINT {0}"
HIDDEN = "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
ON_POSTGRES = [
    ("CREATE TABLE hidden () INHERITS (finding); INSERT INTO hidden SELECT * FROM ONLY finding; "
     "ALTER TABLE finding DISABLE TRIGGER USER; UPDATE ONLY finding SET status = 'met'; "
     "ALTER TABLE finding ENABLE TRIGGER USER", "finding: row f1 is there more than once"),
    ("CREATE TABLE hidden () INHERITS (done_key)", "Table done_key: it is no table of its own"),
    ("ALTER TABLE blob SET UNLOGGED", "Table blob: it is no table of its own"),
    ("CREATE SCHEMA other; CREATE TABLE other.journal AS SELECT * FROM journal; "
     "ALTER FUNCTION guard_journal_personal_delete() SET search_path = other", "journal_personal_delete is not as"),
    ("ALTER FUNCTION guard_journal_update() SECURITY DEFINER", "guard_journal_update is not as"),
    ("ALTER FUNCTION guard_journal_update() STABLE", "guard_journal_update is not as"),
    (f"CREATE FUNCTION hide() {HIDDEN}; CREATE TRIGGER {GUARD} BEFORE INSERT ON outbox FOR EACH ROW "
     "EXECUTE FUNCTION hide()", f"The trigger {GUARD} on outbox is none"),
    ("CREATE FUNCTION cat(text, integer) RETURNS text LANGUAGE sql AS 'SELECT ''journal:2''::text'; "
     "CREATE OPERATOR || (LEFTARG = text, RIGHTARG = integer, FUNCTION = cat)", "The operator '||' is none"),
    ("CREATE FUNCTION substr(varchar, integer, integer) RETURNS text LANGUAGE sql AS 'SELECT ''x''::text'",
     "The function 'substr' is none"),
    ("CREATE FUNCTION number(text) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE CAST (text AS integer) WITH "
     "FUNCTION number(text)", "The cast 'from text to integer' is none"),
    ("SET LOCAL search_path = public, pg_catalog", "are searched in the order public, pg_catalog"),
    ("ALTER TABLE heartbeat DROP COLUMN at; ALTER TABLE heartbeat ADD at text COLLATE \"C\" NOT NULL GENERATED ALWAYS "
     "AS (name) STORED", "heartbeat: the column at is filled otherwise"),
    (f"{ANEW.format('fk_input_cycle_cycle')} {FOREIGN} ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
     "foreign key fk_input_cycle_cycle is not as"),
    (f"{ANEW.format('uq_input_code')} UNIQUE (code) DEFERRABLE INITIALLY DEFERRED", "uq_input_code is not as"),
    (f"{ANEW.format('uq_input_code')} UNIQUE (code) INCLUDE (title)", "the index uq_input_code sorts or compares"),
    ("ALTER TABLE blob ADD CONSTRAINT one EXCLUDE USING btree (sha256 WITH =)", "blob: the constraint one is not as"),
    ("DROP INDEX ix_person_name; CREATE INDEX ix_person_name ON person USING hash (name)", "ix_person_name sorts or"),
    ("CREATE FUNCTION ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER mine ON "
     "ddl_command_end EXECUTE FUNCTION ddl()", "The event trigger mine is none"),
    ("ALTER TABLE input DROP CONSTRAINT fk_input_cycle_cycle", "foreign key fk_input_cycle_cycle is missing"),
    ("ALTER TABLE input DROP CONSTRAINT uq_input_code", "unique constraint uq_input_code is missing"),
    ("ALTER TABLE reminder DROP CONSTRAINT pk_reminder", "primary key pk_reminder is missing"),
    ("ALTER TABLE objective_change DROP CONSTRAINT ck_objective_change_added_first", "added_first is missing"),
    ("ALTER TABLE objective_change DROP CONSTRAINT ck_objective_change_added_first; ALTER TABLE objective_change ADD "
     "CONSTRAINT ck_objective_change_added_first CHECK (revision > 0)", "added_first is not as evalflow made it"),
    ("ALTER TABLE finding ALTER COLUMN text DROP NOT NULL", "finding: the column text is not as"),
    ("ALTER TABLE finding ALTER COLUMN text TYPE varchar(9999)", "finding: the column text is not as"),
    ("CREATE RULE quiet AS ON DELETE TO journal DO INSTEAD NOTHING", "The rule quiet of table journal"),
    ("CREATE RULE more AS ON UPDATE TO person DO ALSO DELETE FROM seat", "The rule more of table person"),
    ("ALTER TABLE finding DISABLE TRIGGER ALL", "finding: the foreign keys are switched off"),
    (f"ALTER TABLE finding DISABLE TRIGGER {GUARD}", f"{GUARD} is not as"),
    (f"ALTER TABLE finding ENABLE REPLICA TRIGGER {GUARD}", f"{GUARD} is not as"),
    ("ALTER TABLE finding ENABLE ROW LEVEL SECURITY", "finding: row security is on"),
    ("SET LOCAL session_replication_role = replica", "session_replication_role is replica"),
    ("ALTER ROLE postgres SET session_replication_role = replica", "The server sets session_replication_role=replica"),
    ("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET session_replication_role = replica'; END $$",
     "The server sets session_replication_role=replica"),
    (f"DROP TRIGGER {GUARD} ON finding; CREATE TRIGGER {GUARD} BEFORE UPDATE ON finding FOR EACH ROW WHEN (false) "
     f"EXECUTE FUNCTION {GUARD}()", f"{GUARD} is not as"),
    (f"DROP TRIGGER {GUARD} ON finding; CREATE TRIGGER {GUARD} BEFORE UPDATE OF id ON finding FOR EACH ROW "
     f"EXECUTE FUNCTION {GUARD}()", f"{GUARD} is not as"),
    ("ALTER TABLE finding DROP CONSTRAINT fk_finding_cycle_cycle; ALTER TABLE finding ADD CONSTRAINT "
     "fk_finding_cycle_cycle FOREIGN KEY (cycle) REFERENCES cycle (id) DEFERRABLE INITIALLY DEFERRED NOT VALID",
     "finding: the constraint fk_finding_cycle_cycle was never checked"),
]  # fmt: skip
IN_SCHEMA = "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, '{}', '{}') WHERE name = '{}'"
ON_SQLITE = [
    *(
        (IN_SCHEMA.format(old, new, table), f"{table}: it is declared with {said}")
        for table, old, new, said in (
            ("input", "code TEXT", "code TEXT COLLATE NOCASE", "COLLATE"),
            ("input", "UNIQUE (code)", "UNIQUE (code) ON CONFLICT REPLACE", "CONFLICT"),
            ("journal", "PRIMARY KEY (seq)", "PRIMARY KEY (seq) /* '' */ ON CONFLICT REPLACE", "CONFLICT"),
            ("blob", "content BLOB NOT NULL", "content BLOB NOT NULL ON CONFLICT IGNORE", "CONFLICT"),
        )
    ),
    (IN_SCHEMA.format("cycle (id)", "cycle (id) ON DELETE CASCADE", "input"), "fk_input_cycle_cycle is not as"),
    ("CREATE TABLE o (name TEXT NOT NULL, at TEXT NOT NULL, CONSTRAINT pk_heartbeat PRIMARY KEY (name)) WITHOUT ROWID; "
     "DROP TABLE heartbeat; ALTER TABLE o RENAME TO heartbeat", "heartbeat: it is declared with WITHOUT"),
    ("DROP INDEX ix_letter_state; CREATE INDEX ix_letter_state ON letter (state COLLATE NOCASE)",
     "Table letter, index 'ix_letter_state': it is declared with COLLATE"),
    ("CREATE TRIGGER zz AFTER UPDATE ON person BEGIN DELETE FROM seat;END", "The trigger zz is none of evalflow's"),
    (f"DROP TRIGGER {GUARD}; CREATE TRIGGER {GUARD} BEFORE UPDATE ON finding WHEN 0 BEGIN SELECT 1;END",
     f"{GUARD} is not as"),
    *(
        (f"PRAGMA legacy_alter_table = ON; CREATE TABLE o AS SELECT * FROM {name}; DROP TABLE {name}; "
         f"ALTER TABLE o RENAME TO {name}", said)
        for name, said in (
            ("input", "foreign key fk_input_cycle_cycle is missing"),
            ("input", "unique constraint uq_input_code is missing"),
            ("reminder", "primary key pk_reminder is missing"),
            ("objective_change", "ck_objective_change_reason_or_none_stated is missing"),
        )
    ),
]  # fmt: skip


def tamperings(dialect: str) -> Iterator[tuple[str, str]]:
    yield from SCHEMA
    for name in GUARDS:
        table = name.removeprefix("guard_").partition("_")[0]
        yield f"DROP TRIGGER {name}{f' ON {table}' if dialect == 'postgresql' else ''}", f"The guard {name} is missing"
    yield from ON_SQLITE if dialect == "sqlite" else ON_POSTGRES


def seen(tx: Transaction, tampering: str) -> tuple[str, ...]:
    """Return what verification says of a tampering, and take it back."""
    connection = tx.connection
    connection.exec_driver_sql("SAVEPOINT tampering")
    for statement in re.split("; (?!END)", tampering) if not tampering.startswith("DO") else [tampering]:
        connection.exec_driver_sql(statement)
    if "writable" in tampering:
        connection.exec_driver_sql("PRAGMA writable_schema = RESET")  # read the schema, as another connection does
    problems = verify(tx).problems
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT tampering")
    return problems


@pytest.fixture
def open_to_all(filled: Store) -> Iterator[Transaction]:
    """A transaction that is never committed, of somebody who owns the database."""
    with filled.writing(dry_run=True) as transaction:
        transaction.put_blob(b"kept")
        yield transaction


def test_whatever_is_done_to_rows_behind_the_guards_is_named(open_to_all: Transaction) -> None:
    unseen = []
    for tampering, said in ROWS:
        connection: Connection = open_to_all.connection
        connection.exec_driver_sql("SAVEPOINT guards")
        triggers.remove(connection)
        connection.exec_driver_sql(tampering)
        triggers.reset(connection)
        if not any(said in problem for problem in verify(open_to_all).problems):
            unseen.append(tampering)
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT guards")
    assert unseen == []
    assert verify(open_to_all).problems == ()


def test_whatever_is_done_to_tables_and_guards_is_named(open_to_all: Transaction) -> None:
    dialect = open_to_all.connection.dialect.name
    unseen = {}
    for tampering, said in tamperings(dialect):
        problems = seen(open_to_all, tampering)
        if not any(said in problem for problem in problems):
            unseen[tampering] = problems
    assert unseen == {}
    assert verify(open_to_all).problems == ()


def test_what_was_added_beside_is_noted_and_is_no_problem(open_to_all: Transaction) -> None:
    run = open_to_all.connection.exec_driver_sql
    run("CREATE TABLE mine (id INTEGER)")
    run("CREATE INDEX mine_too ON finding (status)")
    run("CREATE INDEX mine_more ON finding (lower(status))")
    run("CREATE VIEW met AS SELECT id FROM finding WHERE status = 'met'")
    found = verify(open_to_all)
    assert (found.problems, found.notes) == (
        (),
        (
            "Table finding: the index mine_more is none of evalflow's.",
            "Table finding: the index mine_too is none of evalflow's.",
            "The table or view 'met' is none of evalflow's.",
            "The table or view 'mine' is none of evalflow's.",
        ),
    )


def test_an_altered_content_is_named(open_to_all: Transaction) -> None:
    hashed = hashlib.sha256(b"kept").hexdigest()
    open_to_all.connection.exec_driver_sql("UPDATE blob SET content = 'other'")
    assert verify(open_to_all).problems == (f"Table blob: the content of row {hashed} is not what its hash says.",)
