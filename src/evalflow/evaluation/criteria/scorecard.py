"""The twelve recommendations on dialogues as checks: facts in; pass, fail, unknown or not applicable out, with reasons.

A topic's result is its worst check. Unknown is never a pass, and nothing is counted together into one number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

from evalflow.engine.periods import Period
from evalflow.engine.rules import Expression, Facts, Listing, Verdict, judge, references
from evalflow.evaluation.criteria.judgement import missing_in_words
from evalflow.evaluation.criteria.judgement import traced as as_traced
from evalflow.evaluation.criteria.series import hedge_of
from evalflow.evaluation.criteria.why import why
from evalflow.evaluation.evaluation import TracedClause

Score = Literal["pass", "fail", "unknown", "n-a"]
SCORES: Final[tuple[Score, ...]] = get_args(Score)
_WORST_FIRST: Final[tuple[Score, ...]] = ("fail", "unknown", "pass", "n-a")
_SCORE: Final[Mapping[str, Score]] = {"true": "pass", "false": "fail", "unknown": "unknown"}
_IF_IT_APPLIES: Final = "Whether it applies is not known; where it does: "
_TRUTH: Final = {"pass": "true", "fail": "false"}


@dataclass(frozen=True)
class Check:
    """One check. It applies where `applies` is true; where that is false, `otherwise` says why it does not."""

    name: str
    title: str
    text: str
    expression: Expression
    parameters: Mapping[str, Period | int] = field(default_factory=dict)
    applies: Expression | None = None
    otherwise: str = ""
    note: str = ""


@dataclass(frozen=True)
class Topic:
    """One of the recommendations: what it asks for in one sentence, and its checks."""

    code: str  # "R05"
    title: str
    asks: str
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Scorecard:
    """The topics of one file, in its order. Source: workflows/criteria/recommendations.yaml."""

    name: str
    version: str
    title: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class ScoredCheck:
    """What a check came to and why; `missing` is what would have to be known, where it is unknown."""

    name: str
    title: str
    score: Score
    why: str
    missing: tuple[str, ...] = ()
    trace: tuple[TracedClause, ...] = ()

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Return the sources of a pass or a fail: of the clauses that decided it."""
        if self.score not in ("pass", "fail"):
            return ()
        decided = (one for one in self.trace if one.truth == _TRUTH[self.score])
        return tuple(dict.fromkeys(source for traced_clause in decided for source in traced_clause.sources))

    @property
    def hedge(self) -> str:
        """Return the reservation with which a source says what a pass or a fail rests on; "" where there is none."""
        return hedges(self.rests_on)


@dataclass(frozen=True)
class ScoredTopic:
    code: str
    title: str
    score: Score
    checks: tuple[ScoredCheck, ...]

    @property
    def hedge(self) -> str:
        """Return the reservations of the checks that decided a pass or a fail."""
        told = (check.hedge for check in self.checks if check.score == self.score)
        return ", ".join(dict.fromkeys(filter(None, told)))


def score(card: Scorecard, facts: Facts, today: date, *, traced: bool = True) -> tuple[ScoredTopic, ...]:
    """Return what every topic comes to on the facts of the local day `today`, in the order they are written.

    Without `traced` what is unknown has no trace: there nobody reads it.
    """
    return tuple(_topic(topic, _Reader(facts, today, traced)) for topic in card.topics)


def hedges(sources: Sequence[str]) -> str:
    """Return the reservations that these sources end with, each once."""
    return ", ".join(dict.fromkeys(filter(None, map(hedge_of, sources))))


def worst(scores: Sequence[Score]) -> Score:
    """Return the worst of several: a fail, else an unknown, else a pass; n-a only where nothing else is there."""
    return next((one for one in _WORST_FIRST if one in scores), "n-a")


@dataclass(frozen=True)
class _Reader:
    facts: Facts
    today: date
    traced: bool

    def verdict(self, rule: Expression, parameters: Mapping[str, Period | int]) -> Verdict:
        return judge(rule, self.facts, parameters, self.today, traced=True if self.traced else "decided")


def _topic(topic: Topic, reader: _Reader) -> ScoredTopic:
    checks = tuple(_check(check, reader) for check in topic.checks)
    return ScoredTopic(topic.code, topic.title, worst([check.score for check in checks]), checks)


def _check(check: Check, reader: _Reader) -> ScoredCheck:
    fits = reader.verdict(check.applies, check.parameters) if check.applies else None
    if fits and fits.truth == "false":
        return ScoredCheck(check.name, check.title, "n-a", check.otherwise, trace=as_traced(fits))
    verdict = reader.verdict(check.expression, check.parameters)
    told = " ".join((why(verdict), *_notes(check, reader.facts, verdict.truth)))
    if fits and fits.truth == "unknown":
        missing = tuple(dict.fromkeys((*missing_in_words(fits), *missing_in_words(verdict))))
        told = f"Whether it applies is not known. {told}" if verdict.truth == "unknown" else _IF_IT_APPLIES + told
        return ScoredCheck(check.name, check.title, "unknown", told, missing, (*as_traced(fits), *as_traced(verdict)))
    return ScoredCheck(
        check.name, check.title, _SCORE[verdict.truth], told, missing_in_words(verdict), as_traced(verdict)
    )


def _notes(check: Check, facts: Facts, truth: str) -> Iterator[str]:
    """Yield what the facts of a failed check say of themselves, such as which changes have no reason."""
    for name in sorted(references(check.expression)) if truth == "false" else ():
        fact = facts.get(name)
        if fact and fact.note and not isinstance(fact.value, Listing):
            yield f"{fact.note[:1].upper()}{fact.note[1:]}."
