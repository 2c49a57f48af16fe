"""A database → what of its tables, constraints and indexes is not as evalflow made it, and what else is in it.

What is missing or altered is a problem: the database would let through what it should refuse. What was added beside is
a note, unless it can change what is written.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

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

from evalflow.store.rows import TABLES

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
        notes += [f"Table {name}: the {what} is none of evalflow's." for what in there if what not in due]
    others = [*(found.keys() - TABLES.keys() - {_VERSION}), *inspect(connection).get_view_names()]
    notes += [f"The table or view {name!a} is none of evalflow's." for name in sorted(others)]
    if connection.dialect.name == "postgresql":
        problems += _server_problems(connection)
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
                    deferred=one.deferrable,
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
    look, dialect = inspect(connection), connection.dialect
    made: dict[str, _Made] = {
        name: {f"column {c['name']}": _column(c["type"], c["nullable"], dialect) for c in columns}
        for (_, name), columns in look.get_multi_columns().items()
    }
    for (_, name), key in look.get_multi_pk_constraint().items():
        made[name][f"primary key {key['name']}"] = _names(key["constrained_columns"])
    for (_, name), keys in look.get_multi_foreign_keys().items():
        for one in keys:
            deferred = one["options"].get("initially") == "DEFERRED"
            made[name][f"foreign key {one['name']}"] = _foreign(
                one["constrained_columns"], one["referred_table"], one["referred_columns"], deferred=deferred
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


def _foreign(columns: Any, table: str, referred: Any, *, deferred: bool | None) -> str:
    return f"{_names(columns)} of {table} {_names(referred)} {'deferred' if deferred else 'at once'}"


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


def _server_problems(connection: Connection) -> Iterator[str]:
    """Yield what PostgreSQL was told to do otherwise: guards that do not run, rules, keys that are not looked at."""
    for setting in connection.exec_driver_sql("SHOW session_replication_role").scalars():
        if setting != "origin":
            yield f"session_replication_role is {setting}: the guards of the database do not run."
    for query, says in _ASKED:
        for row in connection.exec_driver_sql(query):
            yield says.format(*row)


_OURS = "c.relnamespace = current_schema()::regnamespace"
_ASKED = (
    (
        "SELECT setting FROM pg_db_role_setting s, unnest(s.setconfig) setting WHERE setting LIKE "
        "'session\\_replication\\_role=%%' AND setting NOT LIKE '%%=origin' AND s.setdatabase IN (0, "
        "(SELECT oid FROM pg_database WHERE datname = current_database()))",
        "The server sets {0} for whoever connects: the guards of the database do not run.",
    ),
    (
        "SELECT rulename, tablename FROM pg_rules WHERE schemaname = current_schema() ORDER BY 1, 2",
        "The rule {0} of table {1} is none of evalflow's: the database may do something else than it is asked.",
    ),
    (
        f"SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgisinternal "  # noqa: S608 - fixed words
        f"AND t.tgenabled <> 'O' AND {_OURS} ORDER BY 1",
        "Table {0}: the foreign keys are switched off.",
    ),
    (
        f"SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND {_OURS} ORDER BY 1",  # noqa: S608 - fixed words
        "Table {0}: row security is on, which evalflow never uses: rows may be hidden.",
    ),
    (
        f"SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "  # noqa: S608 - fixed words
        f"WHERE NOT k.convalidated AND {_OURS} ORDER BY 1, 2",
        "Table {0}: the constraint {1} was never checked on the rows that are there.",
    ),
    (
        f"SELECT t.relname, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "  # noqa: S608 - fixed words
        f"JOIN pg_class t ON t.oid = i.indrelid WHERE NOT i.indisvalid AND {_OURS} ORDER BY 1, 2",
        "Table {0}: the index {1} is not valid.",
    ),
)
