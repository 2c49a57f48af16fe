"""Killed at any commit of a long import and started again, each row of the file is entered, and none of them twice."""

import json
from pathlib import Path

import pytest

from tests.stories.processes import CommandsToRun, Processes, ProcessResult

ROWS = 2_500  # three batches
IMPORT = ["record", "import", "rows.csv", "--register", "session", "--dialogue", "ex-sa", "--source", "S", "--as", "A"]


@pytest.fixture
def folder(processes: Processes, tmp_path: Path) -> Path:
    made = tmp_path / "record"
    ran(processes, tmp_path, ["init", str(made), "--person", "A"])
    add = ["dialogue", "add", "ex-sa", "--title", "E and S", "--partner", "E", "--counterpart", "S"]
    ran(processes, made, [*add, "--source", "An example"])
    rows = "".join(f"{1900 + n % 100}-{1 + n // 100 % 12:02}-{1 + n // 1200:02},held\n" for n in range(ROWS))
    (made / "rows.csv").write_text(f"held_on,status\n{rows}")
    return made


def ran(processes: Processes, folder: Path, words: list[str], *hook: object) -> ProcessResult:
    [done] = processes.run(CommandsToRun([words], str(folder), {}, [hook] if hook else []))
    assert hook or done.code == 0, done.err
    return done


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_at_every_commit_an_import_goes_on_where_it_was(processes: Processes, folder: Path, moment: str) -> None:
    kills = 0
    while ran(processes, folder, IMPORT, "kill_at_commit", kills + 1, moment).code:
        kills += 1
    entries = json.loads(ran(processes, folder, ["record", "list", "--format", "json"]).out)["rows"]
    assert (kills, len(entries), len({row["day"] for row in entries})) == (3, ROWS, ROWS)
    assert "0 entries entered" in ran(processes, folder, IMPORT).err
    ran(processes, folder, ["audit", "verify"])
