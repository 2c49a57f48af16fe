"""Who has an open step in hand, who has approved it, when it is looked at again, how much it matters → what happens."""

from datetime import date, datetime

from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import end_of_day, local_day
from evalflow.engine.reasons import is_blank, need_reason, refuse_hollow
from evalflow.engine.words import (
    CompleteStep,
    Cycle,
    Event,
    FollowUpPlanned,
    GivePriority,
    Holder,
    HoldStep,
    OpenStep,
    PlanFollowUp,
    PriorityGiven,
    ReleaseStep,
    Step,
    StepApproved,
    StepHeld,
    StepReleased,
)
from evalflow.errors import Refused


class HeldByAnother(Refused):
    """Somebody else has the step in hand. `person` is their id: who asks knows the name."""

    def __init__(self, step: str, person: str) -> None:
        super().__init__("held-by-another", f"{step} is in somebody else's hands.")
        self.step = step
        self.person = person


def held(cycle: Cycle, step: Step, state: OpenStep, command: HoldStep, now: datetime) -> list[Event]:
    """Return what happens when a step comes into a person's hands.

    Raises:
        Refused: `no-task`, `not-yours`, `to-oneself`, `end-missing`; HeldByAnother.
    """
    _refuse_unless_a_persons(step)
    holder = state.holder
    if command.how == "delegated":
        return [StepHeld(step.name, _lent(cycle, step, holder, command, now), command.how)]
    if holder and holder.person == command.person and (holder.until is None or command.how == "claimed"):
        return []
    if holder and command.how == "claimed":
        raise HeldByAnother(step.name, holder.person)
    return [StepHeld(step.name, Holder(command.person, now), command.how)]


def _lent(cycle: Cycle, step: Step, holder: Holder | None, command: HoldStep, now: datetime) -> Holder:
    if holder is None:
        raise Refused("not-yours", f"{step.name} is in nobody's hands: claim it first, then delegate it.")
    if holder.person != command.by and holder.lent_by != command.by:
        raise HeldByAnother(step.name, holder.person)
    if holder.until:
        raise Refused("not-yours", f"{step.name} has been lent already: it is released first, then lent anew.")
    if command.person == command.by:
        raise Refused("to-oneself", f"{step.name} is in your hands already: name with --to who does it meanwhile.")
    if command.until is None or (until := end_of_day(command.until, cycle.zone)) <= now:
        today = day_in_words(local_day(now, cycle.zone))
        raise Refused("end-missing", f"A delegation has a last day, {today} or later: give it with --until.")
    return Holder(command.person, now, until, command.by)


def released(step: Step, state: OpenStep, command: ReleaseStep, now: datetime) -> list[Event]:
    """Return the release of a step: by who has it or has lent it, or by anybody else with a reason.

    A step that was lent goes back to who lent it.
    """
    if state.holder is None:
        raise Refused("in-nobodys-hands", f"{step.name} is in nobody's hands: there is nothing to release.")
    person, lent_by = state.holder.person, state.holder.lent_by
    if command.by not in (person, lent_by):
        need_reason(command.reason, f"{step.name} is in somebody else's hands: give the reason with --reason.")
    refuse_hollow(command.reason)
    return [StepReleased(step.name, person, command.reason, Holder(lent_by, now) if lent_by else None)]


def refuse_unless_in_hand(step: Step, state: OpenStep, person: str) -> None:
    """Refuse a person who completes what another has in hand. What several must approve is in nobody's hands alone.

    Raises:
        HeldByAnother: somebody else has it.
    """
    if step.approvals is None and state.holder and person and state.holder.person != person:
        raise HeldByAnother(step.name, state.holder.person)


def approved(
    cycle: Cycle, step: Step, state: OpenStep, command: CompleteStep, now: datetime
) -> tuple[list[Event], bool]:
    """Return a person's approval, and whether with it enough persons want the same. Without approvals one is enough.

    Raises:
        Refused: `author-approves`, `approved-before`, or nobody is named.
    """
    if step.approvals is None:
        return [], True
    person, choice = command.by, command.choice
    if not person:
        raise Refused("nobody-named", f"{step.name} takes {step.approvals.count} approvals: say whose this is.")
    last = cycle.closed.get(step.approvals.distinct_from)
    author = last.by if last else ""
    if person == author:
        raise Refused(
            "author-approves",
            f"{step.name} is approved by others than whoever completed {step.approvals.distinct_from}: that was you.",
        )
    if state.approved.get(person) == choice:
        raise Refused("approved-before", f"You have approved {step.name} before. It takes somebody else as well.")
    alike = [one for one, wanted in state.approved.items() if wanted == choice and one not in (person, author)]
    happened = StepApproved(step.name, state.occurrence, person, choice, now, command.reason)
    return [happened], len(alike) + 1 >= step.approvals.count


def follow_up(cycle: Cycle, state: OpenStep, command: PlanFollowUp, now: datetime) -> list[Event]:
    """Return that somebody means to look at a step again on a day, today or later."""
    _refuse_past(command.on, local_day(now, cycle.zone))
    if command.on == state.follow_up_on and is_blank(command.note):
        return []
    return [FollowUpPlanned(command.step, command.on, command.note)]


def _refuse_past(on: date | None, today: date) -> None:
    if on and on < today:
        raise Refused("day-past", f"{day_in_words(on)} is past: name {day_in_words(today)} or a later day.")


def priority(state: OpenStep, command: GivePriority) -> list[Event]:
    return [] if state.priority == command.priority else [PriorityGiven(command.step, command.priority)]


def _refuse_unless_a_persons(step: Step) -> None:
    if step.kind != "task":
        raise Refused("no-task", f"{step.name} is done by time, not by persons: only a task is taken in hand.")
