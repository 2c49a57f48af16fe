"""Recommendations on the command line: added, listed with their replies, shown with all that happened, linted."""

import json
import shlex
from collections.abc import Callable

import pytest

from evalflow.cli.frame.frame import Command
from tests.support.command_line import CommandLine, commands

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
REC = f"{CYCLE}/REC/01"
STAGE = {"recommendation add": "checked", "recommendation follow-up": "adopted", "recommendation reply": "adopted"}


@pytest.mark.parametrize(("words", "command"), commands("recommendation"))
def test_the_example_of_each_command_runs(at: At, words: str, command: Command) -> None:
    here = at(STAGE.get(words, "drafted"))
    assert here(*shlex.split(command.example)[1:]).code == 0


def test_a_list_tells_text_addressee_replies_and_status(at: At) -> None:
    here = at("adopted")
    out = here.done("recommendation", "list", CYCLE)
    assert out.startswith(f"{REC} · high · 2028-01-31 · not looked at\n  Publish a report on each session")
    assert "To Example Department, United Kingdom. partner: partly" in out
    assert "To United Kingdom and China. partner: no reply; counterpart: no reply" in out
    rows = json.loads(here.done("recommendation", "list", CYCLE, "--format", "json"))["rows"]
    assert [row["to"] for row in rows] == ["partner", "both", "counterpart"]
    assert "Nothing is recommended yet" in at("opened")("recommendation", "list", CYCLE).err


def test_all_that_happened_to_one_is_shown(at: At) -> None:
    here = at("adopted")
    out = here.done("recommendation", "show", REC.lower())
    assert "due was “2027-12-31”, changed because:" in out
    assert "partner to the draft, 2027-05-20: accepted in part." in out
    told = json.loads(here.done("recommendation", "show", REC, "--format", "json"))
    assert (told["basis"], told["replies"][0]["stage"]) == (["SC-10", "R02"], "draft")


def test_a_word_that_is_none_is_refused_as_typed(at: At) -> None:
    code, told = at("drafted").refused("recommendation", "amend", REC, "priority", "urgent")
    assert code == 2
    assert "'urgent' is none of: high, medium, low." in told


def test_what_the_form_lacks_is_said(at: At) -> None:
    here = at("checked")
    here.done("recommendation", "add", CYCLE, "--to", "both", "--priority", "low", "--text", "Meet; and report.")
    ran = here("recommendation", "lint", CYCLE)
    assert f"{REC} dated: It has no day." in ran.err
    assert f"{REC} one-thing: It seems to ask for several things" in ran.err


def test_an_adopted_one_stands(at: At) -> None:
    assert "what it recommends stands" in at("adopted").refused("recommendation", "withdraw", REC, "--reason", "why")[1]
