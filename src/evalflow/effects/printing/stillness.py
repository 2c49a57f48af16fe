"""A child process that waits for ever → one that is ended: when it has used no processor time for a long while.

How long work takes by the clock says nothing on a busy machine, so the clock alone ends no child. A child that works
uses processor time even there; one that uses none for minutes waits for something that does not come.
"""

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LEAST: Final = 0.1  # seconds of processor time; less within the whole while is none
_LOOKS: Final = 20  # in each while
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Watch:
    """What was found of a child: `still` once it was ended."""

    still: bool = False


def used_by(pid: int) -> float | None:
    """Return how many seconds of processor time a process has used; None where this system does not say."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(after_name[11]) + int(after_name[12])) / _TICKS


@contextmanager
def ended_when_still(
    child: "subprocess.Popen[bytes]", seconds: float, used: Callable[[int], float | None] = used_by
) -> Iterator[Watch]:
    """End the child if it uses no processor time for so many seconds while the block lasts, and say so."""
    watch, over = Watch(), threading.Event()

    def look() -> None:
        since, before = 0, used(child.pid)
        while before is not None and not over.wait(seconds / _LOOKS):
            now = used(child.pid)
            if now is None or now - before >= _LEAST:
                since, before = 0, now
            elif (since := since + 1) >= _LOOKS:
                watch.still = True
                child.kill()
                return

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield watch
    finally:
        over.set()
        looking.join()
