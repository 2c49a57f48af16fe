"""What is to be done at each beat → done again and again, until a signal says stop; then it ends between two letters.

APScheduler only wakes us: one job, in memory, in UTC. What is due stands in the database and nowhere else, so a beat
that was missed is made up for by the next one, and nothing is lost when the process ends.
"""

import signal
import time
from collections.abc import Callable
from datetime import UTC, timedelta
from threading import Event
from typing import Final

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

Stopped = Callable[[], bool]
_LOOKS_EVERY: Final = 0.2  # seconds


def keep_beating(beat: Callable[[Stopped], None], every: timedelta, begins: Callable[[], None] = lambda: None) -> None:
    """Call `beat` now and then every so often, one at a time, until SIGTERM or SIGINT.

    A beat gets a way to ask whether it should stop. It has to take care of its own failures. `begins` is called before
    the first one, when a signal already stops it in order.
    """
    stop = Event()
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})

    def once() -> None:
        if not stop.is_set():
            beat(stop.is_set)

    # A signal can come at any moment, also before the scheduler runs: so it only leaves word, and we look for it.
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        begins()
        once()  # no job of its own: one that ends while the scheduler is shut down is an error in APScheduler 3.11
        scheduler.add_job(
            once, "interval", seconds=every.total_seconds(), max_instances=1, coalesce=True, misfire_grace_time=None
        )
        if not stop.is_set():
            scheduler.start()
            while not stop.is_set():
                time.sleep(_LOOKS_EVERY)
            scheduler.shutdown(wait=True)  # what is being done is done to its next good place
    finally:
        for number, as_it_was in before.items():
            signal.signal(number, as_it_was)
