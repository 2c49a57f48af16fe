"""Every example that the help of these commands gives is run as it stands."""

import shlex

import pytest

from evalflow.cli.frame.frame import Command
from tests.support.command_line import CommandLine, commands

SESSION = "record add session --dialogue uk-china --set held_on=2024-03-12 --set status=held --source release"
SUSPEND = "dialogue suspend uk-china --on 2024-10-05 --by own --reason stated --source statement"
FIRST = {
    "dialogue resume": [SUSPEND],
    "record show": [SESSION],
    "record correct": [SESSION],
    "record withdraw": [SESSION],
}


@pytest.mark.parametrize(("words", "command"), commands("init", "today", "doctor", "dialogue", "objective", "record"))
def test_the_example_of_each_command_runs(record: CommandLine, words: str, command: Command) -> None:
    if words == "dialogue import":
        _write("uk-china.yaml", record.done("dialogue", "export", "uk-china"))
    if words == "record import":
        _write("sessions.csv", "held_on,status,source\n2024-03-12,held,release\n")
    for line in FIRST.get(words, []):
        record.done(*shlex.split(line))
    name, *example = shlex.split(command.example)
    assert name == "evalflow"
    assert record(*example).code == 0


@pytest.mark.parametrize(("words", "command"), commands("audit"))
def test_the_example_of_each_audit_runs(example: CommandLine, words: str, command: Command) -> None:
    if words == "audit prove":
        _receive(example)
    _, *typed = shlex.split(command.example)
    ran = example(*typed)
    assert ran.code == 0
    assert ran.out.startswith('{\n  "example_notice": "Worked example') == (words == "audit prove")


def test_the_example_of_the_completion_prints_a_script(evalflow: CommandLine) -> None:
    _, printed = commands("completion")[0]
    assert printed.example == 'eval "$(evalflow completion bash)"'
    assert evalflow.done("completion", "bash").startswith("_evalflow_completion()")


def _write(name: str, text: str) -> None:
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def _receive(example: CommandLine) -> None:
    """Bring an example so far that it has one input."""
    at = ("--at", "2026-12-15T10:00Z")
    window = ("--at", "2027-01-20T10:00Z")
    cycle = ("UK-CHINA-2027",)
    example.done(
        "cycle", "open", "uk-china", "--opens", "2027-01-11", "--operator", "Office", "--does-not-conduct", *at
    )
    example.done("cycle", "name-body", *cycle, "Committee", "--accountable-to", "Parliament", *at)
    terms = ("--timetable", "https://example.org/t", "--criteria", "https://example.org/c", "--on", "2026-12-15")
    example.done("cycle", "publish-terms", *cycle, *terms, *at)
    example.done("cycle", "complete", *cycle, "terms", *at)
    _write("in.json", '[{"kind": "ngo", "level": "public", "submitter": "Example Group", "title": "T", "text": "x"}]')
    example.done("input", "receive", *cycle, "in.json", *window)
