"""Facts and criteria → tripped, clear or cannot tell, each with its reasons and its trace. The software reports."""

from collections.abc import Iterable
from datetime import date

from evalflow.engine.rules import Facts, Missing, Verdict, judge
from evalflow.evaluation.criteria import Criterion
from evalflow.evaluation.declared import DECLARED
from evalflow.evaluation.evaluation import CheckedCriterion, Result, TracedClause

RESULT: dict[str, Result] = {"true": "tripped", "false": "clear", "unknown": "cannot tell"}


def check(criteria: Iterable[Criterion], facts: Facts, today: date) -> tuple[CheckedCriterion, ...]:
    """Return what each criterion comes to on the facts of the local day `today`, in the order they are written."""
    return tuple(_checked(criterion, facts, today) for criterion in criteria)


def _checked(criterion: Criterion, facts: Facts, today: date) -> CheckedCriterion:
    verdict = judge(criterion.expression, facts, criterion.parameters, today)
    missing = tuple(dict.fromkeys(_in_words(missing) for missing in verdict.missing))
    trace = tuple(TracedClause(c.text, c.value_in_words, c.truth, c.sources, c.depth) for c in verdict.trace)
    result = RESULT[verdict.truth]
    return CheckedCriterion(
        criterion.code, result, _why(result, verdict), missing if result == "cannot tell" else (), trace
    )


def _why(result: Result, verdict: Verdict) -> str:
    if result == "cannot tell":
        return f"{len(verdict.missing)} of the facts that the rule needs are not on record."
    decisive = [c for c in verdict.trace if c.truth == verdict.truth and not _has_decisive_part(c.depth, verdict)]
    deepest = decisive[0] if decisive else verdict.trace[0]
    return f"{deepest.text}: {deepest.value_in_words}"


def _has_decisive_part(depth: int, verdict: Verdict) -> bool:
    return any(c.depth > depth and c.truth == verdict.truth for c in verdict.trace)


def _in_words(missing: Missing) -> str:
    """Return what is missing, under the title that a reader knows, and who or which command supplies it."""
    declared = DECLARED.get(missing.fact)
    label = declared.title if declared and missing.label == missing.fact else missing.label
    remedy = missing.remedy or (declared.supplied_by if declared else "")
    return f"{label} (supplied by: {remedy})" if remedy else label
