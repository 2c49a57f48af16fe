"""Alembic's way into the database: on the connection and in the transaction of whoever calls (store/migrations.py)."""

from alembic import context

from evalflow.store.rows import Row

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
