"""Objectives with a date → whether each is overdue, and what was asked of the counterpart and answered, for rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from evalflow.engine.dates import DayRange, PartialDate
from evalflow.engine.rules import Fact, FactItem, Listing, Scalar
from evalflow.evaluation.findings.findings import Finding
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.registers.commands_events import Entry

_REMEDY = "evalflow record add request --dialogue DIALOGUE --set objective=CODE --set sent_on=DAY --set answered=no …"


def dated_objectives(
    objectives: Sequence[Objective],
    findings: Iterable[Finding],
    requests: Sequence[Entry],
    gaps: Sequence[DayRange],
    today: date,
) -> Fact:
    """Return the objectives that have a date and stand; one that this cycle rated as met is not overdue.

    `gaps` are the days for which the register of requests is not stated complete: where one reaches back behind the
    date of an objective that no request is listed for, whether there was one is not known. How many have no date, so
    that they cannot be judged, is a note to the fact.
    """
    met = {finding.objective for finding in findings if finding.status == "met"}
    items = [
        FactItem(
            objective.code,
            _fields(objective, objective.id in met, requests, gaps, today),
            _sources(objective, requests),
        )
        for objective in objectives
        if objective.due and not objective.withdrawn_on
    ]
    unknown = () if objectives else (FactItem("the dialogue's objectives"),)
    return Fact(Listing(tuple(items), unknown), remedy=_REMEDY, note=_undated(objectives))


def _undated(objectives: Iterable[Objective]) -> str:
    count = sum(not (objective.due or objective.withdrawn_on) for objective in objectives)
    have = "1 objective has" if count == 1 else f"{count} objectives have"
    return f"{have} no date and cannot be judged by this" if count else ""


def _fields(
    objective: Objective, met: bool, requests: Sequence[Entry], gaps: Sequence[DayRange], today: date
) -> Mapping[str, Scalar]:
    due = PartialDate.parse(objective.due)
    overdue = False if met or today <= due.earliest else True if due.latest < today else None
    sent = sorted(_since(objective, due, requests), key=lambda entry: PartialDate.parse(entry.values["sent_on"]).latest)
    open_gap = any(gap.latest > due.earliest for gap in gaps)
    last = sent[-1] if sent else None
    first = next((entry for entry in sent if _answered(entry) is not True), None)
    return {
        "code": objective.code,
        "due_on": _range(due),
        "overdue": overdue,
        "reminded": True if sent else None if open_gap else False,
        "responded": _answered(last) if last else None if open_gap else False,
        "reminded_on": _range(PartialDate.parse(first.values["sent_on"])) if first else None,
    }


def _since(objective: Objective, due: PartialDate, requests: Sequence[Entry]) -> list[Entry]:
    """Return what was asked about an objective once it was due; what was asked before reminded of nothing yet."""
    about = (entry for entry in requests if entry.values["objective"].upper() == objective.code.upper())
    return [entry for entry in about if PartialDate.parse(entry.values["sent_on"]).latest >= due.earliest]


def _answered(entry: Entry) -> bool | None:
    return {"yes": True, "no": False}.get(entry.values.get("answered", ""))


def _range(on: PartialDate) -> date | DayRange:
    return on.earliest if on.earliest == on.latest else DayRange(on.earliest, on.latest)


def _sources(objective: Objective, requests: Sequence[Entry]) -> tuple[str, ...]:
    about = (entry for entry in requests if entry.values["objective"].upper() == objective.code.upper())
    return (f"{objective.code}: due {objective.due}", *(f"{entry.code}: {entry.source}" for entry in about))
