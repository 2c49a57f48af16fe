"""One beat of the clock → every cycle at now, what is owed done, letters sent. The same for `tick` and for `run`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from evalflow.effects.mail.transport import Transport
from evalflow.errors import DoneBut, EvalflowError, Refused
from evalflow.settings import Settings
from evalflow.store.journal.journal import JournalEntry
from evalflow.usecases.clock.owed import do_what_is_owed
from evalflow.usecases.cycles.cycles import tick_all
from evalflow.usecases.door.door import Door, looking
from evalflow.usecases.letters.feeds import write_feeds
from evalflow.usecases.letters.posting import Posted, post


@dataclass(frozen=True)
class Beat:
    """What one beat has brought: cycles that moved with what happened to them, files written, letters by state."""

    moved: list[tuple[str, list[JournalEntry]]]
    written: list[Path]
    posted: Posted
    held_back: str = (
        ""  # why no letter went: the record was restored and nobody has confirmed what had gone, or it is unsound
    )
    failed: tuple[EvalflowError, ...] = ()  # what could not be written: it has kept nothing else back

    def __bool__(self) -> bool:
        posted = self.posted.letters or self.posted.blocked
        return bool(self.moved or self.written or posted or self.held_back)


def beat(
    door: Door,
    settings: Settings,
    transport: Callable[[], AbstractContextManager[Transport]],
    stopped: Callable[[], bool] = lambda: False,
) -> Beat:
    """Bring every cycle to now, then write and send what is owed. The transport is opened only if a letter is due.

    A file that cannot be written keeps no letter back.

    Raises:
        Refused: `clock-leapt`.
    """
    moved = tick_all(door)
    written: list[Path] = []
    failed: list[EvalflowError] = []
    for write in (do_what_is_owed, write_feeds):
        try:
            written += write(door, settings.folder)
        except EvalflowError as failure:
            failed.append(failure)
    try:
        return Beat(moved, written, _post(door, settings, transport, stopped), failed=tuple(failed))
    except Refused as refusal:
        if refusal.code not in ("gone-back", "record-unsound"):
            raise
        return Beat(moved, written, Posted(), str(refusal), tuple(failed))


def refuse_unwritten(found: Beat) -> None:
    """Say what a beat could not write.

    Raises:
        DoneBut: with the first that failed; the cycles are up to date and the letters have gone.
    """
    for failure in found.failed:
        if isinstance(failure, DoneBut):
            raise failure
        raise DoneBut(failure.code, f"All cycles are up to date, but not every file is. {failure}") from failure


def _post(
    door: Door,
    settings: Settings,
    transport: Callable[[], AbstractContextManager[Transport]],
    stopped: Callable[[], bool],
) -> Posted:
    with looking(door) as (reading, now):
        due = reading.letters_due(now, 1)
    if not due or door.dry_run:
        return Posted()
    with transport() as way:
        return post(door, settings.mail, way, stopped)
