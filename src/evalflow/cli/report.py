"""The report: a draft, its adoption, its publication, and the same files made again from the saved record."""

from pathlib import Path

import click

from evalflow.cli.frame import Call, Command, Family, changes, read_file
from evalflow.cli.output import say, show
from evalflow.cli.places import refuse_nowhere
from evalflow.effects.pdf import FONTS
from evalflow.usecases import reports
from evalflow.usecases.current import held
from evalflow.usecases.cycles import complete_step, cycle_status

report = Family("report", help="Build, adopt and publish the report.")

_SIGNS = 12  # without a font, that are named
_DRAFTING = "Making the report; the PDF takes some seconds …"
_PUBLISHING = "Making the report from the adopted record; the PDF takes some seconds …"


@report.command("build", example="evalflow report build UK-CHINA-2027")
@click.argument("code")
@changes
def build(call: Call, code: str) -> None:
    """Make a draft of the report: PDF, HTML, and the data of both as JSON.

    It may be made at any time, and again; a draft is no publication. Once the report is adopted, it is that report that
    is made, as the governments may have it during the embargo.
    """
    built = reports.build_draft(call.door, code, call.settings.folder, lambda: call.say(_DRAFTING))
    _show(call, built.pdf)
    _warn(built.without_font)
    what = "A draft of the report" if "-draft." in built.pdf.name else "The adopted report"
    call.say(f"{what} on {code.upper()} is made, with its HTML twin and its data beside it.")


@report.command("adopt", example="evalflow report adopt UK-CHINA-2027")
@click.argument("code")
@click.option("--reason", default="", help="Whatever should stand beside the adoption.")
@changes
def adopt(call: Call, code: str, reason: str) -> None:
    """Adopt the report: what it says is frozen as the record stands now.

    The same as completing the step that adopts it: `evalflow cycle complete CODE adopt --choose adopted`.
    """
    step, choice = reports.adopting_step(cycle_status(call.door, code).here)
    here = complete_step(call.door, code, step, choice, reason)
    adoption = held(here.evaluation.adoption)
    call.show(here.evaluation.code)
    call.say(f"The report is adopted. It rests on the journal as of {adoption.size}:{adoption.root}.")
    call.say(f"Open now: {', '.join(here.cycle.open) or 'nothing'}.")


@report.command("publish", example="evalflow report publish UK-CHINA-2027")
@click.argument("code")
@changes
def publish(call: Call, code: str) -> None:
    """Publish the adopted report: PDF, HTML and data, and their hashes in the journal."""
    built = reports.publish(call.door, code, call.settings.folder, lambda: call.say(_PUBLISHING))
    _show(call, built.pdf, built.html, built.json)
    _warn(built.without_font)
    call.say(f"The report on {code.upper()} is published. The hashes of its files stand in the journal.")


@report.command(
    "rebuild",
    cls=Command,
    example="evalflow report rebuild reports/EXAMPLE-UK-CHINA-2027-draft.json --out rebuilt",
)
@click.argument("record", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for PDF and HTML.")
def rebuild(record: Path, out: Path) -> None:
    """Make PDF and HTML again from the data beside a report. Needs no database: anybody can."""
    read_file(record)  # what is wrong with it is said before the long work begins
    refuse_nowhere(out)
    say("Making PDF and HTML from the saved record …")
    built = reports.rebuild(record, out)
    show(str(built.pdf))
    _warn(built.without_font)
    say(f"PDF and HTML were made again from {record}.")


def _show(call: Call, *paths: Path) -> None:
    """Print where the files are; a dry run has made none."""
    for path in () if call.door.dry_run else paths:
        call.show(str(path))


def _warn(without_font: str) -> None:
    """Say which signs the PDF shows as empty boxes; the other editions are shown with the fonts of the reader."""
    if without_font:
        some = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in without_font[:_SIGNS])
        more = f" and {len(without_font) - _SIGNS} more" if len(without_font) > _SIGNS else ""
        say(f"The PDF shows empty boxes for signs of which this machine has no font: {some}{more}. {FONTS}")
