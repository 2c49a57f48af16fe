"""Letters sent through the record, each claimed and noted in commits of its own, against bare smtplib to one server.

The bare side makes the same letters from the same templates, and then hands them to smtplib; a second line tells what
smtplib alone takes for messages that lie ready.
"""

import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO, cast

from benchmarks.timing import HEADING, in_turns, lines
from evalflow.effects.mail.letter_page import letter
from evalflow.effects.mail.message import Mail, MailAttachment, to_bytes
from evalflow.effects.mail.smtp import SmtpSettings, SmtpTransport
from evalflow.evaluation.dialogues.dialogue import Dialogue
from evalflow.evaluation.evaluation import Terms
from evalflow.evaluation.letters.commands_events import (
    Letter,
)
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.statements import Source
from evalflow.settings import MailSettings
from evalflow.store.access.reading import Reading
from evalflow.store.database.database import create
from evalflow.usecases.cycles.cycles import Opening, open_cycle, publish_terms
from evalflow.usecases.door.current import held
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.letters.contacts import add_contact, seat
from evalflow.usecases.letters.distribution import send_opening
from evalflow.usecases.letters.letters import release_all
from evalflow.usecases.letters.posting import post
from evalflow.usecases.letters.values import LetterDesk, Values, values_of
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.trust.opening import open_record
from evalflow.wiring import SeededMint, printer_of

TURNS = 5
LETTERS = 200
_AIM = 1.25  # times as long: at least 0.8 of the letters in a second
_AT = datetime(2026, 12, 14, 9, tzinfo=UTC)
_MAIL = MailSettings(sender="office@example.org")
_SERVER = """
import sys, time
from aiosmtpd.controller import Controller
class Taking:
    async def handle_DATA(self, server, session, envelope):
        return "250 taken"
controller = Controller(Taking(), hostname="127.0.0.1", port=0)
import socket
with socket.socket() as free:
    free.bind(("127.0.0.1", 0)); port = free.getsockname()[1]
controller.port = port
controller.start()
print(port, flush=True)
sys.stdin.read()
"""


def main(turns: int) -> None:
    with TemporaryDirectory(prefix="letters-") as folder, _server() as port:
        doors = [_owed(Path(folder) / f"{turn}.db", turn) for turn in range(2 * turns)]
        said = [_said(door) for door in doors]
        ready = [[(to_bytes(_mail(one)), one.contact.addresses) for one in each] for each in said]
        whole = in_turns([(_ours(doors[n], port), _making(said[n], port)) for n in range(turns)])
        alone = in_turns([(_ours(doors[n], port), _handing(ready[n], port)) for n in range(turns, 2 * turns)])
        print(HEADING)
        print(*lines(f"{LETTERS} letters through the record / made and sent bare", whole, _AIM), sep="\n")
        ours, theirs = whole.wall()
        print(f"  letters a second: {LETTERS / ours:.0f} / {LETTERS / theirs:.0f}, that is {theirs / ours:.2f} of them")
        ours, theirs = alone.wall()
        print(f"  beside smtplib alone, of messages that lie ready: {LETTERS / theirs:.0f} a second")


@contextmanager
def _server() -> Iterator[int]:
    command = [sys.executable, "-W", "ignore", "-c", _SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        told, ends = cast(TextIO, child.stdout), cast(TextIO, child.stdin)
        yield int(told.readline())
        ends.close()


def _owed(path: Path, turn: int) -> Door:
    """Return the door to a record in which the letters are due."""
    store = create(f"sqlite:///{path}", SeededMint(f"letters {turn}"))
    door = Door(store, lambda: _AT, SeededMint(f"l{turn}"), "A", printer_of(None))
    open_record(door, "Letters", example=False)
    add_dialogue(door, Dialogue("", "ex-sa", "E–S", "E", "S", (Source("S1", "x"),), {}))
    open_cycle(door, Opening("ex-sa", date(2027, 1, 11), "Office", False, "X"))
    publish_terms(door, "X", Terms("https://example.org/t", "https://example.org/c", "2026-12-14"))
    for number in range(LETTERS):
        code = f"c{number}"
        add_contact(door, Contact("", code, code, "", (f"{code}@example.org",)))
        seat(door, "X", code, "ngo")
    send_opening(door, "X")
    release_all(door, "X", "opening", "held")
    return door


@dataclass(frozen=True)
class _Said:
    """One letter as its template is filled with."""

    letter: Letter
    contact: Contact
    values: Values
    attachments: tuple[MailAttachment, ...]


def _said(door: Door) -> list[_Said]:
    with looking(door) as (reading, now):
        desk = LetterDesk(reading, now, _MAIL.sender)
        found = [(one, held(reading.get(Contact, one.contact))) for one in reading.all(Letter)]
        return [
            _Said(one, contact, values_of(desk, one, contact) or {}, _attached(reading, one)) for one, contact in found
        ]


def _attached(reading: Reading, one: Letter) -> tuple[MailAttachment, ...]:
    return tuple(MailAttachment(file.name, reading.blob(file.sha256), "text/calendar") for file in one.files)


def _mail(one: _Said) -> Mail:
    text = letter(one.letter.kind, one.contact.language, one.values)
    sender = _MAIL.sender
    return Mail(f"<{one.letter.id}@x>", sender, "", one.contact.addresses, one.contact.name, text.subject, text.text,
                text.html, _AT, "en", "", one.attachments)  # fmt: skip


def _ours(door: Door, port: int) -> Callable[[], object]:
    def send() -> None:
        with SmtpTransport(SmtpSettings("127.0.0.1", port, "none", letters_per_connection=10_000)) as transport:
            states = post(door, _MAIL, transport).states
        if states != {"sent": LETTERS}:
            raise RuntimeError(f"Not all letters were sent: {states}.")

    return send


def _making(said: Sequence[_Said], port: int) -> Callable[[], object]:
    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port) as server:
            for one in said:
                server.sendmail(_MAIL.sender, one.contact.addresses, to_bytes(_mail(one)))

    return send


def _handing(raws: Sequence[tuple[bytes, tuple[str, ...]]], port: int) -> Callable[[], object]:
    def send() -> None:
        with smtplib.SMTP("127.0.0.1", port) as server:
            for raw, to in raws:
                server.sendmail(_MAIL.sender, to, raw)

    return send


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TURNS)
