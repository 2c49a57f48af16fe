"""Letters at the door: reminders owed, collected to one a person and day, sent once; and what becomes of each."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest

from evalflow.effects.mail.transport import TransportAnswer
from evalflow.engine.words import ExtendDeadline
from evalflow.errors import InvalidInput, NotFound, Refused
from evalflow.evaluation.letters.commands_events import Letter
from evalflow.evaluation.letters.contacts import Contact
from evalflow.settings import MailSettings
from evalflow.store.checks.verification import verify
from evalflow.usecases.cycles.changes import Onto, migrate
from evalflow.usecases.cycles.cycles import Opening, move, open_cycle, tick_all
from evalflow.usecases.cycles.reminders import list_reminders, preview, send_now
from evalflow.usecases.door.incidents import list_incidents
from evalflow.usecases.letters import letters as letters_
from evalflow.usecases.letters.contacts import add_contact, change_contact, decline_mail, plan_absence, seat
from evalflow.usecases.letters.letters import list_letters
from evalflow.usecases.letters.posting import Posted, post
from evalflow.usecases.record.dialogues import add_dialogue
from evalflow.usecases.trust.doctor_cycles import DoctorCheck, examine_cycles
from tests.effects.mail.test_mailbox import FIRST, imap, mailbox
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, dialogue

MAIL = MailSettings(sender="office@example.org", sender_name="The office")
SENT = TransportAnswer("sent", "250 taken")


class Post:
    """A transport that keeps what it is handed, and answers as it is told."""

    def __init__(self, *answers: TransportAnswer) -> None:
        self.answers = list(answers)
        self.taken: list[tuple[str, tuple[str, ...], bytes]] = []

    def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
        assert sender == MAIL.sender
        self.taken.append((name, tuple(to), raw))
        return self.answers.pop(0) if self.answers else SENT

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...


def people(office: Office, *roles: str, **more: Any) -> None:
    """Give each role one contact, whose code is the role, in the office's circle."""
    for role in roles:
        made = Contact("", role, f"The {role}", "", (f"{role}@example.org",), zone="Europe/London", **more)
        add_contact(office.door, made)
        seat(office.door, CYCLE, role, role)


def posted(office: Office, *answers: TransportAnswer) -> tuple[Posted, Post]:
    way = Post(*answers)
    return post(office.door, MAIL, way), way


def ticked(office: Office, text: str) -> None:
    tick_all(office.at(text))


def states(office: Office) -> list[tuple[str, str, str]]:
    return [(one.letter.kind, one.contact.code, one.letter.state) for one in list_letters(office.door)]


def only(office: Office) -> Letter:
    (found,) = list_letters(office.door)
    return found.letter


def test_a_reminder_is_one_letter_to_each_who_has_the_role_in_their_working_hours(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo", "parliament")
    ticked(office, "2027-02-08T00:00")  # a Monday, thirty days before the windows close
    assert {(one.contact.code, one.letter.due_at) for one in list_letters(office.door)} == {
        ("ngo", datetime(2027, 2, 8, 9, tzinfo=UTC)), ("parliament", datetime(2027, 2, 8, 9, tzinfo=UTC)),
    }  # fmt: skip
    assert posted(office)[0].letters == 0  # it is midnight
    office.at("2027-02-08T09:00")
    done, way = posted(office)
    assert (done.states, len(way.taken)) == ({"sent": 2}, 2)
    assert b"To: The ngo <ngo@example.org>" in b"".join(raw for _, _, raw in way.taken)
    assert posted(office)[0].letters == 0
    with office.store.reading() as reading:
        assert verify(reading).sound


def test_everything_of_one_day_is_one_letter_unless_somebody_wants_them_single(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    seat(office.door, CYCLE, "ngo", "parliament")
    ticked(office, "2027-02-08T00:00")
    assert len(only(office).items) == 2
    change_contact(office.door, "ngo", single=True)
    ticked(office, "2027-02-22T00:00")
    assert len(list_letters(office.door)) == 3


def test_a_notice_is_a_letter_of_its_own_as_the_workflow_says(at: At, tmp_path: Path) -> None:
    office = at("new")
    add_dialogue(office.door, dialogue())
    file = tmp_path / "calls.yaml"
    file.write_text(CALLS.partition("      - {before: P7D")[0] + NOTICES + CALLS[CALLS.index("    next: [other") :])
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Office", False, CYCLE, file))
    people(office, "coordinator", "ngo")
    assert [len(one.items) for one in preview(office.door)] == [1, 1]
    seat(office.door, CYCLE, "ngo", "parliament")  # in two roles one hears of a thing once
    seat(office.door, CYCLE, "coordinator", "expert")
    file.write_text(file.read_text().replace("steps:\n", "letters: {notice: wait}\nsteps:\n"))
    migrate(office.door, CYCLE, Onto(file, "", {}, "Notices are read first.", True))
    ticked(office, "2026-12-17T09:00")
    assert states(office) == [("notice", "ngo", "held"), ("digest", "coordinator", "due")]
    letters_.release(office.door, list_letters(office.door)[0].letter.id)
    _, way = posted(office)
    assert sorted(b"Notice: Calls" in raw for _, _, raw in way.taken) == [False, True]
    assert not any(b"2 deadlines" in raw for _, _, raw in way.taken)


NOTICES = """\
      - {before: P7D, to: coordinator}
      - {before: P7D, to: ngo, letter: notice}
      - {before: P7D, to: parliament, letter: notice}
      - {before: P7D, to: expert}
"""


def test_ten_days_asleep_send_no_stale_reminder(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-03-02T08:00")  # those of 6 and 22 February are stale, that of 1 March is not
    assert [item.offset for item in only(office).items] == ["7 days before"]
    assert only(office).due_at == datetime(2027, 3, 2, 9, tzinfo=UTC)


def test_what_is_done_or_has_another_day_is_reminded_of_no_more(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-03-01T00:00")
    move(office.door, CYCLE, ExtendDeadline("ngo_inputs", date(2027, 4, 8), "More time."))
    office.at("2027-03-01T10:00")
    done, way = posted(office)
    assert (done.states, way.taken, only(office).state) == ({"superseded": 1}, [], "superseded")


def test_who_is_away_is_stood_in_for_and_who_declines_gets_none_which_is_recorded(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo", "parliament")
    plan_absence(office.door, "ngo", date(2027, 2, 1), date(2027, 2, 10), "parliament")
    decline_mail(office.door, "parliament", "by telephone")
    ticked(office, "2027-02-08T09:00")
    assert posted(office)[0].states == {"declined": 1}
    assert only(office).answer == "parliament takes no mail: by telephone"
    assert [len(one.letter.items) for one in list_letters(office.door)] == [2]
    letters_.release(office.door, only(office).id[:8], "They ask for it now.")
    assert only(office).state == "due"


def test_an_acknowledged_deadline_is_reminded_of_no_more(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    posted(office)
    with pytest.raises(Refused, match="Say who has it"):
        letters_.acknowledge(office.door, only(office).id, " ")
    letters_.acknowledge(office.door, only(office).id[:6], "reply of 9 February")
    ticked(office, "2027-03-01T10:00")
    assert len(list_letters(office.door)) == 1


def test_a_letter_is_held_shown_and_released(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    code = only(office).id[:8]
    assert letters_.hold(office.door, code, "In doubt.").state == "held"
    shown = letters_.show_letter(office.door, MAIL, code)
    assert (shown.subject.startswith("Inputs of NGOs"), shown.mail) == (True, None)
    assert posted(office)[0].letters == 0
    assert letters_.release(office.door, code).state == "due"
    posted(office)
    assert letters_.show_letter(office.door, MAIL, code).mail is not None
    with pytest.raises(NotFound, match="There is no letter"):
        letters_.show_letter(office.door, MAIL, "zz")
    with pytest.raises(Refused, match="This letter is sent"):
        letters_.hold(office.door, code, "Too late.")


def test_a_returned_message_marks_its_letter(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    posted(office)
    raw = BOUNCE.format(id=only(office).id).encode()
    letter, bounce = letters_.take_bounce(office.door, raw, "back.eml")
    assert letter is not None
    assert (letter.state, letter.answer) == ("failed", "It came back. 5.1.1 550 no such mailbox")
    assert bounce.recipient == "ngo@example.org"
    assert letters_.take_bounce(office.door, BOUNCE.format(id="f" * 32).encode(), "x")[0] is None
    with pytest.raises(InvalidInput, match="is no returned message"):
        letters_.take_bounce(office.door, b"Subject: Hello\n\nHello.", "x.eml")


def test_returned_letters_are_taken_from_a_mailbox_and_all_else_is_left_there(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    posted(office)
    ours, others = BOUNCE.format(id=only(office).id).encode(), BOUNCE.format(id="e" * 32).encode()
    with imap(b"Subject: Hello\n\nHello.", others, ours) as server:
        assert len(letters_.take_bounces(office.dry(), mailbox(server))) == 1
        assert server.seen == set()
        [(letter, _)] = letters_.take_bounces(office.door, mailbox(server))
        assert (letter.state, server.seen) == ("failed", {FIRST + 2})


BOUNCE = """\
From: MAILER-DAEMON@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ngo@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such mailbox

--b
Content-Type: text/rfc822-headers

Message-ID: <{id}@example.org>
--b--
"""


def test_the_doctor_tells_of_letters_that_failed_or_that_nobody_sends(office_taking: Office) -> None:
    office = office_taking

    def letters() -> DoctorCheck:
        with office.store.reading() as reading:
            return next(one for one in examine_cycles(reading, office.now, example=False) if one.name == "Letters")

    assert letters() == DoctorCheck("Letters", True, "None was written.")
    people(office, "ngo", "parliament")
    ticked(office, "2027-02-08T09:00")
    letters_.hold(office.door, list_letters(office.door)[0].letter.id, "In doubt.")
    assert letters().says == "2 letters, none failed. 1 wait for release. See `evalflow letters list`."
    office.now += timedelta(days=2)
    assert (letters().ok, "1 should have gone a day ago" in letters().says) == (False, True)
    posted(office, TransportAnswer("failed", "550 no"))
    assert letters().says.startswith("1 failed.")


def test_a_rule_that_fails_reminds_all_the_same_and_is_an_incident(at: At, tmp_path: Path) -> None:
    office = at("new")
    add_dialogue(office.door, dialogue())
    file = tmp_path / "calls.yaml"
    file.write_text(CALLS)
    open_cycle(office.door, Opening("ex-sa", date(2027, 1, 11), "Office", False, CYCLE, file))
    people(office, "coordinator")
    ticked(office, "2026-12-17T09:00")
    assert [(one.kind, one.place) for one in list_incidents(office.door)] == [("rule", "calls, reminder 7 days before")]
    assert posted(office)[0].states == {"sent": 1}
    ticked(office, "2026-12-20T09:00")
    assert [item.offset for one in list_letters(office.door) for item in one.letter.items] == ["7 days before"]


CALLS = """\
evalflow: 1
workflow: calls
version: 1.0.0
title: Calls
timezone: UTC
calendar: none
period_rule: plain
steps:
  calls:
    title: Calls
    role: coordinator
    due: {after: opened, period: P10D}
    remind:
      - {before: P7D, to: coordinator, unless: "(inputs.received + 1) * 9223372036854775807 * 3 > 5"}
      - {before: P4D, to: coordinator, unless: "inputs.received == 0"}
    next: [other, notes]
  other: {title: Other, role: coordinator, no_deadline: x, next: over}
  notes: {title: Notes, role: coordinator, no_deadline: x, next: over}
  over: {title: Over, role: coordinator, no_deadline: x, join: all, next: end}
"""


def test_a_second_letter_of_a_day_is_one_of_its_own_and_what_has_no_deadline_reminds_nobody(
    at: At, tmp_path: Path
) -> None:
    office = at("taking")
    people(office, "ngo")
    ticked(office, "2027-02-22T09:00")
    posted(office)
    send_now(office.door, CYCLE, "ngo-inputs", date(2027, 3, 1), "ngo", "A holiday comes.")
    assert len(list_letters(office.door)) == 2
    assert posted(office)[0].states == {"sent": 1}
    assert letters_.preview_letter(office.door, MAIL, CYCLE, "digest", "en", "ngo").subject.startswith("3 deadlines")
    adopting = at("adopting")
    assert list_reminders(adopting.door, CYCLE) == []
    assert letters_.preview_letter(adopting.door, MAIL, CYCLE, "digest", "en", "ngo").subject == ""
    with pytest.raises(NotFound, match="No letter of EX-SA-2027 is held"):
        letters_.release_all(office.door, CYCLE, "", "held")


def test_what_a_letter_was_about_and_is_done_is_told_when_it_is_shown(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-03-01T09:00")
    code = only(office).id
    move(office.door, CYCLE, ExtendDeadline("ngo_inputs", date(2027, 4, 8), "More time."))
    assert letters_.show_letter(office.door, MAIL, code).subject == ""
    assert list_letters(office.door, CYCLE)[0].cycle == ""
