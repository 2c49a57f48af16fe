"""A rating and the record as it is now → why the body has to look at the rating again before the report is adopted."""

from collections.abc import Iterable

from evalflow.evaluation.causes import untimely
from evalflow.evaluation.evidence import Ceiling, stronger
from evalflow.evaluation.findings import Finding, reworded
from evalflow.evaluation.objective import Objective
from evalflow.evaluation.raised import raised_in
from evalflow.evaluation.register_words import Entry
from evalflow.evaluation.wording import listed


def outdated(found: Finding, objective: Objective, allowed: Ceiling, sessions: Iterable[Entry]) -> tuple[str, ...]:
    """Return each reason in a few words; none for a withdrawn objective, which nobody can rate.

    `allowed` is what the evidence on record allows now; `sessions` are the sessions and items that stand.
    """
    if objective.withdrawn_on:
        return ()
    reasons = (_reworded(found, objective), _above(found, allowed), _link(found, sessions))
    return tuple(filter(None, reasons))


def _reworded(found: Finding, objective: Objective) -> str:
    fields = dict.fromkeys(change.field.replace("_", " ") for change in reworded(found, objective))
    return f"older than a change of the objective ({listed(list(fields))})" if fields else ""


def _above(found: Finding, allowed: Ceiling) -> str:
    return "above what the evidence on record allows" if stronger(found.evidence, allowed.grade) else ""


def _link(found: Finding, sessions: Iterable[Entry]) -> str:
    if found.link is None:
        return ""
    raised = raised_in(found.link.raised_in, sessions)
    if raised.fault:
        return f"with a contribution that nothing was raised for ({raised.fault})"
    if raised.on is None:
        return f"with a contribution that is based on {found.link.raised_in}, of which no day is known"
    late = untimely(found.link.raised_in, raised.on, found.link.changed_on)
    return f"with a contribution that {found.link.raised_in} did not come before" if late else ""
