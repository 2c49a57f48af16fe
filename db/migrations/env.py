"""Alembic's way into the database: on its caller's connection and in its transaction (store/schema/migrations.py)."""

from alembic import context

from evalflow.store.schema.rows import TableRow

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=TableRow.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
