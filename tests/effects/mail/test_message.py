"""A letter as one mail message: whole, the same twice, and never with a header that nobody wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.effects.mail.message import Mail, MailAttachment, envelope, to_bytes
from evalflow.errors import InvalidInput

MAIL = Mail(
    "<0f@example.org>", "office@example.org", "The office", ("a@example.org", "b@example.org"), "Example Society",
    "On time", "Dear all,\n\nan accent: é.\n", "<p>an accent: é.</p>\n", datetime(2027, 2, 8, 9, tzinfo=UTC), "en",
    "mailto:office@example.org", (MailAttachment("report.pdf", b"%PDF" * 5000, "application/pdf"),),
)  # fmt: skip
HEADERS = [
    "Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "List-Unsubscribe", "Content-Language",
    "MIME-Version", "Content-Type",
]  # fmt: skip


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def test_a_message_has_text_html_and_what_goes_with_it() -> None:
    found = read(to_bytes(MAIL))
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf",
    ]  # fmt: skip
    (attachment,) = found.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("report.pdf", b"%PDF" * 5000)
    body = found.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == MAIL.text
    assert list(found) == HEADERS
    assert (found["To"], found["Date"]) == (
        "Example Society <a@example.org>, b@example.org",
        "Mon, 08 Feb 2027 09:00:00 +0000",
    )


def test_equal_letters_are_equal_bytes_with_lines_that_every_server_takes() -> None:
    raw = to_bytes(MAIL)
    assert raw == to_bytes(replace(MAIL))
    assert raw != to_bytes(replace(MAIL, message_id="<1f@example.org>"))
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_an_example_and_a_letter_without_anything_beside_it() -> None:
    found = read(to_bytes(replace(MAIL, attachments=(), unsubscribe="", example=True)))
    assert (found["X-Evalflow-Example"], found["List-Unsubscribe"]) == ("yes", None)
    assert found.get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("jörg@exämple.org", "jörg@exämple.org".encode()),
        ("joerg@exämple.org", b"joerg@xn--exmple-cua.org"),
        ("a@straße.de", b"a@xn--strae-oqa.de"),  # not strasse.de, which may be somebody else's
    ],
)
def test_an_address_of_any_script_is_written_as_servers_understand_it(to: str, says: bytes) -> None:
    raw = to_bytes(replace(MAIL, to=(to,)))
    assert says in raw
    assert envelope(to).encode() == says


NAMES = [
    'Müller, "Ölaf" (Büro)',
    "منظمة حقوق الإنسان " * 6,
    "李" * 70,
    "O'Brien <x@y>",
    "a@b.c",
    '"quoted"',
    "Smith; Jones, Ltd.",
    "=?utf-8?q?another?=",
    "x" * 150,
    '日本 (東京), "人権" 部',
    "emoji 👩‍👩‍👧‍👦 family",
    "back\\slash ü",
    "ü, " * 40,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_and_length_arrives_as_it_is(name: str) -> None:
    raw = to_bytes(replace(MAIL, to_name=name, sender_name=name, subject=name))
    head = message_from_bytes(raw)
    assert decoded(head["Subject"]) == " ".join(name.split())
    for header, addresses in (("From", ["office@example.org"]), ("To", ["a@example.org", "b@example.org"])):
        pairs = getaddresses([head[header]])
        assert [address for _, address in pairs] == addresses
        assert decoded(pairs[0][0]) == " ".join(name[:150].split())


def decoded(text: str) -> str:
    return " ".join(str(make_header(decode_header(text))).split())


@pytest.mark.parametrize(
    "bad",
    [
        {"subject": "a\nBcc: x@example.org"}, {"to_name": "a\rb"}, {"sender_name": "a\x00b"}, {"language": "e\nn"},
        {"message_id": "<a>\nX: y"}, {"to": ("a@example.org\nb",)}, {"unsubscribe": "mailto:a\u2028b"},
        {"attachments": (MailAttachment("a\n.pdf", b"", "application/pdf"),)}, {"sender": "a\n@example.org"},
    ],
)  # fmt: skip
def test_a_line_break_in_a_header_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(InvalidInput, match="which no header may"):
        to_bytes(replace(MAIL, **bad))  # type: ignore[arg-type] # the names of its fields


HOSTILE = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=400)


@given(HOSTILE, HOSTILE, HOSTILE.filter(str.strip))
def test_no_name_or_subject_can_add_a_header(name: str, subject: str, file: str) -> None:
    attached = (MailAttachment(file, b"x", "text/calendar"),)
    raw = to_bytes(replace(MAIL, to_name=name, sender_name=name, subject=subject, attachments=attached))
    assert list(read(raw)) == HEADERS
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()
