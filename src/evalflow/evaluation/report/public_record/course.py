"""A cycle and what happened → its pauses, where it stands, the turns it took, and the note on an early closing."""

from dataclasses import replace
from datetime import date

from evalflow.engine.clocks import counted
from evalflow.engine.periods import Deadline
from evalflow.engine.words import (
    CycleClosedEarly,
    CycleEnded,
    CycleMigrated,
    CyclePaused,
    CycleResumed,
    OpeningMoved,
    StepOpened,
    StepUndone,
)
from evalflow.evaluation.message import Message, as_given, message
from evalflow.evaluation.report.public_record.everything import Everything, Moment
from evalflow.evaluation.report.sections.course import PauseLine


def pauses(everything: Everything) -> tuple[PauseLine, ...]:
    lines: list[PauseLine] = []
    for happened in everything.history:
        match happened.event:
            case CyclePaused(at, reason, basis):
                lines.append(PauseLine(everything.day(at), None, reason, basis))
            case CycleResumed(at):
                lines[-1] = replace(lines[-1], resumed_on=everything.day(at))
            case CycleClosedEarly(at) if lines and lines[-1].resumed_on is None:
                lines[-1] = replace(lines[-1], resumed_on=everything.day(at))
    return tuple(lines)


def turns(everything: Everything) -> tuple[Message, ...]:
    """Return each turn that people gave the cycle: another opening day or definition, what was undone."""
    return tuple(told for moment in everything.course() if (told := _turn(everything, moment)))


def _turn(everything: Everything, moment: Moment) -> Message | None:
    on, by = everything.day(moment.happened.at), everything.named(moment.happened.by)
    match moment.event:
        case OpeningMoved(before, after, reason=reason):
            return message("cycle.opening-moved", on=on, before=before, after=after, by=by, reason=reason)
        case CycleMigrated(reason=reason):
            return message("cycle.migrated", on=on, definition=_definition(moment), by=by, reason=reason)
        case StepUndone(name, reason=reason, what=what):
            return message("cycle.undone", on=on, what=what, step=_called(everything, name), by=by, reason=reason)
    return None


def _called(everything: Everything, name: str) -> Message:
    """Return the title of a step; a migration may have taken it away, and then it has its name alone."""
    titles = {step.name: step.title for step in everything.workflow.steps}
    return message("step.titled", title=titles[name]) if name in titles else as_given(name)


def _definition(moment: Moment) -> Message:
    if moment.before.calendar == moment.after.calendar:
        return message("definition.workflow")
    return message("definition.calendar" if moment.before.workflow == moment.after.workflow else "definition.both")


def opening_state(everything: Everything) -> Message:
    """Return two days that are easily taken for one: the cycle's opening and that of its windows."""
    return message("cycle.opened", opened=everything.day(everything.cycle.opened_at), windows=windows(everything))


def subtitle(everything: Everything) -> Message:
    return message("cycle.subtitle", opened=everything.day(everything.cycle.opened_at), windows=windows(everything))


def windows(everything: Everything) -> Message:
    """Return when the windows opened, or what was planned where it came otherwise."""
    names = {step.name for step in everything.workflow.steps if step.kind == "window" and step.waits_for_opening}
    events = [h.event for h in everything.history if isinstance(h.event, StepOpened) and h.event.step in names]
    first = min((everything.day(event.opened_at) for event in events), default=None)
    planned = everything.cycle.opening
    if first is None:
        still = everything.day(everything.now) <= planned
        return message("windows.open" if still else "windows.were-to-open", planned=planned)
    if first == planned:
        return message("windows.opened", first=first)
    return message("windows.opened-otherwise", planned=planned, first=first)


def report_due(everything: Everything) -> Message | None:
    """Return until when the workflow promises the report; None where it promises none."""
    if (due := everything.workflow.report_due) is None:
        return None
    by = end_of(counted(everything.workflow, everything.cycle.opening, due, everything.cycle.zone))
    return message("report.due", by=by, workflow=f"{everything.workflow.name} {everything.workflow.version}")


def end_of(deadline: Deadline) -> Message:
    """Return the end of a deadline: a day, or an hour of it."""
    if deadline.ends_at is None:
        return message("end", on=deadline.on)
    return message("end", on=deadline.on, ends_at=deadline.ends_at, zone=deadline.zone)


def cycle_state(everything: Everything) -> Message:
    """Return where the cycle stands at the data cut-off."""
    match everything.cycle.status:
        case "paused":
            return message("cycle.is-paused", since=pauses(everything)[-1].paused_on)
        case "ended":
            return message("cycle.has-ended", on=_over(everything))
        case "closed-early":
            return message("cycle.is-closed-early", on=_over(everything))
    return _open_steps(everything)


def closing_note(everything: Everything) -> Message | None:
    for happened in everything.history:
        match happened.event:
            case CycleClosedEarly(at, reason, basis):
                by = everything.named(happened.by)
                return message("cycle.closed-early", on=everything.day(at), by=by, reason=reason, basis=basis)
    return None


def _over(everything: Everything) -> date:
    events = [happened.event for happened in everything.history]
    over = [e.ended_at if isinstance(e, CycleEnded) else e.closed_at for e in events if isinstance(e, _ENDS)]
    return everything.day(over[-1])


_ENDS = (CycleEnded, CycleClosedEarly)


def _open_steps(everything: Everything) -> Message:
    titles = tuple(step.title for step in everything.workflow.steps if step.name in everything.cycle.open)
    return (
        message("cycle.in-steps", steps=titles) if titles else message("cycle.waits", opening=everything.cycle.opening)
    )
