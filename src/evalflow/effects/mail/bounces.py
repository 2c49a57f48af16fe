"""A message that came back → which letter it is about, what became of it, and in whose words (RFC 3464, RFC 6533).

Servers that send no such report are read as far as they can be: our own Message-ID in what they return, and a status or
a reply in what they say. Nothing proves that a server wrote it: whoever has had a letter can make its report. So a
report marks the one letter that it names, and says in whose words.
"""

import email
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from typing import Final, Literal

from evalflow.effects.mail.transport import words

LARGEST: Final = 500_000  # bytes: what the server says, and the head of what it returns, come before this
_NESTED: Final = 30  # parts that hold others; the time to read a message grows with their number
_SAID: Final = 100_000  # bytes of one text
_HOLDER: Final = re.compile(rb"(?:multipart|message)/", re.IGNORECASE)
_INTERNATIONAL: Final = re.compile(rb"message/global(-delivery-status|-headers)?", re.IGNORECASE)
_USUAL: Final = {
    None: b"message/rfc822",
    b"-delivery-status": b"message/delivery-status",
    b"-headers": b"text/rfc822-headers",
}
_OURS: Final = re.compile(r"<([0-9a-f]{32}@[^<>\s]{1,200})>")
_STATUS: Final = re.compile(r"(?<![\d.])([245]\.[0-7]\.\d{1,3})(?!\.?\d)")  # no part of an IP address, or of a date
_FATAL: Final = re.compile(_STATUS.pattern.replace("[245]", "5"))
_REFUSED: Final = re.compile(r"(?:^ *|: )5[0-5]\d[ -]", re.MULTILINE)
_COPY: Final = re.compile(r"^(?:---[^\n]*\n\s*)?(?:Return-Path|Received): ", re.IGNORECASE | re.MULTILINE)
_ADDRESS: Final = re.compile(r"[^\s<>;:,()\"'&]{1,64}@[^\s<>;:,()\"'&]{1,255}")
_SENDERS: Final = ("mailer-daemon", "postmaster", "mail delivery")

Kind = Literal["failed", "delayed", "delivered", "unclear", "unreadable"]
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
    """Return what a returned message says of a letter of ours; None where it is no returned message of one.

    Whatever comes by mail, nothing is raised. What cannot be read and yet names a letter of ours is *unreadable*.
    """
    beginning = raw[:LARGEST]
    with suppress(Exception):  # the parser has had many ways to fail on what it did not expect
        if len(_HOLDER.findall(beginning)) <= _NESTED:
            usual = _INTERNATIONAL.sub(lambda kind: _USUAL[kind[1] and kind[1].lower()], beginning)
            return _bounce(email.message_from_bytes(usual))
    named = _OURS.search(beginning.decode("latin-1"))
    if named is None:
        return None
    return Bounce(named[0], "", "unreadable", "", "Nothing can be read from it. Look at it yourself.")


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
    """Return whether a server wrote it. Notes of absence have an empty Return-Path too, but they are an answer."""
    sender = _header(message, "From").lower()
    if any(name in sender for name in _SENDERS) or _header(message, "X-Failed-Recipients"):
        return True
    answers = _header(message, "In-Reply-To") or _header(message, "Auto-Submitted")
    return _header(message, "Return-Path") == "<>" and not answers


def _header(message: Message, name: str) -> str:
    """Return what a header says, on one line. What is not in ASCII is taken for UTF-8."""
    said = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(str(said).encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def _report(message: Message) -> list[Message]:
    """Return the groups of a delivery report, the first about the message, the others each about a recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            return _held(part)
    return []


def _held(part: Message) -> list[Message]:
    """Return the messages that a part holds."""
    held = part.get_payload() if part.is_multipart() else []
    return [one for one in held if isinstance(one, Message)]


def _original(message: Message) -> str:
    """Return where our Message-ID stands: in the returned head; where none was returned, in what the server says."""
    for part in message.walk():
        if found := next((_header(one, "Message-ID") for one in _returned(part)), ""):
            return found
    return " ".join([_header(message, "In-Reply-To"), _header(message, "References"), *_texts(message)])


def _returned(part: Message) -> list[Message]:
    if part.get_content_type() == "text/rfc822-headers":
        return [email.message_from_string(_text(part))]
    return _held(part) if part.get_content_type() == "message/rfc822" else []


def _of_report(groups: list[Message], message_id: str) -> Bounce:
    """Return what became of a letter: where it failed for one of several recipients, of that one."""
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
    """Return what became of a letter by the words of a server: failed only where they say so for good."""
    said = _own_words(message).replace(message_id, " ")
    fatal = _FATAL.search(said) or _REFUSED.search(said)
    match = fatal or _STATUS.search(said)
    around = _lines_around(said, match) if match else said[:200]
    status = _STATUS.search(match[0]) if match else None
    return Bounce(
        message_id,
        words(_recipient(message, said)),
        "failed" if fatal or _header(message, "X-Failed-Recipients") else "unclear",
        status[1] if status else "",
        words(" ".join(around.split())),
    )


def _own_words(message: Message) -> str:
    """Return what a server says itself, up to the copy of what it returns."""
    said = next((text for text in _texts(message) if text.strip()), "").replace("\r\n", "\n")
    copy = _COPY.search(said)
    return said[: copy.start()] if copy else said


def _lines_around(said: str, match: re.Match[str]) -> str:
    """Return the line in which something is told, and what follows in its paragraph, where that is not too long."""
    start = max(said.rfind("\n", 0, match.start()) + 1, match.start() - 200)
    return said[start : match.end() + 160].partition("\n\n")[0]


def _recipient(message: Message, said: str) -> str:
    """Return the first address that is not the one the message came back to."""
    to = _header(message, "To").lower()
    matches = _ADDRESS.finditer(f"{_header(message, 'X-Failed-Recipients')} {said}")
    return next((match[0] for match in matches if match[0].lower() not in to), "")


def _texts(message: Message) -> Iterator[str]:
    return (_text(part) for part in message.walk() if part.get_content_maintype() == "text" and not part.is_multipart())


def _text(part: Message) -> str:
    """Return a part's text: by the charset that it names, or as far as it can be read without."""
    content = part.get_payload(decode=True)
    said = content[:_SAID] if isinstance(content, bytes) else b""
    with suppress(LookupError, ValueError):  # a charset that is none, or another
        return said.decode(str(part.get_content_charset("utf-8")))
    with suppress(UnicodeDecodeError):
        return said.decode("utf-8")
    return said.decode("latin-1")
