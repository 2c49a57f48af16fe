"""A record put back from a copy: nothing that was erased comes back, no letter goes again before a person's word."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from evalflow.effects.disk.marks import HEAD, KnownCopy, Marks
from evalflow.effects.mail.other_transports import FolderTransport
from evalflow.effects.mail.transport import TransportAnswer
from evalflow.errors import Broken, DoneBut, EvalflowError, NotFound, Refused
from evalflow.evaluation.inputs.commands_events import SetLevel
from evalflow.evaluation.letters.contacts import Contact
from evalflow.evaluation.people import Record
from evalflow.settings import Settings
from evalflow.store.database.backup import glance, sqlite_file, sqlite_url
from evalflow.store.database.database import open_store
from evalflow.usecases.clock.beat import beat
from evalflow.usecases.cycles.cycles import complete_step
from evalflow.usecases.door.door import Door
from evalflow.usecases.door.leaving import HAD_GONE, has_left, leaves
from evalflow.usecases.door.marked import MARKS
from evalflow.usecases.inputs.inputs import receive, set_level
from evalflow.usecases.letters.contacts import add_contact, seat
from evalflow.usecases.letters.distribution import send_opening
from evalflow.usecases.letters.forgetting import forget_contact
from evalflow.usecases.letters.letters import list_letters, release, short
from evalflow.usecases.letters.posting import post
from evalflow.usecases.report.exports import export_data
from evalflow.usecases.report.reports import publish
from evalflow.usecases.trust.audit import verify_record
from evalflow.usecases.trust.backups import Saved, back_up, copies_that_hold, keep_known
from evalflow.usecases.trust.confirming import Confirmed, SaidOfLetters, confirm, in_doubt
from evalflow.usecases.trust.restoring import Restored, RestorePlace, restore
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, Post, people, ticked
from tests.usecases.office import CYCLE, MINT, Office, adopt, draft, print_plainly


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


@pytest.fixture
def office(at: At) -> Office:
    """Three letters are due on a morning of February, and a copy is made before any has gone."""
    found = at("taking")
    people(found, "ngo", "parliament", "counterpart-government")
    ticked(found, "2027-02-08T09:00")
    assert [one.letter.state for one in list_letters(found.door)] == ["due"] * 2
    return found


def test_a_restored_record_sends_nothing_again_that_had_gone(office: Office) -> None:
    copy, way = saved(office), FolderTransport(office.folder / "letters")
    assert post(door(office), MAIL, way).states == {"sent": 2}
    done = put_back(office, copy)
    assert done.behind is not None
    assert done.behind.head.size > done.there.head.size
    with pytest.raises(Refused) as refusal:
        post(door(office), MAIL, Post())
    assert code_of(refusal) == "gone-back"
    doubt = in_doubt(door(office))
    assert doubt is not None
    assert "has gone backwards" in doubt.says
    assert [(one.contact.code, one.handed_over) for one in doubt.letters] == [("ngo", True), ("parliament", True)]
    assert confirm(door(office), SaidOfLetters(rest="gone")) == Confirmed(2, 0, 0)
    assert [(one.letter.state, one.letter.answer) for one in list_letters(office.door)] == [("sent", HAD_GONE)] * 2
    way_after = Post()
    assert (post(door(office), MAIL, way_after).letters, way_after.taken) == (0, [])
    assert in_doubt(door(office)) is None
    assert verify_record(door(office)).sound


def test_letters_go_that_a_person_says_had_not_gone(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post())
    put_back(office, copy)
    ngo, parliament = sorted(list_letters(office.door), key=lambda one: one.contact.code)
    with pytest.raises(Refused) as refusal:
        confirm(door(office), SaidOfLetters(gone=[short(ngo.letter)]))
    assert code_of(refusal) == "letters-unsaid"
    assert short(parliament.letter) in str(refusal.value)
    with pytest.raises(Refused) as refusal:
        confirm(door(office), SaidOfLetters([short(ngo.letter)], [short(ngo.letter)], "gone"))
    assert code_of(refusal) == "said-twice"
    with pytest.raises(NotFound):
        confirm(door(office), SaidOfLetters(gone=["ffff"], rest="gone"))
    said = SaidOfLetters([short(ngo.letter)], [short(parliament.letter)])
    assert confirm(door(office), said) == Confirmed(1, 1, 0)
    way = Post()
    assert post(door(office), MAIL, way).states == {"sent": 1}
    assert [name for name, _, _ in way.taken] == [parliament.letter.id]


def test_of_many_letters_the_first_are_named(office: Office) -> None:
    for number in range(12):
        group = Contact("", f"n{number}", f"Group {number}", "", (f"n{number}@example.org",), zone="UTC")
        add_contact(office.door, group)
        seat(office.door, CYCLE, f"n{number}", "ngo")
    send_opening(office.door, CYCLE)
    copy = saved(office)
    leaves(door(office))
    has_left(door(office))
    office.at("2027-02-08T10:00")
    post(door(office), MAIL, Post())
    put_back(office, copy)
    with pytest.raises(Refused, match=r"and [0-9]+ more"):
        confirm(door(office), SaidOfLetters())


def test_a_letter_that_is_written_anew_after_the_restore_does_not_go_again(office: Office) -> None:
    copy = saved(office)
    send_opening(office.door, CYCLE)
    for one in list_letters(office.door, state="held"):
        release(office.door, one.letter.id)
    post(door(office), MAIL, Post())
    had = {one.letter.id for one in list_letters(office.door) if one.letter.kind == "opening"}
    put_back(office, copy)
    assert confirm(door(office), SaidOfLetters(rest="gone")).unknown_here == len(had) == 3
    send_opening(door(office), CYCLE)
    again = [one.letter for one in list_letters(office.door) if one.letter.kind == "opening"]
    assert {(one.id, one.state) for one in again} == {(one, "sent") for one in had}


def test_where_nothing_had_gone_everything_may_go(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post(TransportAnswer("deferred", "451 later"), TransportAnswer("deferred", "451 later")))
    put_back(office, copy)
    assert confirm(door(office), SaidOfLetters(rest="not-gone")) == Confirmed(0, 2, 0)
    assert post(door(office), MAIL, Post()).states == {"sent": 2}


def test_letters_that_fell_due_after_all_that_was_seen_are_not_in_doubt(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post())
    put_back(office, copy)
    ticked(office, "2027-02-22T09:00")
    doubt = in_doubt(door(office))
    assert doubt is not None
    assert {one.letter.due_at.day for one in doubt.letters} == {8}
    assert len(list_letters(office.door)) > len(doubt.letters)


def test_a_record_that_went_on_after_a_restore_is_known_by_its_entries(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post())
    lost = office.size()
    put_back(office, copy)
    while office.size() <= lost + 1:
        add_contact(office.door, Contact("", f"c{office.size()}", "Somebody (example)", "", ("c@example.org",)))
    found = verify_record(door(office))
    assert [problem[:38] for problem in found.problems] == ["This record is not the one that was he"]
    has_left(door(office))  # what is lost is not forgotten by anything that is noted later
    with pytest.raises(Refused):
        leaves(door(office))
    with pytest.raises(Refused) as refusal:
        export_data(door(office), CYCLE, "public", "csv", office.folder)
    assert code_of(refusal) == "gone-back"


def test_history_that_was_rewritten_up_to_the_last_entry_is_found_by_the_audit(office: Office) -> None:
    saved(office)
    place = marks_of(office).places[0] / HEAD
    root = marks_of(office).heads()[0].head.root
    place.write_text(place.read_text().replace(root, "0" * 64))
    leaves(door(office))  # for this the last entry is compared, not the whole
    assert verify_record(door(office)).sound  # and with that the head was kept anew
    place.write_text(place.read_text().replace(marks_of(office).heads()[0].head.root, "0" * 64))
    assert not verify_record(door(office)).sound


def test_a_record_restored_to_where_it_was_goes_on(office: Office) -> None:
    post(door(office), MAIL, Post())
    done = put_back(office, saved(office))
    assert (done.behind, done.erased_again, done.upgraded) == (None, 0, False)
    with pytest.raises(Refused) as refusal:
        confirm(door(office), SaidOfLetters(rest="gone"))
    assert code_of(refusal) == "nothing-to-confirm"
    with pytest.raises(Refused):
        confirm(office.door, SaidOfLetters(rest="gone"))
    leaves(door(office))


def test_on_a_machine_that_knows_nothing_of_it_a_restore_leaves_a_doubt(office: Office) -> None:
    copy = saved(office)
    for place in marks_of(office).places:
        shutil.rmtree(place)
    done = put_back(office, copy)
    assert done.behind is not None
    assert done.behind.unsure
    doubt = in_doubt(door(office))
    assert doubt is not None
    assert "it is not known how far it had come" in doubt.says
    assert [one.handed_over for one in doubt.letters] == [False, False]
    office.now += timedelta(minutes=1)
    confirm(door(office), SaidOfLetters(rest="not-gone"))
    assert post(door(office), MAIL, Post()).states == {"sent": 2}


def test_the_state_directory_of_one_user_does_not_show_what_another_has_sent(office: Office) -> None:
    copy = saved(office)
    other = marks_of(office).places[1] / HEAD
    before = other.read_text()
    post(door(office), MAIL, Post())
    other.write_text(before)
    shutil.rmtree(marks_of(office).places[0])
    done = put_back(office, copy)
    assert done.behind is not None
    assert done.behind.unsure
    with pytest.raises(Refused):
        leaves(door(office))


def test_a_confirmation_counts_even_where_it_was_not_kept_outside(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post())
    before = [(place / HEAD).read_text() for place in marks_of(office).places]
    put_back(office, copy)
    confirm(door(office), SaidOfLetters(rest="gone"))
    for place, text in zip(marks_of(office).places, before, strict=True):  # as after a kill between the two
        (place / HEAD).write_text(text)
    assert in_doubt(door(office)) is None
    leaves(door(office))


def test_a_dry_run_puts_nothing_back_and_confirms_nothing(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post())
    file = sqlite_file(office.store.url)
    office.store.dispose()
    file.rename(file.with_name("aside.db"))
    place = place_of(office, office.store.url)
    assert restore(copy, place, office.now, dry_run=True).behind is not None
    assert not file.exists()
    put_back(office, copy)
    dry = replace(door(office), dry_run=True)
    assert confirm(dry, SaidOfLetters(rest="gone")) == Confirmed(2, 0, 0)
    with pytest.raises(Refused):
        leaves(door(office))
    assert in_doubt(door(office)) is not None


def test_what_was_erased_since_the_copy_is_erased_again_before_it_is_shown(office: Office) -> None:
    post(door(office), MAIL, FolderTransport(office.folder / "letters"))
    copy = saved(office)
    assert b"The ngo" in copy.read_bytes()
    erased = door(office)
    before = marks_of(office).heads()[0]
    forget_contact(erased, "ngo", "Asked for.")
    assert erased.marks is not None
    assert erased.marks.heads()[0].head.size > before.head.size
    erased.marks.keep_head(before, lower=True)  # as an older evalflow had left it
    held = copies_that_hold(erased.marks, erased.marks.erased_now)
    assert [Path(one.file) for one in held] == [copy]
    assert copies_that_hold(erased.marks, []) == []
    done = put_back(office, copy)
    assert done.erased_again == len(erased.marks.erased_now) > 0
    assert done.behind is not None
    assert done.behind.unsure  # that it was erased is proof that the record had been further
    office.store.dispose()
    assert b"The ngo" not in b"".join(path.read_bytes() for path in office.folder.glob("taking.db*"))
    office.store = open_store(office.store.url, MINT)
    confirm(door(office), SaidOfLetters(rest="gone"))
    assert verify_record(door(office)).sound


def test_files_that_nobody_else_submitted_go_with_the_input_that_brought_them(office: Office) -> None:
    files = [((f"{n}.txt", n.encode()), ("same.txt", b"same")) for n in "12"]
    said = [draft(f"Point {one[0][0]}", who=one[0][0], attachments=one) for one in files]
    first, second = (one.input for one in receive(office.door, CYCLE, said))
    copy = saved(office)
    set_level(door(office), first.code, SetLevel("name-withheld", "", ""))
    put_back(office, copy)
    own, shared, other = first.attachments[0].sha256, first.attachments[1].sha256, second.attachments[0].sha256
    with office.store.reading() as reading:
        assert [reading.blob(sha256) for sha256 in (shared, other)] == [b"same", b"2"]
        with pytest.raises(NotFound):
            reading.blob(own)
    assert not verify_record(door(office)).sound  # it may have lost something, until a person has confirmed
    confirm(door(office), SaidOfLetters(rest="gone"))
    assert verify_record(door(office)).sound


def test_nothing_goes_to_a_contact_whose_addresses_were_erased_by_the_restore(office: Office) -> None:
    copy = saved(office)
    forget_contact(door(office), "ngo", "Asked for.")
    put_back(office, copy)
    confirm(door(office), SaidOfLetters(rest="not-gone"))
    way = Post()
    assert post(door(office), MAIL, way).states == {"declined": 1, "sent": 1}
    assert [to for _, to, _ in way.taken] == [("parliament@example.org",)]


def test_a_copy_made_after_an_erasure_is_not_named(office: Office) -> None:
    erased = door(office)
    forget_contact(erased, "ngo", "Asked for.")
    assert erased.marks is not None
    copy = KnownCopy("c.db", glance(office.store.url).head, office.now)
    assert [int(entry.partition(":")[0]) < copy.head.size for entry in erased.marks.erased_now]
    assert copies_that_hold(erased.marks, ["999999:" + "0" * 64]) == []


def test_an_erasure_that_is_only_tried_is_not_kept(office: Office) -> None:
    dry = replace(door(office), dry_run=True)
    forget_contact(dry, "ngo", "Asked for.")
    assert marks_of(office).erased() == frozenset()


def test_the_copy_of_another_record_is_refused_in_this_folder(office: Office, at: At) -> None:
    copy = saved(office)
    place = marks_of(office).places[0] / HEAD
    place.write_text(place.read_text().replace('"record": "', '"record": "f'))
    with pytest.raises(Refused) as refusal:
        put_back(office, copy)
    assert code_of(refusal) == "other-record"


def test_in_the_folder_of_another_record_nothing_leaves_before_a_person_s_word(office: Office) -> None:
    saved(office)
    place = marks_of(office).places[0] / HEAD
    (marks_of(office).places[1] / HEAD).unlink()
    place.write_text(place.read_text().replace('"record": "', '"record": "f'))
    doubt = in_doubt(door(office))
    assert doubt is not None
    assert "belongs to another record (f" in doubt.says
    with pytest.raises(Refused):
        leaves(door(office))
    confirm(door(office), SaidOfLetters(rest="not-gone"))
    assert post(door(office), MAIL, Post()).states == {"sent": 2}


def test_where_letters_had_gone_and_no_mark_says_how_far_it_had_come_nothing_leaves(office: Office) -> None:
    post(door(office), MAIL, Post())
    for place in marks_of(office).places:
        (place / HEAD).unlink()
    doubt = in_doubt(door(office))
    assert doubt is not None
    assert "the file head.json in the folder marks is missing" in doubt.says
    with pytest.raises(Refused):
        leaves(door(office))
    confirm(door(office), SaidOfLetters(rest="gone"))
    leaves(door(office))


def test_a_copy_that_is_not_sound_is_not_put_back(office: Office) -> None:
    copy = saved(office)
    altered = copy.with_name("altered.db")
    altered.write_bytes(copy.read_bytes().replace(b"The parliament", b"The parliamint"))
    altered.chmod(0o600)
    file = sqlite_file(office.store.url)
    office.store.dispose()
    file.rename(file.with_name("aside.db"))
    place = place_of(office, office.store.url)
    with pytest.raises(Refused) as refusal:
        restore(altered, place, office.now)
    assert code_of(refusal) == "copy-unsound"
    with pytest.raises(NotFound):
        restore(copy.with_name("gone.db"), place, office.now)
    assert not file.exists()
    file.with_name("aside.db").rename(file)
    with pytest.raises(Refused) as refusal:
        restore(copy, place, office.now)
    assert code_of(refusal) == "database-exists"
    office.store = open_store(office.store.url, MINT)


def test_no_copy_is_kept_of_a_record_that_is_not_sound_and_none_is_overwritten(office: Office) -> None:
    copy = saved(office)
    with pytest.raises(Refused) as refusal:
        saved(office)
    assert code_of(refusal) == "file-exists"
    office.store.dispose()
    file = sqlite_file(office.store.url)
    file.write_bytes(file.read_bytes().replace(b"The parliament", b"The parliamint"))
    with pytest.raises(Refused) as refusal:
        saved(office, "second.db")
    assert code_of(refusal) == "copy-unsound"
    assert not (office.folder / "second.db").exists()
    assert copy.exists()


def test_a_copy_that_nobody_named_says_what_it_is(office: Office) -> None:
    made = back_up(office.store.url, office.folder, MINT, office.now)
    assert made == Saved(made.path, glance(office.store.url), made.path.stat().st_size)
    assert made.path == office.folder / "backups" / f"evalflow-{office.size()}-20270208T090000Z.db"


def test_on_a_disk_that_knows_no_second_name_for_a_file_a_copy_is_made_and_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    made = back_up(office.store.url, office.folder, MINT, office.now, path=office.folder / "c.db")
    assert made.size == (office.folder / "c.db").stat().st_size


def test_a_server_gets_the_record_back(office: Office, postgres_url: str) -> None:
    copy = saved(office)
    place = place_of(office, postgres_url)
    assert restore(copy, place, office.now).behind is None
    assert glance(postgres_url).head == glance(sqlite_url(copy)).head
    with pytest.raises(Refused) as refusal:
        restore(copy, place, office.now)
    assert code_of(refusal) == "database-exists"


def test_where_no_mark_can_be_kept_no_letter_goes_and_none_is_lost(office: Office) -> None:
    (office.folder / "file").touch()
    shut = replace(office.door, marks=Marks(marks_of(office).record, (office.folder / "file" / "marks",)))
    with pytest.raises(Broken) as failure:
        post(shut, MAIL, Post())
    assert failure.value.code == "mark-not-written"
    assert [one.letter.state for one in list_letters(office.door)] == ["due"] * 2
    assert post(door(office), MAIL, Post()).states == {"sent": 2}


def test_where_the_head_cannot_be_kept_afterwards_what_was_done_is_said_to_be_done(office: Office) -> None:
    (office.folder / "file").touch()
    shut = replace(office.door, marks=Marks(marks_of(office).record, (office.folder / "file" / "marks",)))
    with pytest.raises(DoneBut, match="was carried out and recorded, but how far") as unkept:
        has_left(shut)
    assert unkept.value.code == "mark-not-written"


def test_the_clock_goes_on_and_says_why_no_letter_went(office: Office) -> None:
    copy = saved(office)
    post(door(office), MAIL, Post())
    put_back(office, copy)
    found = beat(door(office), Settings(office.folder, ""), Post)
    assert (found.posted.letters, bool(found)) == (0, True)
    assert "Until you confirm which letters had gone" in found.held_back

    class Closed(Post):
        def __enter__(self) -> "Closed":
            raise Refused("closed", "It is closed.")

    confirm(door(office), SaidOfLetters(rest="not-gone"))
    with pytest.raises(Refused) as refusal:
        beat(door(office), Settings(office.folder, ""), Closed)
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
