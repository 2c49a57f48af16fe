"""The checks of a report: their sections, what each asks for, what is missing → their English."""

from collections.abc import Mapping
from typing import Final

from evalflow.evaluation.report.catalogue.plural import Sentence
from evalflow.evaluation.report.narrative import PARTS

_ASKS: Final = {  # check: section, what it asks for
    "body": ("Opening", "the evaluating body, and whom it answers to"),
    "commissioned": ("Opening", "who commissioned the evaluation"),
    "evaluators": ("Opening", "who evaluated, with their statements"),
    "summary": ("Summary", "a summary whose figures stand in the report"),
    "dialogue": ("The dialogue", "facts about the dialogue"),
    "purpose": ("Purpose", "what the evaluation is for"),
    "scope": ("Purpose", "what it looks at"),
    "questions": ("Purpose", "what it is to answer"),
    "criteria-used": ("Purpose", "criteria used and not used"),
    "method": ("Method", "how evidence was sought and weighed"),
    "independence": ("Method", "what keeps it independent"),
    "ethics": ("Method", "how people were protected"),
    "timetable": ("Timetable", "timetable and criteria published"),
    "ratings": ("Findings", "a rating of each objective that is due"),
    "not-assessable": ("Findings", "the evidence that was missing"),
    "outcomes": ("Outcomes", "a source for both sides"),
    "changes": ("Changes", "reasons, or the day on which they were asked for"),
    "points": ("Inputs", "an answer to each point"),
    "confirmations": ("Inputs", "another person's confirmation of each erasure and withdrawal"),
    "late-inputs": ("Inputs", "a decision on each late input"),
    "criteria": ("Suspension criteria", "a check of each criterion"),
    "decisions": ("Suspension criteria", "a decision on each that is tripped"),
    "scorecard": ("The twelve recommendations", "the checks of the twelve recommendations"),
    "effects": ("Effect on other strategies", "an assessment, or the body's own words"),
    "conclusions": ("Conclusions", "conclusions that name what they rest on"),
    "recommendations": ("Recommendations", "each of good form"),
    "follow-up": ("Follow-up", "what became of each that was carried over"),
    "terms": ("Annexes", "the terms of reference"),
    "sources": ("Annexes", "a source for each entry"),
}

CHECKS: Final[Mapping[str, Sentence]] = {
    **{f"check.{name}.section": section for name, (section, _) in _ASKS.items()},
    **{f"check.{name}.asks": asks for name, (_, asks) in _ASKS.items()},
    **{f"part.{name}": part.title for name, part in PARTS.items()},
    "report.lacks": "{section}: {missing}",
    "report.lacks-all": "{section}: missing is {asks}.",
    "missing.text": "“{part}” is not written.",
    "missing.shorter-summary": "The summary has {count} words; it may have {most}.",
    "missing.figures": "Figures of the summary stand nowhere else in the report: {figures:listed}.",
    "missing.counts": "The summary counts otherwise than the report: {wrong:semicolons}.",
    "missing.body": "No evaluating body is named, or whom it is accountable to.",
    "missing.evaluators": "Nobody is named who evaluated, with what they state of their interests.",
    "missing.facts": "The record states no fact about the dialogue itself.",
    "missing.terms": "Timetable and criteria were not published before the opening.",
    "missing.evidence": "It is not said which evidence was missing to assess {objectives:listed}.",
    "missing.sources-of-outcomes": "A source is missing for: {outcomes:listed}.",
    "missing.reasons": "No reasons were asked for change {changes:listed}, which has none.",
    "missing.decisions": "No decision is recorded on what is tripped: {criteria:listed}.",
    "missing.scorecard": "The cycle was opened without the checks of the recommendations.",
    "missing.effects": "No assessment is on record of what the dialogue does to other strategies, and the body says "
    "nothing of it.",
    "missing.grounds": "The conclusions name no objective, criterion or check that they rest on.",
    "missing.form": "The form of a recommendation is not good: {recommendations:listed}.",
    "missing.sources": "Entries without a source: {entries:listed}.",
}
