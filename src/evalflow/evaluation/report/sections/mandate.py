"""The evaluating body, the operator, and the terms that were published: a section of the public record."""

from dataclasses import dataclass
from datetime import date

from evalflow.evaluation.message import BodyName, Message


@dataclass(frozen=True)
class Mandate:
    """Who evaluates, for whom, and where the timetable and the criteria were published."""

    body: BodyName
    body_accountable_to: str
    operator: str
    operator_conducts: bool
    timetable_url: str
    criteria_url: str
    terms_published_on: date | None
    body_kind: Message | None = None  # what kind of body evaluates; None where nobody said
