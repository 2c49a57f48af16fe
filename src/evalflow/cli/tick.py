"""Time → what it brought to every cycle, and the files that were owed."""

import click

from evalflow.cli.frame import WHO, Call, Command, passes
from evalflow.cli.happened import sentence
from evalflow.effects.files import remove_left
from evalflow.errors import Refused
from evalflow.usecases.cycles import cycle_status, tick_all
from evalflow.usecases.opening import confirm_clock as confirm
from evalflow.usecases.owed import do_what_is_owed
from evalflow.usecases.people import names
from evalflow.usecases.receipts import FOLDER
from evalflow.usecases.reports import FOLDER as REPORTS


@click.command("tick", cls=Command, example="evalflow tick")
@click.option(
    "--confirm-clock", is_flag=True, help="Say that the clock is right although it has leapt far ahead; needs a name."
)
@WHO
@passes
def tick(call: Call, confirm_clock: bool) -> None:
    """Bring every cycle to now, and do what is still owed: receipts, reports whose making failed.

    Windows open and close, and tasks fall overdue, at their own instant, however late this runs. Every other command
    does the same for its own cycle first. Let the system run this once an hour.
    """
    if confirm_clock:
        _confirm(call)
    moved = tick_all(call.door)
    known = names(call.door) if moved else {}
    for code, entries in moved:
        call.show(code)
        zone = cycle_status(call.door, code).here.cycle.zone
        for entry in entries:
            call.say(f"{code}: {sentence(entry.event, zone, known)}")
    for place in (FOLDER, REPORTS):
        for left in remove_left(call.settings.folder / place) if not call.door.dry_run else ():
            call.say(f"Removed what a killed command had left half written: {left}")
    written = do_what_is_owed(call.door, call.settings.folder)
    for path in written:
        call.say(f"Written: {path}")
    if not moved and not written:
        call.say("Nothing was due.")


def _confirm(call: Call) -> None:
    if not call.door.who.strip():
        raise Refused("nobody-named", "Say who confirms the clock: give a name with --as.")
    said = confirm(call.door)
    call.say(f"The clock is right: {said:%Y-%m-%d %H:%M} UTC." if said else "The clock was believed as it is.")
