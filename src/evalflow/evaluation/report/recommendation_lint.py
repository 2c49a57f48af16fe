"""A recommendation → what its form lacks, so that somebody can act on it and others can see whether it was done."""

from collections.abc import Callable, Mapping
from typing import Final

from evalflow.evaluation.criteria.grounds import changed
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.objectives.lint import LintResult

CURRENT: Final = "current"  # the check that what is behind it has not changed since
_WORDS_AT_MOST: Final = 80


def lint_recommendation(
    recommendation: Recommendation, findings: frozenset[str], now: Mapping[str, str] | None = None
) -> dict[str, LintResult]:
    """Return what each check finds, by its name in CHECKS.

    `findings` are the codes that a finding of its report is about: rated objectives, checked criteria, and the
    recommendations of the scorecard. `now` says how what is behind it is recorded now (grounds.py).
    """
    checks = {name: check(recommendation, findings) for name, check in CHECKS.items()}
    return {**checks, CURRENT: _current(recommendation, recommendation.seen if now is None else now)}


def _current(recommendation: Recommendation, now: Mapping[str, str]) -> LintResult:
    if again := changed(recommendation.seen, now):
        return LintResult("fail", f"What it rests on was recorded otherwise when it was made: {', '.join(again)}.")
    return LintResult("pass", "What it rests on is recorded as it was when it was made.")


def _addressed(recommendation: Recommendation, _: frozenset[str]) -> LintResult:
    if recommendation.to == "other":
        return LintResult(
            "pass", f"It is to {recommendation.addressee}, which is none of the two governments: nobody has to answer."
        )
    return LintResult("pass", f"It is to {recommendation.addressee}.")


def _dated(recommendation: Recommendation, _: frozenset[str]) -> LintResult:
    return (
        LintResult("pass", f"It is due: {recommendation.due}.")
        if recommendation.due
        else LintResult("fail", "It has no day.", unsaid=True)
    )


def _on_findings(recommendation: Recommendation, findings: frozenset[str]) -> LintResult:
    behind = [code for code in recommendation.basis if code in findings]
    if behind:
        return LintResult("pass", f"It rests on {', '.join(behind)}.")
    if recommendation.basis:
        return LintResult("fail", "It rests on inputs or entries alone, and on no finding of the report.")
    return LintResult("fail", "Nothing is named that it rests on.", unsaid=True)


def _one_thing(recommendation: Recommendation, _: frozenset[str]) -> LintResult:
    if ";" in recommendation.text or "\n" in recommendation.text.strip():
        return LintResult("fail", "It seems to ask for several things: make each a recommendation of its own.")
    return LintResult("pass", "It asks for one thing.")


def _short(recommendation: Recommendation, _: frozenset[str]) -> LintResult:
    words = len(recommendation.text.split())
    if words > _WORDS_AT_MOST:
        return LintResult("fail", f"It has {words} words: say it in {_WORDS_AT_MOST}; the grounds are in the findings.")
    return LintResult("pass", f"It has {words} words.")


CHECKS: Final[Mapping[str, Callable[[Recommendation, frozenset[str]], LintResult]]] = {
    "addressed": _addressed,
    "dated": _dated,
    "on-findings": _on_findings,
    "one-thing": _one_thing,
    "short": _short,
}
