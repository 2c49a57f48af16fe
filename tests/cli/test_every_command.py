"""Every command there is: what lists or shows answers in three forms, what changes something can be tried first."""

import click
import pytest

from evalflow.cli.frame.frame import Command
from tests.support.command_line import commands

LOOKS = {  # which answer in one form, or need no record
    "dialogue general",
    *(
        "audit head",
        "audit prove",
        "input template",
        "input recognise",
        "report template",
        "completion",
    ),
    *("calendar count", "rule try", "rule facts", "cycle calendar", "contact calendar", "reminder preview", "overdue"),
    *("letter preview", "record fields", "record template", "record schema"),
    "run",  # it does what `tick` does, which can be tried first
}
LISTS = {
    *("cycles", "dialogues", "objectives", "facts", "ratings", "diff", "dictionary"),
    *(
        "list",
        "show",
        "status",
        "history",
        "today",
        "verify",
        "check",
        "lint",
        "slips",
        "points",
        "similar",
        "unconfirmed",
        "summary",
        "compare",
        "tally",
        "checks",
        "explain",
        "conditions",
        "doctor",
        "simulate",
        "forecast",
    ),
    "why",
}
ANYWHERE = {"report rebuild"}  # makes files in a folder that is named, of no record


def options(command: Command) -> dict[str, click.Parameter]:
    return {name: param for param in command.params for name in param.opts}


@pytest.mark.parametrize(("words", "command"), commands())
def test_what_lists_or_shows_answers_in_three_forms(words: str, command: Command) -> None:
    if words.split()[-1] in LISTS:
        form = options(command)["--format"].type
        assert isinstance(form, click.Choice)
        assert list(form.choices) == ["table", "json", "csv"]


@pytest.mark.parametrize(("words", "command"), commands())
def test_what_changes_something_can_be_tried_first(words: str, command: Command) -> None:
    reads = words in LOOKS | ANYWHERE or (words.split()[-1] in LISTS and "--as" not in options(command))
    assert reads or "--dry-run" in options(command)


@pytest.mark.parametrize(("words", "command"), commands())
def test_every_option_says_what_it_is(words: str, command: Command) -> None:
    silent = [param.opts[0] for param in command.params if isinstance(param, click.Option) and not param.help]
    assert (words, silent) == (words, [])
