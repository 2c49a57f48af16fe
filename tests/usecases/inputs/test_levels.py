"""Levels: tightening erases what may no longer be kept, in rows, journal and folder; loosening needs consent."""

import json
import resource
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evalflow.errors import Broken, Refused
from evalflow.evaluation.inputs.commands_events import (
    AddPoint,
    CorrectPoint,
    DecideLate,
    DisposePoint,
    InputCommand,
    LinkPoint,
    ReleasePoint,
    SetLevel,
    SplitPoint,
    WithdrawInput,
)
from evalflow.evaluation.inputs.input import Input, Level
from evalflow.intake.drafts import PointDraft
from evalflow.store.checks.verification import verify
from evalflow.usecases.cycles.cycles import complete_step
from evalflow.usecases.door.door import Door
from evalflow.usecases.inputs.erasure import destroy, told_in
from evalflow.usecases.inputs.inputs import list_inputs, receive, set_level, work_on
from evalflow.usecases.inputs.presented import recognised
from evalflow.usecases.inputs.receipts import write_receipts
from evalflow.usecases.inputs.send_back import react, send_back
from evalflow.usecases.report.reports import build_draft, publish
from evalflow.usecases.trust.audit import erasures_in_words, prove_input, verify_record
from tests.usecases.conftest import At
from tests.usecases.office import CYCLE, Office, begin, draft, publish_all_terms, shown, take, withheld

CANARY = "Canary Coalition"
TEXT = "Parakeets are kept in cages."


def files_of(door: Door, known: Input) -> list[Path]:
    with door.store.reading() as reading:
        return told_in(reading, door.folder, known)


def taken(office: Office, handed_in: object = None) -> Input:
    [received] = receive(office.door, CYCLE, [handed_in or told_much()])  # type: ignore[list-item] # any draft
    return received.input


def told_much() -> object:
    return draft(
        who=CANARY, title=f"What {CANARY} saw", points=(PointDraft(TEXT, "EX-01"),),
        attachments=(("canary.txt", b"Canary Coalition, in a file"),), content=CANARY.encode(),
    )  # fmt: skip


def worked_on(office: Office) -> Input:
    """An input of which the name stands in everything that can be said about it."""
    office.at("2027-03-10T10:00")
    known = taken(office)
    code, code_shown = known.code, shown(known)
    commands: tuple[InputCommand, ...] = (
        AddPoint(f"{CANARY} saw more of it. And more."),
        SplitPoint(2, (f"{CANARY} saw more of it.",)),
        LinkPoint(2, ("EX-02", "SC-01")),
        CorrectPoint(2, "We saw more of it.", f"{CANARY} is not to be named here."),
        ReleasePoint(1),
        *(DisposePoint(number, "used", f"{CANARY} saw it.", "", "4.2") for number in (1, 2, 3)),
        DecideLate(True, f"The courier of {CANARY} was ill."),
    )
    for command in commands:
        work_on(office.door, code, command, code_shown)
    send_back(office.door, code, office.folder)
    react(office.door, code, "disputes", 2, f"{CANARY} saw more than that.", code_shown)
    return work_on(office.door, code, WithdrawInput(f"{CANARY} asked for it."))


def tighten(office: Office, known: Input, level: Level) -> Input:
    return set_level(office.door, known.code, SetLevel(level, "", "", erase_text=True))


def everything_kept(office: Office) -> Iterator[str]:
    """Yield all that rows and journal hold."""
    with office.store.reading() as reading:
        yield from map(str, reading.all(Input))
        yield from (str(entry) for entry in reading.journal())
        yield from (str(effect) for effect in reading.pending_effects())


def holds(office: Office, word: str) -> bool:
    return any(word.lower() in kept.lower() for kept in everything_kept(office))


def sound(office: Office) -> bool:
    with office.store.reading() as reading:
        return verify(reading).sound


@pytest.mark.parametrize("level", ["name-withheld", "confidential", "restricted"])
def test_tightening_leaves_no_name_in_rows_and_journal_and_the_record_sound(office: Office, level: Level) -> None:
    begin(office)
    publish_all_terms(office)
    take(office)
    known = worked_on(office)
    left = tighten(office, known, level)
    assert (left.level, left.code != known.code, left.attachments, left.salt) == (level, True, (), "")
    assert not holds(office, "Canary Coalition")
    assert holds(office, TEXT) == (level == "name-withheld")
    assert sound(office)
    with office.store.reading() as reading, pytest.raises(Exception, match="holds no file"):
        reading.blob(known.attachments[0].sha256)


def test_tightened_twice_nothing_of_the_first_time_is_left(at: At) -> None:
    office = at("taking")
    first = tighten(office, worked_on(office), "name-withheld")
    second = tighten(office, first, "confidential")
    assert (second.level, holds(office, TEXT), holds(office, first.code), sound(office)) == (
        "confidential", False, False, True,
    )  # fmt: skip


def test_on_disk_too_nothing_is_left_of_what_was_erased(at: At, tmp_path: Path) -> None:
    office = at("taking")
    known = worked_on(office)
    tighten(office, known, "confidential")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = [path for path in files if b"Canary Coalition" in path.read_bytes()]
    assert kept == []


def test_a_file_that_another_input_has_too_is_kept(at: At) -> None:
    office = at("taking")
    known = taken(office)
    taken(office, draft("Other.", attachments=(("same.txt", b"Canary Coalition, in a file"),)))
    tighten(office, known, "name-withheld")
    with office.store.reading() as reading:
        assert reading.blob(known.attachments[0].sha256) == b"Canary Coalition, in a file"


def test_a_number_that_was_given_is_never_given_again(at: At) -> None:
    office = at("taking")
    taken(office, withheld("Hidden."))
    last = [taken(office, draft(f"{n}")) for n in range(2)][-1]
    hidden = tighten(office, last, "name-withheld")
    assert taken(office, draft("Next.")).code == "EX-SA-2027/NGO/003"
    tighten(office, hidden, "confidential")
    assert taken(office, draft("After.")).code == "EX-SA-2027/NGO/004"


def test_copies_of_what_is_tightened_stand_by_themselves(at: At) -> None:
    office = at("taking")
    first, copy = taken(office, draft()), taken(office, draft(who="Example Union"))
    assert copy.copy_of == first.id
    tighten(office, first, "confidential")
    assert [known.copy_of for known in list_inputs(office.door, CYCLE)] == ["", ""]
    assert sound(office)


def test_the_same_level_again_changes_nothing(at: At) -> None:
    office = at("taking")
    known = taken(office)
    size = office.size()
    assert (tighten(office, known, "public"), office.size()) == (known, size)


def test_a_level_is_loosened_with_consent_and_never_where_the_text_is_gone(at: At) -> None:
    office = at("taking")
    hidden = taken(office, withheld())
    with pytest.raises(Refused) as refusal:
        tighten(office, hidden, "public")
    assert refusal.value.code == "consent-missing"
    asked = SetLevel("public", "", "", "letter of 1 March 2027")
    with pytest.raises(Refused, match="is listed by name"):
        set_level(office.door, hidden.code, asked)
    asked = replace(asked, submitter="Example Union", title="What we saw")
    with pytest.raises(Refused) as refusal:
        set_level(office.door, hidden.code, asked)
    assert refusal.value.code == "code-missing"
    known = set_level(office.door, hidden.code, asked, shown(hidden))
    assert (known.level, known.code, known.consent) == ("public", hidden.code, "letter of 1 March 2027")
    assert (known.submitter, known.title) == ("Example Union", "What we saw")
    gone = tighten(office, known, "confidential")
    with pytest.raises(Refused, match="was erased when its level was tightened"):
        set_level(office.door, gone.code, SetLevel("public", "", "", "letter"))
    assert not holds(office, "letter of 1 March")


def test_the_old_receipt_and_the_drafts_are_destroyed_and_a_new_receipt_is_owed(at: At, tmp_path: Path) -> None:
    office = at("taking")
    known = taken(office)
    [receipt] = write_receipts(office.door, tmp_path)
    code = shown(known).code
    drafts = build_draft(office.door, CYCLE, tmp_path)
    other = tmp_path / "receipts" / "EX-SA-2027-NGO-009.txt"
    other.write_text("of another input")
    files = [receipt, drafts.pdf, drafts.html, drafts.json]
    assert files_of(office.door, known) == files
    set_level(office.dry(), known.code, SetLevel("name-withheld", "", ""))
    assert all(path.exists() for path in files)
    left = tighten(office, known, "name-withheld")
    assert [path.exists() for path in (*files, other)] == [False] * 4 + [True]
    [fresh] = write_receipts(office.door, tmp_path)
    assert (code in fresh.read_text(), left.code in fresh.read_text(), "Salt" in fresh.read_text()) == (
        True, False, False,
    )  # fmt: skip


def test_what_takes_back_a_protected_text_replaces_a_receipt_in_full_and_keeps_its_code(at: At, tmp_path: Path) -> None:
    office = at("taking")
    [taken_] = receive(office.door, CYCLE, [withheld(TEXT)], "receipt")
    known = taken_.input
    [full] = write_receipts(office.door, tmp_path, {known.id: taken_.code})
    gone = WithdrawInput("it was a draft", erase_text=True)
    work_on(office.dry(), known.code, gone, shown(known))
    assert [path.name for path in (tmp_path / "receipts").iterdir()] == [full.name]
    work_on(office.door, known.code, gone, shown(known))
    [bare] = (tmp_path / "receipts").iterdir()
    assert (taken_.code in bare.read_text(), "Salt" in bare.read_text(), known.code in bare.read_text()) == (
        True, False, False,
    )  # fmt: skip
    assert (write_receipts(office.door, tmp_path), recognised_by(office, taken_.code)) == ([bare], known.id)
    set_level(office.door, known.code, SetLevel("restricted", "", "", erase_text=True))
    assert (list((tmp_path / "receipts").iterdir()), write_receipts(office.door, tmp_path)) == ([bare], [])


def recognised_by(office: Office, code: str) -> str:
    with office.store.reading() as reading:
        return recognised(reading, code).id


def test_an_older_receipt_without_a_code_is_replaced_by_one_with_a_new_code(at: At, tmp_path: Path) -> None:
    office = at("taking")
    known = taken(office)
    [path] = write_receipts(office.door, tmp_path)
    path.write_text("Receipt\n\nCode: EX-SA-2027/NGO/001\n")
    tighten(office, known, "name-withheld")
    assert list((tmp_path / "receipts").iterdir()) == []
    [fresh] = write_receipts(office.door, tmp_path)
    assert recognised_by(office, fresh.read_text().partition("Receipt code: ")[2].partition("\n")[0]) == known.id


def test_where_the_new_receipt_cannot_be_written_the_old_one_and_the_level_stay(at: At, tmp_path: Path) -> None:
    office = at("taking")
    known = taken(office)
    [path] = write_receipts(office.door, tmp_path)
    text, size = path.read_text(), office.size()
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, limit[1]))
    try:
        with pytest.raises(Broken, match="could not be destroyed"):
            tighten(office, known, "name-withheld")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert (path.read_text(), office.size()) == (text, size)


def test_a_receipt_that_was_not_written_before_tells_only_the_new_code(at: At, tmp_path: Path) -> None:
    office = at("taking")
    left = tighten(office, taken(office), "confidential")
    [receipt] = write_receipts(office.door, tmp_path)
    assert (receipt.name, write_receipts(office.door, tmp_path)) == (f"receipt-{left.id[:16]}.txt", [])
    assert "Commitment" not in receipt.read_text()


def test_without_a_folder_there_is_nothing_to_destroy(at: At) -> None:
    office = at("taking")
    known = taken(office)
    homeless = replace(office.door, folder=None)
    assert files_of(homeless, known) == []
    assert set_level(homeless, known.code, SetLevel("restricted", "", "", erase_text=True)).level == "restricted"


def test_what_cannot_be_destroyed_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(Broken, match=rf"could not be destroyed: {tmp_path / 'folder'}\. Destroy them") as broken:
        destroy([tmp_path / "folder", tmp_path / "file", tmp_path / "gone"])
    assert (broken.value.code, (tmp_path / "file").exists()) == ("not-destroyed", False)


def test_an_entry_whose_personal_part_was_erased_still_proves_what_was_committed_to(at: At) -> None:
    office = at("taking")
    before = taken(office)
    left = tighten(office, before, "name-withheld")
    payload = json.loads(json.loads(prove_input(office.door, left.code, presented=shown(before)))["payload"])
    assert payload["input"]["commitment"] == before.commitment
    assert before.submitter not in json.dumps(payload, ensure_ascii=False)
    found = verify_record(office.door)
    [said] = erasures_in_words(office.door, found)
    assert "erased what was personal in entry" in said
    assert "(input.InputReceived)" in said
    stranger = replace(found, erasures=(replace(found.erasures[0], by="nobody"),))
    assert erasures_in_words(office.door, stranger)[0].startswith("somebody whose name is not recorded erased")


def test_an_adopted_report_that_names_what_was_tightened_since_is_not_published(at: At, tmp_path: Path) -> None:
    office = at("unanswered")
    [known] = list_inputs(office.door, CYCLE)
    work_on(office.door, known.code, DisposePoint(1, "used", "It is true.", ""))
    complete_step(office.at("2027-04-05T10:00"), CYCLE, "adopt", "adopted")
    built = build_draft(office.door, CYCLE, tmp_path)
    assert built.pdf.name == "EX-SA-2027-report.pdf"
    tighten(office, known, "name-withheld")
    assert not built.pdf.exists()
    office.at("2027-04-12T10:00")
    for way in (publish, build_draft):
        with pytest.raises(Refused) as refusal:
            way(office.door, CYCLE, tmp_path)
        assert (refusal.value.code, list((tmp_path / "reports").glob("EX-SA*"))) == ("tightened-since", [])
