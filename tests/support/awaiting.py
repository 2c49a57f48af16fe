"""What another process or thread brings about → waited for as long as it takes, however busy the machine is.

What never comes is noticed at last, after an hour or more. So no test fails because the machine is slow.
"""

from collections.abc import Callable
from select import select
from typing import Final, TypeVar

T = TypeVar("T")
HOUR: Final = 3600.0  # seconds: what a test gives to something that answers at once, and what ends one that hangs
_PAUSE: Final = 0.005


def awaited(look: Callable[[], T]) -> T:
    """Return what is seen as soon as there is anything."""
    for _ in range(int(HOUR / _PAUSE)):
        if seen := look():
            return seen
        select([], [], [], _PAUSE)
    raise AssertionError("what was waited for has not come")
