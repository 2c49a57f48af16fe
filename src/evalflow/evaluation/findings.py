"""A finding: how far one objective is met, on what evidence, as rated by the evaluating body. Never averaged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from evalflow.engine.dates import PartialDate
from evalflow.errors import Refused
from evalflow.evaluation.objective import Objective

Status = Literal["met", "substantial", "partial", "none", "regressed", "not-assessable", "not-due"]
STATUSES: tuple[Status, ...] = ("met", "substantial", "partial", "none", "regressed", "not-assessable", "not-due")
Evidence = Literal["strong", "moderate", "weak", "claim", "none"]
EVIDENCE: tuple[Evidence, ...] = ("strong", "moderate", "weak", "claim", "none")
Contribution = Literal["no-link", "coincident", "plausible", "probable"]
CONTRIBUTIONS: tuple[Contribution, ...] = ("no-link", "coincident", "plausible", "probable")
Cooperation = Literal["", "replied", "partial", "none-after-reminder"]


@dataclass(frozen=True)
class Finding:
    """The rating of one objective in one cycle. `missing` says which evidence was missing if it is not assessable."""

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


@dataclass(frozen=True)
class RateObjective:
    """`adopted` is true once the report stands: then nothing is rated. `reason` is needed to change a rating."""

    finding: Finding
    objective: Objective
    today: date
    adopted: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ObjectiveRated:
    finding: Finding
    reason: str


def decide_finding(known: Finding | None, command: RateObjective) -> list[ObjectiveRated]:
    """Return the rating.

    Raises:
        Refused: the report is adopted, a changed rating has no reason, or the rating contradicts itself.
    """
    if command.adopted:
        raise Refused("report-adopted", "The report is adopted; its findings stand. Rate in the next cycle.")
    if known and _same(known, command.finding):
        return []
    if known and not command.reason.strip():
        raise Refused(
            "reason-missing",
            f"{command.objective.code} is rated already: {known.status}. Say why it changes, with --reason.",
        )
    _refuse_contradictions(command)
    return [ObjectiveRated(command.finding, command.reason)]


def apply_finding(known: Finding | None, event: ObjectiveRated) -> Finding:  # noqa: ARG001 - one shape for every family
    return event.finding


def is_due(objective: Objective, today: date) -> bool:
    """Return whether a cycle must rate it: one without a date is due in every cycle, a withdrawn one in none.

    A date that is not exact falls due with the first day that it may mean.
    """
    if objective.withdrawn_on:
        return False
    return not objective.due or PartialDate.parse(objective.due).earliest <= today


def _same(known: Finding, asked: Finding) -> bool:
    return _substance(known) == _substance(asked)


def _substance(finding: Finding) -> tuple[object, ...]:
    return (
        finding.status, finding.evidence, finding.contribution, finding.text, finding.missing,
        finding.cooperation, finding.basis, dict(finding.parts),
    )  # fmt: skip


def _refuse_contradictions(command: RateObjective) -> None:
    finding, objective = command.finding, command.objective
    if objective.withdrawn_on:
        raise Refused(
            "objective-withdrawn", f"{objective.code} was withdrawn on {objective.withdrawn_on}: it is not rated."
        )
    if finding.status == "not-due" and is_due(objective, command.today):
        raise Refused(
            "is-due", f"{objective.code} is due ({objective.due or 'it has no timeframe'}): “not-due” does not fit."
        )
    if finding.status == "not-assessable" and not finding.missing.strip():
        raise Refused("missing-evidence-unnamed", "Say which evidence was missing, with --missing.")
    if finding.status not in ("not-assessable", "not-due") and finding.evidence == "none":
        raise Refused("no-evidence", "A rating rests on evidence. Without any, the status is not-assessable.")
    if not finding.text.strip():
        raise Refused("text-missing", "A rating is explained in words: give them with --text.")
    _refuse_unknown_parts(finding, objective)


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
