"""Reminders that are still to come: listed, and previewed as the letters that they become."""

from datetime import date
from typing import get_args

import pytest

from evalflow.errors import Refused
from evalflow.evaluation.letters.kinds import LetterKind
from evalflow.usecases.cycles.cycles import tick_all
from evalflow.usecases.cycles.reminders import list_reminders, preview, send_now, skip
from evalflow.usecases.letters import letters as letters_
from evalflow.usecases.letters.contacts import decline_mail
from evalflow.usecases.letters.letters import list_letters
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, only, people, posted, states, ticked
from tests.usecases.office import CYCLE, Office


def test_reminders_to_come_are_listed_and_previewed_as_the_letters_they_become(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    listed = list_reminders(office.door, CYCLE)
    assert [(one.reminder.on, [each.code for each in one.to]) for one in listed if one.reminder.to == "ngo"] == [
        (date(2027, 2, 6), ["ngo"]), (date(2027, 2, 22), ["ngo"]), (date(2027, 3, 1), ["ngo"]),
        (date(2027, 3, 7), ["ngo"]), (date(2027, 3, 8), ["ngo"]),
    ]  # fmt: skip
    seen = preview(office.door)
    assert [one.on for one in seen] == [
        date(2027, 2, 8), date(2027, 2, 22), date(2027, 3, 1), date(2027, 3, 8),
    ]  # fmt: skip
    assert len(seen[-1].items) == 2
    for one in seen:
        office.now = one.at
        tick_all(office.door)
        assert posted(office)[0].states == {"sent": 1}


def test_a_preview_looks_at_what_time_will_open_and_leaves_out_whom_no_letter_will_reach(at: At) -> None:
    office = at("waiting")  # its windows open in four weeks, by themselves
    people(office, "ngo", "government", "parliament")
    decline_mail(office.door, "parliament", "They said so.")
    assert list_reminders(office.door, CYCLE) == []
    assert preview(office.door, 20) == []
    seen = preview(office.door, 88)
    told = [(one.at, f"{one.contact.code}@example.org") for one in seen]
    assert {to for _, to in told} == {"ngo@example.org", "government@example.org"}
    gone = []
    for instant in sorted({one.at for one in seen}):
        office.now = instant
        tick_all(office.door)
        gone += [(instant, to) for _, (to,), _ in posted(office)[1].taken]
    assert sorted(gone) == sorted(told)


def test_a_preview_leaves_out_what_its_recipient_has_acknowledged(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    ticked(office, "2027-02-08T09:00")
    posted(office)
    assert len(preview(office.door)) > 0
    letters_.acknowledge(office.door, only(office).id, "They called.")
    assert preview(office.door) == []


def test_a_reminder_is_skipped_or_sent_at_once_with_a_reason(office_taking: Office) -> None:
    office = office_taking
    people(office, "ngo")
    with pytest.raises(Refused, match="only with a reason"):
        skip(office.door, CYCLE, "ngo-inputs", date(2027, 2, 6), "ngo", "")
    with pytest.raises(Refused, match="Still to come: 6 Feb 2027 to ngo"):
        skip(office.door, CYCLE, "ngo-inputs", date(2027, 2, 7), "ngo", "In doubt.")
    skip(office.door, CYCLE, "ngo-inputs", date(2027, 2, 6), "ngo", "They have answered.")
    ticked(office, "2027-02-10T10:00")
    assert states(office) == []
    send_now(office.door, CYCLE, "ngo-inputs", date(2027, 2, 22), "ngo", "A holiday comes.")
    assert posted(office)[0].states == {"sent": 1}
    ticked(office, "2027-02-22T10:00")
    assert len(list_letters(office.door)) == 1


def test_each_kind_of_letter_is_previewed_before_there_is_one(office_taking: Office) -> None:
    office, size = office_taking, office_taking.size()
    for kind in get_args(LetterKind):
        shown = letters_.preview_letter(office.door, MAIL, CYCLE, kind, "fr", "ngo")
        assert "The recipient (example)" in shown.text
    assert "3 échéances" in letters_.preview_letter(office.door, MAIL, CYCLE, "digest", "fr", "ngo").text
    assert office.size() == size


def test_a_preview_of_reminders_says_nothing_where_nothing_is_open(at: At) -> None:
    office = at("waiting")
    assert letters_.preview_letter(office.door, MAIL, CYCLE, "digest", "en", "ngo").subject == ""
