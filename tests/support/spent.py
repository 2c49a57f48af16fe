"""This process, and what it started → the seconds of processor that they took."""

import os

_elsewhere = 0.0


def spent() -> float:
    """Return what was taken so far by this process, by those that it waited for, and elsewhere."""
    times = os.times()
    return times.user + times.system + children() + _elsewhere


def children() -> float:
    """Return what the processes took that this one waited for."""
    times = os.times()
    return times.children_user + times.children_system


def add(seconds: float) -> None:
    """Count what was taken elsewhere, by the children of a process that still runs."""
    global _elsewhere
    _elsewhere += seconds
