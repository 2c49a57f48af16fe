"""A letter at a server that does as it should, or does not: sent, deferred, failed, blocked, or nobody knows."""

import ssl
import tracemalloc
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme

from evalflow.effects.mail.smtp import SmtpSettings, SmtpTransport
from evalflow.effects.mail.transport import TransportAnswer
from tests.support.awaiting import HOUR
from tests.support.smtp_server import Behave, SmtpServer, serving

RAW = b"Subject: A\r\n\r\nOne\r\n.two\r\nthree\r\nfour\r\n"
TO = ("a@example.org",)
IMPATIENT: dict[str, dict[str, Any]] = {
    "hang": {"timeout": 0.4},
    "drip": {"limit": 1.0},
}  # whatever is cut short by it has not been sent


def settings(server: SmtpServer, **how: object) -> SmtpSettings:
    plain = SmtpSettings("127.0.0.1", server.port, "none", timeout=HOUR, limit=HOUR)
    return replace(plain, **how)  # type: ignore[arg-type] # the names of its fields


def sent(server: SmtpServer, to: tuple[str, ...] = TO, raw: bytes = RAW, **how: object) -> TransportAnswer:
    with SmtpTransport(settings(server, **how)) as transport:
        return transport.send(raw, "office@example.org", to, "x")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "taken"


def test_a_letter_arrives_whole_with_its_lines_that_begin_with_a_dot(folder: Path) -> None:
    with serving(folder) as server:
        assert sent(server) == TransportAnswer("sent", "250 taken")
        assert (server.letters(), server.envelopes()) == ([RAW], ["office@example.org a@example.org"])


def at(stage: str, told: str) -> Behave:
    return lambda asked: told if asked == stage else ""


@pytest.mark.parametrize(
    ("stage", "told", "outcome", "says"),
    [
        ("rcpt", "450 later", "deferred", "450 later"),
        ("rcpt", "550 no such mailbox", "failed", "550 no such mailbox"),
        ("rcpt", "452 4.2.2 mailbox full", "deferred", "452 4.2.2 mailbox full"),
        ("rcpt", "452 Too many recipients", "deferred", "452 Too many recipients"),
        ("rcpt", "552 too many recipients", "deferred", "452 too many recipients"),
        ("rcpt", "450-later\r\n450 much later", "deferred", "450 later"),
        ("rcpt", "550 no\x00such mailbox", "failed", "550 no such mailbox"),
        ("dot", "421 going away", "interrupted", "421 going away"),
        ("data", "451 later", "deferred", "451 later"),
        ("data", "554 no", "failed", "554 no"),
        ("dot", "451 later", "deferred", "451 later"),
        ("dot", "554 spam", "failed", "554 spam"),
        ("dot", "552 5.3.4 too large", "failed", "552 5.3.4 too large"),
        ("dot", "cut", "unknown", "All was handed over, and no answer came"),
        ("dot", "flood", "unknown", "All was handed over, and no answer came"),
        ("dot", "endless", "unknown", "All was handed over, and no answer came"),
        ("accepted", "cut", "unknown", "All was handed over, and no answer came"),
        ("dot", "699 what is that", "unknown", "All was handed over, and the answer is none: 699 what is that"),
        ("dot", "no number", "unknown", "All was handed over, and the answer is none: -1"),
    ],
)
def test_what_goes_wrong_with_a_letter_is_said_as_what_it_is(
    folder: Path, stage: str, told: str, outcome: str, says: str
) -> None:
    with serving(folder, at(stage, told)) as server:
        answer = sent(server)
        assert answer.outcome == outcome
        assert answer.says.startswith(says)
        assert len(server.letters()) == (stage == "accepted")


@pytest.mark.parametrize(("stage", "told"), [("dot", "hang"), ("accepted", "hang"), ("accepted", "drip")])
def test_silence_after_all_was_handed_over_leaves_it_unknown(folder: Path, stage: str, told: str) -> None:
    with serving(folder) as server, SmtpTransport(settings(server)) as transport:

        def behave(asked: str) -> str:
            """Cut the silence short from within, so that nothing before it is taken for silence on a busy machine."""
            if asked == "data":
                assert transport._server
                assert transport._server.sock
                transport._server.sock.settimeout(1.0)
            if (asked, told) == ("accepted", "drip"):
                transport._line.cut()
            return told if asked == stage else ""

        server.behave = behave
        answer = transport.send(RAW, "office@example.org", TO, "x")
        assert answer.outcome == "unknown"
        assert answer.says.startswith("All was handed over, and no answer came")
        assert len(server.letters()) == (stage == "accepted")


@pytest.mark.parametrize(
    ("stage", "told", "outcome", "says"),
    [
        ("greeting", "421 busy", "interrupted", "421 busy"),
        ("greeting", "554 go away", "blocked", "554 go away"),
        ("greeting", "hang", "interrupted", "the server gave no answer in time."),
        ("greeting", "cut", "interrupted", ""),
        ("greeting", "drip", "interrupted", ""),
        ("greeting", "flood", "blocked", "the server's response is longer"),
        ("greeting", "endless", "blocked", ""),
        ("ehlo", "drip", "interrupted", ""),
        ("ehlo", "flood", "blocked", "the server's response is longer"),
        ("ehlo", "endless", "blocked", ""),
        ("ehlo", "502 what?", "blocked", ""),
        ("mail", "451 later", "interrupted", "451 later"),
        ("mail", "530 authentication required", "blocked", "530"),
        ("mail", "550 not you", "blocked", "550 not you"),
        ("mail", "cut", "interrupted", ""),
        ("mail", "drip", "interrupted", ""),
        ("mail", "flood", "blocked", "the server's response is longer"),
        ("mail", "endless", "blocked", ""),
        ("mail", "no number", "interrupted", "-1"),
        ("rcpt", "421 going away", "interrupted", "421"),
        ("rcpt", "452 4.3.1 Insufficient system storage", "interrupted", "452"),
        ("rcpt", "503 bad sequence", "blocked", "503"),
        ("rcpt", "530 5.7.0 Must issue a STARTTLS command first", "blocked", "530"),
        ("rcpt", "550 5.7.1 Client was not authenticated", "blocked", "550"),
        ("rcpt", "553 5.7.1 <office@example.org>: Sender address rejected: not owned by user", "blocked", "553"),
        ("rcpt", "554 5.7.1 <a@example.org>: Relay access denied", "blocked", "554"),
        ("rcpt", "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a list", "blocked", "554"),
        ("rcpt", "flood", "blocked", "the server's response is longer"),
        ("data", "454 TLS not available", "interrupted", "454"),
        ("text", "cut", "interrupted", ""),
        ("dot", "452 4.3.1 Insufficient system storage", "interrupted", "452"),
        ("dot", "550 5.7.26 This sender is unauthenticated", "blocked", "550"),
    ],
)
def test_what_is_wrong_with_the_server_or_the_account_fails_no_letter(
    folder: Path, stage: str, told: str, outcome: str, says: str
) -> None:
    with serving(folder, at(stage, told)) as server:
        raw = RAW if stage != "text" else RAW + b"x" * 200_000
        answer = sent(server, raw=raw, **IMPATIENT.get(told, {}))
        if (stage, answer.outcome) == ("text", "unknown"):
            return  # the last lines were in the socket before the cut was seen: nobody can know
        assert answer.outcome == outcome
        assert answer.says.startswith(says)
        assert server.letters() == []


@pytest.mark.parametrize("told", ["flood", "endless"])
@pytest.mark.parametrize("stage", ["greeting", "ehlo", "starttls", "mail"])
def test_of_an_endless_response_little_is_kept_in_memory(
    folder: Path, context: ssl.SSLContext, trusted: str, stage: str, told: str
) -> None:
    with serving(folder, at(stage, told), context=context) as server:
        tracemalloc.start()
        assert sent(server, security="starttls", ca_file=trusted).outcome == "blocked"
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 3_000_000


def test_a_password_or_a_server_that_nobody_can_be_told_is_about_the_account(folder: Path) -> None:
    with serving(folder, user="office") as server:
        assert sent(server, user="office", password="schlüssel").outcome == "blocked"  # noqa: S106 - none at all
    with serving(folder) as server:
        assert sent(server, host="x" * 70 + ".example").outcome == "blocked"
        assert sent(server, user="office", password="secret").outcome == "blocked"  # noqa: S106 - no login is offered


def test_a_parameter_that_only_one_letter_needs_is_about_that_letter(folder: Path) -> None:
    with serving(folder, at("mail", "555 unknown parameter")) as server:
        assert sent(server, ("jörg@example.org",)).outcome == "failed"
        assert sent(server).outcome == "blocked"


def test_nobody_listening_is_no_refusal() -> None:
    with SmtpTransport(SmtpSettings("127.0.0.1", 1, "none")) as transport:
        assert transport.send(RAW, "a@example.org", TO, "x").outcome == "interrupted"


def test_one_connection_serves_many_letters_and_a_dropped_one_is_opened_anew(folder: Path) -> None:
    with serving(folder) as server, SmtpTransport(settings(server, letters_per_connection=3)) as transport:
        for number in range(7):
            assert transport.send(RAW, "a@example.org", TO, str(number)).outcome == "sent"
        assert (server.connections, transport.connections) == (3, 3)
        told = ["421 idle"]
        server.behave = lambda stage: told.pop() if stage == "mail" and told else ""
        assert transport.send(RAW, "a@example.org", TO, "8").outcome == "sent"
        told.append("550 not you")
        assert transport.send(RAW, "a@example.org", TO, "9").outcome == "blocked"
        assert transport.send(RAW, "a@example.org", TO, "10").outcome == "sent"
        assert len(server.letters()) == 9


def test_of_several_recipients_those_that_are_refused_are_named(folder: Path) -> None:
    with serving(folder) as server:
        answers = iter(["", "550 no such mailbox"])
        server.behave = lambda stage: next(answers) if stage == "rcpt" else ""
        answer = sent(server, ("a@example.org", "b@example.org"))
        assert answer == TransportAnswer("sent", "250 taken Not to b@example.org: 550 no such mailbox")
        assert server.envelopes() == ["office@example.org a@example.org"]


@pytest.mark.parametrize("no", ["452 4.5.3 Too many recipients", "552 too many recipients", "452 too many"])
def test_recipients_who_are_too_many_at_once_get_the_same_letter_in_a_second_turn(folder: Path, no: str) -> None:
    with serving(folder) as server:
        answers = iter(["", no, "550 no such mailbox", no, "", no, ""])
        server.behave = lambda stage: next(answers) if stage == "rcpt" else ""
        answer = sent(server, tuple(f"{name}@example.org" for name in "abcd"))
        assert answer == TransportAnswer("sent", "250 taken Not to c@example.org: 550 no such mailbox")
        assert server.envelopes() == [f"office@example.org {name}@example.org" for name in "abd"]


def test_where_the_second_turn_fails_nobody_gets_the_letter_twice(folder: Path) -> None:
    with serving(folder) as server:
        answers, turns = iter(["", "452 too many"]), iter(["", "cut"])
        server.behave = lambda stage: next({"rcpt": answers, "mail": turns}.get(stage, iter([""])))
        answer = sent(server, ("a@example.org", "b@example.org"))
        assert answer == TransportAnswer("sent", "250 taken Not to b@example.org: 452 too many")
        assert server.envelopes() == ["office@example.org a@example.org"]


def test_where_all_are_refused_one_that_may_be_tried_again_is(folder: Path) -> None:
    with serving(folder) as server:
        answers = iter(["450 later", "550 no such mailbox"])
        server.behave = lambda stage: next(answers) if stage == "rcpt" else ""
        assert sent(server, ("a@example.org", "b@example.org")) == TransportAnswer("deferred", "450 later")


def test_a_domain_in_any_letters_is_told_as_it_is_registered(folder: Path) -> None:
    with serving(folder, utf8=False) as server:
        assert sent(server, ("a@straße.example", "b@bücher.example")).outcome == "sent"
        assert server.envelopes() == ["office@example.org a@xn--strae-oqa.example b@xn--bcher-kva.example"]


def test_an_address_that_no_server_can_be_told_is_refused_for_good(folder: Path) -> None:
    with serving(folder) as server:
        answer = sent(server, ("a@\u2024.example",))
        assert (answer.outcome, answer.says.startswith("No server accepts this address:")) == ("failed", True)
        assert server.letters() == []


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(folder: Path, tmp_path: Path) -> None:
    with serving(folder) as server:
        assert sent(server, ("jörg@example.org",)).outcome == "sent"
        assert server.envelopes() == ["office@example.org jörg@example.org"]
    with serving(tmp_path / "b", utf8=False) as server:
        answer = sent(server, ("jörg@example.org",))
        assert (answer.outcome, "no SMTPUTF8" in answer.says) == ("failed", True)


def test_letters_keep_the_pace_that_was_asked_for(folder: Path) -> None:
    slept: list[float] = []
    with serving(folder) as server:
        transport = SmtpTransport(settings(server, per_minute=30), slept.append, lambda: 100.0)
        with transport:
            for _ in range(3):
                transport.send(RAW, "a@example.org", TO, "x")
    assert slept == [2.0, 4.0]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(made)
    return made


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> str:
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


def test_starttls_is_demanded_and_the_certificate_checked(folder: Path, context: ssl.SSLContext, trusted: str) -> None:
    with serving(folder, context=context) as server:
        assert sent(server, security="starttls", ca_file=trusted).outcome == "sent"
        stranger = sent(server, security="starttls")
        assert (stranger.outcome, stranger.says.startswith("The server's certificate is not trusted:")) == (
            "blocked", True,
        )  # fmt: skip
    with serving(folder) as server:
        clear = sent(server, security="starttls")
        assert clear == TransportAnswer("blocked", "The server offers no STARTTLS, and nothing is sent in the clear.")
        assert len(server.letters()) == 1


def test_a_connection_may_be_secure_from_its_beginning(folder: Path, context: ssl.SSLContext, trusted: str) -> None:
    with serving(folder, context=context, implicit=True) as server:
        assert sent(server, security="tls", ca_file=trusted).outcome == "sent"
        assert sent(server, security="tls").outcome == "blocked"
    with serving(folder) as server:
        assert sent(server, security="tls", ca_file=trusted).outcome == "blocked"
    with serving(folder, at("greeting", "drip"), context=context, implicit=True) as server:
        assert sent(server, security="tls", ca_file=trusted, limit=1.0).outcome == "interrupted"


def test_a_login_is_told_right_from_wrong_and_never_repeated(folder: Path) -> None:
    with serving(folder, user="office") as server:
        assert sent(server, user="office", password="secret").outcome == "sent"  # noqa: S106 - of this very server
        wrong = sent(server, user="office", password="guess")  # noqa: S106 - none at all
        assert wrong == TransportAnswer("blocked", "The login was refused: 535.")
