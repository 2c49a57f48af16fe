"""The record → whether it is sound, its head, and the proof that an input stands in it."""

import json
import re
from typing import Any

import click

from evalflow.cli.frame.frame import Call, CommandFamily, Whole, looks, reads
from evalflow.cli.frame.output import Table
from evalflow.cli.frame.presenting import presented, presents_code
from evalflow.errors import InvalidInput
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.head import Head
from evalflow.usecases.door.contents_check import NOT_COVERED
from evalflow.usecases.trust.audit import erasures_in_words, printed_head, prove_input, verify_record
from evalflow.usecases.trust.audit import head as head_of

audit = CommandFamily("audit", help="Verify the record; prove that an input stands in it.")

_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-fA-F]{64})")


@audit.command("verify", example="evalflow audit verify")
@click.option("--against", metavar="SIZE:ROOT", help="The head that an earlier report prints.")
@reads
def verify(call: Call, against: str | None) -> None:
    """Recompute the journal's tree and compare every row with what the journal says.

    Tables, constraints, indexes and guards are compared with what this version makes; contents and files in the folder
    with what the record refers to. What is not covered is listed.

    With --against it also shows whether the history was rewritten since that head was printed. Every erasure of
    personal data is listed, with who made it and when. Ends with 1 when anything is wrong.
    """
    verification = verify_record(call.door, _head(against) if against else None)
    erased = erasures_in_words(call.door, verification)
    rows = [
        *(["problem", problem] for problem in verification.problems),
        *(["altered file", altered] for altered in verification.altered),
        *(["erasure", said] for said in erased),
        *(["note", note] for note in verification.notes),
    ]
    table = Table({"kind": "Kind", "says": "What was found"}, rows)
    head = f"{verification.head.size}:{verification.head.root}"
    if call.form == "json":
        call.show_record({"sound": verification.sound, "head": head, "rows": table, "not_covered": NOT_COVERED})
    else:
        call.show_table(table.columns, table.rows)
    entries = "1 entry" if verification.head.size == 1 else f"{verification.head.size} entries"
    call.say(f"{entries} read. Head: {head}")
    if verification.old_erasures_until:
        call.say(
            f"Until entry {verification.old_erasures_until} an older version of evalflow wrote this record. Only a "
            "head of at "
            "least that many entries shows whether something was put in the place of what was erased before."
        )
    call.say("".join(("Not covered by this verification:", *(f"\n  - {one}" for one in NOT_COVERED))))
    if not verification.sound:
        call.say(
            "The record is not what its journal says, so the files in its folder were not compared with it. Keep this "
            "copy, and compare it with one you saved."
        )
        raise click.exceptions.Exit(1)
    if verification.altered:
        call.say(
            "The record is sound, but files in its folder are not what it says. Move them away, and write them again "
            "from the record."
        )
        raise click.exceptions.Exit(1)
    call.say("The record is sound" + (", and the earlier head is part of its history." if against else "."))


@audit.command("head", example="evalflow audit head")
@looks
def head(call: Call) -> None:
    """Print the head of the journal, SIZE:ROOT. Keep it elsewhere: `audit verify --against` takes it."""
    now = head_of(call.door)
    call.show(f"{now.size}:{now.root}")


@audit.command("prove", example="evalflow audit prove UK-CHINA-2027/NGO/001")
@click.argument("code")
@click.option("--size", type=Whole(min=1), help="Under the head of this many entries instead.")
@presents_code
@looks
def prove(call: Call, code: str, size: int | None, **given: Any) -> None:
    """Print the proof (JSON) that an input is in the record, for check_receipt.py.

    It is made for the head that the adopted report of its cycle prints, so that it can be checked against the paper.
    Before the adoption, and for an input that came after it, it is made for the head of now. The proof of
    a protected input needs its receipt code, because it shows when the input was received.
    """
    proof = json.loads(prove_input(call.door, code, size, presented(given)))
    of_head = f"{proof['size']}:{proof['root']}"
    if size is None:
        printed = printed_head(call.door, code)
        which = "that the adopted report prints" if printed else "of now, which no report prints"
        call.say(f"This proof holds under the head {which}: {of_head}")
    notice = {"example_notice": EXAMPLE_NOTICE} if call.example else {}
    call.show(
        json.dumps({**notice, **proof}, indent=2)
    )  # in ASCII, so that no text in it is shown as an escape of ours


def _head(text: str) -> Head:
    if (form := _HEAD.fullmatch(text)) is None:
        raise InvalidInput(
            "bad-head", f"{text!r} is no head. A report prints it as SIZE:ROOT, a number and 64 signs from 0 to f."
        )
    return Head(int(form[1]), form[2].lower())
