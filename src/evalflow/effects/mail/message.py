"""A letter in plain values → the bytes of one mail message (RFC 5322). Equal letters give equal bytes.

Nothing in a header can begin another one: what is no plain text is refused before the message is made.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, quote
from functools import lru_cache
from hashlib import sha256
from typing import Final

import idna

from evalflow.errors import InvalidInput

_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ATOMS: Final = re.compile(r"[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+")  # a name that needs no quotation marks
_LONGEST_NAME: Final = 150
_LONGEST_PLAIN: Final = 500  # of the 998 that a line may have
_LONG: Final = 70


@dataclass(frozen=True)
class MailAttachment:
    name: str
    content: bytes
    media_type: str  # "application/pdf"


@dataclass(frozen=True)
class Mail:
    """A letter as it goes. `date` is aware; `unsubscribe` a mailto: address, "" where there is none."""

    message_id: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    to_name: str
    subject: str
    text: str
    html: str
    date: datetime
    language: str
    unsubscribe: str = ""
    attachments: tuple[MailAttachment, ...] = ()
    example: bool = False


def to_bytes(mail: Mail) -> bytes:
    """Return the message: text and HTML side by side, attachments after them, lines ended by CR LF.

    Raises:
        InvalidInput: `bad-header`, what stands in a header has a line break or another control character in it.
    """
    _refuse_breaks(mail)
    body = EmailMessage(policy=SMTP)
    body.set_content(mail.text, cte="quoted-printable")
    body.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        _attach(body, attachment)
    _name_boundaries(body, sha256(mail.message_id.encode()).hexdigest()[:24])
    return "".join(f"{line}\r\n" for line in _head(mail)).encode() + body.as_bytes()


def _head(mail: Mail) -> Iterator[str]:
    """Yield the headers of the message.

    They are written here, because the library folds a long name that is not ASCII so that spaces come into it.
    """
    yield f"Message-ID: {mail.message_id}"
    yield f"Date: {format_datetime(mail.date)}"
    yield f"From: {_mailbox(mail.sender_name, mail.sender)}"
    to = (_mailbox(mail.to_name if number == 0 else "", to) for number, to in enumerate(mail.to))
    yield "To: " + ",\r\n ".join(to)
    yield f"Subject: {_words(mail.subject)}"
    yield "Auto-Submitted: auto-generated"  # so that no program that answers by itself answers
    if mail.unsubscribe:
        yield f"List-Unsubscribe: <{mail.unsubscribe}>"
    if mail.example:
        yield "X-Evalflow-Example: yes"
    yield f"Content-Language: {mail.language}"


def envelope(address: str) -> str:
    """Return an address as servers are told it: of a domain in any script the letters that stand for it in ASCII.

    An address whose own name is not ASCII stays as it is: only a server that takes UTF-8 (SMTPUTF8) takes it.
    """
    local, _, domain = address.rpartition("@")
    return f"{local}@{_ascii_domain(domain)}" if local.isascii() and not domain.isascii() else address


@lru_cache(maxsize=1024)
def _ascii_domain(domain: str) -> str:
    # by IDNA 2008, as the domain is registered: what Python itself knows would write to strasse.de for straße.de
    return idna.encode(domain, uts46=True).decode("ascii")


def _refuse_breaks(mail: Mail) -> None:
    headers = {
        "message id": mail.message_id, "sender": mail.sender, "sender's name": mail.sender_name,
        "recipient's name": mail.to_name, "subject": mail.subject, "language": mail.language,
        "unsubscribe": mail.unsubscribe,
    }  # fmt: skip
    said = [*headers.items(), *(("recipient", to) for to in mail.to)]
    said += [("name of an attachment", mail_attachment.name) for mail_attachment in mail.attachments]
    for what, value in said:
        if match := _BREAKS.search(value):
            raise InvalidInput(
                "bad-header", f"The {what} of a letter holds U+{ord(match[0]):04X}, which no header may."
            )


def _mailbox(name: str, address: str) -> str:
    """Return a name and an address as a header has them, folded where that is long."""
    written = envelope(address)
    if not name:
        return written
    words = _words(name[:_LONGEST_NAME])
    if words == name and not _ATOMS.fullmatch(name):
        words = f'"{quote(name)}"'
    return f"{words}\r\n <{written}>" if len(words) + len(written) > _LONG else f"{words} <{written}>"


def _words(text: str) -> str:
    """Return text as a header has it: as it is, or in encoded words where it is not ASCII, or would read as such."""
    if text.isascii() and "=?" not in text and len(text) < _LONGEST_PLAIN:
        return text
    return Header(text, "utf-8", maxlinelen=_LONG).encode(linesep="\r\n")


def _attach(message: EmailMessage, attachment: MailAttachment) -> None:
    kind, _, subtype = attachment.media_type.partition("/")
    message.add_attachment(b"", maintype=kind, subtype=subtype, filename=attachment.name)
    part = message.get_payload()[-1]  # type: ignore[index] # a list, after the first attachment
    part.set_payload(_encoded(attachment.content))  # type: ignore[union-attr] # a message, as it was just made


@lru_cache(maxsize=8)
def _encoded(content: bytes) -> str:
    """Return the content in base64: of one report to a thousand recipients, made once."""
    return base64.encodebytes(content).decode("ascii")


def _name_boundaries(message: EmailMessage, stem: str) -> None:
    """Give each part that holds others a boundary made of the message's own name, where chance would make one."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{stem}_{number}")
