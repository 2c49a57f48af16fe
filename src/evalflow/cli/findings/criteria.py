"""Suspension criteria: what they come to, on which facts, and what the body decided. Nothing is suspended by itself."""

from typing import Any

import click

from evalflow.cli.findings import criteria_text
from evalflow.cli.frame.event_sentences import decided
from evalflow.cli.frame.frame import DAY, WHO, Call, CommandFamily, changes, passes, prints, reads
from evalflow.evaluation.evaluation import DECISIONS, CheckedCriterion, Decision
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.findings import criteria as judged

criteria = CommandFamily("criteria", help="Check the suspension criteria and record the decisions.")


@criteria.command("list", example="evalflow criteria list")
@click.argument("code", required=False)
@reads
def list_(call: Call, code: str | None) -> None:
    """List the criteria: those that a cycle was opened with, or without CODE those that a new one would have."""
    criteria_set = cycle_status(call.door, code).here.criteria if code else judged.shipped_criteria()
    columns = {"code": "Code", "title": "Title", "trips_when": "Trips when", "kind": "Kind", "weight": "Weight"}
    call.show_table(columns, [(c.code, c.title, c.trips_when, c.kind, c.weight) for c in criteria_set.criteria])
    call.say(f"{criteria_set.title}, {criteria_set.name} {criteria_set.version}.")


@criteria.command("check", example="evalflow criteria check UK-CHINA-2027")
@click.argument("code", required=False)
@click.option("--dialogue", help="Look at a dialogue without any evaluation; records nothing.")
@click.option("--preview", is_flag=True, help="Show what they would come to now; record nothing.")
@click.option("--trace", is_flag=True, help="Show every clause with its value and its sources.")
@prints
@WHO
@passes
def check(call: Call, code: str | None, dialogue: str | None, preview: bool, trace: bool) -> None:
    """Check every criterion on the facts of this moment, and record the results with their traces.

    "Cannot tell" is an answer: it names what is missing. The software reports; the body decides.
    """
    if bool(code) == bool(dialogue):
        raise click.UsageError("Name a cycle, or a dialogue with --dialogue.")
    cycle = (code or "").upper()
    checked = _checked(call, cycle, dialogue, preview)
    _print(call, checked, cycle, trace)
    recorded = "" if dialogue or preview else f" The results are recorded in {cycle}."
    call.say(f"{_counted(checked)}{recorded}")
    tripped = [c.code for c in checked if c.result == "tripped"]
    if tripped and recorded:
        call.say(f"What follows is for the body to decide: evalflow criteria decide {cycle} {tripped[0]} DECISION …")


@criteria.command("explain", example="evalflow criteria explain UK-CHINA-2027 SC-10")
@click.argument("code")
@click.argument("criterion")
@reads
def explain(call: Call, code: str, criterion: str) -> None:
    """Show what a criterion comes to now, and what one fact would have to be for the result to be another."""
    checked, ways = judged.explain(call.door, code, criterion)
    if call.form == "table":
        criteria_set = cycle_status(call.door, code).here.criteria
        call.show(criteria_text.page([checked], criteria_set.criteria, trace=True) + "\n")
    call.show_table({"supposed": "If", "then": "Then"}, [(way.supposed, way.then) for way in ways])
    if not ways:
        call.say(f"No single fact, of those that can be tried, would change that {checked.code} is {checked.result}.")


@criteria.command(
    "decide",
    example="evalflow criteria decide UK-CHINA-2027 SC-10 continue-with-reasons "
    '--reasons "Both reports were promised in writing (example)." --decided-by "the committee (example)" '
    "--on 2027-04-22 --review-on 2027-09-01",
)
@click.argument("code")
@click.argument("criterion")
@click.argument("decision", type=click.Choice(DECISIONS))
@click.option("--reasons", default="", help="The reasons, always needed, as they are to be published.")
@click.option("--decided-by", required=True, help="Who decided: the body, a minister, both governments.")
@click.option("--on", "decided_on", type=DAY, required=True, help="The day of the decision.")
@click.option("--review-on", type=DAY, help="The day on which it is looked at again.")
@click.option("--cure-until", type=DAY, help="Until when the counterpart may put it right before more is decided.")
@changes
def decide(call: Call, code: str, criterion: str, decision: Any, **given: Any) -> None:
    """Record what people decided on a criterion, with their reasons. The dialogue itself is not touched."""
    days = {name: str(given.pop(name) or "") for name in ("decided_on", "review_on", "cure_until")}
    made = judged.decide_criterion(call.door, code, Decision(criterion.upper(), decision, **given, **days))
    call.show(made.criterion)
    call.say(decided(made))
    if decision in ("suspend", "terminate"):
        dialogue = cycle_status(call.door, code).here.dialogue.code
        call.say(f"The dialogue's own standing changes only with: evalflow dialogue {decision} {dialogue} …")


def _checked(call: Call, code: str, dialogue: str | None, preview: bool) -> tuple[CheckedCriterion, ...]:
    if dialogue:
        return judged.preview_dialogue(call.door, dialogue)
    return judged.preview_cycle(call.door, code) if preview else judged.check_criteria(call.door, code)


def _print(call: Call, checked: tuple[CheckedCriterion, ...], code: str, trace: bool) -> None:
    if call.form != "table":
        call.show_record(criteria_text.told(checked, trace=trace))
        return
    criteria_set = cycle_status(call.door, code).here.criteria if code else judged.shipped_criteria()
    call.show(criteria_text.page(checked, criteria_set.criteria, trace=trace))


def _counted(checked: tuple[CheckedCriterion, ...]) -> str:
    told = [(sum(c.result == result for c in checked), result) for result in ("tripped", "clear", "cannot tell")]
    return f"{len(checked)} criteria: {', '.join(f'{count} {result}' for count, result in told if count)}."
