"""What a report recommends, to whom and until when; what the two governments reply; what became of it, cycle by cycle.

A recommendation is drafted with the report and stands as adopted with it. Whatever is not ended is carried into the
next cycle of the dialogue, and again into the one after that, with its age.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, get_args

from evalflow.engine.dates import exact_day
from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import need_reason, need_text, refuse_hollow
from evalflow.errors import Refused

Addressed = Literal["partner", "counterpart", "both", "other"]
Priority = Literal["high", "medium", "low"]
Government = Literal["partner", "counterpart"]
Stage = Literal["draft", "report"]
Answer = Literal["accepted", "partly", "rejected"]
Progress = Literal["not-started", "under-way", "implemented", "overtaken", "abandoned"]
ADDRESSED: Final[tuple[Addressed, ...]] = get_args(Addressed)
PRIORITIES: Final[tuple[Priority, ...]] = get_args(Priority)
GOVERNMENTS: Final[tuple[Government, ...]] = get_args(Government)
ANSWERS: Final[tuple[Answer, ...]] = get_args(Answer)
PROGRESS: Final[tuple[Progress, ...]] = get_args(Progress)
ENDED: Final = ("implemented", "overtaken", "abandoned")  # with these it is carried no further
AMENDABLE: Final = ("text", "to", "addressee", "due", "priority", "basis")


@dataclass(frozen=True)
class Amendment:
    """One field of a draft, old and new."""

    field: str
    old: str
    new: str
    reason: str
    amended_at: datetime
    amended_by: str


@dataclass(frozen=True)
class Reply:
    """What one government answers. `stage`: to the draft, before adoption, or to the published report.

    `late`: it came after the window in which it was asked for.
    """

    by: Government
    answer: Answer
    reasons: str
    received_on: str
    source: str
    stage: Stage
    late: bool
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class FollowUp:
    """What had become of it when `cycle` (its id) looked; `on` is the day for which that is said."""

    cycle: str
    status: Progress
    text: str
    on: str
    basis: tuple[str, ...]
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True)
class Recommendation:
    """`to` says whether a government is to answer; `addressee` names the office. `due` is a day, "" for none.

    `basis` holds the codes of objectives, criteria, recommendations of the scorecard, inputs and entries behind it;
    `carried` the ids of later cycles that took it over, in order.
    """

    id: str
    code: str  # "UK-CHINA-2027/REC/01"
    cycle: str
    dialogue: str
    text: str
    to: Addressed
    addressee: str
    due: str
    priority: Priority
    basis: tuple[str, ...]
    made_at: datetime
    made_by: str
    withdrawn_reason: str = ""
    amendments: tuple[Amendment, ...] = ()
    carried: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)  # code → how what is behind it was recorded, see grounds.py

    @property
    def stands(self) -> bool:
        return not self.withdrawn_reason

    @property
    def asked(self) -> tuple[Government, ...]:
        """Return which governments are to answer it."""
        named: dict[Addressed, tuple[Government, ...]] = {"both": GOVERNMENTS, "other": ()}
        return named.get(self.to) or tuple(one for one in GOVERNMENTS if one == self.to)

    @property
    def status(self) -> Progress | None:
        """Return what it was found to have come to last; None where nobody has looked yet."""
        return self.follow_ups[-1].status if self.follow_ups else None

    @property
    def ended(self) -> bool:
        return self.status in ENDED

    def reply_of(self, government: Government, stage: Stage = "report") -> Reply | None:
        """Return the last reply of a government to the draft, or to the report."""
        return next((reply for reply in reversed(self.replies) if (reply.by, reply.stage) == (government, stage)), None)

    def followed_in(self, cycle: str) -> FollowUp | None:
        """Return what the cycle of this id found last of what became of it."""
        return next((follow_up for follow_up in reversed(self.follow_ups) if follow_up.cycle == cycle), None)


@dataclass(frozen=True)
class MakeRecommendation:
    recommendation: Recommendation


@dataclass(frozen=True)
class AmendRecommendation:
    """Alter one field of a draft. `basis` is given as codes with blanks between them.

    The same basis again is a look at what is recorded now: `seen` says how that is.
    """

    field: str
    new: str
    reason: str
    by: str
    at: datetime
    seen: Mapping[str, str] | None = None


@dataclass(frozen=True)
class WithdrawRecommendation:
    reason: str


@dataclass(frozen=True)
class CarryRecommendation:
    cycle: str


@dataclass(frozen=True)
class RecordReply:
    reply: Reply


@dataclass(frozen=True)
class RecordFollowUp:
    follow_up: FollowUp


@dataclass(frozen=True)
class RecommendationMade(EventOf[Recommendation]):
    recommendation: Recommendation


@dataclass(frozen=True)
class RecommendationAmended(EventOf[Recommendation]):
    amendment: Amendment
    seen: Mapping[str, str] | None = None  # None where the basis was not looked at again, and in older records


@dataclass(frozen=True)
class RecommendationWithdrawn(EventOf[Recommendation]):
    reason: str


@dataclass(frozen=True)
class RecommendationCarried(EventOf[Recommendation]):
    cycle: str


@dataclass(frozen=True)
class ReplyRecorded(EventOf[Recommendation]):
    reply: Reply


@dataclass(frozen=True)
class FollowUpRecorded(EventOf[Recommendation]):
    follow_up: FollowUp


RecommendationCommand = (
    MakeRecommendation
    | AmendRecommendation
    | WithdrawRecommendation
    | CarryRecommendation
    | RecordReply
    | RecordFollowUp
)
RecommendationEvent = (
    RecommendationMade
    | RecommendationAmended
    | RecommendationWithdrawn
    | RecommendationCarried
    | ReplyRecorded
    | FollowUpRecorded
)


def decide_recommendation(
    recommendation: Recommendation | None, command: RecommendationCommand, *, adopted: bool
) -> list[RecommendationEvent]:
    """Return what happens to a recommendation. `adopted`: the report that makes it is.

    Raises:
        Refused: it is adopted and stands, it was withdrawn, or something is missing or no day.
    """
    match command:
        case MakeRecommendation(made):
            return _make(made, adopted)
        case AmendRecommendation() | WithdrawRecommendation():
            return _redraft(_standing(recommendation), command, adopted)
        case CarryRecommendation(cycle):
            there = _standing(recommendation)
            return [] if cycle in there.carried else [RecommendationCarried(cycle)]
        case RecordReply(reply):
            return _reply(_standing(recommendation), reply)
        case RecordFollowUp(found):
            return _follow_up(_standing(recommendation), found, adopted)


def apply_recommendation(recommendation: Recommendation | None, event: RecommendationEvent) -> Recommendation:
    match event:
        case RecommendationMade(made):
            return made
        case RecommendationAmended(amended):
            there = _there(recommendation)
            new = tuple(amended.new.split()) if amended.field == "basis" else amended.new
            seen = there.seen if event.seen is None else event.seen
            return replace(there, **{amended.field: new}, amendments=(*there.amendments, amended), seen=seen)  # type: ignore[arg-type] # a text, or codes
        case RecommendationWithdrawn(reason):
            return replace(_there(recommendation), withdrawn_reason=reason)
        case RecommendationCarried(cycle):
            return replace(_there(recommendation), carried=(*_there(recommendation).carried, cycle))
        case ReplyRecorded(reply):
            return replace(_there(recommendation), replies=(*_there(recommendation).replies, reply))
        case FollowUpRecorded(found):
            return replace(_there(recommendation), follow_ups=(*_there(recommendation).follow_ups, found))


def _make(made: Recommendation, adopted: bool) -> list[RecommendationEvent]:
    _refuse_adopted(adopted)
    for value, said in ((made.text, "what is recommended: --text"), (made.addressee, "to which office: --addressee")):
        need_text(value, f"Say {said}.", "recommendation-incomplete")
    if made.due:
        exact_day(made.due)
    return [RecommendationMade(made)]


def _redraft(
    recommendation: Recommendation, command: AmendRecommendation | WithdrawRecommendation, adopted: bool
) -> list[RecommendationEvent]:
    _refuse_adopted(adopted)
    if isinstance(command, WithdrawRecommendation):
        need_reason(command.reason, "Say why it is withdrawn: --reason.")
        return [RecommendationWithdrawn(command.reason)]
    old = " ".join(recommendation.basis) if command.field == "basis" else str(getattr(recommendation, command.field))
    again = command.seen is not None and command.seen != recommendation.seen
    if command.new == old and not again:
        return []
    if command.field in ("text", "addressee"):
        asked = f"A recommendation cannot be without its {command.field}."
        need_text(command.new, asked, "recommendation-incomplete")
    refuse_hollow(command.reason)
    if command.field == "due" and command.new:
        exact_day(command.new)
    amended = Amendment(command.field, old, command.new, command.reason, command.at, command.by)
    return [RecommendationAmended(amended, command.seen if again else None)]


def _reply(recommendation: Recommendation, reply: Reply) -> list[RecommendationEvent]:
    if reply.by not in recommendation.asked:
        raise Refused(
            "not-addressed",
            f"{recommendation.code} is not addressed to the {reply.by}: it is to {recommendation.addressee}.",
        )
    if reply.answer != "accepted":
        need_reason(reply.reasons, f"A reply that a recommendation is {_said(reply.answer)} states its reasons.")
    refuse_hollow(reply.reasons, "--reasons")
    need_text(reply.source, "Say where the reply stands: --source.", "source-missing")
    exact_day(reply.received_on)
    last = recommendation.reply_of(reply.by, reply.stage)
    same = last and replace(last, recorded_at=reply.recorded_at, recorded_by=reply.recorded_by) == reply
    return [] if same else [ReplyRecorded(reply)]


def _follow_up(recommendation: Recommendation, follow_up: FollowUp, adopted: bool) -> list[RecommendationEvent]:
    if not adopted:
        raise Refused(
            "not-adopted", f"{recommendation.code} is a draft: what becomes of it is noted once it is adopted."
        )
    if follow_up.cycle not in (recommendation.cycle, *recommendation.carried):
        raise Refused("not-carried", f"{recommendation.code} was not carried into that cycle.")
    need_text(follow_up.text, "Say in words what became of it, and how that is known: --text.", "text-missing")
    exact_day(follow_up.on)
    last = recommendation.followed_in(follow_up.cycle)
    same = last and replace(last, recorded_at=follow_up.recorded_at, recorded_by=follow_up.recorded_by) == follow_up
    return [] if same else [FollowUpRecorded(follow_up)]


def _said(answer: Answer) -> str:
    return "accepted in part" if answer == "partly" else answer


def _refuse_adopted(adopted: bool) -> None:
    if adopted:
        raise Refused("report-adopted", "The report is adopted, and what it recommends stands. Recommend in the next.")


def _standing(recommendation: Recommendation | None) -> Recommendation:
    there = _there(recommendation)
    if not there.stands:
        raise Refused("recommendation-withdrawn", f"{there.code} was withdrawn: {there.withdrawn_reason}")
    return there


def _there(recommendation: Recommendation | None) -> Recommendation:
    if recommendation is None:
        raise LookupError("a recommendation's event came before it was made")
    return recommendation
