"""Published reports go to partners and come from them, in bundles that carry their schema and their hash."""

from pathlib import Path
from typing import Final

import click

from evalflow.cli.frame.frame import Call, CommandFamily, changes, reads
from evalflow.cli.frame.places import refuse_nowhere
from evalflow.effects.disk.files import read_file
from evalflow.usecases.report import exchanges

exchange = CommandFamily("exchange", help="Share published reports with partners, and take in theirs.")

_FILE: Final = click.Path(dir_okay=False, path_type=Path)


@exchange.command("export", example="evalflow exchange export UK-CHINA-2027 --out bundle.json")
@click.argument("cycles", nargs=-1)
@click.option("--out", type=_FILE, required=True, help="A new file for the bundle.")
@changes
def export(call: Call, cycles: tuple[str, ...], out: Path) -> None:
    """Write published reports into one file for partners: of these CYCLES, or all. Only what is public is in it."""
    refuse_nowhere(out)
    codes = exchanges.export_bundle(call.door, out, cycles)
    if not call.door.dry_run:
        call.show(str(out))
    call.say(f"In the bundle: {', '.join(codes)}. A partner takes it in with: evalflow exchange import {out}")
    call.say(
        "Once it is sent, note the day: evalflow record add coordination --dialogue DIALOGUE --set shared_on=DATE …"
    )


@exchange.command("import", example="evalflow exchange import bundle.json --from 'Example partner'")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "shared_by", default="", help="Who shared it; without, the title of the record it came from.")
@changes
def import_(call: Call, file: Path, shared_by: str) -> None:
    """Take in the reports of a partner's bundle: they stand beside our own in `compare`, marked as theirs."""
    taken = exchanges.import_bundle(call.door, read_file(file), str(file), shared_by)
    became = {"new": "taken in", "known": "known already", "own": "our own"}
    for received_report in taken:
        call.show(received_report.sha256)
        call.say(f"{received_report.cycle}: {became[received_report.became]}.")
    call.say(f"Where they and our record differ: evalflow exchange diff {file}")


@exchange.command("diff", example="evalflow exchange diff bundle.json")
@click.argument("file", type=click.Path(path_type=Path))
@reads
def diff(call: Call, file: Path) -> None:
    """Show where a partner's reports and our record of the same dialogues do not say the same. Neither is preferred."""
    aparts = exchanges.diff_bundle(call.door, read_file(file), str(file))
    columns = {"cycle": "Report", "dialogue": "Ours", "what": "What", "kind": "Kind", "ours": "Here", "theirs": "There"}
    call.show_table(
        columns,
        [(one.cycle, one.ours, each.where, each.kind, each.ours, each.theirs) for one in aparts for each in one.found],
    )
    for apart in aparts:
        if not apart.ours:
            call.say(f"{apart.cycle}: this record has no dialogue of the same two governments.")
        elif not apart.found:
            call.say(f"{apart.cycle}: nothing differs.")


@exchange.command("list", example="evalflow exchange list")
@reads
def list_(call: Call) -> None:
    """List the reports that partners have shared."""
    partner_reports = exchanges.partner_reports(call.door)
    columns = {"cycle": "Report", "dialogue": "Dialogue", "adopted": "Adopted", "shared_by": "Shared by",
               "received_at": "Received", "sha256": "SHA-256"}  # fmt: skip
    rows = [
        (
            partner_report.compared.cycle,
            partner_report.compared.dialogue,
            partner_report.compared.adopted_on,
            partner_report.shared_by,
            partner_report.received_at,
            partner_report.id,
        )
        for partner_report in partner_reports
    ]
    call.show_table(columns, rows)
    if not partner_reports:
        call.say("No partner has shared a report yet: evalflow exchange import FILE")
