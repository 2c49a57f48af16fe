"""What was redacted, protected, withdrawn or erased after a copy stays so, however the copy is put back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evalflow.effects.disk.marks import HEAD, Marks
from evalflow.errors import Broken, EvalflowError, Refused
from evalflow.evaluation.inputs.commands_events import SetLevel, WithdrawInput
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.letters.contacts import Contact
from evalflow.store.database.backup import put_into_server, sqlite_file, sqlite_url
from evalflow.store.database.database import open_store
from evalflow.usecases.door.door import Door
from evalflow.usecases.door.leaving import leaves
from evalflow.usecases.inputs.inputs import list_inputs, receive, set_level, work_on
from evalflow.usecases.inputs.redaction import Asked, redact
from evalflow.usecases.letters.contacts import decline_mail
from evalflow.usecases.letters.distribution import distribute
from evalflow.usecases.letters.forgetting import forget_contact
from evalflow.usecases.letters.letters import list_letters, release_all
from evalflow.usecases.letters.posting import post
from evalflow.usecases.report.exchanges import export_bundle
from evalflow.usecases.report.exports import export_data
from evalflow.usecases.report.reports import build_draft, published_pdf
from evalflow.usecases.trust.audit import verify_record
from evalflow.usecases.trust.confirming import SaidOfLetters, confirm
from evalflow.usecases.trust.repeating import repeat_at_opening, settle
from tests.support.printed_plainly import print_plainly
from tests.usecases.conftest import At
from tests.usecases.inputs.test_redaction import CANARY, SECRETS, TEXT, TITLE, adopted, protect, published
from tests.usecases.letters.test_posting import MAIL, Post, people
from tests.usecases.office import CYCLE, MINT, Office, draft
from tests.usecases.trust.test_restoring import code_of, door, marks_of, put_back, saved

ASKED = Asked("An input was protected.")
PutBack = Callable[[Office, Path], object]


def by_hand(office: Office, copy: Path) -> None:
    """Put the copy in the place of the database, as an operator with a file manager would."""
    office.store.dispose()
    file = sqlite_file(office.store.url)
    for end in ("", "-wal", "-shm"):
        file.with_name(f"{file.name}{end}").unlink(missing_ok=True)
    file.write_bytes(copy.read_bytes())
    opened(office, sqlite_url(file))


def opened(office: Office, url: str) -> None:
    office.store = open_store(url, MINT)
    settle(door(office))
    repeat_at_opening(door(office))


@pytest.fixture(params=["restored", "by hand", "into a server by hand"])
def back(request: pytest.FixtureRequest) -> Iterator[PutBack]:
    with ExitStack() as stack:

        def into_server(office: Office, copy: Path) -> None:
            office.store.dispose()
            url = request.getfixturevalue("postgres_url")
            put_into_server(copy, url, MINT).dispose()
            opened(office, url)
            stack.callback(office.store.dispose)

        ways: dict[str, PutBack] = {"restored": put_back, "by hand": by_hand, "into a server by hand": into_server}
        yield ways[request.param]


def secrets_in(office: Office) -> list[str]:
    """Return what of the protected input any table of the record still holds."""
    with office.store.reading() as reading:
        connection = reading.connection
        names = [row[0] for row in connection.exec_driver_sql(_TABLES[connection.dialect.name])]
        rows = [repr(tuple(row)) for name in names for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]
    return [secret for secret in SECRETS if any(secret in row for row in rows)]


_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


def refused(way: Any, *words: Any) -> str:
    with pytest.raises(EvalflowError) as refusal:
        way(*words)
    return refusal.value.code


def anew(office: Office) -> Any:
    return redact(door(office), CYCLE, ASKED, office.folder, lambda: None)


def the_input(office: Office) -> Input:
    [found] = [one for one in list_inputs(office.door, CYCLE) if one.level == "restricted"]
    return found


def test_a_report_redacted_after_the_copy_comes_back_in_no_form(at: At, back: PutBack) -> None:
    office = published(at)
    release_all(office.door, CYCLE, "report", "held")
    copy = saved(office)
    given = office.door
    office.now = office.now.replace(minute=30)
    protected = _protect_marked(office)
    anew(office)
    back(office, copy)
    assert secrets_in(office) == []
    assert the_input(office).id == protected.id
    assert {one.letter.state for one in list_letters(given, CYCLE) if one.letter.kind == "report"} <= {"superseded"}
    assert refused(leaves, door(office)) == "gone-back"
    confirm(door(office), SaidOfLetters(rest="not-gone"))
    out = office.folder / "out"
    for way, words in (
        (distribute, (door(office), CYCLE)),
        (export_bundle, (door(office), out / "bundle.json")),
        (export_data, (door(office), CYCLE, "public", "csv", out)),
        (build_draft, (door(office), CYCLE, out)),
    ):
        assert refused(way, *words) == "edition-lost"
    assert refused(published_pdf, door(office), office.folder) == "not-published"
    assert verify_record(door(office)).sound
    done = anew(office)
    assert done.note == (
        "Redacted edition 3 of the report adopted on 5 April 2027: made again after the record was restored from a "
        "copy."
    )
    assert next(path.name for path in done.files) == f"{CYCLE}-report-edition-3.pdf"
    assert not any(secret.encode() in path.read_bytes() for secret in SECRETS for path in done.files)
    distribute(door(office), CYCLE)
    release_all(door(office), CYCLE, "report", "held")
    taken = Post()
    post(door(office), MAIL, taken)
    assert sum(b"report-edition-3.pdf" in raw for _, _, raw in taken.taken) == 2
    assert verify_record(door(office)).sound


def _protect_marked(office: Office) -> Input:
    [first] = [one for one in list_inputs(office.door, CYCLE) if one.submitter == CANARY]
    return set_level(door(office), first.code, SetLevel("restricted", "", "", erase_text=True))


def test_an_input_made_stricter_after_the_copy_is_not_printed_again(at: At, back: PutBack) -> None:
    office = at("taking")
    people(office, "government")
    receive(office.door, CYCLE, [draft(TEXT, who=CANARY, title=TITLE), draft("Visits are refused.")])
    copy = saved(office)
    first = list_inputs(office.door, CYCLE)[0]
    set_level(door(office), first.code, SetLevel("name-withheld", "", ""))
    back(office, copy)
    assert secrets_in(office) == []
    assert (the_input(office).unconfirmed, [point.text for point in the_input(office).points]) == (True, [""])
    confirm(door(office), SaidOfLetters(rest="not-gone"))
    page = build_draft(door(office), CYCLE, office.folder).html.read_text("utf-8")
    assert [secret for secret in SECRETS if secret in page] == []
    assert verify_record(door(office)).sound


def test_an_adopted_report_that_was_not_published_is_published_without_it(at: At) -> None:
    office = adopted(at)
    copy = saved(office)
    _protect_marked(office)
    anew(office)
    put_back(office, copy)
    confirm(door(office), SaidOfLetters(rest="not-gone"))
    assert secrets_in(office) == []
    assert refused(anew, office) == "nothing-to-redact"


def test_a_redaction_of_what_was_protected_before_the_copy_is_repeated(at: At) -> None:
    office = published(at)
    protect(office)
    copy = saved(office)
    anew(office)
    done = put_back(office, copy)
    assert (done.erased_again, done.protected_again) == (0, 1)
    assert secrets_in(office) == []


def test_what_the_copy_holds_protected_already_stays_as_it_is(at: At) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft(TEXT, who=CANARY)])
    set_level(door(office), list_inputs(office.door, CYCLE)[0].code, SetLevel("name-withheld", "", ""))
    done = put_back(office, saved(office))
    assert (done.erased_again, done.protected_again, done.behind) == (0, 0, None)
    assert list_inputs(office.door, CYCLE)[0].points[0].text == TEXT


def test_who_declined_mail_or_withdrew_after_the_copy_has_done_so(at: At) -> None:
    office = at("taking")
    people(office, "ngo", "government")
    receive(office.door, CYCLE, [draft(TEXT, who=CANARY)])
    copy = saved(office)
    decline_mail(door(office), "ngo", "Asked for.")
    work_on(door(office), list_inputs(office.door, CYCLE)[0].code, WithdrawInput("Asked for."))
    assert put_back(office, copy).protected_again == 2
    with office.store.reading() as reading:
        declined = {one.code for one in reading.all(Contact) if one.declined_at}
    assert declined == {"ngo"}
    assert list_inputs(office.door, CYCLE)[0].withdrawn_at is not None
    assert put_back(office, saved(office, "again.db")).protected_again == 0


def test_of_what_a_later_command_undid_only_the_marks_know(at: At) -> None:
    """Something that is not in the copy at all cannot be protected in it."""
    office = at("taking")
    people(office, "ngo")
    copy = saved(office)
    receive(office.door, CYCLE, [draft(TEXT, who=CANARY)])
    _protect_marked(office)
    assert put_back(office, copy).protected_again == 0


@pytest.mark.parametrize("when", ["before the commit", "after the commit"])
def test_an_erasure_that_was_killed_is_settled_by_the_journal(
    at: At, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    office = at("taking")
    people(office, "ngo", "parliament")
    copy = saved(office)
    killed = {
        "before the commit": "evalflow.store.database.database._commit",
        "after the commit": "evalflow.usecases.door.door.keep",
    }
    with monkeypatch.context() as patch:
        patch.setattr(killed[when], _killed)
        with pytest.raises(KeyboardInterrupt):
            forget_contact(door(office), "ngo", "Asked for.")
    assert marks_of(office).begun()[0]
    took_place = when == "after the commit"
    settle(door(office))
    assert any(marks_of(office).begun()) is False
    assert bool(marks_of(office).erased()) is took_place
    assert bool(marks_of(office).protected()) is took_place
    done = put_back(office, copy)
    assert (done.erased_again > 0, done.protected_again) == (took_place, int(took_place))


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_what_was_begun_in_a_record_that_has_gone_backwards_stays_begun(at: At) -> None:
    office = at("taking")
    people(office, "ngo")
    copy = saved(office)
    office.at("2027-02-08T10:00")
    forget_contact(door(office), "ngo", "Asked for.")
    leaves(door(office))
    marks = marks_of(office)
    marks.begin(sorted(marks.erased()), marks.protected())
    put_back(office, copy)
    settle(door(office))
    assert any(marks.begun())
    settle(replace(door(office), dry_run=True))
    settle(office.door)
    repeat_at_opening(office.door)
    repeat_at_opening(replace(door(office), marks=Marks("r", (office.folder / "none",))))


def test_without_a_mark_of_the_head_what_was_erased_is_erased_again(at: At) -> None:
    office = at("taking")
    people(office, "ngo", "parliament")
    copy = saved(office)
    forget_contact(door(office), "ngo", "Asked for.")
    for place in marks_of(office).places:
        (place / HEAD).unlink()
    with office.store.reading() as reading:
        [forgotten] = [one.code for one in reading.all(Contact) if one.declined_at]
    by_hand(office, copy)
    with office.store.reading() as reading:
        assert sorted(one.code for one in reading.all(Contact)) == [forgotten, "parliament"]


def test_a_record_that_cannot_be_written_to_does_not_show_what_was_erased(at: At) -> None:
    office = at("taking")
    people(office, "ngo")
    copy = saved(office)
    forget_contact(door(office), "ngo", "Asked for.")

    class Shut:
        """A store of a disk that may only be read."""

        reading = open_store(sqlite_url(copy), MINT).reading

        def writing(self, **_: object) -> object:
            raise Broken("database-read-only", "It cannot be written to.")

    shut: Any = Shut()
    with pytest.raises(Broken) as failure:
        repeat_at_opening(Door(shut, office.door.clock, MINT, "", print_plainly, marks=marks_of(office)))
    assert failure.value.code == "holds-erased"


def test_a_copy_is_looked_at_before_what_is_in_its_way(at: At) -> None:
    office = at("taking")
    damaged = office.folder / "damaged.db"
    damaged.write_bytes(b"no database")
    for copy, code in ((damaged, "not-a-record"), (office.folder / "none.db", "no-such-file")):
        with pytest.raises(EvalflowError) as refusal:
            put_back(office, copy, dry_run=True)
        assert refusal.value.code in (code, "database-damaged")
    with pytest.raises(Refused) as refusal:
        put_back(office, saved(office), dry_run=True)
    assert code_of(refusal) == "database-exists"
