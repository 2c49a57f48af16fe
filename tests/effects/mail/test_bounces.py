"""Returned messages in the shape of the big servers' (invented, word by word): which letter, what became of it, why."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.effects.mail.bounces import Bounce, bounce

LETTER = "0123456789abcdef0123456789abcdef@example.org"
FOLDER = Path(__file__).parent / "returned_mail"
TO = "ngo@example.net"
RETURNED = {
    "postfix": (TO, "failed", "5.1.1", "550 5.1.1 <ngo@example.net>: Recipient address rejected: nobody of this "
                                       "name here"),
    "postfix-delayed": (TO, "delayed", "4.4.1", "connect to store.example.net[198.51.100.7]:25: Connection timed out"),
    "exim": (TO, "failed", "5.0.0", "550 5.2.2 over quota"),
    "exim-text-alone": (TO, "failed", "", "This was written by the mail software by itself. One address could not be "
                                          "reached, for good: ngo@example.net Unrouteable address"),
    "exchange": (TO, "failed", "5.7.133", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; the sender is not "
                                          "signed in"),
    "gmail": (TO, "failed", "5.1.1", "550-5.1.1 The address that you wrote to is not here. Look whether it 550-5.1.1 "
                                     "is spelt as it should be. 550 5.1.1 q1-20020a17 - gsmtp"),
    "qmail": (TO, "failed", "5.1.1", "Remote host said: 550 no mailbox of this name (#5.1.1) Giving up on "
                                     "198.51.100.7."),
    "qmail-without-a-status": (TO, "failed", "", "Remote host said: 554 not here"),
    "amazon-ses": (TO, "failed", "5.4.1", "550 5.4.1 recipient address rejected: access denied"),
    "success": (TO, "delivered", "2.0.0", "250 2.0.0 taken"),
    "one-of-several": ("second@example.net", "failed", "5.2.2", "552 5.2.2 the mailbox is full"),
    "japanese": ("ngo@example.jp", "failed", "5.1.1", "550 5.1.1 User unknown"),
    "japanese-text-alone": ("ngo@example.jp", "failed", "5.1.1", "<ngo@example.jp>: 550 5.1.1 宛先不明"),
    "international": ("büro@example.net", "failed", "5.1.1", "550 5.1.1 <büro@example.net> unbekannt"),
    "returned-headers-encoded": (TO, "failed", "5.4.7", ""),
    "nothing-returned": (TO, "failed", "5.1.0", ""),
    "unknown-charset": (TO, "failed", "5.1.1", "550 5.1.1 pas de boîte à ce nom"),
}  # fmt: skip
OTHERS = sorted(file.stem for file in FOLDER.glob("none-*.eml"))


def stored(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def with_line_ends(raw: bytes, ends: bytes) -> bytes:
    return raw.replace(b"\n", ends)


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("name", RETURNED)
def test_what_each_server_says_is_understood(name: str, ends: bytes) -> None:
    found = bounce(with_line_ends(stored(name), ends))
    assert found is not None
    assert (found.message_id, *RETURNED[name]) == (
        f"<{LETTER}>", found.recipient, found.kind, found.status, found.says,
    )  # fmt: skip


def test_no_returned_message_is_left_untested() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {*RETURNED, *OTHERS}


@pytest.mark.parametrize("name", OTHERS)
def test_what_people_write_or_let_answer_is_no_bounce(name: str) -> None:
    assert LETTER.encode() in stored(name)
    assert bounce(stored(name)) is None


def test_the_recipient_that_was_asked_for_goes_before_the_one_it_was_sent_on_to() -> None:
    on = b"Original-Recipient: rfc822;asked@example.net\nFinal-Recipient: rfc822; ngo@example.net\nAction"
    found = bounce(stored("success").replace(b"Final-Recipient: rfc822; ngo@example.net\nAction", on))
    assert found is not None
    assert found.recipient == "asked@example.net"


@pytest.mark.parametrize(
    ("action", "kind"), [("delivered", "delivered"), ("expanded", "delivered"), ("x", "unclear"), ("", "unclear")]
)
def test_a_report_says_by_its_action_what_became_of_a_letter(action: str, kind: str) -> None:
    found = bounce(stored("success").replace(b"relayed", action.encode()))
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("said", "kind", "status"),
    [
        ("4.4.1 later", "unclear", "4.4.1"), ("4.4.1, then 5.0.0", "failed", "5.0.0"), ("It failed.", "unclear", ""),
        ("By 5.10.2027, 5.1.1.7 or 15.1.1", "unclear", ""), ("550 5.7.1 refused", "failed", "5.7.1"),
        ("said: 452 4.2.2 full", "unclear", "4.2.2"), ("of 550 letters", "unclear", ""), ("", "unclear", ""),
    ],
)  # fmt: skip
def test_without_a_report_only_a_refusal_for_good_is_a_failure(said: str, kind: str, status: str) -> None:
    found = bounce(f"From: postmaster@example.net\nTo: a@b.org\n\n{said}\nFor a@b.org: <{LETTER}>\n".encode())
    assert found is not None
    assert (found.kind, found.status, found.recipient) == (kind, status, "")


def test_a_server_that_does_not_name_itself_is_known_by_its_empty_return_path() -> None:
    said = f"Subject: failure\n\n<{TO}>: 550 5.7.1 refused\n\nReceived: by mx\nMessage-ID: <{LETTER}>\n"
    assert bounce(f"From: x@example.net\n{said}".encode()) is None
    found = bounce(f"Return-Path: <>\nFrom: x@example.net\n{said}".encode())
    assert found == Bounce(f"<{LETTER}>", TO, "failed", "5.7.1", f"<{TO}>: 550 5.7.1 refused")


def test_one_of_ten_megabytes_is_read_by_its_beginning() -> None:
    attached = b"JVBERi0xLjcKJeLjz9MKMSAwIG9iago8PC9UeXBlL0NhdGFsb2cv\n" * 190_000
    assert len(attached) > 10_000_000
    found = bounce(stored("postfix") + attached)
    assert found == bounce(stored("postfix"))
    assert bounce(attached) is None


def deep(levels: int, within: bytes) -> bytes:
    """Return a message in which a text stands in parts within parts."""
    heads = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(levels))
    return b"From: MAILER-DAEMON@x.org\n" + b"".join(heads) + b"Content-Type: text/plain\n\n" + within


def test_parts_within_parts_are_read_up_to_a_depth_that_no_server_reaches() -> None:
    said = f"550 5.1.1 for {TO} <{LETTER}>".encode()
    found = bounce(deep(8, said))
    assert found == Bounce(f"<{LETTER}>", TO, "failed", "5.1.1", f"550 5.1.1 for {TO}")
    for hostile in (deep(5_000, b"no"), b"Content-Type: message/rfc822\n\n" * 9_000, deep(5_000, b"\n" * 900_000)):
        assert bounce(hostile) is None


def test_what_cannot_be_read_and_names_a_letter_of_ours_is_told_of() -> None:
    found = bounce(f"X-Of: <{LETTER}>\n".encode() + deep(400, b"550 5.1.1 no"))
    assert found == Bounce(f"<{LETTER}>", "", "unreadable", "", "Nothing can be read from it. Look at it yourself.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'boundary="4ZxYz1AbCd.1802077205/mx.example.net"', b'boundary=""'),
        (b'boundary="4ZxYz1AbCd.1802077205/mx.example.net"', b"boundary*=x''%ff"),
        (b"charset=us-ascii", b"charset*=a\x00b''%00"),
        (b"charset=us-ascii", b"charset=\xff\xfe\nContent-Transfer-Encoding: base64"),
        (b"From: MAILER-DAEMON@mx.example.net", b"From: \xff\xfe<<>>,,;"),
        (b"Content-Type: message/rfc822", b"Content-Type: multipart/mixed; boundary=b1"),
        (b"Content-Type: message/delivery-status", b"Content-Type: message/delivery-status; charset=\x00\n\n\xff"),
        (b"Status: 5.1.1", b"Status: \xff"),
        (b"Diagnostic-Code: smtp;", b"Diagnostic-Code:\xe2\x80\xae\x1b[2J"),
    ],
)
def test_a_damaged_message_is_read_as_far_as_it_can_be(old: bytes, new: bytes) -> None:
    raw = stored("postfix")
    assert old in raw
    found = bounce(raw.replace(old, new))
    assert found is None or (found.message_id == f"<{LETTER}>" and found.kind in ("failed", "unclear"))
    assert found is None or not re.search(r"[\x00-\x1f]", found.says)


@given(st.sampled_from([*RETURNED, *OTHERS]), st.lists(st.tuples(st.integers(0, 4_000), st.binary(max_size=6))))
def test_damage_anywhere_raises_nothing(name: str, changes: list[tuple[int, bytes]]) -> None:
    raw = bytearray(stored(name))
    for at, instead in changes:
        raw[at : at + len(instead)] = instead
    bounce(bytes(raw))
    bounce(bytes(raw[: len(raw) // 2]))


@given(st.binary(max_size=400))
def test_what_is_no_message_at_all_is_no_bounce(raw: bytes) -> None:
    assert bounce(raw) is None
