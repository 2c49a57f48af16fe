"""Audit at the door: a record that is whole, and the proof that an input stands under a printed head."""

import gzip
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evalflow.errors import EvalflowError
from evalflow.evaluation.inputs.commands_events import DisposePoint, InputTightened
from evalflow.evaluation.inputs.input import Input
from evalflow.evaluation.inputs.receipt_code import NOTHING
from evalflow.evaluation.report.head import Head
from evalflow.intake.drafts import InputDraft
from evalflow.resources import resource
from evalflow.store.database.database import open_store, upgrade
from evalflow.usecases.cycles.cycles import complete_step
from evalflow.usecases.door.door import Door
from evalflow.usecases.inputs.inputs import list_inputs, receive, work_on
from evalflow.usecases.inputs.receipts import write_receipts
from evalflow.usecases.trust.audit import head, printed_head, prove_input, verify_record
from tests.support.printed_plainly import print_plainly
from tests.usecases.conftest import At
from tests.usecases.office import (
    CYCLE,
    MINT,
    Office,
    begin,
    draft,
    publish_all_terms,
    shown,
    take,
    withheld,
)

FIRST_SCHEMA = Path(__file__).parents[2] / "histories" / "schema-0001.db.gz"
LATER = datetime(2028, 1, 1, tzinfo=UTC)


def refusal_of(door: Door, code: str, size: int | None = None) -> str:
    with pytest.raises(EvalflowError) as refusal:
        prove_input(door, code, size)
    return refusal.value.code


def test_a_record_is_whole_and_its_earlier_head_part_of_its_history(office: Office) -> None:
    begin(office)
    earlier = head(office.door)
    publish_all_terms(office)
    take(office)
    found = verify_record(office.door, earlier)
    assert (found.sound, found.head) == (True, head(office.door))
    assert not verify_record(office.door, Head(earlier.size, "0" * 64)).sound


@pytest.mark.parametrize(
    "handed_in",
    [
        draft(content=b"the file"),
        draft(content=b"the file", attachments=(("a.txt", b"annex"), ("b.txt", b"plan"))),
        withheld("Visits are refused."),
    ],
)
def test_who_has_the_printed_head_can_check_an_input_without_the_record(
    at: At, tmp_path: Path, handed_in: InputDraft
) -> None:
    office = at("taking")
    [taken] = receive(office.door, CYCLE, [handed_in])
    printed = head(office.door)
    receive(office.door, CYCLE, [draft(f"{n}") for n in range(5)])
    proof = prove_input(office.door, taken.input.code.lower(), printed.size, shown(taken.input))
    assert (json.loads(proof)["size"], json.loads(proof)["root"]) == (printed.size, printed.root)
    (tmp_path / "proof.json").write_text(proof)
    (tmp_path / "file").write_bytes(handed_in.content)
    for name, raw in handed_in.attachments:
        (tmp_path / name).write_bytes(raw)
    program = resource("templates", "reports", "check_receipt.py")
    words = ["proof.json", f"{printed.size}:{printed.root}", "file", *(name for name, _ in handed_in.attachments)]
    if handed_in.level == "public":
        [receipt] = [path for path in write_receipts(office.door, tmp_path) if path.name.endswith("001.txt")]
        words += ["--receipt", str(receipt)]
    checked = subprocess.run([sys.executable, program, *words], cwd=tmp_path, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout.count("holds: ")) == (0, 4 + ("--receipt" in words)), checked.stdout


def test_above_the_public_level_a_proof_needs_the_receipt_code_since_it_shows_the_instant(at: At) -> None:
    office = at("taking")
    [public], [hidden] = (receive(office.door, CYCLE, [one]) for one in (draft(), withheld("Parakeets.")))
    assert "Parakeets" in prove_input(office.door, hidden.input.code, presented=shown(hidden.input))
    for presented, code in ((NOTHING, "code-missing"), (shown(public.input), "wrong-receipt-code")):
        with pytest.raises(EvalflowError) as refusal:
            prove_input(office.door, hidden.input.code, presented=presented)
        assert refusal.value.code == code
    assert json.loads(prove_input(office.door, public.input.code))["code"] == public.input.code


def test_without_a_size_the_proof_is_for_the_head_that_the_adopted_report_prints(at: At) -> None:
    office = at("unanswered")
    [known] = list_inputs(office.door, CYCLE)
    assert printed_head(office.door, known.code) is None
    work_on(office.door, known.code, DisposePoint(1, "used", "It is true.", ""))
    adoption = complete_step(office.door, CYCLE, "adopt", "adopted").evaluation.adoption
    assert adoption is not None
    printed = Head(adoption.size, adoption.root)
    assert (printed_head(office.door, known.code), printed == head(office.door)) == (printed, False)
    assert json.loads(prove_input(office.door, known.code))["root"] == printed.root
    [late] = receive(office.door, CYCLE, [draft("Late.")])
    assert printed_head(office.door, late.input.code) is None
    assert json.loads(prove_input(office.door, late.input.code))["root"] == head(office.door).root


def test_what_cannot_be_proved_is_said(at: At) -> None:
    office = at("taking")
    before = office.size()
    [taken] = receive(office.door, CYCLE, [draft()])
    assert refusal_of(office.door, taken.input.code, before) == "not-under-head"
    assert refusal_of(office.door, taken.input.code, 999) == "no-such-entry"
    assert refusal_of(office.door, "EX-SA-2027/NGO/009", None) == "no-such-input"


def test_an_erased_entry_of_an_older_version_proves_nothing_any_more(tmp_path: Path) -> None:
    file = tmp_path / "evalflow.db"
    file.write_bytes(gzip.decompress(FIRST_SCHEMA.read_bytes()))
    upgrade(f"sqlite:///{file}", MINT)
    store = open_store(f"sqlite:///{file}", MINT)
    with store.writing() as transaction:
        known = transaction.all(Input)[0]
        transaction.record(known.id, "p1", LATER, [InputTightened(known)])
        transaction.erase(next(transaction.journal(subject=known.id)).seq, "p1", LATER)
    assert refusal_of(Door(store, lambda: LATER, MINT, "A clerk", print_plainly), known.code) == "entry-erased"
    store.dispose()
