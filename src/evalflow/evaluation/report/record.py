"""One frozen, complete, public picture of an evaluation, in sections: what the report, its HTML and JSON are made from.

Everything here may be published. The renderer accepts this type alone, so nothing confidential can reach a page:
names withheld, texts not released and internal ids have no field to stand in. It holds values and messages, and no
sentence of ours: `wording.py` words it. Dates are local days (ISO 8601), instants are UTC. `None` means "does not
apply"; *not known* is a `Known` of its kind.
"""

from dataclasses import dataclass
from typing import Literal

from evalflow.evaluation.report.sections.account import Account
from evalflow.evaluation.report.sections.advice import Advice
from evalflow.evaluation.report.sections.amendments import Amendments
from evalflow.evaluation.report.sections.anchor import Anchor
from evalflow.evaluation.report.sections.assessment import Assessment
from evalflow.evaluation.report.sections.background import Background
from evalflow.evaluation.report.sections.consultation import Consultation
from evalflow.evaluation.report.sections.course import Course
from evalflow.evaluation.report.sections.cover import Cover
from evalflow.evaluation.report.sections.definitions import Definitions
from evalflow.evaluation.report.sections.mandate import Mandate
from evalflow.evaluation.report.sections.registers import RegisterExcerpts
from evalflow.evaluation.report.sections.suspension import SuspensionReview

Format = Literal["evalflow-record/1", "evalflow-record/2"]


@dataclass(frozen=True)
class PublicRecord:
    """The whole report as plain values; saved as JSON beside the PDF.

    What was saved in version 1 keeps its `format`, and its sentences are messages of the one key `text`.
    """

    format: Format
    example: bool
    cover: Cover
    mandate: Mandate
    account: Account
    background: Background
    course: Course
    definitions: Definitions
    assessment: Assessment
    amendments: Amendments
    consultation: Consultation
    suspension: SuspensionReview
    advice: Advice
    registers: RegisterExcerpts
    anchor: Anchor
