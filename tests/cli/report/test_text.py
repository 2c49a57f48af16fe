"""The body's own words on the command line: written from one file, checked, set aside by a named person."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.support.command_line import CommandLine

CYCLE = "UK-CHINA-2027"
At = Callable[..., CommandLine]


def test_the_file_to_fill_in_holds_what_is_written_and_is_taken_back(at: At) -> None:
    here = at("adopting")
    assert here.done("report", "template", CYCLE, "--out", "words.md") == "words.md\n"
    assert "Example Parliament asked for this evaluation" in Path("words.md").read_text("utf-8")
    assert "All of it stood there already." in here("report", "write", CYCLE, "words.md").err
    Path("words.md").write_text("## Purpose\n\nTo see.\n", "utf-8")
    assert "Written: Purpose." in here("report", "write", CYCLE, "words.md").err
    assert "nothing is written" not in here.done("cycle", "history", CYCLE).lower()


def test_what_is_missing_is_told_with_the_commands_that_supply_it_and_blocks_adoption(at: At) -> None:
    here = at("unwritten")
    rows = json.loads(here.done("report", "check", CYCLE, "--format", "json"))["rows"]
    missing = {row["check"] for row in rows if row["result"] == "missing"}
    assert missing == {
        "commissioned", "evaluators", "summary", "purpose", "scope", "questions", "criteria-used", "method",
        "independence", "ethics", "conclusions", "terms",
    }  # fmt: skip
    table = here("report", "check", CYCLE)
    assert "12 of 29 checks do not hold: the report cannot be adopted yet." in table.err
    assert f"evalflow report template {CYCLE} --out REPORT.md" in table.err


def test_a_complete_report_lacks_nothing(at: At) -> None:
    assert "Nothing is missing" in at("adopting")("report", "check", CYCLE).err


def test_what_is_adopted_is_written_no_more(at: At) -> None:
    here = at("adopted")
    assert "it stands as adopted" in here.refused("report", "check", CYCLE)[1]
    assert "it stands as adopted" in here.refused("report", "evaluator", CYCLE, "x", "--statement", "none")[1]


def test_what_is_set_aside_is_printed_with_who_and_why(at: At) -> None:
    here = at("unwritten")
    why = ("--reason", "Nobody asked for it (example).")
    assert "no check" in here.refused("report", "override", CYCLE, "termz", *why)[1]
    assert "Nobody can set points aside" in here.refused("report", "override", CYCLE, "points", *why)[1]
    assert "holds: there is nothing to set aside" in here.refused("report", "override", CYCLE, "sources", *why)[1]
    assert "--reason" in here.refused("report", "override", CYCLE, "terms")[1]
    assert here.done("report", "override", CYCLE, "TERMS", *why, "--as", "Example Committee") == "terms\n"
    rows = json.loads(here.done("report", "check", CYCLE, "--format", "json"))["rows"]
    [row] = [row for row in rows if row["check"] == "terms"]
    assert (row["result"], row["set_aside_by"], row["reason"]) == ("set aside", "Example Committee", why[1])
    assert "The check terms of the report was set aside" in here.done("cycle", "history", CYCLE)


def test_a_file_with_a_wrong_heading_is_refused_whole(at: At) -> None:
    here = at("unwritten")
    Path("words.md").write_text("## Purpose\n\nTo see.\n\n## Sumary\n\nShort.\n", "utf-8")
    code, says = here.refused("report", "write", CYCLE, "words.md")
    assert code == 3
    assert "words.md:5" in says
    assert "To see." not in here.done("report", "template", CYCLE)
