"""The recommendations on the command line: one dialogue, all side by side, counted by check, and as a picture."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]


def test_show_tells_every_recommendation_with_its_checks(at: At) -> None:
    ran = at("opened")("scorecard", "show", "uk-china", "--only", "r05")
    assert ran.code == 0
    assert ran.out.startswith("■ R05 fail · Objectives\n")
    assert "  ■ fail · Every objective has a timeframe.\n" in ran.out
    assert "R07" not in ran.out
    assert "with UK-CHINA-2027" in ran.err


def test_what_is_missing_is_named_with_the_command_that_supplies_it(at: At) -> None:
    out = at("opened").done("scorecard", "show", "uk-china", "--only", "R01")
    assert "○ unknown · It looks at two other strategies or more." in out
    assert "evalflow record complete impact" in out


def test_an_unknown_recommendation_is_refused_with_those_there_are(at: At) -> None:
    code, told = at("opened").refused("scorecard", "show", "uk-china", "--only", "R13")
    assert code == 1
    assert "There is no 'R13' here. There are: R01, R02" in told


def test_compare_has_a_row_for_each_dialogue_and_a_word_in_every_cell(at: At) -> None:
    here = at("opened")
    rows = list(csv.DictReader(io.StringIO(here.done("scorecard", "compare", "--format", "csv"))))
    assert len(rows) == 12
    assert {word for row in rows for code, word in row.items() if code != "dialogue"} <= {
        "pass", "fail", "unknown", "n-a",
    }  # fmt: skip
    ran = here("scorecard", "compare")
    assert "chile-china R12 none-excluded: fail, “apparently”" in ran.err
    assert "never a pass" in ran.err


def test_the_tally_counts_dialogues_by_check(at: At) -> None:
    rows = json.loads(at("opened").done("scorecard", "tally", "--format", "json"))["rows"]
    [public] = [row for row in rows if (row["recommendation"], row["check"]) == ("R05", "public")]
    assert (public["pass"], public["fail"], public["unknown"], public["n-a"]) == (2, 5, 5, 0)


def test_the_heat_map_is_a_picture_with_its_text(at: At, tmp_path: Path) -> None:
    file = tmp_path / "scorecards.svg"
    assert at("opened").done("scorecard", "compare", "--draw", "svg", "--out", str(file)) == f"{file}\n"
    picture = ElementTree.fromstring(file.read_text("utf-8"))  # noqa: S314 - made by the command under test
    told = picture.findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "Chile: R01 unknown" in told
    assert "R12 fail (apparently)" in told


def test_a_record_without_dialogues_says_what_to_do(at: At) -> None:
    ran = at("empty")("scorecard", "compare", "--counterpart", "")
    assert ran.code == 0
    for_programs = json.loads(at("opened").done("scorecard", "show", "uk-china", "--format", "json", "--trace"))
    assert {"dialogue", "cycle", "checks", "recommendations", "trace"} <= set(for_programs)
