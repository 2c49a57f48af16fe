"""A judgement and the record as it is now → why it has to be made again before the report is adopted.

The one place that says what is outdated: a rating, an evaluator's proposal, a check of a criterion, a recommendation.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Protocol

from evalflow.engine.rules import Facts, references
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.grounds import Grounds
from evalflow.evaluation.criteria.judgement import check
from evalflow.evaluation.evaluation import CheckedCriterion
from evalflow.evaluation.findings.deliberation import Deliberation
from evalflow.evaluation.findings.findings import ADVANCED, Finding, Link, reworded
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.causes import untimely
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.evidence import Ceiling, Evidence, stronger
from evalflow.evaluation.registers.raised import raised_in
from evalflow.evaluation.statements import Status
from evalflow.evaluation.wording import listed

NOTHING: Final = Grounds()


class JudgedRating(Protocol):
    """A rating, or a proposal of one."""

    @property
    def status(self) -> Status: ...
    @property
    def evidence(self) -> Evidence: ...
    @property
    def basis(self) -> tuple[str, ...]: ...
    @property
    def link(self) -> Link | None: ...
    @property
    def seen(self) -> Mapping[str, str]: ...
    @property
    def revision(self) -> int: ...
    @property
    def rated_at(self) -> datetime: ...


def outdated(
    judged: JudgedRating,
    objective: Objective,
    allowed: Ceiling,
    sessions: Iterable[Entry],
    grounds: Grounds = NOTHING,
    items: Iterable[Entry] = (),
) -> tuple[str, ...]:
    """Return each reason in a few words; none for a withdrawn objective, which nobody can rate.

    `allowed` is what the evidence on record allows now, `items` is that evidence; `sessions` are the sessions and items
    that stand.
    """
    if objective.withdrawn_on:
        return ()
    reasons = (_reworded(judged, objective), _above(judged, allowed), _link(judged, sessions))
    return tuple(dict.fromkeys(filter(None, (*reasons, *_based(judged, grounds), *_taken(items, grounds)))))


def stale_proposals(
    deliberation: Deliberation | None,
    objective: Objective,
    allowed: Ceiling,
    sessions: Sequence[Entry],
    grounds: Grounds = NOTHING,
) -> dict[str, tuple[str, ...]]:
    """Return the persons whose proposals are outdated, each with the reasons."""
    every = {
        proposal.by: outdated(proposal, objective, allowed, sessions, grounds)
        for proposal in (deliberation.proposals if deliberation else ())
    }
    return {by: reasons for by, reasons in every.items() if reasons}


def open_proposals(finding: Finding, stale: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the reasons for which proposals are to be made again: none where the body has voted on its rating."""
    return [] if finding.votes else list(dict.fromkeys(reason for reasons in stale.values() for reason in reasons))


def outdated_checks(
    checked: Sequence[CheckedCriterion], criteria: Iterable[Criterion], facts: Facts, day: date
) -> list[str]:
    """Return the codes of the criteria that would not come to the same on the record as it is now.

    `facts` are those of `day`, on which they were checked: that time has passed since changes nothing.
    """
    before = {one.code: _came_to(one) for one in checked}
    again = [criterion for criterion in criteria if criterion.code in before and not _asks_for_itself(criterion)]
    return [one.code for one in check(again, facts, day) if _came_to(one) != before[one.code]]


def _came_to(checked: CheckedCriterion) -> tuple[object, ...]:
    return checked.result, checked.missing, checked.trace


def _asks_for_itself(criterion: Criterion) -> bool:
    return any(name.startswith("criteria.") for name in references(criterion.expression))


def _reworded(judged: JudgedRating, objective: Objective) -> str:
    fields = dict.fromkeys(change.field.replace("_", " ") for change in reworded(judged, objective))
    return f"older than a change of the objective ({listed(list(fields))})" if fields else ""


def _above(judged: JudgedRating, allowed: Ceiling) -> str:
    return "above what the evidence on record allows" if stronger(judged.evidence, allowed.grade) else ""


def _link(judged: JudgedRating, sessions: Iterable[Entry]) -> str:
    if judged.link is None:
        return ""
    raised = raised_in(judged.link.raised_in, sessions)
    if raised.fault:
        return f"with a contribution that nothing was raised for ({raised.fault})"
    if raised.on is None:
        return f"with a contribution that is based on {judged.link.raised_in}, of which no day is known"
    late = untimely(judged.link.raised_in, raised.on, judged.link.changed_on)
    return f"with a contribution that {judged.link.raised_in} did not come before" if late else ""


def _based(judged: JudgedRating, grounds: Grounds) -> Iterable[str]:
    """Yield what of the inputs and entries that it names was withdrawn, called off or corrected since."""
    for code in dict.fromkeys((*judged.basis, *judged.seen)):
        ground = grounds.of(code)
        if ground is None:
            if code in judged.seen:
                yield f"based on {code}, which is not recorded under this code any more"
        elif ground.gone:
            yield f"based on {code}, which {ground.gone}"
        elif ground.fault and judged.status in ADVANCED and code in judged.basis:
            yield f"based on {code}, where nothing took place ({ground.fault})"
        elif judged.seen.get(code, ground.mark) != ground.mark:
            yield f"based on {code}, which was corrected since"


def _taken(items: Iterable[Entry], grounds: Grounds) -> Iterable[str]:
    """Yield the evidence items that are taken from what was withdrawn."""
    for item in items:
        for code in dict.fromkeys((item.values.get("cites", ""), item.source)):
            ground = grounds.of(code)
            if item.stands and ground and ground.gone:
                yield f"with the evidence {item.code}, which is taken from {code}, and that {ground.gone}"
