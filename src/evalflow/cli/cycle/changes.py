"""A cycle changed while it runs: a deadline or the opening moved, another workflow or calendar, each with a reason."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from evalflow.cli.cycle.cycles import cycle
from evalflow.cli.frame.event_sentences import sentence
from evalflow.cli.frame.frame import DAY, Call, changes, prints
from evalflow.cli.frame.output import Value
from evalflow.engine.migrating import Carried
from evalflow.engine.words import ExtendDeadline, MoveDeadline, MoveOpening
from evalflow.errors import InvalidInput
from evalflow.usecases.cycles.changes import Changed, Migration, Onto, move_deadline
from evalflow.usecases.cycles.changes import migrate as go_on_by

_REASON = click.option("--reason", default="", help="Why, always needed; the report prints it.")
_CASCADE = click.option("--cascade", is_flag=True, help="Move the open deadlines that count from it as well.")
_OPENING = "opening"


@cycle.command(
    "extend",
    example='evalflow cycle extend UK-CHINA-2027 terms --until 2027-01-29 --reason "the printer is late (example)"',
)
@click.argument("code")
@click.argument("step")
@click.option("--until", type=DAY, required=True, help="The new last day.")
@_REASON
@_CASCADE
@changes
def extend(call: Call, code: str, step: str, until: date, reason: str, cascade: bool) -> None:
    """Keep an open step open until the end of a later day."""
    _tell(call, move_deadline(call.door, code, ExtendDeadline(step, until, reason, cascade)))


@cycle.command(
    "move", example='evalflow cycle move UK-CHINA-2027 opening --to 2027-01-18 --reason "the hall is taken (example)"'
)
@click.argument("code")
@click.argument("step", metavar="STEP|opening")
@click.option("--to", type=DAY, required=True, help="The new last day of the step, or the new opening day.")
@_REASON
@_CASCADE
@changes
def move(call: Call, code: str, step: str, to: date, reason: str, cascade: bool) -> None:
    """Set another last day for an open task, earlier or later, or another opening day. A window is never shortened.

    The opening moves only before it has come; what waits for it moves with it.
    """
    command = MoveOpening(to, reason, cascade) if step == _OPENING else MoveDeadline(step, to, reason, cascade)
    _tell(call, move_deadline(call.door, code, command))


def _tell(call: Call, changed: Changed) -> None:
    call.show(changed.here.evaluation.code)
    for event in changed.happened:
        call.say(sentence(event, changed.here.cycle.zone, {}))
    if changed.stays:
        count = "One deadline counts" if len(changed.stays) == 1 else f"{len(changed.stays)} deadlines count"
        call.say(f"{count} from it and stayed: {', '.join(changed.stays)}. With --cascade they move too.")


@cycle.command("migrate", example="evalflow cycle migrate UK-CHINA-2027 --calendar england-and-wales")
@click.argument("code")
@click.option("--to", "workflow", type=click.Path(path_type=Path), help="The workflow file to go on by.")
@click.option("--calendar", default="", metavar="NAME|FILE", help="The calendar to go on by.")
@click.option(
    "--step", "steps", multiple=True, metavar="OLD=NEW", help="Which new step an old one becomes. Repeatable."
)
@click.option("--apply", is_flag=True, help="Do it. Without this, only what it would move is shown.")
@_REASON
@prints
@changes
def migrate(
    call: Call, code: str, workflow: Path | None, calendar: str, steps: Sequence[str], apply: bool, reason: str
) -> None:
    """Let a running cycle go on by another workflow or calendar; show first what becomes of every step and deadline.

    Refused where an open step, a deadline or days of a window would be lost, and where the cycle could not come to its
    end from where it stands. A deadline that people have moved stays where they set it.
    """
    if not workflow and not calendar:
        raise InvalidInput("nothing-to-go-on-by", "Name the workflow with --to, or the calendar with --calendar.")
    migration = go_on_by(call.door, code, Onto(workflow, calendar, _names(steps), reason, apply))
    columns = {"step": "Step", "becomes": "Becomes", "stands": "Stands", "before": "Due before", "after": "Due then"}
    call.show_table(columns, [_row(carried) for carried in migration.carried])
    _tell_migration(call, migration)


def _names(steps: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for typed in steps:
        old, is_there, new = (part.strip() for part in typed.partition("="))
        if not (old and is_there and new):
            raise InvalidInput("bad-step-map", f"--step {typed!r} names no two steps. Write OLD=NEW.")
        names[old.replace("-", "_")] = new.replace("-", "_")
    return names


def _row(carried: Carried) -> list[Value]:
    before, after = (due.on if due else None for due in (carried.before, carried.after))
    return [carried.old, carried.new, carried.stands, before, after]


def _tell_migration(call: Call, migration: Migration) -> None:
    for one in migration.carried:
        if one.moves and one.before and one.after:
            moved = f"from {one.before.until} to {one.after.until}"
            call.say(f"{one.new} moves {moved}: {'; '.join(one.after.reasons)}.")
    if not any(carried.moves for carried in migration.carried):
        call.say("No deadline moves.")
    if migration.applied:
        call.say(
            f"{migration.here.evaluation.code} goes on by {migration.here.workflow.name} "
            f"{migration.here.workflow.version}."
        )
    else:
        call.say("Nothing was changed. To do it: the same with --apply and --reason.")
