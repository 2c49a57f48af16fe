"""A mail server or account that fails: letters stay due, one incident, one probe at a time; and none fails by it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from evalflow.effects.mail.smtp import SmtpSettings, SmtpTransport
from evalflow.effects.mail.transport import TransportAnswer
from evalflow.settings import MailSettings
from evalflow.store.checks.verification import verify
from evalflow.usecases.cycles.cycles import tick_all
from evalflow.usecases.door.incidents import list_incidents, retry, short
from evalflow.usecases.letters import letters as letters_
from evalflow.usecases.letters.letters import list_letters
from evalflow.usecases.letters.posting import post
from tests.support.awaiting import HOUR
from tests.support.smtp_server import serving
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, SENT, Post, only, people, posted
from tests.usecases.office import Office

BLOCKED = TransportAnswer("blocked", "The login was refused: 535.")
ROLES = ("ngo", "parliament", "government")


@pytest.fixture
def office(at: At) -> Office:
    """Three letters are due."""
    there = at("taking")
    people(there, *ROLES)
    tick_all(there.at("2027-02-08T09:00"))
    return there


def states(office: Office) -> dict[str, int]:
    found = [one.letter.state for one in list_letters(office.door)]
    return {state: found.count(state) for state in found}


def tries(office: Office, *answers: TransportAnswer) -> int:
    """Return how many letters were handed over in one round."""
    return len(posted(office, *answers)[1].taken)


def test_a_server_that_fails_keeps_all_letters_due_and_is_one_incident(office: Office) -> None:
    done, way = posted(office, BLOCKED)
    assert (done.states, done.blocked, len(way.taken)) == ({"due": 1}, ["The login was refused: 535."], 1)
    assert states(office) == {"due": 3}
    (incident,) = list_incidents(office.door)
    assert (incident.kind, incident.place, incident.cause) == ("effect", "folder for letters", BLOCKED.says)
    assert {one.letter.attempts for one in list_letters(office.door)} == {0}


def test_one_letter_probes_after_a_delay_that_grows_and_success_lets_all_go(office: Office) -> None:
    assert tries(office, BLOCKED) == 1
    assert tries(office) == 0
    probes, waited = 0, [timedelta()]
    while probes < 4:
        office.now += timedelta(minutes=5)
        waited[-1] += timedelta(minutes=5)
        if tried := tries(office, BLOCKED):
            assert tried == 1
            probes += 1
            waited.append(timedelta())
    assert [one // timedelta(minutes=1) for one in waited[:4]] == [10, 20, 40, 80]
    assert (states(office), len(list_incidents(office.door))) == ({"due": 3}, 1)
    office.now += timedelta(hours=3)
    assert posted(office)[0].states == {"sent": 3}
    assert list_incidents(office.door) == []
    with office.store.reading() as reading:
        assert verify(reading).sound


def test_however_long_it_lasts_no_letter_fails_and_each_probes_in_turn(office: Office) -> None:
    probed = [name for name, _, _ in posted(office, BLOCKED)[1].taken]
    while len(probed) < 21:  # more than the attempts after which a letter is given up
        office.now += timedelta(minutes=10)
        retry(office.door, short(list_incidents(office.door)[0]))
        probed += [name for name, _, _ in posted(office, BLOCKED)[1].taken]
    assert states(office) == {"due": 3}
    assert {probed.count(name) for name in probed} <= {6, 7, 8}


def test_a_person_has_it_tried_at_once_and_a_new_failure_later_begins_with_the_short_delay(office: Office) -> None:
    for _ in range(5):
        posted(office, BLOCKED)
        office.now += timedelta(hours=2)
    posted(office, BLOCKED)
    assert tries(office) == 0
    retry(office.door, short(list_incidents(office.door)[0]))
    assert posted(office, TransportAnswer("sent", "250"), TransportAnswer("sent", "250"), BLOCKED)[0].states == {
        "sent": 2,
        "due": 1,
    }
    office.now += timedelta(minutes=10)
    assert posted(office)[0].states == {"sent": 1}


def test_two_processes_make_one_probe(office: Office) -> None:
    posted(office, BLOCKED)
    office.now += timedelta(minutes=10)
    others: list[int] = []

    class First(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            others.append(tries(office))
            return super().send(raw, sender, to, name)

    assert post(office.door, MAIL, First(BLOCKED)).states == {"due": 1}
    assert others == [0]


def test_a_probe_whose_process_died_is_made_again(office: Office) -> None:
    posted(office, BLOCKED)
    office.now += timedelta(minutes=10)

    class Killed(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        post(office.door, MAIL, Killed())
    assert tries(office) == 0
    office.now += timedelta(minutes=16)
    assert posted(office)[0].states == {"sent": 3}


def test_a_recipient_who_is_refused_shows_that_the_server_works_and_fails_alone(office: Office) -> None:
    posted(office, BLOCKED)
    office.now += timedelta(minutes=10)
    assert posted(office, TransportAnswer("failed", "550 no such mailbox"))[0].states == {"failed": 1, "sent": 2}
    assert [one.cause for one in list_incidents(office.door)] == ["550 no such mailbox"]


def test_other_settings_are_another_way_and_close_the_incident_of_the_first(office: Office) -> None:
    posted(office, BLOCKED)
    other = MailSettings(sender=MAIL.sender, transport="smtp", host="mail.example.org")
    assert post(office.door, other, Post(BLOCKED)).states == {"due": 1}
    assert [one.place for one in list_incidents(office.door)] == [
        "folder for letters",
        "mail server mail.example.org:587",
    ]
    sendmail = MailSettings(sender=MAIL.sender, transport="sendmail")
    assert post(office.door, sendmail, Post()).states == {"sent": 3}
    assert list_incidents(office.door) == []


def test_what_goes_no_more_is_no_probe(office: Office) -> None:
    posted(office, BLOCKED)
    for one in list_letters(office.door)[:2]:
        letters_.hold(office.door, one.letter.id, "In doubt.")
    office.now += timedelta(days=30)  # what the third reminds of is over
    tick_all(office.door)
    posted(office)
    assert states(office).get("failed", 0) == 0


def test_what_another_process_sent_meanwhile_is_not_put_back(at: At) -> None:
    there = at("taking")
    people(there, "ngo")
    tick_all(there.at("2027-02-08T09:00"))

    class Slow(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            there.now += timedelta(minutes=16)
            post(there.door, MAIL, Post())
            return BLOCKED

    post(there.door, MAIL, Slow())
    assert only(there).state == "sent"


CUT = TransportAnswer("interrupted", "Connection unexpectedly closed")


def test_what_breaks_off_once_is_tried_again_soon_and_the_others_go(office: Office) -> None:
    assert posted(office, CUT)[0].states == {"due": 1, "sent": 2}
    assert list_incidents(office.door) == []
    assert tries(office) == 0
    office.now += timedelta(minutes=5)
    assert posted(office)[0].states == {"sent": 1}


def test_what_breaks_off_twice_or_with_no_other_to_show_better_is_the_servers(office: Office) -> None:
    assert tries(office, CUT, CUT) == 2
    assert (states(office), [one.cause for one in list_incidents(office.door)]) == ({"due": 3}, [CUT.says])
    office.now += timedelta(minutes=10)
    assert tries(office, CUT) == 1
    office.now += timedelta(minutes=20)
    assert tries(office, SENT, SENT, CUT) == 3
    assert states(office) == {"due": 1, "sent": 2}
    assert len(list_incidents(office.door)) == 1


@pytest.mark.parametrize(("greeting", "tries"), [("554 go away", 1), ("421 busy", 2), ("cut", 2), ("endless", 1)])
def test_a_real_server_that_takes_nobody_fails_no_letter(
    office: Office, tmp_path: Path, greeting: str, tries: int
) -> None:
    mail = MailSettings(sender=MAIL.sender, transport="smtp", host="127.0.0.1")
    with serving(tmp_path / "taken", lambda stage: greeting if stage == "greeting" else "") as server:
        way = SmtpTransport(SmtpSettings("127.0.0.1", server.port, "none", timeout=HOUR, limit=HOUR))
        for _ in range(3):
            with way:
                post(office.door, mail, way)
        assert (states(office), len(list_incidents(office.door)), server.connections) == ({"due": 3}, 1, tries)
        server.behave = lambda _: ""
        office.now += timedelta(minutes=10)
        with way:
            assert post(office.door, mail, way).states == {"sent": 3}
    assert list_incidents(office.door) == []


SILENT = TransportAnswer("unknown", "All was handed over, and no answer came.")


def test_a_server_that_takes_everything_and_never_answers_is_one_incident_and_ends_no_letter(office: Office) -> None:
    done, way = posted(office, SILENT, SILENT)
    assert (done.blocked, len(way.taken)) == ([SILENT.says], 2)  # the third is spared
    assert states(office) == {"unknown": 2, "due": 1}
    assert [one.place for one in list_incidents(office.door)] == ["folder for letters"]
    probed = [name for name, _, _ in way.taken]
    for _ in range(20):  # more than the attempts after which letters were given up before
        office.now += timedelta(hours=25)
        probed += [name for name, _, _ in posted(office, SILENT)[1].taken]
    assert (len(probed), set(states(office)), len(list_incidents(office.door))) == (22, {"unknown"}, 1)
    office.now += timedelta(hours=25)
    assert posted(office)[0].states == {"sent": 3}
    assert list_incidents(office.door) == []


def test_one_letter_without_an_answer_among_others_that_have_one_is_no_fault_of_the_server(office: Office) -> None:
    done, _ = posted(office, SILENT)
    assert (done.blocked, done.states) == ([], {"unknown": 1, "sent": 2})
    assert list_incidents(office.door) == []


def test_a_recipient_who_is_put_off_for_five_days_is_asked_about_and_is_not_failed(at: At) -> None:
    there = at("taking")
    people(there, "ngo")
    tick_all(there.at("2027-02-08T09:00"))
    later = TransportAnswer("deferred", "450 4.2.1 not now")
    for _ in range(19):
        posted(there, later)
        assert only(there).state == "due"
        there.now += timedelta(hours=6, minutes=20)
    posted(there, later)
    assert only(there).state == "held"
    [incident] = list_incidents(there.door)
    assert incident.cause.startswith("Tried 20 times since 2027-02-08 09:00 UTC, and held for you to decide.")
    letters_.release(there.door, only(there).id)
    assert posted(there)[0].states == {"sent": 1}
    assert list_incidents(there.door) == []


def test_the_only_letter_that_has_no_answer_twice_is_taken_for_the_servers_fault(at: At) -> None:
    there = at("taking")
    people(there, "ngo")
    tick_all(there.at("2027-02-08T09:00"))
    assert (posted(there, SILENT)[0].blocked, list_incidents(there.door)) == ([], [])
    there.now += timedelta(minutes=6)
    assert posted(there, SILENT)[0].blocked == [SILENT.says]
    there.now += timedelta(days=9)
    posted(there, SILENT)
    assert (only(there).state, len(list_incidents(there.door))) == ("unknown", 1)
