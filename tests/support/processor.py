"""Tests → the processor seconds that each folder took, and the dearest files, printed at the end of a run.

Counted are the process that runs a test and the processes that it started. Not counted are the servers of PostgreSQL.
"""

from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.support.spent import spent

_SPENT = "processor"
_DEAREST = 12  # files
_BEFORE = pytest.StashKey[float]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note what a test took, with its fixtures, on its last report."""
    item.stash[_BEFORE] = spent()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if call.when == "teardown":
        report.user_properties.append((_SPENT, spent() - item.stash[_BEFORE]))
    return report


def pytest_terminal_summary(terminalreporter: Any) -> None:
    files: dict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, seconds in getattr(report, "user_properties", ()):
                if name == _SPENT:
                    files[report.nodeid.partition("::")[0]] += seconds
    folders: dict[str, float] = defaultdict(float)
    for file, seconds in files.items():
        folders[_folder(file)] += seconds
    _print(terminalreporter, f"processor seconds of the {_DEAREST} dearest files", _sorted(files)[:_DEAREST])
    _print(terminalreporter, "processor seconds of each folder", [*_sorted(folders), ("all", sum(files.values()))])


def _print(terminalreporter: Any, title: str, lines: list[tuple[str, float]]) -> None:
    terminalreporter.section(title)
    for name, seconds in lines:
        terminalreporter.line(f"{seconds:7.1f}  {name}")


def _sorted(seconds: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(seconds.items(), key=lambda line: -line[1])


def _folder(file: str) -> str:
    parts = Path(file).parts
    return "/".join(parts[:2]) if len(parts) > 2 else parts[0]
