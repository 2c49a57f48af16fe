"""What an attacker appends with a plain driver: entries that are well-formed, whatever they say."""

from collections.abc import Mapping
from typing import Any

from evalflow.store.codec import canonical, instant_text
from evalflow.store.journal.journal import commitment, personal_commitment
from tests.store.samples import NOW

NONCE = b"n" * 32


def entry(
    kind: str, subject: str, plain: object, personal: object = None, *, version: int = 2
) -> tuple[dict[str, str], str, str | None]:
    """Return the fields of a header but its number, and the texts of its parts."""
    text, inner = canonical(plain), None if personal is None else canonical(personal)
    fields = {"kind": kind, "subject": subject, "commitment": commitment(NONCE, text, version)}
    if version == 2:
        fields["personal"] = "" if inner is None else personal_commitment(NONCE, inner)
    return fields, text, inner


def append(
    connection: Any, kind: str, subject: str, plain: object, personal: object = None, *, version: int = 2
) -> int:
    """Insert a well-formed entry past the store and return its number."""
    fields, text, inner = entry(kind, subject, plain, personal, version=version)
    (seq,) = connection.execute("SELECT max(seq) + 1 FROM journal").fetchone()
    header = canonical({**fields, "v": version, "seq": seq, "at": instant_text(NOW), "by": "p1"})
    _insert(connection, "journal", {"seq": seq, "header": header, **fields})
    _insert(connection, "journal_payload", {"seq": seq, "nonce": NONCE, "payload": text})
    if inner is not None:
        _insert(connection, "journal_personal", {"seq": seq, "nonce": NONCE, "payload": inner})
    return int(seq)


def append_text(connection: Any, text: str, personal: str | None, header: Mapping[str, object] | None = None) -> int:
    """Insert an entry about `p9` past the store whose parts and header hold whatever is given. Return its number."""
    (seq,) = connection.execute("SELECT max(seq) + 1 FROM journal").fetchone()
    fields = {"kind": "person.PersonNamed", "subject": "p9", "commitment": commitment(NONCE, text)}
    fields["personal"] = "" if personal is None else personal_commitment(NONCE, personal)
    plain = {**fields, "v": 2, "seq": seq, "at": instant_text(NOW), "by": "p1", **(header or {})}
    _insert(connection, "journal", {"seq": seq, "header": canonical(plain), **fields})
    _insert(connection, "journal_payload", {"seq": seq, "nonce": NONCE, "payload": text})
    if personal is not None:
        _insert(connection, "journal_personal", {"seq": seq, "nonce": NONCE, "payload": personal})
    return int(seq)


def _insert(connection: Any, table: str, values: dict[str, object]) -> None:
    mark = "?" if type(connection).__module__.startswith("sqlite3") else "%s"
    marks = ", ".join(mark for _ in values)
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
