"""What the evaluating body does with findings: rate an objective on evidence, list what is rated and what is not."""

from collections.abc import Mapping
from dataclasses import dataclass

from evalflow.errors import Refused
from evalflow.evaluation.findings import (
    Contribution,
    Cooperation,
    Evidence,
    Finding,
    RateObjective,
    Status,
    decide_finding,
    is_due,
)
from evalflow.evaluation.objective import Objective
from evalflow.usecases.current import current, read_current
from evalflow.usecases.door import Door, acting, looking
from evalflow.usecases.objectives import objective_named


@dataclass(frozen=True)
class Rating:
    """What an evaluator says of one objective."""

    status: Status
    evidence: Evidence
    contribution: Contribution
    text: str
    missing: str = ""
    cooperation: Cooperation = ""
    basis: tuple[str, ...] = ()
    parts: Mapping[str, str] | None = None
    reason: str = ""


@dataclass(frozen=True)
class RatedObjective:
    """An objective of the cycle's dialogue, its finding if there is one, and whether it must be rated."""

    objective: Objective
    finding: Finding | None
    due: bool


def rate(door: Door, cycle: str, objective: str, rating: Rating) -> Finding:
    """Rate one objective in one cycle; returns the finding as it stands."""
    with acting(door) as act:
        here = current(act, cycle)
        rated = objective_named(act.tx, objective)
        if rated.dialogue != here.dialogue.id:
            raise Refused(
                "other-dialogue", f"{rated.code} is an objective of another dialogue than {here.dialogue.code}."
            )
        known = act.tx.find(Finding, cycle=here.cycle.id, objective=rated.id)
        finding = Finding(
            id=known.id if known else act.new_id(),
            cycle=here.cycle.id,
            objective=rated.id,
            status=rating.status,
            evidence=rating.evidence,
            contribution=rating.contribution,
            text=rating.text,
            rated_at=act.now,
            rated_by=act.by,
            missing=rating.missing,
            cooperation=rating.cooperation,
            basis=rating.basis,
            parts=dict(rating.parts or {}),
        )
        command = RateObjective(finding, rated, here.today, here.evaluation.adoption is not None, rating.reason)
        events = decide_finding(known, command)
        return act.record(finding.id, events) if events else known or finding


def list_findings(door: Door, cycle: str) -> list[RatedObjective]:
    """Return every objective of the cycle's dialogue, rated or not, in the order of their codes."""
    with looking(door) as (reading, now):
        here = read_current(reading, cycle, now)
        found = {finding.objective: finding for finding in reading.all(Finding, cycle=here.cycle.id)}
        return [
            RatedObjective(objective, found.get(objective.id), is_due(objective, here.today))
            for objective in reading.all(Objective, dialogue=here.dialogue.id)
        ]
