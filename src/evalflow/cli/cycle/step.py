"""Open steps and persons: who has one in hand, for how long, when it is looked at again, how much it matters; undo."""

from collections.abc import Callable
from datetime import date
from typing import get_args

import click

from evalflow.cli.cycle import status_page as standing
from evalflow.cli.frame.event_sentences import sentence
from evalflow.cli.frame.frame import DAY, NAME, Call, CommandFamily, changes, reads
from evalflow.engine.words import Priority
from evalflow.usecases.cycles import steps
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.cycles.steps import Dealt

step = CommandFamily("step", help="Who has an open step in hand; when it is looked at again; undo what was done last.")

_ON = "2027-01-22"


def _of_a_step(run: Callable[..., None]) -> Callable[..., None]:
    """Give a command what all of these name: the cycle, and one of its steps."""
    return click.argument("code")(click.argument("step")(run))


@step.command("list", example="evalflow step list UK-CHINA-2027")
@click.argument("code")
@reads
def list_(call: Call, code: str) -> None:
    """List the open steps: until when, in whose hands, how many have approved, when to look again, how much it matters.

    □ a window that closes by itself, ▸ a task, ! an overdue one.
    """
    here = cycle_status(call.door, code)
    if call.form == "table":
        call.show("\n".join(standing.steps(here)))
    else:
        call.show_table({name: name for name in standing.COLUMNS}, standing.rows(here))
    if not here.open:
        call.say(f"No step is open. What comes next: evalflow cycle status {here.here.evaluation.code}")


@step.command("claim", example="evalflow step claim UK-CHINA-2027 terms")
@_of_a_step
@changes
def claim(call: Call, code: str, step: str) -> None:
    """Take an open task in hand: nobody else completes it then, until you release it."""
    _tell(call, steps.claim(call.door, code, step), "It is in your hands already.")


@step.command("assign", example='evalflow step assign UK-CHINA-2027 terms --to "Second Officer (example)"')
@_of_a_step
@click.option("--to", type=NAME, required=True, help="Into whose hands it comes.")
@changes
def assign(call: Call, code: str, step: str, to: str) -> None:
    """Put an open task into somebody's hands, whoever has it now. A name that is new is entered into the record."""
    _tell(call, steps.assign(call.door, code, step, to), f"It is in the hands of {to} already.")


@step.command("release", example='evalflow step release UK-CHINA-2027 terms --reason "she is on leave (example)"')
@_of_a_step
@click.option("--reason", default="", help="Why; needed where it is in somebody else's hands.")
@changes
def release(call: Call, code: str, step: str, reason: str) -> None:
    """Let a task go, so that anybody can take it. One that was lent goes back to who lent it."""
    _tell(call, steps.release(call.door, code, step, reason))


@step.command(
    "delegate", example=f'evalflow step delegate UK-CHINA-2027 terms --to "Second Officer (example)" --until {_ON}'
)
@_of_a_step
@click.option("--to", type=NAME, required=True, help="Who does it meanwhile.")
@click.option("--until", type=DAY, required=True, help="The last day: when it ends, the task is in your hands again.")
@changes
def delegate(call: Call, code: str, step: str, to: str, until: date) -> None:
    """Lend a task that you have in hand to somebody else, until the end of a day."""
    _tell(call, steps.delegate(call.door, code, step, to, until))


@step.command(
    "follow-up", example=f'evalflow step follow-up UK-CHINA-2027 terms --on {_ON} --note "ask the printer (example)"'
)
@_of_a_step
@click.option("--on", type=DAY, help="The day on which to look at it again.")
@click.option("--none", is_flag=True, help="Take the day back.")
@click.option("--note", default="", help="What to look at.")
@changes
def follow_up(call: Call, code: str, step: str, on: date | None, none: bool, note: str) -> None:
    """Plan a day on which to look at an open step again: `evalflow today` marks it when that day has come."""
    if none == (on is not None):
        raise click.UsageError("Give one of --on DAY and --none.")
    _tell(call, steps.follow_up(call.door, code, step, on, note), "It is planned so already.")


@step.command("priority", example="evalflow step priority UK-CHINA-2027 terms high")
@_of_a_step
@click.argument("priority", type=click.Choice(get_args(Priority)))
@changes
def priority(call: Call, code: str, step: str, priority: Priority) -> None:
    """Say how much an open step matters: `evalflow today` lists what matters more before what matters less."""
    _tell(call, steps.prioritise(call.door, code, step, priority), f"It has {priority} priority already.")


@step.command("undo", example='evalflow step undo UK-CHINA-2027 --reason "completed by mistake (example)"')
@click.argument("code")
@click.option("--reason", default="", help="Why, always needed; the report prints it.")
@changes
def undo(call: Call, code: str, reason: str) -> None:
    """Take back what a person did last to a step of a cycle: its completion, or an approval. The journal keeps both.

    Refused once others rely on it: a window has opened, a report was adopted, what followed has moved on. Done again,
    it takes back what was done before that.
    """
    dealt = steps.undo(call.door, code, reason)
    _tell(call, dealt)
    call.say(f"Open now: {', '.join(dealt.here.cycle.open)}.")


def _tell(call: Call, dealt: Dealt, otherwise: str = "") -> None:
    call.show(dealt.here.evaluation.code)
    for event in dealt.happened:
        call.say(sentence(event, dealt.here.cycle.zone, dealt.names))
    if not dealt.happened:
        call.say(f"Nothing changed. {otherwise}")
    if dealt.newcomer:
        meant = f" If {dealt.meant} is meant, assign it anew to that name." if dealt.meant else ""
        call.say(f"{dealt.newcomer} is new to the record.{meant}")
