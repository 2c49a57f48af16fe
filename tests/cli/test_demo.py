"""The demo on the command line, without running it: the stories do that."""

import shlex
from pathlib import Path

from tests.support.command_line import CommandLine


def test_a_dry_run_prints_every_step_with_its_command_and_makes_nothing(evalflow: CommandLine, tmp_path: Path) -> None:
    ran = evalflow("demo", "--dry-run")
    typed = [shlex.split(line) for line in ran.out.splitlines()]
    assert {words[0] for words in typed} == {"evalflow"}
    assert typed[0][1:4] == ["cycle", "open", "uk-china"]
    assert "15 Dec 2026  The cycle is opened; its windows open on 11 January" in ran.err
    assert ran.err.endswith("Dry run: nothing was written.\n")
    assert list(tmp_path.iterdir()) == []
