"""Incidents: what fails in the machinery, why, and when it is tried again. Nothing of it is dropped."""

import click

from evalflow.cli.frame.frame import Call, CommandFamily, changes, reads
from evalflow.cli.frame.output import Value
from evalflow.engine.incidents import Incident
from evalflow.usecases.clock.beat import beat
from evalflow.usecases.door import incidents
from evalflow.usecases.door.door import looking
from evalflow.usecases.letters.transports import transport_of

incident = CommandFamily(
    "incident", help="What fails in the machinery: see it, try it again, resolve it with a reason."
)


@incident.command("list", example="evalflow incident list")
@click.option("--all", "all_", is_flag=True, help="Those that are resolved too.")
@reads
def list_(call: Call, all_: bool) -> None:
    """List the open incidents: what fails, why, how often it was tried, and when it is tried again."""
    columns = {
        "id": "Incident", "kind": "Kind", "place": "Where", "cause": "Cause", "attempts": "Tried", "next_at": "Next",
        "resolved_at": "Resolved", "reason": "How",
    }  # fmt: skip
    found = incidents.list_incidents(call.door, all_=all_)
    shown = columns if all_ else {key: columns[key] for key in tuple(columns)[:6]}
    call.show_table(shown, [_row(one)[: len(shown)] for one in found])
    if not found:
        call.say("Nothing fails." if not all_ else "Nothing has ever failed.")


@incident.command("show", example="evalflow incident show 3f8a01c2")
@click.argument("code")
@reads
def show(call: Call, code: str) -> None:
    """Show one incident whole."""
    with looking(call.door) as (reading, _):
        found = incidents.incident_named(reading, code)
    names = ("id", "kind", "place", "cause", "attempts", "next_at", "resolved_at", "reason")
    told = dict(zip(names, _row(found), strict=True)) | {"subject": found.subject, "opened_at": found.opened_at}
    call.show_record(told)


@incident.command("retry", example="evalflow incident retry 3f8a01c2")
@click.argument("code")
@changes
def retry(call: Call, code: str) -> None:
    """Try it again now: all cycles are updated, and anything due is written and sent."""
    found = incidents.retry(call.door, code)
    if not call.door.dry_run:
        beat(call.door, call.settings, lambda: transport_of(call.settings, example=call.example))
    call.show(incidents.short(found))
    with looking(call.door) as (reading, _):
        then = incidents.incident_named(reading, found.id)
    call.say("It has succeeded." if then.resolved_at else f"It is still open: {then.cause}")


@incident.command("resolve", example='evalflow incident resolve 3f8a01c2 --reason "The rule was mended (example)."')
@click.argument("code")
@click.option("--reason", default="", help="What was done about it, always needed.")
@changes
def resolve(call: Call, code: str, reason: str) -> None:
    """Close an incident by hand, with a reason. If it fails again, it opens again."""
    found = incidents.resolve(call.door, code, reason)
    call.show(incidents.short(found))
    call.say(f"{incidents.short(found)} is resolved: {reason}")


def _row(one: Incident) -> list[Value]:
    told: list[Value] = [incidents.short(one), one.kind, one.place, one.cause, one.attempts, one.next_at]
    return [*told, one.resolved_at, one.reason]
