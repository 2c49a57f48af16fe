"""A workflow, and a cycle in it → each step as it is drawn: how long it is open, what follows, and where it stands."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import local_day
from evalflow.engine.soundness import CHECKER, findings, ways
from evalflow.engine.words import Cycle, Step, Workflow
from evalflow.evaluation.report.record import DrawnStep, WayLine

_INSTANT: Final = timedelta(microseconds=1)  # a window that ends with a day ended on that day

State = Literal["", "done", "waiting", "open", "overdue"]
_Mark = tuple[State, str]


def drawn(workflow: Workflow, cycle: Cycle | None = None) -> tuple[DrawnStep, ...]:
    """Return every step in the workflow's order; without a cycle none has a state."""
    marks = _marks(cycle) if cycle else {}
    return tuple(_drawn(step, marks.get(step.name, ("", ""))) for step in workflow.steps)


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


def lasts(step: Step) -> str:
    """Return how long a step is open, in words, by what its definition says."""
    if step.kind == "automatic":
        return "decided by rules"
    if step.timing is None:
        return "no deadline"
    timing = step.timing
    since = {"opening": "the opening", "opened": "its opening", "closed": f"the end of {timing.step}"}
    anchor = since.get(timing.anchor, f"the deadline of {timing.step}")
    return f"{timing.period.in_words()} {timing.direction} {anchor}"


def _marks(cycle: Cycle) -> Mapping[str, _Mark]:
    """Return for each step that a cycle has touched how it stands, and its days in words."""
    zone = cycle.zone
    marks: dict[str, _Mark] = {
        name: ("done", _day(closed.closed_at - _INSTANT, zone)) for name, closed in cycle.closed.items()
    }
    marks |= {name: ("waiting", f"opens on {_day(at, zone)}") for name, at in cycle.waiting.items()}
    for name, state in cycle.open.items():
        if state.due is None:
            marks[name] = ("open", f"since {_day(state.opened_at, zone)}")
        elif state.overdue:
            marks[name] = ("overdue", f"since {state.due.until}")
        else:
            marks[name] = ("open", f"until {state.due.until}")
    return marks


def _day(at: datetime, zone: str) -> str:
    return day_in_words(local_day(at, zone))


def proof(workflow: Workflow) -> str:
    """Return one sentence: what the checker of this version finds in the definition that the cycle runs by."""
    found = findings(workflow)
    if not found:
        return (
            f"Version {CHECKER} of the checker finds it sound: every cycle that starts can come to its end, no step is "
            "out of reach, none runs twice at once, and nothing is left open at the end."
        )
    told = " ".join(f"{one.kind}: {one.says}" for one in found)
    return f"Version {CHECKER} of the checker, made after the cycle was opened, does not find it sound. {told}"
