"""evalflow workflow show: a file, a shipped name or a cycle, as lines, Mermaid, a picture or data."""

import json
from pathlib import Path

from tests.support.command_line import CommandLine


def test_a_shipped_workflow_is_shown_by_its_name_in_every_form(evalflow: CommandLine) -> None:
    lines = evalflow("workflow", "show", "follow-up-review").out
    assert lines.splitlines()[0] == "▸ terms · Publish the timetable and who reviews"
    assert evalflow("workflow", "show", "follow-up-review", "--draw", "mermaid").out.startswith("flowchart TD\n")
    told = json.loads(evalflow("workflow", "show", "follow-up-review", "--format", "json").out)
    assert [step["step"] for step in told["steps"]] == ["terms", "accounts", "review"]
    assert {"from": "review", "to": "accounts", "by": "more_accounts"} in told["arcs"]


def test_a_picture_is_written_to_a_new_file_and_overwrites_none(evalflow: CommandLine) -> None:
    asked = ("workflow", "show", "evaluation-cycle", "--draw", "svg", "--out", "cycle.svg")
    ran = evalflow(*asked)
    assert (ran.code, ran.out) == (0, "cycle.svg\n")
    assert Path("cycle.svg").read_text(encoding="utf-8").startswith("<svg ")
    Path("cycle.svg").write_text("something else")
    assert evalflow(*asked).code == 1


def test_one_thing_is_shown_at_a_time(evalflow: CommandLine) -> None:
    assert evalflow("workflow", "show").code == 2
    assert evalflow("workflow", "show", "evaluation-cycle", "--cycle", "X").code == 2
    assert "evaluation-cycle" in evalflow("workflow", "show", "evaluation-cycel").err
