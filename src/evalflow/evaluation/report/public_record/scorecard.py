"""What the recommendations came to → their lines in the report, without what nobody has agreed to have published."""

from evalflow.evaluation.criteria.scorecard import ScoredCheck, hedges
from evalflow.evaluation.report.public_record.everything import Everything
from evalflow.evaluation.report.public_record.protection.hidden import Hidden, hidden_of
from evalflow.evaluation.report.sections.advice import CheckLine, ScorecardLines, TopicLine


def scorecard_lines(everything: Everything) -> ScorecardLines | None:
    if everything.scorecard is None:
        return None
    hidden, asks = hidden_of(everything.entries), {topic.code: topic.asks for topic in everything.scorecard.topics}
    topics = tuple(
        TopicLine(
            topic.code,
            topic.title,
            asks[topic.code],
            topic.score,
            tuple(_line(hidden, check) for check in topic.checks),
        )
        for topic in everything.scored
    )
    return ScorecardLines(
        f"{everything.scorecard.name} {everything.scorecard.version}", everything.evaluation.scorecard, topics
    )


def _line(hidden: Hidden, check: ScoredCheck) -> CheckLine:
    sources = hidden.sources(check.rests_on)
    return CheckLine(
        check.name,
        check.title,
        check.score,
        hidden.without(check.why),
        hidden.missing(check.missing),
        sources,
        hedges(sources),  # not the check's own: an entry that is not published hedges nothing here
    )
