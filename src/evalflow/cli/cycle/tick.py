"""Time → what it brought to every cycle, and the files that were owed."""

from collections.abc import Callable, Iterator

import click

from evalflow.cli.cycle.log_lines import write_log
from evalflow.cli.frame.event_sentences import sentence
from evalflow.cli.frame.frame import WHO, Call, Command, passes
from evalflow.effects.disk.files import remove_left
from evalflow.errors import Refused
from evalflow.temporary import remove_left_folders
from evalflow.usecases.clock.beat import Beat, beat, refuse_unwritten
from evalflow.usecases.clock.log import log_of, size_of
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.door import Door
from evalflow.usecases.door.people import names
from evalflow.usecases.inputs.receipts import FOLDER
from evalflow.usecases.letters.transports import transport_of
from evalflow.usecases.report.names import FOLDER as REPORTS
from evalflow.usecases.trust.backups import FOLDER as BACKUPS
from evalflow.usecases.trust.opening import confirm_clock as confirm


@click.command("tick", cls=Command, example="evalflow tick")
@click.option(
    "--confirm-clock", is_flag=True, help="Say that the clock is right although it has leapt far ahead; needs a name."
)
@WHO
@passes
def tick(call: Call, confirm_clock: bool) -> None:
    """Bring every cycle to now, and do what is owed: letters, receipts, calendars, reports whose making failed.

    Windows open and close, and tasks fall overdue, at their own instant, however late this runs. Every other command
    does the same for its own cycle first. Let the system run this once an hour.
    """
    if confirm_clock:
        _confirm(call)
    found = beat_and_report(call, lambda: False)
    for line in blocked(found) if not found.posted.letters else ():
        _say(call, line)
    for code, _ in found.moved:
        call.show(code)
    for place in (FOLDER, REPORTS, BACKUPS):
        for left in remove_left(call.settings.folder / place) if not call.door.dry_run else ():
            _say(call, f"Removed what a killed command had left half written: {left}")
    for left in () if call.door.dry_run else remove_left_folders():
        _say(call, f"Removed what a killed command had left: {left}")
    if not (found or found.failed):
        _say(call, "Nothing was due.")
    refuse_unwritten(found)
    if found.held_back:
        raise click.exceptions.Exit(1)


def beat_and_report(call: Call, stopped: Callable[[], bool]) -> Beat:
    """Do one beat, and say what it has brought: in sentences, or in lines of a log, as the settings ask."""
    size = size_of(call.door)
    found = beat(call.door, call.settings, lambda: transport_of(call.settings, example=call.example), stopped)
    for line in told(call.door, found):
        _say(call, line)
    if call.settings.log != "sentences":
        write_log(call.settings.log, log_of(call.door, size, found))
    return found


def _say(call: Call, line: str) -> None:
    if call.settings.log == "sentences":
        call.say(line)


def told(door: Door, found: Beat) -> Iterator[str]:
    """Yield a line on each thing that a beat has brought."""
    known = names(door) if found.moved else {}
    for code, entries in found.moved:
        zone = cycle_status(door, code).here.cycle.zone
        yield from (f"{code}: {sentence(entry.event, zone, known)}" for entry in entries)
    yield from (f"Written: {path}" for path in found.written)
    if found.posted.letters:
        counted = ", ".join(f"{count} {state}" for state, count in found.posted.states.items())
        yield f"Letters: {counted}. See: evalflow letters list"
        yield from blocked(found)
    if found.held_back:
        yield f"No letter was sent. {found.held_back}"


def blocked(found: Beat) -> Iterator[str]:
    """Yield why letters that are due do not go, where the cause is the server or the account."""
    if found.posted.blocked:
        yield f"Letters stay due; mail cannot be sent: {found.posted.blocked[0]} See: evalflow incident list"


def _confirm(call: Call) -> None:
    if not call.door.who.strip():
        raise Refused("nobody-named", "Say who confirms the clock: give a name with --as.")
    said = confirm(call.door)
    call.say(f"The clock is right: {said:%Y-%m-%d %H:%M} UTC." if said else "The clock was believed as it is.")
