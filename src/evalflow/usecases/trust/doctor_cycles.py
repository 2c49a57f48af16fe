"""The cycles of a record → whether anything waits with nothing to wake it, fails, or would fall on another instant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import end_of_day
from evalflow.engine.soundness import goes_wrong_from
from evalflow.engine.words import Cycle
from evalflow.evaluation.evaluation import Evaluation
from evalflow.evaluation.letters.commands_events import (
    Letter,
)
from evalflow.store.access.reading import Reading
from evalflow.usecases.door.current import held, workflow_of
from evalflow.usecases.door.door import HEARTBEAT
from evalflow.usecases.door.incidents import open_incidents, short
from evalflow.usecases.inputs.unconfirmed import unconfirmed_in

_OLD: Final = timedelta(hours=26)  # a tick is asked for once an hour; a day and some is certainly too long


@dataclass(frozen=True)
class DoctorCheck:
    """One thing that was looked at: what was found, and where it fails, what helps."""

    name: str
    ok: bool
    says: str


def examine_cycles(reading: Reading, now: datetime, *, example: bool) -> list[DoctorCheck]:
    """Return the checks on what runs: heartbeat, incidents, deadlines as stored, and what nothing would wake."""
    running = [cycle for cycle in reading.all(Cycle) if cycle.status in ("running", "paused")]
    return [
        _heartbeat(reading.last_beat(HEARTBEAT), now, running=bool(running), example=example),
        _incidents(reading),
        _letters(reading, now, example=example),
        _together("Deadlines", [line for cycle in running for line in _moved(reading, cycle)], "All as stored."),
        _together("Waiting", [line for cycle in running for line in _unseen(reading, cycle)], "Something wakes each."),
        _confirmations(reading),
    ]


def _heartbeat(last: datetime | None, now: datetime, *, running: bool, example: bool) -> DoctorCheck:
    if not running or example:
        return DoctorCheck("Heartbeat", True, "No cycle waits for it.")
    every = "Let the system run `evalflow tick` once an hour."
    if last is None:
        return DoctorCheck(
            "Heartbeat", True, f"No tick has run yet; every command brings its own cycle to now. {every}"
        )
    old = now - last > _OLD
    return DoctorCheck(
        "Heartbeat", not old, f"The last tick ran at {last:%Y-%m-%d %H:%M} UTC.{f' {every}' if old else ''}"
    )


def _incidents(reading: Reading) -> DoctorCheck:
    found = [f"{short(incident)} ({incident.place}): {incident.cause}" for incident in open_incidents(reading)]
    return _together("Incidents", found, "Nothing fails.", "See `evalflow incident list`.")


def _letters(reading: Reading, now: datetime, *, example: bool) -> DoctorCheck:
    """Return whether letters wait that nobody sends, or failed and nobody has looked."""
    letters = reading.all(Letter)
    failed, held = (sum(one.state == state for one in letters) for state in ("failed", "held"))
    late = [letter for letter in letters if letter.next_at and now - letter.next_at > _OLD]
    wrong = [f"{failed} failed"] if failed else []
    wrong += [f"{len(late)} should have gone a day ago: run `evalflow tick`"] if late and not example else []
    waits = f" {held} wait for release." if held else ""
    told = f"{'; '.join(wrong)}." if wrong else f"{len(letters)} letters, none failed."
    return DoctorCheck(
        "Letters", not wrong, f"{told}{waits} See `evalflow letters list`." if letters else "None was written."
    )


def _confirmations(reading: Reading) -> DoctorCheck:
    """Return how many erasures and withdrawals wait for another person: that is work for people and no failure."""
    count = sum(1 for evaluation in reading.all(Evaluation) for _ in unconfirmed_in(reading, evaluation))
    acts = "1 erasure or withdrawal needs" if count == 1 else f"{count} erasures or withdrawals need"
    says = f"{acts} to be confirmed: `evalflow input unconfirmed`." if count else "Nothing needs to be confirmed."
    return DoctorCheck("Confirmations", True, says)


def _moved(reading: Reading, cycle: Cycle) -> Iterator[str]:
    """Yield deadlines whose stored instant is not the one that the zone data in use would give: none moves silently."""
    for name, state in cycle.open.items():
        if (due := state.due) and not due.is_hour and end_of_day(due.on, due.zone) != due.at:
            stored = f"{_code(reading, cycle)}: {name} is stored as {due.at:%Y-%m-%d %H:%M} UTC"
            yield f"{stored}, which is no longer the end of {day_in_words(due.on)} in {due.zone}"


def _unseen(reading: Reading, cycle: Cycle) -> Iterator[str]:
    """Yield what no person, no time and no rule can move on."""
    workflow = workflow_of(reading, cycle)
    wrong = goes_wrong_from(workflow, (*cycle.open, *cycle.waiting), cycle.tokens)
    if "stuck" in wrong or not (cycle.open or cycle.waiting):
        yield f"{_code(reading, cycle)} can come to where nothing happens any more: close it early, or migrate it"


def _code(reading: Reading, cycle: Cycle) -> str:
    return held(reading.get(Evaluation, cycle.id)).code


def _together(name: str, wrong: list[str], well: str, helps: str = "") -> DoctorCheck:
    return DoctorCheck(name, not wrong, " ".join(filter(None, ("; ".join(wrong) + ".", helps))) if wrong else well)
