"""Objectives on the command line: no change without its reason, or without saying that there is none."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

NEW = (
    "--dialogue", "uk-china", "--title", "Visits", "--text", "Visits take place.", "--wording", "published",
    "--source", "statement",
)  # fmt: skip


def last_change(record: CommandLine, code: str) -> dict[str, object]:
    changes = json.loads(record.done("objective", "history", code, "--format", "json"))["changes"]
    return changes[-1]  # type: ignore[no-any-return] # JSON has no types


def test_the_objectives_of_one_dialogue_are_listed_and_a_missing_date_is_said(record: CommandLine) -> None:
    listed = record.done("objective", "list", "uk-china").splitlines()
    assert [line.split()[0] for line in listed if line.startswith("UK-")] == [f"UK-{n:02}" for n in range(1, 12)]
    assert sum("no timeframe" in line for line in listed) == 11


def test_all_objectives_are_listed_with_their_dialogue(record: CommandLine) -> None:
    rows = json.loads(record.done("objective", "list", "--format", "json"))["rows"]
    assert {row["dialogue"] for row in rows} == {"eu-china", "uk-china"}
    assert len(rows) == 21


def test_a_change_without_a_reason_is_refused_and_says_what_helps(record: CommandLine) -> None:
    head = record.done("audit", "head")
    code, talk = record.refused("objective", "amend", "UK-11", "--field", "due", "--to", "2028")
    assert code == 1
    assert talk.startswith("evalflow: UK-11 changes only with the stated reason: give it with --reason.")
    assert record.done("audit", "head") == head


def test_a_change_keeps_old_and_new_with_reason_and_who_decided(record: CommandLine) -> None:
    ran = record(
        "objective", "amend", "uk-11", "--field", "due", "--to", "2028-06", "--reason", "put off", "--category",
        "resources", "--proposed-by", "A", "--decided-by", "B", "--decided-on", "2024-10", "--source", "letter",
    )  # fmt: skip
    assert ran.out == "UK-11\n"
    assert ran.err == "UK-11 is at revision 2: due was “nothing” and is “2028-06” now (reason: put off).\n"
    change = last_change(record, "UK-11")
    del change["recorded_at"]
    assert change == {
        "revision": 2, "kind": "due", "field": "due", "old": "", "new": "2028-06", "reason": "put off",
        "silent": False, "reason_category": "resources", "reasons_asked_on": "", "proposed_by": "A",
        "decided_by": "B", "decided_on": "2024-10", "source": "letter",
    }  # fmt: skip


def test_none_stated_is_said_aloud(record: CommandLine) -> None:
    talk = record("objective", "amend", "UK-11", "--field", "due", "--to", "2028", "--no-reason-stated").err
    assert "now (no reason stated, which is a finding).\n" in talk
    assert "no reason stated" in record.done("objective", "history", "UK-11")
    assert last_change(record, "UK-11")["silent"] is True


def test_a_correction_needs_its_source_and_what_shows_that_the_record_was_wrong(record: CommandLine) -> None:
    words = ("objective", "amend", "UK-05", "--field", "due", "--to", "2039", "--correction")
    assert "--source" in record.refused(*words)[1]
    for shows in ((), ("--reason", "."), ("--reason", "\u200b\u200b")):
        code, talk = record.refused(*words, "--source", "the list", *shows)
        assert (code, "what shows that the record was wrong" in talk) == (1, True)
    stated = ("--source", "the list", "--reason", "it says 2039")
    assert record(*words, *stated).err.endswith("now (a correction of the record, from the list: it says 2039).\n")
    assert "it says 2039" in record.done("objective", "history", "UK-05")
    assert "correction: it says 2039" in record.done("objective", "slips", "UK-05")


def test_only_white_space_is_an_editorial_change(record: CommandLine) -> None:
    words = ("objective", "amend", "UK-05", "--field", "title", "--to", "Fair  trial and defence")
    assert record(*words).err.endswith("now (editorial only).\n")


def test_what_an_objective_says_already_writes_nothing(record: CommandLine) -> None:
    head = record.done("audit", "head")
    words = ("objective", "amend", "UK-05", "--field", "kind", "--to", "action", "--reason", "why")
    assert record(*words).err == "UK-05 says that already: nothing was written.\n"
    assert record.done("audit", "head") == head


def test_a_change_on_a_stale_revision_is_refused(record: CommandLine) -> None:
    words = ("objective", "amend", "UK-11", "--field", "due", "--reason", "why", "--revision", "1")
    record.done(*words, "--to", "2028")
    code, talk = record.refused(*words, "--to", "2029")
    assert (code, "UK-11 stands at revision 2, not 1" in talk) == (1, True)


def test_a_withdrawn_objective_stays_on_record_and_changes_no_more(record: CommandLine) -> None:
    record.done("objective", "withdraw", "UK-11", "--on", "2024-10", "--no-reason-stated")
    assert json.loads(record.done("objective", "show", "UK-11", "--format", "json"))["withdrawn_on"] == "2024-10"
    code, talk = record.refused("objective", "amend", "UK-11", "--field", "due", "--to", "2028", "--reason", "why")
    assert (code, "was withdrawn on 2024-10" in talk) == (1, True)


def test_an_objective_is_added_and_told_to_be_due_in_every_cycle(record: CommandLine) -> None:
    ran = record("objective", "add", "UK-12", *NEW, "--part", "one", "--part", "two")
    assert (ran.out, "due in every cycle" in ran.err) == ("UK-12\n", True)
    assert json.loads(record.done("objective", "show", "UK-12", "--format", "json"))["parts"] == ["one", "two"]
    assert "due in every cycle" not in record("objective", "add", "UK-13", *NEW, "--due", "2028").err


@pytest.mark.parametrize(
    ("code", "ended", "says"),
    [
        ("UK-11", 1, "The record already has an objective UK-11."),
        ("uk-12", 3, "'uk-12' is no code of an objective. Write one like UK-12."),
        ("UK 12", 3, "is no code"),
    ],
)
def test_a_code_that_is_taken_or_none_is_refused(record: CommandLine, code: str, ended: int, says: str) -> None:
    refused, talk = record.refused("objective", "add", code, *NEW)
    assert (refused, says in talk) == (ended, True), talk


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["show", "UK-21"], 1, "There is no objective 'UK-21'. Did you mean UK-11?"),
        (["history", "nothing"], 1, "There is no objective 'nothing'. See `evalflow objective list`."),
        (["list", "nowhere"], 1, "There is no dialogue 'nowhere'."),
        (
            ["amend", "UK-11", "--field", "due", "--to", "2028-13", "--reason", "why"],
            2,
            "The calendar has no '2028-13'.",
        ),
        (["amend", "UK-11", "--field", "duee", "--to", "2028", "--reason", "why"], 2, "'duee' is not one of"),
        (
            ["amend", "UK-11", "--field", "due", "--to", "1", "--to", "2", "--reason", "why"],
            2,
            "--to is given more than",
        ),
    ],
)
def test_what_does_not_fit_is_said(record: CommandLine, words: list[str], code: int, says: str) -> None:
    ended, talk = record.refused("objective", *words)
    assert (ended, says in talk) == (code, True), talk


def test_right_to_left_text_and_a_formula_are_kept_and_only_the_csv_is_made_harmless(record: CommandLine) -> None:
    text = "=1+1 \u200fنص من اليمين\u200f @x"
    record.done("objective", "amend", "UK-11", "--field", "text", "--to", text, "--reason", "why")
    assert json.loads(record.done("objective", "show", "UK-11", "--format", "json"))["text"] == text
    assert f",'{text}," in record.done("objective", "show", "UK-11", "--format", "csv")


def test_a_direction_override_in_a_text_is_kept_and_shown_as_an_escape(record: CommandLine) -> None:
    record.done("objective", "amend", "UK-11", "--field", "text", "--to", "a\u202eb", "--reason", "why")
    assert "a\\u202eb" in record.done("objective", "show", "UK-11")
    assert json.loads(record.done("objective", "show", "UK-11", "--format", "json"))["text"] == "a\u202eb"


def test_what_nobody_gave_of_a_change_is_printed_as_not_known(record: CommandLine) -> None:
    said = record("objective", "amend", "UK-07", "--field", "text", "--to", "Less.", "--no-reason-stated")
    assert "the report will print that no asking is on record" in said.err
    told = record.done("objective", "history", "UK-07").split("\n\n")[1]
    unknown = [line.split("  ")[0] for line in told.splitlines() if line.endswith("not known")]
    assert unknown == ["Reasons asked on", "Proposed by", "Decided by", "Decided on", "Source"]
    asked = ("--no-reason-stated", "--reasons-asked-on", "2024-03-01")
    assert "asking" not in record("objective", "amend", "UK-07", "--field", "text", "--to", "None.", *asked).err


def test_an_editorial_change_asks_for_nobody(record: CommandLine) -> None:
    record.done("objective", "amend", "UK-10", "--field", "title", "--to", "Tibet  and Xinjiang")
    assert "not known" not in record.done("objective", "history", "UK-10").split("\n\n")[1]


def test_what_is_stated_of_a_timeframe_is_shown_and_changes_in_words(record: CommandLine) -> None:
    assert "none (stated); source: S1, l. 21" in record.done("objective", "show", "UK-07")
    to = ("--to", "stated-unknown\nS2", "--reason", "why")
    record.done("objective", "amend", "UK-07", "--field", "timeframe", *to)
    assert "not known (the source says that it has no information)" in record.done("objective", "history", "UK-07")


def test_an_objective_is_added_with_the_reason_or_with_none_stated(record: CommandLine) -> None:
    words = ("--dialogue", "uk-china", "--title", "T", "--text", "X", "--wording", "paraphrase", "--source", "s")
    record.done("objective", "add", "UK-21", *words, "--reason", "both asked for it")
    said = record("objective", "add", "UK-22", *words, "--no-reason-stated")
    assert "no asking is on record" in said.err
    assert "both asked for it" in record.done("objective", "history", "UK-21")
    assert "no reason stated" in record.done("objective", "history", "UK-22")


def test_the_form_of_the_papers_objectives_is_checked_and_none_has_a_timeframe(record: CommandLine) -> None:
    ran = record("objective", "lint")
    rows = [line.split() for line in ran.out.splitlines() if line[:3] in ("EU-", "UK-")]
    assert (len(rows), {row[2] for row in rows}) == (21, {"fail"})
    assert "21 objectives. Failing: timeframe 21, action " in ran.err
    told = json.loads(record.done("objective", "lint", "EU-03", "--format", "json"))["rows"]
    assert [(row["check"], row["result"]) for row in told] == [
        ("public", "pass"), ("timeframe", "fail"), ("action", "pass"), ("measurable", "fail"), ("one-thing", "fail"),
        ("instrument", "pass"),
    ]  # fmt: skip
    assert "It asks for 3 things at once" in " ".join(record.done("objective", "lint", "EU-03").split())


def test_where_none_stands_there_is_nothing_to_check(record: CommandLine) -> None:
    record.done("objective", "withdraw", "UK-11", "--on", "2024", "--reason", "agreed")
    assert "No objective that stands is in the record here." in record("objective", "lint", "UK-11").err


ENDS = ("--wording", "published", "--on", "2024-10", "--source", "A list")


def test_several_are_merged_into_one_and_stay_on_record(record: CommandLine) -> None:
    merge = ("objective", "merge", "UK-01", "uk-02", "--into", "UK-20", "--title", "Both", "--text", "Both.", *ENDS)
    assert "changes only with the stated reason" in record.refused(*merge)[1]
    ran = record(*merge, "--no-reason-stated")
    assert (ran.out, ran.err.splitlines()[0]) == ("UK-20\n", "UK-01 and uk-02 were merged into UK-20.")
    assert "No day is given on which the reasons were asked for" in ran.err
    assert [last_change(record, code)["kind"] for code in ("UK-01", "UK-02", "UK-20")] == ["merged", "merged", "added"]
    told = json.loads(record.done("objective", "show", "UK-20", "--format", "json"))
    assert (told["descends_from"], told["actor"], told["timeframe"], told["source"]) == (
        ["UK-01", "UK-02"], "China", "", "A list",
    )  # fmt: skip
    assert "was withdrawn" in record.refused(*merge, "--no-reason-stated")[1]


def test_one_is_split_into_several(record: CommandLine) -> None:
    into = ("--into", "UK-21", "--title", "A", "--text", "A.", "--into", "UK-22", "--title", "B", "--text", "B.")
    assert record.done("objective", "split", "UK-03", *into, *ENDS, "--reason", "apart") == "UK-21\nUK-22\n"
    assert last_change(record, "UK-03")["kind"] == "split"
    assert "The record is sound." in record("audit", "verify").err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("merge", "UK-01", "--into", "UK-20", "--title", "T", "--text", "X"), 2, "at least two objectives to merge"),
        (("merge", "UK-01", "EU-01", "--into", "UK-20", "--title", "T", "--text", "X"), 1, "Objectives of different"),
        (("merge", "UK-01", "UK-02", "--into", "UK-03", "--title", "T", "--text", "X"), 1, "already has an objective"),
        (("split", "UK-01", "--into", "UK-20", "--title", "T", "--text", "X"), 2, "at least two that take its place"),
        (
            ("split", "UK-01", "--into", "UK-20", "--into", "UK-21", "--title", "T", "--text", "X"), 2,
            "--into is there 2, --title 1 and --text 1 times.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_take_the_place_of_others_is_refused_and_nothing_is_written(
    record: CommandLine, words: tuple[str, ...], code: int, says: str
) -> None:
    head = record.done("audit", "head")
    told, talk = record.refused("objective", *words, *ENDS, "--reason", "agreed")
    assert (told, says in talk) == (code, True)
    assert record.done("audit", "head") == head


def test_what_an_objective_descends_from_is_on_record(record: CommandLine) -> None:
    amend = ("objective", "amend", "UK-01", "--field", "descends_from", "--reason", "as they say", "--to")
    assert "There is no objective 'XX-77'." in record.refused(*amend, "UK-02\nXX-77")[1]
    record.done(*amend, "UK-02")
    assert last_change(record, "UK-01")["new"] == "UK-02"


def test_where_it_stands_must_be_said(record: CommandLine) -> None:
    words = ("UK-01", "UK-02", "--into", "UK-20", "--title", "T", "--text", "X", *ENDS[:4], "--reason", "agreed")
    assert "Say where it stands, with --source." in record.refused("objective", "merge", *words)[1]


def test_milestones_article_and_recommendations_are_kept_and_exported(record: CommandLine) -> None:
    more = (
        "--milestone",
        "2027-06: a draft",
        "--milestone",
        "2028: a law",
        "--article",
        "art. 9",
        "--instrument",
        "ICCPR",
    )
    record.done("objective", "add", "UK-30", *NEW, *more, "--un-recommendation", "CAT/C/1, para. 3")
    told = json.loads(record.done("objective", "show", "UK-30", "--format", "json"))
    assert (told["milestones"], told["article"], told["un_recommendations"]) == (
        ["2027-06: a draft", "2028: a law"], "art. 9", ["CAT/C/1, para. 3"],
    )  # fmt: skip
    exported = record.done("dialogue", "export", "uk-china")
    assert '    milestones:\n      - "2027-06: a draft"\n      - "2028: a law"\n' in exported


def test_every_day_that_an_objective_was_due_on_is_shown_and_drawn(record: CommandLine) -> None:
    assert "No objective here has, or ever had, a day" in record("objective", "slips").err
    move = ("objective", "amend", "UK-01", "--field", "due", "--to")
    record.done(*move, "2003-06", "--reason", "agreed", "--decided-on", "2002")
    record.done(*move, "2004-06", "--no-reason-stated")
    ran = record("objective", "slips", "UK-01", "--format", "json")
    assert [(row["due"], row["moved"], row["reason"]) for row in json.loads(ran.out)["rows"]] == [
        ("no day", "", ""), ("2003-06", "", "agreed"),
        ("2004-06", "12 months later than at first", "no reason stated"),
    ]  # fmt: skip
    assert "1 of 1 moved." in ran.err
    assert record.done("objective", "slips", "--draw", "svg", "--out", "slips.svg") == "slips.svg\n"
    assert Path("slips.svg").read_text() == record.done("objective", "slips", "--draw", "svg")


def test_measurements_of_its_indicator_stand_with_an_objective(record: CommandLine) -> None:
    add = ("record", "add", "measurement", "--dialogue", "uk-china", "--source", "A list")
    record.done(*add, "--set", "measured_on=2024", "--set", "objective=UK-01", "--set", "value=3 of 12")
    record.done(*add, "--set", "measured_on=2025", "--set", "objective=UK-02", "--set", "value=9")
    told = json.loads(record.done("objective", "show", "UK-01", "--format", "json"))
    assert told["measurements"] == [
        {"measured_on": "2024", "value": "3 of 12", "entry": "UK-CHINA/M001", "source": "A list"}
    ]
    assert "3 of 12" in record.done("objective", "show", "UK-01")
