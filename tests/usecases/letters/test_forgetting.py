"""A contact that asks to be forgotten: nothing tells who it was, in rows, journal or files; the rest stands."""

from dataclasses import replace

import pytest

from evalflow.effects.mail.other_transports import FolderTransport
from evalflow.effects.mail.transport import TransportAnswer
from evalflow.errors import NotFound, Refused
from evalflow.evaluation.letters.contacts import Contact, MailDeclined
from evalflow.store.checks.verification import verify
from evalflow.usecases.door.incidents import list_incidents, resolve
from evalflow.usecases.letters import letters as letters_
from evalflow.usecases.letters.contacts import (
    add_contact,
    change_contact,
    decline_mail,
    leave,
    list_circle,
    list_contacts,
    seat,
    take_mail_again,
)
from evalflow.usecases.letters.feeds import write_feeds
from evalflow.usecases.letters.forgetting import forget_contact
from evalflow.usecases.letters.letters import list_letters
from evalflow.usecases.letters.posting import post
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, Post, only, posted, ticked
from tests.usecases.office import CYCLE, Office

NAME, ADDRESS = "Zebulon Society (example)", "zebulon@example.org"


def begun(at: At) -> Office:
    office = at("taking")
    add_contact(office.door, Contact("", "zebulon", NAME, "Zebulon", (ADDRESS,), zone="Europe/London"))
    seat(office.door, CYCLE, "zebulon", "ngo")
    ticked(office, "2027-02-08T09:00")
    return office


def told(office: Office) -> bool:
    """Return whether the files of the database hold anything of who it was."""
    office.store.dispose()
    raw = b"".join(path.read_bytes() for path in office.folder.glob("*.db*"))
    return b"ebulon" in raw


def test_nothing_tells_who_a_forgotten_contact_was(at: At) -> None:
    office = begun(at)
    folder = FolderTransport(office.folder / "letters")
    post(office.door, MAIL, folder)
    letters_.acknowledge(office.door, only(office).id, f"Reply of {NAME}")
    change_contact(office.door, "zebulon", organisation="Zebulon and others")
    decline_mail(office.door, "zebulon", f"{NAME} rang")
    take_mail_again(office.door, "zebulon", f"{NAME} wrote")
    write_feeds(office.door, office.folder)
    tried = forget_contact(office.dry(), "zebulon", "Asked for.")
    gone = forget_contact(office.door, "zebulon", "Asked for.")
    assert tried == gone
    assert [path.suffix for path in gone] == [".eml", ".ics"]
    assert not any(path.exists() for path in gone)
    with office.store.reading() as reading:
        assert verify(reading).sound
    [contact] = list_contacts(office.door)
    assert (contact.name, contact.addresses, list_circle(office.door, CYCLE)) == ("", (), [])
    assert [(one.letter.state, one.letter.to) for one in list_letters(office.door)] == [("sent", ())]
    with pytest.raises(NotFound):
        forget_contact(office.door, "zebulon", "Again.")
    with office.store.reading() as reading:
        declined = [
            one.event.reason
            for one in reading.journal(subject=contact.id)
            if isinstance(one.event, MailDeclined) and not one.erased_by
        ]
    assert declined == ["Asked for."]
    assert not told(office)


def test_what_failed_and_what_waits_is_forgotten_as_well(at: At) -> None:
    office = begun(at)
    seat(office.door, CYCLE, "zebulon", "government")
    leave(office.door, CYCLE, "zebulon", "government", f"{NAME} asked for it.")
    code = only(office).id
    for _ in range(2):
        posted(office, TransportAnswer("failed", f"550 <{ADDRESS}> unknown"))
        letters_.release(office.door, code, f"{NAME} rang.")
    posted(office, TransportAnswer("deferred", f"451 <{ADDRESS}> later"))
    letters_.hold(office.door, code, f"{NAME} is away.")
    resolve(office.door, list_incidents(office.door)[0].id, f"{NAME} mended it.")
    assert forget_contact(replace(office.door, folder=None), "zebulon", "Asked for.") == []
    assert only(office).state == "superseded"
    with office.store.reading() as reading:
        assert verify(reading).sound
    assert not told(office)


def test_a_letter_on_its_way_is_waited_for_and_a_reason_is_needed(at: At) -> None:
    office = begun(at)
    with pytest.raises(Refused, match="with a reason"):
        forget_contact(office.door, "zebulon", " ")

    class Asked(Post):
        def send(self, raw: bytes, sender: str, to: object, name: str) -> TransportAnswer:
            with pytest.raises(Refused, match="just being sent"):
                forget_contact(office.door, "zebulon", "Asked for.")
            return TransportAnswer("sent", "")

    assert post(office.door, MAIL, Asked()).states == {"sent": 1}
