"""A record that was forged is not adopted, published, sent or given out; files beside it stop nothing."""

import hashlib
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evalflow.effects.exchange.iati import Reporting
from evalflow.effects.mail.other_transports import FolderTransport
from evalflow.errors import EvalflowError
from evalflow.evaluation.inputs.input import Disposition
from evalflow.evaluation.letters.commands_events import File
from evalflow.evaluation.report.head import Head
from evalflow.evaluation.report.partners import PartnerReport
from evalflow.settings import Settings
from evalflow.store.checks.verification import Verification, verify
from evalflow.store.codec import encode
from evalflow.usecases.clock.beat import beat
from evalflow.usecases.cycles.cycles import tick_all
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.contents_check import content_problems, head_problems, queue_problems
from evalflow.usecases.door.soundness import examined
from evalflow.usecases.inputs.inputs import list_inputs, receive
from evalflow.usecases.inputs.receipts import write_receipts
from evalflow.usecases.letters.distribution import distribute, send_correction, send_draft
from evalflow.usecases.letters.letters import release_all
from evalflow.usecases.letters.posting import post
from evalflow.usecases.record.dialogues import export_dialogue
from evalflow.usecases.record.register_exports import export_entries
from evalflow.usecases.report.exchanges import export_bundle
from evalflow.usecases.report.exports import export_data, export_iati
from evalflow.usecases.report.reports import build_draft, publish
from evalflow.usecases.trust import doctor
from evalflow.usecases.trust.audit import verify_record
from tests.store.raw import unguarded
from tests.store.samples import COMPARED, LETTER
from tests.support.printed_plainly import print_plainly
from tests.usecases.conftest import At
from tests.usecases.letters.test_posting import MAIL, people
from tests.usecases.office import CYCLE, MINT, Office, adopt, draft

ANSWER = encode(Disposition("used", "It is true.", "", datetime(2027, 3, 1, tzinfo=UTC), "p1"))
FORGED = {
    "a row": ("finding", "UPDATE finding SET status = 'met'"),
    "a raw objective": ("objective", "UPDATE objective SET due = '2099', revision = revision + 1"),
    "a point": ("point", f"UPDATE point SET disposition = '{ANSWER}'"),
    "a guard": ("person", "DROP TRIGGER IF EXISTS guard_journal_delete"),
    "an index": ("person", "DROP INDEX ix_letter_pending"),
    "a content": ("blob", f"INSERT INTO blob (sha256, content) VALUES ('{hashlib.sha256(b'x').hexdigest()}', x'78')"),
}  # fmt: skip


def forge(office: Office, table: str, statement: str) -> None:
    with unguarded(office.store.url, table) as connection:
        connection.execute(statement)


def refused(way: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(EvalflowError) as refusal:
        way()
    return refusal.value.code, str(refusal.value)


@pytest.mark.parametrize("what", FORGED)
def test_no_forged_record_is_adopted(at: At, what: str) -> None:
    office = at("unanswered" if what == "a point" else "adopting")
    forge(office, *FORGED[what])
    size = office.size()
    code, says = refused(lambda: adopt(office))
    assert (code, "evalflow audit verify" in says, office.size()) == ("record-unsound", True, size)
    assert cycle_status(office.door, CYCLE).here.evaluation.adoption is None


def test_nothing_of_a_forged_record_goes_out_and_the_doctor_says_so(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    people(office, "ngo", "government")
    publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    forge(office, *FORGED["a row"])
    door = office.door
    for way in (
        lambda: distribute(door, CYCLE),
        lambda: send_draft(door, CYCLE, tmp_path),
        lambda: export_data(door, CYCLE, "public", "csv", tmp_path),
        lambda: export_iati(door, CYCLE, Reporting("XM-EXAMPLE-1", "10", "Example"), tmp_path / "x.xml"),
        lambda: export_bundle(door, tmp_path / "bundle.json"),
        lambda: export_entries(door),
        lambda: export_dialogue(door, "ex-sa"),
    ):
        code, says = refused(way)
        assert (code, "Table finding" in says) == ("record-unsound", True)
    settings = Settings(tmp_path, office.store.url, "Ada Example")
    told = {check.name: check for check in doctor.examine(settings, office.now, MINT, print_plainly)}
    assert (told["Journal"].ok, "Table finding" in told["Journal"].says) == (False, True)


def test_a_forged_record_is_not_published_and_no_correction_goes(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    forge(office, *FORGED["a row"])
    assert refused(lambda: publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path))[0] == "record-unsound"
    assert not (tmp_path / "reports").exists()


def test_of_many_findings_a_refusal_names_the_first(at: At) -> None:
    office = at("adopting")
    forge(office, "finding", "UPDATE finding SET text = 'x', rated_by = 'x', entered = 1")
    assert "  - and " in refused(lambda: adopt(office))[1]


def test_a_correction_of_a_forged_record_is_refused_too(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    people(office, "ngo")
    publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    distribute(office.door, CYCLE)
    release_all(office.door, CYCLE, "report", "held")
    post(office.door, MAIL, FolderTransport(tmp_path / "letters"))
    forge(office, *FORGED["a row"])
    way = lambda: send_correction(office.door, CYCLE, Path("c.pdf"), b"%PDF", ["It changed."])  # noqa: E731 - as the others
    assert refused(way)[0] == "record-unsound"


def test_no_letter_leaves_a_forged_record_and_the_clock_says_why(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    people(office, "ngo")
    publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    distribute(office.door, CYCLE)
    release_all(office.door, CYCLE, "report", "held")
    forge(office, "contact", "UPDATE contact SET addresses = replace(addresses, '@', '@elsewhere.')")
    size, way = office.size(), FolderTransport(tmp_path / "letters")
    assert refused(lambda: post(office.door, MAIL, way))[0] == "record-unsound"
    found = beat(office.door, Settings(tmp_path, office.store.url, ""), lambda: nullcontext(way))
    assert "Table contact" in found.held_back
    assert (found.posted.letters, office.size(), list(tmp_path.glob("letters/*"))) == (0, size, [])


def test_a_history_that_was_rewritten_under_an_adopted_report_is_named_without_any_printed_head(at: At) -> None:
    office = at("adopted")
    with office.store.reading() as reading:
        found = verify(reading)
    assert list(head_problems(found)) == []
    said = f"The head that the adopted report of {CYCLE} prints is not of this journal: it was rewritten."
    for leaves in ((b"x" * 32, *found.leaves[1:]), found.leaves[:1]):
        assert list(head_problems(replace(found, leaves=leaves))) == [said]


def audited(office: Office, folder: Path) -> Verification:
    return verify_record(replace(office.door, folder=folder))


def told(office: Office, folder: Path) -> tuple[tuple[str, ...], ...]:
    found = audited(office, folder)
    return found.problems, found.altered, found.notes


def test_a_file_that_was_altered_is_named_and_an_absent_one_is_noted_and_neither_stops_anything(
    at: At, tmp_path: Path
) -> None:
    office = at("adopted")
    people(office, "ngo")
    publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    assert told(office, tmp_path) == ((), (), ())
    reports = tmp_path / "reports"
    (reports / "EX-SA-2027-report.pdf").write_bytes(b"altered")
    (reports / "check_receipt.py").write_bytes(b"print('It holds.')")
    (reports / "EX-SA-2027-report.json").unlink()
    assert told(office, tmp_path) == (
        (),
        (
            "reports/EX-SA-2027-report.pdf was altered: it is not what the record says.",
            "reports/check_receipt.py was altered: it is not what the record says.",
        ),
        ("reports/EX-SA-2027-report.json is not in the folder. Write it again: evalflow report build EX-SA-2027",),
    )
    distribute(office.door, CYCLE)
    (reports / "EX-SA-2027-report.pdf").unlink()
    build_draft(office.door, CYCLE, tmp_path)
    (reports / "EX-SA-2027-report.html").unlink()
    (reports / "EX-SA-2027-report.html").mkdir()
    [cannot] = [one for one in audited(office, tmp_path).altered if "html" in one]
    assert cannot == "reports/EX-SA-2027-report.html cannot be read: Is a directory."


def test_a_letter_that_was_written_to_a_file_is_compared(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    people(office, "ngo")
    publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    distribute(office.door, CYCLE)
    release_all(office.door, CYCLE, "report", "held")
    post(office.door, MAIL, FolderTransport(tmp_path / "letters"))
    assert told(office, tmp_path) == ((), (), ())
    [letter] = (tmp_path / "letters").glob("*.eml")
    letter.write_bytes(letter.read_bytes().replace(b"2027", b"2026"))
    assert told(office, tmp_path)[1] == (f"letters/{letter.name} was altered: it is not what the record says.",)


def test_files_are_not_compared_with_a_record_that_is_unsound(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    forge(office, *FORGED["a row"])
    (tmp_path / "reports").mkdir(exist_ok=True)
    (tmp_path / "reports" / "check_receipt.py").write_bytes(b"print('It holds.')")
    assert audited(office, tmp_path).altered == ()
    sound = at("adopting")
    assert len(audited(sound, tmp_path).altered) == 1
    assert verify_record(replace(sound.door, folder=None)).altered == ()


def test_contents_that_are_missing_are_named_with_what_needs_them(at: At, tmp_path: Path) -> None:
    office = at("adopted")
    publish(office.at("2027-04-12T10:00"), CYCLE, tmp_path)
    forge(office, "blob", "DELETE FROM blob")
    with office.store.reading() as reading:
        problems = examined(reading).problems
    assert {problem.partition("needed for ")[2] for problem in problems} == {
        "the published file EX-SA-2027-report.pdf.",
        "the published file EX-SA-2027-report.html.",
        "the published file EX-SA-2027-report.json.",
    }


def test_what_letters_and_partners_need_is_looked_for() -> None:
    letter = replace(LETTER, message="d" * 64, files=(File("a.pdf", "c" * 64),))
    report = PartnerReport("e" * 64, "Example partner", LETTER.due_at, "p1", COMPARED)
    found = Verification(Head(0, ""), (), (), entities=(letter, report))
    assert [problem.partition("needed for ")[2] for problem in content_problems(found)] == [
        "a file of the letter l1.",
        "the message of the letter l1.",
        "a report that a partner has shared: EX-SA-2027.",
    ]


def test_an_attachment_is_needed(at: At) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [replace(draft(), attachments=(("a.txt", b"An attachment."),))])
    [known] = list_inputs(office.door, CYCLE)
    with office.store.reading() as reading:
        assert examined(reading).problems == ()
    forge(office, "blob", "DELETE FROM blob")
    with office.store.reading() as reading:
        [problem] = examined(reading).problems
    assert problem.endswith(f"is missing. It is needed for an attachment of the input {known.id}.")


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM outbox", "Table outbox: the receipt of the input"),
        ("UPDATE outbox SET subject = 'x'", "is about nothing that the journal names."),
        ("UPDATE outbox SET kind = 'x'", "is about nothing that the journal names."),
        ("UPDATE outbox SET key = 'receipt:another'", "is about nothing that the journal names."),
        ("UPDATE outbox SET key = key || ':0'", "is about nothing that the journal names."),
        ("UPDATE outbox SET at = '1999-01-01T00:00:00.000000Z'", "its instants cannot be right."),
        ("UPDATE outbox SET done_at = '1999-01-01T00:00:00.000000Z'", "its instants cannot be right."),
        ("UPDATE outbox SET at = 'yesterday'", "cannot be read."),
        ("UPDATE heartbeat SET name = 'x'", "Table heartbeat: row x is none of evalflow's"),
        ("UPDATE heartbeat SET at = '1999-01-01T00:00:00.000000Z'", "Table heartbeat: row tick"),
        ("UPDATE heartbeat SET at = 'x'", "Table heartbeat: row tick cannot be read."),
    ],
)
def test_outbox_and_heartbeat_have_to_fit_the_journal(at: At, statement: str, said: str) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft()])
    tick_all(office.door)
    with office.store.reading() as reading:
        assert examined(reading).problems == ()
    forge(office, "outbox", statement)
    with office.store.reading() as reading:
        assert any(said in problem for problem in examined(reading).problems)


def test_a_record_without_a_readable_first_entry_has_no_beginning() -> None:
    assert list(queue_problems(Verification(Head(0, ""), (), ()))) == []


@pytest.mark.parametrize("value", ["Salt", "Commitment", "Code|Reference"])
def test_a_receipt_with_another_value_is_named_and_one_that_is_absent_is_counted(
    at: At, tmp_path: Path, value: str
) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft()])
    [path] = write_receipts(office.door, tmp_path)
    (path.parent / "mine.txt").write_text("Nothing of evalflow's.")
    assert told(office, tmp_path) == ((), (), ())
    text = path.read_text()
    path.write_text(re.sub(rf"^({value}): +\S", r"\1:  x", text, flags=re.MULTILINE))
    absent = ("1 of the receipts that were written are not in the folder.",) if value == "Commitment" else ()
    said = f"receipts/{path.name} was altered: its values are not what the record says."
    assert told(office, tmp_path) == ((), (said,), absent)
    path.unlink()
    assert told(office, tmp_path)[1:] == ((), ("1 of the receipts that were written are not in the folder.",))
