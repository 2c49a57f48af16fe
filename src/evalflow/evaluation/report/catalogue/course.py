"""What is said of the course of a cycle and of its workflow → its English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Plural, Sentence

COURSE: Final[Mapping[str, Sentence]] = {
    "report.title": "The human rights dialogue between {partner:the} and {counterpart:the}",
    "report.redacted": Plural(
        "Redacted edition {edition} of the report adopted on {on:day}: one input was protected after {since}.",
        "Redacted edition {edition} of the report adopted on {on:day}: {count} inputs were protected after {since}.",
        by="count",
    ),
    "report.after-publication": "publication",
    "report.after-adoption": "adoption",
    "report.made-again": "Redacted edition {edition} of the report adopted on {on:day}: made again after the record "
    "was restored from a copy.",
    "cycle.subtitle": "Evaluation cycle opened on {opened:day}; windows {windows}",
    "cycle.opened": "The cycle was opened on {opened:day}; its windows {windows}.",
    "windows.open": "open on {planned:day}",
    "windows.were-to-open": "were to open on {planned:day}",
    "windows.opened": "opened on {first:day}",
    "windows.opened-otherwise": "were to open on {planned:day} and opened on {first:day}",
    "report.due": "The report is due by {by} under the workflow {workflow}.",
    "cycle.is-paused": "The cycle is paused since {since:day}.",
    "cycle.has-ended": "The cycle ended on {on:day}.",
    "cycle.is-closed-early": "The cycle was closed early on {on:day}.",
    "cycle.waits": "The cycle waits for its opening day, {opening:day}.",
    "cycle.in-steps": Plural(
        "The cycle is in its step {steps:titles}.", "The cycle is in its steps {steps:titles}.", by="steps"
    ),
    "cycle.closed-early": "The cycle was closed early on {on:day}, as recorded by {by}. Reason: {reason:ended} "
    "Basis: {basis:ended}",
    "adoption.step-done": "With the adoption of the report on {on:day} the step “{step}” is done.",
    "adoption.follows": Plural("{steps:titles} follows.", "{steps:titles} follow.", by="steps"),
    "adoption.beside": "Beside it: {state}",
    "cycle.opening-moved": "On {on:day} the opening day was moved from {before:day} to {after:day}, by {by}. "
    "Reason: {reason:ended}",
    "cycle.migrated": "Since {on:day} the cycle goes on by another {definition}, by {by}. Reason: {reason:ended}",
    "definition.workflow": "workflow",
    "definition.calendar": "calendar",
    "definition.both": "workflow and another calendar",
    "cycle.undone": "On {on:day} the {what} of {step} was taken back, by {by}. Reason: {reason:ended}",
    "deadline.by-pause": "The cycle was paused from {paused:day} to {resumed:day}.",
    "deadline.by-definition": "The cycle goes on by another definition: {reason}",
    "lasts.by-rules": "decided by rules",
    "lasts.no-deadline": "no deadline",
    "lasts.after": "{period} after {anchor}",
    "lasts.before": "{period} before {anchor}",
    "anchor.opening": "the opening",
    "anchor.opened": "its opening",
    "anchor.closed": "the end of {step}",
    "anchor.deadline": "the deadline of {step}",
    "days.end-of": "the end of {day}",
    "days.opens": "opens on {on}",
    "days.since": "since {on}",
    "days.until": "until {on}",
    "workflow.sound": "Version {checker} of the checker finds it sound: every cycle that starts can come to its end, "
    "no step is out of reach, none runs twice at once, and nothing is left open at the end.",
    "workflow.unsound": "Version {checker} of the checker, made after the cycle was opened, does not find it sound. "
    "{findings:sentences}",
    "workflow.finding": "{kind}: {says}",
}
