"""The rooms of the rules name no command: a refusal carries what helps, and the command line words it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from evalflow.cli.frame.remedies import COMMANDS, worded
from evalflow.cli.main import CHAPTERS
from evalflow.errors import Remedy
from tests.support.checkout import named, python_files

ROOMS = tuple(f"src/evalflow/{room}" for room in ("engine", "evaluation", "definitions"))
COMMAND = re.compile(rf"\bevalflow ({'|'.join(map(re.escape, CHAPTERS))})\b")
# What supplies a fact or a part of the report still stands there as a command: its text is kept in the journal.
FACTS = ("src/evalflow/evaluation/criteria/", "src/evalflow/evaluation/report/public_record/checks.py")


def test_no_text_of_the_rules_names_a_command() -> None:
    naming = {named(path) for path in python_files(*ROOMS) for text in _texts(path) if COMMAND.search(text)}
    assert {name for name in naming if not name.startswith(FACTS)} == set()
    assert naming


def test_the_command_line_has_a_command_for_each_remedy_that_a_refusal_names_and_no_other() -> None:
    assert {name for path in python_files(*ROOMS) for name in _remedies(path)} == set(COMMANDS)


def test_a_refusal_reads_with_the_command_in_place_of_its_remedy() -> None:
    look, resume = Remedy("show-history", "UK-01"), Remedy("resume-cycle")
    assert (
        worded(f"Look with `{look}` and decide.", (look,)) == "Look with `evalflow objective history UK-01` and decide."
    )
    assert worded(f"Resume it with `{resume}`.", (resume,)) == "Resume it with `evalflow cycle resume`."


def _texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _remedies(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Remedy":
            name = node.args[0]
            assert isinstance(name, ast.Constant)
            yield str(name.value)
