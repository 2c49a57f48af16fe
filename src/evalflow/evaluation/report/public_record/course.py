"""A cycle and what happened → its pauses, the sentence that says where it stands, and the note on an early closing."""

from dataclasses import replace

from evalflow.engine.clocks import counted
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
from evalflow.evaluation.report.public_record.everything import Everything, Moment
from evalflow.evaluation.report.record import PauseLine
from evalflow.evaluation.wording import day_words, ended, listed


def pauses(known: Everything) -> tuple[PauseLine, ...]:
    found: list[PauseLine] = []
    for happened in known.history:
        match happened.event:
            case CyclePaused(at, reason, basis):
                found.append(PauseLine(known.day(at), None, reason, basis))
            case CycleResumed(at):
                found[-1] = replace(found[-1], resumed_on=known.day(at))
            case CycleClosedEarly(at) if found and found[-1].resumed_on is None:
                found[-1] = replace(found[-1], resumed_on=known.day(at))
    return tuple(found)


def turns(known: Everything) -> tuple[str, ...]:
    """Return a sentence on each turn that people gave the cycle: another opening day or definition, what was undone."""
    return tuple(told for moment in known.course() if (told := _turn(known, moment)))


def _turn(known: Everything, moment: Moment) -> str:
    on, by = day_words(known.day(moment.happened.at)), known.named(moment.happened.by)
    match moment.event:
        case OpeningMoved(before, after, reason=reason):
            days = f"from {day_words(before)} to {day_words(after)}"
            return f"On {on} the opening day was moved {days}, by {by}. Reason: {ended(reason)}"
        case CycleMigrated(reason=reason):
            return f"Since {on} the cycle goes on by another {_definition(moment)}, by {by}. Reason: {ended(reason)}"
        case StepUndone(name, reason=reason, what=what):
            titles = {step.name: f"“{step.title}”" for step in known.workflow.steps}
            return f"On {on} the {what} of {titles.get(name, name)} was taken back, by {by}. Reason: {ended(reason)}"
    return ""


def _definition(moment: Moment) -> str:
    workflow = "workflow" if moment.before.workflow != moment.after.workflow else ""
    calendar = "calendar" if moment.before.calendar != moment.after.calendar else ""
    return " and another ".join(filter(None, (workflow, calendar)))


def opening_state(known: Everything) -> str:
    """Return one sentence on two days that are easily taken for one: the cycle's opening and that of its windows."""
    return f"The cycle was opened on {opened(known)}; its windows {windows(known)}."


def subtitle(known: Everything) -> str:
    return f"Evaluation cycle opened on {opened(known)}; windows {windows(known)}"


def opened(known: Everything) -> str:
    return day_words(known.day(known.cycle.opened_at))


def windows(known: Everything) -> str:
    """Return "opened on 11 January 2027", or what was planned where it came otherwise."""
    names = {step.name for step in known.workflow.steps if step.kind == "window" and step.waits_for_opening}
    events = [h.event for h in known.history if isinstance(h.event, StepOpened) and h.event.step in names]
    first = min((known.day(event.opened_at) for event in events), default=None)
    planned = known.cycle.opening
    if first is None:
        return f"{'open' if known.day(known.now) <= planned else 'were to open'} on {day_words(planned)}"
    if first == planned:
        return f"opened on {day_words(first)}"
    return f"were to open on {day_words(planned)} and opened on {day_words(first)}"


def report_due(known: Everything) -> str:
    """Return until when the workflow promises the report; "" where it promises none."""
    if (due := known.workflow.report_due) is None:
        return ""
    by = counted(known.workflow, known.cycle.opening, due, known.cycle.zone).in_words(day_words)
    return f"The report is due by {by} under the workflow {known.workflow.name} {known.workflow.version}."


def cycle_state(known: Everything) -> str:
    """Return one sentence. Source: the cycle as it stands at the data cut-off."""
    match known.cycle.status:
        case "paused":
            return f"The cycle is paused since {day_words(pauses(known)[-1].paused_on)}."
        case "ended":
            return f"The cycle ended on {_over(known)}."
        case "closed-early":
            return f"The cycle was closed early on {_over(known)}."
    return _open_steps(known)


def closing_note(known: Everything) -> str:
    for happened in known.history:
        match happened.event:
            case CycleClosedEarly(at, reason, basis):
                return (
                    f"The cycle was closed early on {day_words(known.day(at))}, as recorded by "
                    f"{known.named(happened.by)}. Reason: {ended(reason)} Basis: {ended(basis)}"
                )
    return ""


def _over(known: Everything) -> str:
    events = [happened.event for happened in known.history]
    over = [e.ended_at if isinstance(e, CycleEnded) else e.closed_at for e in events if isinstance(e, _ENDS)]
    return day_words(known.day(over[-1]))


_ENDS = (CycleEnded, CycleClosedEarly)


def _open_steps(known: Everything) -> str:
    titles = [f"“{step.title}”" for step in known.workflow.steps if step.name in known.cycle.open]
    if not titles:
        return f"The cycle waits for its opening day, {day_words(known.cycle.opening)}."
    return f"The cycle is in its {'step' if len(titles) == 1 else 'steps'} {listed(titles)}."
