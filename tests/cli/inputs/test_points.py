"""Points on the command line: listed, split, linked, mended, answered many at once, sent back, reacted to."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
RECEIPT = "receipts/EXAMPLE-UK-CHINA-2027-NGO-001.txt"
NGO = f"{CYCLE}/NGO/001"


def points_of(here: CommandLine, *more: str) -> list[dict[str, str]]:
    printed = here.done("input", "points", CYCLE, "--format", "csv", *more)
    lines = [line for line in printed.splitlines(keepends=True) if not line.startswith("#")]
    return list(csv.DictReader(io.StringIO("".join(lines))))


def test_points_are_split_linked_and_found_by_what_they_are_about(at: At) -> None:
    here = at("taking")
    ran = here("input", "split", NGO, "1", "--paragraphs")
    assert [line.split()[:2] for line in ran.out.splitlines()] == [[NGO, "1"], [NGO, "6"]]
    assert f"Point 1 of {NGO} is 2 points now" in ran.err
    linked = here("input", "link", NGO, "6", "--to", "sc-03", "--to", "UK-06")
    assert f"Point 6 of {NGO} is about UK-03, SC-03, UK-06." in linked.err
    assert [row["point"] for row in points_of(here, "--about", "sc-03")] == ["6"]
    unlinked = here("input", "link", NGO, "6", "--to", "SC-03", "--unlink")
    assert "is about UK-03, UK-06." in unlinked.err
    assert all(row["about"] == "" for row in points_of(here, "--about-nothing"))
    shown = json.loads(here.done("input", "show", NGO, "--format", "json"))
    assert shown["points"][5]["split_from"] == 1
    assert "Point 6 · part of point 1 · UK-03, UK-06" in here.done("input", "show", NGO)


def test_the_list_of_points_is_filled_in_and_answers_many_at_once(at: At) -> None:
    here = at("taking")
    rows = points_of(here, "--open")
    for row in rows[:3]:
        row.update(disposition="used", reason="Taken up (example).", paragraph="uk-03")
    with Path("answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    tried = here("input", "dispose-many", CYCLE, "answers.csv", "--dry-run")
    told = f"3 points answered, 0 as before, {len(rows) - 3} rows without a disposition."
    assert told in tried.err
    assert len(points_of(here, "--open")) == len(rows)
    assert told in here("input", "dispose-many", CYCLE, "answers.csv").err
    assert len(points_of(here, "--open")) == len(rows) - 3
    Path("wrong.csv").write_text("input,point,disposition,reason\nX,1,used,seen\n", "utf-8")
    code, talk = here.refused("input", "dispose-many", CYCLE, "wrong.csv")
    assert (code, "wrong.csv:2: UK-CHINA-2027 has no input 'X'." in talk) == (3, True)


def test_a_point_is_mended_and_the_old_text_stays(at: At) -> None:
    here = at("taking")
    correct = ("input", "correct", NGO, "2", "--text", "Ten accounts (example).", "--code-file", RECEIPT)
    mended = here(*correct, "--reason", "we counted again")
    assert f"Point 2 of {NGO} is mended; the old text stays on record." in mended.err
    assert "(mended: we counted again)" in here.done("input", "show", NGO)
    again = here(*correct, "--reason", "again")
    assert "says so already: nothing was written" in again.err


def test_a_withheld_submitters_text_goes_with_the_withdrawal(at: At) -> None:
    here = at("taking")
    code = here.done("input", "set-level", NGO, "name-withheld").strip()
    assert "add --erase-text" in here.refused("input", "withdraw", code, "--reason", "danger")[1]
    assert "Its text is erased for good." in here("input", "withdraw", code, "--reason", "why", "--erase-text").err
    assert here.done("input", "show", code).count("(erased)") == 5


def test_copies_with_words_of_their_own_are_hinted_at(at: At) -> None:
    here = at("taking")
    text = "The prisons keep no list of letters that were held back, and nobody who asks is told how many there were."
    said = [
        {"kind": "expert", "level": "public", "submitter": f"Example {n}", "text": f"{text} Signed: {n}."} for n in "AB"
    ]
    Path("two.json").write_text(json.dumps(said), "utf-8")
    here.done("input", "receive", CYCLE, "two.json")
    found = json.loads(here.done("input", "similar", CYCLE, "--format", "json"))
    rows = found["rows"] if isinstance(found, dict) else found
    assert any(row["first"].startswith(f"{CYCLE}/EXP/") and row["percent"] >= 80 for row in rows)
    assert "resembles another's by 100 percent or more" in here("input", "similar", CYCLE, "--at-least", "100").err


def test_answers_are_sent_back_and_reacted_to(at: At) -> None:
    here = at("taking")
    react = ("input", "react", NGO, "--code-file", RECEIPT)
    assert "was not told yet" in here.refused(*react, "--as-kind", "agrees")[1]
    assert "0 letters written. 5 inputs with a point without an answer." in here("input", "send-back", CYCLE).err
    for number in range(1, 6):
        here.done("input", "dispose", NGO, str(number), "--as-kind", "used", "--reason", "Taken up (example).")
    (path,) = here.done("input", "send-back", CYCLE).splitlines()
    assert Path(path).name == "EXAMPLE-UK-CHINA-2027-NGO-001-answers.txt"
    assert "Point 5: used" in Path(path).read_text("utf-8")
    again = here("input", "send-back", NGO)
    assert (again.out.strip(), "nothing was answered anew" in again.err) == (path, True)
    reacted = here(*react, "--as-kind", "disputes", "--point", "2", "--text", "Not so (example).")
    assert f"The submitter of {NGO} disputes the answer to point 2." in reacted.err
    assert "The submitter disputes the answer to point 2 (" in here.done("input", "show", NGO)
