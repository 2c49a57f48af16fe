"""Dialogues on the command line: what is known and what is not, imports that hide nothing, standing."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

STATED = ("--by", "own", "--reason", "stated in parliament", "--source", "statement")


def test_an_unknown_is_shown_as_unknown_and_says_which_kind(record: CommandLine) -> None:
    shown = json.loads(record.done("dialogue", "show", "uk-china", "--format", "json"))
    kinds = {field["field"]: (field["knowledge"], field["text"]) for field in shown["fields"]}
    assert kinds["interruptions"] == ("absent", "not known (the source does not mention it)")
    assert kinds["timeframe"] == ("stated-none", "none (stated)")
    brazil = json.loads(record.done("dialogue", "show", "brazil-china", "--format", "json"))
    chile = json.loads(record.done("dialogue", "show", "chile-china", "--format", "json"))
    assert [f["text"] for shown in (brazil, chile) for f in shown["fields"] if f["field"] == "timeframe"] == [
        "not known (the source has the heading and nothing under it)",
        "not known (the source says that it has no information)",
    ]


def test_every_field_of_a_dialogue_is_shown_with_its_source(record: CommandLine) -> None:
    rows = list(csv.DictReader(io.StringIO(record.done("dialogue", "show", "eu-china", "--format", "csv"))))
    assert len(rows) == 20
    assert [row["field"] for row in rows if row["knowledge"] == "stated" and not row["source"]] == []


def test_the_page_of_a_dialogue_keeps_to_80_columns_and_cuts_no_word(record: CommandLine) -> None:
    page = record.done("dialogue", "show", "uk-china")
    assert max(map(len, page.splitlines())) <= 80
    assert "Ratification" not in page
    assert "Foreign Affairs Select" in " ".join(page.split())


def test_a_list_is_an_object_with_rows_and_says_nothing_else(record: CommandLine) -> None:
    listed = json.loads(record.done("dialogue", "list", "--format", "json"))
    assert list(listed) == ["rows"]
    assert listed["rows"][-2] == {
        "code": "uk-china", "partner": "United Kingdom", "counterpart": "China", "standing": None,
    }  # fmt: skip


def test_json_of_an_example_carries_the_notice(example: CommandLine) -> None:
    listed = json.loads(example.done("dialogue", "list", "--format", "json"))
    assert list(listed) == ["example_notice", "rows"]


def test_a_dialogue_that_is_not_there_is_said_with_those_that_are(record: CommandLine) -> None:
    code, talk = record.refused("dialogue", "show", "uk-chna")
    assert code == 1
    assert talk.startswith("evalflow: There is no dialogue 'uk-chna'.")
    assert "uk-china" in talk


def test_a_dialogue_is_added_with_nothing_known_of_it(record: CommandLine) -> None:
    words = ("--title", "Atlantis–Utopia", "--partner", "Atlantis", "--counterpart", "Utopia", "--source", "a letter")
    assert record.done("dialogue", "add", "atlantis-utopia", *words) == "atlantis-utopia\n"
    shown = json.loads(record.done("dialogue", "show", "atlantis-utopia", "--format", "json"))
    assert {field["knowledge"] for field in shown["fields"]} == {"absent"}
    assert shown["sources"] == [{"id": "S1", "title": "a letter", "note": ""}]


@pytest.mark.parametrize(
    ("code", "ended"),
    [("uk-china", 1), ("UK-CHINA", 1), ("uk china", 3), ("uk\u202echina", 3), ("7-up", 3)],
)
def test_a_code_that_is_taken_or_none_is_refused(record: CommandLine, code: str, ended: int) -> None:
    words = ("--title", "T", "--partner", "A", "--counterpart", "B")
    assert record.refused("dialogue", "add", code, *words)[0] == ended


@pytest.mark.parametrize("code", ["uk-china", "eu-china", "norway-china"])
def test_what_is_exported_is_imported_without_a_difference(record: CommandLine, tmp_path: Path, code: str) -> None:
    (tmp_path / "out.yaml").write_text(record.done("dialogue", "export", code), encoding="utf-8")
    head = record.done("audit", "head")
    assert record.done("dialogue", "import", str(tmp_path / "out.yaml"), "--format", "csv") == "key,kind,old,new\r\n"
    assert record.done("audit", "head") == head


def test_what_was_amended_is_exported_and_imported_without_a_difference(record: CommandLine, tmp_path: Path) -> None:
    for field, to in (("due", "2028-06"), ("indicator", "= hours\tof jamming"), ("parts", "one\ntwo")):
        record.done("objective", "amend", "UK-11", "--field", field, "--to", to, "--reason", "why")
    record.done("objective", "withdraw", "UK-10", "--on", "2024", "--reason", "why")
    (tmp_path / "out.yaml").write_text(record.done("dialogue", "export", "uk-china"), encoding="utf-8")
    head = record.done("audit", "head")
    record.done("dialogue", "import", str(tmp_path / "out.yaml"))
    assert record.done("audit", "head") == head


def test_what_is_exported_from_one_record_makes_the_same_dialogue_in_another(
    record: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "out.yaml").write_text(record.done("dialogue", "export", "uk-china"), encoding="utf-8")
    record.done("init", str(tmp_path / "other"), "--person", "Ada")
    record.done("dialogue", "import", str(tmp_path / "out.yaml"), "--folder", str(tmp_path / "other"))
    assert record.done("dialogue", "export", "uk-china", "--folder", str(tmp_path / "other")) == record.done(
        "dialogue", "export", "uk-china"
    )


def test_an_export_of_an_example_says_that_it_is_one_and_is_imported_all_the_same(
    example: CommandLine, tmp_path: Path
) -> None:
    text = example.done("dialogue", "export", "uk-china")
    assert text.startswith("# Worked example: ")
    (tmp_path / "out.yaml").write_text(text, encoding="utf-8")
    example.done("dialogue", "import", str(tmp_path / "out.yaml"))


@pytest.fixture
def silent(record: CommandLine, tmp_path: Path) -> str:
    """A file that differs from the record: in a title, in white space, in a fact, and by a new objective."""
    text = record.done("dialogue", "export", "uk-china")
    text = text.replace('title: "Right to organise"', 'title: "Freedom to organise"')
    text = text.replace('title: "Tibet and Xinjiang"', 'title: "Tibet  and Xinjiang"')
    text = text.replace('"death penalty"', '"the death penalty"')
    last = text[text.index("  - code: UK-11") :].replace("UK-11", "UK-12")
    (tmp_path / "silent.yaml").write_text(text + last, encoding="utf-8")
    return str(tmp_path / "silent.yaml")


def test_a_silent_change_is_listed_and_nothing_is_written(record: CommandLine, silent: str) -> None:
    head = record.done("audit", "head")
    code, talk = record.refused("dialogue", "import", silent)
    assert code == 1
    assert talk.startswith("evalflow: The file differs from the record in 3 places. Nothing was written:\n")
    assert "UK-09.title: from “Right to organise” to “Freedom to organise”" in talk
    assert "• death penalty (S1, l. 318)" in talk
    assert "• the death penalty (S1, l. 318)" in talk
    assert record.done("audit", "head") == head


def test_a_preview_shows_every_kind_of_difference_and_asks_for_nothing(record: CommandLine, silent: str) -> None:
    ran = record("dialogue", "import", silent, "--dry-run", "--format", "json")
    rows = json.loads(ran.out)["rows"]
    assert [(row["key"], row["kind"]) for row in rows] == [
        ("uk-china.content", "fact"),
        ("UK-09.title", "silent"),
        ("UK-10.title", "editorial"),
        ("UK-12.added", "added"),
    ]
    assert "3 differences need --reason KEY=TEXT" in ran.err


def test_with_its_reason_or_none_stated_each_difference_is_carried_over(record: CommandLine, silent: str) -> None:
    record.done(
        "dialogue", "import", silent, "--reason", "UK-09.title=agreed in May", "--no-reason-stated", "uk-china.content",
        "--no-reason-stated", "UK-12.added",
    )  # fmt: skip
    changed = json.loads(record.done("objective", "history", "UK-09", "--format", "json"))["changes"][-1]
    assert (changed["field"], changed["new"], changed["reason"]) == ("title", "Freedom to organise", "agreed in May")
    editorial = json.loads(record.done("objective", "history", "UK-10", "--format", "json"))["changes"][-1]
    assert (editorial["kind"], editorial["silent"]) == ("editorial", False)
    assert "UK-12" in record.done("objective", "list", "uk-china")


def test_what_was_stated_otherwise_before_is_shown_with_its_reason_and_by_whom(
    record: CommandLine, silent: str
) -> None:
    assert "Recorded" not in record.done("dialogue", "show", "uk-china")
    answered = ("--reason", "uk-china.content=agreed in May", "--no-reason-stated", "UK-09.title")
    record.done("dialogue", "import", silent, *answered, "--no-reason-stated", "UK-12.added")
    shown = json.loads(record.done("dialogue", "show", "uk-china", "--format", "json"))["restated"]
    [one] = shown["rows"] if isinstance(shown, dict) else shown
    assert ("the death penalty" in one["new"], "the death penalty" in one["old"], one["reason"]) == (
        True, False, "agreed in May",
    )  # fmt: skip
    assert (bool(one["recorded_at"]), bool(one["recorded_by"])) == (True, True)
    assert "Recorded" in record.done("dialogue", "show", "uk-china")


def test_what_was_never_asked_for_is_said_and_what_is_new_is_counted(record: CommandLine, silent: str) -> None:
    said = record("dialogue", "import", silent, "--no-reason-stated", "all")
    assert "the report will print that no asking is on record" in said.err
    assert "No dialogue is new." in said.err
    assert "asking" not in record("dialogue", "import", silent).err


def test_that_a_dialogue_is_active_is_nobodys_statement(record: CommandLine) -> None:
    assert "Suspension or termination  none recorded" in record.done("dialogue", "show", "brazil-china")
    listed = record.done("dialogue", "list").splitlines()
    assert [line for line in listed if line.startswith("brazil") and line.endswith("none recorded")]
    assert {line.split()[0] for line in listed if "active" in line} == {"australia-china", "eu-china", "us-china"}
    assert json.loads(record.done("dialogue", "show", "brazil-china", "--format", "json"))["standing"] is None
    record.done("dialogue", "suspend", "brazil-china", "--on", "2024-10", *STATED)
    assert "suspended (on 2024-10)" in record.done("dialogue", "list")
    record.done("dialogue", "resume", "brazil-china", "--on", "2024-11", *STATED)
    assert "active (resumed on 2024-11)" in record.done("dialogue", "show", "brazil-china")


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--reason", "UK-09.title"], "--reason: 'UK-09.title' is not KEY=TEXT."),
        (["--reason", "a=1", "--reason", "a=2"], "--reason: a is given twice."),
    ],
)
def test_a_reason_that_is_no_pair_is_refused(record: CommandLine, silent: str, more: list[str], says: str) -> None:
    code, talk = record.refused("dialogue", "import", silent, *more)
    assert (code, says in talk) == (3, True)


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("gone.yaml", 1, "There is no file gone.yaml."),
        (".", 3, "cannot be read: "),
        ("broken.yaml", 3, "broken.yaml:3:1: "),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(
    record: CommandLine, tmp_path: Path, name: str, code: int, says: str
) -> None:
    Path("broken.yaml").write_text("evalflow: 1\nregistry: dialogue\nregistry: dialogue\ncode: [", encoding="utf-8")
    ended, talk = record.refused("dialogue", "import", name)
    assert (ended, says in talk) == (code, True), talk


def test_a_registry_file_may_hold_more_than_a_definition_and_no_more_than_is_set(record: CommandLine) -> None:
    text = record.done("dialogue", "export", "eu-china")
    assert "S1:" in text
    text = text.replace("sources:", "sources:\n  S99: {title: '" + "A long list. " * 81_000 + "'}")
    Path("large.yaml").write_text(text, encoding="utf-8")
    assert "eu-china.heading" in record.done("dialogue", "import", "large.yaml", "--dry-run")
    settings = Path("evalflow.toml")
    settings.write_text(settings.read_text("utf-8").replace("import_limit_mb = 50", "import_limit_mb = 1"), "utf-8")
    assert "The file is larger than 976 KiB" in record.refused("dialogue", "import", "large.yaml")[1]


def test_an_import_of_nothing_is_not_understood(record: CommandLine) -> None:
    assert record.refused("dialogue", "import")[0] == 2


def test_a_dialogue_is_suspended_resumed_and_terminated_with_who_and_why(record: CommandLine) -> None:
    record.done("dialogue", "suspend", "uk-china", "--on", "2024-10", *STATED)
    record.done("dialogue", "resume", "UK-China", "--on", "autumn 2024", *STATED)
    record.done("dialogue", "terminate", "uk-china", "--on", "2024-11-20", *STATED, "--conditions", "none")
    shown = json.loads(record.done("dialogue", "show", "uk-china", "--format", "json"))
    assert shown["standing"] == "terminated"
    assert [(change["on"], change["becomes"]) for change in shown["standing_changes"]] == [
        ("2024-10", "suspended"),
        ("autumn 2024", "active"),
        ("2024-11-20", "terminated"),
    ]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (
            ["resume", "uk-china", "--on", "2024"],
            1,
            "No suspension or termination of uk-china is on record. From there it can become suspended or terminated",
        ),
        (["suspend", "uk-china", "--on", "2024-02-30"], 2, "The calendar has no '2024-02-30'."),
        (["suspend", "uk-china", "--on", "someday"], 2, "'someday' is not a date this record can keep."),
        (["suspend", "nowhere", "--on", "2024"], 1, "There is no dialogue 'nowhere'."),
    ],
)
def test_a_standing_that_does_not_fit_is_refused(record: CommandLine, words: list[str], code: int, says: str) -> None:
    ended, talk = record.refused("dialogue", *words, *STATED)
    assert (ended, says in talk) == (code, True), talk


SAID = ("--reason", "stated in parliament", "--source", "statement of 5 October 2024")
SESSION = "sessions.exists(s, s.status == 'held' && s.held_on > date('2024-12-31'))"


def test_conditions_for_resuming_a_dialogue_are_rules_that_are_watched(record: CommandLine) -> None:
    here = record
    suspend = ("dialogue", "suspend", "uk-china", "--on", "2024-10-05", "--by", "own", *SAID)
    code, talk = here.refused(*suspend, "--resume-when", "sesions.exists(s, true)")
    assert (code, "sesions" in talk) == (3, True)
    assert "no rule for its resumption" in here("dialogue", "conditions", "uk-china").err
    here.done(*suspend, "--resume-when", "objectives.public", "--resume-when", SESSION)
    rows = json.loads(here.done("dialogue", "conditions", "uk-china", "--format", "json"))["rows"]
    assert [(row["rule"], row["truth"]) for row in rows] == [("objectives.public", "true"), (SESSION, "unknown")]
    assert "evalflow record complete session" in str(rows[1]["missing"])
    assert "for resuming uk-china all hold" not in here("today").err
    held = ("--set", "held_on=2025-02-11", "--set", "status=held")
    here.done("record", "add", "session", "--dialogue", "uk-china", *held, "--source", "Example note")
    assert "Every condition holds." in here("dialogue", "conditions", "uk-china").err
    assert "The conditions for resuming uk-china all hold: evalflow dialogue conditions uk-china" in here("today").err
    here.done("dialogue", "resume", "uk-china", "--on", "2025-03-01", "--by", "mutual", *SAID)
    assert "for resuming uk-china all hold" not in here("today").err


def test_the_general_statements_of_the_paper_are_listed(record: CommandLine) -> None:
    ran = record("dialogue", "general", "--format", "json")
    rows = json.loads(ran.out)["rows"]
    assert (len(rows), rows[3]["topic"], rows[3]["source"]) == (34, "benchmarks", "S1, l. 21")
    assert "34 statements." in record("dialogue", "general").err
