"""Reminders that are still to come: listed, shown as the letters they will be, skipped, or sent at once."""

from collections.abc import Callable
from datetime import date, datetime

import click

from evalflow.cli.frame.frame import DAY, Call, CommandFamily, Whole, changes, reads
from evalflow.cli.frame.output import Value
from evalflow.engine.periods import Deadline
from evalflow.engine.zones import zone_named
from evalflow.usecases.cycles import reminders

reminder = CommandFamily(
    "reminder", help="Reminders still to come: which letters will go to whom and when; skip or hurry one."
)

_DAYS = click.option("--days", type=Whole(0, 3660), default=60, show_default=True, help="How many days to look ahead.")


def _of_one(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command what names one reminder: cycle, step, day and role; and the reason."""
    for given in (
        click.option("--reason", default="", help="Why, always needed."),
        click.option("--to", required=True, help="The role that it goes to, as listed."),
        click.option("--on", type=DAY, required=True, help="The day on which it falls due, as listed."),
        click.argument("step"),
        click.argument("code"),
    ):
        run = given(run)
    return run


@reminder.command("list", example="evalflow reminder list --days 30")
@click.argument("code", default="")
@_DAYS
@reads
def list_(call: Call, code: str, days: int) -> None:
    """List the reminders of open steps that fall due in the coming days, of one cycle or of all."""
    columns = {
        "on": "On", "cycle": "Cycle", "step": "Step", "offset": "Reminder", "due": "Deadline", "to": "To",
        "contacts": "That is",
    }  # fmt: skip
    found = reminders.list_reminders(call.door, code, days)
    rows: list[list[Value]] = [
        [coming.reminder.on, coming.cycle, coming.step, coming.reminder.offset, _due(call, coming.due),
         coming.reminder.to, [each.code for each in coming.to]]
        for coming in found
    ]  # fmt: skip
    call.show_table(columns, rows)
    if not found:
        call.say(f"No reminder falls due within {days} days.")
    elif any(not one.to for one in found):
        call.say("Where nobody has the role, no letter goes: evalflow circle add CYCLE CONTACT --role ROLE")


@reminder.command("preview", example="evalflow reminder preview --days 60")
@_DAYS
@reads
def preview(call: Call, days: int) -> None:
    """Show exactly which letters will go, to whom, when and about what, if nothing happens before.

    One letter a person and day lists everything; it comes in the working hours of whoever gets it.
    """
    columns = {"at": "When (UTC)", "local": "Where they are", "contact": "To", "about": "About"}
    previews = reminders.preview(call.door, days)
    rows: list[list[Value]] = [
        [one.at, _local(one.at, one.contact.zone), one.contact.code,
         [f"{each.cycle} {each.step}, {each.reminder.offset}" for each in one.items]]
        for one in previews
    ]  # fmt: skip
    call.show_table(columns, rows)
    if not previews:
        call.say(f"No letter will go within {days} days.")


@reminder.command(
    "skip", example='evalflow reminder skip X ngo_inputs --on 2027-02-22 --to ngo --reason "They have answered."'
)
@_of_one
@changes
def skip(call: Call, code: str, step: str, on: date, to: str, reason: str) -> None:
    """Let a reminder that is still to come not go."""
    gone = reminders.skip(call.door, code, step, on, to, reason)
    call.say(f"{gone.to} is not reminded of {step} on {gone.on}.")


@reminder.command(
    "send-now", example='evalflow reminder send-now X ngo_inputs --on 2027-02-22 --to ngo --reason "A holiday."'
)
@_of_one
@changes
def send_now(call: Call, code: str, step: str, on: date, to: str, reason: str) -> None:
    """Have a reminder that is still to come go at once; it does not go a second time."""
    gone = reminders.send_now(call.door, code, step, on, to, reason)
    call.say(f"{gone.to} is reminded of {step} now: the letter goes with the next `evalflow tick`.")


def _due(call: Call, due: Deadline) -> Value:
    """Return the last day; people read the hour with it where it ends at one."""
    return due.in_words() if call.form == "table" and due.is_hour else due.on


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(zone_named(zone)):%a %Y-%m-%d %H:%M} {zone}"
