"""An input as it is kept: who handed it in and when, its numbered points, and the answer to each.

Above the public level the name is not kept at all, and a point's text is published only once a person has released it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from evalflow.evaluation.inputs.confirmations import Confirmation

Level = Literal["public", "name-withheld", "confidential", "restricted"]
LEVELS: tuple[Level, ...] = get_args(Level)

DispositionKind = Literal["used", "partly", "not-used", "out-of-scope", "already-covered", "held-back-for-safety"]
DISPOSITIONS: tuple[DispositionKind, ...] = get_args(DispositionKind)

ReactionKind = Literal["agrees", "disputes", "comments"]
REACTIONS: tuple[ReactionKind, ...] = get_args(ReactionKind)

KINDS: dict[str, str] = {
    "ngo": "NGO",
    "ngo-joint": "NGO",
    "nhri": "NHRI",
    "parliament": "PARL",
    "un-body": "UN",
    "expert": "EXP",
    "individual": "IND",
    "government": "GOV",
    "counterpart-government": "CGOV",
    "exhibit": "EXH",
}

NOT_BUILT = (
    "{level} inputs need encryption that is not built yet, so this one was not taken and nothing of it was kept. "
    "Do not hand it in at a lower level instead: keep it where it is safe until evalflow can protect it."
)


@dataclass(frozen=True)
class Attachment:
    """A file kept by the SHA-256 of its content; the bytes stand in the database, never in the journal."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Disposition:
    kind: DispositionKind
    reason: str
    paragraph: str
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True)
class PointCorrection:
    """A point's text as it was before its submitter mended it; "" where it may not be kept."""

    old: str
    reason: str
    corrected_at: datetime


@dataclass(frozen=True)
class Point:
    """One numbered point. `released` says that a person found its text safe to publish.

    `objective` is what it was handed in on; `links` are the objectives and criteria that it was found to be about.
    """

    number: int
    text: str
    objective: str = ""  # code
    released: bool = False
    disposition: Disposition | None = None
    links: tuple[str, ...] = ()
    split_from: int = 0  # the number of the point that it was a part of
    whole: str = ""  # what it said before parts of it were made points of their own
    corrections: tuple[PointCorrection, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """Return the codes of all that it is about, each once: first what it was handed in on."""
        return tuple(dict.fromkeys(filter(None, (self.objective, *self.links))))


@dataclass(frozen=True)
class AnswerLetter:
    """A letter that told the submitter what became of the points: the name and SHA-256 of its file.

    `answers` is the SHA-256 of the answers that it gave, by which one that says nothing new is known.
    """

    file: str
    sha256: str
    answers: str
    written_at: datetime


@dataclass(frozen=True)
class Reaction:
    """What the submitter said to the answers; `point` is 0 where it is about all of them."""

    kind: ReactionKind
    point: int
    text: str
    received_at: datetime


@dataclass(frozen=True)
class Input:
    """`late`: "" in time, else pending, accepted or declined. `commitment` binds salt and content as handed in.

    `code` is the reference, which may be printed. The receipt code is a secret: `recogniser` and `seal` are the two
    one-way values that are kept of it, "" where none was ever given (receipt_code.py).
    """

    id: str
    cycle: str
    code: str
    kind: str
    level: Level
    submitter: str
    title: str
    received_at: datetime
    content_sha256: str
    salt: str
    commitment: str
    points: tuple[Point, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    late: Literal["", "pending", "accepted", "declined"] = ""
    late_reason: str = ""
    after_adoption: bool = False
    copy_of: str = ""  # id of the first input with the same content: a campaign copy, see copies.py
    supplements: str = ""  # id of the input it adds to
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    consent: str = ""
    late_decided_at: datetime | None = None
    letters: tuple[AnswerLetter, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()  # of what one person alone may not decide, see confirming.py
    unconfirmed: bool = False  # one of them is open
    language: str = ""  # in which it is written, as its submitter said: "en", "zh-Hant"; "" where nobody said
    recogniser: str = ""
    seal: str = ""

    @property
    def stands(self) -> bool:
        """Return whether its points are answered and may be printed."""
        return self.withdrawn_at is None and self.late in ("", "accepted")

    @property
    def counts(self) -> bool:
        """Return whether its points must be answered before adoption: until it is confirmed, withdrawn or not."""
        return self.stands or (self.unconfirmed and self.late in ("", "accepted"))

    @property
    def open_points(self) -> tuple[Point, ...]:
        """Return its own points that count as open. Of a campaign copy, copies.py says which of them wait."""
        return tuple(p for p in self.points if p.disposition is None or self.unconfirmed) if self.counts else ()

    @property
    def erased_against_objection(self) -> tuple[Confirmation, ...]:
        """Return the erasures of its text that another person has contradicted: its points need an answer still."""
        return tuple(
            confirmation
            for confirmation in self.confirmations
            if confirmation.erases and confirmation.state == "contradicted"
        )

    @property
    def keeps_text(self) -> bool:
        """Return whether its text is kept: it is erased beyond name-withheld, and when a withheld one is withdrawn."""
        return bool(self.content_sha256)
