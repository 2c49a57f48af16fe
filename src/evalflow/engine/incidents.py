"""Something of the machinery failed → an incident, tried again after a growing delay, until it succeeds or is resolved.

A rule that cannot be computed, an effect that cannot take place, a template that does not render: nothing of it is
dropped, and no cycle stops unseen. A cause is told in words of our own: the text of an exception can hold values.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from evalflow.engine.event_of import EventOf
from evalflow.engine.reasons import need_reason
from evalflow.errors import Refused

IncidentKind = Literal["rule", "effect", "template"]

_FIRST: Final = timedelta(minutes=10)
_LONGEST: Final = timedelta(hours=24)


@dataclass(frozen=True)
class Incident:
    """One thing that fails: what kind, of which subject, at which place in it, why, and when it is tried again."""

    id: str
    kind: IncidentKind
    subject: str  # a cycle's id, or an effect's key
    place: str  # a step, a file
    cause: str
    opened_at: datetime
    attempts: int
    next_at: datetime
    resolved_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class ReportFailure:
    """It failed, for the first time or once more. `incident` derives from kind, subject and place.

    `at_once`: what failed once is tried again at once. Not so a server that many letters would ask in vain.
    """

    incident: str
    kind: IncidentKind
    subject: str
    place: str
    cause: str
    at_once: bool = True


@dataclass(frozen=True)
class ReportSuccess:
    """What had failed has been done."""


@dataclass(frozen=True)
class RetryIncident:
    """Try it again now, and not only when its next attempt would come."""


@dataclass(frozen=True)
class BeginAttempt:
    """One attempt begins; nobody begins another before `until`, by when its end is known or its process gone."""

    until: datetime


@dataclass(frozen=True)
class ResolveIncident:
    reason: str


@dataclass(frozen=True)
class IncidentOpened(EventOf[Incident]):
    incident: Incident


@dataclass(frozen=True)
class AttemptFailed(EventOf[Incident]):
    """It failed again; an incident that was resolved is open again."""

    cause: str
    attempts: int
    next_at: datetime


@dataclass(frozen=True)
class RetryAsked(EventOf[Incident]):
    next_at: datetime


@dataclass(frozen=True)
class IncidentResolved(EventOf[Incident]):
    resolved_at: datetime
    reason: str


IncidentCommand = ReportFailure | ReportSuccess | RetryIncident | BeginAttempt | ResolveIncident
IncidentEvent = IncidentOpened | AttemptFailed | RetryAsked | IncidentResolved


def decide_incident(incident: Incident | None, command: IncidentCommand, now: datetime) -> list[IncidentEvent]:
    """Return what happens to an incident.

    Raises:
        Refused: `incident-resolved`, or `reason-missing`.
    """
    if isinstance(command, ReportFailure):
        return [_failed(incident, command, now)]
    there = _there(incident)
    if isinstance(command, ReportSuccess):
        return [] if there.resolved_at else [IncidentResolved(now, "The next attempt succeeded.")]
    if there.resolved_at:
        raise Refused("incident-resolved", f"This incident is resolved already: {there.reason}")
    if isinstance(command, RetryIncident):
        return [RetryAsked(now)]
    if isinstance(command, BeginAttempt):
        return [RetryAsked(command.until)]
    need_reason(command.reason, "An incident is resolved with a reason: what was done about it. Give --reason.")
    return [IncidentResolved(now, command.reason)]


def _failed(incident: Incident | None, command: ReportFailure, now: datetime) -> IncidentOpened | AttemptFailed:
    if incident is None:
        told = (command.incident, command.kind, command.subject, command.place, command.cause)
        return IncidentOpened(Incident(*told, now, 1, now if command.at_once else now + _FIRST))
    first = 2 if command.at_once else 1  # the attempt that is the first to be followed by a delay
    attempts = first if incident.resolved_at else incident.attempts + 1  # what was resolved is a series of its own
    delay = min(_LONGEST, _FIRST * 2 ** min(attempts - first, 10))
    return AttemptFailed(command.cause, attempts, now + delay)


def apply_incident(known: Incident | None, event: IncidentEvent) -> Incident:
    match event:
        case IncidentOpened(incident):
            return incident
        case AttemptFailed(cause, attempts, next_at):
            open_again = replace(_there(known), resolved_at=None, reason="")
            return replace(open_again, cause=cause, attempts=attempts, next_at=next_at)
        case RetryAsked(next_at):
            return replace(_there(known), next_at=next_at)
    return replace(_there(known), resolved_at=event.resolved_at, reason=event.reason)


def _there(incident: Incident | None) -> Incident:
    if incident is None:
        raise LookupError("an incident's event came before the incident")
    return incident
