"""Reports go to a partner's record and stand there beside its own, marked as shared; nothing of ours changes."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.support.command_line import CommandLine

CYCLE = "UK-CHINA-2027"
At = Callable[..., CommandLine]


def partner(here: CommandLine) -> str:
    """Make another example record beside it, with the registry; return its folder."""
    CommandLine(here.printed).done("init", "partner", "--example", "--with-registry", "--person", "Example partner")
    return "partner"


def test_a_partner_takes_in_what_was_published_once(at: At) -> None:
    here = at("published")
    here.done("exchange", "export", CYCLE, "--out", "bundle.json")
    there = ("--folder", partner(here))
    took = here("exchange", "import", "bundle.json", "--from", "Example Committee", *there)
    assert f"{CYCLE}: taken in." in took.err
    assert f"{CYCLE}: known already." in here("exchange", "import", "bundle.json", *there).err
    [row] = json.loads(here.done("exchange", "list", *there, "--format", "json"))["rows"]
    assert (row["cycle"], row["shared_by"]) == (CYCLE, "Example Committee")
    [row] = json.loads(here.done("compare", "dialogues", *there, "--format", "json"))["rows"]
    assert (row["dialogue"], row["shared_by"], row["objectives"]) == ("uk-china", "Example Committee", 11)
    assert row["SC-10"] == "tripped"
    assert "shared by Example Committee" in here.done("compare", "cycles", "uk-china", *there)
    assert "The record is sound." in here("audit", "verify", *there).err


def test_where_a_partner_says_something_else_both_are_shown(at: At) -> None:
    here = at("published")
    here.done("exchange", "export", "--out", "bundle.json")
    told = here.done("exchange", "diff", "bundle.json", "--folder", partner(here), "--format", "json")
    changed = {row["what"]: (row["kind"], row["ours"] != row["theirs"]) for row in json.loads(told)["rows"]}
    assert changed["UK-07, wording"] == ("differs", True)
    assert changed["UK-02, timeframe"] == ("differs", True)
    assert "UK-01, wording" not in changed


def test_only_what_is_published_is_shared(at: At) -> None:
    here = at("adopted")
    assert "is not published, so it is not shared" in here.refused("exchange", "export", CYCLE, "--out", "b.json")[1]
    assert "No report of this record is published yet" in here.refused("exchange", "export", "--out", "b.json")[1]
    assert not Path("b.json").exists()


def test_an_example_does_not_come_into_a_real_record(at: At) -> None:
    here = at("published")
    here.done("exchange", "export", "--out", "bundle.json")
    real = CommandLine(here.printed)
    real.done("init", "real", "--person", "A clerk")
    code, says = real.refused("exchange", "import", "bundle.json", "--folder", "real")
    assert code == 1
    assert "invented reports do not stand beside real ones" in says


def test_with_nothing_to_compare_it_says_what_there_is_none_of(at: At) -> None:
    here = at("opened")
    assert "No report on uk-china is adopted yet" in here("compare", "cycles", "uk-china").err
    assert "No report is adopted on: " in here("compare", "dialogues").err
    assert here.refused("compare", "dialogues", "--draw", "svg")[0] == 1
    assert "No partner has shared a report yet" in here("exchange", "list").err


def test_statuses_are_drawn(at: At) -> None:
    here = at("adopted")
    here.done("compare", "cycles", "uk-china", "--draw", "svg", "--out", "bars.svg")
    assert "2 partial, 3 none" in Path("bars.svg").read_text("utf-8")


def test_objectives_held_in_common_stand_together(at: At) -> None:
    told = at("adopted").done("compare", "objectives")
    assert "EU-06 · eu-china · no timeframe · not rated in any report" in told
    assert "UK-06 · uk-china · no timeframe · found partial in UK-CHINA-2027" in told


def test_what_parties_rated_stands_beside_what_the_body_found(at: At) -> None:
    here = at("adopted")
    told = here("compare", "ratings", "--dialogue", "uk-china")
    assert "Example Department for Foreign Relations (for the United Kingdom): “largely" in told.out
    assert "  the body: partial\n  ! They differ: Example Department for Foreign Relations says" in told.out
    assert "Ratings: 2, of 1 objective or criterion." in told.err
    assert "To notice: 1 where parties differ; 1 where one differs from the body." in told.err
    rows = json.loads(here.done("compare", "ratings", "--remarked", "--format", "json"))["rows"]
    assert [(row["standing"], row["comes_to"], row["body_found"]) for row in rows] == [
        ("own", "substantial", "partial"),
        ("independent", "", "partial"),
    ]
    one = json.loads(here.done("finding", "show", "UK-CHINA-2027", "UK-06", "--format", "json"))
    assert [said.split(" ")[0] for said in one["rated_by_others"]] == ["Example", "Example", "To", "To"]
    assert "\n  To notice: They differ: " in here.done("finding", "show", "UK-CHINA-2027", "UK-06")


def test_without_ratings_by_others_it_says_how_one_is_entered(at: At) -> None:
    ran = at("opened")("compare", "ratings")
    assert "No rating by others is on record: evalflow record add rating" in ran.err
