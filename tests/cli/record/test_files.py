"""Files of entries on the command line: a form to fill in, rows taken in, refused ones mended, all written out."""

import csv
import json
import os
import shlex
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.support.command_line import CommandLine

ROWS = "dialogue,held_on,status,source\nuk-china,2024-03-12,held,A list\nuk-china,2024-13-12,held,A list\n"


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text().splitlines()))


def test_an_empty_file_is_filled_in_and_imported(record: CommandLine) -> None:
    form = record.done("record", "template", "session", "--form", "yaml")
    filled = form.replace("dialogue:", "dialogue: uk-china").replace("held_on:", "held_on: 2024-03")
    Path("filled.yaml").write_text(filled.replace("status:", "status: held").replace("source:", "source: A list"))
    assert record.done("record", "import", "filled.yaml") == ""
    assert "UK-CHINA/S001" in record.done("record", "list")
    assert record.done("record", "template", "session", "--out", "form.csv") == "form.csv\n"
    assert Path("form.csv").read_text().startswith("dialogue,held_on,status,ended_on,formal,")


def test_refused_rows_are_written_beside_the_file_mended_and_imported_again(record: CommandLine) -> None:
    Path("rows.csv").write_text(ROWS)
    code, said = record.refused("record", "import", "rows.csv", "--register", "session")
    assert code == 3
    assert "rows.csv: 1 entry entered." in said
    assert (
        "evalflow: 1 row was refused. Correct them in rows.refused.csv, then type: "
        "evalflow record import rows.refused.csv --register session\n  rows.csv:3: held_on: "
    ) in said
    refused = Path("rows.refused.csv")
    [row] = rows_of(refused)
    assert (row["line"], row["held_on"], row["why"]) == (
        "3", "2024-13-12", "held_on: The calendar has no '2024-13-12'. Check year, month and day.",
    )  # fmt: skip
    again = ("record", "import", "rows.refused.csv", "--register", "session")
    assert record.refused(*again)[0] == 3
    assert [row["held_on"] for row in rows_of(Path("rows.refused-2.csv"))] == ["2024-13-12"]
    refused.write_text(refused.read_text().replace("2024-13-12", "2024-12-13", 1).replace("2024-13-12", "2024-12-13"))
    record.done(*again)
    assert (
        len(json.loads(record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "json"))["rows"])
        == 2
    )


def test_what_is_refused_goes_round_unchanged_and_no_file_that_is_there_is_written_over(record: CommandLine) -> None:
    places = ["=1+1", "''@x", "+49", "a, “b”\nc"]
    rows = "".join(f'2024-13-01,held,"{place}"\n' for place in places)
    Path("rows.csv").write_text(f"held_on,status,place\n{rows}")
    words = ("--register", "session", "--dialogue", "uk-china", "--source", "A list")
    names = ("rows.csv", "rows.refused.csv", "rows.refused.csv")
    before: list[str] = []
    for name in names:
        bytes_before = Path(name).read_bytes()
        said = record.refused("record", "import", name, *words)[1]
        assert "--register session --dialogue uk-china --source 'A list'\n" in said
        assert Path(name).read_bytes() == bytes_before
        cells = [row["place"] for row in rows_of(Path("rows.refused.csv"))]
        assert cells == (before := before or cells)
    assert [path.name for path in Path().glob("*.refused*")] == ["rows.refused.csv"]
    Path("rows.refused.csv").write_text(Path("rows.refused.csv").read_text().replace("2024-13", "2024-12"))
    record.done("record", "import", "rows.refused.csv", *words)
    held = json.loads(record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "json"))["rows"]
    assert len(held) == len(places)


def test_a_refused_row_names_its_own_problem_and_not_all_there_is_to_choose_from(record: CommandLine) -> None:
    Path("rows.csv").write_text("dialogue,held_on\n" + "nowhere,2024\n" * 5)
    said = record.refused("record", "import", "rows.csv", "--register", "session")[1]
    assert "There are: " in said
    assert {row["why"] for row in rows_of(Path("rows.refused.csv"))} == {"There is no dialogue 'nowhere'."}


def test_of_all_or_nothing_the_answer_says_that_nothing_was_entered(record: CommandLine) -> None:
    Path("rows.csv").write_text(ROWS)
    said = record.refused("record", "import", "rows.csv", "--register", "session", "--whole")[1]
    again = "evalflow record import rows.csv --register session --whole"
    assert (
        f"Nothing was entered. They are listed in rows.refused.csv; correct them in rows.csv, then type: {again}\n"
        in said
    )


def test_a_dry_run_writes_neither_entries_nor_a_file(record: CommandLine) -> None:
    Path("rows.csv").write_text(ROWS)
    code, said = record.refused("record", "import", "rows.csv", "--register", "session", "--dry-run")
    assert (code, "1 row was refused.\n" in said) == (3, True)
    assert not list(Path().glob("*.refused.csv"))
    assert (
        json.loads(record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "json"))["rows"] == []
    )


def test_all_or_nothing_enters_nothing(record: CommandLine) -> None:
    Path("rows.csv").write_text(ROWS)
    said = record.refused("record", "import", "rows.csv", "--register", "session", "--whole")[1]
    assert "rows.csv: 0 entries entered." in said
    assert Path("rows.refused.csv").exists()


def test_where_refused_rows_cannot_be_written_the_others_are_entered_and_the_end_says_so(
    record: CommandLine,
) -> None:
    folder = Path("closed")
    folder.mkdir()
    ended = "".join(f"uk-china,2024-{month}-05,held,A list\n" for month in ("13", "10", "14", "11"))
    (folder / "rows.csv").write_text(f"dialogue,held_on,status,source\n{ended}")
    part = folder / f".{os.getpid()}.part"
    part.mkdir()  # in the place of the file that is being written
    words = ("record", "import", "closed/rows.csv", "--register", "session")
    code, said = record.refused(*words)
    assert (code, "The record is as you asked, with 2 entries entered, but 2 rows were refused." in said) == (5, True)
    assert ("cannot be written beside closed/rows.csv" in said, "no entry is entered twice" in said) == (True, True)
    code, said = record.refused(*words)
    assert (code, "0 entries entered; 2 were there already." in said) == (3, True)
    part.rmdir()
    assert record.refused(*words)[0] == 3
    assert len(rows_of(folder / "rows.refused.csv")) == 2


def test_many_refused_rows_are_counted_and_the_first_are_told_of(record: CommandLine) -> None:
    bad = "".join(f"uk-china,20{n:02}-13,held,L\n" for n in range(15))
    Path("rows.csv").write_text("dialogue,held_on,status,source\n" + bad)
    said = record.refused("record", "import", "rows.csv", "--register", "session")[1]
    assert "15 rows were refused" in said
    assert said.count("rows.csv:") == 1 + 10
    assert "… and 5 more." in said
    assert len(rows_of(Path("rows.refused.csv"))) == 15


def test_entries_are_written_out_in_both_forms_and_what_needs_consent_is_left_out(record: CommandLine) -> None:
    add = ("record", "add", "case", "--dialogue", "uk-china", "--set", "raised_on=2024", "--source", "A list")
    record.done(*add, "--set", "reference=A", "--set", "consent=yes")
    record.done(*add, "--set", "reference=B", "--set", "outcome.knowledge=stated-unknown")
    assert record.done("record", "export", "case", "--out", "cases.csv") == "cases.csv\n"
    assert [row["reference"] for row in rows_of(Path("cases.csv"))] == ["A"]
    told = record("record", "export", "case", "--form", "yaml", "--all")
    assert "- register:" in told.out
    assert YAML(typ="safe").load(told.out)[1]["outcome"] == {"knowledge": "stated-unknown"}
    assert "1 entry left out: nobody's consent" in record("record", "export", "case").err
    Path("cases.yaml").write_text(told.out)
    assert "2 rows were refused" in record.refused("record", "import", "cases.yaml")[1]


def test_the_schema_is_printed_and_written(record: CommandLine) -> None:
    assert json.loads(record.done("record", "schema"))["title"] == "Entries of the registers"
    record.done("record", "schema", "--out", "schema.json")
    assert json.loads(Path("schema.json").read_text()) == json.loads(record.done("record", "schema"))


def test_registers_and_their_fields_are_listed(record: CommandLine) -> None:
    names = [row["register"] for row in json.loads(record.done("record", "fields", "--format", "json"))["rows"]]
    assert (names[0], len(names)) == ("session", 23)
    fields = json.loads(record.done("record", "fields", "session", "--format", "json"))["rows"]
    assert fields[1] == {
        "field": "status", "title": "what became of it", "takes": "held | cancelled | postponed", "required": True,
    }  # fmt: skip


def test_a_long_list_is_cut_for_people_and_not_for_programs(
    record: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evalflow.cli.record.record._SHOWN", 1)
    Path("rows.csv").write_text(ROWS.replace("13-12", "12-13"))
    record.done("record", "import", "rows.csv", "--register", "session")
    told = record("record", "list", "session", "--dialogue", "uk-china")
    assert ("UK-CHINA/S002" in told.out, "1 more are not shown" in told.err) == (False, True)
    assert "UK-CHINA/S002" in record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "csv")


def test_the_answer_says_every_option_that_the_next_command_needs(record: CommandLine) -> None:
    Path("rows.csv").write_bytes(ROWS.encode("windows-1252"))
    words = ("--encoding", "windows-1252", "--as", "Another Person", "--folder", str(Path().resolve()))
    said = record.refused("record", "import", "rows.csv", "--register", "session", "--dialogue", "uk-china", *words)[1]
    typed = said.partition("then type: evalflow ")[2].partition("\n")[0]
    assert shlex.split(typed) == [
        "record", "import", "rows.refused.csv", "--register", "session", "--dialogue", "uk-china",
        "--as", "Another Person", "--folder", str(Path().resolve()),
    ]  # fmt: skip
    assert "rows.refused.csv:2" in record.refused(*shlex.split(typed))[1]  # it is a command


def test_refused_rows_that_would_make_too_large_a_file_go_into_several(record: CommandLine) -> None:
    settings = Path("evalflow.toml").read_text()
    Path("evalflow.toml").write_text(settings.replace("import_limit_mb = 50", "import_limit_mb = 1"))
    row = f'2024-13-01,held,"{"Oslo " * 2010}"\n'
    Path("rows.csv").write_text("held_on,status,place\n" + row * 99)
    said = record.refused("record", "import", "rows.csv", "--register", "session", "--dialogue", "uk-china")[1]
    files = sorted(path.name for path in Path().glob("rows.refused*"))
    assert files == ["rows.refused-2.csv", "rows.refused.csv"]
    assert [Path(name).stat().st_size <= 1_000_000 for name in files] == [True, True]
    assert sum(len(rows_of(Path(name))) for name in files) == 99
    assert all(f"evalflow record import {name} --register session" in said for name in files)
