"""The data cut-off, and what a verification is held against: a section of the public record."""

from dataclasses import dataclass
from datetime import datetime

from evalflow.evaluation.report.head import Head


@dataclass(frozen=True)
class Anchor:
    """When the record was read, and the head that it had."""

    head: Head
    cut_off: datetime
