"""What is said of findings, and of ratings that others gave → its English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Sentence

FINDINGS: Final[Mapping[str, Sentence]] = {
    "grading.allowed": "The evidence on record allowed the grade {grade}. {reasons:sentences}",
    "grading.below": "It is graded {grade} because {reason:ended}",
    "contribution.raised": "Raised in {raised_in}; the change is dated {on:date}.",
    "contribution.mechanism": "How the one may have led to the other: {mechanism:ended}",
    "contribution.alternative": "What else may explain it: {alternative:ended}",
    "rated.before": "The evaluation {cycle} rated it {status:code}, on {evidence} evidence. Why that changed: "
    "{reason:ended}",
    "rated.again": "On {on:day} it was rated {status:code}, on {evidence} evidence. Why it was rated again: "
    "{reason:ended}",
    "rated.changed": "On {on:day} it was rated {status:code}, on {evidence} evidence. Why that changed: {reason:ended}",
    "rated.votes": "The body decided with {in_favour} in favour, {against} against and {abstained} abstaining.",
    "objective.ended": "It was {how} ({on:date}).",
    "objective.ended-see": "It was {how} ({on:date}); see change {number}.",
    "objective.ended-into": "It was {how} into {objectives:and} ({on:date}).",
    "objective.ended-into-see": "It was {how} into {objectives:and} ({on:date}); see change {number}.",
    "ended.withdrawn": "withdrawn",
    "ended.merged": "merged",
    "ended.split": "split",
    "rating.party": "{by} ({whose}): {runs:semicolons}.",
    "rating.party-on": "{criterion}, {by} ({whose}): {runs:semicolons}.",
    "rating.for": "for {side:the}",
    "rating.for-both": "for both sides",
    "rating.independent": "independent",
    "rating.word": "“{rating}”",
    "rating.word-hedged": "{hedge} “{rating}”",
    "rating.word-dated": "{word} ({on:date})",
    "rating.run": "{word} ({places:semicolons})",
    "rating.run-meaning": "{word}, which comes to {status:code} ({places:semicolons})",
    "rating.place": "{parts:commas}",
    "rating.says": "{by} says {word}",
    "rating.comes-to": "the rating of {by} comes to {status:code}",
    "rating.noted": "Noted on it: {note:ended}",
    "rating.no-reason": "No reason is on record.",
    "remark.differ": "they differ: {given:semicolons}.",
    "remark.body-differs": "the body found {status:code}; {others:semicolons}.",
    "remark.changed": "{by} says {old}, then {new}. {why}",
    "remark.undated": "{by} says {old}, and {new}. {why}",
    "remark.several": "“{rating}” may be more than one rating.",
    "remark.spelling": "“{rating}” is spelt almost like “{usual}”, which is there {times} times.",
    "remark.on-criterion": "On {criterion}, {says}",
}
