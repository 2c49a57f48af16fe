"""A whole record of the first schema, on both databases."""

import gzip
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import MetaData, create_engine, insert

from evalflow.store.schema import migrations
from tests.store.raw import file_of

HERE = Path(__file__).parent


@pytest.fixture
def first_schema(database_url: str, tmp_path: Path) -> str:
    """The address of a record of the first schema, on both databases."""
    whole = gzip.decompress((HERE / "schema-0001.db.gz").read_bytes())
    if database_url.startswith("sqlite"):
        Path(file_of(database_url)).write_bytes(whole)
        return database_url
    (tmp_path / "first.db").write_bytes(whole)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
        tables = MetaData()
        tables.reflect(connection)
        with sqlite3.connect(tmp_path / "first.db") as source:
            source.row_factory = sqlite3.Row
            for table in tables.sorted_tables:
                if table.name != "alembic_version":
                    rows = [dict(row) for row in source.execute(f'SELECT * FROM "{table.name}"')]
                    instants = [column.name for column in table.columns if column.type.python_type is datetime]
                    for row in rows:
                        row.update({name: row[name] and datetime.fromisoformat(row[name]) for name in instants})
                    if rows:
                        connection.execute(insert(table), rows)
    engine.dispose()
    return database_url
