"""A public record → the figures that it prints at a glance and repeats in its sections, counted once."""

from dataclasses import dataclass

from evalflow.evaluation.criteria.scorecard import SCORES
from evalflow.evaluation.registers.evidence import EVIDENCE
from evalflow.evaluation.report.record import PublicRecord
from evalflow.evaluation.report.sections.assessment import FindingLine
from evalflow.evaluation.statements import STATUSES


@dataclass(frozen=True)
class Count:
    """How many stand under one word."""

    word: str
    number: int


@dataclass(frozen=True)
class Row:
    """How many objectives have one status, by grade of evidence."""

    word: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """Every number of the summary. Withdrawn objectives are counted apart, for they are not rated."""

    objectives: int
    withdrawn: int
    statuses: tuple[Count, ...]
    met: int
    unrated: int
    with_timeframe: int
    changes: int
    without_reason: int
    corrections: int  # of what the record had wrong about objectives, counted beside the changes
    corrections_unreasoned: int
    inputs: int
    points: int
    unanswered: int
    published_inputs: int
    named_inputs: int
    unreleased: int  # points of published inputs whose text is not shown
    criteria: int
    tripped: int
    clear: int
    cannot_tell: int
    not_checked: int
    undecided: int
    moved: int
    pauses: int
    grades: tuple[str, ...]  # of evidence, those that a rating has, the strongest first
    distribution: tuple[Row, ...]  # of statuses over these grades
    recommendations: int
    scores: tuple[Count, ...]  # how many of them pass, fail, are unknown, do not apply


def figures(record: PublicRecord) -> Figures:
    """Return what can be counted in the record; nothing is averaged and nothing weighed."""
    standing = [finding for finding in record.assessment.findings if not finding.withdrawn]
    results = [criterion.result for criterion in record.suspension.criteria]
    scores = [topic.result for topic in record.advice.scorecard.topics] if record.advice.scorecard else []
    grades = tuple(grade for grade in EVIDENCE if any(one.status and one.evidence == grade for one in standing))
    return Figures(
        objectives=len(standing),
        withdrawn=len(record.assessment.findings) - len(standing),
        statuses=tuple(Count(word, _rated(standing, word)) for word in STATUSES if _rated(standing, word)),
        met=_rated(standing, "met"),
        unrated=_rated(standing, ""),
        with_timeframe=sum(not finding.no_timeframe for finding in standing),
        changes=len(record.amendments.changes),
        without_reason=sum(not change.reason for change in record.amendments.changes),
        corrections=len(record.amendments.corrections),
        corrections_unreasoned=sum(not change.reason for change in record.amendments.corrections),
        inputs=record.consultation.inputs_received,
        points=record.consultation.points_total,
        unanswered=sum(not point.disposition for one in record.consultation.inputs for point in one.points),
        published_inputs=len(record.consultation.inputs),
        named_inputs=sum(one.submitter != "" for one in record.consultation.inputs),
        unreleased=sum(not point.text for line in record.consultation.inputs for point in line.points),
        criteria=len(results),
        tripped=results.count("tripped"),
        clear=results.count("clear"),
        cannot_tell=results.count("cannot tell"),
        not_checked=results.count("not checked"),
        undecided=sum(one.result == "tripped" and one.decision is None for one in record.suspension.criteria),
        moved=sum(len(step.moved) for step in record.course.timetable),
        pauses=len(record.course.pauses),
        grades=grades,
        distribution=tuple(_row(standing, word, grades) for word in STATUSES if _rated(standing, word)),
        recommendations=len(scores),
        scores=tuple(Count(word, scores.count(word)) for word in SCORES if word in scores),
    )


def _row(findings: list[FindingLine], status: str, grades: tuple[str, ...]) -> Row:
    rated = [finding for finding in findings if finding.status.replace(" ", "-") == status]
    return Row(status, tuple(sum(finding.evidence == grade for finding in rated) for grade in grades))


def _rated(findings: list[FindingLine], status: str) -> int:
    return sum(finding.status.replace(" ", "-") == status for finding in findings)
