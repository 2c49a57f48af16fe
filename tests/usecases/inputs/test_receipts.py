"""Receipts: owed with the input, written after the commit, and written again to the byte."""

import hashlib
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evalflow.engine.words import ExtendDeadline
from evalflow.errors import DoneBut, InvalidInput, Refused
from evalflow.evaluation.inputs.commands_events import AddPoint
from evalflow.evaluation.inputs.receipt_code import code_of
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.resources import resource
from evalflow.store.database.database import create
from evalflow.usecases.cycles.cycles import Opening, complete_step, move, name_body, open_cycle, publish_terms, tick_all
from evalflow.usecases.door.door import Door
from evalflow.usecases.inputs.inputs import receive, work_on
from evalflow.usecases.inputs.presented import is_proved
from evalflow.usecases.inputs.receipt_codes import claim_code, input_of_code
from evalflow.usecases.inputs.receipts import receipts_in, write_receipts
from evalflow.usecases.report.reports import build_draft
from evalflow.usecases.trust.audit import verify_record
from evalflow.usecases.trust.opening import open_record
from evalflow.wiring import ChanceMint
from tests.usecases.conftest import At
from tests.usecases.office import (
    ADA,
    BODY,
    CYCLE,
    MINT,
    TERMS,
    Office,
    begin,
    draft,
    office_at,
    publish_all_terms,
    shown,
    take,
    withheld,
)  # fmt: skip

KEEP = """\
Keep the receipt code secret. It is recorded nowhere and cannot be given a second time. Whoever presents it is
taken to be the submitter: with it you can ask what became of your input, add to it, correct it, withdraw it,
change its level and contest an answer."""


def owed(office: Office) -> int:
    with office.store.reading() as reading:
        return len(reading.pending_effects())


def test_a_receipt_tells_what_was_received_and_what_happens_next(at: At, tmp_path: Path) -> None:
    office = at("taking")
    office.at("2027-02-01T12:00")
    [taken] = receive(office.door, CYCLE, [draft("One.", "Two.")])
    [path] = write_receipts(office.door, tmp_path)
    assert path == tmp_path / "receipts" / "EX-SA-2027-NGO-001.txt"
    assert (
        path.read_text(encoding="utf-8")
        == f"""\
Receipt

Reference:   EX-SA-2027/NGO/001
Receipt code: {MINT.receipt_code(taken.input.id)}
Received:    2027-02-01 12:00:00 UTC (1 Feb 2027 in Europe/London)
Level:       public
Points:      2
In time:     yes
Salt:        {taken.input.salt}
Commitment:  {taken.input.commitment}
             SHA-256 of the text evalflow/input/v1, the salt (as bytes) and what you submitted: your file, or
             for one row of a table the texts of its points with an empty line between them.

What happens next
  Each of your points gets an answer before the report is adopted.
  Inputs of NGOs, institutions, experts and individuals: until the end of 8 Mar 2027
  Inputs of parliaments: until the end of 8 Mar 2027
  Submissions of the two governments: until the end of 8 Mar 2027
  The report is due by the end of 12 Jul 2027.
  To check later that your input stands under the printed head: evalflow audit prove EX-SA-2027/NGO/001

{KEEP}
"""
    )


def test_above_the_public_level_it_holds_the_code_and_nothing_that_tells_of_the_input(at: At, tmp_path: Path) -> None:
    office = at("taking")
    [taken] = receive(office.door, CYCLE, [withheld()])
    [path] = write_receipts(office.door, tmp_path)
    assert (
        path.read_text(encoding="utf-8")
        == f"""\
Receipt

Receipt code: {MINT.receipt_code(taken.input.id)}

{KEEP}
No name was stored.
"""
    )
    assert path.name == f"receipt-{taken.input.id[:16]}.txt"


def test_asked_for_in_full_it_says_that_the_words_alone_were_kept(at: At, tmp_path: Path) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [withheld()], "receipt")
    [path] = write_receipts(office.door, tmp_path)
    assert "Nothing else of what you submitted was kept." in path.read_text(encoding="utf-8")


def test_attachments_are_under_the_commitment(at: At, tmp_path: Path) -> None:
    office = at("taking")
    attachments = (("b.txt", b"second"), ("a.txt", b"first"))
    [taken] = receive(office.door, CYCLE, [draft(content=b"the file", attachments=attachments)])
    [path] = write_receipts(office.door, tmp_path)
    hashes = b"".join(hashlib.sha256(content).digest() for content in (b"the file", b"second", b"first"))
    salt = bytes.fromhex(taken.input.salt)
    assert taken.input.commitment == hashlib.sha256(b"evalflow/input/v2" + salt + hashes).hexdigest()
    assert "each of your attachments (2), in their order." in path.read_text(encoding="utf-8")


def test_written_is_written_and_owed_no_more(at: At, tmp_path: Path) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft(f"{n}") for n in range(3)])
    assert (owed(office), write_receipts(office.dry(), tmp_path), owed(office)) == (3, [], 3)
    written = write_receipts(office.as_(""), tmp_path)
    assert [path.name[-7:] for path in written] == ["001.txt", "002.txt", "003.txt"]
    assert (owed(office), write_receipts(office.door, tmp_path)) == (0, [])


def test_interrupted_after_the_file_it_is_written_again_to_the_byte_whatever_happened_since(
    at: At, tmp_path: Path
) -> None:
    first, again = at("taking"), at("waiting")
    for office in (first, again):
        tick_all(office.at("2027-01-11T00:00"))
        office.at("2027-02-01T12:00")
        receive(office.door, CYCLE, [draft()])
    [path] = write_receipts(first.door, tmp_path)
    work_on(again.door, "EX-SA-2027/NGO/001", AddPoint("More."))
    move(again.door, CYCLE, ExtendDeadline("ngo_inputs", date(2027, 4, 1), "Asked for."))
    tick_all(again.at("2027-05-01T00:00"))
    before = path.read_text()
    ours = tmp_path / "again"
    [rewritten] = write_receipts(again.door, ours)
    by_chance = ("Receipt code", "Salt", "Commitment")
    salts = [text for text in before.splitlines() if text.startswith(by_chance)]
    told = rewritten.read_text()
    for line, other in zip(salts, [t for t in told.splitlines() if t.startswith(by_chance)], strict=True):
        told = told.replace(other, line)
    assert told == before


def test_found_on_disk_already_it_is_noted_as_written(at: At, tmp_path: Path) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft()])
    held_back = write_receipts(office.door, tmp_path / "elsewhere")[0].read_bytes()
    office = at("waiting")
    tick_all(office.at("2027-01-11T00:00"))
    assert held_back.startswith(b"Receipt\n")
    receive(office.door, CYCLE, [draft()])
    [path] = write_receipts(office.door, tmp_path)
    assert (path.is_file(), owed(office)) == (True, 0)


def test_what_stands_in_the_place_of_one_receipt_keeps_none_of_the_others_back(at: At, tmp_path: Path) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft(f"{n}") for n in range(3)])
    (tmp_path / "receipts").mkdir()
    (tmp_path / "receipts" / "EX-SA-2027-NGO-001.txt").write_text("something else")
    with pytest.raises(DoneBut) as refusal:
        write_receipts(office.door, tmp_path)
    assert (refusal.value.code, owed(office)) == ("file-exists", 1)
    assert sorted(path.name[-7:] for path in (tmp_path / "receipts").iterdir()) == ["001.txt", "002.txt", "003.txt"]


def test_two_who_write_at_once_both_find_it_written(at: At, tmp_path: Path) -> None:
    office = at("taking")
    receive(office.door, CYCLE, [draft()])

    class WrittenMeanwhile(type(tmp_path)):  # type: ignore[misc] # a folder in which somebody else is quicker
        def __truediv__(self, name: object) -> Path:
            if owed(office):
                write_receipts(office.door, tmp_path)
            return Path(super().__truediv__(str(name)))

    [path] = write_receipts(office.door, WrittenMeanwhile(tmp_path))
    assert (path.is_file(), owed(office)) == (True, 0)


def test_late_and_after_adoption_it_says_so(at: At, tmp_path: Path) -> None:
    late, adopted = at("taking"), at("adopted")
    late.at("2027-03-10T10:00")
    told: list[str] = []
    for office in (late, adopted):
        receive(office.door, CYCLE, [draft()])
        [path] = write_receipts(office.door, tmp_path / str(len(told)))
        told.append(path.read_text())
    assert "In time:     no: it came late; whether it is accepted will be decided\n" in told[0]
    assert "In time:     no: it came after the report was adopted\n" in told[1]
    assert "  Your input stays in the record and is listed as late. The report that was adopted stands" in told[1]
    assert "gets an answer" not in told[1]


def test_where_no_report_is_promised_no_day_is_told(at: At, tmp_path: Path) -> None:
    office = at("begun")
    shipped = resource("workflows", "evaluation-cycle.yaml").read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text("".join(line for line in shipped.splitlines(True) if not line.startswith("report_due")))
    opening = Opening("ex-sa", date(2027, 1, 11), "Example Office", False, "own", workflow=own)
    open_cycle(office.door, opening)
    publish_terms(office.at("2026-12-28T10:00"), "own", TERMS)
    name_body(office.door, "own", BODY)
    complete_step(office.door, "own", "terms")
    receive(office.at("2027-01-12T10:00"), "own", [draft()])
    [path] = write_receipts(office.door, tmp_path)
    assert "The report is due" not in path.read_text()


def test_a_receipt_of_an_example_says_that_it_is_one_in_name_and_text(database_url: str, tmp_path: Path) -> None:
    office = Office(create(database_url, MINT), tmp_path)
    open_record(replace(office.door, who=""), "An example", example=True)
    begin(office)
    publish_all_terms(office)
    take(office)
    receive(office.door, CYCLE, [draft()])
    [path] = write_receipts(office.door, tmp_path)
    assert path.name == "EXAMPLE-EX-SA-2027-NGO-001.txt"
    assert path.read_text().startswith(f"{EXAMPLE_NOTICE}.\n\nReceipt\n")
    office.store.dispose()


def by_chance(office: Office) -> Door:
    """A door to a real record, whose receipt codes come by chance."""
    return replace(office.door, mint=ChanceMint())


def code_in(path: Path) -> str:
    return path.read_text("utf-8").partition("Receipt code: ")[2].partition("\n")[0]


def counts(office: Office, code: str) -> bool:
    try:
        return bool(input_of_code(office.door, code))
    except Refused:
        return False


def test_a_receipt_code_is_in_the_receipt_and_nowhere_else(office: Office, tmp_path: Path) -> None:
    begin(office)
    publish_all_terms(office)
    take(office)
    [first, second] = receive(by_chance(office), CYCLE, [draft(), withheld("Other.")])
    paths = write_receipts(by_chance(office), tmp_path, {one.input.id: one.code for one in (first, second)})
    assert sorted(map(code_in, paths)) == sorted((first.code, second.code))
    assert [input_of_code(office.door, one.code) for one in (first, second)] == [first.input, second.input]
    build_draft(office.door, CYCLE, tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path not in paths]
    kept = [str(entry) for entry in office.since(0)]
    for code in (first.code, second.code):
        for spelled in (code, code.replace("-", "")):
            assert not any(spelled in text for text in kept)
            assert [path for path in files if spelled.encode() in path.read_bytes()] == []
            assert spelled not in repr((first, second))


def test_interrupted_before_the_file_it_is_written_with_a_new_code_and_the_old_one_ends(at: At, tmp_path: Path) -> None:
    office = at("taking")
    [taken] = receive(by_chance(office), CYCLE, [draft()])
    size = office.size()
    [path] = write_receipts(by_chance(office), tmp_path)
    assert office.happened(size) == ["input.ReceiptCodeReplaced"]
    assert (counts(office, taken.code), counts(office, code_in(path))) == (False, True)
    assert verify_record(office.door).sound
    assert (write_receipts(by_chance(office), tmp_path), office.size()) == ([], size + 1)


def test_interrupted_after_the_file_its_code_stays(at: At, tmp_path: Path) -> None:
    office, other = at("taking"), tmp_path / "other"
    [taken] = receive(by_chance(office), CYCLE, [draft()])
    place = tmp_path / "receipts" / "EX-SA-2027-NGO-001.txt"
    with sqlite3.connect(tmp_path / "taking.db") as here, sqlite3.connect(tmp_path / "before.db") as before:
        here.backup(before)
    [written] = write_receipts(by_chance(office), other, {taken.input.id: taken.code})
    with office_at(f"sqlite:///{tmp_path / 'before.db'}", tmp_path) as killed:
        place.parent.mkdir()
        place.write_bytes(written.read_bytes())
        size = killed.size()
        assert write_receipts(by_chance(killed), tmp_path) == [place]
        assert (killed.size(), code_in(place), owed(killed)) == (size, taken.code, 0)


def test_a_receipt_whose_code_has_ended_is_replaced_and_anything_else_is_not(at: At, tmp_path: Path) -> None:
    office = at("taking")
    receive(by_chance(office), CYCLE, [draft()])
    [path] = write_receipts(by_chance(office), tmp_path / "elsewhere")
    ended = path.read_text("utf-8")
    office = at("waiting")
    tick_all(office.at("2027-01-11T00:00"))
    office.now = office.now.replace(hour=12)
    [taken] = receive(by_chance(office), CYCLE, [draft()])
    place = tmp_path / "receipts" / "EX-SA-2027-NGO-001.txt"
    place.parent.mkdir()
    place.write_text(ended)
    with pytest.raises(DoneBut, match="holds something else"):  # a receipt, but of another input
        write_receipts(by_chance(office), tmp_path)
    place.unlink()
    text = f"Receipt\n\nReceipt code: {code_of(bytes(16))}\n\n{KEEP}\n"
    place.write_text(text)
    tick_all(office.at("2027-01-13T00:00"))
    [written] = write_receipts(by_chance(office), tmp_path)
    assert (written, counts(office, code_in(place)), counts(office, taken.code)) == (place, True, False)


def test_an_older_input_is_given_a_code_by_two_persons(at: At, tmp_path: Path) -> None:
    office = at("taking")
    [taken] = receive(office.door, CYCLE, [withheld()])
    [before] = write_receipts(office.door, tmp_path)
    for named, reason, refused in (("", "They rang.", "not-confirmed"), (ADA, "They rang.", "same-person")):
        with pytest.raises(Refused) as refusal:
            claim_code(office.door, taken.input.code, named, reason)
        assert refusal.value.code == refused
    given = claim_code(by_chance(office), taken.input.code.lower(), "Ben Example", "They rang, we know the voice.")
    assert (counts(office, taken.code), counts(office, given.code)) == (False, True)
    [path] = write_receipts(office.door, tmp_path, {given.input.id: given.code})
    assert (path.parent, code_in(path) == given.code, path != before) == (before.parent, True, True)
    assert receipts_in(tmp_path, given.input, example=False)[1:2] == [path]
    assert "They rang" not in str(office.since(0)[-1].header)


@pytest.mark.parametrize("code", ["0000", "EX-SA-2027/NGO/001"])
def test_a_mistyped_code_is_told_and_not_repeated(at: At, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        input_of_code(at("taking").door, code)
    assert (refusal.value.code, code in str(refusal.value)) == ("bad-receipt-code", False)


def test_an_input_that_has_no_code_says_how_to_get_one(at: At) -> None:
    office = at("taking")
    [taken] = receive(office.door, CYCLE, [draft()])
    bare = replace(taken.input, recogniser="", seal="")
    with pytest.raises(Refused, match=r"evalflow input claim-code EX-SA-2027/NGO/001 --confirmed-by NAME"):
        is_proved(bare, shown(bare))
