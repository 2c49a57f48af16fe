"""What one file or one row says → a draft: plain words, checked for form, not yet an input of any cycle.

Nothing of what was said shows when a draft is printed: a draft may be confidential, and a log is no place for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from evalflow.evaluation.inputs.input import Level, Point

Attachments = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True)
class PointDraft:
    """`objective` is a code of the cycle's dialogue, or "" where the point is tied to none."""

    text: str = field(repr=False)
    objective: str = ""


@dataclass(frozen=True)
class InputDraft:
    """What one file or row says.

    `content` is the bytes handed in: the file, or for a row `wording(points)`. `receipt` is the code the submitter
    presents to be known as the one who handed in before, `supplements` the code of the input this one adds to. `cycle`
    is the code the template was made for, or "". `attachments` are pairs of file name and bytes. `place` is where it
    begins, `file:line` or `file:input N`, and `notes` are sentences about how it was read: for people, no part of it.
    """

    kind: str
    level: Level
    submitter: str = field(repr=False)
    title: str = field(repr=False)
    points: tuple[PointDraft, ...] = ()
    attachments: Attachments = field(default=(), repr=False)
    language: str = ""
    content: bytes = field(default=b"", repr=False)
    supplements: str = ""
    receipt: str = field(default="", repr=False)
    cycle: str = ""
    place: str = field(default="", compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False, repr=False)


def wording(points: Iterable[PointDraft | Point]) -> bytes:
    """Return the texts alone, in order, a blank line between them, as UTF-8: equal for equal copies of a campaign."""
    return "\n\n".join(point.text for point in points).encode()
