"""What can be asked of an input and what can happen to it: commands and events."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evalflow.engine.event_of import EventOf
from evalflow.evaluation.inputs.confirmations import Category, Confirmation
from evalflow.evaluation.inputs.input import (
    AnswerLetter,
    Disposition,
    DispositionKind,
    Input,
    Level,
    Point,
    Reaction,
)
from evalflow.evaluation.inputs.receipt_code import Claim

Act = Literal["supplemented", "corrected", "reacted", "loosened"]


@dataclass(frozen=True)
class Intake:
    """What the record says at the moment an input arrives."""

    window: Literal["open", "ahead", "closed"]
    opens_on: str = ""
    adopted: bool = False
    same_as: str = ""  # code of the input that this very submitter handed in before with the same content
    copy_of: str = ""  # id of another submitter's input with the same content
    code: str = ""


@dataclass(frozen=True)
class ReceiveInput:
    """`input.code` is "" here: the record gives it."""

    input: Input


@dataclass(frozen=True)
class AddPoint:
    text: str
    objective: str = ""


@dataclass(frozen=True)
class ReleasePoint:
    """A person has read the point and found that it does not identify its author."""

    number: int


@dataclass(frozen=True)
class DisposePoint:
    number: int
    kind: DispositionKind
    reason: str
    by: str
    paragraph: str = ""


@dataclass(frozen=True)
class SplitPoint:
    """Make parts of a point points of their own: after each of these words, or at each empty line."""

    number: int
    after: tuple[str, ...] = ()
    paragraphs: bool = False


@dataclass(frozen=True)
class LinkPoint:
    """Say which objectives and criteria a point is about, by their codes; or, with `unlink`, that it is not."""

    number: int
    codes: tuple[str, ...]
    unlink: bool = False


@dataclass(frozen=True)
class CorrectPoint:
    """The submitter mends what a point says. `content_sha256` is of the whole input as it reads then.

    Where the name is withheld the old text is erased for good, which has to be meant: `erase_text`. Then somebody else
    than `by` has to confirm it, unless the submitter's receipt code was presented: `proved`.
    """

    number: int
    text: str
    reason: str
    content_sha256: str = ""
    erase_text: bool = False
    by: str = ""
    proved: bool = False


@dataclass(frozen=True)
class NoteLetter:
    letter: AnswerLetter


@dataclass(frozen=True)
class NoteReaction:
    reaction: Reaction


@dataclass(frozen=True)
class WithdrawInput:
    """With a name that is withheld goes the text, for good, which has to be meant: `erase_text`.

    Somebody else than `by` has to confirm it, unless the submitter's receipt code was presented: `proved`.
    """

    reason: str
    erase_text: bool = False
    by: str = ""
    proved: bool = False


@dataclass(frozen=True)
class DecideConfirmation:
    """Another person confirms, with a kind of reason, what one person did to an input; or contradicts it."""

    confirmed: bool
    reason: str
    category: Category = ""
    by: str = ""


@dataclass(frozen=True)
class GiveReceiptCode:
    """Give a new receipt code; one given before ends. `confirmed_by` is a second person where somebody asked for it."""

    claim: Claim
    confirmed_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ConfirmAct:
    """A second person confirms what was done for a submitter without the receipt code."""

    act: Act
    confirmed_by: str
    reason: str


@dataclass(frozen=True)
class DecideLate:
    accept: bool
    reason: str


@dataclass(frozen=True)
class UnlinkCopy:
    """Let a campaign copy stand by itself, because what it is a copy of was tightened."""


@dataclass(frozen=True)
class SetLevel:
    """Tighten at any time; loosen only with recorded consent. `code` is the new random code.

    Beyond name-withheld the text is erased for good, which has to be meant: `erase_text`. `submitter` and `title` are
    what a name that was withheld is to be published as.
    """

    level: Level
    code: str
    by: str
    consent: str = ""
    erase_text: bool = False
    submitter: str = ""
    title: str = ""


@dataclass(frozen=True)
class InputReceived(EventOf[Input]):
    input: Input


@dataclass(frozen=True)
class PointAdded(EventOf[Input]):
    point: Point


@dataclass(frozen=True)
class PointReleased(EventOf[Input]):
    number: int


@dataclass(frozen=True)
class PointDisposed(EventOf[Input]):
    number: int
    disposition: Disposition


@dataclass(frozen=True)
class PointSplit(EventOf[Input]):
    """The first part stays under the number; the others become points after the last."""

    number: int
    parts: tuple[str, ...]


@dataclass(frozen=True)
class PointLinked(EventOf[Input]):
    number: int
    links: tuple[str, ...]


@dataclass(frozen=True)
class PointCorrected(EventOf[Input]):
    """Its answer, if it had one, answered what it said before: it waits for another."""

    number: int
    text: str
    reason: str
    corrected_at: datetime


@dataclass(frozen=True)
class LetterOfAnswers(EventOf[Input]):
    letter: AnswerLetter


@dataclass(frozen=True)
class SubmitterReacted(EventOf[Input]):
    reaction: Reaction


@dataclass(frozen=True)
class ReceiptCodeReplaced(EventOf[Input]):
    """The receipt code given before, if there was one, has ended: the writing of its receipt was interrupted, or a new
    code was asked for and `confirmed_by` confirmed it."""

    recogniser: str
    seal: str
    confirmed_by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ActConfirmed(EventOf[Input]):
    """A second person confirmed what was done for the submitter without the receipt code. It changes nothing else."""

    act: Act
    confirmed_by: str
    reason: str


@dataclass(frozen=True)
class InputWithdrawn(EventOf[Input]):
    """Without the submitter's code it waits to be confirmed. Journals from before know no confirmation."""

    withdrawn_at: datetime
    reason: str
    confirmation: Confirmation | None = None


@dataclass(frozen=True)
class ConfirmationDecided(EventOf[Input]):
    """It holds for all that was open at that moment. Contradicted, the points stay open and a withdrawal ends."""

    confirmed: bool
    category: Category
    decided_by: str
    decided_at: datetime
    reason: str


@dataclass(frozen=True)
class LateInputDecided(EventOf[Input]):
    accepted: bool
    reason: str
    decided_at: datetime


@dataclass(frozen=True)
class CopyUnlinked(EventOf[Input]):
    """What it is a copy of was tightened: it stands by itself, since the link would tell what was erased."""


@dataclass(frozen=True)
class InputTightened(EventOf[Input]):
    """Less is kept of it: what is left stands here in full, so that the erased entries are not needed."""

    input: Input


@dataclass(frozen=True)
class InputLoosened(EventOf[Input]):
    level: Level
    consent: str
    submitter: str = ""
    title: str = ""


PointCommand = AddPoint | ReleasePoint | DisposePoint | SplitPoint | LinkPoint | CorrectPoint
InputCommand = (
    ReceiveInput | PointCommand | NoteLetter | NoteReaction | WithdrawInput | DecideLate | UnlinkCopy | SetLevel
    | DecideConfirmation | GiveReceiptCode | ConfirmAct
)  # fmt: skip
PointEvent = PointAdded | PointReleased | PointDisposed | PointSplit | PointLinked | PointCorrected
InputEvent = (
    InputReceived | PointEvent | LetterOfAnswers | SubmitterReacted | InputWithdrawn | LateInputDecided | CopyUnlinked
    | InputTightened | InputLoosened | ConfirmationDecided | ReceiptCodeReplaced | ActConfirmed
)  # fmt: skip
