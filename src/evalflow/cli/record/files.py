"""Files with entries of the registers: empty ones to fill in, taken in, and written out."""

import csv
import io
import json
import os
import re
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from textwrap import shorten
from typing import IO, get_args

import click
from click.core import ParameterSource

from evalflow.cells import safe_cell
from evalflow.cli.frame import output
from evalflow.cli.frame.frame import Call, changes
from evalflow.cli.frame.places import write_out
from evalflow.cli.record.record import REGISTER, record
from evalflow.effects.disk.files import place_in_free, read_file
from evalflow.errors import Broken, DoneBut, InvalidInput, Problem
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.intake.register_form import csv_form, csv_text, schema, yaml_form, yaml_text
from evalflow.intake.register_rows import TOLD, EntryFile, EntryRow, read_entries
from evalflow.usecases.door.leaving import leaves
from evalflow.usecases.record.register_exports import export_entries
from evalflow.usecases.record.register_imports import Fate, RowDefaults, RowOutcome, import_entries
from evalflow.usecases.report.exports import note

_FORM = click.Choice(["csv", "yaml"])
_SHOWN = 10  # refused rows that are told of one by one
_AGAIN = " Correct that and import the same file again: no entry is entered twice."
_OF_THE_MOMENT = ("at", "once", "dry_run")
_LONGEST = 200  # signs of what is wrong with a row, in the file: it must stay one that can be imported
_CHOICES = re.compile(r" (?:There are|It has): [^.]*\.")  # the same for every row, so the file does not repeat it


@record.command("template", example="evalflow record template session --form yaml")
@click.argument("register", type=REGISTER)
@click.option(
    "--form", "kind", type=click.Choice(["csv", "yaml"]), default="csv", show_default=True, help="Which form."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file, and not to the terminal.")
def template(register: str, kind: str, out: Path | None) -> None:
    """Print an empty file for a register, to be filled in and imported. It needs no record."""

    _written(csv_form(REGISTERS[register]) if kind == "csv" else yaml_form(REGISTERS[register]), out)


@record.command("schema", example="evalflow record schema --out register-entries.json")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file, and not to the terminal.")
def schema_(out: Path | None) -> None:
    """Print the JSON Schema of a YAML file with entries, by which an editor completes and checks it."""

    _written(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", out)


@record.command("export", example="evalflow record export session --dialogue uk-china --out sessions.csv")
@click.argument("register", type=REGISTER, required=False)
@click.option("--dialogue", default="", help="Only of this dialogue.")
@click.option("--all", "everything", is_flag=True, help="Also what nobody has agreed to publish.")
@click.option("--form", "kind", type=_FORM, help="Which form, if the file's name does not say.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file, and not to the terminal.")
@changes
def export(
    call: Call, register: str | None, dialogue: str, everything: bool, kind: str | None, out: Path | None
) -> None:
    """Write the entries that stand as CSV or YAML, so that they can be imported elsewhere."""

    exported = export_entries(call.door, register or "", dialogue, everything=everything)
    as_yaml = (kind or (out.suffix.lstrip(".").lower() if out else "csv")) in ("yaml", "yml")
    text = yaml_text(exported.entries) if as_yaml else csv_text(exported.columns, exported.entries)
    leaves(call.door)
    if not (call.door.dry_run and out):
        _written(text, out, public=not everything)
    note(call.door, f"register {register or 'all'}", "all" if everything else "public", {_named(out): text.encode()})
    call.say(f"{_entries(len(exported.entries))} written.")
    if exported.left_out:
        call.say(f"{_entries(exported.left_out)} left out: nobody's consent to publish is on record. See --all.")


@record.command("import", example="evalflow record import sessions.csv --register session --dialogue uk-china")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--register", type=REGISTER, default=None, help="Of rows that do not say it.")
@click.option("--dialogue", default="", help="Of rows that do not say it.")
@click.option("--source", default="", help="Of rows that do not say it.")
@click.option("--whole", is_flag=True, help="All or nothing, in one transaction.")
@click.option("--encoding", help="Of a CSV file that is not in UTF-8, such as windows-1252.")
@changes
def import_(
    call: Call, file: Path, register: str | None, dialogue: str, source: str, whole: bool, encoding: str | None
) -> None:
    """Enter the rows of a CSV or YAML file: those that fit, a thousand in a commit.

    What is refused is written beside it as FILE.refused.csv, each row with its line and the reason: correct the rows
    there and import that file as the answer says. No file that is there already is written over. An import that was
    broken off is simply typed again: what it has entered is not entered twice. Beside the fields there are the columns
    register, dialogue, code, source, hedge, and again (yes: it is another one, although an entry says the same).
    """

    raw = read_file(file)
    read = read_entries(raw, str(file), call.settings.import_limit, encoding)
    counted = dict.fromkeys(get_args(Fate), 0)
    instead = RowDefaults(register or "", dialogue, source)
    with (
        _RefusedRows(file, read, call.settings.import_limit, dry_run=call.door.dry_run, whole=whole) as refused,
        output.progress(read.about, str(file)) as bar,
    ):

        def tell(row_outcome: RowOutcome) -> None:
            counted[row_outcome.fate] += 1
            bar.update(1)
            if row_outcome.fate == "refused":
                refused.add(row_outcome.row, row_outcome.why)

        import_entries(call.door, read.rows, raw, instead, tell, whole=whole)
    there = f"; {counted['there']:,} were there already" if counted["there"] else ""
    call.say(f"{file}: {_entries(counted['entered'])} entered{there}.")
    refused.refuse(counted["entered"])


class _RefusedRows:
    """The rows that were refused, in a file of the same form that says why; it is there only if there are any.

    It is written under another name and takes its place at the end: a free one beside the file that is imported, so
    that neither that file nor what somebody has corrected in an earlier one is written over. Rows that would make it
    larger than a file may be that is imported go into another one. Where it cannot be written the import goes on, and
    the end says so.
    """

    def __init__(self, file: Path, read: EntryFile, limit: int, *, dry_run: bool, whole: bool) -> None:
        self._file = file
        self._stem = re.sub(r"\.refused(-[0-9]+)?$", "", file.stem)
        self._writes, self._whole = not dry_run, whole
        self._columns = read.columns
        self._limit, self._size = limit, 0
        self._count = 0
        self._first: list[Problem] = []
        self._out: IO[str] | None = None
        self._paths: list[Path] = []
        self._unwritten: OSError | Broken | None = None

    def __enter__(self) -> "_RefusedRows":
        return self

    def __exit__(self, *_: object) -> None:
        with self._failing():
            self._close()

    def _close(self) -> None:
        out, self._out = self._out, None
        if out is None:
            return
        part = Path(out.name)
        try:
            out.close()
            if self._unwritten is None:
                self._paths.append(place_in_free(part, self._names()))
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def add(self, row: EntryRow, why: str) -> None:
        self._count += 1
        if self._count <= _SHOWN:
            self._first.append(Problem(f"{self._file}:{row.line}", why))
        if self._writes and self._unwritten is None:
            with self._failing():
                self._write(_csv_line([safe_cell(cell) for cell in (str(row.line), _in_short(why), *row.cells)]))

    def _write(self, line: str) -> None:
        size = len(line.encode())
        if self._out is None or self._size + size > self._limit:
            self._close()
            part = self._file.with_name(f".{os.getpid()}.part")
            part.touch(0o600)  # for its owner alone
            self._out = part.open("w", encoding="utf-8", newline="")
            header = _csv_line([*TOLD, *self._columns])
            self._out.write(header)
            self._size = len(header.encode())
        self._out.write(line)
        self._size += size

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, Broken) as failed:
            self._unwritten = failed

    def refuse(self, entered: int) -> None:
        """Say what was refused, where it is to be found, and how it is imported once it is corrected.

        Raises:
            InvalidInput: `rows-refused`, with the first of them.
            DoneBut: `not-written`, other rows were entered, and the file of these could not be written.
        """
        if not self._count:
            return
        rows = "1 row was refused" if self._count == 1 else f"{self._count:,} rows were refused"
        more = [Problem("", f"… and {self._count - _SHOWN:,} more.")] if self._count > _SHOWN else []
        problems = [*self._first, *more]
        if entered and self._writes and self._unwritten:
            said = f"The record is as you asked, with {_entries(entered)} entered, but {rows}.{self._what_helps()}"
            raise DoneBut("not-written", "\n".join([said, *(f"  {problem}" for problem in problems)]))
        raise InvalidInput("rows-refused", f"{rows}.{self._what_helps()}", problems)

    def _what_helps(self) -> str:
        if isinstance(self._unwritten, OSError):
            why = self._unwritten.strerror or "unknown reason"
            return f" The file that lists what was refused cannot be written beside {self._file}: {why}.{_AGAIN}"
        if self._unwritten:
            return f" {self._unwritten}{_AGAIN}"
        if not self._paths:
            return ""
        files = " and ".join(map(str, self._paths))
        if self._whole:
            told = f" Nothing was entered. They are listed in {files}; correct them in {self._file}"
            return f"{told}, then type: {_typed_again(self._file, but=_OF_THE_MOMENT)}"
        but = (*_OF_THE_MOMENT, "encoding")  # the file of refused rows is in UTF-8
        return f" Correct them in {files}, then type: {' ; '.join(_typed_again(path, but) for path in self._paths)}"

    def _names(self) -> Iterator[Path]:
        yield self._file.with_name(f"{self._stem}.refused.csv")
        yield from (self._file.with_name(f"{self._stem}.refused-{number}.csv") for number in count(2))


def _typed_again(file: Path, but: Sequence[str]) -> str:
    """Return the running command as it is typed for another file, with every option that was typed but these."""
    here = click.get_current_context()
    words = ["evalflow", "record", "import", str(file)]
    for param in here.command.params:
        name = param.name or ""
        typed = here.get_parameter_source(name) is ParameterSource.COMMANDLINE
        if isinstance(param, click.Option) and typed and name not in but:
            words += [param.opts[0], *([] if param.is_flag else [str(here.params[name])])]
    return shlex.join(words)


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _in_short(why: str) -> str:
    return shorten(_CHOICES.sub("", why), _LONGEST, placeholder=" …")


def _written(text: str, out: Path | None, *, public: bool = True) -> None:
    if out is None:
        output.show_whole(text)
    else:
        write_out(out, text.encode(), over=True, public=public)


def _named(out: Path | None) -> str:
    """Return what the journal calls a file that went out; what was printed has no name."""
    return out.name if out else "printed"


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count:,} entries"
