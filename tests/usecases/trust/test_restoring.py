"""A record put back from a copy: nothing that was erased comes back, no letter goes again before a person's word."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from evalflow.effects.disk.marks import HEAD, Marks
from evalflow.effects.mail.other_transports import FolderTransport
from evalflow.effects.mail.transport import TransportAnswer
from evalflow.errors import Broken, DoneBut, EvalflowError, NotFound, Refused
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.people import Record
from evalflow.settings import Settings
from evalflow.store.database.backup import sqlite_file
from evalflow.store.database.database import open_store
from evalflow.usecases.clock.beat import beat
from evalflow.usecases.cycles.cycles import complete_step
from evalflow.usecases.door.door import Door
from evalflow.usecases.door.leaving import HAD_GONE, has_left, leaves
from evalflow.usecases.door.marked import MARKS
from evalflow.usecases.letters.contacts import add_contact, seat
from evalflow.usecases.letters.distribution import send_opening
from evalflow.usecases.letters.letters import list_letters, release, short
from evalflow.usecases.letters.posting import post
from evalflow.usecases.report.exports import export_data
from evalflow.usecases.report.reports import publish
from evalflow.usecases.trust.audit import verify_record
from evalflow.usecases.trust.backups import back_up, keep_known
from evalflow.usecases.trust.confirming import Confirmed, SaidOfLetters, confirm, in_doubt
from evalflow.usecases.trust.restoring import Restored, RestorePlace, restore
from tests.support.printed_plainly import print_plainly
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, Post, ticked
from tests.usecases.office import CYCLE, MINT, Office, adopt


def marks_of(office: Office, record: str = "") -> Marks:
    if not record:
        with office.store.reading() as reading:
            record = reading.all(Record)[0].id
    return Marks(record, (office.folder / MARKS, office.folder / "state"))


def door(office: Office) -> Door:
    return replace(office.door, marks=marks_of(office))


def saved(office: Office, name: str = "copy.db") -> Path:
    made = back_up(office.store.url, office.folder, MINT, office.now, path=office.folder / name)
    keep_known(marks_of(office), made, office.now)
    has_left(door(office))
    return made.path


def place_of(office: Office, url: str) -> RestorePlace:
    return RestorePlace(url, office.folder, lambda was: marks_of(office, was.record), lambda _: MINT, print_plainly)


def put_back(office: Office, copy: Path, *, dry_run: bool = False) -> Restored:
    """Restore the office from a copy, as after a loss: its database is moved away first."""
    office.store.dispose()
    file = sqlite_file(office.store.url)
    if not dry_run:
        for end in ("", "-wal", "-shm"):
            file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
    done = restore(copy, place_of(office, office.store.url), office.now, dry_run=dry_run)
    office.store = open_store(office.store.url, MINT)
    return done


def code_of(refusal: "pytest.ExceptionInfo[EvalflowError]") -> str:
    return refusal.value.code


def test_a_restored_record_sends_nothing_again_that_had_gone(due_office: Office) -> None:
    copy, way = saved(due_office), FolderTransport(due_office.folder / "letters")
    assert post(door(due_office), MAIL, way).states == {"sent": 2}
    done = put_back(due_office, copy)
    assert done.behind is not None
    assert done.behind.head.size > done.there.head.size
    with pytest.raises(Refused) as refusal:
        post(door(due_office), MAIL, Post())
    assert code_of(refusal) == "gone-back"
    doubt = in_doubt(door(due_office))
    assert doubt is not None
    assert "has gone backwards" in doubt.says
    assert [(one.contact.code, one.handed_over) for one in doubt.letters] == [("ngo", True), ("parliament", True)]
    assert confirm(door(due_office), SaidOfLetters(rest="gone")) == Confirmed(2, 0, 0)
    assert [(one.letter.state, one.letter.answer) for one in list_letters(due_office.door)] == [("sent", HAD_GONE)] * 2
    way_after = Post()
    assert (post(door(due_office), MAIL, way_after).letters, way_after.taken) == (0, [])
    assert in_doubt(door(due_office)) is None
    assert verify_record(door(due_office)).sound


def test_letters_go_that_a_person_says_had_not_gone(due_office: Office) -> None:
    copy = saved(due_office)
    post(door(due_office), MAIL, Post())
    put_back(due_office, copy)
    ngo, parliament = sorted(list_letters(due_office.door), key=lambda one: one.contact.code)
    with pytest.raises(Refused) as refusal:
        confirm(door(due_office), SaidOfLetters(gone=[short(ngo.letter)]))
    assert code_of(refusal) == "letters-unsaid"
    assert short(parliament.letter) in str(refusal.value)
    with pytest.raises(Refused) as refusal:
        confirm(door(due_office), SaidOfLetters([short(ngo.letter)], [short(ngo.letter)], "gone"))
    assert code_of(refusal) == "said-twice"
    with pytest.raises(NotFound):
        confirm(door(due_office), SaidOfLetters(gone=["ffff"], rest="gone"))
    said = SaidOfLetters([short(ngo.letter)], [short(parliament.letter)])
    assert confirm(door(due_office), said) == Confirmed(1, 1, 0)
    way = Post()
    assert post(door(due_office), MAIL, way).states == {"sent": 1}
    assert [name for name, _, _ in way.taken] == [parliament.letter.id]


def test_of_many_letters_the_first_are_named(due_office: Office) -> None:
    for number in range(12):
        group = Contact("", f"n{number}", f"Group {number}", "", (f"n{number}@example.org",), zone="UTC")
        add_contact(due_office.door, group)
        seat(due_office.door, CYCLE, f"n{number}", "ngo")
    send_opening(due_office.door, CYCLE)
    copy = saved(due_office)
    leaves(door(due_office))
    has_left(door(due_office))
    due_office.at("2027-02-08T10:00")
    post(door(due_office), MAIL, Post())
    put_back(due_office, copy)
    with pytest.raises(Refused, match=r"and [0-9]+ more"):
        confirm(door(due_office), SaidOfLetters())


def test_a_letter_that_is_written_anew_after_the_restore_does_not_go_again(due_office: Office) -> None:
    copy = saved(due_office)
    send_opening(due_office.door, CYCLE)
    for one in list_letters(due_office.door, state="held"):
        release(due_office.door, one.letter.id)
    post(door(due_office), MAIL, Post())
    had = {one.letter.id for one in list_letters(due_office.door) if one.letter.kind == "opening"}
    put_back(due_office, copy)
    assert confirm(door(due_office), SaidOfLetters(rest="gone")).unknown_here == len(had) == 3
    send_opening(door(due_office), CYCLE)
    again = [one.letter for one in list_letters(due_office.door) if one.letter.kind == "opening"]
    assert {(one.id, one.state) for one in again} == {(one, "sent") for one in had}


def test_where_nothing_had_gone_everything_may_go(due_office: Office) -> None:
    copy = saved(due_office)
    post(
        door(due_office), MAIL, Post(TransportAnswer("deferred", "451 later"), TransportAnswer("deferred", "451 later"))
    )
    put_back(due_office, copy)
    assert confirm(door(due_office), SaidOfLetters(rest="not-gone")) == Confirmed(0, 2, 0)
    assert post(door(due_office), MAIL, Post()).states == {"sent": 2}


def test_letters_that_fell_due_after_all_that_was_seen_are_not_in_doubt(due_office: Office) -> None:
    copy = saved(due_office)
    post(door(due_office), MAIL, Post())
    put_back(due_office, copy)
    ticked(due_office, "2027-02-22T09:00")
    doubt = in_doubt(door(due_office))
    assert doubt is not None
    assert {one.letter.due_at.day for one in doubt.letters} == {8}
    assert len(list_letters(due_office.door)) > len(doubt.letters)


def test_a_record_that_went_on_after_a_restore_is_known_by_its_entries(due_office: Office) -> None:
    copy = saved(due_office)
    post(door(due_office), MAIL, Post())
    lost = due_office.size()
    put_back(due_office, copy)
    while due_office.size() <= lost + 1:
        add_contact(due_office.door, Contact("", f"c{due_office.size()}", "Somebody (example)", "", ("c@example.org",)))
    found = verify_record(door(due_office))
    assert [problem[:38] for problem in found.problems] == ["This record is not the one that was he"]
    has_left(door(due_office))  # what is lost is not forgotten by anything that is noted later
    with pytest.raises(Refused):
        leaves(door(due_office))
    with pytest.raises(Refused) as refusal:
        export_data(door(due_office), CYCLE, "public", "csv", due_office.folder)
    assert code_of(refusal) == "gone-back"


def test_history_that_was_rewritten_up_to_the_last_entry_is_found_by_the_audit(due_office: Office) -> None:
    saved(due_office)
    place = marks_of(due_office).places[0] / HEAD
    root = marks_of(due_office).heads()[0].head.root
    place.write_text(place.read_text().replace(root, "0" * 64))
    leaves(door(due_office))  # for this the last entry is compared, not the whole
    assert verify_record(door(due_office)).sound  # and with that the head was kept anew
    place.write_text(place.read_text().replace(marks_of(due_office).heads()[0].head.root, "0" * 64))
    assert not verify_record(door(due_office)).sound


def test_a_record_restored_to_where_it_was_goes_on(due_office: Office) -> None:
    post(door(due_office), MAIL, Post())
    done = put_back(due_office, saved(due_office))
    assert (done.behind, done.erased_again, done.upgraded) == (None, 0, False)
    with pytest.raises(Refused) as refusal:
        confirm(door(due_office), SaidOfLetters(rest="gone"))
    assert code_of(refusal) == "nothing-to-confirm"
    with pytest.raises(Refused):
        confirm(due_office.door, SaidOfLetters(rest="gone"))
    leaves(door(due_office))


def test_on_a_machine_that_knows_nothing_of_it_a_restore_leaves_a_doubt(due_office: Office) -> None:
    copy = saved(due_office)
    for place in marks_of(due_office).places:
        shutil.rmtree(place)
    done = put_back(due_office, copy)
    assert done.behind is not None
    assert done.behind.unsure
    doubt = in_doubt(door(due_office))
    assert doubt is not None
    assert "it is not known how far it had come" in doubt.says
    assert [one.handed_over for one in doubt.letters] == [False, False]
    due_office.now += timedelta(minutes=1)
    confirm(door(due_office), SaidOfLetters(rest="not-gone"))
    assert post(door(due_office), MAIL, Post()).states == {"sent": 2}


def test_the_state_directory_of_one_user_does_not_show_what_another_has_sent(due_office: Office) -> None:
    copy = saved(due_office)
    other = marks_of(due_office).places[1] / HEAD
    before = other.read_text()
    post(door(due_office), MAIL, Post())
    other.write_text(before)
    shutil.rmtree(marks_of(due_office).places[0])
    done = put_back(due_office, copy)
    assert done.behind is not None
    assert done.behind.unsure
    with pytest.raises(Refused):
        leaves(door(due_office))


def test_a_confirmation_counts_even_where_it_was_not_kept_outside(due_office: Office) -> None:
    copy = saved(due_office)
    post(door(due_office), MAIL, Post())
    before = [(place / HEAD).read_text() for place in marks_of(due_office).places]
    put_back(due_office, copy)
    confirm(door(due_office), SaidOfLetters(rest="gone"))
    for place, text in zip(marks_of(due_office).places, before, strict=True):  # as after a kill between the two
        (place / HEAD).write_text(text)
    assert in_doubt(door(due_office)) is None
    leaves(door(due_office))


def test_a_dry_run_puts_nothing_back_and_confirms_nothing(due_office: Office) -> None:
    copy = saved(due_office)
    post(door(due_office), MAIL, Post())
    file = sqlite_file(due_office.store.url)
    due_office.store.dispose()
    file.rename(file.with_name("aside.db"))
    place = place_of(due_office, due_office.store.url)
    assert restore(copy, place, due_office.now, dry_run=True).behind is not None
    assert not file.exists()
    put_back(due_office, copy)
    dry = replace(door(due_office), dry_run=True)
    assert confirm(dry, SaidOfLetters(rest="gone")) == Confirmed(2, 0, 0)
    with pytest.raises(Refused):
        leaves(door(due_office))
    assert in_doubt(door(due_office)) is not None


def test_the_copy_of_another_record_is_refused_in_this_folder(due_office: Office, at: At) -> None:
    copy = saved(due_office)
    place = marks_of(due_office).places[0] / HEAD
    place.write_text(place.read_text().replace('"record": "', '"record": "f'))
    with pytest.raises(Refused) as refusal:
        put_back(due_office, copy)
    assert code_of(refusal) == "other-record"


def test_in_the_folder_of_another_record_nothing_leaves_before_a_person_s_word(due_office: Office) -> None:
    saved(due_office)
    place = marks_of(due_office).places[0] / HEAD
    (marks_of(due_office).places[1] / HEAD).unlink()
    place.write_text(place.read_text().replace('"record": "', '"record": "f'))
    doubt = in_doubt(door(due_office))
    assert doubt is not None
    assert "belongs to another record (f" in doubt.says
    with pytest.raises(Refused):
        leaves(door(due_office))
    confirm(door(due_office), SaidOfLetters(rest="not-gone"))
    assert post(door(due_office), MAIL, Post()).states == {"sent": 2}


def test_where_letters_had_gone_and_no_mark_says_how_far_it_had_come_nothing_leaves(due_office: Office) -> None:
    post(door(due_office), MAIL, Post())
    for place in marks_of(due_office).places:
        (place / HEAD).unlink()
    doubt = in_doubt(door(due_office))
    assert doubt is not None
    assert "the file head.json in the folder marks is missing" in doubt.says
    with pytest.raises(Refused):
        leaves(door(due_office))
    confirm(door(due_office), SaidOfLetters(rest="gone"))
    leaves(door(due_office))


def test_where_no_mark_can_be_kept_no_letter_goes_and_none_is_lost(due_office: Office) -> None:
    (due_office.folder / "file").touch()
    shut = replace(due_office.door, marks=Marks(marks_of(due_office).record, (due_office.folder / "file" / "marks",)))
    with pytest.raises(Broken) as failure:
        post(shut, MAIL, Post())
    assert failure.value.code == "mark-not-written"
    assert [one.letter.state for one in list_letters(due_office.door)] == ["due"] * 2
    assert post(door(due_office), MAIL, Post()).states == {"sent": 2}


def test_where_the_head_cannot_be_kept_afterwards_what_was_done_is_said_to_be_done(due_office: Office) -> None:
    (due_office.folder / "file").touch()
    shut = replace(due_office.door, marks=Marks(marks_of(due_office).record, (due_office.folder / "file" / "marks",)))
    with pytest.raises(DoneBut, match="was carried out and recorded, but how far") as unkept:
        has_left(shut)
    assert unkept.value.code == "mark-not-written"


def test_the_clock_goes_on_and_says_why_no_letter_went(due_office: Office) -> None:
    copy = saved(due_office)
    post(door(due_office), MAIL, Post())
    put_back(due_office, copy)
    found = beat(door(due_office), Settings(due_office.folder, ""), Post)
    assert (found.posted.letters, bool(found)) == (0, True)
    assert "Until you confirm which letters had gone" in found.held_back

    class Closed(Post):
        def __enter__(self) -> "Closed":
            raise Refused("closed", "It is closed.")

    confirm(door(due_office), SaidOfLetters(rest="not-gone"))
    with pytest.raises(Refused) as refusal:
        beat(door(due_office), Settings(due_office.folder, ""), Closed)
    assert code_of(refusal) == "closed"


def test_a_restored_record_adopts_and_publishes_nothing(at: At) -> None:
    office = at("adopting")
    office.at("2027-04-05T10:00")
    copy = saved(office)
    office.at("2027-04-05T11:00")
    complete_step(door(office), CYCLE, "adopt", "adopted")
    has_left(door(office))
    put_back(office, copy)
    with pytest.raises(Refused) as refusal:
        complete_step(door(office), CYCLE, "adopt", "adopted")
    assert code_of(refusal) == "gone-back"
    adopt(office)
    with pytest.raises(Refused) as refusal:
        publish(door(office), CYCLE, office.folder)
    assert code_of(refusal) == "gone-back"
