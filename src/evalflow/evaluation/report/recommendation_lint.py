"""A recommendation → what its form lacks, so that somebody can act on it and others can see whether it was done."""

from collections.abc import Callable, Mapping
from typing import Final

from evalflow.evaluation.criteria.grounds import changed
from evalflow.evaluation.findings.recommendations import Recommendation
from evalflow.evaluation.objectives.lint import LintResult

CURRENT: Final = "current"  # the check that what is behind it has not changed since
_WORDS_AT_MOST: Final = 80


def lint_recommendation(
    one: Recommendation, findings: frozenset[str], now: Mapping[str, str] | None = None
) -> dict[str, LintResult]:
    """Return what each check finds, by its name in CHECKS.

    `findings` are the codes that a finding of its report is about: rated objectives, checked criteria, and the
    recommendations of the scorecard. `now` says how what is behind it is recorded now (grounds.py).
    """
    checks = {name: check(one, findings) for name, check in CHECKS.items()}
    return {**checks, CURRENT: _current(one, one.seen if now is None else now)}


def _current(one: Recommendation, now: Mapping[str, str]) -> LintResult:
    if again := changed(one.seen, now):
        return LintResult("fail", f"What it rests on was recorded otherwise when it was made: {', '.join(again)}.")
    return LintResult("pass", "What it rests on is recorded as it was when it was made.")


def _addressed(one: Recommendation, _: frozenset[str]) -> LintResult:
    if one.to == "other":
        return LintResult(
            "pass", f"It is to {one.addressee}, which is none of the two governments: nobody has to answer."
        )
    return LintResult("pass", f"It is to {one.addressee}.")


def _dated(one: Recommendation, _: frozenset[str]) -> LintResult:
    return (
        LintResult("pass", f"It is due: {one.due}.") if one.due else LintResult("fail", "It has no day.", unsaid=True)
    )


def _on_findings(one: Recommendation, findings: frozenset[str]) -> LintResult:
    behind = [code for code in one.basis if code in findings]
    if behind:
        return LintResult("pass", f"It rests on {', '.join(behind)}.")
    if one.basis:
        return LintResult("fail", "It rests on inputs or entries alone, and on no finding of the report.")
    return LintResult("fail", "Nothing is named that it rests on.", unsaid=True)


def _one_thing(one: Recommendation, _: frozenset[str]) -> LintResult:
    if ";" in one.text or "\n" in one.text.strip():
        return LintResult("fail", "It seems to ask for several things: make each a recommendation of its own.")
    return LintResult("pass", "It asks for one thing.")


def _short(one: Recommendation, _: frozenset[str]) -> LintResult:
    words = len(one.text.split())
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
