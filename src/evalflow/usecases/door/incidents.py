"""What fails in the machinery → incidents: opened, tried again, resolved by success or by a person with a reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

from evalflow.definitions.problems import nearest
from evalflow.engine.incidents import (
    Incident,
    IncidentKind,
    ReportFailure,
    ReportSuccess,
    ResolveIncident,
    RetryIncident,
    decide_incident,
)
from evalflow.engine.rules import RuleFailed
from evalflow.errors import Broken, NotFound
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.door import CLOCK, Acting, Door, acting, looking, passing

_SHOWN = 8  # letters of an id: enough to tell a few incidents apart


def report_failure(
    act: Acting, kind: IncidentKind, subject: str, place: str, cause: str, *, at_once: bool = True
) -> Incident:
    """Enter that something failed, for the first time or once more, and return its incident.

    Its id derives from what failed, so that two processes which see it fail open one. `at_once`: its first failure is
    followed by another attempt without delay.
    """
    id_ = _id(kind, subject, place)
    incident = act.tx.get(Incident, id_)
    events = decide_incident(incident, ReportFailure(id_, kind, subject, place, cause, at_once), act.now)
    return act.record(id_, events, by=CLOCK)


def report_success(act: Acting, kind: IncidentKind, subject: str, place: str) -> None:
    """Enter that something was done, where it had failed before."""
    id_ = _id(kind, subject, place)
    incident = act.tx.get(Incident, id_)
    if incident and (events := decide_incident(incident, ReportSuccess(), act.now)):
        act.record(id_, events, by=CLOCK)


def waiting_for_another_attempt(act: Acting, kind: IncidentKind, subject: str) -> frozenset[str]:
    """Return the places of a subject that failed and whose next attempt has not come yet."""
    incidents = act.tx.all(Incident, subject=subject)
    return frozenset(
        incident.place
        for incident in incidents
        if incident.kind == kind and not incident.resolved_at and incident.next_at > act.now
    )


@contextmanager
def noted(door: Door, kind: IncidentKind, subject: str, place: str) -> Iterator[None]:
    """Enter what fails in this block as an incident, in a transaction of its own, and let the failure go on.

    What succeeds closes the incident that stood open. A dry run enters nothing.
    """
    try:
        yield
    except (Broken, RuleFailed) as failed:
        with passing(replace(door, key="")) as act:
            report_failure(act, kind, subject, place, str(failed))
        raise
    with looking(door) as (reading, _):
        incident = reading.get(Incident, _id(kind, subject, place))
    if incident and not incident.resolved_at:
        with passing(replace(door, key="")) as act:
            report_success(act, kind, subject, place)


def list_incidents(door: Door, *, all_: bool = False) -> list[Incident]:
    """Return the open incidents, the oldest first; with `all_` those that are resolved too."""
    with looking(door) as (reading, _):
        return open_incidents(reading) if not all_ else reading.all(Incident)


def open_incidents(reading: Reading) -> list[Incident]:
    return [incident for incident in reading.all(Incident) if not incident.resolved_at]


def incident_named(reading: Reading, code: str) -> Incident:
    """Return the incident whose id begins so.

    Raises:
        NotFound: `no-such-incident`, none or several do.
    """
    known = {short(incident): incident for incident in reading.all(Incident)}
    incidents = [incident for incident in known.values() if incident.id.startswith(code.lower())] if code else []
    if len(incidents) == 1:
        return incidents[0]
    hint = nearest(code, list(known)) if not incidents else "Several begin so: write more of it. "
    raise NotFound(
        "no-such-incident", f"There is no incident {code!r}. {hint}See them all: evalflow incident list --all"
    )


def short(incident: Incident) -> str:
    """Return how an incident is called by people: the beginning of its id."""
    return incident.id[:_SHOWN]


def retry(door: Door, code: str) -> Incident:
    """Have an incident tried again now."""
    return _decided(door, code, RetryIncident())


def resolve(door: Door, code: str, reason: str) -> Incident:
    """Close an incident by hand, with the reason. If it fails again it opens again."""
    return _decided(door, code, ResolveIncident(reason))


def _decided(door: Door, code: str, command: RetryIncident | ResolveIncident) -> Incident:
    with acting(door) as act:
        incident = incident_named(act.tx, code)
        return act.record(incident.id, decide_incident(incident, command, act.now))


def _id(kind: IncidentKind, subject: str, place: str) -> str:
    return sha256(f"{kind}/{subject}/{place}".encode()).hexdigest()[:32]
