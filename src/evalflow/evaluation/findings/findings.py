"""A finding: how far one objective is met, on what evidence, as rated by the evaluating body. Never averaged.

The grade of the evidence is never above what the evidence on record allows (`evidence.py`); a contribution of the
dialogue is claimed only for what came after it; a changed rating, here or since the last cycle, says why.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Protocol

from evalflow.engine.dates import PartialDate
from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import is_blank, is_reason, need_reason, need_text, refuse_hollow
from evalflow.errors import Refused, Remedy
from evalflow.evaluation.objectives.objective import DECLARED, Change, Objective
from evalflow.evaluation.registers.causes import untimely
from evalflow.evaluation.registers.evidence import Ceiling, Evidence, stronger
from evalflow.evaluation.statements import STATUSES, Status

UNRATED: tuple[Status, ...] = ("not-assessable", "not-due")  # which claim nothing and need no evidence
ADVANCED: tuple[Status, ...] = ("met", "substantial", "partial")  # which say that something was achieved
Contribution = Literal["no-link", "coincident", "plausible", "probable"]
CONTRIBUTIONS: tuple[Contribution, ...] = ("no-link", "coincident", "plausible", "probable")
CLAIMED: tuple[Contribution, ...] = ("plausible", "probable")
Cooperation = Literal["", "replied", "partial", "none-after-reminder"]


@dataclass(frozen=True)
class Link:
    """Why the dialogue may have contributed. `raised_in` is the code of a session or an item on its agenda.

    `changed_on` is when what it is about changed, as imprecise as its source.
    """

    raised_in: str
    changed_on: str
    mechanism: str
    alternative: str


@dataclass(frozen=True)
class Votes:
    """How the body decided."""

    in_favour: int
    against: int = 0
    abstained: int = 0


@dataclass(frozen=True)
class Dissent:
    by: str
    text: str
    recorded_at: datetime


@dataclass(frozen=True)
class Earlier:
    """A rating that another one took the place of, in this cycle, and why."""

    status: Status
    evidence: Evidence
    contribution: Contribution
    rated_at: datetime
    rated_by: str
    reason: str


@dataclass(frozen=True)
class Since:
    """How the cycle before rated the objective, where it was another status, and why that changed."""

    cycle: str  # code
    status: Status
    evidence: Evidence
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """The rating of one objective in one cycle. `missing` says which evidence was missing if it is not assessable.

    `ceiling` is the highest grade that the evidence on record allowed when it was rated.
    """

    id: str
    cycle: str
    objective: str  # id
    status: Status
    evidence: Evidence
    contribution: Contribution
    text: str
    rated_at: datetime
    rated_by: str
    missing: str = ""
    cooperation: Cooperation = ""
    basis: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)  # "a" → status
    ceiling: Evidence = "none"
    ceiling_reasons: tuple[str, ...] = ()
    below_because: str = ""  # why the evidence is graded below the ceiling
    link: Link | None = None
    votes: Votes | None = None
    since: Since | None = None
    earlier: tuple[Earlier, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    revision: int = 0  # of the objective, as it was rated; 0 in older records
    seen: Mapping[str, str] = field(default_factory=dict)  # code → mark of what it is based on, as it was rated


class RatedRevision(Protocol):
    """A rating, or a proposal of one: of which revision of its objective, and when."""

    @property
    def revision(self) -> int: ...
    @property
    def rated_at(self) -> datetime: ...


@dataclass(frozen=True)
class RateObjective:
    """`adopted` is true once the report stands: then nothing is rated. `reason` is needed to change a rating.

    `allowed` is what the evidence on record allows; `raised_on` the day of the session that the link names,
    `not_raised` why nothing can have been raised in it; `disputed`
    is true where evaluators proposed different ratings.
    """

    finding: Finding
    objective: Objective
    today: date
    allowed: Ceiling
    adopted: bool = False
    reason: str = ""
    raised_on: PartialDate | None = None
    disputed: bool = False
    not_raised: str = ""
    again: tuple[str, ...] = ()  # why the rating there is has to be looked at again
    stale_proposals: tuple[str, ...] = ()  # why proposals of evaluators have to be


@dataclass(frozen=True)
class RecordDissent:
    dissent: Dissent
    words: int  # the most it may have
    adopted: bool = False


@dataclass(frozen=True)
class ObjectiveRated(EventOf[Finding]):
    finding: Finding
    reason: str


@dataclass(frozen=True)
class DissentRecorded(EventOf[Finding]):
    dissent: Dissent


FindingCommand = RateObjective | RecordDissent
FindingEvent = ObjectiveRated | DissentRecorded


def decide_finding(finding: Finding | None, command: FindingCommand) -> list[FindingEvent]:
    """Return the rating, or the dissent that is added to it.

    Raises:
        Refused: the report is adopted, a changed rating has no reason, or the rating contradicts itself or the record.
    """
    if command.adopted:
        raise Refused("report-adopted", "The report is adopted; its findings stand. Rate in the next cycle.")
    if isinstance(command, RecordDissent):
        return _dissent(finding, command)
    changed = reworded(finding, command.objective) if finding else []
    if finding and not (changed or command.again) and _substance(finding) == _substance(command.finding):
        return []
    if finding:
        code = command.objective.code
        need_reason(
            command.reason,
            f"{code} was rated {finding.status} before it changed. Say with --reason why the rating holds or changes."
            if changed
            else f"{code} was rated {finding.status}, and the rating is {'; '.join(command.again)}. Say with --reason "
            "why it holds or changes."
            if command.again
            else f"{code} is rated already: {finding.status}. Say why it changes, with --reason.",
        )
    refuse_hollow(command.reason)
    refuse_contradictions(command)
    _refuse_unexplained(command)
    return [ObjectiveRated(_explained(command), command.reason)]


def apply_finding(finding: Finding | None, event: FindingEvent) -> Finding:
    if isinstance(event, DissentRecorded):
        if finding is None:
            raise LookupError("a dissent came before the rating")
        return replace(finding, dissents=(*finding.dissents, event.dissent))
    if finding is None:
        return event.finding
    was = Earlier(
        finding.status, finding.evidence, finding.contribution, finding.rated_at, finding.rated_by, event.reason
    )
    return replace(event.finding, earlier=(*finding.earlier, was), dissents=finding.dissents)


def is_due(objective: Objective, today: date) -> bool:
    """Return whether a cycle must rate it: one without a date is due in every cycle, a withdrawn one in none.

    A date that is not exact falls due with the first day that it may mean.
    """
    if objective.withdrawn_on:
        return False
    return not objective.due or PartialDate.parse(objective.due).earliest <= today


def reworded(rated_revision: RatedRevision, objective: Objective) -> list[Change]:
    """Return what changed since the rating in what the objective asks for, by when, or how that is measured."""
    return [
        change
        for change in objective.changes
        if (
            change.revision > rated_revision.revision
            if rated_revision.revision
            else change.recorded_at > rated_revision.rated_at
        )
        and change.kind not in ("added", "editorial")
        and (DECLARED[change.field].change in ("text", "due", "indicator") or DECLARED[change.field].rated)
    ]


def refuse_contradictions(command: RateObjective) -> None:
    """Refuse a rating that contradicts itself, its objective, or what the evidence on record allows."""
    finding, objective = command.finding, command.objective
    if objective.withdrawn_on:
        raise Refused(
            "objective-withdrawn", f"{objective.code} was withdrawn on {objective.withdrawn_on}: it is not rated."
        )
    if finding.status == "not-due" and is_due(objective, command.today):
        raise Refused(
            "is-due", f"{objective.code} is due ({objective.due or 'it has no timeframe'}): “not-due” does not fit."
        )
    if finding.status == "not-assessable" and is_blank(finding.missing):
        raise Refused("missing-evidence-unnamed", "Say which evidence was missing, with --missing.")
    _refuse_above_ceiling(command)
    need_text(finding.text, "A rating is explained in words: give them with --text.", "text-missing")
    _refuse_unknown_parts(finding, objective)
    _refuse_unfounded_link(command)


def _refuse_above_ceiling(command: RateObjective) -> None:
    finding, allowed, code = command.finding, command.allowed, command.objective.code
    add = Remedy("add-evidence", code)
    if stronger(finding.evidence, allowed.grade):
        raise Refused(
            "above-ceiling",
            f"The evidence on record for {code} allows {allowed.grade}, and not {finding.evidence}. "
            f"{' '.join(allowed.reasons)} Enter what is missing: {add}",
            add,
        )
    if finding.status not in UNRATED and finding.evidence == "none":
        raise Refused(
            "no-evidence",
            f"A rating rests on evidence. Without any, the status is not-assessable. Enter an item with: {add}",
            add,
        )


def _refuse_unfounded_link(command: RateObjective) -> None:
    """Refuse a contribution that is not explained, or whose effect did not come after its cause."""
    finding, link = command.finding, command.finding.link
    if finding.contribution not in CLAIMED:
        if link:
            raise Refused(
                "link-not-claimed", f"Where the contribution is {finding.contribution}, no session is named as a cause."
            )
        return
    if link and command.not_raised:
        raise Refused(
            "not-raised",
            f"Nothing was raised there: {command.not_raised}. Name with --raised-in a session that was held, or "
            "grade the contribution coincident or no-link.",
        )
    if (
        link is None
        or command.raised_on is None
        or any(is_blank(text) for text in (link.raised_in, link.changed_on, link.mechanism, link.alternative))
    ):
        raise Refused(
            "link-unexplained",
            f"A contribution is {finding.contribution} only if it was raised in a session before the change: give "
            "--raised-in (a session or item on its agenda whose day is known), --changed-on, --mechanism (how the one "
            "may have led to the other) and --alternative (what else may explain it).",
        )
    if late := untimely(link.raised_in, command.raised_on, link.changed_on):
        raise Refused(late.code, late.text)


def _refuse_unexplained(command: RateObjective) -> None:
    finding, code = command.finding, command.objective.code
    lower = stronger(command.allowed.grade, finding.evidence) and finding.status not in UNRATED
    if lower and not is_reason(finding.below_because):
        raise Refused(
            "below-ceiling",
            f"The evidence on record for {code} allows {command.allowed.grade}: say with --below-because why it is "
            f"graded {finding.evidence}.",
        )
    if finding.since and not is_reason(command.reason):
        raise Refused(
            "grade-changed",
            f"{finding.since.cycle} rated {code} {finding.since.status}. Say with --reason why it is {finding.status} "
            "now.",
        )
    if command.disputed and finding.votes is None:
        raise Refused(
            "votes-missing",
            f"The evaluators proposed different ratings of {code}: say with --votes how the body decided, such as "
            "--votes 4:1:0 (in favour, against, abstained).",
        )
    if command.stale_proposals and finding.votes is None:
        ask = Remedy("propose-rating")
        raise Refused(
            "proposals-outdated",
            f"Evaluators proposed ratings of {code} before the record changed: a proposal is "
            f"{'; '.join(command.stale_proposals)}. Ask for them again (`{ask}`), or say with --votes how the "
            "body decided without them.",
            ask,
        )
    if finding.votes and finding.votes.in_favour <= finding.votes.against:
        raise Refused("not-carried", "With these votes the body did not decide for this rating.")


def _explained(command: RateObjective) -> Finding:
    finding = replace(command.finding, ceiling=command.allowed.grade, ceiling_reasons=command.allowed.reasons)
    return replace(finding, since=replace(finding.since, reason=command.reason)) if finding.since else finding


def _dissent(finding: Finding | None, command: RecordDissent) -> list[FindingEvent]:
    if finding is None:
        raise Refused("not-rated", "There is no rating yet to dissent from.")
    dissent = command.dissent
    if is_blank(dissent.by) or is_blank(dissent.text):
        raise Refused("text-missing", "A dissent has a name and a text: give --by and --text.")
    count = len(re.findall(r"\w+", dissent.text))
    if count > command.words:
        raise Refused("too-long", f"The dissent has {count} words; the workflow allows {command.words}.")
    if any((one.by, one.text) == (dissent.by, dissent.text) for one in finding.dissents):
        return []
    return [DissentRecorded(dissent)]


def _substance(finding: Finding) -> tuple[object, ...]:
    return (
        finding.status, finding.evidence, finding.contribution, finding.text, finding.missing, finding.cooperation,
        finding.basis, dict(finding.parts), finding.below_because, finding.link, finding.votes,
    )  # fmt: skip


def _refuse_unknown_parts(finding: Finding, objective: Objective) -> None:
    count = len(objective.parts.splitlines())
    letters = [chr(ord("a") + n) for n in range(count)]
    for part, status in finding.parts.items():
        if part not in letters or status not in STATUSES:
            raise Refused(
                "unknown-part",
                f"{objective.code} has {f'the parts {letters[0]} to {letters[-1]}' if letters else 'no parts'}; "
                f"“{part}={status}” does not fit. A status is one of: {', '.join(STATUSES)}.",
            )
