"""The whole record → the page of the morning: what waits for somebody, over all cycles."""

from datetime import date

import click

from evalflow.cli.cycle import hands
from evalflow.cli.frame.frame import Call, Command, reads
from evalflow.cli.frame.output import Value
from evalflow.engine.dates import day_in_words
from evalflow.usecases.clock.today import Today, Waiting
from evalflow.usecases.clock.today import today as what_waits

_FOR_PEOPLE = {"cycle": "Cycle", "step": "Step", "for": "Who", "until": "Deadline", "waits_for": "Waits for"}
_IN_FULL = ("cycle", "step", "title", "for", "until", "overdue", "waits_for", "helps", *hands.FIELDS, "ends_at")


@click.command("today", cls=Command, example="evalflow today")
@reads
def today(call: Call) -> None:
    """Show what waits, over all cycles.

    What is overdue comes first, then what is to be looked at again by today, then by priority, then by day.

    Inside a folder that holds a record, a bare `evalflow` does the same.
    """
    waiting = what_waits(call.door)
    call.say(f"{waiting.record.title}: {_headline(waiting)}")
    if call.form == "table":
        call.show_table(_FOR_PEOPLE, [_in_words(one, waiting.now.date()) for one in waiting.waiting])
    else:
        call.show_table({name: name for name in _IN_FULL}, [_in_full(one) for one in waiting.waiting])
    for line in _advice(waiting):
        call.say(line)


def _headline(here: Today) -> str:
    count = len(here.waiting)
    overdue = sum(1 for waiting in here.waiting if waiting.overdue)
    late = f", {overdue} of them overdue" if overdue else ""
    if not count:
        return "nothing waits for anybody." if here.coming else "nothing waits."
    if count == 1:
        return "one thing waits, and it is overdue." if overdue else "one thing waits."
    return f"{count} things wait{late}."


def _in_words(waiting: Waiting, today: date) -> list[Value]:
    late = " (overdue)" if waiting.overdue else ""
    until = f"{waiting.due.in_words()}{late}" if waiting.due else ""
    about = [line for line in hands.lines(waiting.hands, today) if not line.startswith("in the hands")]
    who = [waiting.role, *([hands.holder(waiting.hands)] if waiting.hands.holder else [])]
    return [waiting.cycle, "; ".join([waiting.title, *about]), "; ".join(who), until, "; ".join(waiting.waits_for)]


def _in_full(waiting: Waiting) -> list[Value]:
    fields = hands.fields(waiting.hands).values()
    on, ends_at = (waiting.due.on, waiting.due.ends_at) if waiting.due else (None, None)
    return [
        waiting.cycle,
        waiting.step,
        waiting.title,
        waiting.role,
        on,
        waiting.overdue,
        waiting.waits_for,
        waiting.helps,
        *fields,
        ends_at,
    ]


def _advice(here: Today) -> list[str]:
    advice = []
    if here.receipts_owed:
        owed = "1 receipt is" if here.receipts_owed == 1 else f"{here.receipts_owed} receipts are"
        advice.append(f"{owed} still to be written: evalflow tick")
    advice += _of_letters(here)
    advice += [
        f"The conditions for resuming {code} all hold: evalflow dialogue conditions {code}" for code in here.resumable
    ]
    if not here.dialogues:
        advice.append("No dialogue is in the record yet: evalflow dialogue import --paper")
    elif not here.waiting and not here.coming:
        advice.append(
            'Open a cycle: evalflow cycle open DIALOGUE --opens DATE --operator "YOUR OFFICE" --does-not-conduct'
        )
    else:
        advice += [
            f"{coming.cycle}: “{coming.title}” opens on {day_in_words(coming.opens_on)}." for coming in here.coming
        ]
        first = here.waiting[0].cycle if here.waiting else here.coming[0].cycle
        advice.append(f"More on a cycle: evalflow cycle status {first}")
    return advice


def _of_letters(here: Today) -> list[str]:
    counted = {"failed": here.letters_failed, "wait for release": here.letters_held}
    told = [f"{count} {what}" for what, count in counted.items() if count]
    return [f"Letters: {', '.join(told)}. See: evalflow letters list"] if told else []
