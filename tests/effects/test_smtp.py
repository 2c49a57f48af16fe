"""A letter at a server that does as it should, or does not: sent, deferred, failed, or nobody knows."""

import ssl
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from evalflow.effects.mail.smtp import SmtpSettings, SmtpTransport
from evalflow.effects.mail.transport import Answer
from tests.support.smtp_server import Behave, Server, serving

RAW = b"Subject: A\r\n\r\nOne\r\n.two\r\nthree\r\nfour\r\n"
TO = ("a@example.org",)


def settings(server: Server, **how: object) -> SmtpSettings:
    plain = SmtpSettings("127.0.0.1", server.port, "none", timeout=0.4, limit=2.0)
    return replace(plain, **how)  # type: ignore[arg-type] # the names of its fields


def sent(server: Server, to: tuple[str, ...] = TO, raw: bytes = RAW, **how: object) -> Answer:
    with SmtpTransport(settings(server, **how)) as transport:
        return transport.send(raw, "office@example.org", to, "x")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "taken"


def test_a_letter_arrives_whole_with_its_lines_that_begin_with_a_dot(folder: Path) -> None:
    with serving(folder) as server:
        assert sent(server) == Answer("sent", "250 taken")
        assert (server.letters(), server.envelopes()) == ([RAW], ["office@example.org a@example.org"])


def at(stage: str, told: str) -> Behave:
    return lambda asked: told if asked == stage else ""


@pytest.mark.parametrize(
    ("stage", "told", "outcome", "says"),
    [
        ("greeting", "421 busy", "deferred", "421 busy"),
        ("greeting", "554 go away", "failed", "554 go away"),
        ("greeting", "hang", "deferred", "the server gave no answer in time."),
        ("greeting", "cut", "deferred", ""),
        ("mail", "451 later", "deferred", "451 later"),
        ("mail", "550 not you", "failed", "550 not you"),
        ("mail", "cut", "deferred", ""),
        ("rcpt", "450 later", "deferred", "450 later"),
        ("rcpt", "550 no such mailbox", "failed", "550 no such mailbox"),
        ("data", "451 later", "deferred", "451 later"),
        ("data", "554 no", "failed", "554 no"),
        ("text", "cut", "deferred", ""),
        ("dot", "451 later", "deferred", "451 later"),
        ("dot", "554 spam", "failed", "554 spam"),
        ("dot", "hang", "unknown", "All was handed over, and no answer came"),
        ("dot", "cut", "unknown", "All was handed over, and no answer came"),
        ("accepted", "cut", "unknown", "All was handed over, and no answer came"),
        ("accepted", "hang", "unknown", "All was handed over, and no answer came"),
        ("accepted", "drip", "unknown", "All was handed over, and no answer came"),
        ("dot", "699 what is that", "unknown", "All was handed over, and the answer is none: 699 what is that"),
        ("dot", "no number", "unknown", "All was handed over, and the answer is none: -1"),
        ("mail", "no number", "deferred", "-1"),
        ("mail", "drip", "deferred", ""),
        ("greeting", "drip", "deferred", ""),
        ("ehlo", "drip", "deferred", ""),
    ],
)
def test_what_goes_wrong_is_told_as_what_it_is(folder: Path, stage: str, told: str, outcome: str, says: str) -> None:
    with serving(folder, at(stage, told)) as server:
        raw = RAW if stage != "text" else RAW + b"x" * 200_000
        answer = sent(server, raw=raw, limit=1.0)
        if (stage, answer.outcome) == ("text", "unknown"):
            return  # the last lines were in the socket before the cut was seen: nobody can know
        assert answer.outcome == outcome
        assert answer.says.startswith(says)
        assert len(server.letters()) == (stage == "accepted")


def test_nobody_listening_is_no_refusal() -> None:
    with SmtpTransport(SmtpSettings("127.0.0.1", 1, "none", timeout=0.3)) as transport:
        assert transport.send(RAW, "a@example.org", TO, "x").outcome == "deferred"


def test_one_connection_serves_many_letters_and_a_dropped_one_is_opened_anew(folder: Path) -> None:
    with serving(folder) as server, SmtpTransport(settings(server, letters_per_connection=3)) as transport:
        for number in range(7):
            assert transport.send(RAW, "a@example.org", TO, str(number)).outcome == "sent"
        assert (server.connections, transport.connections) == (3, 3)
        told = ["421 idle"]
        server.behave = lambda stage: told.pop() if stage == "mail" and told else ""
        assert transport.send(RAW, "a@example.org", TO, "8").outcome == "sent"
        told.append("550 not you")
        assert transport.send(RAW, "a@example.org", TO, "9").outcome == "failed"
        assert transport.send(RAW, "a@example.org", TO, "10").outcome == "sent"
        assert len(server.letters()) == 9


def test_of_several_recipients_those_that_are_refused_are_named(folder: Path) -> None:
    with serving(folder) as server:
        answers = iter(["", "550 no such mailbox"])
        server.behave = lambda stage: next(answers) if stage == "rcpt" else ""
        answer = sent(server, ("a@example.org", "b@example.org"))
        assert answer == Answer("sent", "250 taken Not to b@example.org: 550 no such mailbox")
        assert server.envelopes() == ["office@example.org a@example.org"]


def test_where_all_are_refused_one_that_may_be_tried_again_is(folder: Path) -> None:
    with serving(folder) as server:
        answers = iter(["450 later", "550 no such mailbox"])
        server.behave = lambda stage: next(answers) if stage == "rcpt" else ""
        assert sent(server, ("a@example.org", "b@example.org")) == Answer("deferred", "450 later")


def test_a_domain_in_any_letters_is_told_as_it_is_registered(folder: Path) -> None:
    with serving(folder, utf8=False) as server:
        assert sent(server, ("a@straße.example", "b@bücher.example")).outcome == "sent"
        assert server.envelopes() == ["office@example.org a@xn--strae-oqa.example b@xn--bcher-kva.example"]


def test_an_address_that_no_server_can_be_told_is_refused_for_good(folder: Path) -> None:
    with serving(folder) as server:
        answer = sent(server, ("a@\u2024.example",))
        assert (answer.outcome, answer.says.startswith("No server can be told this address:")) == ("failed", True)
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
            "failed", True,
        )  # fmt: skip
    with serving(folder) as server:
        clear = sent(server, security="starttls")
        assert clear == Answer("failed", "The server offers no STARTTLS, and nothing is sent in the clear.")
        assert len(server.letters()) == 1


def test_a_connection_may_be_secure_from_its_beginning(folder: Path, context: ssl.SSLContext, trusted: str) -> None:
    with serving(folder, context=context, implicit=True) as server:
        assert sent(server, security="tls", ca_file=trusted).outcome == "sent"
        assert sent(server, security="tls").outcome == "failed"
    with serving(folder) as server:
        assert sent(server, security="tls", ca_file=trusted).outcome == "deferred"
    with serving(folder, at("greeting", "drip"), context=context, implicit=True) as server:
        assert sent(server, security="tls", ca_file=trusted, limit=1.0).outcome == "deferred"


def test_a_login_is_told_right_from_wrong_and_never_repeated(folder: Path) -> None:
    with serving(folder, user="office") as server:
        assert sent(server, user="office", password="secret").outcome == "sent"  # noqa: S106 - of this very server
        wrong = sent(server, user="office", password="guess")  # noqa: S106 - none at all
        assert wrong == Answer("failed", "The login was refused: 535.")
