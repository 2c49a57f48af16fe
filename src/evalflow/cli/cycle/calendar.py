"""Calendars and periods: whose days off there are, and the date that a period gives, with its reasons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import cast

import click

from evalflow.cli.frame.frame import DAY_OR_MOMENT, DRY_RUN, FORM, NOTHING_WRITTEN, CommandFamily, Whole, folder_here
from evalflow.cli.frame.output import Format, Table, Value, say, show, show_record, show_table
from evalflow.cli.frame.places import refuse_nowhere, write_out
from evalflow.definitions.calendar import read_calendar, write_calendar
from evalflow.effects.disk.files import read_file
from evalflow.engine.calendars import NO_HOLIDAYS, WEEKDAYS, Calendar
from evalflow.engine.dates import day_in_words
from evalflow.engine.periods import RULES, Period, Rule
from evalflow.engine.zones import zone_named
from evalflow.errors import InvalidDefinition
from evalflow.usecases.door import calendars

calendar = CommandFamily("calendar", help="Whose days off there are, and which date a period gives, with its reasons.")

_UNREADABLE = 3


@calendar.command("list", example="evalflow calendar list")
@FORM
def list_(form: Format) -> None:
    """List the calendars that a workflow can name: those in the record's folder calendars/, and those shipped."""
    known = calendars.Calendars(folder_here())
    columns = {"name": "Name", "title": "Title", "weekend": "Weekend", "covers": "Holidays known", "file": "File"}
    rows = [
        (name, known[name].title, _weekend(known[name]), _covers(known[name]), str(known.files[name])) for name in known
    ]
    show_table(Table(columns, rows), form, example=False)
    say("A workflow names one under 'calendar'. Make one of a country: evalflow calendar import COUNTRY YEAR")


@calendar.command("show", example="evalflow calendar show england-and-wales --year 2027")
@click.argument("name", metavar="NAME|FILE")
@click.option("--year", type=Whole(1, 9999), help="Only this year.")
@FORM
def show_(name: str, year: int | None, form: Format) -> None:
    """Show the holidays of a calendar, what is unverified of them, and where they come from."""
    _, found = calendars.calendar_of(name, folder_here())
    columns = {"on": "Day", "weekday": "", "name": "Holiday", "unverified": "Unverified"}
    days = [day for day in sorted(found.holidays) if year in (None, day.year)]
    rows: list[list[Value]] = [
        [day, WEEKDAYS[day.weekday()][:3], found.holidays[day].name, found.holidays[day].unverified] for day in days
    ]
    show_table(Table(columns, rows), form, example=False)
    say(f"{found.title}. Weekend: {_weekend(found)}. Holidays are known for {_covers(found)}.")
    say(f"Source: {found.source}")
    if not rows:
        say("It names no holiday there.")


@calendar.command(
    "count", example="evalflow calendar count 2027-01-05 P8W --calendar england-and-wales --rule next-working-day"
)
@click.argument("start", type=DAY_OR_MOMENT, metavar="DAY|MOMENT")
@click.argument("period")
@click.option("--back", is_flag=True, help="Count backwards from the day: such a date never moves later.")
@click.option("--rule", type=click.Choice(RULES), default="plain", show_default=True, help="How the period is counted.")
@click.option("--calendar", "name", default="none", show_default=True, help="A calendar's name, or a file.")
@click.option("--zone", default="UTC", show_default=True, help="The time zone in which the last day ends.")
@FORM
def count(start: date | datetime, period: str, back: bool, rule: str, name: str, zone: str, form: Format) -> None:
    """Print the last day that a period gives, and every reason for it. The day of the event itself is not counted.

    Working days are written P10WD, hours PT48H. Hours count from a moment, such as 2027-01-05T10:20, by the clock of
    --zone, or from the end of a day.
    """
    _, days = calendars.calendar_of(name, folder_here())
    if isinstance(start, datetime) and start.tzinfo is None:
        start = start.replace(tzinfo=zone_named(zone))
    deadline = calendars.count(
        start, Period.parse_counted(period), back=back, rule=cast(Rule, rule), calendar=days, zone=zone
    )
    if form == "table":
        ends = deadline.until if deadline.is_hour else day_in_words(deadline.on)
        show("\n".join([ends, *(f"  {reason}" for reason in deadline.reasons)]))
    else:
        told: dict[str, Value] = {
            "on": deadline.on,
            "at": deadline.at,
            "zone": deadline.zone,
            "reasons": list(deadline.reasons),
        }
        show_record(told, form, example=False)
    if rule == "plain" and days != NO_HOLIDAYS and not Period.parse_counted(period).is_counted:
        say("By the rule plain no calendar is looked at: give --rule next-working-day or eu-1182-71.")


@calendar.command("import", example="evalflow calendar import JO 2027")
@click.argument("country")
@click.argument("year", type=Whole(1900, 2200))
@click.option("--through", type=Whole(1900, 2200), help="The last year, if not YEAR.")
@click.option("--subdivision", default="", help="A part of the country, such as ENG of GB.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write, if not calendars/NAME.yaml.")
@DRY_RUN
def import_(country: str, year: int, through: int | None, subdivision: str, out: Path | None, dry_run: bool) -> None:
    """Make a calendar file of a country (by its two letters) from the package `holidays`, every day marked unverified.

    Correct it by the official list, then name it in a workflow. A file that is there already is not overwritten.
    """
    found = calendars.import_calendar(country, year, through or year, subdivision)
    if out:
        refuse_nowhere(out)
        found = replace(found, name=out.stem)  # a workflow finds a calendar by its file
    file = out or (folder_here() or Path()) / calendars.FOLDER / f"{found.name}.yaml"
    text = write_calendar(found)
    read_calendar(text.encode(), str(file))  # what is written is what will be read
    if dry_run:
        show(text.rstrip())
        say(NOTHING_WRITTEN)
        return
    write_out(file, text.encode())
    say("None of its days is verified: compare them with the official list before relying on one.")


@calendar.command("check", example="evalflow calendar check calendars/jo.yaml")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@FORM
def check(files: Sequence[Path], form: Format) -> None:
    """Check calendar files. Ends with 3 where there is something to mend in one of them."""
    columns = {"file": "File", "where": "Where", "says": "What was found"}
    rows: list[list[Value]] = []
    for file in files:
        try:
            found = read_calendar(read_file(file), str(file))
            holidays = "one holiday" if len(found.holidays) == 1 else f"{len(found.holidays)} holidays"
            rows.append([str(file), None, f"sound: {found.name} {found.version}, {holidays}"])
        except InvalidDefinition as bad:
            rows += [[str(file), problem.where, problem.what] for problem in bad.problems]
    if form == "table":
        show("\n".join(f"{file if where is None else where}: {says}" for file, where, says in rows))
    else:
        show_table(Table(columns, rows), form, example=False)
    if any(where is not None for _, where, _ in rows):
        raise click.exceptions.Exit(_UNREADABLE)


def _weekend(found: Calendar) -> str:
    return ", ".join(WEEKDAYS[day] for day in sorted(found.weekend))


def _covers(found: Calendar) -> str:
    if found == NO_HOLIDAYS:
        return "no year"
    return f"{day_in_words(found.first)} to {day_in_words(found.last)}"
