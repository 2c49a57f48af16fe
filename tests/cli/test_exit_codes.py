"""One fault has one exit code, whatever the command: the table in CONTRIBUTING.md."""

from collections.abc import Callable

import click
import pytest

from evalflow.cli.frame import Command
from tests.support.command_line import CommandLine, commands

At = Callable[..., CommandLine]
CYCLE = "UK-CHINA-2027"
NEW = ("--dialogue", "uk-china", "--title", "T", "--text", "X", "--wording", "paraphrase", "--source", "s")
STATED = ("--by", "own", "--reason", "why", "--source", "s")
BASIS = ("--basis", "b")
SPAN = ("record", "complete", "session", "--dialogue", "uk-china", "--by", "b", "--source", "s")


@pytest.mark.parametrize("day", ["2027-02-30", "soon"])
@pytest.mark.parametrize(
    "words",
    [
        ("objective", "amend", "UK-11", "--field", "due", "--reason", "why", "--to"),
        ("objective", "amend", "UK-11", "--field", "title", "--to", "T", "--reason", "why", "--decided-on"),
        ("objective", "amend", "UK-11", "--field", "title", "--to", "T", "--reason", "why", "--reasons-asked-on"),
        ("objective", "withdraw", "UK-11", "--reason", "why", "--on"),
        ("objective", "add", "UK-12", *NEW, "--due"),
        ("objective", "add", "UK-12", *NEW, "--published-on"),
        ("dialogue", "suspend", "uk-china", *STATED, "--on"),
        ("dialogue", "import", "--paper", "--reasons-asked-on"),
        (*SPAN, "--through", "2003", "--from"),
        (*SPAN, "--from", "2003", "--through"),
        ("cycle", "open", "uk-china", "--operator", "O", "--conducts", "--opens"),
    ],
)
def test_a_date_that_is_none_in_an_option_is_not_understood(
    record: CommandLine, words: tuple[str, ...], day: str
) -> None:
    code, talk = record.refused(*words, day)
    assert (code, day in talk) == (2, True), talk


def test_an_empty_date_is_none_and_a_day_is_asked_for_where_only_a_day_will_do(record: CommandLine) -> None:
    amend = ("objective", "amend", "UK-11", "--field", "title", "--to", "T", "--reason", "why")
    assert record(*amend, "--decided-on", "").code == 0
    assert record("objective", "withdraw", "UK-11", "--reason", "why", "--on", "").code == 2
    assert record.refused(*amend, "--reasons-asked-on", "2024-05")[0] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("dialogue", "import", "gone"),
        ("input", "receive", CYCLE, "gone"),
        ("input", "receive", CYCLE, "here.md", "--attach", "gone"),
        ("cycle", "open", "uk-china", "--opens", "2028-01-11", "--operator", "O", "--conducts", "--workflow", "gone"),
        ("cycle", "open", "uk-china", "--opens", "2028-01-11", "--operator", "O", "--conducts", "--criteria", "gone"),
        ("report", "rebuild", "gone", "--out", "x"),
        ("workflow", "check", "gone"),
    ],
)
def test_a_file_that_is_not_there_is_not_found(at: At, words: tuple[str, ...]) -> None:
    here = at("taking")
    if words[0] in ("report", "workflow"):
        here = CommandLine(here.printed)
    code, talk = here.refused(*words)
    assert (code, "There is no file" in talk) == (1, True), talk


@pytest.mark.parametrize(
    "words",
    [
        ("objective", "amend", "UK-11", "--field", "title", "--to", "T"),
        ("objective", "withdraw", "UK-11", "--on", "2026"),
        ("dialogue", "suspend", "uk-china", "--on", "2024", "--by", "own", "--source", "s"),
        ("cycle", "extend", CYCLE, "ngo_inputs", "--until", "2027-04-30"),
        ("cycle", "pause", CYCLE, *BASIS),
        ("cycle", "close-early", CYCLE, *BASIS),
    ],
)
def test_a_missing_reason_is_refused(at: At, words: tuple[str, ...]) -> None:
    code, talk = at("taking").refused(*words)
    assert (code, "--reason" in talk) == (1, True), talk


@pytest.mark.parametrize(("words", "command"), commands())
def test_no_reason_is_an_option_that_click_requires(words: str, command: Command) -> None:
    reasons = [p for p in command.params if isinstance(p, click.Option) and p.opts[0] in ("--reason", "--reasons")]
    assert (words, [param.required for param in reasons if param.required]) == (words, [])


def test_an_end_before_its_start_is_refused(record: CommandLine) -> None:
    assert record.refused(*SPAN, "--from", "2004", "--through", "2003")[0] == 1
