"""A simulation → its timeline with letters and deadlines, in 80 columns and for programs."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from evalflow.cli.findings.criteria_text import wrapped
from evalflow.cli.frame.output import Table, Value
from evalflow.engine.arcs import step_named
from evalflow.engine.calendars import WEEKDAYS
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.rules import parse, references
from evalflow.engine.simulation import Doubt, SimulatedEvent
from evalflow.engine.words import (
    ArcSwallowed,
    BranchAwaited,
    CycleOpened,
    CycleResumed,
    Event,
    ReminderFellDue,
    StepApproved,
    StepAwaited,
    StepClosed,
    StepFellOverdue,
    StepOpened,
    TokenArrived,
    Workflow,
)
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.usecases.cycles.simulations import Simulated

_SIGNS = {"task": "▸", "window": "□", "automatic": "◇"}
PACES = {
    "planned": "each task is done just before its deadline ends, at once where it has none.",
    "earliest": "each task is done as soon as it opens.",
}
_KINDS: dict[type, str] = {
    ReminderFellDue: "letter", StepOpened: "opens", StepClosed: "closes", StepFellOverdue: "overdue",
    StepAwaited: "waits", BranchAwaited: "waits", TokenArrived: "joins", ArcSwallowed: "joins",
    StepApproved: "approves", CycleOpened: "begins", CycleResumed: "resumes",
}  # fmt: skip


def page(simulated: Simulated) -> str:
    """Return what would happen day by day, then how it ends, what it promises and where it could stay behind."""
    return "\n".join([*_head(simulated), *_days(simulated), "", *_tail(simulated)])


def told(simulated: Simulated) -> dict[str, Value | Table]:
    """Return the same for programs."""
    flow, zone = simulated.workflow, simulated.simulation.cycle.zone
    columns = ("on", "at", "event", "step", "title", "says", "until", "reasons", "to", "assumed")
    rows = [_row(entry, flow) for entry in simulated.simulation.entries]
    doubts = [(doubt.kind, doubt.step, doubt.on, doubt.says) for doubt in simulated.simulation.doubts]
    return {
        "workflow": flow.name, "version": flow.version, "zone": zone, "since": simulated.since,
        "opening": simulated.opening,
        "pace": simulated.pace, "paused": simulated.paused_at is not None, "ends_on": simulated.simulation.ends_on,
        "promised_on": simulated.promised.on if simulated.promised else None, "kept_on": simulated.kept_on,
        "timeline": Table({name: name for name in columns}, rows),
        "doubts": Table({name: name for name in ("kind", "step", "on", "says")}, doubts),
    }  # fmt: skip


def promise(promised: Deadline | None, at_the_pace: Sequence[tuple[str, date | None]]) -> list[str]:
    """Return until when the report is promised and how it was counted, and whether that is kept at each pace."""
    if promised is None:
        return ["The workflow promises no day."]
    lines = [f"Promised by {promised.until}: {'; '.join(promised.reasons[:-1])}."]
    return [*lines, *(f"{pace}: {_kept(on, promised.on)}" for pace, on in at_the_pace)]


def doubted(doubts: Sequence[Doubt]) -> Iterator[str]:
    """Yield where a cycle could stay behind what is told."""
    if doubts:
        yield "Where it could stay behind:"
    for doubt in doubts:
        yield from indented(f"! {doubt.step}, {day_in_words(doubt.on)}: {doubt.says}", "  ")


def indented(text: str, by: str) -> Iterator[str]:
    """Yield a text of several lines, each further in by what it was in before."""
    for line in text.splitlines():
        first = by + line[: len(line) - len(line.lstrip())]
        yield from wrapped(line.strip(), first, f"{first}  ")


def stands_still(simulated: Simulated) -> str:
    """Return that a paused cycle's clock stands still, and from when it is counted; "" where it runs."""
    if simulated.paused_at is None:
        return ""
    since, now = (
        day_in_words(local_day(at, simulated.simulation.cycle.zone)) for at in (simulated.paused_at, simulated.since)
    )
    return still(since, now)


def still(since: str, now: str) -> str:
    return (
        f"Paused since {since}: its clock stands still. All days count as if it were resumed now, on {now}; while the "
        "pause goes on they move."
    )


def _head(simulated: Simulated) -> Iterator[str]:
    flow, cycle = simulated.workflow, simulated.simulation.cycle
    yield from wrapped(f"{flow.name} {flow.version} · {flow.title}", "", "  ")
    since = day_in_words(local_day(simulated.since, cycle.zone))
    begins = f"{simulated.here.evaluation.code} from {since} on" if simulated.here else f"A cycle opened on {since}"
    yield from wrapped(f"{begins}, its opening day {day_in_words(simulated.opening)}; days in {cycle.zone}.", "", "  ")
    yield from wrapped(f"Simulated at the {simulated.pace} pace: {PACES[simulated.pace]}", "", "  ")
    yield from wrapped(stands_still(simulated), "", "  ")


def _days(simulated: Simulated) -> Iterator[str]:
    for on, entries in groupby(simulated.simulation.entries, key=lambda entry: entry.on):
        yield ""
        yield f"{WEEKDAYS[on.weekday()][:3]} {day_in_words(on)}"
        for entry in entries:
            yield from wrapped(
                f"{_sign(entry.event, simulated.workflow)} {says(entry.event, simulated.workflow)}", "  ", "    "
            )
            reasons = (reason for reason in _reasons(entry.event) if not reason.startswith("until "))
            yield from wrapped("; ".join(reasons), "      ", "      ")
            yield from wrapped(_assumed(entry, simulated.workflow), "      ", "      ")


def _tail(simulated: Simulated) -> Iterator[str]:
    simulation = simulated.simulation
    ends = simulation.ends_on
    yield f"The cycle ends on {day_in_words(ends)}." if ends else "On these assumptions the cycle does not end."
    for line in promise(simulated.promised, [("At this pace", simulated.kept_on)]):
        yield from wrapped(line, "", "  ")
    letters = sum(isinstance(entry.event, ReminderFellDue) for entry in simulation.entries)
    yield f"{letters} letters would go." if letters > 1 else f"{'One' if letters else 'No'} letter would go."
    yield from doubted(simulation.doubts)


def _kept(on: date | None, promised: date) -> str:
    if on is None:
        return "it is not kept, since the cycle does not come that far."
    days = (promised - on).days
    far = (
        "on that very day"
        if days == 0
        else f"{abs(days)} day{'s' * (abs(days) != 1)} {'before' if days > 0 else 'late'}"
    )
    return f"{'kept' if days >= 0 else 'not kept'}, on {day_in_words(on)}, {far}."


def _row(entry: SimulatedEvent, workflow: Workflow) -> list[Value]:
    event = entry.event
    name = str(getattr(event, "step", ""))
    due = getattr(event, "due", None)
    to = event.reminder.to if isinstance(event, ReminderFellDue) else None
    return [
        entry.on, entry.at, _KINDS.get(type(event), "ends"), name, step_named(workflow, name).title if name else "",
        says(event, workflow), due.on if due else None, _reasons(event), to, list(entry.assumed),
    ]  # fmt: skip


def says(event: Event, workflow: Workflow) -> str:
    """Return what would happen, as one sentence."""
    match event:
        case CycleOpened(opening=opening):
            return f"The cycle is opened; its opening day is {day_in_words(opening)}."
        case CycleResumed():
            return "The cycle is taken to be resumed."
        case StepAwaited(step, opens_at):
            return f"{step} waits for the opening day, {day_in_words(local_day(opens_at, workflow.timezone))}."
        case StepOpened(step, occurrence, _, due):
            again = f" again, time {occurrence}" if occurrence > 1 else ""
            opened = step_named(workflow, step)
            return f"{step} opens{again}, {_until(due, opened.no_deadline)}: {opened.title}."
        case TokenArrived(came_from, step):
            if step_named(workflow, step).join == "any":
                return f"{step} has opened on the first that led to it; others change nothing."
            return f"{came_from} leads to {step}, which waits for the others that do."
        case ArcSwallowed(came_from, step):
            return f"{came_from} leads to {step} too, which has opened before: nothing changes."
        case BranchAwaited(step, missing=missing):
            return f"{step} waits for what is not known: {', '.join(missing)}."
    return _of_its_time(event, workflow)


def _of_its_time(event: Event, workflow: Workflow) -> str:
    match event:
        case ReminderFellDue(step, _, reminder):
            last = "" if "last day" in reminder.offset else " the last day"
            return f"Letter to {reminder.to}: {step}, {reminder.offset}{last}."
        case StepApproved(step):
            return f"{step} is approved by one person."
        case StepFellOverdue(step):
            return f"{step} falls overdue."
        case StepClosed(step, outcome=outcome):
            done = {"task": "is done", "window": "closes", "automatic": "is decided"}[step_named(workflow, step).kind]
            return f"{step} {done}{f': {outcome}' if outcome else ''}."
    return "The cycle ends."


def _until(due: Deadline | None, no_deadline: str) -> str:
    if due:
        return f"until {due.until}"
    return f"without a deadline: {no_deadline.rstrip('.')}" if no_deadline else "to be decided by a rule"


def _sign(event: Event, workflow: Workflow) -> str:
    match event:
        case ReminderFellDue():
            return "✉"
        case StepFellOverdue():
            return "!"
        case StepClosed():
            return "✓"
        case StepOpened(step):
            return _SIGNS[step_named(workflow, step).kind]
        case StepAwaited():
            return "○"
    return "·"


def _reasons(event: Event) -> list[str]:
    """Return the reasons for a step's deadline, or of those that a pause has moved."""
    match event:
        case StepOpened(due=Deadline() as due):
            return list(due.reasons)
        case CycleResumed(deadlines=deadlines):
            return [f"{step} until {due.until}" for step, due in deadlines.items()]
    return []


def _assumed(entry: SimulatedEvent, workflow: Workflow) -> str:
    """Return the gates that were taken to hold, with what supplies each; "" where nothing was assumed."""
    if not entry.assumed or not isinstance(entry.event, StepClosed):
        return ""
    if step_named(workflow, entry.event.step).kind == "automatic":
        return f"assumed, since it is not known: {', '.join(entry.assumed)}"
    supplied: dict[str, list[str]] = {}
    for gate in entry.assumed:
        by = dict.fromkeys(DECLARED[fact].supplied_by for fact in sorted(references(parse(gate))))
        supplied.setdefault(", ".join(by), []).append(gate)
    return "taken to hold: " + "; ".join(f"{', '.join(gates)} ({by})" for by, gates in supplied.items())
