"""Why something in a cycle is as it is: its date, what blocks it and what would help, what would be answered."""

from collections.abc import Iterator, Mapping, Sequence

import click

from evalflow.cli.cycle.simulation_text import indented
from evalflow.cli.cycle.status_page import completing
from evalflow.cli.findings.criteria_text import clause_lines, page, wrapped
from evalflow.cli.frame.event_sentences import sentence
from evalflow.cli.frame.frame import Call, Command, reads
from evalflow.cli.frame.output import Table, Value
from evalflow.cli.frame.remedies import worded
from evalflow.engine.arcs import step_named
from evalflow.engine.dates import day_in_words
from evalflow.evaluation.evaluation import TracedClause
from evalflow.usecases.cycles.why import JudgedRule, StepAnswer, Why
from evalflow.usecases.cycles.why import why as explained
from evalflow.usecases.door.current import Current
from evalflow.usecases.door.people import names

Names = Mapping[str, str]

_SIGNS = {"true": "✓", "false": "✗", "unknown": "?", "fails": "!"}
_HOLDS = {"true": "holds", "false": "does not hold", "unknown": "cannot be told", "fails": "fails"}


@click.command("why", cls=Command, example="evalflow why UK-CHINA-2027 terms")
@click.argument("code")
@click.argument("what", default="")
@reads
def why(call: Call, code: str, what: str) -> None:
    """Explain a date, a refusal, a block or a rule's result, from what decides it.

    WHAT is a step, STEP:CHOICE, a criterion such as SC-03, `opening` (the opening day), `report` (the day on which the
    report is promised), or one of the cycle's days as 2027-03-08. Without it, all that is open or waits. How any other
    date is counted: evalflow calendar count.
    """
    current, explanations = explained(call.door, code, what)
    known = names(call.door)
    if call.form != "table":
        call.show_record(_told(current, explanations, known))
    elif explanations:
        call.show(
            "\n\n".join(
                "\n".join(_lines(current, explanation, known, in_short=not what)) for explanation in explanations
            )
        )
    if not explanations:
        call.say(f"In {current.evaluation.code} nothing is open and nothing waits (it is {current.cycle.status}).")
    elif not what:
        call.say(f"More on one of them: evalflow why {current.evaluation.code} {explanations[0].what}")


def _lines(current: Current, explanation: Why, known: Names, *, in_short: bool) -> Iterator[str]:
    yield from wrapped(f"{explanation.what} · {explanation.title}", "", "  ")
    for said in explanation.says:
        yield from wrapped(said, "  ", "    ")
    if explanation.on:
        yield from wrapped(f"The day: {explanation.by or day_in_words(explanation.on)}, because", "  ", "    ")
    for reason in explanation.reasons:
        yield from wrapped(f"· {reason}", "    ", "      ")
    shown = [judged for judged in explanation.judged if judged.truth != "true" or not in_short]
    for judged in shown:
        yield from _gate(judged, in_short=in_short)
    if explanation.checked:
        yield from page([explanation.checked], [], trace=True).splitlines()
    for answer in () if in_short else explanation.answers:
        yield from _answered(current, explanation, answer, known)


def _gate(judged: JudgedRule, *, in_short: bool) -> Iterator[str]:
    asked = f"“{judged.choice}” asks for " if judged.choice else ""
    yield from wrapped(f"{_SIGNS[judged.truth]} {asked}{judged.rule}: {_HOLDS[judged.truth]}", "  ", "    ")
    if judged.why:
        yield from wrapped(judged.why, "    ", "      ")
    if judged.helps:
        yield from wrapped(f"helps: {judged.helps}", "    ", "      ")
    if not in_short:
        for missing in judged.missing:
            yield from wrapped(f"· not known: {missing}", "    ", "      ")
        for clause in judged.trace if _tells_more(judged) else ():
            yield from clause_lines(clause)


def _tells_more(judged: JudgedRule) -> bool:
    """Return whether a trace says more than the gate itself: a fact that is yes or no, without a source, does not."""
    return len(judged.trace) > 1 or any(clause.sources or clause.value not in ("yes", "no") for clause in judged.trace)


def _answered(current: Current, explanation: Why, answer: StepAnswer, known: Names) -> Iterator[str]:
    now = f"Choosing “{answer.choice}” now" if answer.choice else "Completing it now"
    if answer.code:
        yield from indented(f"{now} is refused ({answer.code}): {worded(answer.says, answer.helps)}", "  ")
        return
    step = step_named(current.workflow, explanation.what)
    yield from wrapped(f"{now} is possible: {completing(current.evaluation.code, step, answer.choice)}", "  ", "    ")
    for event in answer.happens:
        yield from wrapped(f"· {sentence(event, current.cycle.zone, known)}", "    ", "      ")


def _told(current: Current, explanations: Sequence[Why], known: Names) -> dict[str, Value | Table]:
    columns = ("what", "title", "on", "reasons", "says", "result", "missing")
    rows = [_row(one) for one in explanations]
    gates = [
        (explanation.what, judged.choice, judged.rule, judged.truth, judged.why, judged.helps, list(judged.missing))
        for explanation in explanations
        for judged in explanation.judged
    ]
    answers = [
        (
            one.what,
            a.choice,
            a.code,
            worded(a.says, a.helps),
            [sentence(event, current.cycle.zone, known) for event in a.happens],
        )
        for one in explanations
        for a in one.answers
    ]
    clauses = [
        (one.what, rule, clause.depth, clause.text, clause.value, clause.truth, list(clause.sources))
        for one in explanations
        for rule, trace in _traces(one)
        for clause in trace
    ]
    return {
        "code": current.evaluation.code, "now": current.now, "status": current.cycle.status, "zone": current.cycle.zone,
        "explained": _table(columns, rows),
        "gates": _table(("what", "choice", "rule", "truth", "why", "helps", "missing"), gates),
        "answers": _table(("what", "choice", "refused", "says", "happens"), answers),
        "trace": _table(("what", "rule", "depth", "clause", "value", "truth", "sources"), clauses),
    }  # fmt: skip


def _row(explanation: Why) -> list[Value]:
    result, missing = (
        (explanation.checked.result, list(explanation.checked.missing)) if explanation.checked else (None, [])
    )
    says = [*explanation.says, *([explanation.checked.why] if explanation.checked else [])]
    return [explanation.what, explanation.title, explanation.on, list(explanation.reasons), says, result, missing]


def _traces(explanation: Why) -> Iterator[tuple[str, Sequence[TracedClause]]]:
    yield from ((judged.rule, judged.trace) for judged in explanation.judged)
    if explanation.checked:
        yield explanation.checked.code, explanation.checked.trace


def _table(columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> Table:
    return Table({name: name for name in columns}, rows)
