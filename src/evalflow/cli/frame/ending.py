"""What a command has done, and what of it could not be printed → the code that it ends with, and a sentence.

What is printed never stops what is done: a command goes on to its end, and only then says what nobody could read. So
there is one place that knows both, whatever the command.
"""

import os
from contextlib import suppress
from typing import Final, TextIO

DONE_BUT: Final = 5
_FAILED: Final = 4
_NOBODY_READS: Final = 1


class Ending:
    """How one command ends. `done` is set once something is committed, or written to a file."""

    def __init__(self) -> None:
        self.done = False
        self._lost: OSError | None = None

    def begin(self) -> None:
        self.done, self._lost = False, None

    def lost(self, stream: TextIO, why: OSError) -> None:
        """Note that a stream takes no more; what else is printed to it goes nowhere."""
        self._lost = self._lost or why
        with suppress(OSError, ValueError):  # a stream of a test has no number
            number = os.open(os.devnull, os.O_WRONLY)
            os.dup2(number, stream.fileno())
            os.close(number)

    def code(self, code: int) -> int:
        """Return the exit code: that of the command itself, unless it succeeded and could not say so."""
        if self._lost is None or code:
            return code
        if self.done:
            return DONE_BUT
        return _NOBODY_READS if isinstance(self._lost, BrokenPipeError) else _FAILED

    def sentence(self, code: int) -> str:
        """Return what is said on stderr of what could not be printed; "" of a pipe that nobody reads any more."""
        if self._lost is None:
            return ""
        why = self._lost.strerror or "unknown reason"
        if code == DONE_BUT:
            return (
                f"evalflow: The command was carried out and recorded, but its answer could not be printed: {why}. Do "
                "not repeat the command. Print what was recorded with one that shows or lists it."
            )
        return f"evalflow: The answer could not be printed: {why}. Nothing was changed." if code == _FAILED else ""


ENDING: Final = Ending()
