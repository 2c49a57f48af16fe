"""cycle extend, move and migrate on the command line: sentences, refusals, and nothing done that was only shown."""

import json
from pathlib import Path

from evalflow.resources import resource
from tests.support.command_line import CommandLine

OPEN = ("cycle", "open", "uk-china", "--opens", "2027-01-18", "--operator", "O", "--does-not-conduct", "--code", "X")
AT = ("--at", "2026-12-14T10:00Z")


def opened(example: CommandLine) -> CommandLine:
    assert example(*OPEN, *AT).code == 0
    return example


def test_moving_the_opening_tells_what_moves_and_what_stays(example: CommandLine) -> None:
    run = opened(example)
    moved = run("cycle", "move", "X", "opening", "--to", "2027-01-25", "--reason", "the hall", *AT)
    assert moved.err.splitlines()[:2] == [
        "The opening was moved from 18 Jan 2027 to 25 Jan 2027: the hall.",
        "One deadline counts from it and stayed: terms. With --cascade they move too.",
    ]
    tried = run("cycle", "move", "X", "terms", "--to", "2027-01-20", "--reason", "why", "--dry-run", *AT)
    assert "Dry run: nothing was written." in tried.err
    extended = run("cycle", "extend", "X", "terms", "--until", "2027-01-20", "--reason", "the printer", *AT)
    assert "terms was extended from the end of 4 Jan 2027 to the end of 20 Jan 2027" in extended.err


def test_a_migration_shows_its_map_and_does_it_only_when_told(example: CommandLine) -> None:
    run = opened(example)
    text = resource("workflows", "evaluation-cycle.yaml").read_text().replace("period: P2W}", "period: P1W}", 1)
    Path("new.yaml").write_text(text)
    shown = run("cycle", "migrate", "X", "--to", "new.yaml", "--format", "json", *AT)
    assert json.loads(shown.out)["rows"] == [
        {"step": "terms", "becomes": "terms", "stands": "open", "before": "2027-01-04", "after": "2027-01-11"}
    ]
    assert "Nothing was changed." in shown.err
    assert run("cycle", "migrate", "X", "--to", "new.yaml", "--apply", *AT).code == 1
    done = run("cycle", "migrate", "X", "--to", "new.yaml", "--apply", "--reason", "a week is enough", *AT)
    assert "X goes on by evaluation-cycle 1.1.0." in done.err
    lost = run("cycle", "migrate", "X", "--to", "new.yaml", "--step", "terms=accounts", *AT)
    assert (lost.code, "no step 'accounts'" in lost.err) == (1, True)


def test_what_is_typed_wrong_is_told(example: CommandLine) -> None:
    run = opened(example)
    assert run("cycle", "migrate", "X", *AT).code == 3
    assert "names no two steps" in run("cycle", "migrate", "X", "--calendar", "none", "--step", "terms", *AT).err
    same = run("cycle", "migrate", "X", "--calendar", "none", "--reason", "why", "--apply", *AT)
    assert (same.code, "already" in same.err) == (1, True)
    assert run("cycle", "move", "X", "trems", "--to", "2027-01-20", "--reason", "why", *AT).code == 1
