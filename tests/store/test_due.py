"""What is due is found by an index look-up and never by a scan, on both databases: steps with reminders, letters."""

from typing import Any

import pytest
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

from evalflow.store.access.reading import DUE, LETTERS_DUE, REMINDERS
from evalflow.store.database.database import Store


@pytest.mark.parametrize(
    ("query", "index"),
    [(DUE, "ix_open_step_pending"), (REMINDERS, "ix_reminder_at"), (LETTERS_DUE, "ix_letter_pending")],
    ids=["steps", "reminders", "letters"],
)
def test_the_due_query_asks_the_index_of_what_waits(store: Store, query: Select[Any], index: str) -> None:
    with store.reading() as reading:
        connection = reading.connection
        if connection.dialect.name == "sqlite":
            asked = str(query.compile(connection, compile_kwargs={"literal_binds": False}))
            values = ("2027", 20, 0)[: asked.count("?")]
            plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", values)]
        else:
            connection.exec_driver_sql("SET enable_seqscan = off")  # so small a table is scanned where it may be
            asked = str(query.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call] # not typed there
            for name, value in (("now", "'2027-01-01'"), ("until", "'2027-01-01'"), ("most", "20")):
                asked = asked.replace(f"%({name})s", value)
            plan = [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {asked}")]
        assert any(index in line for line in plan), plan
        assert not any("SCAN" in line and "USING" not in line for line in plan), plan
