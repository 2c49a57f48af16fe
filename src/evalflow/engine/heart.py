"""The heart of evalflow: decide what happens, then apply it. Read me first.

Frozen values in, frozen values out. `now` is aware UTC and always passed in; nothing here reads a clock, a file, a
database or a random number. `decide` works out every instant and writes it into the event; `apply` only copies, so a
journal ten years old folds to the same cycle, whatever the rules say by then. That is also why the workflow stands
beside the cycle and not in it: only `decide` needs it.

What a decision is made of has a file for each: what opens after what (`arcs.py`), deadlines (`clocks.py`, `moving.py`),
time (`ticking.py`), persons (`holding.py`), second thoughts (`undoing.py`), another definition (`migrating.py`).
"""

from datetime import datetime

from evalflow.engine.arcs import arrive, close, step_named
from evalflow.engine.clocks import after_pause, left
from evalflow.engine.folding import apply, begun
from evalflow.engine.gates import refuse_if_gated
from evalflow.engine.holding import approved, follow_up, held, priority, refuse_unless_in_hand, released
from evalflow.engine.migrating import migrated
from evalflow.engine.moving import extended, moved, opening_moved
from evalflow.engine.periods import Deadline, local_day
from evalflow.engine.reasons import need_reason, need_text, refuse_hollow
from evalflow.engine.reminding import skipped
from evalflow.engine.rules import Facts
from evalflow.engine.ticking import as_of, due_next, next_due
from evalflow.engine.undoing import undone
from evalflow.engine.words import (
    Choice,
    CloseCycleEarly,
    Command,
    CompleteStep,
    Cycle,
    CycleClosedEarly,
    CycleOpened,
    CyclePaused,
    CycleResumed,
    Event,
    ExtendDeadline,
    GivePriority,
    HoldStep,
    MigrateCycle,
    MoveDeadline,
    MoveOpening,
    OpenCycle,
    OpenStep,
    PauseCycle,
    PlanFollowUp,
    ReleaseStep,
    ResumeCycle,
    SkipReminder,
    Step,
    Tick,
    UndoStep,
    Workflow,
)
from evalflow.errors import Refused, Remedy

__all__ = ["apply", "as_of", "decide", "due_next", "step_named"]


def decide(workflow: Workflow, cycle: Cycle | None, command: Command, facts: Facts, now: datetime) -> list[Event]:
    """Return what happens if `command` is carried out at `now`. Changes nothing.

    A `Tick` answers with the earliest thing that is due; ask again until it answers nothing.

    Raises:
        Refused: the command does not fit where the cycle stands. Says why, and what helps.
        RuleFailed: a gate, or with `Tick` a branch (BranchFailed), met what it cannot compute.
    """
    match command:
        case OpenCycle():
            return _begin(workflow, cycle, command, now)
        case Tick(leave):
            return next_due(workflow, begun(cycle), facts, now, leave)
        case ResumeCycle(reason, basis):
            return _resume(workflow, begun(cycle), reason, basis, now)
        case CloseCycleEarly():
            return _close_early(workflow, begun(cycle), command, facts, now)
        case UndoStep():
            _refuse_unless_running(begun(cycle), also="ended")
            return undone(workflow, begun(cycle), command, now)
    running = begun(cycle)
    _refuse_unless_running(running)
    match command:
        case PauseCycle(reason, basis):
            _refuse_without(reason, basis)
            return [CyclePaused(now, reason, basis)]
        case MoveOpening():
            return opening_moved(workflow, running, command, now)
        case MigrateCycle():
            return migrated(workflow, running, command, now)
    step = step_named(workflow, command.step)
    return _with_a_step(workflow, running, step, _open(running, step), command, facts, now)


_OfAStep = (
    CompleteStep | ExtendDeadline | MoveDeadline | HoldStep | ReleaseStep | SkipReminder | PlanFollowUp | GivePriority
)


def _with_a_step(
    workflow: Workflow, cycle: Cycle, step: Step, state: OpenStep, command: _OfAStep, facts: Facts, now: datetime
) -> list[Event]:
    match command:
        case CompleteStep():
            return _complete(workflow, cycle, step, state, command, facts, now)
        case ExtendDeadline():
            return extended(workflow, cycle, step, state, command, now)
        case MoveDeadline():
            return moved(workflow, cycle, step, state, command, now)
        case HoldStep():
            return held(cycle, step, state, command, now)
        case ReleaseStep():
            return released(step, state, command, now)
        case SkipReminder():
            return skipped(state, command, now)
        case PlanFollowUp():
            return follow_up(cycle, state, command, now)
    return priority(state, command)


def _begin(workflow: Workflow, cycle: Cycle | None, command: OpenCycle, now: datetime) -> list[Event]:
    if cycle:
        raise Refused("cycle-open", "This cycle was opened before.")
    zone = workflow.timezone
    begins = CycleOpened(command.cycle, command.workflow, command.opening, zone, now, command.calendar)
    return [begins, *arrive(workflow, apply(None, begins), "", (workflow.steps[0].name,), now, now)]


def _complete(
    workflow: Workflow,
    cycle: Cycle,
    step: Step,
    state: OpenStep,
    command: CompleteStep,
    facts: Facts,
    now: datetime,
) -> list[Event]:
    _refuse_unless_a_task(step, state)
    refuse_unless_in_hand(step, state, command.by)
    choice = _chosen(step, command)
    refuse_hollow(command.reason)
    refuse_if_gated(step, choice, facts, local_day(now, cycle.zone))
    approval, enough = approved(cycle, step, state, command, now)
    if not enough:
        return approval
    targets = choice.next if choice else step.next
    closing = close(workflow, cycle, step, targets, now, now, command.choice, command.reason, command.by)
    return [*approval, *closing]


def _refuse_unless_a_task(step: Step, state: OpenStep) -> None:
    if step.kind == "automatic":
        raise Refused("step-automatic", f"{step.name} closes by itself as soon as its branches can be decided.")
    if step.kind == "window":
        until = state.due.until if state.due else "its end"
        raise Refused("window-open", f"{step.name} is a window: it stays open until {until} and closes by itself.")


def _chosen(step: Step, command: CompleteStep) -> Choice | None:
    names = ", ".join(choice.name for choice in step.choices)
    if not step.choices:
        if command.choice:
            raise Refused("nothing-to-choose", f"{step.name} offers no choice: complete it without --choose.")
        return None
    for choice in step.choices:
        if choice.name == command.choice:
            if choice.requires_reason:
                need_reason(command.reason, f"To choose “{choice.name}”, give the reason with --reason.")
            return choice
    raise Refused("choice-missing", f"{step.name} is completed by a choice: --choose with one of: {names}.")


def _resume(workflow: Workflow, cycle: Cycle, reason: str, basis: str, now: datetime) -> list[Event]:
    if cycle.status != "paused" or cycle.paused_at is None:
        raise Refused("not-paused", "This cycle is not paused.")
    _refuse_without(reason, basis)
    deadlines: dict[str, Deadline] = {}
    for name, state in cycle.open.items():
        step = step_named(workflow, name)
        if state.due and (still := left(cycle, step, state)):
            deadlines[name] = after_pause(workflow, step, state.due, still, now)
    opens = {name: now for name, at in cycle.waiting.items() if at < now}
    return [CycleResumed(now, deadlines, opens, reason, basis)]


def _close_early(
    workflow: Workflow, cycle: Cycle, command: CloseCycleEarly, facts: Facts, now: datetime
) -> list[Event]:
    if cycle.status not in ("running", "paused"):
        raise Refused("cycle-over", f"This cycle is over ({cycle.status}).")
    _refuse_without(command.reason, command.basis)
    refuse_if_gated(workflow, None, facts, local_day(now, cycle.zone))
    return [CycleClosedEarly(now, command.reason, command.basis)]


def _open(cycle: Cycle, step: Step) -> OpenStep:
    if step.name in cycle.open:
        return cycle.open[step.name]
    stands = ", ".join(cycle.open) or "nothing"
    raise Refused("step-not-open", f"{step.name} is not open. Open now: {stands}.")


def _refuse_unless_running(cycle: Cycle, also: str = "running") -> None:
    if cycle.status == "paused":
        resume = Remedy("resume-cycle")
        raise Refused("cycle-paused", f"This cycle is paused. Resume it with `{resume}`.", resume)
    if cycle.status not in ("running", also):
        raise Refused("cycle-over", f"This cycle is over ({cycle.status}).")


def _refuse_without(reason: str, basis: str) -> None:
    asked = "Give the reason with --reason and the decision it rests on with --basis."
    need_reason(reason, asked)
    need_text(basis, asked, "reason-missing")
