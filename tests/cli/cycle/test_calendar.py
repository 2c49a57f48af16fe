"""Calendars and counted periods on the command line, without any record and beside one."""

import json
import shlex
from pathlib import Path

import pytest

from evalflow.cli.frame.frame import Command
from tests.definitions.test_bad_files import BAD
from tests.support.command_line import CommandLine, commands

COUNT = ("calendar", "count")
ENGLAND = ("--calendar", "england-and-wales", "--rule", "next-working-day")
HOLIDAY = "  2027-03-08:\n    name: 'Founders'' Day'\n"
OFFICE = f"""\
evalflow: 1
calendar: office
version: 1.0.0
title: The office
weekend: [saturday, sunday]
covers: {{from: 2027-01-01, through: 2027-12-31}}
source: its own list
holidays:
{HOLIDAY}"""


@pytest.mark.parametrize(("words", "command"), commands("calendar"))
def test_the_example_of_each_command_runs_without_a_record(evalflow: CommandLine, words: str, command: Command) -> None:
    if words == "calendar check":
        evalflow.done("calendar", "import", "JO", "2027")
    _, *typed = shlex.split(command.example)
    assert evalflow(*typed).code == 0


def test_the_calendars_are_listed_with_the_days_they_know(evalflow: CommandLine) -> None:
    ran = evalflow("calendar", "list", "--format", "json")
    rows = json.loads(ran.out)["rows"]
    assert [(row["name"], row["weekend"], row["covers"], Path(row["file"]).name) for row in rows] == [
        ("england-and-wales", "Saturday, Sunday", "1 Jan 2019 to 31 Dec 2028", "england-and-wales.yaml"),
        ("eu-institutions", "Saturday, Sunday", "1 Jan 2023 to 31 Dec 2028", "eu-institutions.yaml"),
        ("jordan", "Friday, Saturday", "1 Jan 2026 to 31 Dec 2027", "jordan.yaml"),
    ]
    assert ran.err == (
        "A workflow names one under 'calendar'. Make one of a country: evalflow calendar import COUNTRY YEAR\n"
    )


def test_a_record_s_own_calendar_is_found_by_its_name(record: CommandLine) -> None:
    Path("calendars").mkdir()
    Path("calendars/office.yaml").write_text(OFFICE)
    assert "office" in [row["name"] for row in json.loads(record.done("calendar", "list", "--format", "json"))["rows"]]
    assert record.done("calendar", "show", "office") == (
        "Day              Holiday        Unverified\n2027-03-08  Mon  Founders' Day\n"
    )
    assert record.done("calendar", "count", "2027-03-01", "P1W", *ENGLAND[2:], "--calendar", "office") == (
        "9 Mar 2027\n"
        "  1 week after 1 Mar 2027 is Mon 8 Mar 2027\n"
        "  Mon 8 Mar 2027 is Founders' Day; the next working day is Tue 9 Mar 2027\n"
        "  until the end of 9 Mar 2027, UTC = 10 Mar 2027 00:00 UTC\n"
    )


def test_a_calendar_is_shown_with_its_source_and_what_is_unverified(evalflow: CommandLine) -> None:
    ran = evalflow("calendar", "show", "jordan", "--year", "2027", "--format", "json")
    rows = json.loads(ran.out)["rows"]
    assert rows[0] == {
        "on": "2027-01-01",
        "weekday": "Fri",
        "name": "New Year's Day",
        "unverified": "from the holidays package, version 0.109; the official list was not at hand",
    }
    assert {row["on"][:4] for row in rows} == {"2027"}
    says, source = ran.err.splitlines()
    assert says == (
        "Public holidays in Jordan. Weekend: Friday, Saturday. Holidays are known for 1 Jan 2026 to 31 Dec 2027."
    )
    assert source.startswith("Source: The holidays package, version 0.109")


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (("none",), "Saturdays and Sundays alone. Weekend: Saturday, Sunday. Holidays are known for no year."),
        (("jordan", "--year", "1999"), "Public holidays in Jordan. "),
        (("bare.yaml",), "The office. Weekend: Saturday, Sunday. Holidays are known for 1 Jan 2027 to 31 Dec 2027."),
    ],
)
def test_a_calendar_or_year_without_holidays_says_so(evalflow: CommandLine, asked: tuple[str, ...], known: str) -> None:
    Path("bare.yaml").write_text(OFFICE.replace(f"holidays:\n{HOLIDAY}", "holidays: {}\n"))
    ran = evalflow("calendar", "show", *asked)
    assert (ran.code, ran.err.startswith(known), ran.err.splitlines()[-1]) == (
        0, True, "It names no holiday there.",
    )  # fmt: skip


def test_a_date_is_counted_with_every_reason_in_any_form(evalflow: CommandLine) -> None:
    asked = (*COUNT, "2027-03-19", "P1W", *ENGLAND, "--zone", "Europe/London")
    reasons = [
        "1 week after 19 Mar 2027 is Fri 26 Mar 2027",
        "Fri 26 Mar 2027 is Good Friday; the next working day is Tue 30 Mar 2027",
        "until the end of 30 Mar 2027, Europe/London = 30 Mar 2027 23:00 UTC",
    ]
    assert evalflow.done(*asked).splitlines() == ["30 Mar 2027", *(f"  {reason}" for reason in reasons)]
    assert json.loads(evalflow.done(*asked, "--format", "json")) == {
        "on": "2027-03-30", "at": "2027-03-30T23:00:00+00:00", "zone": "Europe/London", "reasons": reasons,
    }  # fmt: skip
    assert evalflow.done(*asked, "--format", "csv").startswith(
        "on,at,zone,reasons\r\n2027-03-30,2027-03-30 23:00:00 UTC"
    )
    back = evalflow.done(*COUNT, "2027-04-02", "P1W", "--back", *ENGLAND).splitlines()
    assert (back[0], back[2]) == (
        "26 Mar 2027",
        "  Fri 26 Mar 2027 is Good Friday; counted backwards, the date does not move later",
    )


def test_a_calendar_that_the_rule_does_not_look_at_is_not_left_unsaid(evalflow: CommandLine) -> None:
    plain = evalflow(*COUNT, "2027-03-19", "P1W", "--calendar", "england-and-wales")
    assert (plain.out.splitlines()[0], plain.err) == (
        "26 Mar 2027",
        "By the rule plain no calendar is looked at: give --rule next-working-day or eu-1182-71.\n",
    )
    assert evalflow(*COUNT, "2027-03-19", "P1W").err == ""


@pytest.mark.parametrize(
    ("typed", "code", "says"),
    [
        (("count", "2027-02-30", "P1W"), 2, "The calendar has no '2027-02-30'. Check year, month and day."),
        (("count", "soon", "P1W"), 2, "'soon'"),
        (("count", "2027-03-19"), 2, "Missing argument 'PERIOD'"),
        (("count", "2027-03-19", "8 weeks"), 3, "'8 weeks' is not a period. Write years, months, weeks and days in"),
        (("count", "2027-03-19", "P1W", "--rule", "eu"), 2, "'eu' is not one of 'plain', 'next-working-day',"),
        (("count", "2027-03-19", "P1W", "--zone", "Europe/Londn"), 3, "Did you mean Europe/London?"),
        (("count", "2027-03-19", "P1W", "--zone", "CET"), 3, "Is it Europe/Brussels?"),
        (("count", "2569-03-19", "P1W"), 2, "By the Gregorian calendar it would be 2026-03-19 (Buddhist calendar)."),
        (("count", "2027-03-19T25:00", "PT2H"), 2, "There is no '2027-03-19T25:00' in the calendar."),
        (("count", "2027-03-19", "P1W", "--calendar", "jordn"), 1, "Did you mean 'jordan'?"),
        (("count", "9999-12-01", "P1M"), 3, "The calendar has no day 1 month after 1 Dec 9999."),
        (("show", "englnd-and-wales"), 1, "Did you mean 'england-and-wales'?"),
        (("show", "bad.yaml"), 3, "bad.yaml:6:1: The file cannot have 'cover'. Did you mean 'covers'?"),
        (("check", "gone.yaml"), 1, "There is no file gone.yaml. Check its name and folder."),
        (("check", "."), 3, "cannot be read"),
        (("import", "XX", "2027"), 1, "The holidays package knows no country 'XX'."),
        (("import", "JO", "27"), 2, "27 is not in the range"),
        (("import", "JO", "2027", "--through", "2026"), 1, "The last year, 2026, comes before the first, 2027."),
        (("import", "GB", "2027", "--subdivision", "england"), 1, "There are: ENG, NIR, SCT, WLS."),
        (("import", "JO", "2027", "--out", "nosuch/jo.yaml"), 1, "There is no folder nosuch."),
        (
            ("import", "JO", "2027", "--out", "JO 2027.yaml"),
            3,
            "JO 2027.yaml:2:11: calendar has to be a name in small letters",
        ),
        (("import", "JO", "2027", "--out", "none.yaml"), 3, "none.yaml:2:11: calendar: none is the calendar without"),
        (("import", "JO", "2027", "--out", "bad.yaml"), 1, "bad.yaml holds something else and is not overwritten."),
    ],
)
def test_what_does_not_fit_is_said_with_what_helps(
    evalflow: CommandLine, typed: tuple[str, ...], code: int, says: str
) -> None:
    Path("bad.yaml").write_bytes((BAD / "calendar" / "an-unknown-name.yaml").read_bytes())
    found, talk = evalflow.refused("calendar", *typed)
    assert (found, says in " ".join(talk.split())) == (code, True), talk


def test_an_imported_calendar_is_found_by_the_record_and_not_overwritten(record: CommandLine) -> None:
    ran = record("calendar", "import", "JO", "2027", "--through", "2028")
    assert (ran.code, ran.out, ran.err) == (
        0,
        f"{Path.cwd() / 'calendars' / 'jo.yaml'}\n",
        "None of its days is verified: compare them with the official list before relying on one.\n",
    )
    assert record.done("calendar", "check", "calendars/jo.yaml") == (
        "calendars/jo.yaml: sound: jo 1.0.0, 27 holidays\n"
    )
    assert record("calendar", "show", "jo").code == 0
    assert record.refused("calendar", "import", "JO", "2027")[0] == 1


def test_a_calendar_may_be_imported_under_another_name(evalflow: CommandLine) -> None:
    assert evalflow.done("calendar", "import", "GB", "2027", "--subdivision", "sct", "--out", "edinburgh.yaml") == (
        "edinburgh.yaml\n"
    )
    assert Path("edinburgh.yaml").read_text().splitlines()[1:4] == [
        "calendar: edinburgh",
        "version: 1.0.0",
        "title: 'Public holidays of GB SCT, 2027'",
    ]


def test_an_import_can_be_tried_first(evalflow: CommandLine) -> None:
    tried = evalflow("calendar", "import", "JO", "2027", "--dry-run")
    assert (tried.code, tried.err, list(Path().iterdir())) == (0, "Dry run: nothing was written.\n", [])
    evalflow.done("calendar", "import", "JO", "2027")
    assert Path("calendars/jo.yaml").read_text() == tried.out


def test_what_is_to_mend_in_calendar_files_is_told_for_all_of_them(evalflow: CommandLine) -> None:
    Path("bad.yaml").write_bytes((BAD / "calendar" / "an-unknown-name.yaml").read_bytes())
    Path("office.yaml").write_text(OFFICE)
    told = "The file cannot have 'cover'. Did you mean 'covers'?"
    ran = evalflow("calendar", "check", "bad.yaml", "office.yaml")
    lines = ran.out.splitlines()
    assert (ran.code, ran.err, lines[0].startswith(f"bad.yaml:6:1: {told}"), lines[-1]) == (
        3, "", True, "office.yaml: sound: office 1.0.0, one holiday",
    )  # fmt: skip
    ran = evalflow("calendar", "check", "bad.yaml", "office.yaml", "--format", "json")
    rows = json.loads(ran.out)["rows"]
    assert (ran.code, [(row["file"], row["where"]) for row in rows]) == (
        3, [("bad.yaml", "bad.yaml:6:1"), ("office.yaml", None)],
    )  # fmt: skip


def test_hours_and_working_days_are_counted_with_hour_and_zone(evalflow: CommandLine) -> None:
    assert evalflow.done(
        "calendar", "count", "2027-01-05T10:20", "PT48H", "--zone", "Europe/Brussels", "--rule", "eu-1182-71"
    ) == (
        "11:00 on 7 Jan 2027 (Europe/Brussels)\n"
        "  48 hours after 10:20 on 5 Jan 2027 (Europe/Brussels) is 11:00 on 7 Jan 2027 (Europe/Brussels)\n"
        "  the hour of the event is not counted, by article 3(1) of Regulation 1182/71\n"
        "  until 11:00 on 7 Jan 2027 (Europe/Brussels) = 7 Jan 2027 10:00 UTC\n"
    )
    told = json.loads(evalflow.done("calendar", "count", "2027-01-05T09:20Z", "PT1H", "--format", "json"))
    assert (told["at"], told["on"]) == ("2027-01-05T10:20:00+00:00", "2027-01-05")
    back = evalflow.done("calendar", "count", "2027-01-05", "P5WD", "--back", "--calendar", "england-and-wales")
    assert back.startswith("24 Dec 2026\n  5 working days before 5 Jan 2027 is Thu 24 Dec 2026\n")
