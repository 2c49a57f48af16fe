"""A workflow that is well formed → does a cycle come to its end, in time, with all it asks for? If not, where?"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, get_args

from evalflow.definitions.gates import WORDS, check_close_early, check_gates
from evalflow.definitions.shape import FileValues
from evalflow.engine import soundness
from evalflow.engine.clocks import counted
from evalflow.engine.dates import day_in_words
from evalflow.engine.plan import plan
from evalflow.engine.rules import Declared, Expression, references
from evalflow.engine.soundness import Kind
from evalflow.engine.words import Step, Timing, Workflow
from evalflow.errors import InvalidInput

# the words that problems begin with
FINDINGS: Final = (
    *get_args(Kind), "counts-too-early", "unsupplied", *WORDS, "ends-before-it-opens", "too-long",
)  # fmt: skip
_LONG_BEFORE: Final = timedelta(days=366)  # a cycle is opened, before its opening day

_MONTHS: Final = tuple(date(2027, month, 1) for month in range(1, 13))


def prove(sheet: FileValues, workflow: Workflow, declared: Mapping[str, Declared]) -> None:
    """Note what keeps a cycle from coming to its end, from being in time, and what is read before it can be there."""
    unsound = soundness.findings(workflow)
    for finding in unsound:
        sheet.note(("steps", finding.step), f"{finding.kind}: {finding.says}")
    for step in workflow.steps:
        _check_anchor(sheet, workflow, step)
        _check_facts(sheet, workflow, step, declared)
        check_gates(sheet, step, declared)
    check_close_early(sheet, workflow, declared)
    if not unsound:
        _check_order(sheet, workflow)
    if workflow.report_due and not sheet.problems:  # CheckedWorkflow says so where it is not looked at
        _check_length(sheet, workflow, workflow.report_due)


def _check_anchor(sheet: FileValues, workflow: Workflow, step: Step) -> None:
    timing = step.timing
    if timing is None or timing.step is None:
        return
    what, done, too_early = (
        ("deadline", "opened", soundness.opens_before)
        if timing.anchor == "due"
        else ("closing", "closed", soundness.opens_without)
    )
    if too_early(workflow, step.name, timing.step):
        told = f"{step.name} counts from the {what} of {timing.step}, but may open before {timing.step} has {done}."
        sheet.note(("steps", step.name), f"counts-too-early: {told}")


def _check_facts(sheet: FileValues, workflow: Workflow, step: Step, declared: Mapping[str, Declared]) -> None:
    """Note each fact that a step's gates read and that cannot be there when they read it."""
    for fact in _facts_of(step, declared):
        if fact.act and step.name in soundness.opening_steps(workflow, _all_but(fact.act)):
            told = f"but may open before any step has done {fact.act!r}, which supplies it. Ask for it in a later step."
            sheet.note(("steps", step.name), f"unsupplied: {step.name} asks for {fact.name}, {told}")


def _facts_of(step: Step, declared: Mapping[str, Declared]) -> list[Declared]:
    """Return the facts that a step's gates or branches read."""
    gates = (*step.requires, *(gate for choice in step.choices for gate in choice.requires))
    return _named([*(gate.rule for gate in gates), *(b.when for b in step.branches if b.when)], declared)


def _named(rules: Iterable[Expression], declared: Mapping[str, Declared]) -> list[Declared]:
    return [declared[name] for name in sorted({name for rule in rules for name in references(rule)})]


def _all_but(act: str) -> soundness.Passes:
    return lambda way: act not in way.acts


def _check_length(sheet: FileValues, workflow: Workflow, promised: Timing) -> None:
    """Note when the longest way to what the workflow does with the report, or to its end, outlasts the promise."""
    acting = {step.name for step in workflow.steps if step.act or any(choice.act for choice in step.choices)}
    until = acting or {step.name for step in workflow.steps}
    try:
        for opening in _openings(workflow, promised):
            due = counted(workflow, opening, promised, workflow.timezone).on
            way = soundness.longest(workflow, opening, until)
            if way.on > due:
                sheet.note(("report_due",), _too_long(opening, due, way))
                return
    except InvalidInput as beyond:
        sheet.note(("report_due",), f"too-long: Its periods, one after the other, cannot be counted. {beyond}")


def _check_order(sheet: FileValues, workflow: Workflow) -> None:
    """Note each step whose deadline is over before the step can open, if each deadline before it is just kept.

    A step without a deadline on the way is taken to be done at once: so what is noted is late in any case.
    """
    early: dict[str, str] = {}
    try:
        for opening in _openings(workflow, None):
            for name, days in plan(workflow, opening, opening - _LONG_BEFORE, at_once=True).items():
                if days.first and days.last and days.last < days.first:
                    early.setdefault(name, _too_early(name, opening, days.first, days.last))
    except InvalidInput:
        return  # beyond the end of the calendar: what promises a report is told so
    for name, told in early.items():
        sheet.note(("steps", name), f"ends-before-it-opens: {told}")


def _too_early(name: str, opening: date, first: date, last: date) -> str:
    on, opens, ends = (day_in_words(day) for day in (opening, first, last))
    return (
        f"{name} ends on {ends} in a cycle that opens on {on}, but opens on {opens} if each deadline before it is just "
        "kept. Count it from 'opened' or from a later step, or give it longer."
    )


def _openings(workflow: Workflow, promised: Timing | None) -> tuple[date, ...]:
    """Return the days on which a cycle may open that tell all: the first of each month, where months are counted."""
    periods = [timing.period for timing in (promised, *(step.timing for step in workflow.steps)) if timing]
    return _MONTHS if any(period.years or period.months for period in periods) else _MONTHS[:1]


def _too_long(opening: date, due: date, way: soundness.Way) -> str:
    first, last, ends = (day_in_words(day) for day in (opening, due, way.on))
    return (
        f"too-long: A cycle that opens on {first} promises the report by {last}, but takes until {ends} even if each "
        f"deadline is just kept: {', '.join(way.steps)}. Promise it later, or shorten the periods of these steps."
    )
