"""Files with entries of the registers: empty ones to fill in, taken in, and written out."""

import csv
import json
import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from textwrap import shorten
from typing import IO, get_args

import click

from evalflow.cells import safe_cell
from evalflow.cli import output
from evalflow.cli.frame import Call, changes, read_file
from evalflow.cli.places import write_out
from evalflow.cli.record import REGISTER, record
from evalflow.effects.files import place_in_free
from evalflow.errors import Broken, DoneBut, InvalidInput, Problem
from evalflow.evaluation.register_kinds import REGISTERS
from evalflow.intake.register_form import csv_form, csv_text, schema, yaml_form, yaml_text
from evalflow.intake.register_rows import TOLD, EntryFile, EntryRow, read_entries
from evalflow.usecases.exports import note
from evalflow.usecases.leaving import leaves
from evalflow.usecases.register_exports import export_entries
from evalflow.usecases.register_imports import Fate, Instead, Told, import_entries

_FORM = click.Choice(["csv", "yaml"])
_SHOWN = 10  # refused rows that are told of one by one
_AGAIN = " Correct that and import the same file again: no entry is entered twice."
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

    found = export_entries(call.door, register or "", dialogue, everything=everything)
    as_yaml = (kind or (out.suffix.lstrip(".").lower() if out else "csv")) in ("yaml", "yml")
    text = yaml_text(found.entries) if as_yaml else csv_text(found.columns, found.entries)
    leaves(call.door)
    if not (call.door.dry_run and out):
        _written(text, out, public=not everything)
    note(call.door, f"register {register or 'all'}", "all" if everything else "public", {_named(out): text.encode()})
    call.say(f"{_entries(len(found.entries))} written.")
    if found.left_out:
        call.say(f"{_entries(found.left_out)} left out: nobody's consent to publish is on record. See --all.")


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
    instead = Instead(register or "", dialogue, source)
    with (
        _Refused(file, read, instead, dry_run=call.door.dry_run, whole=whole) as refused,
        output.progress(read.about, str(file)) as bar,
    ):

        def tell(one: Told) -> None:
            counted[one.fate] += 1
            bar.update(1)
            if one.fate == "refused":
                refused.add(one.row, one.why)

        import_entries(call.door, read.rows, raw, instead, tell, whole=whole)
    there = f"; {counted['there']:,} were there already" if counted["there"] else ""
    call.say(f"{file}: {_entries(counted['entered'])} entered{there}.")
    refused.refuse(counted["entered"])


class _Refused:
    """The rows that were refused, in a file of the same form that says why; it is there only if there are any.

    It is written under another name and takes its place at the end: a free one beside the file that is imported, so
    that neither that file nor what somebody has corrected in an earlier one is written over. Where it cannot be
    written the import goes on, and the end says so.
    """

    def __init__(self, file: Path, read: EntryFile, instead: Instead, *, dry_run: bool, whole: bool) -> None:
        self._file = file
        self._stem = re.sub(r"\.refused(-[0-9]+)?$", "", file.stem)
        self._instead = instead
        self._writes, self._whole = not dry_run, whole
        self._columns = read.columns
        self._count = 0
        self._first: list[Problem] = []
        self._out: IO[str] | None = None
        self._path: Path | None = None
        self._unwritten: OSError | Broken | None = None

    def __enter__(self) -> "_Refused":
        return self

    def __exit__(self, *_: object) -> None:
        if self._out is None:
            return
        part = Path(self._out.name)
        with self._failing():
            self._out.close()
        if self._unwritten is None:
            with self._failing():
                self._path = place_in_free(part, self._names())
        with suppress(OSError):
            part.unlink(missing_ok=True)

    def add(self, row: EntryRow, why: str) -> None:
        self._count += 1
        if self._count <= _SHOWN:
            self._first.append(Problem(f"{self._file}:{row.line}", why))
        if self._writes and self._unwritten is None:
            with self._failing():
                self._write(row, why)

    def _write(self, row: EntryRow, why: str) -> None:
        if self._out is None:
            part = self._file.with_name(f".{os.getpid()}.part")
            part.touch(0o600)  # for its owner alone
            self._out = part.open("w", encoding="utf-8", newline="")
            csv.writer(self._out).writerow([*TOLD, *self._columns])
        csv.writer(self._out).writerow([safe_cell(cell) for cell in (str(row.line), _in_short(why), *row.cells)])

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
        if self._path is None:
            return ""
        if self._whole:
            return f" Nothing was entered. They are listed in {self._path}; correct them in {self._file}."
        given = {f"--{name}": value for name, value in vars(self._instead).items() if value}
        options = [word for option in given.items() for word in option]
        typed = shlex.join(["evalflow", "record", "import", str(self._path), *options])
        return f" Correct them in {self._path}, then type: {typed}"

    def _names(self) -> Iterator[Path]:
        yield self._file.with_name(f"{self._stem}.refused.csv")
        yield from (self._file.with_name(f"{self._stem}.refused-{number}.csv") for number in count(2))


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
