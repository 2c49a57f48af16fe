"""Inputs on the command line once they are on record: listed, answered, withdrawn, protected."""

import csv
import io
import json
from pathlib import Path

from tests.cli.inputs.test_input import CYCLE, NGO, RECEIPT, At, _form
from tests.support.command_line import CommandLine


def test_the_list_counts_the_points_without_an_answer(at: At) -> None:
    ran = at("unanswered")("input", "list", CYCLE)
    assert "UK-CHINA-2027/NGO/001" in ran.out
    assert ran.err.startswith("11 inputs, 27 points without an answer.")


def test_the_list_for_spreadsheets_is_harmless(at: At) -> None:
    here = at("taking")
    here.done("input", "receive", CYCLE, _form("a.md", submitter="=HYPERLINK(0)", text="=1+1"))
    rows = list(csv.DictReader(io.StringIO(here.done("input", "list", CYCLE, "--format", "csv"))))
    assert {row["submitter"] for row in rows if row["code"].endswith("NGO/005")} == {"'=HYPERLINK(0)"}
    (point,) = csv.DictReader(io.StringIO(here.done("input", "show", f"{CYCLE}/NGO/005", "--format", "csv")))
    assert point["text"] == "'=1+1"
    told = json.loads(here.done("input", "show", f"{CYCLE}/NGO/005", "--format", "json"))
    assert told["points"][0]["text"] == "=1+1"


def test_text_that_moves_the_cursor_is_refused_or_shown_as_what_it_is(at: At) -> None:
    here = at("taking")
    here.done("input", "receive", CYCLE, _form("a.md", text="abc\u202edef"))
    assert "abc\\u202edef" in here.done("input", "show", f"{CYCLE}/NGO/005")
    assert here.refused("input", "receive", CYCLE, _form("b.md", text="abc\x1b[2J"))[0] == 3


def test_points_are_added_answered_and_shown_with_their_answers(at: At) -> None:
    here = at("taking")
    assert here.done("input", "point", NGO, "--text", "A sixth (example).", "--objective", "uk-02") == f"{NGO} 6\n"
    answered = here("input", "dispose", NGO, "6", "--as-kind", "used", "--reason", "Taken up.", "--paragraph", "UK-02")
    assert answered.err.startswith(f"Point 6 of {NGO} is answered: used. 5 points of it wait for an answer.")
    assert "Point 6 · UK-02 · used\n  A sixth (example).\n  → Taken up. [UK-02]\n" in here.done("input", "show", NGO)


def test_a_withheld_point_is_released_by_a_person(at: At) -> None:
    here = at("late")
    code = next(row["code"] for row in _rows(here, "input", "list", CYCLE) if row["level"] == "name-withheld")
    assert "Point 1 · UK-06 · not released · no answer yet" in here.done("input", "show", code)
    assert "the report may print its text" in here("input", "release", code, "1").err
    page = here.done("input", "show", code)
    assert "(name not kept) · individual · name-withheld · en\n" in page
    assert "Point 1 · UK-06 · released · no answer yet" in page


def test_a_withdrawn_input_stays_listed_and_needs_no_answer(at: At) -> None:
    here = at("taking")
    assert "stays listed as such" in here("input", "withdraw", NGO, "--reason", "asked for by its author").err
    assert "· withdrawn · not confirmed\n" in here.done("input", "show", NGO)
    confirm = ("input", "confirm", NGO, "--category", "submitter-asked", "--reason", "It was by telephone.")
    here.done(*confirm, "--as", "Ben Example")
    page = here.done("input", "show", NGO)
    assert "· withdrawn\n" in page
    assert "Withdrawn: asked for by its author\n" in page
    assert "no answer yet" not in page


def test_a_stricter_level_gives_a_new_code_and_receipt_and_destroys_the_old_one(at: At) -> None:
    here = at("taking")
    assert "add --erase-text" in here.refused("input", "set-level", NGO, "confidential")[1]
    secret = Path(RECEIPT).read_text("utf-8").partition("Receipt code: ")[2].partition("\n")[0]
    ran = here("input", "set-level", NGO, "confidential", "--erase-text")
    code = ran.out.strip()
    assert code.startswith("UK-CHINA-2027/W/")
    assert f"{NGO} has the level confidential now, under the reference {code}." in ran.err
    (receipt,) = [line for line in ran.err.splitlines() if line.startswith("Its submitter keeps this new receipt: ")]
    assert secret in Path(receipt.split(": ")[1]).read_text("utf-8")
    assert not Path("receipts/EXAMPLE-UK-CHINA-2027-NGO-001.txt").exists()
    assert "Destroy what was sent on" in ran.err
    assert "Point 1 · UK-03 · held-back-for-safety\n  (erased)\n" in here.done("input", "show", code)
    assert "has the level confidential already" in here("input", "set-level", code, "confidential").err


def test_a_looser_level_needs_the_submitters_consent(at: At) -> None:
    here = at("taking")
    code = here.done("input", "set-level", NGO, "name-withheld").strip()
    assert "--consent" in here.refused("input", "set-level", code, "public")[1]
    consent = ("--consent", "letter of 20 February")
    assert "with --submitter" in here.refused("input", "set-level", code, "public", *consent)[1]
    named = ("--submitter", "Example Society")
    assert "receipt code" in here.refused("input", "set-level", code, "public", *consent, *named)[1]
    second = ("--confirmed-by", "Another person", "--reason", "The letter is signed by hand.")
    loosened = here("input", "set-level", code, "public", *consent, *named, *second)
    assert "Destroy" not in loosened.err
    assert loosened.err.startswith(f"{code} has the level public now.\n")


def _rows(here: CommandLine, *words: str) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = json.loads(here.done(*words, "--format", "json"))["rows"]
    return rows


def test_who_protects_an_input_later_is_told_where_people_still_name_it(at: At) -> None:
    here = at("checked")
    shown = json.loads(here.done("input", "show", NGO, "--format", "json"))
    note = f"As {shown['submitter']} told the secretariat (example)."
    here.done("objective", "amend", "UK-11", "--field", "indicator", "--to", "hours", "--reason", note)
    told = here("input", "set-level", NGO, "name-withheld").err
    assert "What people wrote still names it, or its submitter, in: UK-CHINA/L002, " in told
    for where in ("UK-CHINA/Q003", "UK-CHINA/Q006", "UK-11", "the rating of UK-03", "the rating of UK-06"):
        assert f"{where}, " in told or f"{where}." in told
    assert "what evaluators said" not in told


def test_of_an_input_that_nobody_names_nothing_is_to_be_mended(at: At) -> None:
    told = at("taking")("input", "set-level", NGO, "name-withheld").err
    assert "is destroyed" in told
    assert "still names it" not in told
