"""Where the cycles stand: all of them in a list, one on a page, and everything that happened to it."""

import click

from evalflow.cli.cycle import status_page as standing
from evalflow.cli.cycle.cycles import cycle
from evalflow.cli.frame.event_sentences import sentence
from evalflow.cli.frame.frame import Call, reads
from evalflow.cli.frame.output import Value
from evalflow.engine.heart import due_next
from evalflow.usecases.cycles import status as cycles
from evalflow.usecases.door.current import Current
from evalflow.usecases.door.people import names


@cycle.command("list", example="evalflow cycle list")
@reads
def list_(call: Call) -> None:
    """List the cycles: where each stands and what comes next."""
    currents = cycles.list_cycles(call.door)
    columns = {"code": "Code", "dialogue": "Dialogue", "status": "Status", "open": "Open", "next": "Next"}
    call.show_table(columns, [_row(current, call.form == "table") for current in currents])
    if not currents:
        call.say('No cycle is open yet: evalflow cycle open DIALOGUE --opens DATE --operator "YOUR OFFICE" …')


@cycle.command("status", example="evalflow cycle status UK-CHINA-2027")
@click.argument("code")
@reads
def status(call: Call, code: str) -> None:
    """Show where a cycle stands, what is due next and when, what blocks it and the command that helps.

    □ a window that closes by itself, ▸ a task, ! an overdue one, ○ not open yet.
    """
    here = cycles.cycle_status(call.door, code)
    if call.form == "table":
        call.show(standing.page(here))
    else:
        call.show_record(standing.told(here))


@cycle.command("history", example="evalflow cycle history UK-CHINA-2027")
@click.argument("code")
@reads
def history(call: Call, code: str) -> None:
    """List everything that happened to a cycle: when it was recorded, by whom, and what."""
    zone = cycles.cycle_status(call.door, code).here.cycle.zone
    known = names(call.door)
    columns = {"entry": "Entry", "at": "Recorded", "by": "By", "what": "What happened"}
    entries = cycles.cycle_history(call.door, code)
    rows: list[list[Value]] = [[e.seq, e.at, known.get(e.by, e.by), sentence(e.event, zone, known)] for e in entries]
    if call.form == "table":
        call.show("\n".join(standing.happened(rows, zone)))
    else:
        call.show_table(columns, rows)
    call.say("Who acted is as recorded, not authenticated.")


def _row(current: Current, for_people: bool) -> list[Value]:
    due = due_next(current.workflow, current.cycle)
    first = [current.evaluation.code, current.dialogue.code]
    if for_people:
        return [*first, standing.STATUS[current.cycle.status], list(current.cycle.open), standing.coming(current, due)]
    return [*first, current.cycle.status, list(current.cycle.open), due and due[0]]
