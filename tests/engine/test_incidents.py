"""What fails becomes an incident: tried again after a growing delay, closed by success or by a person with a reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from evalflow.engine.incidents import (
    AttemptFailed,
    BeginAttempt,
    Incident,
    IncidentCommand,
    IncidentOpened,
    IncidentResolved,
    ReportFailure,
    ReportSuccess,
    ResolveIncident,
    RetryAsked,
    RetryIncident,
    apply_incident,
    decide_incident,
)
from evalflow.errors import Refused

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
FAILURE = ReportFailure("i", "effect", "receipt/1", "1.txt", "The disk is full.")
OPEN = Incident("i", "effect", "receipt/1", "1.txt", "The disk is full.", NOW, 1, NOW)
RESOLVED = replace(OPEN, resolved_at=NOW, reason="Room was made.")


def after(known: Incident | None, command: IncidentCommand, now: datetime = NOW) -> Incident:
    for event in decide_incident(known, command, now):
        known = apply_incident(known, event)
    assert known
    return known


def test_what_fails_first_is_open_and_tried_again_at_once() -> None:
    assert decide_incident(None, FAILURE, NOW) == [IncidentOpened(OPEN)]
    assert after(None, FAILURE) == OPEN


def test_what_fails_again_waits_longer_each_time_and_a_day_at_most() -> None:
    known, waits = OPEN, []
    for _ in range(12):
        known = after(known, FAILURE)
        waits.append((known.next_at - NOW) // timedelta(minutes=1))
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440, 1440, 1440]
    assert (known.attempts, known.cause, known.opened_at) == (13, "The disk is full.", NOW)


def test_success_closes_what_is_open_and_says_so_once() -> None:
    assert decide_incident(OPEN, ReportSuccess(), NOW) == [IncidentResolved(NOW, "The next attempt succeeded.")]
    assert decide_incident(RESOLVED, ReportSuccess(), NOW) == []


def test_a_person_tries_again_or_resolves_with_a_reason() -> None:
    later = NOW + timedelta(hours=1)
    assert decide_incident(OPEN, RetryIncident(), later) == [RetryAsked(later)]
    assert after(OPEN, RetryIncident(), later).next_at == later
    assert after(OPEN, ResolveIncident("Room was made.")) == RESOLVED


def test_what_was_resolved_and_fails_again_is_open_again() -> None:
    assert decide_incident(RESOLVED, FAILURE, NOW) == [
        AttemptFailed("The disk is full.", 2, NOW + timedelta(minutes=10))
    ]
    again = after(RESOLVED, FAILURE)
    assert (again.resolved_at, again.reason) == (None, "")


def test_what_many_would_ask_in_vain_waits_from_the_first_failure_on_and_anew_after_it_was_resolved() -> None:
    known, waits = None, []
    for _ in range(3):
        known = after(known, replace(FAILURE, at_once=False))
        waits.append((known.next_at - NOW) // timedelta(minutes=1))
    assert (waits, known and known.attempts) == ([10, 20, 40], 3)
    resolved = after(known, ResolveIncident("The password was set."))
    again = after(resolved, replace(FAILURE, at_once=False))
    assert (again.attempts, again.next_at - NOW) == (1, timedelta(minutes=10))
    long = replace(RESOLVED, attempts=12)
    assert after(long, FAILURE).next_at - NOW == timedelta(minutes=10)


def test_while_one_attempt_is_under_way_no_other_begins() -> None:
    assert decide_incident(OPEN, BeginAttempt(NOW + timedelta(minutes=15)), NOW) == [
        RetryAsked(NOW + timedelta(minutes=15))
    ]


@pytest.mark.parametrize(
    ("known", "command", "code", "says"),
    [
        (RESOLVED, RetryIncident(), "incident-resolved", "This incident is resolved already: Room was made."),
        (RESOLVED, ResolveIncident("x"), "incident-resolved", "This incident is resolved already: Room was made."),
        (OPEN, ResolveIncident(" "), "reason-missing",
         "An incident is resolved with a reason: what was done about it. Give --reason."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(known: Incident, command: IncidentCommand, code: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        decide_incident(known, command, NOW)
    assert (refused.value.code, str(refused.value)) == (code, says)


def test_an_incident_begins_with_its_opening() -> None:
    with pytest.raises(LookupError):
        decide_incident(None, ReportSuccess(), NOW)
