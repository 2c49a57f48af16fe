"""A folder of an IMAP mailbox → the messages in it that nobody has looked at, each marked once it is dealt with."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from evalflow.effects.mail.transport import words
from evalflow.errors import Broken


@dataclass(frozen=True)
class Mailbox:
    """Where returned mail comes to. `timeout` is seconds."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    security: Literal["starttls", "tls", "none"] = "tls"
    timeout: float = 30.0
    ca_file: str = ""


@dataclass(frozen=True)
class Found:
    """One message, by its number in the mailbox, with what marks it as seen."""

    number: str
    raw: bytes
    server: imaplib.IMAP4

    def seen(self) -> None:
        self.server.store(self.number, "+FLAGS", r"(\Seen)")


def unseen(mailbox: Mailbox) -> Iterator[Found]:
    """Yield the messages that are not marked as seen; looking at them marks none.

    Raises:
        Broken: `mailbox-unreachable`, with the server's words and never the password.
    """
    try:
        server = _opened(mailbox)
    except (imaplib.IMAP4.error, OSError) as failed:
        raise Broken("mailbox-unreachable", f"{mailbox.host} does not open the mailbox: {words(failed)}") from None
    try:
        for number in server.search(None, "UNSEEN")[1][0].split():
            parts = server.fetch(number.decode(), "(BODY.PEEK[])")[1]
            raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
            yield Found(number.decode(), raw, server)
    except (imaplib.IMAP4.error, OSError) as failed:
        raise Broken("mailbox-unreachable", f"{mailbox.host} stopped answering: {words(failed)}") from None
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _opened(mailbox: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context(cafile=mailbox.ca_file or None)
    if mailbox.security == "tls":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            mailbox.host, mailbox.port, ssl_context=context, timeout=mailbox.timeout
        )
    else:
        server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=mailbox.timeout)
    try:
        _logged_in(server, mailbox, context)
    except BaseException:
        server.shutdown()
        raise
    return server


def _logged_in(server: imaplib.IMAP4, mailbox: Mailbox, context: ssl.SSLContext) -> None:
    if mailbox.security == "starttls":
        server.starttls(context)
    server.login(mailbox.user, mailbox.password)
    found, said = server.select(mailbox.folder)
    if found != "OK":
        raise imaplib.IMAP4.error(said[0] if said else "there is no such folder")
