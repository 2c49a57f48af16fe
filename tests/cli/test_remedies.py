"""What people are told to type exists: every command and option that a fact, a page or a refusal names."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

import evalflow
from evalflow.cli.main import CHAPTERS
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.facts import facts_of
from evalflow.evaluation.criteria.progress import Conduct
from evalflow.evaluation.dialogues.dialogue import Dialogue

NAMED = re.compile(r"evalflow ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)?)([^`\"”\n]*)")
SOURCES = Path(evalflow.__file__).parent


def told() -> Iterator[tuple[str, str]]:
    """Yield every place in the sources that names a command in the middle of a sentence, a page or a remedy."""
    for path in sorted(SOURCES.rglob("*.py")):
        for command, options in NAMED.findall(path.read_text(encoding="utf-8")):
            if command.split()[0] in CHAPTERS:
                yield command, options


TOLD = sorted(set(told()))


def test_the_sources_name_commands() -> None:
    assert len(TOLD) > 40


@pytest.mark.parametrize(("words", "options"), TOLD)
def test_what_people_are_told_to_type_is_a_command_with_these_options(words: str, options: str) -> None:
    command, rest = called(words.split())
    assert rest == [] or not isinstance(command, click.Group), f"there is no `evalflow {words}`"
    known = {name for param in command.params for name in (*param.opts, *param.secondary_opts)} | {"--help"}
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", options)) <= known


def test_what_a_fact_declares_as_its_source_is_a_command() -> None:
    for declared in DECLARED.values():
        if declared.supplied_by.startswith("evalflow "):
            command, rest = called(declared.supplied_by.split()[1:])
            assert not isinstance(command, click.Group), declared.supplied_by
            assert len(rest) <= 1  # a register's name


def test_a_fact_that_is_not_known_names_a_command() -> None:
    dialogue = Dialogue("1", "x", "X", "A", "B")
    unknown = facts_of(Conduct(dialogue), None, date(2027, 1, 1))["objectives.public"]
    assert unknown.remedy.startswith("evalflow record add publication ")


def called(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the command that these words call, and what is left of them."""
    command = CHAPTERS[words[0]].load()
    rest = words[1:]
    while isinstance(command, click.Group) and rest:
        member = command.get_command(click.Context(command), rest[0])
        if member is None:
            break
        command, rest = member, rest[1:]
    return command, rest
