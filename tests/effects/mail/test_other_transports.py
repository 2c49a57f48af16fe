"""Letters into a folder, and to the program that this machine sends mail with."""

import sys
from pathlib import Path

import pytest

from evalflow.effects.mail.other_transports import FolderTransport, SendmailTransport
from evalflow.effects.mail.transport import TransportAnswer, words
from tests.support.awaiting import HOUR


def program(folder: Path, text: str) -> str:
    path = folder / "sendmail"
    path.write_text(f"#!{sys.executable}\nimport sys, pathlib, threading\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_a_folder_keeps_each_letter_once_and_never_writes_over_another(tmp_path: Path) -> None:
    with FolderTransport(tmp_path / "letters") as way:
        assert way.send(b"one", "a@x", ("b@x",), "7f").outcome == "sent"
        assert way.send(b"one", "a@x", ("b@x",), "7f").outcome == "sent"
    assert (tmp_path / "letters" / "7f.eml").read_bytes() == b"one"


def test_a_folder_that_cannot_be_written_is_not_about_the_letter_and_another_text_in_its_place_is(
    tmp_path: Path,
) -> None:
    way = FolderTransport(tmp_path / "own")
    way.send(b"one", "a@x", ("b@x",), "7f")
    assert way.send(b"two", "a@x", ("b@x",), "7f").outcome == "deferred"
    (tmp_path / "letters").write_text("a file in its place")
    assert FolderTransport(tmp_path / "letters").send(b"one", "a@x", ("b@x",), "7f").outcome == "blocked"


def test_a_program_gets_the_letter_and_an_address_is_no_option(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    keeps = f"pathlib.Path({str(taken)!r}).write_bytes(repr(sys.argv[1:]).encode() + sys.stdin.buffer.read())"
    with SendmailTransport(f"{program(tmp_path, keeps)} -C 'my mail'") as way:
        assert way.send(b"one\r\ntwo\r\n", "a@bücher.example", ("-oQ/tmp@x", "b@x"), "7f").outcome == "sent"
    options = "['-C', 'my mail', '-i', '-f', 'a@xn--bcher-kva.example', '--', '-oQ/tmp@x', 'b@x']"
    assert taken.read_text() == f"{options}one\ntwo\n"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("sys.exit(75)", TransportAnswer("interrupted", "{} ended with 75.")),
        ("sys.exit(69)", TransportAnswer("deferred", "{} ended with 69.")),
        ("sys.exit(78)", TransportAnswer("blocked", "{} ended with 78.")),
        (
            "import os; os.kill(os.getpid(), 9)",
            TransportAnswer("unknown", "{} was ended by signal 9, perhaps after it had taken it."),
        ),
        ("sys.stderr.write('no such mailbox\\x1b'); sys.exit(67)", TransportAnswer("failed", "no such mailbox")),
    ],
)
def test_what_a_program_answers_is_told_as_what_it_is(tmp_path: Path, text: str, answer: TransportAnswer) -> None:
    command = program(tmp_path, text)
    found = SendmailTransport(command, HOUR).send(b"one", "a@x", ("b@x",), "7f")
    assert (found.outcome, found.says) == (answer.outcome, answer.says.format(command))


def test_a_program_that_never_answers_may_have_taken_the_letter(tmp_path: Path) -> None:
    command = program(tmp_path, "threading.Event().wait()")
    found = SendmailTransport(command, 0.5).send(b"one", "a@x", ("b@x",), "7f")
    assert found == TransportAnswer("unknown", f"{command} gave no answer within 0.5 seconds.")


def test_a_program_that_is_not_there_puts_the_letter_off() -> None:
    assert SendmailTransport("/nowhere/sendmail").send(b"", "a@x", ("b@x",), "7f").outcome == "blocked"


def test_what_a_server_says_is_one_line_without_signs_that_move_a_cursor() -> None:
    assert words(b"550 no\r\n\x1b[2Jsuch \xff") == "550 no [2Jsuch \ufffd"
    assert len(words("x" * 2000)) == 500
