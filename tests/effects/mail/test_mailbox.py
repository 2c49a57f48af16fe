"""Returned mail in a mailbox: read by its own protocol, marked where it was ours, and left alone where it was not."""

import re
import socketserver
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest

from evalflow.effects.mail.bounces import LARGEST
from evalflow.effects.mail.mailbox import Mailbox, unseen
from evalflow.errors import Broken
from tests.support.awaiting import HOUR

FIRST = 101  # the number of the first message: its own, and not its place
FOLDERS = ('"INBOX"', '"Zur&APw-ck gekommen"')


class _ImapSession(socketserver.StreamRequestHandler):
    server: "Imap"

    def handle(self) -> None:
        self._flood("greeting")
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, _, said = line.partition(" ")
            said = said.removeprefix("UID ")
            word, _, rest = said.partition(" ")
            self._flood(word)
            self._answer(word, rest)
            fine = {"LOGIN": "secret" in rest, "SELECT": rest in FOLDERS}.get(word, True)
            self.wfile.write(f"{tag} {'OK' if fine else 'NO'} done\r\n".encode())
            if word == "LOGOUT":
                return

    def _flood(self, stage: str) -> None:
        """Say the same without end, where the server is to: single signs one after the other, and slowly."""
        if stage != self.server.floods[0]:
            return
        with suppress(OSError):
            while not self.server.stopped.wait(0.05 if len(self.server.floods[1]) == 1 else 0):
                self.wfile.write(self.server.floods[1])

    def _answer(self, word: str, rest: str) -> None:
        messages, seen = self.server.messages, self.server.seen
        match word:
            case "CAPABILITY":
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            case "SELECT":
                self.wfile.write(f"* {len(messages)} EXISTS\r\n".encode())
            case "SEARCH":
                left = [str(FIRST + n) for n in range(len(messages)) if FIRST + n not in seen]
                self.wfile.write(f"* SEARCH {' '.join(left)}\r\n".encode())
            case "FETCH":
                number, most = map(int, re.fullmatch(r"(\d+) \(BODY.PEEK\[\]<0\.(\d+)>\)", rest).groups())  # type: ignore[union-attr] # the one thing asked for
                raw = messages[number - FIRST][:most]
                begins = f"* {number - FIRST + 1} FETCH (UID {number} BODY[]<0> {{{len(raw)}}}\r\n"
                self.wfile.write(begins.encode() + raw + b")\r\n")
            case "STORE":
                assert rest.endswith("+FLAGS.SILENT (\\Seen)")
                seen.add(int(rest.partition(" ")[0]))


class Imap(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, messages: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _ImapSession)
        self.messages = messages
        self.seen: set[int] = set()
        self.floods = ("", b"")
        self.stopped = threading.Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is no news here."""


@contextmanager
def imap(*messages: bytes) -> Iterator[Imap]:
    with Imap(list(messages)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.stopped.set()
        server.shutdown()
        thread.join()


def mailbox(server: Imap, folder: str = "INBOX", password: str = "secret") -> Mailbox:  # noqa: S107 - of this server
    port = int(server.server_address[1])
    return Mailbox("127.0.0.1", port, "office", password, folder, "none", HOUR)


def test_what_is_unseen_is_read_and_marked_only_when_it_is_dealt_with() -> None:
    with imap(b"one\r\n", b"two\r\n") as server:
        first, second = unseen(mailbox(server))
        assert (first.raw, second.raw, server.seen) == (b"one\r\n", b"two\r\n", set())
        for found in unseen(mailbox(server)):
            if found.raw.startswith(b"two"):
                found.seen()
        assert [found.raw for found in unseen(mailbox(server))] == [b"one\r\n"]


def test_a_folder_may_have_a_name_in_any_letters_and_of_a_message_only_the_beginning_is_fetched() -> None:
    with imap(b"x" * (LARGEST + 9)) as server:
        assert [len(found.raw) for found in unseen(mailbox(server, folder="Zurück gekommen"))] == [LARGEST]


def test_an_empty_mailbox_holds_nothing() -> None:
    with imap() as server:
        assert list(unseen(mailbox(server))) == []


def test_a_mailbox_that_does_not_open_is_named_without_its_password() -> None:
    with imap() as server:
        for wrong in (mailbox(server, password="guess"), mailbox(server, folder="Nowhere")):  # noqa: S106 - none at all
            with pytest.raises(Broken, match="does not open the mailbox") as refusal:
                list(unseen(wrong))
            assert "guess" not in str(refusal.value)
            assert "b'" not in str(refusal.value)
    with pytest.raises(Broken, match="does not open the mailbox"):
        list(unseen(Mailbox("127.0.0.1", 1, "a", "b")))


@pytest.mark.parametrize(
    ("stage", "flood"),
    [
        ("greeting", b"x" * 10_000),
        ("CAPABILITY", b"* 1 RECENT\r\n" * 1_000),
        ("LOGIN", b"* LIST (" + b"x" * 900 + b")\r\n"),
        ("SELECT", b"* 1 FETCH (BODY {900000000000}\r\n" + b"x" * 10_000),
        ("SEARCH", b"* SEARCH " + b"1 " * 400_000 + b"\r\n"),
        ("FETCH", b"* 1 FETCH (UID 101 BODY[]<0> {2000000000}\r\n" + b"x" * 10_000),
        ("STORE", b"* OK " + b"x" * 5_000 + b"\r\n"),
    ],
)
def test_of_an_endless_response_little_is_kept_in_memory(stage: str, flood: bytes) -> None:
    with imap(b"one\r\n") as server:
        server.floods = (stage, flood)
        tracemalloc.start()
        with pytest.raises(Broken, match=r"does not open the mailbox|stopped answering"):
            next(unseen(mailbox(server))).seen()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 10_000_000


def test_a_server_that_drips_is_left_after_a_while() -> None:
    with imap() as server:
        server.floods = ("LOGIN", b"*")
        with pytest.raises(Broken, match="does not open the mailbox"):
            list(unseen(replace(mailbox(server), timeout=0.25)))
