"""A message that came back → which letter it is about, what became of it, and in whose words (RFC 3464).

Servers that send no such report are read as far as they can be: our own Message-ID and an enhanced status in the text.
"""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

from evalflow.effects.mail.transport import words
from evalflow.errors import InvalidInput

LARGEST: Final = 10_000_000  # bytes
_READ: Final = 1_000_000  # bytes: what the server says, and the head of what it returns, come before this
_NESTED: Final = 50  # parts that hold others; the time to read a message grows with their number
_SAID: Final = 100_000  # characters of a text that is no report
_OURS: Final = re.compile(r"<([0-9a-f]{32}@[^<>\s]{1,200})>")
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")  # no part of an IP address
_ADDRESS: Final = re.compile(r"[^\s<>;:,()\"']{1,64}@[^\s<>;:,()\"']{1,255}")
_SENDERS: Final = ("mailer-daemon", "postmaster", "mail delivery")

Kind = Literal["failed", "delayed", "delivered", "unclear"]
_ACTIONS: Final[dict[str, Kind]] = {
    "failed": "failed", "delayed": "delayed", "delivered": "delivered", "relayed": "delivered", "expanded": "delivered",
}  # fmt: skip


@dataclass(frozen=True)
class Bounce:
    """What came back. `message_id` is that of our letter, with its angle brackets; `status` such as 5.1.1, or ""."""

    message_id: str
    recipient: str
    kind: Kind
    status: str
    says: str


def bounce(raw: bytes) -> Bounce | None:
    """Return what a returned message says of a letter of ours; None where it is no returned message.

    Raises:
        InvalidInput: `file-too-large`; `message-unreadable`, it is built so that no program can read it.
    """
    if len(raw) > LARGEST:
        raise InvalidInput("file-too-large", f"A returned message has {len(raw):,} bytes; {LARGEST:,} are the most.")
    beginning = raw[:_READ]
    if beginning.lower().count(b"boundary=") > _NESTED:
        raise InvalidInput("message-unreadable", f"A returned message has more than {_NESTED} parts that hold others.")
    try:
        return _bounce(email.message_from_bytes(beginning))
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError) as damaged:  # what damage does to email
        told = f"A returned message cannot be read ({type(damaged).__name__}). Look at it in a mail program."
        raise InvalidInput("message-unreadable", told) from damaged


def _bounce(message: Message) -> Bounce | None:
    """Return what it says. Whether it is a report goes first: servers mark their reports as automatic replies too."""
    report = _report(message)
    if not report and not _comes_from_a_server(message):
        return None
    ours = _OURS.search(_original(message))
    if ours is None:
        return None
    return _of_report(report, ours[0]) if report else _of_text(message, ours[0])


def _comes_from_a_server(message: Message) -> bool:
    """Return whether a server wrote it. An absence note may come with an empty Return-Path as well, but says so."""
    sender = _header(message, "From").lower()
    if any(name in sender for name in _SENDERS) or _header(message, "X-Failed-Recipients"):
        return True
    automatic = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return _header(message, "Return-Path") == "<>" and automatic in ("", "no")


def _header(message: Message, name: str) -> str:
    return " ".join(str(message.get(name, "")).split())


def _report(message: Message) -> list[Message]:
    """Return the groups of a delivery report, the first about the message, the others each about a recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            return [one for one in groups if isinstance(one, Message)] if isinstance(groups, list) else []
    return []


def _original(message: Message) -> str:
    """Return where our Message-ID stands: in the returned head; where none was returned, in what the server says."""
    for part in message.walk():
        returned = _returned(part)
        if returned and (found := _header(returned, "Message-ID")):
            return found
    answered = f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}"
    return " ".join([answered, *_texts(message)])


def _returned(part: Message) -> Message | None:
    if part.get_content_type() == "text/rfc822-headers":
        return email.message_from_string(_text(part))
    held = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(held, list) and isinstance(held[0], Message):
        return held[0]
    return None


def _of_report(groups: list[Message], message_id: str) -> Bounce:
    told = [one for one in groups if _header(one, "Action")] or groups
    about = next((one for one in told if _action(one) == "failed"), told[0])
    to = _header(about, "Original-Recipient") or _header(about, "Final-Recipient")
    status = _STATUS.search(_header(about, "Status"))
    kind, _, says = _header(about, "Diagnostic-Code").partition(";")
    return Bounce(
        message_id,
        words(to.rpartition(";")[2].strip().strip("<>")),
        _ACTIONS.get(_action(about), "unclear"),
        status[1] if status else "",
        words(says or kind),
    )


def _action(group: Message) -> str:
    return _header(group, "Action").lower()


def _of_text(message: Message, message_id: str) -> Bounce:
    said = next((text for text in _texts(message) if text.strip()), "").replace(message_id, " ")
    found = list(_STATUS.finditer(said))
    status = next((one for one in found if one[1].startswith("5")), found[0] if found else None)
    around = said[max(0, status.start() - 80) : status.end() + 160] if status else said[:200]
    return Bounce(
        message_id,
        words(_recipient(message, said)),
        "failed" if status and status[1].startswith("5") else "unclear",
        status[1] if status else "",
        words(" ".join(around.split())),
    )


def _recipient(message: Message, said: str) -> str:
    """Return the first address that is not the one the message came back to."""
    to = _header(message, "To").lower()
    found = _ADDRESS.finditer(f"{_header(message, 'X-Failed-Recipients')} {said}")
    return next((one[0] for one in found if one[0].lower() not in to), "")


def _texts(message: Message) -> Iterator[str]:
    parts = (part for part in message.walk() if part.get_content_maintype() == "text" and not part.is_multipart())
    return (_text(part)[:_SAID] for part in parts)


def _text(part: Message) -> str:
    """Return a part's text. What it says of its charset is not believed: all that is looked for is ASCII."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError):  # a charset that is none, or no name
        return ""
    said = content if isinstance(content, bytes) else b""
    try:
        return said.decode("utf-8")
    except UnicodeDecodeError:
        return said.decode("latin-1")
