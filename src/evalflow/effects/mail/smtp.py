"""A letter → an SMTP server, and what it answered: sent, refused for good, not accepted, or nobody knows.

smtplib raises the same exceptions for "nothing was sent" and "all was sent". So how far a letter has come is kept here:
until its last line has gone, nobody has it; after that, silence means that nobody knows. What is wrong with the server
or with the account is never said of a letter: no letter could go, so the whole way is blocked.
"""

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal, Self

from evalflow.effects.mail.line import Budget, Line, Measured, TooMuch
from evalflow.effects.mail.message import envelope
from evalflow.effects.mail.transport import Outcome, TransportAnswer, words

_PERMANENT: Final = range(500, 600)
_FOR_NOW: Final = range(400, 500)
_GOING_AWAY: Final = 421
# refused is the client or its login, whichever command met it: going away, TLS and authentication, commands unknown
_OURS: Final = (_GOING_AWAY, 454, 500, 502, 503, 530, 534, 535, 538)
_STORAGE: Final = 452
# a full mailbox, too many recipients: that is not the server's disk
_ITS_STORAGE: Final = re.compile(r"\b4\.[25]\.|too many", re.IGNORECASE)
_TOO_MANY: Final = re.compile(r"too many|\b[45]\.5\.3\b", re.IGNORECASE)
_PARAMETERS: Final = (501, 504, 553, 555)
# servers check the sender and the client when a recipient is named, so that these look like a refusal of the recipient
_ABOUT_US: Final = re.compile(
    r"\b5\.1\.[78]\b|\b5\.7\.(?:0|8|9|11|57)\b|\b4\.3\.\d|\brelay|authenticat|client host|blocked using|"
    r"sender (?:address )?(?:rejected|denied|not allowed)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SmtpSettings:
    """Times are seconds: `timeout` for one answer, `limit` for one letter whatever the server drips."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = 30.0
    limit: float = 120.0
    ca_file: str = ""
    per_minute: int = 0  # letters; 0: as fast as they are taken
    letters_per_connection: int = 100


class _SmtpRefusal(Exception):
    """The server has said no, or what was asked of it cannot be had: an answer that ends the attempt."""

    def __init__(self, answer: TransportAnswer) -> None:
        super().__init__(answer.says)
        self.answer = answer


class _SmtpClient(smtplib.SMTP):
    """smtplib's client on a line that can be cut from the moment at which it opens."""

    def __init__(self, line: Line, settings: SmtpSettings, context: ssl.SSLContext | None) -> None:
        self._line = line
        self._from_the_beginning = context
        self._budget = Budget()
        super().__init__(settings.host, settings.port, timeout=settings.timeout)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Return the connection on which `connect` will speak, as smtplib's own client for TLS has it."""
        opened = self._line.opened(super()._get_socket(host, port, timeout))  # type: ignore[misc] # smtplib's own seam
        return (
            self._from_the_beginning.wrap_socket(opened, server_hostname=host) if self._from_the_beginning else opened
        )

    def getreply(self) -> tuple[int, bytes]:
        """Return the server's answer, of which smtplib itself would keep any number of lines.

        Raises:
            TooMuch: it is longer than any answer is.
        """
        self._budget.anew()
        if self.file is None and self.sock is not None:
            self.file = Measured(self.sock.makefile("rb"), self._budget)
        try:
            return super().getreply()
        except TooMuch:
            self.close()
            raise


class SmtpTransport:
    """One connection after the other to one server, each used for many letters."""

    def __init__(
        self,
        settings: SmtpSettings,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._sleep = sleep
        self._clock = clock
        self._server: smtplib.SMTP | None = None
        self._line = Line()
        self._sent = 0  # by this connection
        self._next = 0.0  # when the next letter may go
        self._all_handed_over = False
        self.connections = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
        """Return what became of a letter. A connection that the server has dropped between two is opened anew once."""
        del name
        self._keep_pace()
        reused = self._server is not None
        answer, dropped = self._tried(raw, sender, to)
        if dropped and reused:
            answer, _ = self._tried(raw, sender, to)
        return answer

    def _keep_pace(self) -> None:
        if not self._settings.per_minute:
            return
        now = self._clock()
        if now < self._next:
            self._sleep(self._next - now)
        self._next = max(now, self._next) + 60 / self._settings.per_minute

    def _tried(self, raw: bytes, sender: str, to: Sequence[str]) -> tuple[TransportAnswer, bool]:
        """Return the answer, and whether the connection had gone before anything of this letter was taken."""
        self._all_handed_over = False
        began = False
        if not self._may_be_used_again():
            self._close()
        try:
            written = [envelope(address) for address in to]
        except ValueError as failed:
            return TransportAnswer("failed", f"No server accepts this address: {words(failed)}"), False
        with self._line.cut_after(self._settings.limit):
            try:
                server = self._connected()
                began = True
                return self._handed_over(server, raw, envelope(sender), written), False
            except _SmtpRefusal as refused:
                return refused.answer, refused.answer.says.startswith(str(_GOING_AWAY))
            except (smtplib.SMTPException, OSError, ValueError, TooMuch) as failed:
                self._close()
                if self._all_handed_over:
                    return TransportAnswer(
                        "unknown", f"All was handed over, and no answer came: {_told(failed)}"
                    ), False
                return _not_sent(failed), began

    def _handed_over(self, server: smtplib.SMTP, raw: bytes, sender: str, to: Sequence[str]) -> TransportAnswer:
        options = [] if raw.isascii() and all(map(str.isascii, to)) else self._utf8(server)
        refused = self._to_some(server, raw, sender, to, options)
        last = self._last
        while rest := [address for address, answer in refused if _too_many(answer)]:
            try:
                anew = self._to_some(server, raw, sender, rest, options)
            except (_SmtpRefusal, smtplib.SMTPException, OSError, TooMuch):
                self._close()  # some have the letter, so that it is sent: those are named who may not have it
                break
            refused = [one for one in refused if one[0] not in rest] + anew
        told = "".join(f" Not to {address}: {answer[0]} {words(answer[1])}" for address, answer in refused)
        return TransportAnswer("sent", f"{last}{told}"[:500])

    def _to_some(
        self, server: smtplib.SMTP, raw: bytes, sender: str, to: Sequence[str], options: Sequence[str]
    ) -> list[tuple[str, tuple[int, bytes]]]:
        """Hand a letter over to all whom the server takes at once; return those whom it does not, with its answer."""
        self._all_handed_over = False
        begun = server.mail(sender, options)
        self._refuse(begun, ours=not (options and begun[0] in _PARAMETERS))
        refused = [(address, answer) for address in to if (answer := _rcpt(server, address))[0] // 100 != 2]
        if len(refused) == len(to):
            self._refuse(min(answer for _, answer in refused))  # one that may be tried again is
        self._refuse(self._text(server, raw))
        self._sent += 1
        return refused

    def _utf8(self, server: smtplib.SMTP) -> list[str]:
        if not server.has_extn("smtputf8"):
            raise _SmtpRefusal(
                TransportAnswer("failed", "The address has letters that this server cannot take (no SMTPUTF8).")
            )
        return ["SMTPUTF8", "BODY=8BITMIME"]

    def _text(self, server: smtplib.SMTP, raw: bytes) -> tuple[int, bytes]:
        """Hand the text over, and return the server's last word."""
        self._refuse(server.docmd("DATA"), wanted=354)
        quoted = smtplib._quote_periods(raw)  # type: ignore[attr-defined] # as smtplib itself does
        server.send(quoted if quoted.endswith(b"\r\n") else quoted + b"\r\n")
        self._all_handed_over = True  # from the moment at which the last line leaves, nobody can take it back
        server.send(b".\r\n")
        return server.getreply()

    def _refuse(self, answer: tuple[int, bytes], wanted: int = 250, *, ours: bool = False) -> None:
        """Raise what an answer means for the letter. `ours`: whatever is refused here is the sender or the account."""
        code, said = answer
        self._last = f"{code} {words(said)}"
        if code == wanted or (code // 100 == 2 and wanted == 250):
            return
        if code == _GOING_AWAY or code not in (*_FOR_NOW, *_PERMANENT):
            self._close()
        elif not self._all_handed_over:
            self._start_over()
        if self._all_handed_over and code not in (*_FOR_NOW, *_PERMANENT):
            raise _SmtpRefusal(TransportAnswer("unknown", f"All was handed over, and the answer is none: {self._last}"))
        if ours or _about_us(code, self._last):
            raise _SmtpRefusal(TransportAnswer("blocked" if code in _PERMANENT else "interrupted", self._last))
        raise _SmtpRefusal(TransportAnswer("failed" if code in _PERMANENT else "deferred", self._last))

    def _start_over(self) -> None:
        """Take back what was begun, so that the connection serves the next letter."""
        try:
            if self._server:
                self._server.rset()
        except (smtplib.SMTPException, OSError, TooMuch):
            self._close()

    def _may_be_used_again(self) -> bool:
        return self._server is not None and self._sent < self._settings.letters_per_connection

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server, self._sent = self._opened(), 0
            self.connections += 1
        return self._server

    def _opened(self) -> smtplib.SMTP:
        made = _SmtpClient(self._line, self._settings, self._context() if self._settings.security == "tls" else None)
        try:
            self._greeted(made)
        except BaseException:
            made.close()
            raise
        return made

    def _greeted(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self._settings.security == "starttls":
            if not server.has_extn("starttls"):
                raise _SmtpRefusal(
                    TransportAnswer("blocked", "The server offers no STARTTLS, and nothing is sent in the clear.")
                )
            server.starttls(context=self._context())
            server.ehlo()
        if self._settings.user:
            try:
                server.login(self._settings.user, self._settings.password)
            except smtplib.SMTPAuthenticationError as wrong:
                outcome: Outcome = "blocked" if wrong.smtp_code in _PERMANENT else "interrupted"
                raise _SmtpRefusal(TransportAnswer(outcome, f"The login was refused: {wrong.smtp_code}.")) from None

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._settings.ca_file or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _close(self) -> None:
        server, self._server = self._server, None
        if server:
            with suppress(OSError):
                server.close()
        self._line.let_go()
        self._line = Line()


def _rcpt(server: smtplib.SMTP, address: str) -> tuple[int, bytes]:
    """Return the answer about a recipient. 552 for too many at once holds for now only (RFC 5321, 4.5.3.1.10)."""
    code, said = server.rcpt(address)
    return (_STORAGE if _too_many((code, said)) else code), said


def _too_many(answer: tuple[int, bytes]) -> bool:
    code, said = answer
    return code in (_STORAGE, 552) and bool(_TOO_MANY.search(words(said)))


def _about_us(code: int, said: str) -> bool:
    """Return whether an answer is about the server or the account, so that every other letter would meet it too."""
    if code == _STORAGE:
        return not _ITS_STORAGE.search(said)
    return code in _OURS or code not in (*_FOR_NOW, *_PERMANENT) or bool(_ABOUT_US.search(said))


def _not_sent(failed: Exception) -> TransportAnswer:
    """Return the answer where no session came about, or one broke off before the letter was handed over."""
    if isinstance(failed, ssl.SSLCertVerificationError):
        return TransportAnswer("blocked", f"The server's certificate is not trusted: {words(failed.verify_message)}.")
    if isinstance(failed, smtplib.SMTPResponseException):
        broke_off = failed.smtp_code not in _PERMANENT
    else:
        broke_off = isinstance(failed, smtplib.SMTPServerDisconnected) or (
            isinstance(failed, OSError) and not isinstance(failed, ssl.SSLError | smtplib.SMTPException)
        )
    return TransportAnswer("interrupted" if broke_off else "blocked", _told(failed))


def _told(failed: Exception) -> str:
    if isinstance(failed, smtplib.SMTPResponseException):
        return f"{failed.smtp_code} {words(failed.smtp_error)}"
    if isinstance(failed, TimeoutError) or "timed out" in str(failed):  # smtplib makes of the one the other
        return "the server gave no answer in time."
    return words(failed) or type(failed).__name__
