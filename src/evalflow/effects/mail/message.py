"""A letter in plain values → the bytes of one mail message (RFC 5322). Equal letters give equal bytes.

Nothing in a header can begin another one: what is no plain text is refused before the message is made.
"""

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, EmailPolicy
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final

from evalflow.errors import InvalidInput

_BREAKS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_NAME: Final = 150


@dataclass(frozen=True)
class Attachment:
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
    attachments: tuple[Attachment, ...] = ()
    example: bool = False


def to_bytes(mail: Mail) -> bytes:
    """Return the message: text and HTML side by side, attachments after them, lines ended by CR LF.

    Raises:
        InvalidInput: `bad-header`, what stands in a header has a line break or another control character in it.
    """
    _refuse_breaks(mail)
    message = EmailMessage(policy=_policy(mail))
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.date)
    message["From"] = _address(mail.sender_name, mail.sender)
    message["To"] = [_address(mail.to_name if number == 0 else "", to) for number, to in enumerate(mail.to)]
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"  # so that no program that answers by itself answers
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
    if mail.example:
        message["X-Evalflow-Example"] = "yes"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        _attach(message, attachment)
    message["Content-Language"] = mail.language  # last: what is added to a message takes its content headers along
    _name_boundaries(message, sha256(mail.message_id.encode()).hexdigest()[:24])
    return message.as_bytes()


def needs_utf8(mail_addresses: tuple[str, ...]) -> bool:
    """Return whether one of the addresses can only be written in UTF-8, which not every server takes."""
    return not all(address.rpartition("@")[0].isascii() for address in mail_addresses)


def _policy(mail: Mail) -> "EmailPolicy[EmailMessage]":
    return SMTPUTF8 if needs_utf8((mail.sender, *mail.to)) else SMTP


def _refuse_breaks(mail: Mail) -> None:
    headers = {
        "message id": mail.message_id, "sender": mail.sender, "sender's name": mail.sender_name,
        "recipient's name": mail.to_name, "subject": mail.subject, "language": mail.language,
        "unsubscribe": mail.unsubscribe,
    }  # fmt: skip
    said = [*headers.items(), *(("recipient", to) for to in mail.to)]
    said += [("name of an attachment", one.name) for one in mail.attachments]
    for what, value in said:
        if found := _BREAKS.search(value):
            raise InvalidInput(
                "bad-header", f"The {what} of a letter holds U+{ord(found[0]):04X}, which no header may."
            )


def _address(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    if local.isascii() and not domain.isascii():
        domain = domain.encode("idna").decode("ascii")
    return Address(display_name=name[:_LONGEST_NAME], username=local, domain=domain)


def _attach(message: EmailMessage, attachment: Attachment) -> None:
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
