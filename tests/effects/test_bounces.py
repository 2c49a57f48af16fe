"""Returned messages as servers send them (invented, after their forms): which letter, what became of it, why."""

import pytest

from evalflow.effects.mail.bounces import LARGEST, Bounce, bounce
from evalflow.errors import InvalidInput

ID = "0123456789abcdef0123456789abcdef@example.org"
REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
To: office@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{recipient}
Action: {action}
Status: {status}
{diagnostic}

--b1
Content-Type: message/rfc822

Message-ID: <{id}>
Subject: On time

Dear all
--b1--
"""


def report(
    action: str = "failed",
    status: str = "5.1.1",
    recipient: str = "Final-Recipient: rfc822; a@example.net",
    diagnostic: str = "Diagnostic-Code: smtp; 550 5.1.1 no such\n user",
    id_: str = ID,
) -> bytes:
    text = REPORT.format(action=action, status=status, recipient=recipient, diagnostic=diagnostic, id=id_)
    return text.encode()


def test_a_delivery_report_names_letter_recipient_and_the_server_s_words() -> None:
    assert bounce(report()) == Bounce(f"<{ID}>", "a@example.net", "failed", "5.1.1", "550 5.1.1 no such user")


def test_the_recipient_that_was_asked_for_goes_before_the_one_it_was_sent_on_to() -> None:
    found = bounce(report(recipient="Original-Recipient: rfc822; a@example.org\nFinal-Recipient: rfc822; z@x.org"))
    assert found is not None
    assert found.recipient == "a@example.org"


@pytest.mark.parametrize(
    ("action", "kind"), [("delayed", "delayed"), ("delivered", "delivered"), ("relayed", "delivered"), ("x", "unclear")]
)
def test_not_every_report_is_a_failure(action: str, kind: str) -> None:
    found = bounce(report(action, status="4.0.0", diagnostic="X-Other: 1"))
    assert found is not None
    assert (found.kind, found.status, found.says) == (kind, "4.0.0", "")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("Return-Path: <>\nFrom: qmail <x@example.net>", f"<a@example.net>:\n550 5.7.1 refused\n\nMessage-ID: <{ID}>",
         ("a@example.net", "failed", "5.7.1")),
        ("From: postmaster@example.net\nX-Failed-Recipients: b@example.net", f"It failed.\n<{ID}>",
         ("b@example.net", "unclear", "")),
        ("From: Mail Delivery Subsystem <mailer-daemon@example.net>", f"4.4.1 later <{ID}>", (ID, "unclear", "4.4.1")),
    ],
)  # fmt: skip
def test_what_is_no_report_is_read_as_far_as_it_can_be(head: str, body: str, expected: tuple[str, str, str]) -> None:
    found = bounce(f"{head}\nSubject: failure\n\n{body}\n".encode())
    assert found is not None
    assert (found.recipient, found.kind, found.status) == expected


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"Subject: Hello\n\nHello.\n", report(id_="other@example.org"),
        f"From: a@example.net\nAuto-Submitted: auto-replied\nIn-Reply-To: <{ID}>\n\nI am away.\n".encode(),
        f"From: a@example.net\nIn-Reply-To: <{ID}>\n\nThank you.\n".encode(),
    ],
)  # fmt: skip
def test_a_reply_or_an_absence_is_no_bounce(raw: bytes) -> None:
    assert bounce(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        report().replace(b"text/plain", b"text/plain; charset=nonsense"),
        report().replace(b'boundary="b1"', b'boundary=""'),
        report().replace(b"From: Mail", b"From: \xff\xfe<<>>,,;"),
        report().replace(b"message/rfc822", b"multipart/mixed; boundary=b1"),
        report()[:500] + f"<{ID}>".encode(),
    ],
)
def test_a_damaged_message_raises_nothing(raw: bytes) -> None:
    bounce(raw)


def test_a_message_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidInput, match="are the most"):
        bounce(b"x" * (LARGEST + 1))
