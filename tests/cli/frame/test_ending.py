"""How a command ends whose answer could not be printed: what it did, and whether it failed, decide the code."""

from io import StringIO

import pytest

from evalflow.cli.frame.ending import Ending

CLOSED, FULL = BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("code", "done", "why", "ends"),
    [
        (0, False, CLOSED, 1), (0, False, FULL, 4), (0, True, CLOSED, 5), (0, True, FULL, 5),
        (3, False, CLOSED, 3), (1, True, FULL, 1),
    ],
)  # fmt: skip
def test_what_failed_keeps_its_code_and_what_was_done_is_said(code: int, done: bool, why: OSError, ends: int) -> None:
    ending = Ending()
    ending.done = done
    ending.lost(StringIO(), why)
    assert ending.code(code) == ends
    ending.begin()
    assert ending.code(code) == code
