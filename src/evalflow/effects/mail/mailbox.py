"""A folder of an IMAP mailbox → the messages in it that nobody has looked at, each marked once it is dealt with."""

import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from evalflow.effects.mail.bounces import LARGEST
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
    """One message, or its beginning, by a number that stays its own, with what marks it as seen."""

    number: int
    raw: bytes
    server: IMAPClient

    def seen(self) -> None:
        self.server.add_flags(self.number, SEEN, silent=True)


def unseen(mailbox: Mailbox) -> Iterator[Found]:
    """Yield the messages that are not marked as seen; looking at them marks none.

    Raises:
        Broken: `mailbox-unreachable`, with the server's words and never the password.
    """
    try:
        server = _opened(mailbox)
    except (IMAPClientError, OSError, ValueError) as failed:
        raise Broken("mailbox-unreachable", f"{mailbox.host} does not open the mailbox: {_told(failed)}") from None
    try:
        for number in server.search("UNSEEN"):
            parts = server.fetch(number, [f"BODY.PEEK[]<0.{LARGEST}>"]).get(number, {})
            yield Found(number, parts.get(b"BODY[]<0>", b""), server)
    except (IMAPClientError, OSError, ValueError) as failed:
        raise Broken("mailbox-unreachable", f"{mailbox.host} stopped answering: {_told(failed)}") from None
    finally:
        with suppress(IMAPClientError, OSError):
            server.logout()


def _opened(mailbox: Mailbox) -> IMAPClient:
    context = ssl.create_default_context(cafile=mailbox.ca_file or None)
    server = IMAPClient(
        mailbox.host,
        mailbox.port,
        ssl=mailbox.security == "tls",
        ssl_context=context,
        timeout=SocketTimeout(connect=mailbox.timeout, read=mailbox.timeout),
    )
    try:
        if mailbox.security == "starttls":
            server.starttls(context)
        server.login(mailbox.user, mailbox.password)
        server.select_folder(mailbox.folder)
    except BaseException:
        server.shutdown()
        raise
    return server


def _told(failed: Exception) -> str:
    said = words(failed) or type(failed).__name__
    return said[2:-1] if said.startswith("b'") else said  # of a refused login, the library shows the bytes
