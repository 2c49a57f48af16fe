"""What is due is found by an index look-up and never by a scan, on both databases."""

from sqlalchemy.dialects import postgresql

from evalflow.store.database import Store
from evalflow.store.reading import DUE


def test_the_due_query_asks_the_index_of_what_waits(store: Store) -> None:
    with store.reading() as reading:
        connection = reading.connection
        if connection.dialect.name == "sqlite":
            asked = str(DUE.compile(connection, compile_kwargs={"literal_binds": False}))
            plan = [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ("2027",))]
        else:
            connection.exec_driver_sql("SET enable_seqscan = off")  # so small a table is scanned where it may be
            asked = str(DUE.compile(dialect=postgresql.dialect())).replace("%(now)s", "'2027-01-01'")  # type: ignore[no-untyped-call] # not typed there
            plan = [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {asked}")]
        assert any("ix_open_step_pending" in line for line in plan), plan
