"""The whole record → the page of the morning: what waits for somebody, over all cycles."""

import click

from evalflow.cli.frame import Call, Command, reads
from evalflow.engine.dates import day_in_words
from evalflow.usecases.today import Today, Waiting
from evalflow.usecases.today import today as what_waits

_COLUMNS = {"cycle": "Cycle", "step": "Step", "for": "Who", "until": "Until the end of", "waits_for": "Waits for"}


@click.command("today", cls=Command, example="evalflow today")
@reads
def today(call: Call) -> None:
    """Show what waits, over all cycles: overdue first, then by day.

    Inside a folder that holds a record, a bare `evalflow` does the same.
    """
    waiting = what_waits(call.door)
    call.say(f"{waiting.record.title}: {_headline(waiting)}")
    call.show_table(_COLUMNS, [_row(one, call.form == "table") for one in waiting.waiting])
    for line in _advice(waiting):
        call.say(line)


def _headline(here: Today) -> str:
    count = len(here.waiting)
    overdue = sum(1 for one in here.waiting if one.overdue)
    late = f", {overdue} of them overdue" if overdue else ""
    if not count:
        return "nothing waits."
    return f"one thing waits{late}." if count == 1 else f"{count} things wait{late}."


def _row(one: Waiting, for_people: bool) -> list[str | None]:
    until = one.until and (day_in_words(one.until) if for_people else one.until.isoformat())
    late = " (overdue)" if one.overdue and for_people else ""
    return [one.cycle, one.title if for_people else one.step, one.role, f"{until}{late}" if until else None, one.help]


def _advice(here: Today) -> list[str]:
    advice = []
    if here.receipts_owed:
        advice.append(f"{here.receipts_owed} receipts are still to be written: evalflow tick")
    if not here.dialogues:
        advice.append("No dialogue is in the record yet: evalflow dialogue import --paper")
    elif not here.waiting:
        advice.append('Open a cycle: evalflow cycle open DIALOGUE --opens DATE --operator "YOUR OFFICE"')
    else:
        advice.append(f"More on a cycle: evalflow cycle status {here.waiting[0].cycle}")
    return advice
