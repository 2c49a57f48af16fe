"""Data for other tools: tables with their dictionary, results for IATI, and the list of all that went out."""

from pathlib import Path
from typing import Any, Final

import click

from evalflow.cli.frame.frame import Call, CommandFamily, changes, reads
from evalflow.cli.frame.places import refuse_nowhere
from evalflow.effects.exchange.iati import Reporting
from evalflow.evaluation.report.columns import LEVELS
from evalflow.usecases.report import exports

export = CommandFamily("export", help="Tables and results for other tools, each export noted in the journal.")

_LEVEL: Final = click.option(
    "--level", type=click.Choice(LEVELS), default="public", show_default=True, help="Who is to have it."
)


@export.command("tables", example="evalflow export tables UK-CHINA-2027 --out tables")
@click.argument("code")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@click.option(
    "--form", "kind", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="Which form."
)
@_LEVEL
@changes
def tables(call: Call, code: str, out: Path, kind: Any, level: Any) -> None:
    """Write objectives, changes, inputs, criteria and the rest as tables, with a dictionary of every column.

    Of an adopted report it is what was adopted. Public tables hold what the report prints and no more; those for the
    evaluating body also hold points that are not released, and must not be passed on.
    """
    refuse_nowhere(out)
    paths = exports.export_data(call.door, code, level, kind, out)
    for path in () if call.door.dry_run else paths:
        call.show(str(path))
    call.say(f"{len(paths)} tables, the dictionary among them. The journal notes that they went out.")
    if level != "public":
        call.say("Some are for the evaluating body alone and hold points that are not released: do not publish them.")


@export.command("dictionary", example="evalflow export dictionary UK-CHINA-2027")
@click.argument("code")
@_LEVEL
@reads
def dictionary_(call: Call, code: str, level: Any) -> None:
    """List every column of every table that `export tables` writes, with its kind and what it means."""
    sheet = exports.sheets_of(call.door, code, level)[-1]
    call.show_table({column.name: column.name for column in sheet.columns}, list(sheet.rows))


@export.command(
    "iati",
    example="evalflow export iati UK-CHINA-2027 --org XM-EXAMPLE-1 --org-type 10 --org-name 'Example Parliament' "
    "--out results.xml",
)
@click.argument("code")
@click.option("--org", "ref", required=True, help="Identifier of who publishes it, as in IATI's registry.")
@click.option("--org-type", "type_", required=True, help="Its type by IATI's code list: 10 is government.")
@click.option("--org-name", "name", required=True, help="Its name.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file for it.")
@changes
def iati(call: Call, code: str, ref: str, type_: str, name: str, out: Path) -> None:
    """Write the results in the format of IATI 2.03: one result for each rated objective, its status as a rank."""
    refuse_nowhere(out)
    path = exports.export_iati(call.door, code, Reporting(ref, type_, name), out)
    if not call.door.dry_run:
        call.show(str(path))
    call.say("Results as IATI 2.03, without values: statuses are ranks. The journal notes that they went out.")


@export.command("list", example="evalflow export list")
@reads
def list_(call: Call) -> None:
    """List all data that went out: who made the export, when, at which level, and the hash of each file."""
    went_outs = exports.list_exports(call.door)
    columns = {"at": "At", "by": "By", "what": "What", "level": "Level", "file": "File", "sha256": "SHA-256"}
    rows = [
        (went_out.at, went_out.by, went_out.what, went_out.level, name, sha)
        for went_out in went_outs
        for name, sha in went_out.files.items()
    ]
    call.show_table(columns, rows)
    if not went_outs:
        call.say("No data went out yet: evalflow export tables CYCLE --out FOLDER")
