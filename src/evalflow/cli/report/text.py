"""The report in the body's own words: its texts in one file, who evaluated, what it lacks, what is set aside."""

from collections import Counter
from pathlib import Path
from typing import Final

import click

from evalflow.cli.frame.frame import Call, changes, looks, reads
from evalflow.cli.frame.output import Value
from evalflow.cli.frame.places import show_or_write
from evalflow.cli.report.report import report
from evalflow.effects.disk.files import read_file
from evalflow.evaluation.report.narrative import PARTS, Evaluator
from evalflow.evaluation.report.public_record.checks import ReportCheck
from evalflow.intake.report_text import read_report_text, report_template
from evalflow.usecases.report import narratives

_FILE: Final = click.Path(dir_okay=False, path_type=Path)


@report.command("template", example="evalflow report template UK-CHINA-2027 --out report.md")
@click.argument("code")
@click.option("--out", type=_FILE, help="A new file for it; without, it is printed.")
@looks
def template(call: Call, code: str, out: Path | None) -> None:
    """Print the file in which the body writes its report, with what is written already."""
    name, texts = narratives.written_texts(call.door, code)
    if show_or_write(call, report_template(name, texts), out):
        call.say(f"Once it is filled in: evalflow report write {name} {out}")


@report.command("write", example="evalflow report write UK-CHINA-2027 report.md")
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path))
@changes
def write(call: Call, code: str, file: Path) -> None:
    """Take the body's own words from a filled FILE: summary, purpose, method, conclusions and the rest.

    A part that is empty in the file stays as it is on record. Until the report is adopted it can be done again.
    """
    texts = read_report_text(read_file(file), str(file))
    name, new = narratives.write_texts(call.door, code, texts)
    call.show(name)
    call.say(f"Written: {', '.join(PARTS[one].title for one in new)}." if new else "All of it stood there already.")
    call.say(f"What the report lacks still: evalflow report check {name}")


@report.command(
    "evaluator",
    example='evalflow report evaluator UK-CHINA-2027 "Example evaluator 1" --role "member of the body" '
    '--statement "No interest in either government, and no work for one in five years (example)."',
)
@click.argument("code")
@click.argument("name")
@click.option("--role", default="", help="In what role.")
@click.option("--statement", default="", help="What they state of their interests, also that there are none.")
@changes
def evaluator(call: Call, code: str, name: str, role: str, statement: str) -> None:
    """Name one who evaluates, with their statement of interests: both are printed in the report."""
    call.show(narratives.name_evaluator(call.door, code, Evaluator(name.strip(), role.strip(), statement.strip())))
    call.say(f"{name} is named in the report, with the statement.")


@report.command("check", example="evalflow report check UK-CHINA-2027")
@click.argument("code")
@reads
def check(call: Call, code: str) -> None:
    """Check section by section what the report lacks: while something does, it cannot be adopted.

    What others rely on (answers, ratings, checks of criteria) nobody can set aside; the rest a named person can.
    """
    checks = narratives.check_report(call.door, code)
    columns = {"check": "Check", "section": "Section", "asks": "Asks for", "result": "Result"}
    if call.form == "table":
        call.show_table(columns, [[one.name, one.section, one.asks, _result(one)] for one in checks.found])
    else:
        more = {"missing": "Missing", "remedy": "Remedy", "set_aside_by": "Set aside by", "reason": "Reason"}
        call.show_table(columns | more, [_row(one, checks) for one in checks.found])
    _tell(call, checks)


def _row(one: ReportCheck, checks: narratives.Checks) -> list[Value]:
    aside = one.override if one.missing else None
    by = checks.names.get(aside.by, aside.by) if aside else ""
    remedy = one.remedy if one.missing else ""
    return [one.name, one.section, one.asks, _result(one), one.missing, remedy, by, aside.reason if aside else ""]


def _result(one: ReportCheck) -> str:
    if not one.missing:
        return "holds"
    return "missing, required" if one.fixed else "missing" if one.override is None else "set aside"


def _tell(call: Call, checks: narratives.Checks) -> None:
    remedies: dict[str, None] = {}
    for one in checks.found:
        if one.missing:
            aside = f" Set aside by {checks.names.get(one.override.by)}: {one.override.reason}" if one.override else ""
            call.say(f"{one.name}: {one.missing}{aside}")
        if one.blocks:
            remedies.setdefault(one.remedy)
    for remedy in remedies:
        call.say(f"  {remedy}")
    counts = Counter(one.blocks for one in checks.found)
    if not counts[True]:
        call.say(f"Nothing is missing: evalflow report adopt {checks.code}, once its step is open.")
        return
    call.say(f"{counts[True]} of {len(checks.found)} checks do not hold: the report cannot be adopted yet.")
    if any(one.blocks and not one.fixed for one in checks.found):
        call.say(
            f"To adopt without one that is not required: evalflow report override {checks.code} CHECK --reason TEXT"
        )


@report.command(
    "override",
    example='evalflow report override UK-CHINA-2027 terms --reason "They were given by word of mouth (example)."',
)
@click.argument("code")
@click.argument("check_", metavar="CHECK")
@click.option("--reason", default="", help="Why the report is adopted without it. It is printed, with who decided so.")
@changes
def override(call: Call, code: str, check_: str, reason: str) -> None:
    """Set a check of the report aside that does not hold. The report prints what was missing, by whom and why.

    Open points, objectives without a rating and criteria without a check cannot be set aside.
    """
    found = narratives.override_check(call.door, code, check_, reason)
    call.show(found.name)
    call.say(f"{found.name} is set aside. The report prints it: {found.missing}")
