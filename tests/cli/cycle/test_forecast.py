"""cycle forecast and cycle simulate: what is ahead of a cycle, with its slack, from where it stands."""

import json
from collections.abc import Callable

import pytest

from tests.support.command_line import CommandLine

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
FORECAST = ("cycle", "forecast", CYCLE)
PAUSE = ("cycle", "pause", CYCLE, "--reason", "elections", "--basis", "decision of 2 March")


def test_each_step_ahead_has_its_days_in_a_table_of_80_columns(at: At) -> None:
    here = at("checked")
    told = here.done(*FORECAST)
    lines = told.splitlines()
    assert max(map(len, lines)) <= 79
    names = [line[2:22].strip() for line in lines[4:] if line[:2] in ("▸ ", "  ") and "2027" in line[22:34]]
    assert names == [
        "suspension_check", "draft", "reply", "adopt", "embargo", "publish", "government_response", "follow_up",
    ]  # fmt: skip
    assert lines[0] == "UK-CHINA-2027 · United Kingdom–China human rights dialogue"
    assert lines[3].split() == ["Step", "Earliest", "Planned", "Latest", "Slack"]
    assert "* no deadline: planned as soon as it opens" in lines


def test_what_hangs_on_what_is_said(at: At) -> None:
    told = " ".join(at("checked").done(*FORECAST).split())
    assert "Promised by the end of 12 Jul 2027: 26 weeks after 11 Jan 2027 is Mon 12 Jul 2027." in told
    assert "At the earliest: kept, on " in told
    assert "Critical, with the least slack of " in told
    assert "are suspension_check, draft, reply, adopt, embargo, publish: each day that one of them takes longer" in told


def test_one_critical_step_is_named_alone(at: At) -> None:
    told = " ".join(at("adopted", "2027-07-05T10:00Z").done(*FORECAST).split())
    assert "Critical is publish, with the least slack: 7 days." in told


def test_a_promise_that_cannot_be_kept_is_said(at: At) -> None:
    told = " ".join(at("checked", "2027-08-01T10:00Z").done(*FORECAST).split())
    assert "No step has a last day: even at the earliest pace the promise is not kept." in told
    assert "days late." in told


def test_what_is_assumed_can_keep_a_cycle_from_its_end(at: At) -> None:
    told = at("checked").done(*FORECAST, "--assume", "report.drafted=no")
    assert "On these assumptions the cycle does not end." in told
    assert "  ! draft, " in told
    assert "▸ suspension_check" in told


def test_a_step_that_is_never_over_has_no_days(at: At) -> None:
    told = at("checked").done(*FORECAST, "--assume", "criteria.unchecked=3")
    [line] = [line for line in told.splitlines() if line.startswith("▸ suspension_check")]
    assert line.split() == ["▸", "suspension_check", "–", "–", "–", "–"]


def test_a_paused_cycle_says_that_its_clock_stands_still_and_from_when_it_counts(at: At) -> None:
    here = at("checked")
    here.done(*PAUSE)
    for words in (FORECAST, ("cycle", "simulate", CYCLE)):
        told = " ".join(here.done(*words).split())
        assert "Paused since 22 Apr 2027: its clock stands still. All days count as if it were resumed now, on" in told
    assert "The cycle is taken to be resumed." in told
    assert "suspension_check until the end of" in told
    told_json = json.loads(here.done("cycle", "simulate", CYCLE, "--format", "json"))
    assert (told_json["paused"], told_json["timeline"][0]["event"]) == (True, "resumes")
    assert json.loads(here.done(*FORECAST, "--format", "json"))["status"] == "paused"


def test_programs_get_the_same(at: At) -> None:
    here = at("checked")
    told = json.loads(here.done(*FORECAST, "--format", "json"))
    steps = told["steps"]
    assert (told["code"], told["promised_on"], told["earliest_keeps"], told["planned_keeps"]) == (
        CYCLE,
        "2027-07-12",
        True,
        True,
    )
    assert [row["step"] for row in steps if row["open"]] == ["suspension_check"]
    assert steps[0]["slack_days"] == steps[1]["slack_days"]
    assert [row["no_deadline"] for row in steps if row["step"] == "adopt"] == ["the body's own calendar decides"]
    assert (steps[-1]["latest"], steps[-1]["slack_days"], steps[-1]["critical"]) == (None, None, False)
    assert here.done(*FORECAST, "--format", "csv").splitlines()[0] == (
        "step,title,open,earliest,planned,latest,slack_days,no_deadline,critical"
    )


def test_a_cycle_is_simulated_from_where_it_stands(at: At) -> None:
    told = at("checked").done("cycle", "simulate", CYCLE, "--pace", "earliest")
    assert "UK-CHINA-2027 from 22 Apr 2027 on, its opening day 11 Jan 2027; days in" in told
    assert "Simulated at the earliest pace: each task is done as soon as it opens." in told
    assert "The cycle is opened" not in told


def test_the_chart_of_a_cycle_begins_with_what_is_open_and_says_that_it_is_an_example(at: At) -> None:
    drawn = at("checked").done("cycle", "simulate", CYCLE, "--draw", "mermaid").splitlines()
    assert drawn[1].startswith("    title UK-CHINA-2027 – ")
    assert drawn[1].endswith(", simulated at the planned pace (worked example)")
    assert drawn[4] == "    section suspension_check"


@pytest.mark.parametrize("words", [FORECAST, ("cycle", "simulate", CYCLE)])
def test_nothing_is_ahead_of_a_cycle_that_is_over(at: At, words: tuple[str, ...]) -> None:
    here = at("opened")
    here.done("cycle", "close-early", CYCLE, "--reason", "it ended", "--basis", "note of 3 June")
    assert here.refused(*words) == (
        1,
        "evalflow: UK-CHINA-2027 is over (closed-early): nothing is ahead. What happened: evalflow cycle history "
        "UK-CHINA-2027\n",
    )
