"""What is ahead of a cycle: its days with their slack and what hangs on what, or its whole course simulated."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from evalflow.cli.cycle.cycles import cycle
from evalflow.cli.cycle.simulate import ASSUME, CHOOSE, Drawn, asked_how, print_out
from evalflow.cli.cycle.simulation_text import doubted, promise, still
from evalflow.cli.findings.criteria_text import wrapped
from evalflow.cli.frame.frame import Call, reads
from evalflow.cli.frame.output import Table, Value
from evalflow.engine.dates import day_in_words
from evalflow.engine.forecast import Ahead, Forecast
from evalflow.engine.periods import local_day
from evalflow.usecases.cycles.simulations import forecast_cycle, simulate_cycle
from evalflow.usecases.door.current import Current

_COLUMNS = ("step", "title", "open", "earliest", "planned", "latest", "slack_days", "no_deadline", "critical")


@cycle.command("forecast", example="evalflow cycle forecast UK-CHINA-2027 --assume inputs.points_open=0")
@click.argument("code")
@CHOOSE
@ASSUME
@reads
def forecast(call: Call, code: str, **how: tuple[str, ...]) -> None:
    """Show when each step ahead is over: at the earliest, as planned, and at the latest for the promise to be kept.

    Earliest: each task is done as soon as it opens. Planned: on its last day. Latest: the last day on which the step
    may be over, so that with everything else at the earliest the report is still there on the promised day. Slack: the
    days between earliest and latest.
    """
    current, found = forecast_cycle(call.door, code, **how)
    if call.form == "table":
        call.show("\n".join(_page(current, found)))
    else:
        call.show_record(_told(current, found))


@cycle.command("simulate", example="evalflow cycle simulate UK-CHINA-2027 --pace earliest")
@click.argument("code")
@asked_how
@reads
def simulate(call: Call, code: str, drawn: Drawn, out: Path | None, **how: Any) -> None:
    """Run a cycle from where it stands to its end on a virtual clock: what happens when, letters and deadlines.

    Its own workflow and calendar count. Automatic steps are decided on what is on record today.
    """
    print_out(simulate_cycle(call.door, code, **how), drawn, out, call.form, example=call.example)


def _page(current: Current, found: Forecast) -> Iterator[str]:
    now = day_in_words(local_day(found.since, current.cycle.zone))
    yield from wrapped(f"{current.evaluation.code} · {current.dialogue.title}", "", "  ")
    yield f"Forecast of {now}, {current.cycle.zone}"
    yield from wrapped(_still(current, now), "", "  ")
    yield ""
    yield from _rows(found)
    yield ""
    yield from wrapped(_ends(found), "", "  ")
    for line in promise(
        found.promised, [("At the earliest", found.earliest_keeps), ("As planned", found.planned_keeps)]
    ):
        yield from wrapped(line, "", "  ")
    yield from wrapped(_critical(found), "", "  ")
    yield from doubted(found.doubts)


def _rows(found: Forecast) -> Iterator[str]:
    width = max([len(each.step.name) for each in found.ahead] + [4])
    yield f"  {'Step':<{width}}  {'Earliest':<11}  {'Planned':<12}  {'Latest':<11}  Slack"
    for each in found.ahead:
        days = f"{_day(each.earliest):<11}  {_day(each.planned) + _star(each):<12}  {_day(each.latest):<11}"
        yield f"{'▸' if each.open else ' '} {each.step.name:<{width}}  {days}  {_slack(each)}".rstrip()
    if any(_star(each) for each in found.ahead):
        yield "* no deadline: planned as soon as it opens"


def _star(each: Ahead) -> str:
    return "*" if each.step.no_deadline and each.planned else ""


def _day(on: date | None) -> str:
    return day_in_words(on) if on else "–"


def _slack(each: Ahead) -> str:
    return "–" if each.slack is None else f"{each.slack} day{'s' * (each.slack != 1)}"


def _still(current: Current, now: str) -> str:
    paused_at = current.cycle.paused_at
    return still(day_in_words(local_day(paused_at, current.cycle.zone)), now) if paused_at else ""


def _ends(found: Forecast) -> str:
    earliest, planned = found.earliest.ends_on, found.planned.ends_on
    if earliest is None or planned is None:
        return "On these assumptions the cycle does not end."
    return f"The cycle ends on {day_in_words(earliest)} at the earliest, on {day_in_words(planned)} as planned."


def _critical(found: Forecast) -> str:
    """Return which steps have the least slack, or why none has any; "" where nothing ahead can break the promise."""
    names = [each.step.name for each in found.critical]
    if not names:
        broken = _keeps(found.earliest_keeps, found.promised.on if found.promised else None) is False
        return "No step has a last day: even at the earliest pace the promise is not kept." if broken else ""
    slack = _slack(found.critical[0])
    if len(names) == 1:
        return f"Critical is {names[0]}, with the least slack: {slack}."
    return (
        f"Critical, with the least slack of {slack}, are {', '.join(names)}: each day that one of them takes longer is "
        "a day less for all that comes after it."
    )


def _told(current: Current, found: Forecast) -> dict[str, Value | Table]:
    critical = {each.step.name for each in found.critical}
    rows = [
        (
            each.step.name, each.step.title, each.open, each.earliest, each.planned, each.latest, each.slack,
            each.step.no_deadline or None, each.step.name in critical,
        )
        for each in found.ahead
    ]  # fmt: skip
    doubts = [(doubt.kind, doubt.step, doubt.on, doubt.says) for doubt in found.doubts]
    promised = found.promised
    return {
        "code": current.evaluation.code, "now": found.since, "zone": current.cycle.zone, "status": current.cycle.status,
        "paused_since": current.cycle.paused_at, "earliest_end": found.earliest.ends_on,
        "planned_end": found.planned.ends_on, "promised_on": promised.on if promised else None,
        "promised_because": list(promised.reasons) if promised else [], "earliest_keeps_on": found.earliest_keeps,
        "planned_keeps_on": found.planned_keeps,
        "earliest_keeps": _keeps(found.earliest_keeps, promised.on if promised else None),
        "planned_keeps": _keeps(found.planned_keeps, promised.on if promised else None),
        "steps": Table({name: name for name in _COLUMNS}, rows),
        "doubts": Table({name: name for name in ("kind", "step", "on", "says")}, doubts),
    }  # fmt: skip


def _keeps(on: date | None, promised: date | None) -> bool | None:
    return None if promised is None else on is not None and on <= promised
