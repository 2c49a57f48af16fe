"""A reminder that is still to come, or has fallen due → whether it goes: skipped by a person, stale, or of no use."""

from collections.abc import Iterator
from datetime import datetime

from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import Period, add, local_day
from evalflow.engine.reasons import need_reason
from evalflow.engine.rules import Facts, judge
from evalflow.engine.words import (
    Event,
    OpenStep,
    Remind,
    ReminderFellDue,
    ReminderSkipped,
    SkipReminder,
    Step,
)
from evalflow.errors import Refused


def skipped(state: OpenStep, command: SkipReminder, now: datetime) -> list[Event]:
    """Return that a reminder does not go, or that it goes at once.

    Raises:
        Refused: `reason-missing`, or `no-such-reminder` with those that are still to come.
    """
    need_reason(command.reason, "A reminder is skipped or sent at once only with a reason: give --reason.")
    ahead = state.due.reminders if state.due else ()
    for reminder in ahead:
        if (reminder.on, reminder.to) == (command.on, command.to):
            if command.now:
                return [ReminderFellDue(command.step, state.occurrence, reminder, now, command.reason)]
            return [ReminderSkipped(command.step, state.occurrence, reminder, command.reason)]
    told = ", ".join(f"{day_in_words(one.on)} to {one.to}" for one in ahead) or "none"
    raise Refused(
        "no-such-reminder",
        f"{command.step} has no reminder to {command.to} on {day_in_words(command.on)}. Still to come: {told}.",
    )


def asked_for(step: Step, event: ReminderFellDue) -> Remind | None:
    """Return what the workflow says of a reminder; None where another definition asked for it."""
    return next((remind for remind in step.remind if _same(remind, event)), None)


def _same(remind: Remind, event: ReminderFellDue) -> bool:
    return (remind.in_words(), remind.to) == (event.reminder.offset, event.reminder.to)


def why_not(step: Step, event: ReminderFellDue, facts: Facts, zone: str) -> str:
    """Return why no letter goes for a reminder that has fallen due: "" where one does.

    A rule that says so counts only where it is true: what is not known reminds nobody less.

    Raises:
        RuleFailed: the rule met what it cannot compute.
    """
    return next(_against(step, event, facts, zone), "")


def _against(step: Step, event: ReminderFellDue, facts: Facts, zone: str) -> Iterator[str]:
    remind = asked_for(step, event) or Remind("before", Period(), event.reminder.to)
    noticed = local_day(event.noticed_at, zone)
    if not event.reason and noticed > add(event.reminder.on, remind.stale_after):
        yield f"it is stale: noticed only on {day_in_words(noticed)}"
    if remind.unless and judge(remind.unless.rule, facts, {}, noticed, traced=False).truth == "true":
        yield f"no need: {remind.unless.text}"
