"""What can go wrong → one sentence a person can act on, a stable word for programs, an exit code.

Every message says what, why and what helps. Nothing else leaves the package as an exception on purpose.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Remedy:
    """What a person can do, as data: a name that the command line has a command for, and the code that it is about.

    A message holds it as a mark, in whose place the command line prints the command.
    """

    name: str
    about: str = ""

    def __str__(self) -> str:
        return f"[{self.name} {self.about}]" if self.about else f"[{self.name}]"


class EvalflowError(Exception):
    """Base of all errors a person is meant to read. `code` is a stable word such as `step-not-open`.

    `helps` are the remedies whose marks the message holds.
    """

    exit_code = 1

    def __init__(self, code: str, message: str, *helps: Remedy) -> None:
        super().__init__(message)
        self.code = code
        self.helps = helps


class Refused(EvalflowError):
    """The command is well formed but does not fit how things stand now. Nothing was changed."""


class DoneBut(EvalflowError):
    """What was asked for was done and is recorded; what comes after it, such as a receipt, could not be written."""

    exit_code = 5


class NotFound(EvalflowError):
    """What was named is not in the record. Nothing was changed."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in one place. `where` reads `file:line:column`, `file:line` or `field`; it may be empty."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class InvalidInput(EvalflowError):
    """A file or value from outside cannot be taken as it is. Carries every problem found, not only the first."""

    exit_code = 3

    def __init__(self, code: str, message: str, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(code, "\n".join([message, *(f"  {problem}" for problem in self.problems)]))


class InvalidDefinition(InvalidInput):
    """A workflow, a criteria file or a calendar does not load. Carries every problem found."""


class Broken(EvalflowError):
    """The environment fails: disk, database, permissions, a missing system library. The cause is chained."""

    exit_code = 4
