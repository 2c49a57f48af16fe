"""An open step → in whose hands it is, who has approved it, when it is looked at again: by name, by local day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from evalflow.engine.periods import local_day
from evalflow.engine.words import OpenStep, Priority, Step

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Hands:
    """What persons have made of an open step. Where it is lent, `until` is the last day, and then `lent_by` has it."""

    holder: str = ""
    until: date | None = None
    lent_by: str = ""
    approved: tuple[tuple[str, str], ...] = ()  # who, and the choice; "" where the step offers none
    needed: int = 0  # how many must approve the same; none where one person completes it
    follow_up_on: date | None = None
    follow_up_due: bool = False
    priority: Priority = "normal"


def hands_of(step: Step, state: OpenStep, named: Callable[[str], str], zone: str, today: date) -> Hands:
    """Return in whose hands a step is, by the names of persons and the days of the cycle's zone."""
    holder, again = state.holder, state.follow_up_on
    return Hands(
        holder=named(holder.person) if holder else "",
        until=local_day(holder.until - _INSTANT, zone) if holder and holder.until else None,
        lent_by=named(holder.lent_by) if holder and holder.lent_by else "",
        approved=tuple((named(person), choice) for person, choice in state.approved.items()),
        needed=step.approvals.count if step.approvals else 0,
        follow_up_on=again,
        follow_up_due=again is not None and again <= today,
        priority=state.priority,
    )
