"""A running cycle and another definition → what becomes of each step and deadline, or what would be lost."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from evalflow.engine.arcs import arcs_into, step_named
from evalflow.engine.clocks import due, first_instant, reminded
from evalflow.engine.folding import apply
from evalflow.engine.periods import Deadline
from evalflow.engine.reasons import need_reason
from evalflow.engine.words import Cycle, CycleMigrated, Event, MigrateCycle, OpenStep, Step, Workflow
from evalflow.errors import Refused

_WRONG: Final = {
    "never-reached": "a step that is open here is one that no way leads to there",
    "runs-twice": "a step could be reached a second time while the first is not yet done",
    "leftover-work": "the end could be reached while there is still work",
    "stuck": "it could come to where nothing happens any more, because a join waits for what cannot come",
    "cannot-finish": "the work could go on without an end",
    "not-judged": "nobody can tell whether it comes to an end",
}


@dataclass(frozen=True)
class Carried:
    """One step of the cycle and what it becomes; its deadline before and after, where it is open and has one."""

    old: str
    new: str
    stands: str  # open, waiting, closed, or at a join
    before: Deadline | None = None
    after: Deadline | None = None

    @property
    def moves(self) -> bool:
        return self.before is not None and self.after is not None and not self.before.ends_as(self.after)


def migrated(workflow: Workflow, cycle: Cycle, command: MigrateCycle, now: datetime) -> list[Event]:
    """Return the event that lets a cycle go on by another definition.

    Raises:
        Refused: `reason-missing`, `same-definition`, or `migration-loses`: an open step, a deadline, an arc that has
            arrived, days of a window; every such loss at once.
    """
    need_reason(command.reason, "A cycle is migrated only with a reason. Give one with --reason.")
    if (command.workflow, command.calendar) == (cycle.workflow, cycle.calendar):
        raise Refused("same-definition", "This cycle runs by that workflow and that calendar already.")
    found = carried(workflow, cycle, command, now)
    event = _event(cycle, command, now)
    deadlines = {one.new: one.after for one in found if one.after and one.after != one.before}
    return [replace(event, deadlines=deadlines)]


def carried(workflow: Workflow, cycle: Cycle, command: MigrateCycle, now: datetime) -> tuple[Carried, ...]:
    """Return what becomes of every step that the cycle has touched, in the order of the old workflow.

    Raises:
        Refused: `no-such-step`, or `migration-loses` with every loss.
    """
    from evalflow.engine.soundness import goes_wrong_from  # here: no other command of a cycle needs the prover

    _refuse_unknown(workflow, command)
    if losses := list(_losses(workflow, cycle, command)):
        raise _loses(losses)
    then = apply(cycle, _event(cycle, command, now))
    if wrong := goes_wrong_from(command.to, (*then.open, *then.waiting), then.tokens):
        raise Refused(
            "migration-strands", f"From where this cycle stands, the new workflow would not do: {_told(wrong)}."
        )
    found = tuple(_carried(workflow, cycle, then, command, now))
    if shortened := [one for one in found if _shortens(command.to, one)]:
        raise _loses(f"the window {one.old} would close earlier than published" for one in shortened)
    return found


def _told(wrong: Collection[str]) -> str:
    return "; ".join(words for kind, words in _WRONG.items() if kind in wrong)


def _event(cycle: Cycle, command: MigrateCycle, now: datetime) -> CycleMigrated:
    zone = command.to.timezone
    opens = {_named(command, name): first_instant(cycle.opening, zone) for name in cycle.waiting}
    return CycleMigrated(now, command.workflow, command.calendar, zone, dict(command.names), {}, opens, command.reason)


def _named(command: MigrateCycle, old: str) -> str:
    return command.names.get(old, old)


def _carried(workflow: Workflow, cycle: Cycle, then: Cycle, command: MigrateCycle, now: datetime) -> Iterator[Carried]:
    for step in workflow.steps:
        new = _named(command, step.name)
        if step.name in cycle.open:
            state = cycle.open[step.name]
            after = _due_then(workflow, cycle, then, command, step, state, now)
            yield Carried(step.name, new, "open", state.due, after)
        elif step.name in cycle.waiting:
            yield Carried(step.name, new, "waiting")
        elif any(name == step.name for _, name in cycle.tokens):
            yield Carried(step.name, new, "at a join")
        elif step.name in cycle.closed:
            yield Carried(step.name, new, "closed")


def _due_then(
    workflow: Workflow, cycle: Cycle, then: Cycle, command: MigrateCycle, step: Step, state: OpenStep, now: datetime
) -> Deadline | None:
    """Return the deadline by the new definition; one that people have moved, or a pause, stays where they set it."""
    new = step_named(command.to, _named(command, step.name))
    as_counted = due(workflow, cycle, step, state.opened_at)
    if state.due and as_counted and not state.due.ends_as(as_counted):
        return reminded(new, state.due, now)
    anew = due(command.to, then, new, state.opened_at)
    return reminded(new, anew, now) if anew else None


def _losses(workflow: Workflow, cycle: Cycle, command: MigrateCycle) -> Iterator[str]:
    """Yield what would be lost, one clause each."""
    steps = {step.name: step for step in command.to.steps}
    targets: dict[str, str] = {}
    for name in (*cycle.open, *cycle.waiting):
        new = _named(command, name)
        if new not in steps:
            yield f"{name} is open or waits to open, and nothing in the new workflow stands for it (--step {name}=NEW)"
            continue
        if new in targets:
            yield f"{name} and {targets[new]} would both become {new}"
        targets[new] = name
        yield from _losses_of(step_named(workflow, name), steps[new], cycle.open.get(name))
    for came_from, name in sorted(cycle.tokens):
        arc = (_named(command, came_from), _named(command, name))
        if arc[1] not in steps or arc not in arcs_into(command.to, arc[1]) or not steps[arc[1]].join:
            yield f"{came_from} has led to {name}, which waits there for others, and the new workflow has no such join"


def _losses_of(old: Step, new: Step, state: OpenStep | None) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"{old.name} is a {old.kind}, and {new.name} a {new.kind}"
    if state and state.due and new.timing is None:
        yield f"{old.name} has a deadline, and {new.name} would have none"


def _shortens(to: Workflow, one: Carried) -> bool:
    earlier = one.before and one.after and one.after.at < one.before.at
    return bool(earlier) and step_named(to, one.new).kind == "window"


def _refuse_unknown(workflow: Workflow, command: MigrateCycle) -> None:
    for names, known, which in (
        (command.names.keys(), [step.name for step in workflow.steps], "running"),
        (command.names.values(), [step.name for step in command.to.steps], "new"),
    ):
        for name in names:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f" Did you mean {near[0]}?" if near else ""
                raise Refused(
                    "no-such-step", f"The {which} workflow has no step {name!r}.{hint} It has: {', '.join(known)}."
                )


def _loses(losses: Iterable[str]) -> Refused:
    lines = "\n".join(f"  - {loss}" for loss in losses)
    return Refused(
        "migration-loses", f"This cycle cannot go on by that definition, for something would be lost:\n{lines}"
    )
