"""Letters that are sent while senders fail, die or meet each other: none is lost, and none is given up quietly."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest

from evalflow.effects.mail.transport import TransportAnswer
from evalflow.errors import Broken, Refused
from evalflow.evaluation.letters.letters import ATTEMPTS, LEASE
from evalflow.usecases.cycles.reminders import send_now
from evalflow.usecases.door.incidents import list_incidents
from evalflow.usecases.letters import letters as letters_
from evalflow.usecases.letters.letters import list_letters
from evalflow.usecases.letters.posting import post
from tests.usecases.letters.test_posting import MAIL, Post, only, people, posted, ticked
from tests.usecases.office import CYCLE, Office


def test_what_is_not_taken_is_tried_again_later_and_what_is_refused_is_an_incident(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    assert posted(office, TransportAnswer("deferred", "451 later"))[0].states == {"due": 1}
    assert posted(office)[0].letters == 0  # its time has not come
    office.now += timedelta(minutes=6)
    assert posted(office, TransportAnswer("failed", "550 no such mailbox"))[0].states == {"failed": 1}
    (incident,) = list_incidents(office.door)
    assert (incident.kind, incident.cause) == ("effect", "550 no such mailbox")
    with pytest.raises(Refused, match="only with a reason"):
        letters_.release(office.door, only(office).id)
    letters_.release(office.door, only(office).id, "The address was mended.")
    assert posted(office)[0].states == {"sent": 1}
    assert list_incidents(office.door) == []


def test_after_an_unknown_the_very_same_message_goes_again(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    _, first = posted(office, TransportAnswer("unknown", "no answer"))
    assert only(office).state == "unknown"
    office.now += timedelta(minutes=6)
    _, second = posted(office)
    assert first.taken == second.taken
    assert b"Message-ID: <" + only(office).id.encode() + b"@example.org>" in first.taken[0][2]


def test_a_letter_whose_sender_was_killed_is_taken_up_after_its_lease(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    class Killed(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            super().send(raw, sender, to, name)
            raise KeyboardInterrupt

    killed = Killed()
    with pytest.raises(KeyboardInterrupt):
        post(office.door, MAIL, killed)
    assert (only(office).state, posted(office)[0].letters) == ("sending", 0)
    office.now += timedelta(minutes=15)
    _, again = posted(office)
    assert again.taken == killed.taken


def test_a_template_that_fails_lets_the_letter_wait_as_an_incident(
    office_taking: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    def broken(*_: object) -> None:
        raise Broken("template-failed", "The template digest.en.md.j2, line 3, cannot be filled in: KeyError.")

    with monkeypatch.context() as patched:
        patched.setattr("evalflow.usecases.letters.posting.letter_text", broken)
        assert posted(office)[0].states == {"due": 1}
    assert [one.kind for one in list_incidents(office.door)] == ["template"]
    office.now += timedelta(hours=1)
    assert posted(office)[0].states == {"sent": 1}
    assert list_incidents(office.door) == []


def test_asked_to_stop_it_ends_between_two_letters_and_a_dry_run_sends_none(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo", "parliament", "government")
    ticked(office, "2027-02-08T09:00")
    assert post(replace(office.door, dry_run=True), MAIL, Post()).letters == 0
    way = Post()
    assert post(office.door, MAIL, way, lambda: len(way.taken) == 1).letters == 1
    back = [one.letter for one in list_letters(office.door, state="due")]
    assert [(one.attempts, one.answer) for one in back] == [(0, "It was put back when the work was stopped.")] * 2
    assert posted(office)[0].states == {"sent": 2}


def test_what_another_process_has_taken_up_meanwhile_is_not_put_back(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo", "parliament")
    ticked(office, "2027-02-08T09:00")

    class Slow(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            office.now += timedelta(minutes=16)  # the claims run out, and another process takes both up
            post(office.door, MAIL, Post(TransportAnswer("deferred", "451"), TransportAnswer("failed", "550")))
            return super().send(raw, sender, to, name)

    way = Slow()
    post(office.door, MAIL, way, lambda: bool(way.taken))
    assert sorted(one.letter.state for one in list_letters(office.door)) == ["failed", "sent"]


def test_a_letter_that_another_process_has_sent_meanwhile_is_left_as_it_is(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    class Overtaken(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            office.now += timedelta(minutes=16)
            post(office.door, MAIL, Post())  # the lease has run out, and another one takes it up
            return super().send(raw, sender, to, name)

    assert post(office.door, MAIL, Overtaken(TransportAnswer("failed", "550"))).states == {"sent": 1}
    assert only(office).answer == "250 taken"


def test_a_late_answer_says_nothing_of_the_attempt_that_is_under_way_by_then(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    class Killed(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            raise KeyboardInterrupt

    class Overtaken(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            office.now += timedelta(minutes=16)
            with suppress(KeyboardInterrupt):
                post(office.door, MAIL, Killed())
            return super().send(raw, sender, to, name)

    assert post(office.door, MAIL, Overtaken(TransportAnswer("failed", "550"))).states == {"sending": 1}
    assert only(office).attempts == 2


def test_a_letter_whose_senders_always_die_is_given_up_as_an_incident(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    class Dying(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            raise KeyboardInterrupt

    for _ in range(ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            post(office.door, MAIL, Dying())
        office.now += LEASE
    assert posted(office)[0].states == {"failed": 1}
    [incident] = list_incidents(office.door)
    assert incident.cause == "After 16 attempts it was given up. The last had no answer."


def test_that_it_was_taken_is_news_even_from_an_attempt_that_was_given_up_for_lost(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    class Late(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            office.now += timedelta(minutes=16)
            post(office.door, MAIL, Post(TransportAnswer("unknown", "no answer")))
            return super().send(raw, sender, to, name)

    assert post(office.door, MAIL, Late()).states == {"sent": 1}
    assert only(office).answer == "250 taken"


def test_what_is_acknowledged_after_its_sender_died_goes_no_more(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")

    class Killed(Post):
        def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        post(office.door, MAIL, Killed())
    letters_.acknowledge(office.door, only(office).id, "a reply")
    office.now += LEASE
    told, way = posted(office)
    assert (told.states, way.taken, only(office).answer) == ({"sent": 1}, [], "Acknowledged: a reply")


def test_a_reminder_does_not_join_a_letter_that_may_have_gone(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-22T09:00")
    posted(office, TransportAnswer("unknown", "no answer"))
    letters_.release(office.door, only(office).id)  # due again, and the server may have its text
    send_now(office.door, CYCLE, "ngo-inputs", date(2027, 3, 1), "ngo", "A holiday comes.")
    assert [len(one.letter.items) for one in list_letters(office.door)] == [1, 1]
