"""An event ↔ its entry in the journal: a header that is hashed into the tree, and a payload the header commits to.

`commitment = SHA-256("evalflow/commit/v1" ‖ nonce ‖ payload)`: the nonce keeps a hash from betraying a name
by guessing. The header holds numbers, instants, kinds and random ids alone; names stand in payloads, and a payload can
be erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from evalflow.evaluation.heart import EVENTS, FAMILIES, FAMILY_OF
from evalflow.store.codec import Unreadable, canonical, form_of, instant, instant_text, plain_values, storable
from evalflow.store.triggers import ERASED

VERSION = 1
_COMMIT = b"evalflow/commit/v1"
_FIELDS = ("v", "seq", "at", "kind", "subject", "by", "commitment")

KINDS: Mapping[str, type] = {f"{family.name}.{e.__name__}": e for family in FAMILIES for e in family.events}
_KIND_OF: Mapping[type, str] = {event: kind for kind, event in KINDS.items()}


@dataclass(frozen=True)
class PayloadErased:
    """The payload of entry `seq` was erased. `replacement` is what is not personal of its event, and counts instead."""

    seq: int
    replacement: object


@dataclass(frozen=True)
class Header:
    """What is hashed into the tree. `subject` and `by` are ids; an erasure's subject is `journal:<seq>`."""

    seq: int
    at: datetime
    kind: str
    subject: str
    by: str
    commitment: str

    def text(self) -> str:
        """Return the header as canonical JSON."""
        plain = {name: getattr(self, name) for name in ("seq", "kind", "subject", "by", "commitment")}
        return canonical({**plain, "v": VERSION, "at": instant_text(self.at)})


@dataclass(frozen=True)
class Entry:
    """One entry as it stands. `event` is what counts.

    Once erased, that is the replacement, `erased_by` is the number of the erasure, `nonce` and `payload` are None.
    """

    seq: int
    at: datetime
    kind: str
    subject: str
    by: str
    event: object
    erased_by: int | None
    header: str
    commitment: str
    nonce: bytes | None
    payload: str | None


def kind_of(event: object) -> str:
    """Return `family.EventName`, as headers say it."""
    return ERASED if isinstance(event, PayloadErased) else _KIND_OF[type(event)]


def family_of(event: object) -> str:
    return FAMILY_OF[type(event)].name


def payload_of(event: object) -> str:
    """Return the canonical JSON of an event. Raises InvalidInput for text that cannot be kept."""
    if isinstance(event, PayloadErased):
        inner = event.replacement
        plain = form_of(type(inner)).write(inner)
        return canonical({"seq": event.seq, "event": type(inner).__name__, "replacement": plain})
    return canonical(form_of(type(event)).write(event))


def event_of(kind: str, payload: str) -> object:
    """Return the event that a payload holds. Raises Unreadable."""
    if kind != ERASED:
        return _event(KINDS.get(kind), plain_values(payload))
    plain = plain_values(payload)
    if not isinstance(plain, dict) or plain.keys() != {"seq", "event", "replacement"}:
        raise Unreadable("an erasure has other fields")
    return PayloadErased(plain["seq"], _event(EVENTS.get(plain["event"]), plain["replacement"]))


def commitment(nonce: bytes, payload: str) -> str:
    """Return the salted SHA-256 (hex) that a header commits to."""
    return sha256(_COMMIT + nonce + payload.encode()).hexdigest()


def header_of(text: str) -> Header:
    """Return the header that a text holds. Raises Unreadable when it is not canonical."""
    plain = plain_values(text)
    if not isinstance(plain, dict) or plain.keys() != set(_FIELDS) or plain["v"] != VERSION:
        raise Unreadable("a header has other fields")
    header = Header(
        plain["seq"], instant(plain["at"]), plain["kind"], plain["subject"], plain["by"], plain["commitment"]
    )
    if header.text() != text:
        raise Unreadable("a header is not written in its one form")
    return header


def erasure_subject(seq: int) -> str:
    return f"journal:{seq}"


def written(seq: int, at: datetime, subject: str, by: str, event: object, nonce: bytes) -> tuple[Header, str]:
    """Return the header and the payload of a new entry."""
    payload = payload_of(event)
    header = Header(seq, at, kind_of(event), storable(subject), storable(by), commitment(nonce, payload))
    return header, payload


def _event(kind: type | None, plain: Any) -> object:
    if kind is None:
        raise Unreadable("an event is of no known kind")
    return form_of(kind).read(plain)
