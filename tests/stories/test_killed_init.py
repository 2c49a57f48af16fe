"""`init` that is killed leaves no record, or a whole one; typed again it makes it, on both databases."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.stories.processes import CommandsToRun, Processes, ProcessResult

KILLED = -signal.SIGKILL
INIT = ("init", "record", "--with-registry", "--person", "Example Secretariat", "--title", "A record")
DIALOGUES = 12

Init = Callable[..., ProcessResult]


@pytest.fixture
def init(processes: Processes, tmp_path: Path, database_url: str) -> Init:
    """Types a command in an empty folder, under a hook or none."""
    words = () if database_url.startswith("sqlite") else ("--database", database_url)

    def typed(*asked: str, hook: tuple[object, ...] = ()) -> ProcessResult:
        command = asked or (*INIT, *words)
        return processes.run(CommandsToRun([command], str(tmp_path), {}, [hook] if hook else []))[0]

    return typed


def is_whole(init: Init) -> bool:
    """Return whether a record is there; where it is, it is sound and lacks nothing."""
    if "There is no evalflow.toml" in init("today", "--folder", "record").err:
        return False
    assert init("audit", "verify", "--folder", "record").code == 0
    listed = init("dialogue", "list", "--folder", "record", "--format", "csv")
    assert len(listed.out.splitlines()) == DIALOGUES + 1
    return True


def killed_at(init: Init, hook: tuple[object, ...]) -> bool:
    """Kill it at this point, see that what is left is no record or a whole one, and make it; False at the end."""
    if init(hook=hook).code != KILLED:
        return False
    if not is_whole(init):
        again = init()
        assert again.code == 0, again.err
        assert is_whole(init)
    return True


@pytest.mark.parametrize(  # what is there after a commit is there before the next
    ("number", "moment"), [(1, "before"), (2, "before"), (3, "before"), (4, "before"), (4, "after")]
)
def test_killed_at_a_commit_it_leaves_no_record_and_typed_again_it_makes_one(
    init: Init, tmp_path: Path, number: int, moment: str
) -> None:
    assert killed_at(init, ("kill_at_commit", number, moment))
    assert sorted(path.name for path in (tmp_path / "record").iterdir() if "db-" not in path.name) in (
        ["evalflow.db", "evalflow.toml"], ["evalflow.toml"],
    )  # fmt: skip


def test_killed_before_the_settings_get_their_name_it_goes_on_with_what_is_there(init: Init, tmp_path: Path) -> None:
    log = tmp_path / "named"
    log.touch()
    kills = 0
    while init(hook=("kill_at_new_name", str(log))).code == KILLED:
        kills += 1
        assert not is_whole(init)
    assert (kills, is_whole(init)) == (2, True)  # the mark, and the settings


def test_a_record_that_another_made_is_not_gone_on_with(init: Init, tmp_path: Path) -> None:
    assert init().code == 0
    (tmp_path / "record" / "evalflow.toml").unlink()
    ran = init()
    assert (ran.code, "record" in ran.err) == (1, True)
