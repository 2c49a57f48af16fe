"""Every example in the help of the commands of a cycle is run as it stands, at the stage of the story where it fits."""

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from evalflow.cli.frame.frame import Command
from evalflow.resources import resource
from tests.support.command_line import CommandLine, commands

ELSEWHERE = {"report send-draft", "report distribute", "report send-correction"}  # in test_letters.py
FAMILIES = (
    "cycle",
    "why",
    "tick",
    "input",
    "finding",
    "criteria",
    "scorecard",
    "report",
    "compare",
    "exchange",
    "export",
)
FOUND = [one for one in commands(*FAMILIES) if one[0] not in ELSEWHERE]
STAGE = {
    "cycle open": "empty",
    "cycle publish-terms": "named",
    "cycle complete": "ready",
    "tick": "waiting",
    "input accept-late": "late",
    "input dispose": "unanswered",
    "finding rate": "rating",
    "finding propose": "rating",
    "finding discuss": "rating",
    "finding dissent": "checked",
    "input react": "unanswered",
    "finding list": "checked",
    "criteria check": "unchecked",
    "criteria explain": "unchecked",
    "criteria decide": "checked",
    "report build": "answered",
    "report rebuild": "drafted",
    "report adopt": "adopting",
    "report override": "unwritten",
    "compare cycles": "adopted",
    "compare ratings": "adopted",
    "export tables": "adopted",
    "export iati": "adopted",
    "compare dialogues": "adopted",
    "exchange export": "published",
    "exchange import": "published",
    "exchange diff": "published",
    "report publish": "adopted",
    "report add-pdf": "adopted",
    "report redact": "published",
}
FIRST = {
    "report add-pdf": ["report publish UK-CHINA-2027 --without-pdf --reason 'No fonts (example).'"],
    "report redact": ["input set-level UK-CHINA-2027/NGO/003 restricted --erase-text"],
    "input confirm": ["input withdraw UK-CHINA-2027/NGO/001 --reason 'Asked for (example).'"],
    "input contradict": ["input withdraw UK-CHINA-2027/NGO/001 --reason 'Asked for (example).'"],
    "exchange import": ["exchange export --out bundle.json"],
    "exchange diff": ["exchange export --out bundle.json"],
    "cycle resume": ["cycle pause UK-CHINA-2027 --reason elections --basis decision"],
    "input react": [
        *(
            f"input dispose UK-CHINA-2027/NGO/001 {number} --as-kind used --reason 'Taken up (example).'"
            for number in range(1, 6)
        ),
        "input send-back UK-CHINA-2027/NGO/001",
    ],
}


@pytest.mark.parametrize(("words", "command"), FOUND, ids=[words for words, _ in FOUND])
def test_the_example_of_each_command_runs(at: Callable[..., CommandLine], words: str, command: Command) -> None:
    here = at(STAGE.get(words, "taking" if words.startswith("input") else "opened"))
    for name in ("input.md", "more.md"):
        Path(name).write_bytes(resource("db", "examples", "uk-china-2027", "parliament-question.md").read_bytes())
    receipt = Path("receipts/EXAMPLE-UK-CHINA-2027-NGO-001.txt")
    if receipt.is_file():
        Path("receipt.txt").write_bytes(receipt.read_bytes())
    own = resource("db", "examples", "uk-china-2027", "body", "report.md").read_bytes()
    if words == "report write":
        Path("report.md").write_bytes(own)
    Path("answers.csv").write_text("input,point,disposition,reason\nUK-CHINA-2027/NGO/001,1,used,Taken up.\n", "utf-8")
    for line in FIRST.get(words, ()):
        here.done(*shlex.split(line))
    name, *example = shlex.split(command.example)
    assert name == "evalflow"
    if words == "report rebuild":
        here = CommandLine(here.printed)
    assert here(*example).code == 0
