"""Every key of a message → what it says in English: the one place in which the public record's words stand.

A sentence is whole, with named places: it can be the text of a gettext catalogue as it is.
"""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.advice import ADVICE
from evalflow.evaluation.report.catalogue.checks import CHECKS
from evalflow.evaluation.report.catalogue.course import COURSE
from evalflow.evaluation.report.catalogue.decisions import DECISIONS
from evalflow.evaluation.report.catalogue.findings import FINDINGS
from evalflow.evaluation.report.catalogue.inputs import INPUTS
from evalflow.evaluation.report.catalogue.labels import LABELS
from evalflow.evaluation.report.catalogue.limits import LIMITS
from evalflow.evaluation.report.catalogue.parts import PARTS
from evalflow.evaluation.report.catalogue.plural import Sentence
from evalflow.evaluation.report.catalogue.registers import REGISTER_WORDS

ENGLISH: Final[Mapping[str, Sentence]] = {
    **PARTS, **LABELS, **COURSE, **DECISIONS, **FINDINGS, **INPUTS, **LIMITS, **REGISTER_WORDS, **ADVICE, **CHECKS,
}  # fmt: skip
