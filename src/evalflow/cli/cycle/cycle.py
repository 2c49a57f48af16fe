"""A cycle moved on: opened, its terms published, its body named, steps completed, paused, resumed, closed early."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from evalflow.cli.cycle.cycles import cycle
from evalflow.cli.findings.finding import NO_OBJECTIVES, NONE_DUE
from evalflow.cli.frame.frame import CODE, DAY, NAME, Call, changes
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import local_day
from evalflow.engine.rules import references
from evalflow.engine.words import CloseCycleEarly, PauseCycle, ResumeCycle
from evalflow.evaluation.bodies import BODY_KINDS, Body, BodyKind
from evalflow.evaluation.evaluation import Terms
from evalflow.evaluation.letters.kinds import LETTERS, KindOfLetter
from evalflow.usecases.cycles import cycles
from evalflow.usecases.cycles.cycles import Opening
from evalflow.usecases.door.current import Current
from evalflow.usecases.findings.findings import list_findings
from evalflow.usecases.findings.recommendations import list_recommendations

_FILE = click.Path(path_type=Path)


@cycle.command(
    "open",
    example='evalflow cycle open uk-china --opens 2027-01-11 --operator "Secretariat (example)" --does-not-conduct',
)
@click.argument("dialogue")
@click.option("--opens", type=DAY, required=True, help="The day on which the windows for inputs open.")
@click.option("--operator", type=NAME, required=True, help="Who operates the record; it is printed on page one.")
@click.option(
    "--conducts/--does-not-conduct",
    "conducts",
    required=True,
    help="Say one of the two: whether the operator conducts the dialogue.",
)
@click.option("--code", type=CODE, help="Code of the cycle. Otherwise DIALOGUE-YEAR.")
@click.option("--workflow", type=_FILE, help="A workflow file, if not the shipped one.")
@click.option("--criteria", type=_FILE, help="A file of suspension criteria, if not the shipped one.")
@click.option("--scorecard", type=_FILE, help="A file of recommendations as checks, if not the shipped one.")
@changes
def open_(
    call: Call, dialogue: str, opens: date, operator: str, conducts: bool, code: str | None, **given: Any
) -> None:
    """Open a cycle of a dialogue. Its workflow, criteria and recommendations are pinned: changed files do not reach it.

    An operator that conducts the dialogue takes public inputs only.
    """
    current = cycles.open_cycle(call.door, Opening(dialogue, opens, operator, conducts, code or "", **given))
    given_code = current.evaluation.code
    call.show(given_code)
    call.say(f"The cycle {given_code} is open; its windows open on {day_in_words(opens)} ({current.cycle.zone}).")
    carried = [] if call.door.dry_run else list_recommendations(call.door, given_code)
    if carried:
        oldest = max(carried, key=lambda listed: listed.age)
        many = f"{len(carried)} recommendation{'s' if len(carried) > 1 else ''}"
        call.say(f"{many} of earlier evaluations not ended yet: {oldest.recommendation.code} is the oldest.")
        call.say(f"See what became of them: evalflow recommendation list {given_code}")
    call.say(f"What to do next: evalflow cycle status {given_code}")


@cycle.command(
    "publish-terms",
    example="evalflow cycle publish-terms UK-CHINA-2027 --timetable https://example.org/timetable "
    "--criteria https://example.org/criteria --on 2026-12-18",
)
@click.argument("code")
@click.option("--timetable", required=True, metavar="URL", help="Where the timetable is public.")
@click.option("--criteria", required=True, metavar="URL", help="Where the criteria are public.")
@click.option("--on", type=DAY, required=True, help="The day on which they were published.")
@changes
def publish_terms(call: Call, code: str, timetable: str, criteria: str, on: date) -> None:
    """Record where and when timetable and criteria were published."""
    current = cycles.publish_terms(call.door, code, Terms(timetable, criteria, on.isoformat()))
    call.show(current.evaluation.code)
    call.say(f"Timetable and criteria of {current.evaluation.code} are public since {day_in_words(on)}.")


@cycle.command(
    "name-body",
    example='evalflow cycle name-body UK-CHINA-2027 "Committee (example)" --accountable-to "Parliament (example)" '
    "--kind parliament",
)
@click.argument("code")
@click.argument("name", type=NAME)
@click.option("--accountable-to", required=True, type=NAME, help="Whom the body answers to.")
@click.option("--kind", type=click.Choice(BODY_KINDS), help="What kind of body it is.")
@click.option("--source", default="", help="Where its mandate stands.")
@changes
def name_body(call: Call, code: str, name: str, accountable_to: str, kind: BodyKind | None, source: str) -> None:
    """Record which body evaluates, whom it answers to, and what kind of body it is.

    A `government` is that of a party to the dialogue: it evaluates itself. An `other-government` is that of no party.
    """
    current = cycles.name_body(call.door, code, Body(name, accountable_to, source, kind or ""))
    call.show(current.evaluation.code)
    body = current.evaluation.body
    assert body is not None  # noqa: S101 - it was named just now
    call.say(f"{current.evaluation.code} is evaluated by {name}{body.in_brackets}, accountable to {accountable_to}.")
    if not body.kind:
        call.say("What kind of body it is, is not recorded yet: type the same again with --kind.")


@cycle.command("complete", example="evalflow cycle complete UK-CHINA-2027 terms")
@click.argument("code")
@click.argument("step")
@click.option("--choose", "choice", default="", help="The way out, where the step offers several.")
@click.option("--reason", default="", help="The reason, where the way out asks for one.")
@changes
def complete(call: Call, code: str, step: str, choice: str, reason: str) -> None:
    """Complete an open step. Refused while a gate is closed; the refusal names what is missing and what helps."""
    current = cycles.complete_step(call.door, code, _named(step), choice, reason)
    call.show(current.evaluation.code)
    call.say(f"{_completed(current, _named(step))} {_open(current)}")
    completed = [each for each in current.workflow.steps if each.name == _named(step)]
    for sends in filter(None, (each.sends_with(_named(choice)) for each in completed)):
        _tell_letters(call, current, LETTERS[sends])
    if any("findings.unrated" in references(gate.rule) for each in completed for gate in each.requires):
        found = list_findings(call.door, code)
        if not any(rated.due for rated in found):
            call.say(NONE_DUE if found else NO_OBJECTIVES)


def _tell_letters(call: Call, current: Current, kind: KindOfLetter) -> None:
    """Say that the letters that a step sends wait, where there is anybody to get them."""
    from evalflow.usecases.letters.letters import list_letters  # here, because few steps write any

    code = current.evaluation.code
    if waiting := len(list_letters(call.door, code, "held", kind.name)):
        wait = f"letter {kind.bears} waits" if waiting == 1 else f"letters {kind.bears} wait"
        call.say(f"{waiting} {wait} for release: evalflow letters list {code}")


def _with_basis(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every stop of a cycle needs."""
    run = click.option("--basis", required=True, help="The decision or rule that it rests on.")(run)
    return click.option("--reason", default="", help="Why, always needed; the report prints it.")(run)


@cycle.command("pause", example='evalflow cycle pause UK-CHINA-2027 --reason "elections" --basis "decision of 2 March"')
@click.argument("code")
@_with_basis
@changes
def pause(call: Call, code: str, reason: str, basis: str) -> None:
    """Stop a cycle's clock for a while, as its workflow says for each step."""
    current = cycles.move(call.door, code, PauseCycle(reason, basis))
    call.show(current.evaluation.code)
    call.say(f"{current.evaluation.code} is paused. Go on with: evalflow cycle resume {current.evaluation.code} …")


@cycle.command(
    "resume", example='evalflow cycle resume UK-CHINA-2027 --reason "elections are over" --basis "decision of 9 May"'
)
@click.argument("code")
@_with_basis
@changes
def resume(call: Call, code: str, reason: str, basis: str) -> None:
    """Let a paused cycle go on. Deadlines move by what was left of them."""
    current = cycles.move(call.door, code, ResumeCycle(reason, basis))
    call.show(current.evaluation.code)
    call.say(f"{current.evaluation.code} goes on. {_open(current)}")


@cycle.command(
    "close-early",
    example='evalflow cycle close-early UK-CHINA-2027 --reason "the dialogue ended" --basis "note of 3 June (example)"',
)
@click.argument("code")
@_with_basis
@changes
def close_early(call: Call, code: str, reason: str, basis: str) -> None:
    """End a cycle before its report. Every point of every input needs its answer first."""
    current = cycles.move(call.door, code, CloseCycleEarly(reason, basis))
    call.show(current.evaluation.code)
    call.say(
        f"{current.evaluation.code} is closed early. "
        f"Print what is on record: evalflow report build {current.evaluation.code}"
    )


def _completed(current: Current, name: str) -> str:
    """Return that a step is complete, or that it was approved and takes others too."""
    state = current.cycle.open.get(name)
    needed = next((step.approvals.count for step in current.workflow.steps if step.name == name and step.approvals), 0)
    if state and state.approved:
        return f"{name} is approved by {len(state.approved)} of {needed}; it closes with the last."
    return f"{name} is complete."


def _named(step: str) -> str:
    """Return a step's name as workflows write it: a hyphen is as good as an underline."""
    return step.replace("-", "_")


def _open(current: Current) -> str:
    if current.cycle.status in ("ended", "closed-early"):
        return "The cycle is complete."
    zone = current.cycle.zone
    opens = [f"{name} ({day_in_words(local_day(at, zone))})" for name, at in current.cycle.waiting.items()]
    told = [f"Open now: {', '.join(current.cycle.open)}."] if current.cycle.open else []
    return " ".join([*told, f"To open: {', '.join(opens)}."] if opens else told)
