"""The clock that `run` keeps: stopped at any moment, it ends what it is at, and ends."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta

from evalflow.heartbeat import keep_beating


def test_a_signal_while_the_scheduler_beats_ends_it_as_well() -> None:
    """Each time the signal comes as a beat begins, when the scheduler is at work on its job."""
    for _ in range(3):
        beats: list[int] = []

        def beat(_: Callable[[], bool], beats: list[int] = beats) -> None:
            beats.append(1)
            if len(beats) > 1:
                os.kill(os.getpid(), signal.SIGTERM)

        keep_beating(beat, timedelta(seconds=0.05))
        assert len(beats) > 1


def test_a_signal_during_the_very_first_beat_lets_it_end_and_then_nothing_more_is_begun() -> None:
    seen = []

    def beat(stopped: Callable[[], bool]) -> None:
        seen.append(stopped())
        os.kill(os.getpid(), signal.SIGTERM)
        until = time.monotonic() + 10
        while not stopped() and time.monotonic() < until:
            time.sleep(0.01)
        seen.append(stopped())

    before = signal.getsignal(signal.SIGTERM)
    keep_beating(beat, timedelta(seconds=60))
    assert seen == [False, True]
    assert signal.getsignal(signal.SIGTERM) == before
