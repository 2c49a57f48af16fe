"""A cycle at an automatic step: what its page says, and that a rule which fails stops nothing unseen."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

WORKFLOW = """\
evalflow: 1
workflow: sorting
version: 1.0.0
title: Sorting
timezone: UTC
calendar: none
period_rule: plain
steps:
  start:
    title: Start
    role: coordinator
    no_deadline: nobody waits
    next: sort
  sort:
    title: Is anything to be sorted?
    kind: automatic
    when:
      - {if: "BRANCH", next: end}
      - {else: end}
"""


@pytest.fixture
def sorting(example: CommandLine, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("EVALFLOW_AT", "2026-12-14T10:00Z")
    Path("w.yaml").write_text(WORKFLOW.replace("BRANCH", request.param))
    example("dialogue", "add", "ex-sa", "--title", "T", "--partner", "A", "--counterpart", "B")
    opened = ("cycle", "open", "ex-sa", "--opens", "2027-03-11", "--operator", "O", "--does-not-conduct", "--code", "X")
    assert example(*opened, "--workflow", "w.yaml").code == 0
    assert example("cycle", "complete", "X", "start").code == 0
    return example


@pytest.mark.parametrize("sorting", ["sessions.exists(s, s.status == 'held')"], indirect=True)
def test_a_step_that_waits_for_facts_says_where_they_are_told(sorting: CommandLine) -> None:
    page = sorting("cycle", "status", "X").out
    assert "◇ sort · Is anything to be sorted?" in page
    assert "goes on by itself as soon as its rules can be decided" in page
    assert "evalflow why X sort" in page
    assert sorting("incident", "list").err.startswith("Nothing fails.")


@pytest.mark.parametrize("sorting", ["(inputs.received + 1) * 9223372036854775807 * 3 > 5"], indirect=True)
def test_a_rule_that_fails_is_listed_tried_again_and_resolved_with_a_reason(sorting: CommandLine) -> None:
    code = sorting("incident", "list", "--format", "csv").out.splitlines()[1].split(",")[0]
    assert "does not fit into 64 bits" in sorting("incident", "show", code, "--format", "json").out
    assert "It is still open:" in sorting("incident", "retry", code).err
    assert sorting("incident", "resolve", code).code == 1
    assert sorting("incident", "resolve", code, "--reason", "mended").code == 0
    assert "mended" in sorting("incident", "list", "--all").out
    assert sorting("incident", "show", "zzzz").code == 1
