"""The page of the morning: what waits, and what to do where nothing does."""

import json
from pathlib import Path

from evalflow.settings import read_settings
from evalflow.wiring import door_to
from tests.support.command_line import CommandLine

BEFORE = ("--at", "2026-12-15T10:00Z")


def opened(example: CommandLine) -> None:
    words = ("--opens", "2027-01-11", "--operator", "Example Secretariat", "--does-not-conduct", *BEFORE)
    example.done("cycle", "open", "uk-china", *words)


def test_where_nothing_waits_it_says_what_to_begin_with(record: CommandLine) -> None:
    ran = record("today")
    assert (ran.out, ran.err.splitlines()) == (
        "",
        [
            "real: nothing waits.",
            'Open a cycle: evalflow cycle open DIALOGUE --opens DATE --operator "YOUR OFFICE" --does-not-conduct',
        ],
    )


def test_a_record_without_dialogues_says_how_to_enter_them(evalflow: CommandLine) -> None:
    evalflow.done("init", "record")
    assert evalflow("today", "--folder", "record").err.endswith("evalflow dialogue import --paper\n")


def test_what_waits_is_shown_with_who_and_until_when(example: CommandLine) -> None:
    opened(example)
    rows = json.loads(example.done("today", "--format", "json", *BEFORE))["rows"]
    assert [(row["cycle"], row["step"]) for row in rows] == [("UK-CHINA-2027", "terms")]
    assert rows[0]["until"] == "2026-12-28"
    assert rows[0]["waits_for"] == [
        "the timetable is not published", "the criteria are not published", "no evaluating body is named",
    ]  # fmt: skip
    assert [helps.split()[:3] for helps in rows[0]["helps"]] == [
        ["evalflow", "cycle", "publish-terms"], ["evalflow", "cycle", "name-body"],
    ]  # fmt: skip
    ran = example("today", *BEFORE)
    assert "example: one thing waits." in ran.err
    assert "More on a cycle: evalflow cycle status UK-CHINA-2027" in ran.err


def test_what_is_overdue_is_said(example: CommandLine) -> None:
    opened(example)
    ran = example("today", "--at", "2027-03-01T10:00Z")
    assert "one thing waits, and it is overdue." in ran.err
    assert "(overdue)" in " ".join(ran.out.split())


def test_looking_writes_nothing_though_time_has_passed(example: CommandLine) -> None:
    opened(example)
    head = example.done("audit", "head")
    example.done("today", "--at", "2027-03-01T10:00Z")
    assert example.done("audit", "head") == head


def test_receipts_still_owed_are_said(example: CommandLine) -> None:
    door = door_to(read_settings(Path.cwd()))
    with door.store.writing() as tx:
        tx.enqueue("k", "receipt", "x", door.clock())
    door.store.dispose()
    assert "1 receipt is still to be written: evalflow tick" in example("today").err
