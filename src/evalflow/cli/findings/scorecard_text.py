"""A scorecard → what people read: a shape and a word for each recommendation and check, why, and what is missing."""

from collections.abc import Iterable, Iterator, Sequence

from evalflow.cli.findings.criteria_text import clause_lines, clause_row, wrapped
from evalflow.cli.frame.output import Table, Value
from evalflow.effects.drawing.heat_map import HeatCell, HeatRow
from evalflow.evaluation.criteria.scorecard import SCORES, ScoredCheck, ScoredTopic
from evalflow.usecases.report.scorecards import Scored

_SHAPES = {"pass": "●", "fail": "■", "unknown": "○", "n-a": "–"}
_SHORT = {"unknown": "?"}
_MOST_MISSING = 3  # of what is missing, without --trace


def page(topics: Sequence[ScoredTopic], *, trace: bool) -> str:
    """Return the scorecard in 80 columns, one recommendation below the other."""
    return "\n\n".join("\n".join(_topic_lines(topic, trace)) for topic in topics)


def told(scored: Scored, topics: Sequence[ScoredTopic], *, trace: bool) -> dict[str, Value | Table]:
    """Return the scorecard for programs: a row for each check, and the trace where it is asked for."""
    columns = ("recommendation", "check", "result", "title", "why", "hedge", "sources", "missing")
    rows: list[list[Value]] = [
        [topic.code, c.name, c.score, c.title, c.why, c.hedge, list(c.rests_on), list(c.missing)]
        for topic in topics
        for c in topic.checks
    ]
    results = [[topic.code, topic.title, topic.score] for topic in topics]
    found: dict[str, Value | Table] = {
        "dialogue": scored.dialogue.code,
        "cycle": scored.cycle,
        "scorecard": f"{scored.card.name} {scored.card.version}",
        "checks": Table({name: name for name in columns}, rows),
        "recommendations": Table({name: name for name in ("code", "title", "result")}, results),
    }
    if trace:
        clauses = [clause_row(f"{t.code} {c.name}", line) for t in topics for c in t.checks for line in c.trace]
        named = ("check", "depth", "clause", "value", "truth", "sources")
        found["trace"] = Table({name: name for name in named}, clauses)
    return found


def counted(topics: Iterable[ScoredTopic]) -> str:
    """Return "2 fail, 10 unknown": how many recommendations have each result."""
    scores = [topic.score for topic in topics]
    return ", ".join(f"{scores.count(one)} {one}" for one in SCORES if one in scores)


def short(check: ScoredCheck | ScoredTopic) -> str:
    return _SHORT.get(check.score, check.score)


def heat_rows(scorecards: Sequence[Scored]) -> list[HeatRow]:
    several = len({scored.dialogue.counterpart for scored in scorecards}) > 1
    return [
        HeatRow(
            f"{one.dialogue.partner} – {one.dialogue.counterpart}" if several else one.dialogue.partner,
            tuple(HeatCell(topic.score, topic.hedge) for topic in one.topics),
        )
        for one in scorecards
    ]


def hedge_lines(scorecards: Iterable[Scored]) -> Iterator[str]:
    """Yield which results rest on a source that speaks with a reservation."""
    for scored in scorecards:
        for topic in scored.topics:
            for check in topic.checks:
                if check.hedge:
                    rests = "; ".join(check.rests_on)
                    yield f"{scored.dialogue.code} {topic.code} {check.name}: {check.score}, “{check.hedge}” [{rests}]"


def _topic_lines(topic: ScoredTopic, trace: bool) -> Iterator[str]:
    yield from wrapped(f"{_SHAPES[topic.score]} {topic.code} {topic.score} · {topic.title}", "", "  ")
    for check in topic.checks:
        yield from wrapped(f"{_SHAPES[check.score]} {check.score} · {check.title}", "  ", "    ")
        yield from wrapped(check.why, "      ", "      ")
        if check.score in ("pass", "fail") and check.rests_on and not trace:
            yield from wrapped(f"[{'; '.join(check.rests_on)}]", "      ", "      ")
        yield from _missing(check, trace)
        for clause in check.trace if trace else ():
            yield from clause_lines(clause)


def _missing(check: ScoredCheck, trace: bool) -> Iterator[str]:
    most = len(check.missing) if trace else _MOST_MISSING
    for missing in check.missing[:most]:
        yield from wrapped(f"· {missing}", "      ", "        ")
    if (left := len(check.missing) - most) > 0:
        yield f"      · and {left} more (--trace)"
