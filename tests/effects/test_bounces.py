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
        ("From: Mail Delivery Subsystem <mailer-daemon@example.net>", f"4.4.1 later <{ID}>", ("", "unclear", "4.4.1")),
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


def sent_back(head: str, *parts: str, kind: str = "report; report-type=delivery-status") -> bytes:
    """Return a returned message of several parts, each with its own head."""
    body = "".join(f"--b1\n{part}\n\n" for part in parts)
    return f'{head}\nMIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b1"\n\n{body}--b1--\n'.encode()


def status(*groups: str) -> str:
    return "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.net\n\n" + "\n\n".join(groups)


HEADS = f"Content-Type: text/rfc822-headers\n\nMessage-ID: <{ID}>\nSubject: On time\n"
FROM_SERVER = "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>\nTo: office@example.org"


def test_a_report_that_is_marked_as_automatic_is_a_report_all_the_same() -> None:
    found = bounce(
        sent_back(
            f"{FROM_SERVER}\nAuto-Submitted: auto-replied", "Content-Type: text/plain\n\nNot delivered.",
            status("Final-Recipient: rfc822; a@example.net\nAction: failed\nStatus: 5.2.2"), HEADS,
        )
    )  # fmt: skip
    assert found == Bounce(f"<{ID}>", "a@example.net", "failed", "5.2.2", "")


def test_of_several_recipients_the_one_that_failed_counts() -> None:
    delivered = "Final-Recipient: rfc822; a@example.net\nAction: delivered\nStatus: 2.0.0"
    failed = "Final-Recipient: rfc822; b@example.net\nAction: failed\nStatus: 5.1.1"
    found = bounce(sent_back(FROM_SERVER, status(delivered, failed), HEADS))
    assert found is not None
    assert (found.recipient, found.kind) == ("b@example.net", "failed")


def test_our_letter_is_the_one_that_came_back_and_not_one_that_is_told_of() -> None:
    other = "f" * 32 + "@example.org"
    told = f"Content-Type: text/plain\n\nIn answer to <{other}>, from [203.0.5.1]: refused."
    found = bounce(
        sent_back(FROM_SERVER, told, status("Final-Recipient: rfc822; a@x.org\nAction: failed\nStatus: 5.0.0"), HEADS)
    )
    assert found is not None
    assert found.message_id == f"<{ID}>"


def test_an_address_of_a_machine_is_no_status() -> None:
    found = bounce(f"{FROM_SERVER}\n\nHost 5.1.1.9 said 203.5.1.1: no.\n<{ID}>\n".encode())
    assert found is not None
    assert (found.kind, found.status) == ("unclear", "")


@pytest.mark.parametrize("charset", ["iso-2022-jp", "nonsense", "utf-8\x00", "x" * 300])
def test_whatever_the_text_says_of_its_charset_it_is_read(charset: str) -> None:
    said = "配信できません 5.1.1".encode("iso-2022-jp")
    raw = f"{FROM_SERVER}\nContent-Type: text/plain; charset={charset}\nIn-Reply-To: <{ID}>\n\n".encode() + said
    found = bounce(raw)
    assert found is not None
    assert (found.kind, found.status) == ("failed", "5.1.1")


def test_an_absence_note_with_an_empty_return_path_is_no_bounce() -> None:
    note = f"Return-Path: <>\nFrom: a@example.net\nAuto-Submitted: auto-replied\nIn-Reply-To: <{ID}>\n\nI am away.\n"
    assert bounce(note.encode()) is None


def test_a_message_built_to_be_unreadable_is_refused_at_once() -> None:
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(200))
    with pytest.raises(InvalidInput, match="more than 50 parts") as refusal:
        bounce(f"{FROM_SERVER}\n{nested}".encode())
    assert refusal.value.code == "message-unreadable"


def test_what_is_damaged_beyond_reading_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("evalflow.effects.mail.bounces.email.message_from_bytes", damaged)
    with pytest.raises(InvalidInput, match=r"cannot be read \(RecursionError\)"):
        bounce(report())


def test_a_message_that_is_too_large_is_refused() -> None:
    with pytest.raises(InvalidInput, match="are the most"):
        bounce(b"x" * (LARGEST + 1))
