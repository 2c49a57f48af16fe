"""Registers on the command line: entries with their source, corrections with their reason, spans stated complete."""

import json

import pytest

from tests.support.command_line import CommandLine

HELD = ("--set", "held_on=2024-03-12", "--set", "status=held", "--source", "press release")
SESSION = ("record", "add", "session", "--dialogue", "uk-china", *HELD)
SPAN = ("record", "complete", "session", "--dialogue", "uk-china", "--by", "the desk", "--source", "letter")


def test_an_entry_gets_a_code_of_its_own(record: CommandLine) -> None:
    assert [record.done(*SESSION, *more) for more in ([], ["--again"])] == ["UK-CHINA/S001\n", "UK-CHINA/S002\n"]


def test_the_same_entry_typed_twice_is_a_slip_unless_it_is_said_to_be_another_one(record: CommandLine) -> None:
    record.done(*SESSION)
    assert record.refused(*SESSION) == (
        1, "evalflow: UK-CHINA/S001 says the same already. If this is another one, say so with --again.\n",
    )  # fmt: skip


def test_an_entry_made_by_mistake_is_taken_back_and_stays_listed(record: CommandLine) -> None:
    record.done(*SESSION)
    record.done(*SPAN, "--from", "2023", "--through", "2024")
    twice = (*SESSION, "--again", "--set", "by=counterpart")
    record.done(*twice)
    before = record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "json")
    withdraw = ("record", "withdraw", "uk-china/s002", "--reason", "entered twice")
    assert record.done(*withdraw, "--dry-run") == "UK-CHINA/S002\n"
    assert record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "json") == before
    assert record.done(*withdraw) == "UK-CHINA/S002\n"
    rows = json.loads(record.done("record", "list", "session", "--dialogue", "uk-china", "--format", "json"))["rows"]
    assert [(row["code"], row["withdrawn"]) for row in rows] == [
        ("UK-CHINA/S001", ""), ("UK-CHINA/S002", "entered twice"),
    ]  # fmt: skip
    assert "Withdrawn        entered twice" in record.done("record", "show", "UK-CHINA/S002")
    assert "Withdrawn" in record.done("record", "list", "session", "--dialogue", "uk-china")
    assert record.refused(*withdraw)[1] == "evalflow: UK-CHINA/S002 was withdrawn: entered twice. Enter it anew.\n"


def test_no_fact_rests_on_what_was_taken_back(record: CommandLine) -> None:
    record.done(*SESSION)
    record.done("record", "withdraw", "UK-CHINA/S001", "--reason", "another dialogue")
    report = ("record", "add", "publication", "--dialogue", "uk-china", "--source", "site")
    said = ("--set", "published_on=2024-05", "--set", "of=session-report", "--set", "session=UK-CHINA/S001")
    assert "There is no session 'UK-CHINA/S001'" in record.refused(*report, *said)[1]
    told = record.done("criteria", "check", "--dialogue", "uk-china", "--trace", "--format", "json")
    assert "UK-CHINA/S001" not in told


def test_what_an_entry_does_not_say_is_shown_as_not_known(record: CommandLine) -> None:
    record.done(*SESSION, "--hedge", "apparently")
    shown = record.done("record", "show", "uk-china/s001").splitlines()
    assert [line.split(maxsplit=1)[1] for line in shown if line.startswith(("Formal", "Hedge", "Status"))] == [
        "held", "not known", "apparently",
    ]  # fmt: skip


def test_everything_that_is_wrong_with_an_entry_is_said_at_once(record: CommandLine) -> None:
    words = ("--set", "held_on=2024-02-30", "--set", "staus=held", "--set", "formal=maybe", "--source", "s")
    code, talk = record.refused("record", "add", "session", "--dialogue", "uk-china", *words)
    assert code == 3
    assert [line.split(":")[0].strip() for line in talk.splitlines()[1:]] == ["staus", "held_on", "status", "formal"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([*SESSION, "--set", "formal"], 3, "--set: 'formal' is not FIELD=VALUE."),
        ([*SESSION, "--set", "held_on=2024"], 3, "--set: held_on is set twice."),
        (["record", "show", "UK-CHINA/S009"], 1, "There is no entry 'UK-CHINA/S009'."),
        (
            [*SESSION[:5], "--set", "held_on=2199", "--set", "status=held", "--source", "s"],
            1,
            "held_on=2199 lies ahead",
        ),
        ([*SPAN, "--from", "2024", "--through", "2023"], 1, "2023 lies before 2024."),
        ([*SPAN, "--from", "2024", "--through", "2199"], 1, "days to come: 2199."),
        ([*SPAN, "--from", "2024", "--through", "2024-02-30"], 2, "The calendar has no '2024-02-30'."),
    ],
)
def test_what_does_not_fit_is_said(record: CommandLine, words: list[str], code: int, says: str) -> None:
    ended, talk = record.refused(*words)
    assert (ended, says in talk) == (code, True), talk


def test_a_correction_keeps_the_old_value_and_its_reason(record: CommandLine) -> None:
    record.done(*SESSION)
    correct = ("record", "correct", "UK-CHINA/S001", "--field", "held_on", "--to", "2024-03-13")
    assert record.refused(*correct)[0] == 1
    assert record(*correct, "--reason", "the release says Friday").err == (
        "held_on of UK-CHINA/S001 was “2024-03-12” and is “2024-03-13” now.\n"
    )
    shown = json.loads(record.done("record", "show", "UK-CHINA/S001", "--format", "json"))
    assert shown["corrections"] == [
        {"field": "held_on", "old": "2024-03-12", "new": "2024-03-13", "reason": "the release says Friday"}
    ]
    assert record(*correct, "--reason", "again").err.endswith("already: nothing was written.\n")


def test_the_list_says_for_which_span_a_register_is_complete(record: CommandLine) -> None:
    record.done(*SESSION)
    assert "No register is stated complete" in record("record", "list").err
    record.done(*SPAN, "--from", "2023", "--through", "2024")
    assert record("record", "list", "session", "--dialogue", "uk-china").err == (
        "uk-china: the register “session” is stated complete from 2023 to 2024, by the desk.\n"
    )
    assert "No register is stated complete" in record("record", "list", "publication").err


def test_entries_are_listed_by_register_and_dialogue(record: CommandLine) -> None:
    record.done(*SESSION)
    words = ("--set", "published_on=2024", "--set", "of=objectives", "--source", "gazette")
    record.done("record", "add", "publication", "--dialogue", "eu-china", *words)
    listed = [json.loads(record.done("record", "list", *more, "--format", "json"))["rows"] for more in (
        ["publication"], ["session", "--dialogue", "uk-china"], ["session", "--dialogue", "eu-china"],
        ["--dialogue", "uk-china"],
    )]  # fmt: skip
    assert [[row["code"] for row in rows] for rows in listed] == [
        ["EU-CHINA/P001", "EU-CHINA/P002"], ["UK-CHINA/S001"], [], ["UK-CHINA/S001", "UK-CHINA/T001", "UK-CHINA/V001"],
    ]  # fmt: skip
