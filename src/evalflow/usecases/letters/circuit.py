"""A mail server or account that fails → one incident, which decides how letters may go: all, one as a probe, or none.

What is wrong with the server or the account is wrong for every letter. So no letter fails by it, and not each of
hundreds asks again: after a delay that grows one letter is tried, and what becomes of it decides for all.
"""

from datetime import timedelta
from typing import Final

from evalflow.engine.incidents import BeginAttempt, Incident, decide_incident
from evalflow.settings import MailSettings
from evalflow.usecases.door.door import CLOCK, Acting
from evalflow.usecases.door.incidents import open_incidents, report_failure, report_success

SUBJECT: Final = "mail"
_LEASE: Final = timedelta(minutes=15)  # after which a probe whose process has died is taken for lost


def place_of(mail: MailSettings) -> str:
    """Return which way letters take, as an incident names it: other settings are another way."""
    ways = {"smtp": f"mail server {mail.host}:{mail.port}", "sendmail": f"program {mail.sendmail}"}
    return ways.get(mail.transport, "folder for letters")


def broken(act: Acting, mail: MailSettings) -> Incident | None:
    """Return the open incident of the way that letters take now, or None."""
    place = place_of(mail)
    return next((incident for incident in _broken(act) if incident.place == place), None)


def begin_probe(act: Acting, incident: Incident) -> None:
    """Enter that one letter is tried, so that no other process tries one for a while."""
    act.record(incident.id, decide_incident(incident, BeginAttempt(act.now + _LEASE), act.now), by=CLOCK)


def _broken(act: Acting) -> list[Incident]:
    """Return the open incidents of ways that letters take: of the present settings, or of earlier ones."""
    return [incident for incident in open_incidents(act.tx) if (incident.kind, incident.subject) == ("effect", SUBJECT)]


def open_circuit(act: Acting, mail: MailSettings, cause: str) -> None:
    """Enter that the server or the account has failed."""
    report_failure(act, "effect", SUBJECT, place_of(mail), cause, at_once=False)


def close_circuit(act: Acting) -> None:
    """Enter that letters go again, whatever way had failed before."""
    for incident in _broken(act):
        report_success(act, "effect", SUBJECT, incident.place)
