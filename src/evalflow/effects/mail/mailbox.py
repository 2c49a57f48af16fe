"""A folder of an IMAP mailbox → the messages in it that nobody has looked at, each marked once it is dealt with."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Literal

from imapclient import SEEN, IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from evalflow.effects.mail.bounces import LARGEST
from evalflow.effects.mail.line import Budget, Line, TooMuch
from evalflow.effects.mail.transport import words
from evalflow.errors import Broken

_FAILS: Final = (IMAPClientError, OSError, ValueError, TooMuch)
_LINES: Final = 5_000  # of one response; servers add what other clients do meanwhile
_LONGEST_LIST: Final = 1_000_000  # bytes: the numbers of more than 100,000 unseen messages
_PATIENCE: Final = 4  # times `timeout`, for one thing asked, however little the server sends at a time


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


class _Bounded(imaplib.IMAP4):
    """imaplib's client, which keeps as much of a response as it is given, on a line that can be cut."""

    line: Line
    context: ssl.SSLContext | None  # secure from the beginning
    connect_timeout: float

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        self.budget = Budget(_LINES, _LONGEST_LIST + LARGEST)
        super().open(host, port, timeout)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        del timeout  # None: the library's own client knows it
        opened = self.line.opened(socket.create_connection((self.host, self.port), self.connect_timeout))
        return self.context.wrap_socket(opened, server_hostname=self.host) if self.context else opened

    def send(self, said: Any) -> None:
        """Ask for something: what was said unasked before is kept no longer."""
        self.budget.anew()
        self.untagged_responses.clear()
        super().send(said)

    def read(self, size: int) -> bytes:
        self.budget.spend(size)  # before any of it is read: the server has announced it
        return super().read(size)

    def readline(self) -> bytes:
        read = super().readline()
        self.budget.spend(len(read))
        return read


class _ImapClient(IMAPClient):  # type: ignore[misc] # the library has no types
    """The library's client over one that is bounded."""

    def __init__(self, mailbox: Mailbox, context: ssl.SSLContext, line: Line) -> None:
        secure = mailbox.security == "tls"
        parts = {"line": line, "context": context if secure else None, "connect_timeout": mailbox.timeout}
        self._bounded = type("Bounded", (_Bounded,), parts)
        self.line = line
        timeout = SocketTimeout(connect=mailbox.timeout, read=mailbox.timeout)
        super().__init__(mailbox.host, mailbox.port, ssl=secure, ssl_context=context, timeout=timeout)

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the library's own seam
        made: imaplib.IMAP4 = self._bounded(self.host, self.port)
        return made


@dataclass(frozen=True)
class Found:
    """One message, or its beginning, by a number that stays its own, with what marks it as seen."""

    number: int
    raw: bytes
    server: IMAPClient
    mailbox: Mailbox

    def seen(self) -> None:
        """Mark it as seen.

        Raises:
            Broken: `mailbox-unreachable`.
        """
        with _asking(self.mailbox, self.server.line, "stopped answering"):
            self.server.add_flags(self.number, SEEN, silent=True)


def unseen(mailbox: Mailbox) -> Iterator[Found]:
    """Yield the messages that are not marked as seen; looking at them marks none.

    Raises:
        Broken: `mailbox-unreachable`, with the server's words and never the password.
    """
    line = Line()
    try:
        with _asking(mailbox, line, "does not open the mailbox"):
            server = _opened(mailbox, line)
        try:
            yield from _unseen(mailbox, server)
        finally:
            _leave(mailbox, server)
    finally:
        line.let_go()


def _unseen(mailbox: Mailbox, server: _ImapClient) -> Iterator[Found]:
    with _asking(mailbox, server.line, "stopped answering"):
        numbers = server.search("UNSEEN")
    for number in numbers:
        with _asking(mailbox, server.line, "stopped answering"):
            parts = server.fetch(number, [f"BODY.PEEK[]<0.{LARGEST}>"]).get(number, {})
        yield Found(number, parts.get(b"BODY[]<0>", b""), server, mailbox)


def _leave(mailbox: Mailbox, server: _ImapClient) -> None:
    try:
        with server.line.cut_after(mailbox.timeout):
            server.logout()
    except _FAILS:
        with suppress(OSError):
            server.shutdown()


@contextmanager
def _asking(mailbox: Mailbox, line: Line, what: str) -> Iterator[None]:
    """Give the server its time for one thing asked, and say in its words how that fails."""
    try:
        with line.cut_after(_PATIENCE * mailbox.timeout):
            yield
    except _FAILS as failed:
        raise Broken("mailbox-unreachable", f"{mailbox.host} {what}: {_told(failed)}") from None


def _opened(mailbox: Mailbox, line: Line) -> _ImapClient:
    context = ssl.create_default_context(cafile=mailbox.ca_file or None)
    server = _ImapClient(mailbox, context, line)
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
