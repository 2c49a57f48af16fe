"""Suspension criteria on the command line: three answers with their reasons, a trace, and decisions by people."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
DECIDE = ("criteria", "decide", CYCLE, "SC-10")
ALL = [
    *(f"SC-{number:02}" for number in range(1, 6)), "SC-06", "SC-06b", "SC-07", "SC-08a", "SC-08b", "SC-09", "SC-10",
    "SC-11", "SC-12", "SC-13", "SC-13b", "SC-14", "SC-15", "TC-01",
    "TC-02", "PS-01",
]  # fmt: skip
UNTOLD = ["SC-06", "SC-06b", "SC-07", "SC-08a", "SC-08b", "SC-11", "SC-12", "SC-13", "SC-13b", "SC-14", "SC-15",
          "TC-01"]  # fmt: skip
WHY = ("--reasons", "Promised in writing.", "--decided-by", "the committee", "--on", "2027-04-22")


def test_a_check_tells_result_and_reason_and_is_recorded(at: At) -> None:
    here = at("unchecked")
    ran = here("criteria", "check", "uk-china-2027")
    assert "■ SC-10 tripped · Sessions or objectives kept from the public\n" in ran.out
    assert "○ SC-01 clear · No session\n" in ran.out
    assert "◐ SC-14 cannot tell · " in ran.out
    assert "The results are recorded in UK-CHINA-2027." in ran.err
    assert "evalflow criteria decide UK-CHINA-2027 SC-10 DECISION" in ran.err
    assert here.done("cycle", "complete", CYCLE, "suspension-check") == f"{CYCLE}\n"


def test_a_preview_records_nothing_and_needs_nobody(at: At) -> None:
    here = at("unchecked")
    _forget_who_acts()
    before = here.done("audit", "head")
    assert "SC-10 tripped" in here.done("criteria", "check", CYCLE, "--preview")
    assert "SC-10 tripped" in here.done("criteria", "check", "--dialogue", "uk-china")
    assert here.done("audit", "head") == before
    assert "Say who acts" in here.refused("criteria", "check", CYCLE)[1]


def test_the_trace_shows_every_clause_with_its_sources(at: At) -> None:
    here = at("unchecked")
    page = here.done("criteria", "check", CYCLE, "--preview", "--trace")
    assert "UK-CHINA/S003: Example note of the secretariat 3" in page.replace("\n", " ").replace("  ", "")
    assert [line for line in page.splitlines() if len(line) > 80] == []


def test_programs_get_results_and_trace(at: At) -> None:
    told = json.loads(at("unchecked").done("criteria", "check", CYCLE, "--preview", "--trace", "--format", "json"))
    assert {row["code"]: row["result"] for row in told["criteria"]} == {
        **dict.fromkeys(UNTOLD, "cannot tell"), "SC-01": "clear", "SC-02": "clear", "SC-03": "clear", "SC-04": "clear",
        "SC-05": "clear", "SC-09": "clear", "SC-10": "tripped", "TC-02": "clear",
        "PS-01": "clear",
    }  # fmt: skip
    assert all(row["missing"] for row in told["criteria"] if row["result"] == "cannot tell")
    assert {row["code"] for row in told["trace"]} == {row["code"] for row in told["criteria"]}
    assert set(told["trace"][0]) == {"code", "depth", "clause", "value", "truth", "sources"}


def test_without_a_trace_programs_get_the_results_alone(at: At) -> None:
    told = json.loads(at("unchecked").done("criteria", "check", CYCLE, "--preview", "--format", "json"))
    assert set(told) == {"example_notice", "criteria"}


def test_on_the_registry_alone_most_cannot_be_told(record: CommandLine) -> None:
    page = record.done("criteria", "check", "--dialogue", "uk-china")
    assert [line.split(" · ")[0] for line in page.splitlines() if line.startswith(("■", "○", "◐"))] == [
        f"◐ {code} cannot tell" for code in ALL
    ]


@pytest.mark.parametrize("words", [(), (CYCLE, "--dialogue", "uk-china")])
def test_a_check_is_of_a_cycle_or_of_a_dialogue(at: At, words: tuple[str, ...]) -> None:
    code, talk = at("unchecked").refused("criteria", "check", *words)
    assert (code, "Name a cycle, or a dialogue with --dialogue." in talk) == (2, True)


def test_a_decision_is_recorded_with_its_reasons(at: At) -> None:
    ran = at("checked")(*DECIDE, "continue-with-reasons", *WHY, "--review-on", "2027-09-01")
    assert ran.out == "SC-10\n"
    assert ran.err.splitlines()[0] == (
        "SC-10: the committee decided on 2027-04-22: continue with reasons: Promised in writing. "
        "It is reviewed on 2027-09-01."
    )


def test_a_decision_to_suspend_does_not_suspend_by_itself(at: At) -> None:
    here = at("checked")
    assert "changes only with: evalflow dialogue suspend uk-china …" in here(*DECIDE, "suspend", *WHY).err
    assert json.loads(here.done("dialogue", "show", "uk-china", "--format", "json"))["standing"] is None


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((*DECIDE, "wait", *WHY), 2, "continue-with-reasons"),
        (("criteria", "decide", CYCLE, "SC-99", "suspend", *WHY), 1, "has no criterion SC-99. Did you mean SC-"),
        ((*DECIDE, "suspend", "--reasons", " ", *WHY[2:]), 1, "--reasons"),
        ((*DECIDE, "suspend", *WHY[:-1], "2027-04-31"), 2, "2027-04-31"),
        ((*DECIDE, "suspend", *WHY[:-1], "2027-05-31"), 1, "lies ahead"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(at: At, words: tuple[str, ...], code: int, says: str) -> None:
    ended, talk = at("checked").refused(*words)
    assert (ended, says in talk) == (code, True), talk


def test_no_decision_comes_before_the_check(at: At) -> None:
    code, talk = at("unchecked").refused(*DECIDE, "suspend", *WHY)
    assert (code, "evalflow criteria check" in talk) == (1, True)


def test_the_criteria_of_a_cycle_and_of_a_new_one_are_listed(at: At) -> None:
    here = at("opened")
    assert here("criteria", "list").out == here("criteria", "list", CYCLE).out
    rows = json.loads(here.done("criteria", "list", CYCLE, "--format", "json"))["rows"]
    assert [row["code"] for row in rows] == ALL


def _forget_who_acts() -> None:
    settings = Path("evalflow.toml").read_text(encoding="utf-8")
    Path("evalflow.toml").write_text(settings.replace('"Secretariat (example)"', '""'), encoding="utf-8")


def test_a_criterion_is_explained_with_what_would_change_it(at: At) -> None:
    here = at("unchecked")
    told = json.loads(here.done("criteria", "explain", CYCLE, "sc-10", "--format", "json"))["rows"]
    assert {"supposed": "without UK-CHINA/S003", "then": "clear"} in told
    page = here.done("criteria", "explain", CYCLE, "SC-10")
    assert page.startswith("■ SC-10 tripped · Sessions or objectives kept from the public\n")
    assert "There is no criterion" not in page
    assert "has no criterion 'SC-99'. It has: SC-01" in here.refused("criteria", "explain", CYCLE, "SC-99")[1]


def test_a_decision_may_give_time_to_put_it_right(at: At) -> None:
    here = at("checked")
    assert (
        "ends after the day of the decision"
        in here.refused(*DECIDE, "adjust-aims", *WHY, "--cure-until", "2027-04-22")[1]
    )
    decided = here(*DECIDE, "adjust-aims", *WHY, "--cure-until", "2027-10-22")
    assert "It may be put right until 2027-10-22." in decided.err
