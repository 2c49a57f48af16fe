"""A CSV file with many inputs → drafts: all of them, or every problem of all of them and none."""

from collections.abc import Collection, Iterator

from evalflow.definitions.problems import nearest, shown
from evalflow.errors import InvalidInput
from evalflow.intake.cover import NOTHING, Said
from evalflow.intake.csv_text import DELIMITERS, CsvRow, DamagedQuotes, rows
from evalflow.intake.drafts import InputDraft
from evalflow.intake.faults import Faults
from evalflow.intake.rows import FIELDS, REQUIRED, SaidRow, drafts_of
from evalflow.intake.text import read_text


def read_csv(
    raw: bytes,
    file: str,
    objectives: Collection[str] = (),
    *,
    limit: int,
    encoding: str | None = None,
    instead: Said = NOTHING,
) -> tuple[InputDraft, ...]:
    """Return the inputs of a CSV file, its columns parted by commas, semicolons or tabs; cells stay verbatim.

    The first row names the columns: `kind` and `text`, and where wanted `ref`, `level`, `submitter`, `title`,
    `objective`, `language`, `receipt`, `supplements`, `cycle`. `limit` is the most bytes the file may have;
    `instead` is as in `checked_cover`.

    Raises:
        InvalidInput: code `input-not-taken` with every problem as `file:line:column name`; `file-too-large`; or one of
            `read_text`.
    """
    refuse_too_large(raw, file, limit)
    text, faults = read_text(raw, file, encoding), Faults(file)
    read = _rows(text, faults)
    header = next(read, CsvRow(1, (), ()))
    faults.refuse()
    names = _columns(header, faults, instead)
    faults.refuse()  # without its columns nothing below can be judged
    return drafts_of(_said(read, names, faults), objectives, faults, instead)


def refuse_too_large(raw: bytes, file: str, limit: int) -> None:
    if len(raw) > limit:
        raise InvalidInput(
            "file-too-large", f"{file} has {len(raw):,} bytes; the most that is taken is {limit:,}. Part it."
        )


def _rows(text: str, faults: Faults) -> Iterator[CsvRow]:
    try:
        yield from rows(text, _delimiter(text))
    except DamagedQuotes as damaged:
        faults.note(f"{faults.file}:{damaged.line}", f"{damaged} The rest of the file was not read.")


def _delimiter(text: str) -> str:
    """Return what parts the columns: the sign that makes the header hold the most names that are known."""
    header = text.lstrip("\r\n").partition("\n")[0].partition("\r")[0]
    return max(DELIMITERS, key=lambda sign: sum(_name(cell) in FIELDS for cell in header.split(sign)))


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold()


def _columns(header: CsvRow, faults: Faults, instead: Said) -> list[str]:
    names = [_name(cell) for cell in header.cells]
    where = f"{faults.file}:{header.line}"
    for name in names:
        if name not in FIELDS:
            faults.note(where, f"{shown(name)} is no column. {nearest(name, list(FIELDS))}Known: {', '.join(FIELDS)}.")
    for name in dict.fromkeys(name for name in names if names.count(name) > 1 and name in FIELDS):
        faults.note(where, f"The column {name} is there twice.")
    for name in REQUIRED:
        if name not in names and not instead.get(name):
            faults.note(where, f"The column {name} is missing. Columns are parted by {', '.join(DELIMITERS.values())}.")
    return names


def _said(read: Iterator[CsvRow], names: list[str], faults: Faults) -> Iterator[SaidRow]:
    for row in read:
        start = f"{faults.file}:{row.line}"
        if len(row.cells) == len(names):
            places = {name: f"{faults.file}:{line}:{name}" for name, line in zip(names, row.lines, strict=True)}
            yield SaidRow(dict(zip(names, row.cells, strict=True)), places, start)
            continue
        faults.note(
            start,
            f"Cells in this row: {len(row.cells)}; in the header: {len(names)}. A cell that holds the sign between "
            "columns, or a line break, stands in quotation marks.",
        )
