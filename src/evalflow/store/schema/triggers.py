"""What the database itself refuses → its triggers, on SQLite and on PostgreSQL, from one list of guards.

All triggers stand here. They are made again after every migration, since altering a table on SQLite drops them.
The owner of a database can remove any trigger: that is what `verification.py` and the printed head are for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from evalflow.evaluation.objectives.objective import DECLARED
from evalflow.store.schema.rows import TABLES
from evalflow.store.schema.written import row_guards

PROTECTED = "record-protected"
ERASED = "journal.PersonalErased"

Doing = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]
_BITS: Mapping[Doing, int] = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


@dataclass(frozen=True)
class Guard:
    """Refuses to do something to a row of a table when `when` holds of OLD and NEW. Says why."""

    table: str
    doing: Doing
    says: str
    when: str = "1 = 1"
    about: str = ""  # tells two guards of one table and doing apart

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.about}{self.doing.lower()}"

    @property
    def message(self) -> str:
        return f"{PROTECTED}: {self.says}"


_COLUMNS = tuple(c.name for c in TABLES["objective"].columns)
_GOVERNED = tuple(name for name in _COLUMNS if name in DECLARED)
_FIXED = tuple(name for name in _COLUMNS if name not in (*_GOVERNED, "details", "revision", "written"))


def _any_differs(names: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names)


def _how_many_differ(names: tuple[str, ...]) -> str:
    return " + ".join(f"CASE WHEN NEW.{name} IS DISTINCT FROM OLD.{name} THEN 1 ELSE 0 END" for name in names)


def _named(row: Literal["OLD", "NEW"]) -> str:
    """Return the value of the column that a change names. One in `details` is compared by `audit verify` alone."""
    columns = " ".join(f"WHEN '{name}' THEN {row}.{name}" for name in _GOVERNED)
    return f"CASE c.field {columns} ELSE c.{row.lower()} END"


_ERASED = f"EXISTS (SELECT 1 FROM journal e WHERE e.kind = '{ERASED}' AND e.subject = 'journal:' || {{row}}.seq)"  # noqa: S608 - a fixed word
_OF_VERSION_1 = """EXISTS (SELECT 1 FROM journal j
    WHERE j.seq = OLD.seq AND substr(j.header, length(j.header) - 6) = ',"v":1}')"""

# A header is canonical JSON, so what its row repeats is its end. (With trusted_schema off, SQLite bars JSON functions
# from triggers.)
_NOT_NEXT = "NEW.seq IS DISTINCT FROM (SELECT coalesce(max(j.seq), 0) + 1 FROM journal j)"
_NO_ENTRY = "NOT EXISTS (SELECT 1 FROM journal j WHERE j.seq = NEW.seq)"
_NO_PERSONAL_PART = "NOT EXISTS (SELECT 1 FROM journal j WHERE j.seq = NEW.seq AND j.personal <> '')"
_HAS = "EXISTS (SELECT 1 FROM {table} p WHERE p.seq = NEW.seq)"
_END = """',"commitment":"' || NEW.commitment || '","kind":"' || NEW.kind || '","personal":"' || NEW.personal
    || '","seq":' || NEW.seq || ',"subject":"' || NEW.subject || '","v":2}'"""
_HEADER_DIFFERS = f"substr(NEW.header, length(NEW.header) - length({_END}) + 1) IS DISTINCT FROM {_END}"

_HOW_MANY_DIFFER = _how_many_differ((*_GOVERNED, "details"))
_OBJECTIVE_CHANGED_AS_SAID = f"""EXISTS (SELECT 1 FROM objective_change c
    WHERE c.objective = OLD.id AND c.revision = NEW.revision AND c.revision = OLD.revision + 1
    AND c.old = {_named("OLD")} AND c.new = {_named("NEW")}
    AND (c.field IN {_GOVERNED}) = (NEW.details IS NOT DISTINCT FROM OLD.details))"""  # noqa: S608 - names of columns alone

_FIXED_GUARDS = (
    Guard(
        "journal",
        "INSERT",
        "the next entry of the journal has the next number, and its header says what its row says.",
        f"{_NOT_NEXT} OR {_HEADER_DIFFERS}",
    ),
    Guard("journal", "UPDATE", "an entry of the journal is never changed."),
    Guard("journal", "DELETE", "an entry of the journal is never deleted."),
    Guard("journal", "TRUNCATE", "the journal is never emptied."),
    Guard(
        "journal_payload",
        "INSERT",
        "a payload is written once, with its entry, and never again after it was erased.",
        f"{_NO_ENTRY} OR {_HAS.format(table='journal_payload')} OR {_ERASED.format(row='NEW')}",
    ),
    Guard("journal_payload", "UPDATE", "a payload of the journal is never changed."),
    Guard(
        "journal_payload",
        "DELETE",
        "the open part of an entry is never deleted; a payload of the first version only after an entry that says so.",
        f"NOT {_ERASED.format(row='OLD')} OR NOT {_OF_VERSION_1}",
    ),
    Guard("journal_payload", "TRUNCATE", "the payloads of the journal are never emptied."),
    Guard(
        "journal_personal",
        "INSERT",
        "a personal part is written once, with its entry, and never again after it was erased.",
        f"{_NO_PERSONAL_PART} OR {_HAS.format(table='journal_personal')} OR {_ERASED.format(row='NEW')}",
    ),
    Guard("journal_personal", "UPDATE", "a personal part of the journal is never changed."),
    Guard(
        "journal_personal",
        "DELETE",
        "a personal part is deleted only after an entry that says so.",
        f"NOT {_ERASED.format(row='OLD')}",
    ),
    Guard("journal_personal", "TRUNCATE", "the personal parts of the journal are never emptied."),
    Guard(
        "objective",
        "INSERT",
        "an objective begins with its change of kind “added”.",
        "NEW.revision IS DISTINCT FROM 1 OR EXISTS (SELECT 1 FROM objective o WHERE o.id = NEW.id) "
        "OR NOT EXISTS (SELECT 1 FROM objective_change c WHERE c.objective = NEW.id AND c.revision = 1 "
        "AND c.kind = 'added' AND c.field = 'text' AND c.new = NEW.text)",
    ),
    Guard(
        "objective",
        "UPDATE",
        "an objective changes in one field, as its next change records it: old and new.",
        f"NOT {_OBJECTIVE_CHANGED_AS_SAID} OR {_any_differs(_FIXED)} OR ({_HOW_MANY_DIFFER}) <> 1",
    ),
    Guard("objective", "DELETE", "an objective is never deleted. Withdraw it: `evalflow objective withdraw`."),
    Guard("objective", "TRUNCATE", "objectives are never emptied."),
    Guard(
        "objective_change",
        "INSERT",
        "a change of an objective follows the last one.",
        "NEW.revision IS DISTINCT FROM (SELECT coalesce(max(c.revision), 0) + 1 FROM objective_change c "
        "WHERE c.objective = NEW.objective)",
    ),
    Guard("objective_change", "UPDATE", "a recorded change is never changed."),
    Guard("objective_change", "DELETE", "a recorded change is never deleted."),
    Guard("objective_change", "TRUNCATE", "recorded changes are never emptied."),
)
_NEVER = frozenset((guard.table, guard.doing) for guard in _FIXED_GUARDS if guard.when == "1 = 1")
GUARDS = (
    *_FIXED_GUARDS,
    *(Guard(*one, about="written_") for one in row_guards() if (one.table, one.doing) not in _NEVER),
)


def reset(connection: Connection) -> None:
    """Make the guards afresh, whatever was there of them before."""
    remove(connection)
    made = _made(connection.dialect.name)
    for statement in made if connection.dialect.name == "sqlite" else [";\n".join(made)]:  # at once, since it can
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Take the guards away, so that a migration can do its work."""
    for name, table in _present(connection):
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        else:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}" ON "{table}"')
            connection.exec_driver_sql(f'DROP FUNCTION IF EXISTS "{name}"()')


def installed(connection: Connection) -> dict[str, tuple[object, ...]]:
    """Return every trigger on our tables by name, as the database has it; a second of one name with its table."""
    found: dict[str, tuple[object, ...]] = {}
    for name, *rest in _all(connection):
        found[f"{name} on {rest[0]}" if name in found else name] = tuple(rest)
    return found


def expected(dialect: str) -> dict[str, tuple[object, ...]]:
    """Return every trigger that should be there by name, as `installed` would give it."""
    if dialect == "sqlite":
        return {g.name: (g.table, _sqlite(g)) for g in _guards(dialect)}
    return {g.name: (g.table, "O", _type_bits(g), True, True, _body(g)) for g in _guards(dialect)}


_SQLITE_INSTALLED = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
_POSTGRES_INSTALLED = """
SELECT t.tgname, c.relname, t.tgenabled::text, t.tgtype::int, t.tgqual IS NULL AND t.tgattr = '',
    p.proname = t.tgname AND l.lanname = 'plpgsql' AND p.proconfig IS NULL AND NOT p.prosecdef AND p.provolatile = 'v'
    AND p.pronamespace = c.relnamespace,
    p.prosrc
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY t.tgname
"""


def _guards(dialect: str) -> list[Guard]:
    return [guard for guard in GUARDS if dialect != "sqlite" or guard.doing != "TRUNCATE"]


def _made(dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [_sqlite(guard) for guard in _guards(dialect)]
    return [statement for guard in _guards(dialect) for statement in _postgres(guard)]


def _sqlite(guard: Guard) -> str:
    return (
        f"CREATE TRIGGER {guard.name} BEFORE {guard.doing} ON {guard.table} FOR EACH ROW WHEN {guard.when}\n"
        f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END"
    )


def _postgres(guard: Guard) -> tuple[str, str]:
    level = "STATEMENT" if guard.doing == "TRUNCATE" else "ROW"
    return (
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $guard${_body(guard)}$guard$",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.doing} ON {guard.table} "
        f"FOR EACH {level} EXECUTE FUNCTION {guard.name}()",
    )


def _body(guard: Guard) -> str:
    goes_on = {"DELETE": "OLD", "TRUNCATE": "NULL"}.get(guard.doing, "NEW")
    refused = f"IF {guard.when} THEN\n    RAISE EXCEPTION '{guard.message}';\n  END IF;"
    return f"\nBEGIN\n  {refused}\n  RETURN {goes_on};\nEND\n"


def _type_bits(guard: Guard) -> int:
    """Return how PostgreSQL notes a trigger: 1 for each row, 2 for before, and what is done."""
    return (0 if guard.doing == "TRUNCATE" else 1) | 2 | _BITS[guard.doing]


def _present(connection: Connection) -> list[tuple[str, str]]:
    return [(name, table) for name, table, *_ in _all(connection) if name.startswith("guard_")]


def _all(connection: Connection) -> list[tuple[Any, ...]]:
    query = _SQLITE_INSTALLED if connection.dialect.name == "sqlite" else _POSTGRES_INSTALLED
    return [tuple(row) for row in connection.exec_driver_sql(query)]
