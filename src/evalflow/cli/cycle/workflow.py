"""Workflow files → proved to complete before any cycle runs on them, or what to mend, and where."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from evalflow.cli.cycle import simulate, workflow_show
from evalflow.cli.frame.frame import FORM, CommandFamily, folder_here
from evalflow.cli.frame.output import Format, Table, say, show, show_record, show_table
from evalflow.effects.disk.files import read_file
from evalflow.usecases.cycles.workflows import CheckedWorkflow, check_workflow, shipped_workflows

workflow = CommandFamily("workflow", help="Prove that a workflow comes to its end before a cycle runs on it.")

_UNSOUND = 3


@workflow.command("list", example="evalflow workflow list")
@FORM
def list_(form: Format) -> None:
    """List the workflows that evalflow ships, and where they are, to be copied and edited."""
    columns = {"name": "Name", "version": "Version", "title": "Title", "steps": "Steps", "file": "File"}
    shipped = [(checked.file, checked.workflow) for checked in shipped_workflows() if checked.workflow]
    rows = [(read.name, read.version, read.title, len(read.steps), file) for file, read in shipped]
    show_table(Table(columns, rows), form, example=False)
    say("Copy one, edit it, check it with `evalflow workflow check FILE`, open a cycle with `--workflow FILE`.")


@workflow.command("check", example="evalflow workflow check my-workflow.yaml")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@FORM
def check(files: Sequence[Path], form: Format) -> None:
    """Check workflow files: is every line right, and does a cycle come to its end whatever happens?

    Needs no record. A file with a finding is not taken by `cycle open`. Ends with 3 where there is a finding.
    """
    checked = [check_workflow(read_file(file), str(file), folder_here()) for file in files]
    if form == "table":
        show("\n".join(line for one in checked for line in _lines(one)))
    else:
        tables = {"files": _files(checked), "findings": _findings(checked), "unchecked": _unchecked(checked)}
        show_record(tables, form, example=False)
    if not all(one.sound for one in checked):
        raise click.exceptions.Exit(_UNSOUND)


workflow.add_command(workflow_show.workflow_show)
workflow.add_command(simulate.workflow)


def _lines(checked: CheckedWorkflow) -> Iterator[str]:
    by = f"SHA-256 {checked.sha256}, checker {checked.checker}"
    if read := checked.workflow:
        yield f"{checked.file}: sound. {read.name} {read.version}, {len(read.steps)} steps; {by}."
        return
    count = "one finding" if len(checked.flaws) == 1 else f"{len(checked.flaws)} findings"
    yield f"{checked.file}: {count}; {by}."
    for flaw in checked.flaws:
        yield f"  {flaw.where}: {flaw.finding + ': ' if flaw.finding else ''}{flaw.says}"
    yield f"  Not checked because of that: {checked.unchecked}. Correct the above, then check again."


def _files(checked: Sequence[CheckedWorkflow]) -> Table:
    columns = ("file", "sha256", "checker", "sound", "workflow", "version", "steps")
    rows = [(one.file, one.sha256, one.checker, one.sound, *_named(one)) for one in checked]
    return Table({name: name for name in columns}, rows)


def _named(checked: CheckedWorkflow) -> tuple[str | None, str | None, int | None]:
    read = checked.workflow
    return (read.name, read.version, len(read.steps)) if read else (None, None, None)


def _unchecked(checked: Sequence[CheckedWorkflow]) -> Table:
    rows = [(one.file, one.unchecked) for one in checked if one.unchecked]
    return Table({name: name for name in ("file", "unchecked")}, rows)


def _findings(checked: Sequence[CheckedWorkflow]) -> Table:
    columns = ("file", "where", "finding", "says")
    rows = [(one.file, flaw.where, flaw.finding or None, flaw.says) for one in checked for flaw in one.flaws]
    return Table({name: name for name in columns}, rows)
