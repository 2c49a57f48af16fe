"""Tests → the processor seconds that each folder of them took, printed at the end of a run.

Counted are the process that runs a test and the processes that it started and waited for. Not counted are the servers
of PostgreSQL, and what a story's forking process starts for several tests.
"""

import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

_SPENT = "processor"
_BEFORE = pytest.StashKey[float]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what a test took, with its fixtures, on its last report."""
    item.stash[_BEFORE] = _spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "teardown":
        report.user_properties.append((_SPENT, _spent() - item.stash[_BEFORE]))
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    spent: dict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, seconds in getattr(report, "user_properties", ()):
                if name == _SPENT:
                    spent[_folder(report.nodeid)] += seconds
    terminalreporter.section("processor seconds of each folder")
    for folder, seconds in sorted(spent.items(), key=lambda one: -one[1]):
        terminalreporter.line(f"{seconds:7.1f}  {folder}")
    terminalreporter.line(f"{sum(spent.values()):7.1f}  all")


def _folder(nodeid: str) -> str:
    parts = Path(nodeid.partition("::")[0]).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
