"""What is kept → its tables: real columns for plain values, canonical JSON text for what is nested.

Rows are declared here and nowhere else; SQLModel validates none of them, so nothing builds one by hand: `mapping.py`
turns entities into rows and back. `entered` is the number of the journal entry with which an entity began, `written`
that of the entry that wrote a row.
"""

from evalflow.store.schema.row import TableRow
from evalflow.store.schema.rows import cycles, dialogues, letters, record  # noqa: F401 - each declares its tables

TABLES = TableRow.metadata.tables
