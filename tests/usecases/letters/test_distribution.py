"""Who gets what at the door: the timetable, the draft, the report, a corrected one; calendars; what is overdue."""

import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evalflow.engine.words import CloseCycleEarly, ExtendDeadline
from evalflow.errors import Broken, DoneBut, Refused
from evalflow.evaluation.letters.contacts import Contact
from evalflow.resources import resource
from evalflow.settings import MailSettings, Settings
from evalflow.usecases.clock.beat import beat, refuse_unwritten
from evalflow.usecases.cycles.changes import Onto, migrate
from evalflow.usecases.cycles.cycles import complete_step, move, name_body, publish_terms, tick_all
from evalflow.usecases.cycles.overdue import overdue
from evalflow.usecases.inputs.inputs import receive
from evalflow.usecases.letters import distribution as given
from evalflow.usecases.letters.contacts import add_contact, contact_named, decline_mail, leave, seat
from evalflow.usecases.letters.feeds import calendar_of_contact, calendar_of_cycle, name_of_feed, write_feeds
from evalflow.usecases.letters.letters import list_letters, release_all, show_letter
from evalflow.usecases.letters.posting import post
from evalflow.usecases.report.reports import build_draft, publish
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, Post, people
from tests.usecases.office import BODY, CYCLE, TERMS, Office, draft

EMBARGO = datetime(2027, 4, 20, 9, tzinfo=UTC)


def refused(way: object, *words: object, **more: object) -> str:
    with pytest.raises((Refused, Broken)) as refusal:
        way(*words, **more)  # type: ignore[operator] # any use case
    return refusal.value.code


def states(office: Office, kind: str) -> dict[str, str]:
    return {one.contact.code: one.letter.state for one in list_letters(office.door, CYCLE) if one.letter.kind == kind}


def test_the_timetable_waits_for_terms_and_somebody_to_tell_it(at: At) -> None:
    office = at("begun")
    assert refused(given.send_opening, office.door, CYCLE) == "terms-missing"
    publish_terms(office.at("2026-12-28T10:00"), CYCLE, TERMS)
    assert refused(given.send_opening, office.door, CYCLE) == "circle-empty"
    people(office, "ngo", "government")
    written = given.send_opening(office.door, CYCLE)
    assert (len(written.letters), written.waiting) == (2, 2)
    assert given.send_opening(office.door, CYCLE).letters == ()
    [shown] = {show_letter(office.door, MAIL, one.letter.id).subject for one in list_letters(office.door)}
    assert shown == "Exampleland–Samplestan: the timetable of the evaluation is published"


def test_completing_the_first_step_owes_it_to_everybody_in_the_same_commit(at: At) -> None:
    office = at("begun")
    people(office, "ngo")
    office.at("2026-12-28T10:00")
    publish_terms(office.door, CYCLE, TERMS)
    name_body(office.door, CYCLE, BODY)
    complete_step(office.door, CYCLE, "terms")
    assert states(office, "opening") == {"ngo": "held"}
    release_all(office.door, CYCLE, "opening", "held")
    post(office.door, MAIL, Post())
    assert states(office, "opening") == {"ngo": "sent"}
    people(office, "parliament")
    assert given.send_opening(office.door, CYCLE).waiting == 0  # the first of the kind has gone


def test_a_cycle_that_is_pinned_to_a_workflow_of_before_letters_were_an_act_still_sends_them(
    at: At, tmp_path: Path
) -> None:
    office = at("begun")
    text = resource("workflows", "evaluation-cycle.yaml").read_text("utf-8").replace("version: 1.1.0", "version: 1.0.0")
    older = "".join(line for line in text.splitlines(keepends=True) if "act: send-opening" not in line)
    (tmp_path / "older.yaml").write_text(older, "utf-8")
    done = migrate(office.door, CYCLE, Onto(tmp_path / "older.yaml", "", {}, "As it was in 2026.", True))
    assert done.here.workflow.version == "1.0.0"
    people(office, "ngo")
    publish_terms(office.at("2026-12-28T10:00"), CYCLE, TERMS)
    name_body(office.door, CYCLE, BODY)
    complete_step(office.door, CYCLE, "terms")
    assert states(office, "opening") == {"ngo": "held"}


def test_letters_that_wait_for_nobody_go_at_once_and_tell_all_the_same_timetable(at: At, tmp_path: Path) -> None:
    office = at("begun")
    text = resource("workflows", "evaluation-cycle.yaml").read_text("utf-8")
    (tmp_path / "new.yaml").write_text(text.replace("\nsteps:\n", "\nletters: {opening: go}\nsteps:\n"))
    migrate(office.door, CYCLE, Onto(tmp_path / "new.yaml", "", {}, "The timetable is no secret.", True))
    people(office, "ngo", "government")
    publish_terms(office.at("2026-12-28T10:00"), CYCLE, TERMS)
    assert given.send_opening(office.door, CYCLE).waiting == 0
    way = Post()
    assert post(office.door, MAIL, way).states == {"sent": 2}
    assert all(b"- Publish timetable, criteria and evaluating body" in raw for _, _, raw in way.taken)


def test_the_draft_goes_to_governments_while_they_can_reply(at: At, tmp_path: Path) -> None:
    office = at("taking")
    people(office, "ngo", "government")
    tick_all(office.at("2027-03-10T10:00"))
    assert refused(given.send_draft, office.door, CYCLE, tmp_path) == "no-right-of-reply"
    late = at("adopting")
    assert refused(given.send_draft, late.door, CYCLE, tmp_path) == "no-right-of-reply"


def test_a_draft_names_the_last_day_for_comments(at: At, tmp_path: Path) -> None:
    office = at("taking")
    people(office, "ngo", "government")
    seen = given.send_draft(office.door, CYCLE, tmp_path)  # the window for submissions of the governments is open
    assert [(one.role, one.said) for one in seen.letters] == [("government", ("2027-03-08",))]
    assert given.send_draft(office.dry(), CYCLE, tmp_path).letters == ()
    shown = show_letter(office.door, MAIL, seen.letters[0].id)
    assert "until the end of 8 March 2027" in shown.text
    assert "EX-SA-2027-draft.pdf" in shown.text


def published(at: At, folder: Path) -> Office:
    office = at("adopted")
    people(office, "ngo", "parliament", "recipient")
    publish(office.at("2027-04-12T10:00"), CYCLE, folder)
    return office


@pytest.mark.parametrize("harm", [lambda file: file.write_bytes(b"altered"), lambda file: file.unlink()])
def test_the_report_goes_once_to_the_circle_as_it_was_published_whatever_became_of_its_file(
    at: At, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    office = published(at, tmp_path)
    assert refused(given.distribute, office.door, CYCLE, edition="restricted") == "wrong-edition"
    file = tmp_path / "reports" / "EX-SA-2027-report.pdf"
    sent = file.read_bytes()
    harm(file)
    written = given.distribute(office.door, CYCLE)
    with office.store.reading() as reading:
        assert {reading.blob(one.files[0].sha256) for one in written.letters} == {sent}
    assert {one.role for one in written.letters} == {"ngo", "parliament", "recipient"}
    release_all(office.door, CYCLE, "", "held")
    way = Post()
    post(office.door, MAIL, way)
    assert all(b"EX-SA-2027-report.pdf" in raw for _, _, raw in way.taken)
    assert {one.letter.state for one in given.distribution(office.door, CYCLE)} == {"sent"}


def test_the_restricted_edition_is_not_built_even_for_those_named_for_it(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    add_contact(office.door, Contact("", "a", "A", "", ("a@example.org",)))
    seat(office.door, CYCLE, "a", "recipient", restricted=True)
    assert refused(given.distribute, office.door, CYCLE, edition="restricted") == "edition-not-built"


def test_an_embargo_is_kept_by_the_clock(at: At, tmp_path: Path) -> None:
    office = at("adopting")
    people(office, "ngo")
    assert refused(given.distribute, office.door, CYCLE, embargo=EMBARGO) == "not-adopted"
    office = at("adopted")
    people(office, "ngo")
    assert refused(given.distribute, office.door, CYCLE) == "not-published"
    early = datetime(2027, 4, 1, tzinfo=UTC)
    assert refused(given.distribute, office.door, CYCLE, embargo=early) == "embargo-past"
    build_draft(office.door, CYCLE, tmp_path)
    written = given.distribute(office.door, CYCLE, embargo=EMBARGO)
    shown = show_letter(office.door, MAIL, written.letters[0].id)
    assert "It is not public before 20 April 2027, 10:00 (Europe/London)." in shown.text
    release_all(office.door, CYCLE, "report", "held")
    office.now = EMBARGO.replace(hour=8, minute=59)
    assert post(office.door, MAIL, Post()).letters == 0
    office.now = EMBARGO
    assert post(office.door, MAIL, Post()).states == {"sent": 1}


def test_a_large_report_is_linked_and_not_attached(at: At, tmp_path: Path) -> None:
    office = published(at, tmp_path)
    given.distribute(office.door, CYCLE)
    release_all(office.door, CYCLE, "report", "held")
    way = Post()
    mail = replace(MAIL, attach_limit=3, link_base="https://example.org/reports/")
    post(office.door, mail, way)
    assert all(b"application/pdf" not in raw for _, _, raw in way.taken)
    assert all(
        b"https://example.org/reports/EX-SA-2027-report.pdf" in raw.replace(b"=\r\n", b"") for *_, raw in way.taken
    )


def test_a_corrected_report_goes_to_exactly_those_who_had_the_first(at: At, tmp_path: Path) -> None:
    office = published(at, tmp_path)
    file, change = Path("corrected.pdf"), ["Paragraph 12: 2001, not 2010."]
    assert refused(given.send_correction, office.door, CYCLE, file, b"%PDF", [" "]) == "changes-missing"
    assert refused(given.send_correction, office.door, CYCLE, file, b"%PDF", change) == "nobody-had-it"
    given.distribute(office.door, CYCLE)
    release_all(office.door, CYCLE, "report", "held")
    post(office.door, MAIL, Post())
    leave(office.door, CYCLE, "ngo", "ngo", "They left.")
    people(office, "nhri")
    written = given.send_correction(office.door, CYCLE, file, b"%PDF", change)
    assert {one.role for one in written.letters} == {"ngo", "parliament", "recipient"}
    shown = show_letter(office.door, MAIL, written.letters[0].id)
    assert "Paragraph 12: 2001, not 2010." in shown.text


def test_a_calendar_tells_every_deadline_and_a_moved_one_keeps_its_name(at: At) -> None:
    office = at("taking")
    people(office, "ngo")
    before = calendar_of_cycle(office.door, CYCLE)
    move(office.door, CYCLE, ExtendDeadline("ngo_inputs", date(2027, 3, 20), "More time."))
    after = calendar_of_cycle(office.door, CYCLE)
    assert before.count(b"BEGIN:VEVENT") == after.count(b"BEGIN:VEVENT")
    assert (before.count(b"SEQUENCE:1"), after.count(b"SEQUENCE:1")) == (0, 1)
    mine = calendar_of_contact(office.door, "ngo")
    assert mine.count(b"BEGIN:VEVENT") == 1
    assert b"DTEND;TZID=Europe/London:20270321T000000" in mine
    leave(office.door, CYCLE, "ngo", "ngo", "Left.")
    assert calendar_of_contact(office.door, "ngo").count(b"BEGIN:VEVENT") == 0
    move(office.door, CYCLE, CloseCycleEarly("It ended.", "decision 12"))
    assert calendar_of_cycle(office.door, CYCLE).count(b"STATUS:CANCELLED") > 3


def test_feeds_are_written_when_they_say_something_new(at: At, tmp_path: Path) -> None:
    office = at("taking")
    assert write_feeds(office.door, tmp_path) == []
    people(office, "ngo")
    assert write_feeds(office.dry(), tmp_path) == []
    assert {path.name for path in write_feeds(office.door, tmp_path)} == {f"{CYCLE}.ics", of_ngo(office)}
    assert write_feeds(office.door, tmp_path) == []
    decline_mail(office.door, "ngo", "by telephone")  # which no calendar tells
    assert write_feeds(office.door, tmp_path) == []
    move(office.door, CYCLE, ExtendDeadline("ngo_inputs", date(2027, 3, 20), "More time."))
    assert len(write_feeds(office.door, tmp_path)) == 2


def test_the_folder_that_is_given_out_holds_calendars_alone_and_tells_nothing_of_what_is_not_in_them(
    at: At, tmp_path: Path
) -> None:
    office = at("taking")
    people(office, "ngo")
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / ".entries").write_text("12")  # as older versions left it
    (tmp_path / "feeds" / "ngo.ics").write_text("under a name that can be guessed")  # too
    write_feeds(office.door, tmp_path)
    before = given_out(tmp_path)
    decline_mail(office.door, "ngo", "by telephone")  # which no calendar tells
    write_feeds(office.door, tmp_path)
    assert given_out(tmp_path) == before
    assert {name for name, _, _ in before} == {f"{CYCLE}.ics", of_ngo(office)}
    assert (tmp_path / "feeds").stat().st_mode & (stat.S_IRGRP | stat.S_IROTH) == 0


def of_ngo(office: Office) -> str:
    with office.store.reading() as reading:
        return name_of_feed(contact_named(reading, "ngo"))


def test_a_cycle_whose_terms_are_not_published_has_no_calendar_in_that_folder(at: At, tmp_path: Path) -> None:
    office = at("begun")
    people(office, "ngo")
    write_feeds(office.door, tmp_path)
    assert {name for name, _, _ in given_out(tmp_path)} == {of_ngo(office)}


def given_out(folder: Path) -> list[tuple[str, bytes, int]]:
    """Everything that a web server would give out, with when it was written."""
    found = sorted((folder / "feeds").rglob("*"))
    return [(path.name, path.read_bytes(), path.stat().st_mtime_ns) for path in found]


def test_what_is_overdue_names_roles_and_no_person(at: At) -> None:
    office = at("taking")
    assert overdue(office.door) == []
    office.at("2027-04-20T10:00")
    assert [(one.what, one.expected_of, one.days) for one in overdue(office.door)] == [
        ("Submissions of the two governments", "counterpart-government", 43),
        ("Submissions of the two governments", "government", 43),
        ("Sort the inputs", "coordinator", 21),
    ]
    office = at("taking")
    receive(office.at("2027-02-01T12:00"), CYCLE, [draft(kind="government", who="Example Ministry")])
    office.at("2027-03-20T10:00")
    assert [one.expected_of for one in overdue(office.door)] == ["counterpart-government"]


def test_a_beat_moves_cycles_writes_what_is_owed_and_sends(at: At, tmp_path: Path) -> None:
    office = at("taking")
    people(office, "ngo")
    settings = Settings(tmp_path, "", mail=MailSettings(sender=MAIL.sender))
    way = Post()
    office.at("2027-02-08T10:00")
    found = beat(office.door, settings, lambda: way)
    assert (len(found.moved), found.posted.states, bool(found)) == (1, {"sent": 1}, True)
    again = beat(office.door, settings, lambda: pytest.fail("opened for nothing"))
    assert not again
    assert beat(office.dry(), settings, lambda: way).posted.letters == 0
    refuse_unwritten(found)


def test_a_file_that_cannot_be_written_keeps_no_letter_back(at: At, tmp_path: Path) -> None:
    office = at("taking")
    people(office, "ngo")
    for name in ("feeds", "receipts"):
        (tmp_path / name).write_text("a file in place of the folder")
    office.at("2027-02-08T10:00")
    settings = Settings(tmp_path, "", mail=MailSettings(sender=MAIL.sender))
    found = beat(office.door, settings, Post)
    assert (found.posted.states, [failed.code for failed in found.failed]) == ({"sent": 1}, ["not-written"])
    with pytest.raises(DoneBut, match="All cycles are up to date"):
        refuse_unwritten(found)
    receive(office.door, CYCLE, [draft()])
    with pytest.raises(DoneBut, match="but 1 receipt could not be written"):
        refuse_unwritten(beat(office.door, settings, Post))


def test_a_calendar_goes_on_under_the_names_of_another_workflow(at: At, tmp_path: Path) -> None:
    office = at("taking")
    text = resource("workflows", "evaluation-cycle.yaml").read_text("utf-8").replace("triage", "sorting")
    (tmp_path / "new.yaml").write_text(text)
    before = calendar_of_cycle(office.door, CYCLE)
    migrate(office.door, CYCLE, Onto(tmp_path / "new.yaml", "", {"triage": "sorting"}, "Plainer.", True))
    after = calendar_of_cycle(office.door, CYCLE)
    assert (b"/triage@evalflow" in before, b"/triage@evalflow" in after, b"/sorting@evalflow" in after) == (
        True, False, True,
    )  # fmt: skip
