"""An SMTP server on loopback that takes letters into a folder, and misbehaves where it is told to.

At each stage of a letter it asks what to do: answer as it should, with a code of its own, hang, or cut the connection.
What it accepts is on the disk before it says so. As a process of its own it misbehaves by chance, from a seed:
`python -m tests.support.smtp_server FOLDER SEED PORT_FILE`.
"""

import base64
import os
import random  # noqa: TID251 - a server of the tests may roll dice
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

# stage → "" as it should, "4xx …" or "5xx …" to say, "hang", "cut", "drip", "flood" (lines), "endless" (one line)
Behave = Callable[[str], str]
_FLOODS: Final = {"flood": b"250-all is well here\r\n" * 500, "endless": b"x" * 10_000}
STAGES: Final = ("greeting", "ehlo", "mail", "rcpt", "data", "text", "dot", "accepted")


def well(_: str) -> str:
    return ""


class SmtpServer(socketserver.ThreadingTCPServer):
    """`folder` gets a file for each letter: its envelope on the first line, then the message."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        folder: Path,
        behave: Behave = well,
        *,
        context: ssl.SSLContext | None = None,
        implicit: bool = False,
        user: str = "",
        utf8: bool = True,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpSession)
        self.folder = folder
        self.behave = behave
        self.context = context
        self.implicit = implicit
        self.user = user
        self.utf8 = utf8
        self.connections = 0
        self.stopped = threading.Event()
        self._lock = threading.Lock()
        self._number = len(list(folder.iterdir()))

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def keep(self, sender: str, to: list[str], raw: bytes) -> None:
        with self._lock:
            self._number += 1
            path = self.folder / f"{self._number:06}.eml"
        with path.open("wb") as file:
            file.write(f"{sender} {' '.join(to)}\n".encode() + raw)
            file.flush()
            os.fsync(file.fileno())

    def letters(self) -> list[bytes]:
        return [path.read_bytes().partition(b"\n")[2] for path in sorted(self.folder.iterdir())]

    def envelopes(self) -> list[str]:
        return [path.read_bytes().partition(b"\n")[0].decode() for path in sorted(self.folder.iterdir())]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news here."""


class _Cut(Exception):
    """The connection ends here."""


class _SmtpSession(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.connections += 1
        self.sender, self.to = "", list[str]()
        try:
            if self.server.implicit:
                self._secure()
            self._say("greeting", "220 example.test")
            while line := self.rfile.readline(4096):
                self._answer(line.decode("utf-8", "replace").strip())
        except (_Cut, OSError):
            return

    def finish(self) -> None:
        """Close what was made secure: the server itself only knows of the connection before that."""
        for file in (self.wfile, self.rfile):
            with suppress(OSError):
                file.close()
        self.connection.close()

    def _answer(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word.upper():
            case "EHLO" | "HELO":
                self._say("ehlo", self._features())
            case "STARTTLS":
                if self._say("starttls", "220 go on"):
                    self._secure()
            case "AUTH":
                self._log_in(rest)
            case "MAIL":
                self.sender = _address(rest)
                self._say("mail", "250 fine")
            case "RCPT":
                if self._say("rcpt", "250 fine"):
                    self.to.append(_address(rest))
            case "DATA":
                if self._say("data", "354 go on"):
                    self._take()
            case "RSET" | "NOOP":
                self.sender, self.to = "", []
                self.wfile.write(b"250 fine\r\n")
            case "QUIT":
                self.wfile.write(b"221 bye\r\n")
                raise _Cut
            case _:
                self.wfile.write(b"502 what?\r\n")

    def _features(self) -> str:
        plain = self.server.context is not None and not isinstance(self.connection, ssl.SSLSocket)
        found = ["8BITMIME", *(["SMTPUTF8"] if self.server.utf8 else []), *(["STARTTLS"] if plain else [])]
        found += ["AUTH PLAIN"] if self.server.user else []
        return "\r\n".join(["250-example.test", *(f"250-{one}" for one in found), "250 HELP"])

    def _log_in(self, rest: str) -> None:
        said = base64.b64decode(rest.partition(" ")[2]).decode()
        self.wfile.write(b"235 welcome\r\n" if said == f"\0{self.server.user}\0secret" else b"535 no\r\n")

    def _secure(self) -> None:
        assert self.server.context
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)

    def _take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
            if len(lines) == 3:
                self._say("text", "")
        if line == b"":
            raise _Cut
        if self._say("dot", ""):
            self.server.keep(self.sender, self.to, b"".join(lines))
            self._say("accepted", "250 taken")
        self.sender, self.to = "", []

    def _say(self, stage: str, well: str) -> bool:
        """Answer as it should, or as it is told to; return whether it was as it should."""
        told = self.server.behave(stage)
        if told == "cut":
            self.connection.shutdown(socket.SHUT_RDWR)
            raise _Cut
        if told == "hang":
            self.server.stopped.wait()
            raise _Cut
        if told == "drip":
            while not self.server.stopped.wait(0.05):
                self.wfile.write(b"250-still\r\n")
            raise _Cut
        if told in _FLOODS:
            if told == "endless":
                self.wfile.write(b"250 ")
            while not self.server.stopped.is_set():
                self.wfile.write(_FLOODS[told])
            raise _Cut
        if said := told or well:
            self.wfile.write(f"{said}\r\n".encode())
        return not told


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]


@contextmanager
def serving(folder: Path, behave: Behave = well, **how: Any) -> Iterator[SmtpServer]:
    """A server that runs for as long as the block."""
    folder.mkdir(parents=True, exist_ok=True)
    with SmtpServer(folder, behave, **how) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            server.shutdown()
            thread.join()


def by_chance(seed: int) -> Behave:
    """Return a behaviour that is wrong about every fourth letter, each time in another way."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    wrong = ("451 later", "452 full", "421 going away", "cut", "cut", "hang")

    def behave(stage: str) -> str:
        if dice.random() > 0.05:
            return ""
        told = dice.choice(wrong)
        if stage == "text":
            return "cut"
        return "cut" if stage == "accepted" and told != "hang" else told

    return behave


def main(folder: str, seed: str, port_file: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    with serving(Path(folder), by_chance(int(seed)) if int(seed) else well) as server:
        Path(port_file).write_text(str(server.port))
        server.stopped.wait()  # until this process is killed


if __name__ == "__main__":
    main(*sys.argv[1:4])
