"""The words between a letter and whatever carries it: what it is handed, and how it answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol, Self

Outcome = Literal["sent", "deferred", "failed", "unknown", "interrupted", "blocked", "silent"]

_LONGEST: Final = 500
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class TransportAnswer:
    """What became of a letter, and in whose words.

    sent: the server has it. deferred: certainly nobody has it; it may be tried again. failed: it is refused for good.
    unknown: everything was handed over, and no answer came. blocked: certainly nobody has it, and the cause is the way
    itself (server, account, program, folder): it is not about this letter, and any other would meet the same.
    interrupted: the same, but it may be a thing of the moment, which only the next letter can show. silent: unknown,
    and no other letter shows that the server answers.
    """

    outcome: Outcome
    says: str


class Transport(Protocol):
    """A way by which letters leave. It is used in a `with` block and may keep a connection in it."""

    def send(self, raw: bytes, sender: str, to: Sequence[str], name: str) -> TransportAnswer:
        """Return what became of the message `raw`. `name` is the letter's own, fit for a file."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def words(said: object) -> str:
    """Return what a server said, on one line, without what could move a cursor, and not too long."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return _CONTROLS.sub(" ", text).strip()[:_LONGEST]
