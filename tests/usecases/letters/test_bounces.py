"""Returned letters at the door: one that cannot be read is told of, and stops no other."""

from pathlib import Path

import pytest

from evalflow.settings import MailSettings
from evalflow.usecases.letters.letters import list_letters, take_bounce, take_bounces
from evalflow.usecases.letters.posting import post
from tests.effects.mail.test_bounces import FOLDER, deep
from tests.effects.mail.test_mailbox import FIRST, imap, mailbox
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import Post, people, ticked
from tests.usecases.office import Office

MAIL = MailSettings(sender="office@example.org")


@pytest.fixture
def sent(at: At) -> Office:
    """An office that has sent one letter."""
    office = at("taking")
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    post(office.door, MAIL, Post())
    return office


def id_of(office: Office) -> str:
    return list_letters(office.door)[0].letter.id


def of_ours(office: Office, name: str) -> bytes:
    raw = Path(FOLDER / f"{name}.eml").read_bytes()
    return raw.replace(b"0123456789abcdef0123456789abcdef@", f"{id_of(office)}@".encode())


def test_one_that_cannot_be_read_is_told_of_stays_unseen_and_stops_no_other(sent: Office) -> None:
    unreadable = f"X-Of: <{id_of(sent)}@example.org>\n".encode() + deep(400, b"")
    with imap(unreadable, deep(400, b""), b"", of_ours(sent, "postfix")) as server:
        for door, seen in ((sent.dry(), set[int]()), (sent.door, {3})):
            found = take_bounces(door, mailbox(server))
            assert [(letter.id, returned.kind) for letter, returned in found] == [
                (id_of(sent), "unreadable"), (id_of(sent), "failed"),
            ]  # fmt: skip
            assert server.seen == {FIRST + place for place in seen}
        assert [returned.kind for _, returned in take_bounces(sent.door, mailbox(server))] == ["unreadable"]


@pytest.mark.parametrize(
    ("name", "state"), [("gmail", "failed"), ("qmail", "failed"), ("postfix-delayed", "sent"), ("success", "sent")]
)
def test_only_what_failed_for_good_marks_its_letter_and_an_unreadable_one_marks_none(
    sent: Office, name: str, state: str
) -> None:
    known, _ = take_bounce(sent.door, f"<{id_of(sent)}@x> ".encode() + deep(400, b""), "x.eml")
    assert known is not None
    assert known.state == "sent"
    known, _ = take_bounce(sent.door, of_ours(sent, name), "x.eml")
    assert known is not None
    assert known.state == state
