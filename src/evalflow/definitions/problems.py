"""What is wrong, place by place → one error that names all of it, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from evalflow.errors import InvalidInput, Problem


@dataclass(frozen=True, order=True)
class FilePlace:
    """A place in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Problems:
    """What was found wrong in one file so far. It is true when there is something."""

    def __init__(self, file: str) -> None:
        self.start = FilePlace(file, 1, 1)
        self._found: list[tuple[FilePlace, str]] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, place: FilePlace, what: str) -> None:
        self._found.append((place, what))

    def error(self, error: type[InvalidInput], code: str) -> InvalidInput:
        """Return the error that carries every problem found, each once, in the order of the file."""
        found = sorted(dict.fromkeys(self._found), key=lambda problem: problem[0])
        count = "one problem" if len(found) == 1 else f"{len(found)} problems"
        headline = f"{self.start.file} cannot be used: {count}."
        return error(code, headline, [Problem(str(place), what) for place, what in found])

    def refuse(self, error: type[InvalidInput], code: str) -> None:
        """Raise that error if there is something to report."""
        if self:
            raise self.error(error, code)


def shown(text: str) -> str:
    """Return text from a file as a message may quote it: on one line, in quotation marks, no longer than needed."""
    return repr(text if len(text) <= 60 else f"{text[:57]}…")


def nearest(word: str, known: Sequence[str]) -> str:
    """Return "Did you mean …?" with a space after it when one of the known words is close to `word`, else nothing."""
    return f"Did you mean {meant!r}? " if (meant := near(word, known)) else ""


def near(word: str, known: Sequence[str]) -> str:
    """Return the known word that is closest to `word`, or "" when none is close."""
    return next(iter(get_close_matches(word, known, n=1)), "")
