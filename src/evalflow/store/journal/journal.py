"""An event ↔ its entry in the journal: a header that is hashed into the tree, and the parts that the header commits to.

The open part is the event without what is personal in it, and stays for ever. The personal part can be erased, and an
erasure says nothing in its place. Each has a salt of its own, `commitment = SHA-256(domain ‖ salt ‖ text)`, which keeps
a hash from betraying a name by guessing. The header holds numbers, instants, kinds and random ids alone.

Entries of the first version have one payload for both parts (older.py says how they are erased).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from evalflow.evaluation.heart import EVENTS, FAMILIES, FAMILY_OF
from evalflow.evaluation.personal import PERSONAL
from evalflow.store.codec import Unreadable, canonical, form_of, instant, instant_text, plain_values, storable
from evalflow.store.journal.parting import joined, part

SHA256 = re.compile("[0-9a-f]{64}")  # as entries name contents by
VERSION = 2
_COMMIT = {1: b"evalflow/commit/v1", 2: b"evalflow/open/v2"}
_COMMIT_PERSONAL = b"evalflow/personal/v2"
_FIELDS = {
    1: {"v", "seq", "at", "kind", "subject", "by", "commitment"},
    2: {"v", "seq", "at", "kind", "subject", "by", "commitment", "personal"},
}


@dataclass(frozen=True)
class PayloadErased:
    """An erasure as the first version wrote it: `replacement` counts instead of the payload of entry `seq`."""

    seq: int
    replacement: object


@dataclass(frozen=True)
class PersonalErased:
    """The personal part of entry `seq` was erased.

    `open` is the text of its open part where the entry is of the first version, whose payload is erased whole.
    """

    seq: int
    open: str = ""


@dataclass(frozen=True)
class OpenPartsCommitted:
    """The entries of the first version up to here are bound to their open parts, so that none can be made to say more.

    `personal` are the paths by kind that they are parted by, `count` how many they are, `root` the root (hex) of the
    tree over their open parts: see older.py.
    """

    personal: Mapping[str, tuple[str, ...]]
    count: int
    root: str


KINDS: Mapping[str, type] = {f"{family.name}.{e.__name__}": e for family in FAMILIES for e in family.events}
PERSONAL_OF: Mapping[str, tuple[str, ...]] = {
    kind: PERSONAL[event] for kind, event in KINDS.items() if event in PERSONAL
}
_OWN: Mapping[str, type] = {
    f"journal.{own.__name__}": own for own in (PayloadErased, PersonalErased, OpenPartsCommitted)
}
_KIND_OF: Mapping[type, str] = {event: kind for kind, event in (*KINDS.items(), *_OWN.items())}
JOURNAL = "journal"  # the subject of what it says of itself as a whole


@dataclass(frozen=True)
class Header:
    """What is hashed into the tree. `subject` and `by` are ids; an erasure's subject is `journal:<seq>`.

    `personal` commits to the personal part; it is "" where the kind has none.
    """

    seq: int
    at: datetime
    kind: str
    subject: str
    by: str
    commitment: str
    personal: str = ""
    version: int = VERSION

    def text(self) -> str:
        """Return the header as canonical JSON."""
        plain = {name: getattr(self, name) for name in _FIELDS[self.version] - {"v", "at"}}
        return canonical({**plain, "v": self.version, "at": instant_text(self.at)})


@dataclass(frozen=True)
class EntryPart:
    """One part of an entry as it is kept: its salt of 32 bytes and its canonical JSON."""

    nonce: bytes
    text: str


@dataclass(frozen=True)
class JournalEntry:
    """One entry as it stands. `event` is what counts.

    Once erased, that is its open part, `erased_by` is the number of the erasure, and `personal` is None (of an entry of
    the first version, `open` is None and `personal` always).
    """

    seq: int
    at: datetime
    kind: str
    subject: str
    by: str
    version: int
    event: object
    erased_by: int | None
    header: str
    commitment: str
    open: EntryPart | None
    personal: EntryPart | None

    @property
    def erasable(self) -> bool:
        """Return whether it still holds something personal."""
        return self.kind in PERSONAL_OF and self.erased_by is None


def kind_of(event: object) -> str:
    """Return `family.EventName`, as headers say it."""
    return _KIND_OF[type(event)]


def family_of(event: object) -> str:
    return FAMILY_OF[type(event)].name


def texts_of(event: object) -> tuple[str, str | None]:
    """Return the canonical JSON of an event's open and personal part; None where its kind has nothing personal.

    Raises:
        InvalidInput: a text in it cannot be kept.
    """
    plain = form_of(type(event)).write(event)
    if type(event) not in PERSONAL:
        return canonical(plain), None
    personal = part(plain, PERSONAL[type(event)])
    return canonical(plain), canonical(personal)


def event_of(kind: str, text: str, personal: str | None = None) -> object:
    """Return the event that an open part holds by itself or, with it, a personal part. Raises Unreadable."""
    plain = plain_values(text)
    if kind == "journal.PayloadErased":
        return _old_erasure(plain)
    if personal is not None:
        inner = plain_values(personal)
        if not isinstance(plain, dict) or not isinstance(inner, dict):
            raise Unreadable("a part has no fields")
        plain = joined(plain, inner, PERSONAL_OF.get(kind, ()))
    return _event(_OWN.get(kind) or KINDS.get(kind), plain)


def are_in_their_form(kind: str, text: str, personal: str | None) -> bool:
    """Return whether parts are written as evalflow writes them: in their one form, what is personal in its part alone.

    A payload of the first version is one part: give it without a kind. Raises Unreadable.
    """
    plain, inner = plain_values(text), plain_values("{}" if personal is None else personal)
    paths = PERSONAL_OF.get(kind, ())
    try:
        if not isinstance(plain, dict) or not isinstance(inner, dict) or canonical(plain) != text:
            return False
        apart = part(joined(plain, inner, paths), paths)
        return canonical(plain) == text and canonical(apart) == ("{}" if personal is None else personal)
    except ValueError:  # numbers that no JSON has
        return False


def commitment(nonce: bytes, text: str, version: int = VERSION) -> str:
    """Return the salted SHA-256 (hex) by which a header commits to an open part, or to a payload of version 1."""
    return sha256(_COMMIT[version] + nonce + text.encode()).hexdigest()


def personal_commitment(nonce: bytes, text: str) -> str:
    """Return the salted SHA-256 (hex) by which a header commits to a personal part."""
    return sha256(_COMMIT_PERSONAL + nonce + text.encode()).hexdigest()


def header_of(text: str) -> Header:
    """Return the header that a text holds. Raises Unreadable when it is not canonical."""
    plain = plain_values(text)
    version = plain.get("v") if isinstance(plain, dict) else None
    if type(version) is not int or version not in _FIELDS or plain.keys() != _FIELDS[version]:
        raise Unreadable("a header has other fields")
    told = {name: plain[name] for name in _FIELDS[version] - {"v", "at"}}
    if type(plain["seq"]) is not int or not all(type(told[name]) is str for name in told.keys() - {"seq"}):
        raise Unreadable("a header has values of another type")
    header = Header(**told, at=instant(plain["at"]), version=version)
    if header.text() != text:
        raise Unreadable("a header is not written in its one form")
    return header


def erasure_subject(seq: int) -> str:
    return f"{JOURNAL}:{seq}"


def written(
    seq: int, at: datetime, subject: str, by: str, event: object, nonces: tuple[bytes, bytes]
) -> tuple[Header, EntryPart, EntryPart | None]:
    """Return the header and the parts of a new entry; `nonces` are the salts of the open and the personal part."""
    text, personal = texts_of(event)
    header = Header(
        seq, at, kind_of(event), storable(subject), storable(by), commitment(nonces[0], text),
        "" if personal is None else personal_commitment(nonces[1], personal),
    )  # fmt: skip
    return header, EntryPart(nonces[0], text), None if personal is None else EntryPart(nonces[1], personal)


def _old_erasure(plain: Any) -> PayloadErased:
    if not isinstance(plain, dict) or plain.keys() != {"seq", "event", "replacement"}:
        raise Unreadable("an erasure has other fields")
    return PayloadErased(plain["seq"], _event(EVENTS.get(plain["event"]), plain["replacement"]))


def _event(kind: type | None, plain: Any) -> object:
    if kind is None:
        raise Unreadable("an event is of no known kind")
    return form_of(kind).read(plain)
