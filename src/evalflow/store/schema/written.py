"""The tables that fold → what their guards refuse: a row that is written without a newer entry about its subject.

Every row carries `written`, the number of an entry that wrote it. That of an entity's main row is its newest entry, and
moves with each: while no entry is newer, neither that row nor any part of the entity can be written or deleted. Whoever
appends an entry can write rows with it: whether they are what the entry says is seen by `verification.py`.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from evalflow.evaluation.heart import FAMILIES
from evalflow.store.schema.mapping import SHAPES


class RowGuard(NamedTuple):
    """What may not be done to a row of a table: `when` holds of OLD and NEW."""

    table: str
    doing: Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
    says: str
    when: str


def row_guards() -> Iterator[RowGuard]:
    """Yield the guards of every table that folds."""
    for family in FAMILIES:
        shape = SHAPES[family.entity]
        yield from _of_main(shape.table.name, family.name)
        for part in shape.parts:
            yield from _of_part(part.table.name, part.owner, tuple(part.keys), shape.table.name, family.name)


def _of_main(table: str, family: str) -> Iterator[RowGuard]:
    entry = _entry("NEW.written", "NEW.id", family)
    says = f"a row of {table} is written with a newer entry of the journal about it."
    there = f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = NEW.id)"  # noqa: S608 - names of our own tables
    yield RowGuard(table, "INSERT", says, f"{there} OR NOT {entry}")
    moved = "NEW.id IS DISTINCT FROM OLD.id OR NEW.written <= OLD.written"
    yield RowGuard(table, "UPDATE", says, f"{moved} OR NOT {entry}")
    yield RowGuard(table, "DELETE", f"a row of {table} is never deleted.", "1 = 1")
    yield RowGuard(table, "TRUNCATE", f"the rows of {table} are never emptied.", "1 = 1")


def _of_part(table: str, owner: str, keys: tuple[str, ...], main: str, family: str) -> Iterator[RowGuard]:
    says = f"a row of {table} is written and deleted with a newer entry of the journal about its {owner}."
    entry = _entry("NEW.written", f"NEW.{owner}", family)
    before = f"coalesce((SELECT m.written FROM {main} m WHERE m.id = {{row}}.{owner}), 0)"  # noqa: S608 - names of our own tables
    wrong = f"NEW.written <= {before.format(row='NEW')} OR NOT {entry}"
    yield RowGuard(table, "INSERT", says, wrong)
    moved = " OR ".join(f"NEW.{key} IS DISTINCT FROM OLD.{key}" for key in keys)
    yield RowGuard(table, "UPDATE", says, f"{moved} OR {wrong}")
    newest = "(SELECT max(n.seq) FROM journal n)"
    gone = f"{newest} <= {before.format(row='OLD')} OR NOT {_entry(newest, f'OLD.{owner}', family)}"
    yield RowGuard(table, "DELETE", says, gone)
    yield RowGuard(table, "TRUNCATE", f"the rows of {table} are never emptied.", "1 = 1")


def _entry(seq: str, subject: str, family: str) -> str:
    """Return whether an entry of this number is about a subject, or erases one that is. Found by the primary key."""
    begins = f"substr({{one}}.kind, 1, {len(family) + 1}) = '{family}.'"
    return f"""EXISTS (SELECT 1 FROM journal j WHERE j.seq = {seq}
    AND (j.subject = {subject} AND {begins.format(one="j")}
      OR substr(j.subject, 1, 8) = 'journal:' AND EXISTS (SELECT 1 FROM journal e
        WHERE e.seq = CASE WHEN substr(j.subject, 1, 8) = 'journal:' THEN CAST(substr(j.subject, 9) AS INTEGER) END
        AND e.subject = {subject} AND {begins.format(one="e")})))"""  # noqa: S608 - names and fixed words alone
