"""Entries of the first version, whose payloads hold open and personal values together → what still binds them.

An erasure takes such a payload away whole. So the migration appends one entry, OpenPartsCommitted, with the root of a
tree over the open parts of all that could be erased; an erasure afterwards has to carry the open part that is in that
tree. A leaf is the canonical JSON of `[seq, open part]`. Erasures of before that entry said whatever they liked: what
they put in place of a payload is bound by no head that was printed before them.
"""

from collections.abc import Iterable, Mapping, Sequence

from evalflow.errors import Broken, Refused
from evalflow.store.codec import canonical, plain_values
from evalflow.store.journal import merkle
from evalflow.store.journal.journal import PERSONAL_OF, EntryPart, JournalEntry, OpenPartsCommitted, commitment
from evalflow.store.journal.parting import part


def open_text(payload: str, paths: Sequence[str]) -> str:
    """Return the canonical JSON of a payload of the first version without what is personal in it. Raises Unreadable."""
    plain = plain_values(payload)
    part(plain, paths)
    return canonical(plain)


def root_over(open_parts: Iterable[tuple[int, str]]) -> str:
    """Return the root (hex) of the tree over the open parts of entries, in the order of their numbers."""
    return merkle.root(merkle.leaf(canonical([seq, text])) for seq, text in open_parts).hex()


def committing(entries: Iterable[JournalEntry]) -> OpenPartsCommitted | None:
    """Return the event that binds the entries of the first version; None where there are none.

    Raises:
        Broken: `record-damaged`, a payload is not what its header commits to, so nothing vouches for its open part.
    """
    old = [entry for entry in entries if entry.version == 1]
    parts: list[tuple[int, str]] = []
    for entry in old:
        if entry.open is not None:
            _refuse_damaged(entry, entry.open)
        if entry.erasable and entry.open is not None:
            parts.append((entry.seq, open_text(entry.open.text, PERSONAL_OF[entry.kind])))
    return OpenPartsCommitted(PERSONAL_OF, len(parts), root_over(parts)) if old else None


def open_part_of(entry: JournalEntry, journal: Iterable[JournalEntry]) -> str:
    """Return the open part that an erasure of an entry of the first version has to carry. `journal` is the whole of it.

    Raises:
        Refused: `not-erasable`, it was not bound to one when the record was migrated.
    """
    paths = next((one.event.personal for one in journal if isinstance(one.event, OpenPartsCommitted)), {})
    if entry.kind not in paths or entry.open is None:
        raise Refused("not-erasable", f"Entry {entry.seq} ({entry.kind}) is of an older version and cannot be erased.")
    return open_text(entry.open.text, paths[entry.kind])


def bound(event: OpenPartsCommitted, payloads: Mapping[int, tuple[str, str]], erased: Mapping[int, str]) -> bool:
    """Return whether old entries still have the open parts that they were bound to.

    `payloads` are kind and payload of the entries that are there, by number; `erased` the open parts that erasures
    carry, of those that are not. Raises Unreadable.
    """
    there = {
        seq: open_text(text, event.personal[kind]) for seq, (kind, text) in payloads.items() if kind in event.personal
    }
    parts = sorted((there | dict(erased)).items())
    return (len(parts), root_over(parts)) == (event.count, event.root)


def _refuse_damaged(entry: JournalEntry, payload: EntryPart) -> None:
    if commitment(payload.nonce, payload.text, 1) != entry.commitment:
        raise Broken(
            "record-damaged",
            f"Entry {entry.seq} of the journal is not what its header commits to, so this record cannot be migrated. "
            "Put back a copy that you saved, or verify this one with the version that made it.",
        )
