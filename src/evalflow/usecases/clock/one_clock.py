"""A record's database → the one `evalflow run` that may keep its clock, from whichever folder it was started."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from evalflow.effects.disk.lock import held
from evalflow.errors import Refused
from evalflow.settings import Settings
from evalflow.store.database.alone import session_lock
from evalflow.store.database.engines import file_of


@contextmanager
def only_clock(settings: Settings) -> Iterator[Callable[[], None]]:
    """Let one process at a time keep the clock of a database; yield what refuses to go on once another one does.

    A file counts by its real path: links and several folders lead to one. A server that was started anew has forgotten
    who had its lock, so it is asked at each beat.

    Raises:
        Refused: `runs-already`, with the process that does as far as it is known.
        Broken: `not-written`, or the server does not answer.
    """
    if file := file_of(settings.database):
        real = file.resolve()
        with held(real.with_name(f".{real.name}.run.lock")) as other:
            _refuse(f"process {other}" if other else "", str(real))
            yield lambda: None
        return
    with session_lock(settings.database) as lock:
        _refuse(lock.taken_by(), "this database")
        yield lambda: _refuse(lock.taken_by(), "this database")


def _refuse(other: str, what: str) -> None:
    if other:
        raise Refused(
            "runs-already",
            f"`evalflow run` is at work on {what} already, as {other}. Leave it at work, or stop that process first.",
        )
