"""What is said of recommendations and of the replies to them → its English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Sentence

ADVICE: Final[Mapping[str, Sentence]] = {
    "answer.accepted": "accepted",
    "answer.partly": "accepted in part",
    "answer.rejected": "rejected",
    "recommendation.unanswered": "No reply of {government:the} to it is on record as of the data cut-off.",
    "recommendation.found-before": "{cycle} found it {status:code} on {on:date}: {text}",
}
