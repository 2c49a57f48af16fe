"""The report: a draft, its adoption, its publication, and the same files made again from the saved record."""

from datetime import datetime
from pathlib import Path

import click

from evalflow import wiring
from evalflow.cli.frame.ending import ENDING
from evalflow.cli.frame.frame import INSTANT, Call, Command, CommandFamily, changes, folder_here
from evalflow.cli.frame.output import say, show
from evalflow.cli.frame.places import refuse_nowhere
from evalflow.cli.letters.letters import tell_written
from evalflow.effects.disk.files import read_file
from evalflow.effects.printing.pdf import FONTS
from evalflow.errors import InvalidInput
from evalflow.settings import read_settings
from evalflow.usecases.cycles.cycles import complete_step
from evalflow.usecases.cycles.status import cycle_status
from evalflow.usecases.door.current import held
from evalflow.usecases.inputs import redaction
from evalflow.usecases.inputs.redaction import Asked
from evalflow.usecases.letters import distribution
from evalflow.usecases.report import files, reports

report = CommandFamily("report", help="Build, adopt and publish the report.")

_SIGNS = 12  # without a font, that are named
_DRAFTING = "Making the report; the PDF takes some seconds …"
_REDACTING = "Making the new edition; the PDF takes some seconds …"
_PUBLISHING = "Making the report from the adopted record; the PDF takes some seconds …"
_WITHOUT_PDF = "Making HTML and data from the adopted record …"


@report.command("build", example="evalflow report build UK-CHINA-2027")
@click.argument("code")
@changes
def build(call: Call, code: str) -> None:
    """Make a draft of the report: PDF, HTML, and the data of both as JSON.

    It may be made at any time, and again; a draft is no publication. Once the report is adopted, it is that report that
    is made, as the governments may have it during the embargo. Once it is published, the files that were published are
    written again from the record.
    """
    built = reports.build_draft(call.door, code, call.settings.folder, lambda: call.say(_DRAFTING))
    _show(call, built.files[0])
    _warn(built.without_font)
    what = "A draft of the report" if "-draft." in built.html.name else "The adopted report"
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
    current = complete_step(call.door, code, step, choice, reason)
    adoption = held(current.evaluation.adoption)
    call.show(current.evaluation.code)
    call.say(f"The report is adopted. It rests on the journal as of {adoption.size}:{adoption.root}.")
    call.say(f"Open now: {', '.join(current.cycle.open) or 'nothing'}.")


@report.command("publish", example="evalflow report publish UK-CHINA-2027")
@click.argument("code")
@click.option("--without-pdf", is_flag=True, help="Publish HTML and data alone. Needs --reason.")
@click.option("--reason", default="", help="Why the report is published without its PDF.")
@changes
def publish(call: Call, code: str, without_pdf: bool, reason: str) -> None:
    """Publish the adopted report: PDF, HTML and data, and their hashes in the journal.

    Where no PDF can be made, HTML and data can be published without it; `evalflow report add-pdf` adds it later. Until
    then no hash stands for a PDF, and letters carry the HTML.
    """
    if reason and not without_pdf:
        raise InvalidInput("bad-value", "--reason says why there is no PDF: give it with --without-pdf.")
    begins = _WITHOUT_PDF if without_pdf else _PUBLISHING
    built = reports.publish(
        call.door, code, call.settings.folder, lambda: call.say(begins), without_pdf=reason if without_pdf else None
    )
    _show(call, *built.files)
    _warn(built.without_font)
    call.say(f"The report on {code.upper()} is published. The hashes of its files stand in the journal.")
    if without_pdf:
        call.say(f"It has no PDF. To add one when it can be made: evalflow report add-pdf {code.upper()}")


@report.command("add-pdf", example="evalflow report add-pdf UK-CHINA-2027")
@click.argument("code")
@changes
def add_pdf(call: Call, code: str) -> None:
    """Add the PDF to a report that was published without it.

    It is made from the adopted record. The files that were published before stay as they are.
    """
    built = reports.add_pdf(call.door, code, call.settings.folder, lambda: call.say(_PUBLISHING))
    _show(call, built.pdf)
    call.say(f"The PDF of the report on {code.upper()} is added. Its hash is recorded in the journal.")


@report.command("send-draft", example="evalflow report send-draft UK-CHINA-2027")
@click.argument("code")
@changes
def send_draft(call: Call, code: str) -> None:
    """Make the draft, and owe both governments the letter that asks what is wrong in it, while they can reply."""
    call.say(_DRAFTING)
    tell_written(call, code, distribution.send_draft(call.door, code, call.settings.folder))


@report.command("distribute", example="evalflow report distribute UK-CHINA-2027")
@click.argument("code")
@click.option(
    "--edition", type=click.Choice(("public", "restricted")), default="public", show_default=True, help="Which one."
)
@click.option("--embargo", type=INSTANT, default=None, help="Not before this instant, such as 2027-06-14T09:00Z.")
@changes
def distribute(call: Call, code: str, edition: str, embargo: datetime | None) -> None:
    """Owe everybody in the circle the report, with a covering letter for their role and language.

    Who has had it gets no second one. With an embargo the letters wait for that instant by themselves.
    """
    tell_written(call, code, distribution.distribute(call.door, code, edition=edition, embargo=embargo))


@report.command(
    "send-correction",
    example='evalflow report send-correction UK-CHINA-2027 corrected.pdf --change "Paragraph 12: 2001, not 2010."',
)
@click.argument("code")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--change", "changes_", multiple=True, help="What has changed, a sentence; more than once for several.")
@changes
def send_correction(call: Call, code: str, file: Path, changes_: tuple[str, ...]) -> None:
    """Owe a corrected report to exactly those who had the first, with what has changed."""
    tell_written(call, code, distribution.send_correction(call.door, code, file, read_file(file), changes_))


@report.command(
    "redact",
    example='evalflow report redact UK-CHINA-2027 --reason "An input was protected (example)." '
    '--keep "the rating of UK-10=Only its old code is there." --keep "the rating of UK-11=Only its old code is there."',
)
@click.argument("code")
@click.option("--reason", default="", help="Why, in words that name nobody; always needed.")
@click.option("--instead", metavar="PLACE=WORDS", multiple=True, help="Words for a name at this place; repeat it.")
@click.option("--keep", metavar="PLACE=REASON", multiple=True, help="Why a name stays at this place; repeat it.")
@click.option("--without-pdf", is_flag=True, help="Make HTML and data alone, where no PDF can be made.")
@changes
def redact(
    call: Call, code: str, reason: str, instead: tuple[str, ...], keep: tuple[str, ...], without_pdf: bool
) -> None:
    """Make a new edition without protected inputs.

    Once an input in an adopted report was given a stricter level, that report is no longer given out. This makes the
    next edition without it and erases the old one: its record, its PDF, HTML and data, the copies kept for letters, and
    its files in this folder. The journal keeps their hashes. It refuses while other text names the input.
    """
    asked = Asked(reason, _parted(instead, "--instead"), _parted(keep, "--keep"), without_pdf)
    done = redaction.redact(call.door, code, asked, call.settings.folder, lambda: call.say(_REDACTING))
    _show(call, *done.files)
    call.say(done.note)
    call.say(f"The editions before it are erased here. To send this one: evalflow report distribute {code.upper()}")
    if done.copies:
        call.say("Copies of earlier editions that others hold, and only they can destroy:")
        for copy in done.copies:
            call.say(f"  {copy.who}, {copy.at:%Y-%m-%d}: {copy.file}, SHA-256 {copy.sha256}")
    call.say("Who copied a published report from elsewhere is not known. Older copies of the database hold it too.")


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
    folder = folder_here()
    built = files.rebuild(record, out, wiring.printer_of(read_settings(folder) if folder else None))
    ENDING.done = True
    show(str(built.pdf))
    _warn(built.without_font)
    say(f"PDF and HTML were made again from {record}.")


def _parted(given: tuple[str, ...], option: str) -> dict[str, str]:
    """Return what was given for each place. Raises InvalidInput: `bad-value`, one has no place or no words."""
    parts = {}
    for one in given:
        place, is_there, words = (part.strip() for part in one.partition("="))
        if not (place and is_there and words):
            raise InvalidInput("bad-value", f"{option} {one!r} has no place or no words. Write PLACE=WORDS.")
        parts[place] = words
    return parts


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
