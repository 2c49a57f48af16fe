"""Events of the clock → lines of a log on stderr, as text or as JSON, by the standard library's `logging`."""

import json
import logging
import sys
from collections.abc import Iterable
from time import gmtime
from typing import Final

from evalflow.settings import Log
from evalflow.usecases.clock.log import LogEvent

_IDS: Final = "ids"  # the attribute under which a line carries what its event names
_LOGGER: Final = logging.getLogger("evalflow.clock")


class _Text(logging.Formatter):
    """`2027-01-11T00:00:00Z INFO cycle.StepOpened cycle=UK-CHINA-2027 step=triage`"""

    converter = staticmethod(gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%SZ"
    default_msec_format = None

    def format(self, record: logging.LogRecord) -> str:
        ids = "".join(f" {name}={value}" for name, value in getattr(record, _IDS).items())
        return f"{self.formatTime(record)} {record.levelname} {record.getMessage()}{ids}"


class _Json(_Text):
    """One object a line: `at`, `level`, `event`, and the ids under their names."""

    def format(self, record: logging.LogRecord) -> str:
        first = {"at": self.formatTime(record), "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps({**first, **getattr(record, _IDS)}, ensure_ascii=False)


def write_log(form: Log, events: Iterable[LogEvent]) -> None:
    """Write one line for each event to stderr."""
    to_stderr = logging.StreamHandler(sys.stderr)
    to_stderr.setFormatter(_Json() if form == "json" else _Text())
    _LOGGER.setLevel(logging.INFO)
    _LOGGER.propagate = False
    _LOGGER.handlers = [to_stderr]
    for event in events:
        _LOGGER.log(logging.WARNING if event.failed else logging.INFO, event.name, extra={_IDS: event.ids})
