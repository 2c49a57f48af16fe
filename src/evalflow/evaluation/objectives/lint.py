"""Objectives → what their form lacks by the recommendations on dialogues: each check passes, fails, or cannot be told.

The checks are of the form alone. Whether an objective is met is for the evaluating body.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from evalflow.evaluation.objectives.objective import Objective, milestones_of
from evalflow.evaluation.objectives.timeframe import timeframe_stated
from evalflow.evaluation.statements import Statement

Result = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True)
class LintResult:
    """What a check came to, and why.

    `unsaid`: it fails because nothing is on record, and not by what is stated. In a paraphrase that is unknown.
    """

    result: Result
    why: str
    unsaid: bool = False


@dataclass(frozen=True)
class LintedObjective:
    """One objective under every check, by its name in CHECKS."""

    objective: Objective
    checks: Mapping[str, LintResult]

    @property
    def failed(self) -> tuple[str, ...]:
        return tuple(name for name, checked in self.checks.items() if checked.result == "fail")


@dataclass(frozen=True)
class Published:
    """What the dialogue states of all its objectives: of their being public, and of their timeframe."""

    public: Statement
    timeframe: Statement
    entry: str = ""  # the code of an entry by which all of them were made public


def lint(objective: Objective, of_all: Published) -> LintedObjective:
    """Return what each check finds of an objective.

    What a paraphrase does not say is not known: the published text may say it.
    """
    return LintedObjective(
        objective, {name: _known(objective, check(objective, of_all)) for name, check in CHECKS.items()}
    )


def _known(objective: Objective, lint_result: LintResult) -> LintResult:
    if not lint_result.unsaid or objective.wording == "published":
        return lint_result
    return LintResult("unknown", f"{lint_result.why} The record holds a paraphrase; the published text may say it.")


def _public(objective: Objective, of_all: Published) -> LintResult:
    if objective.published_on:
        return LintResult("pass", f"It was published: {objective.published_on}.")
    if of_all.public.knowledge == "stated-none":
        return LintResult("fail", f"It is stated that the objectives are not public ({of_all.public.source}).")
    if of_all.public.knowledge == "stated":
        return LintResult("pass", f"It is stated that the objectives are public ({of_all.public.source}).")
    if of_all.entry:
        return LintResult("pass", f"The record says that the objectives are public ({of_all.entry}).")
    return LintResult("unknown", "No day of publication is on record.")


def _timeframe(objective: Objective, of_all: Published) -> LintResult:
    if objective.due:
        return LintResult("pass", f"It is due: {objective.due}.")
    if objective.milestones:
        last = milestones_of(objective.milestones)[-1]
        return LintResult("pass", f"It has milestones with dates. The last one is due: {last.by}.")
    stated = timeframe_stated(objective.timeframe, "", objective.source, of_all.timeframe)
    if stated.knowledge == "stated-none":
        return LintResult("fail", f"It is stated that it has none ({stated.source}).")
    if stated.knowledge == "stated":
        return LintResult("fail", f"“{stated.value}” names no day, month or year.")
    if stated.knowledge == "stated-unknown":
        return LintResult("unknown", "The source says that it is not known.")
    return LintResult("fail", "No date is on record.", unsaid=True)


def _action(objective: Objective, _: Published) -> LintResult:
    if objective.kind != "action":
        told = {"talk": "talk about an issue", "information": "information", "visit": "a visit"}[objective.kind]
        return LintResult("fail", f"It asks for {told}, and for no action by the counterpart.")
    if not objective.actor:
        return LintResult("unknown", "Who is to act is not on record.")
    return LintResult("pass", f"{objective.actor} is to act.")


def _measurable(objective: Objective, _: Published) -> LintResult:
    lacks = [name for name in ("indicator", "baseline") if not getattr(objective, name)]
    if lacks:
        return LintResult("fail", f"No {' and no '.join(lacks)}.", unsaid=True)
    return LintResult("pass", "It has an indicator and a baseline.")


def _one_thing(objective: Objective, _: Published) -> LintResult:
    parts = objective.parts.splitlines()
    if len(parts) > 1:
        return LintResult("fail", f"It asks for {len(parts)} things at once; each is rated apart, or split it.")
    if not parts and ";" in objective.text:
        return LintResult(
            "unknown", "Its text has a semicolon and no parts are on record: it may ask for several things."
        )
    return LintResult("pass", "It asks for one thing.")


def _instrument(objective: Objective, _: Published) -> LintResult:
    if not objective.instrument:
        return LintResult("fail", "It names no treaty or standard.", unsaid=True)
    return LintResult("pass", f"{objective.instrument} {objective.article}".strip() + ".")


CHECKS: Final[Mapping[str, Callable[[Objective, Published], LintResult]]] = {
    "public": _public,
    "timeframe": _timeframe,
    "action": _action,
    "measurable": _measurable,
    "one-thing": _one_thing,
    "instrument": _instrument,
}
