"""What people decided in the course of an evaluation → its English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Plural, Sentence

DECISIONS: Final[Mapping[str, Sentence]] = {
    "decision.deadline-moved": "On {on:day} the deadline of “{step}” was moved from {before} to {after}. "
    "Reason: {reason:ended}",
    "decision.paused": "On {on:day} the cycle was paused, as recorded by {by}. Reason: {reason:ended} "
    "Basis: {basis:ended}",
    "decision.resumed": "On {on:day} the cycle was resumed, as recorded by {by}. Reason: {reason:ended} "
    "Basis: {basis:ended}",
    "decision.closed-early": "On {on:day} the cycle was closed early, as recorded by {by}. Reason: {reason:ended} "
    "Basis: {basis:ended}",
    "decision.choice": "On {on:day} “{step}” ended with the choice “{choice}”. Reason: {reason:ended}",
    "decision.on-criterion": "On criterion {criterion} it was decided {that} ({by}, {on:date}). "
    "Reasons: {reasons:ended}",
    "decision.review": "It is to be reviewed on {on:date}.",
    "decision.cure": "It may be put right until {until:date}.",
    "that.continue-with-reasons": "that the dialogue continue",
    "that.adjust-aims": "that the aims of the dialogue be adjusted",
    "that.suspend": "that the dialogue be suspended",
    "that.terminate": "that the dialogue be terminated",
    "that.close-purpose-served": "that the dialogue be closed, its purpose served",
    "decision.late": "On {on:day} the input {input}, received after its window had closed, was {decided}. "
    "Reason: {reason:ended}",
    "decision.late-withheld": "The input {input}, received after its window had closed, was {decided}. The reason is "
    "not published.",
    "decision.none": Plural(
        "No decision is recorded on {criteria:listed}, which is tripped.",
        "No decision is recorded on {criteria:listed}, which are tripped.",
        by="criteria",
    ),
    "decision.adopted": "This report was adopted on {on:day}.",
    "decision.adopted-by": "This report was adopted on {on:day} by {body}.",
    "criterion.untold": Plural(
        "The evaluation before could not tell either.",
        "The {count} evaluations before could not tell either.",
        by="count",
    ),
    "criterion.review-missed": "Finding: the last decision on it was to be reviewed by {on:date}, and no later "
    "decision is on record.",
}
