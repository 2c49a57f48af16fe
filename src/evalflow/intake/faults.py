"""What is wrong with what was handed in, place by place → one error that names it all, in reading order.

The places are words (`inputs.csv:12:kind`), because a cell is found by its name sooner than by a column.
"""

import re
from typing import Final

from evalflow.errors import InvalidInput, Problem

SHOWN: Final = 100  # a file of a million bad rows is answered by a page, not by a book


class Faults:
    """What was found wrong in one file so far. It is true when there is something."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._found: list[Problem] = []
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._found)

    def note(self, where: str, what: str) -> None:
        if len(self._found) < SHOWN:
            self._found.append(Problem(where, what))
        else:
            self._more += 1

    def refuse(self, code: str = "input-not-taken") -> None:
        """Raise InvalidInput with every fault, if there is one."""
        if self._found:
            raise InvalidInput(
                code, f"{self.file} was not taken, and nothing of it was kept. {self._count()}.", self._all()
            )

    def _count(self) -> str:
        count = len(self._found) + self._more
        return "One thing is wrong" if count == 1 else f"{count} things are wrong"

    def _all(self) -> list[Problem]:
        problems = sorted(self._found, key=_in_reading_order)
        if not self._more:
            return problems
        return [*problems, Problem(self.file, f"… and {self._more} more, not listed here.")]


def _in_reading_order(problem: Problem) -> list[tuple[str, int]]:
    """Return what sorts places as a reader meets them: line 10 after line 9."""
    return [(word, int(number or 0)) for word, number in re.findall(r"(\D+)(\d*)", problem.where)]
