"""What is to be done at each beat → done again and again, until a signal says stop; then it ends between two letters.

APScheduler only wakes us: one job, in memory, in UTC. What is due stands in the database and nowhere else, so a beat
that was missed is made up for by the next one, and nothing is lost when the process ends.
"""

import signal
from collections.abc import Callable
from datetime import UTC, timedelta
from threading import Event
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

Stopped = Callable[[], bool]


def keep_beating(beat: Callable[[Stopped], None], every: timedelta) -> None:
    """Call `beat` now and then every so often, one at a time, until SIGTERM or SIGINT.

    A beat is told how to ask whether it should stop. It has to take care of its own failures.
    """
    stop = Event()
    scheduler = BlockingScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(1)})

    def end(_: int, __: FrameType | None) -> None:
        stop.set()
        scheduler.shutdown(wait=True)  # what is being done is done to its next good place

    def once() -> None:
        if not stop.is_set():
            beat(stop.is_set)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        scheduler.add_job(once, "interval", seconds=every.total_seconds(), max_instances=1, coalesce=True)
        once()
        if not stop.is_set():
            scheduler.start()
    finally:
        for number, as_it_was in before.items():
            signal.signal(number, as_it_was)
