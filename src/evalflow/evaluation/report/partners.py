"""Reports that partners have shared: published elsewhere, kept as they came, never mixed with our own facts."""

from dataclasses import dataclass
from datetime import datetime

from evalflow.engine.event_of import EventOf
from evalflow.evaluation.comparison import Compared


@dataclass(frozen=True)
class PartnerReport:
    """`id` is the SHA-256 of the record as it was published; the record itself is kept under it."""

    id: str
    shared_by: str
    received_at: datetime
    received_by: str  # a person's id
    compared: Compared


@dataclass(frozen=True)
class PartnerReportReceived(EventOf[PartnerReport]):
    report: PartnerReport


def decide_partner_report(partner_report: PartnerReport | None, report: PartnerReport) -> list[PartnerReportReceived]:
    """Return its receipt; nothing where the same report was received before, from whomever."""
    return [] if partner_report else [PartnerReportReceived(report)]


def apply_partner_report(_: PartnerReport | None, event: PartnerReportReceived) -> PartnerReport:
    return event.report
