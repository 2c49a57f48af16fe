"""A message that came back → which letter it is about, what became of it, and in whose words (RFC 3464).

Servers that send no such report are read as far as they can be: our own Message-ID and an enhanced status in the text.
"""

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any, Final, Literal

from evalflow.effects.mail.transport import words
from evalflow.errors import InvalidInput

LARGEST: Final = 10_000_000  # bytes
_OURS: Final = re.compile(r"<([0-9a-f]{32}@[^<>\s]{1,200})>")
_STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS: Final = re.compile(r"<?([^\s<>;]+@[^\s<>;]+)>?")
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
        InvalidInput: `file-too-large`.
    """
    if len(raw) > LARGEST:
        raise InvalidInput("file-too-large", f"A returned message has {len(raw):,} bytes; {LARGEST:,} are the most.")
    message: Any = email.message_from_bytes(raw, policy=default)
    text = raw.decode("latin-1")
    found = _OURS.search(text)
    if found is None or _answers_by_itself(message):
        return None
    if report := _report(message):
        return _of_report(report, f"<{found[1]}>")
    return _of_text(message, text, f"<{found[1]}>") if _comes_from_a_server(message) else None


def _answers_by_itself(message: Any) -> bool:
    return str(_header(message, "Auto-Submitted")).partition(";")[0].strip().lower() in (
        "auto-replied",
        "auto-notified",
    )


def _comes_from_a_server(message: Any) -> bool:
    sender = str(_header(message, "From")).lower()
    return str(_header(message, "Return-Path")).strip() == "<>" or any(name in sender for name in _SENDERS)


def _header(message: Any, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError, LookupError, TypeError):  # what a damaged header does to the parser
        return ""


def _report(message: Any) -> list[Message] | None:
    """Return the groups of a delivery report, the first about the message, the others each about a recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            groups = part.get_payload()
            return (
                [one for one in groups if isinstance(one, EmailMessage | Message)] if isinstance(groups, list) else None
            )
    return None


def _of_report(groups: list[Message], message_id: str) -> Bounce:
    about = next((one for one in groups if _header(one, "Action")), groups[0] if groups else EmailMessage())
    action = _header(about, "Action").strip().lower()
    to = _header(about, "Original-Recipient") or _header(about, "Final-Recipient")
    status = _STATUS.search(_header(about, "Status"))
    return Bounce(
        message_id,
        words(to.rpartition(";")[2]),
        _ACTIONS.get(action, "unclear"),
        status[1] if status else "",
        words(_header(about, "Diagnostic-Code").partition(";")[2] or _header(about, "Diagnostic-Code")),
    )


def _of_text(message: Any, text: str, message_id: str) -> Bounce:
    said = _body(message) or text
    status, to = _STATUS.search(said), _ADDRESS.search(_header(message, "X-Failed-Recipients") or said)
    kind: Kind = "failed" if status and status[1].startswith("5") else "unclear"
    around = said[max(0, status.start() - 80) : status.end() + 160] if status else said[:200]
    return Bounce(message_id, words(to[1]) if to else "", kind, status[1] if status else "", words(around))


def _body(message: Any) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            content = part.get_payload(decode=True) or b""
            return bytes(content).decode("utf-8", "replace")
    return ""
