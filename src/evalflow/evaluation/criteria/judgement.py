"""Facts and criteria → tripped, clear or cannot tell, each with its reasons and its trace. The software reports."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from evalflow.engine.dates import PartialDate
from evalflow.engine.rules import Facts, Listing, Missing, Verdict, judge, references
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.why import why
from evalflow.evaluation.evaluation import CheckedCriterion, Evaluation, Result, TracedClause

RESULT: dict[str, Result] = {"true": "tripped", "false": "clear", "unknown": "cannot tell"}


def check(criteria: Iterable[Criterion], facts: Facts, today: date) -> tuple[CheckedCriterion, ...]:
    """Return what each criterion comes to on the facts of the local day `today`, in the order they are written."""
    return tuple(_checked(criterion, facts, today) for criterion in criteria)


def _checked(criterion: Criterion, facts: Facts, today: date) -> CheckedCriterion:
    verdict = judge(criterion.expression, facts, criterion.parameters, today)
    missing = missing_in_words(verdict)
    said = " ".join((why(verdict), *_notes(criterion, facts)))
    return CheckedCriterion(criterion.code, RESULT[verdict.truth], said, missing, traced(verdict))


def _notes(criterion: Criterion, facts: Facts) -> Iterator[str]:
    """Yield what is to be known of the lists that the rule reads: what they cannot hold."""
    for name in sorted(references(criterion.expression)):
        fact = facts.get(name)
        if fact and fact.note and isinstance(fact.value, Listing):
            yield f"{fact.note[:1].upper()}{fact.note[1:]}."


def since(checked: CheckedCriterion, before: Sequence[Evaluation], today: date) -> CheckedCriterion:
    """Return the result with what earlier evaluations say of the criterion. `before` holds them, the last one first."""
    earlier = [one for evaluation in before for one in evaluation.checked if one.code == checked.code]
    untold = len(list(takewhile(lambda one: one.result == "cannot tell", earlier)))
    decisions = (
        decision
        for evaluation in before
        for decision in reversed(evaluation.decisions)
        if decision.criterion == checked.code
    )
    last = next(decisions, None)
    missed = last is not None and bool(last.review_on) and PartialDate.parse(last.review_on).latest < today
    return replace(
        checked,
        untold=untold if checked.result == "cannot tell" else 0,
        review_missed=last.review_on if last and missed else "",
    )


def traced(verdict: Verdict) -> tuple[TracedClause, ...]:
    """Return the trace of a verdict as the record keeps it."""
    return tuple(TracedClause(c.text, c.value_in_words, c.truth, c.sources, c.depth) for c in verdict.trace)


def missing_in_words(verdict: Verdict) -> tuple[str, ...]:
    """Return what would have to be known, each once; nothing where the verdict stands whatever it would be."""
    if verdict.truth != "unknown":
        return ()
    return tuple(dict.fromkeys(map(_in_words, verdict.missing)))


def _in_words(missing: Missing) -> str:
    """Return what is missing, by its title where it is a whole fact, and who or what supplies it."""
    declared = DECLARED[missing.fact]
    what = declared.title if missing.label == missing.fact else missing.label.replace("_", " ")
    return f"{what} ({missing.remedy or declared.supplied_by})"
