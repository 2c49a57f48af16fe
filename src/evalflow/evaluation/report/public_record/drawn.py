"""A workflow, and a cycle in it → each step as it is drawn: how long it is open, what follows, and where it stands."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.soundness import CHECKER, findings, ways
from evalflow.engine.words import Cycle, Step, Workflow
from evalflow.evaluation.message import Message, message
from evalflow.evaluation.report.public_record.course import end_of
from evalflow.evaluation.report.public_record.criteria import period_of
from evalflow.evaluation.report.sections.definitions import DrawnStep, WayLine

_INSTANT: Final = timedelta(microseconds=1)  # a window that ends with a day ended on that day

State = Literal["", "done", "waiting", "open", "overdue"]
_Mark = tuple[State, Message | None]


def drawn(workflow: Workflow, cycle: Cycle | None = None) -> tuple[DrawnStep, ...]:
    """Return every step in the workflow's order; without a cycle none has a state."""
    marks = _marks(cycle) if cycle else {}
    return tuple(_drawn(step, marks.get(step.name, ("", None))) for step in workflow.steps)


def _drawn(step: Step, mark: _Mark) -> DrawnStep:
    state, days = mark
    return DrawnStep(
        name=step.name,
        title=step.title,
        kind=step.kind,
        role=step.role,
        lasts=lasts(step),
        join=step.join or "",
        approvals=step.approvals.count if step.approvals else 0,
        reminders=len(step.remind),
        ways=tuple(WayLine(way.label, way.targets) for way in ways(step)),
        state=state,
        days=days,
    )


def lasts(step: Step) -> Message:
    """Return how long a step is open, by what its definition says."""
    if step.kind == "automatic":
        return message("lasts.by-rules")
    if step.timing is None:
        return message("lasts.no-deadline")
    timing = step.timing
    anchor = (
        message(f"anchor.{timing.anchor}")
        if timing.anchor in ("opening", "opened")
        else message(f"anchor.{'closed' if timing.anchor == 'closed' else 'deadline'}", step=timing.step or "")
    )
    return message(f"lasts.{timing.direction}", period=period_of(timing.period), anchor=anchor)


def _marks(cycle: Cycle) -> Mapping[str, _Mark]:
    """Return for each step that a cycle has touched how it stands, and its days."""
    zone = cycle.zone
    marks: dict[str, _Mark] = {
        name: ("done", _day(closed.closed_at - _INSTANT, zone)) for name, closed in cycle.closed.items()
    }
    marks |= {name: ("waiting", message("days.opens", on=_day(at, zone))) for name, at in cycle.waiting.items()}
    for name, state in cycle.open.items():
        if state.due is None:
            marks[name] = ("open", message("days.since", on=_day(state.opened_at, zone)))
        elif state.overdue:
            marks[name] = ("overdue", message("days.since", on=_until(state.due)))
        else:
            marks[name] = ("open", message("days.until", on=_until(state.due)))
    return marks


def _day(at: datetime, zone: str) -> Message:
    return message("end.short", on=local_day(at, zone))


def _until(due: Deadline) -> Message:
    end = Message("end.short", end_of(due).values)
    return message("days.end-of", day=end) if due.ends_at is None else end


def proof(workflow: Workflow) -> Message:
    """Return what the checker of this version finds in the definition that the cycle runs by."""
    if not (found := findings(workflow)):
        return message("workflow.sound", checker=CHECKER)
    messages = tuple(
        message("workflow.finding", kind=soundness_finding.kind, says=soundness_finding.says)
        for soundness_finding in found
    )
    return message("workflow.unsound", checker=CHECKER, findings=messages)
