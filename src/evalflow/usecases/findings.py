"""What the evaluating body does with findings: rate an objective on evidence, list what is rated and what is not."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

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
from evalflow.evaluation.handed_in import KINDS, Input
from evalflow.evaluation.objective import Objective
from evalflow.evaluation.register_words import Entry
from evalflow.store.reading import Reading
from evalflow.usecases.current import Current, current, read_current
from evalflow.usecases.door import Door, acting, looking
from evalflow.usecases.objectives import objective_named

# How the codes of inputs and entries end, whatever stands before: NGO/001, W/CD818KWW, S001.
_CODE = re.compile(
    rf"(?:[A-Z0-9-]+/)*(?:(?:{'|'.join(sorted({*KINDS.values()}))})/[0-9]+|W/[0-9A-Z]{{8}}|[SP][0-9]{{3}})"
)


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
    """Rate one objective in one cycle; returns the finding as it stands.

    Raises:
        NotFound: there is no such cycle or objective.
        Refused: `other-dialogue`, `no-such-basis`, the report is adopted, or the rating contradicts itself.
    """
    with acting(door) as act:
        here = current(act, cycle)
        rated = objective_named(act.tx, objective)
        if rated.dialogue != here.dialogue.id:
            raise Refused(
                "other-dialogue", f"{rated.code} is an objective of another dialogue than {here.dialogue.code}."
            )
        basis = tuple(_basis(act.tx, here, named) for named in rating.basis)
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
            basis=basis,
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


def _basis(reading: Reading, here: Current, named: str) -> str:
    """Return what a rating rests on. What looks like the code of an input or of a register's entry must be there.

    Raises:
        Refused: `no-such-basis`, with the nearest code.
    """
    code, prefixes = named.upper(), (f"{here.evaluation.code}/", f"{here.dialogue.code.upper()}/")
    if not (code.startswith(prefixes) or _CODE.fullmatch(code)):
        return named  # a source in words
    there = [known.code for known in reading.all(Input, cycle=here.cycle.id)]
    there += [entry.code for entry in reading.all(Entry, dialogue=here.dialogue.id) if entry.stands]
    if code in there:
        return code
    near = [known for known in there if known.endswith(f"/{code}")] or get_close_matches(code, there, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise Refused("no-such-basis", f"There is no input and no entry {named!r}.{hint}")
