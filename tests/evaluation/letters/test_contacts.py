"""Contacts and seats: what may happen to them, and what they are afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.letters.contacts import (
    Absence,
    AddContact,
    ChangeContact,
    Contact,
    ContactCommand,
    ContactEvent,
    DeclineMail,
    LeaveSeat,
    PlanAbsence,
    Seat,
    TakeMailAgain,
    TakeSeat,
    apply_contact,
    apply_seat,
    away,
    decide_contact,
    decide_seat,
)

NOW = datetime(2027, 1, 11, 9, tzinfo=UTC)
CONTACT = Contact("k1", "example-society", "The office", "Example Society", ("office@example.org",))
SEAT = Seat("s1", "c1", "k1", "ngo")
AWAY = Absence(date(2027, 8, 1), date(2027, 8, 21), "k2")


def after(*commands: ContactCommand, known: Contact | None = None) -> Contact:
    for command in commands:
        for event in decide_contact(known, command, NOW):
            known = apply_contact(known, event)
    assert known
    return known


def refused(known: Contact, command: ContactCommand) -> str:
    with pytest.raises(Refused) as refusal:
        decide_contact(known, command, NOW)
    return refusal.value.code


def test_a_contact_changes_in_what_is_given_and_keeps_its_absences_and_its_no() -> None:
    declined = after(AddContact(CONTACT), PlanAbsence(AWAY), DeclineMail("by telephone"))
    assert declined == replace(CONTACT, absences=(AWAY,), declined_at=NOW, declined_reason="by telephone")
    changed = after(ChangeContact(replace(CONTACT, zone="Asia/Kathmandu")), known=declined)
    assert changed == replace(declined, zone="Asia/Kathmandu")
    assert decide_contact(changed, ChangeContact(changed), NOW) == []
    assert after(TakeMailAgain("in writing"), known=declined).declined_at is None


@pytest.mark.parametrize(
    ("known", "command", "code"),
    [
        (CONTACT, PlanAbsence(Absence(date(2027, 8, 2), date(2027, 8, 1))), "bad-absence"),
        (CONTACT, PlanAbsence(replace(AWAY, substitute="k1")), "bad-absence"),
        (CONTACT, AddContact(CONTACT), "code-taken"),
        (CONTACT, DeclineMail(" "), "reason-missing"),
        (CONTACT, TakeMailAgain("why"), "mail-taken"),
        (replace(CONTACT, declined_at=NOW), TakeMailAgain(""), "reason-missing"),
        (replace(CONTACT, declined_at=NOW), DeclineMail("why"), "mail-declined"),
    ],
)
def test_what_does_not_fit_is_refused(known: Contact, command: ContactCommand, code: str) -> None:
    assert refused(known, command) == code


def test_of_several_absences_the_one_planned_last_counts() -> None:
    longer = Absence(date(2027, 7, 1), date(2027, 8, 31))
    known = replace(CONTACT, absences=(longer, AWAY))
    found = [away(known, date(2027, month, 15)) for month in (6, 7, 8)]
    assert found == [None, longer, AWAY]


def test_an_absence_is_kept_once_and_counts_as_the_last_that_was_planned() -> None:
    longer = Absence(date(2027, 7, 1), date(2027, 8, 31))
    assert after(PlanAbsence(AWAY), PlanAbsence(AWAY), known=CONTACT).absences == (AWAY,)
    assert after(PlanAbsence(AWAY), PlanAbsence(longer), PlanAbsence(AWAY), known=CONTACT).absences == (longer, AWAY)


def test_a_seat_is_taken_once_left_with_a_reason_and_taken_again() -> None:
    [taken] = decide_seat(None, TakeSeat(SEAT), NOW)
    seat = apply_seat(None, taken)
    assert decide_seat(seat, TakeSeat(SEAT), NOW) == []
    [left] = decide_seat(seat, LeaveSeat("They left."), NOW)
    gone = apply_seat(seat, left)
    assert (gone.left_at, gone.left_reason) == (NOW, "They left.")
    [again] = decide_seat(gone, TakeSeat(SEAT), NOW)
    assert apply_seat(gone, again) == SEAT
    for known, reason, code in (
        (None, "reason", "seat-left"),
        (gone, "reason", "seat-left"),
        (SEAT, "", "reason-missing"),
    ):
        with pytest.raises(Refused) as refusal:
            decide_seat(known, LeaveSeat(reason), NOW)
        assert refusal.value.code == code


def test_nothing_happens_to_what_is_not_there() -> None:
    events: list[ContactEvent] = decide_contact(CONTACT, DeclineMail("why"), NOW)
    with pytest.raises(LookupError):
        apply_contact(None, events[0])
    with pytest.raises(LookupError):
        apply_seat(None, decide_seat(SEAT, LeaveSeat("why"), NOW)[0])
