"""Workflow files on the command line: proved sound without any record, or told what to mend and where."""

import hashlib
import json
import shlex
import shutil
from pathlib import Path

import pytest

from evalflow.cli.frame.frame import Command
from evalflow.engine.soundness import CHECKER
from tests.definitions.shipped import WORKFLOWS
from tests.definitions.test_bad_files import BAD
from tests.support.command_line import CommandLine, commands

TWICE = "runs-twice-without-a-join.yaml"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def files(evalflow: CommandLine, tmp_path: Path) -> CommandLine:
    """The command line beside a sound workflow, one that runs twice, and one that is not well formed."""
    shutil.copy(WORKFLOWS / "follow-up-review.yaml", tmp_path / "my-workflow.yaml")
    shutil.copy(BAD / "workflow" / TWICE, tmp_path / TWICE)
    shutil.copy(BAD / "workflow" / "no-deadline.yaml", tmp_path)
    return evalflow


@pytest.mark.parametrize(("words", "command"), commands("workflow"))
def test_the_example_of_each_command_runs_without_a_record(files: CommandLine, words: str, command: Command) -> None:
    _, *typed = shlex.split(command.example)
    assert files(*typed).code == 0


def test_a_sound_workflow_is_told_with_its_hash_and_the_checker_s_version(files: CommandLine) -> None:
    assert files.done("workflow", "check", "my-workflow.yaml") == (
        "my-workflow.yaml: sound. follow-up-review 1.1.0, 3 steps; "
        f"SHA-256 {sha256(Path('my-workflow.yaml'))}, checker {CHECKER}.\n"
    )


def test_a_finding_ends_with_3_and_tells_name_place_and_path(files: CommandLine) -> None:
    ran = files("workflow", "check", "my-workflow.yaml", TWICE, "no-deadline.yaml")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err, [line.partition(";")[0] for line in lines if not line.startswith(" ")]) == (
        3,
        "",
        [
            "my-workflow.yaml: sound. follow-up-review 1.1.0, 3 steps",
            f"{TWICE}: one finding",
            "no-deadline.yaml: 2 findings",
        ],
    )
    twice = next(line for line in lines if line.startswith(f"  {TWICE}"))
    assert twice.startswith(f"  {TWICE}:26:3: runs-twice: If terms closes, then ngo_inputs closes, then ")


def test_the_json_report_names_each_file_by_its_content_and_each_finding_by_its_word(files: CommandLine) -> None:
    ran = files("workflow", "check", TWICE, "no-deadline.yaml", "my-workflow.yaml", "--format", "json")
    told = json.loads(ran.out)
    unsound = {"checker": CHECKER, "sound": False, "workflow": None, "version": None, "steps": None}
    assert (ran.code, told["files"][0]) == (3, {"file": TWICE, "sha256": sha256(Path(TWICE)), **unsound})
    assert [(one["file"], one["sound"], one["steps"]) for one in told["files"][1:]] == [
        ("no-deadline.yaml", False, None),
        ("my-workflow.yaml", True, 3),
    ]
    findings = [(one["where"], one["finding"], one["says"].partition(" ")[0]) for one in told["findings"]]
    assert findings[0] == (f"{TWICE}:26:3", "runs-twice", "If")
    assert {finding for _, finding, _ in findings[1:]} == {None}


def test_a_file_that_is_not_there_is_named(files: CommandLine) -> None:
    assert files.refused("workflow", "check", "gone.yaml") == (
        1,
        "evalflow: There is no file gone.yaml. Check its name and folder.\n",
    )


def test_the_shipped_workflows_are_listed_and_sound(files: CommandLine) -> None:
    listed = json.loads(files.done("workflow", "list", "--format", "json"))["rows"]
    assert [(one["name"], one["steps"], Path(one["file"]).name) for one in listed] == [
        ("evaluation-cycle", 14, "evaluation-cycle.yaml"),
        ("follow-up-review", 3, "follow-up-review.yaml"),
    ]


def test_what_findings_kept_from_being_checked_is_said(files: CommandLine) -> None:
    lines = files("workflow", "check", TWICE, "no-deadline.yaml").out.splitlines()
    assert [line.partition(": ")[2] for line in lines if line.startswith("  Not checked because of that")] == [
        "whether each step opens before its deadline and whether the report is ready when it is promised. Correct the "
        "above, then check again.",
        "whether every cycle comes to its end, whether gates can be met, whether each step opens before its deadline "
        "and whether the report is ready when it is promised. Correct the above, then check again.",
    ]
    told = json.loads(files("workflow", "check", TWICE, "my-workflow.yaml", "--format", "json").out)["unchecked"]
    assert [(one["file"], one["unchecked"].partition(" and ")[0]) for one in told] == [
        (TWICE, "whether each step opens before its deadline")
    ]
