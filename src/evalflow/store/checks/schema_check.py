"""A database → what of its tables, constraints and indexes is not as evalflow made it, and what else is in it.

What is missing or altered is a problem: the database would let through what it should refuse. What was added beside is
a note, unless it can change what is written.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from sqlalchemy import (
    CheckConstraint,
    Connection,
    Dialect,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    inspect,
)
from sqlalchemy.exc import SAWarning

from evalflow.store.checks.server_check import server_problems
from evalflow.store.schema.rows import TABLES

_VERSION = "alembic_version"  # what the migrations keep
_Made = dict[str, str]  # "index ix_letter_state" → what it says


def check_schema(connection: Connection) -> tuple[list[str], list[str]]:
    """Return the problems and the notes, as sentences that name what they are about."""
    problems, notes = [], []
    found = _found(connection)
    for name, table in TABLES.items():
        if name not in found:
            problems.append(f"The table {name} is missing.")
            continue
        due, there = _due(table, connection.dialect), found[name]
        for what in due:
            if what not in there:
                problems.append(f"Table {name}: the {what} is missing.")
            elif there[what] != due[what]:
                problems.append(f"Table {name}: the {what} is not as evalflow made it.")
        notes += [f"Table {name}: the {what} is none of evalflow's." for what in sorted(there) if what not in due]
    others = [*(found.keys() - TABLES.keys() - {_VERSION}), *inspect(connection).get_view_names()]
    notes += [f"The table or view {name!a} is none of evalflow's." for name in sorted(others)]
    problems += server_problems(connection) if connection.dialect.name == "postgresql" else _words_problems(connection)
    return problems, notes


def _due(table: Table, dialect: Dialect) -> _Made:
    made = {f"column {c.name}": _column(c.type, c.nullable, dialect) for c in table.columns}
    for one in table.constraints:
        match one:
            case PrimaryKeyConstraint():
                made[f"primary key {one.name}"] = _names(one.columns.keys())
            case ForeignKeyConstraint():
                made[f"foreign key {one.name}"] = _foreign(
                    one.column_keys,
                    one.referred_table.name,
                    [element.column.name for element in one.elements],
                    {"deferrable": one.deferrable, "initially": one.initially},
                )
            case UniqueConstraint():
                made[f"unique constraint {one.name}"] = _names(one.columns.keys())
            case CheckConstraint():
                made[f"check {one.name}"] = _condition(str(one.sqltext), dialect)
    for index in table.indexes:
        where = index.dialect_options["sqlite"]["where"]  # the same on both databases: see the revisions
        made[f"index {index.name}"] = _index(index.columns.keys(), index.unique, where, dialect)
    return made


def _found(connection: Connection) -> dict[str, _Made]:
    """Return what is there. SQLAlchemy leaves out an index of SQLite that is over an expression, and warns of it."""
    with catch_warnings():
        simplefilter("ignore", SAWarning)
        made = _reflected(connection)
    if connection.dialect.name == "sqlite":
        for kind, name, table, _ in _declared(connection):
            if kind == "index":
                made[table].setdefault(f"index {name}", "of an expression")
    return made


def _reflected(connection: Connection) -> dict[str, _Made]:
    look, dialect = inspect(connection), connection.dialect
    made: dict[str, _Made] = {
        name: {f"column {c['name']}": _column(c["type"], c["nullable"], dialect) for c in columns}
        for (_, name), columns in look.get_multi_columns().items()
    }
    for (_, name), key in look.get_multi_pk_constraint().items():
        made[name][f"primary key {key['name']}"] = _names(key["constrained_columns"])
    for (_, name), keys in look.get_multi_foreign_keys().items():
        for one in keys:
            made[name][f"foreign key {one['name']}"] = _foreign(
                one["constrained_columns"], one["referred_table"], one["referred_columns"], one["options"]
            )
    for (_, name), uniques in look.get_multi_unique_constraints().items():
        made[name] |= {f"unique constraint {one['name']}": _names(one["column_names"]) for one in uniques}
    for (_, name), checks in look.get_multi_check_constraints().items():
        made[name] |= {f"check {one['name']}": _condition(one["sqltext"], dialect) for one in checks}
    for (_, name), indexes in look.get_multi_indexes().items():
        made[name] |= dict(_indexes(indexes, dialect))
    return made


def _indexes(indexes: Any, dialect: Dialect) -> Iterator[tuple[str, str]]:
    for one in indexes:
        if "duplicates_constraint" not in one:
            where = one.get("dialect_options", {}).get(f"{dialect.name}_where")
            yield f"index {one['name']}", _index(one["column_names"], one["unique"], where, dialect)


def _column(kind: Any, nullable: bool | None, dialect: Dialect) -> str:
    return f"{kind.compile(dialect=dialect)} {'NULL' if nullable else 'NOT NULL'}"


def _foreign(columns: Any, table: str, referred: Any, options: Mapping[str, object]) -> str:
    """Return a foreign key as it is compared, with what happens where the other row is changed or deleted."""
    more = sorted(f"{name} {value}" for name, value in options.items() if value)
    return f"{_names(columns)} of {table} {_names(referred)} {_names(more)}"


def _index(columns: Any, unique: object, where: object, dialect: Dialect) -> str:
    condition = _condition(str(where), dialect) if where is not None else ""
    return f"{_names(columns)} {'unique' if unique else ''} {condition}"


def _names(names: Any) -> str:
    return ", ".join(str(name) for name in names)


_AS_POSTGRES_SAYS: Mapping[str, str] = {"::text": "", "TRIM(BOTH FROM ": "trim(", " = ANY (ARRAY[": " IN ([", "])": ")"}


def _condition(text: str, dialect: Dialect) -> str:
    """Return a condition as it is compared. PostgreSQL keeps it in its own words, with brackets only where needed."""
    if dialect.name == "postgresql":
        for theirs, ours in _AS_POSTGRES_SAYS.items():
            text = text.replace(theirs, ours)
        return re.sub(r"[\s()\[\]]", "", text)
    return " ".join(text.split())


# What a declaration of SQLite may say beside names, types, keys and conditions: how texts compare, what becomes of a
# row that does not fit, columns made of others. None of it is evalflow's. (A default changes nothing: evalflow gives
# every column.)
_WORDS: Final = re.compile(
    r"\b(COLLATE|CONFLICT|GENERATED|AS|WITHOUT|STRICT|AUTOINCREMENT|MATCH|DESC|ON\s+DELETE|ON\s+UPDATE)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"""'[^']*'|"[^"]*"|`[^`]*`|\[[^]]*\]|--[^\n]*|/\*.*?\*/""", re.DOTALL)


def _words_problems(connection: Connection) -> Iterator[str]:
    """Yield what the declarations in SQLite say that is not reflected."""
    for kind, name, table, said in _declared(connection):
        if table not in TABLES:
            continue
        for word in _WORDS.findall(_QUOTED.sub(" ", said)):
            what = "" if kind == "table" else f", index {name!a}"
            said_so = " ".join(word.upper().split())
            yield f"Table {table}{what}: it is declared with {said_so}, which is none of evalflow's."


def _declared(connection: Connection) -> list[tuple[str, str, str, str]]:
    """Return kind, name, table and declaration of each table and index of SQLite, but for those that it makes."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    return [(kind, name, table, said) for kind, name, table, said in connection.exec_driver_sql(query)]
