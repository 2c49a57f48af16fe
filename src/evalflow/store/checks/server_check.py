"""What PostgreSQL was asked to do otherwise → the problems: guards that do not run, rules, keys that are switched off,
other kinds of tables, columns and indexes, and functions that could be called instead of the server's own.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from evalflow.store.schema.rows import TABLES


def server_problems(connection: Connection) -> Iterator[str]:
    """Yield what PostgreSQL was asked to do otherwise, as sentences."""
    for setting in connection.exec_driver_sql("SHOW session_replication_role").scalars():
        if setting != "origin":
            yield f"session_replication_role is {setting}: the guards of the database do not run."
    for query, says in _ASKED:
        for row in connection.exec_driver_sql(query):
            if not says.startswith("Table ") or row[0] in TABLES:
                yield says.format(*row)
    for kind, name in connection.exec_driver_sql(_CALLABLE):
        yield f"The {kind} {name!a} is none of evalflow's: the database may do something else than it is asked."


_OURS: Final = "c.relnamespace = current_schema()::regnamespace"
_OF_NO_EXTENSION: Final = "NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')"
_REACHED: Final = (
    "(SELECT n.oid FROM pg_namespace n WHERE n.nspname = ANY(current_schemas(false)) AND n.nspname <> 'pg_catalog')"
)
_ASKED: Final = (
    (
        "SELECT setting FROM pg_db_role_setting s, unnest(s.setconfig) setting WHERE setting LIKE "
        "'session\\_replication\\_role=%%' AND setting NOT LIKE '%%=origin' AND s.setdatabase IN (0, "
        "(SELECT oid FROM pg_database WHERE datname = current_database()))",
        "The server sets {0} for whoever connects: the guards of the database do not run.",
    ),
    (
        "SELECT array_to_string(current_schemas(true), ', ') WHERE 'pg_catalog' IS DISTINCT FROM "
        "(SELECT s FROM unnest(current_schemas(true)) s WHERE s NOT LIKE 'pg\\_temp%%' LIMIT 1)",
        "The schemas are searched in the order {0}: functions of the server may be replaced.",
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
        f"SELECT c.relname FROM pg_class c WHERE {_OURS} AND (c.relkind <> 'r' AND c.relkind IN ('p', 'f') OR "  # noqa: S608 - fixed words
        "c.relpersistence <> 'p' OR EXISTS (SELECT 1 FROM pg_inherits i WHERE c.oid IN (i.inhparent, i.inhrelid))) "
        "ORDER BY 1",
        "Table {0}: it is no table of its own that outlasts a crash: it is unlogged, divided, or has rows of others.",
    ),
    (
        f"SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "  # noqa: S608 - fixed words
        f"WHERE {_OURS} AND c.relkind = 'r' AND a.attnum > 0 AND (a.attgenerated <> '' OR a.attidentity <> '') "
        "ORDER BY 1, 2",
        "Table {0}: the column {1} is filled otherwise than evalflow made it.",
    ),
    (
        f"SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "  # noqa: S608 - fixed words
        f"WHERE NOT k.convalidated AND {_OURS} ORDER BY 1, 2",
        "Table {0}: the constraint {1} was never checked on the rows that are there.",
    ),
    (
        f"SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid "  # noqa: S608 - fixed words
        f"WHERE (k.contype IN ('p', 'u') AND k.condeferrable OR k.contype = 'x') AND {_OURS} ORDER BY 1, 2",
        "Table {0}: the constraint {1} is not as evalflow made it.",
    ),
    (
        f"SELECT t.relname, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "  # noqa: S608 - fixed words
        f"JOIN pg_class t ON t.oid = i.indrelid WHERE {_OURS} AND NOT (i.indisvalid AND i.indisready AND i.indislive) "
        "ORDER BY 1, 2",
        "Table {0}: the index {1} is not valid.",
    ),
    (
        f"SELECT t.relname, c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "  # noqa: S608 - fixed words
        f"JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am m ON m.oid = c.relam WHERE {_OURS} AND (m.amname <> 'btree' "
        "OR i.indnkeyatts <> i.indnatts OR 0 <> ANY(i.indoption::int2[]) "
        "OR EXISTS (SELECT 1 FROM unnest(i.indclass::oid[]) o JOIN pg_opclass p ON p.oid = o WHERE NOT p.opcdefault) "
        "OR EXISTS (SELECT 1 FROM unnest(i.indcollation::oid[]) o JOIN pg_collation p ON p.oid = o "
        "WHERE p.collname <> 'C') OR NOT i.indisunique AND EXISTS (SELECT 1 FROM pg_constraint k "
        "WHERE k.conindid = c.oid AND k.contype IN ('p', 'u'))) ORDER BY 1, 2",
        "Table {0}: the index {1} sorts or compares otherwise than evalflow made it.",
    ),
    (
        f"SELECT o.evtname FROM pg_event_trigger o WHERE {_OF_NO_EXTENSION} ORDER BY 1",  # noqa: S608 - fixed words
        "The event trigger {0} is none of evalflow's: the database may do something else than it is asked.",
    ),
)
# What a guard or a statement could call instead of the server's own: PostgreSQL takes what fits the types best.
_CALLABLE: Final = f"""
SELECT 'function', o.proname FROM pg_proc o WHERE o.pronamespace IN {_REACHED} AND {_OF_NO_EXTENSION}
AND EXISTS (SELECT 1 FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname = o.proname)
UNION SELECT 'operator', o.oprname FROM pg_operator o WHERE o.oprnamespace IN {_REACHED} AND {_OF_NO_EXTENSION}
UNION SELECT 'cast', 'from ' || castsource::regtype || ' to ' || casttarget::regtype FROM pg_cast o
WHERE o.oid >= 16384 AND {_OF_NO_EXTENSION}
ORDER BY 1, 2
"""  # noqa: S608 - fixed words
