"""A report that is redacted, in words: the edition that was replaced, what is asked, and what happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evalflow.engine.event_of import EventOf
from evalflow.evaluation.comparison import Compared


@dataclass(frozen=True)
class Redaction:
    """An edition that was replaced: its hashes stay, its content is erased.

    `files` are the published files of it, by name; `kept` says of each place that still names an input why.
    """

    redacted_at: datetime
    redacted_by: str
    reason: str
    note: str
    record_sha256: str
    files: Mapping[str, str]
    kept: Mapping[str, str]


@dataclass(frozen=True)
class RedactReport:
    """Put a new edition in the place of the adopted one: its record, its files where it is published."""

    redaction: Redaction
    record_sha256: str
    files: Mapping[str, str]
    compared: Compared


@dataclass(frozen=True)
class ReportRedacted(EventOf[Any]):  # of an Evaluation, which is made of what stands here
    redaction: Redaction
    record_sha256: str
    files: Mapping[str, str]
    compared: Compared
