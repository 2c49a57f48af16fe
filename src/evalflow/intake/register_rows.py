"""A CSV or YAML file with entries of registers → one draft for each, in its place, as the file is read through.

A column, or a key, is the name of a field; what a source says beside the plain value has the name of the field and of
the part, `round.comparator` in CSV and a group under `round` in YAML. Nothing is judged here but the form: whether an
entry fits its register is for the register to say, row by row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from evalflow.cells import plain_cell
from evalflow.definitions.problems import nearest, shown
from evalflow.definitions.yaml_text import Extent, Node, Scalar, read_tree
from evalflow.definitions.yaml_text import Mapping as YamlGroup
from evalflow.definitions.yaml_text import Sequence as YamlList
from evalflow.errors import InvalidInput
from evalflow.evaluation.registers.kinds import REGISTERS
from evalflow.evaluation.registers.values import PARTS
from evalflow.intake.csv_text import DELIMITERS, CsvRow, DamagedQuotes, rows
from evalflow.intake.faults import Faults
from evalflow.intake.many import refuse_too_large
from evalflow.intake.text import read_text

OWN: Final = ("register", "dialogue", "code", "source", "hedge", "again")
TOLD: Final = ("line", "why")  # columns of a file with what was refused: passed over when it is handed in again
_BETWEEN: Final = " | "
_NAMES: Final = "See `evalflow record template REGISTER`."


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What one row says: `words`, by field and part; `cells` all of it, under the columns of the file.

    Both without the apostrophe that keeps a spreadsheet from computing: what goes out again gets its own.

    `wrong` says why nothing can be made of it; or "".
    """

    line: int
    words: Mapping[str, str]
    cells: tuple[str, ...] = ()
    wrong: str = ""


@dataclass(frozen=True)
class EntryFile:
    """The columns of a file and its rows, each read when it is asked for. `about` says how many there are, nearly."""

    columns: tuple[str, ...]
    rows: Iterator[EntryRow]
    about: int


def read_entries(raw: bytes, file: str, limit: int, encoding: str | None = None) -> EntryFile:
    """Return what the rows of a file say. A file whose columns cannot be told is refused before its first row.

    Raises:
        InvalidInput: `entries-not-taken`, `file-too-large`, `form-unknown`, or one of `read_text`.
    """
    refuse_too_large(raw, file, limit)
    ending = PurePath(file).suffix.lower()
    if ending in (".csv", ".tsv"):
        return _of_csv(read_text(raw, file, encoding), file)
    if ending in (".yaml", ".yml"):
        return _of_yaml(read_tree(raw, file, InvalidInput, Extent(limit)))
    raise InvalidInput("form-unknown", f"{file} should end in .csv, .tsv, .yaml or .yml.")


def columns_known() -> frozenset[str]:
    """Return every name that a column can have."""
    fields = {field.name for register in REGISTERS.values() for field in register.fields}
    return frozenset({*OWN, *TOLD, *fields, *(f"{field}.{part}" for field in fields for part in PARTS)})


def _of_csv(text: str, file: str) -> EntryFile:
    header = text.lstrip("\r\n").partition("\n")[0]
    read = rows(text, max(DELIMITERS, key=header.count))
    try:
        first = next(read, None)
    except DamagedQuotes as damaged:
        raise InvalidInput("entries-not-taken", f"{file}:{damaged.line}: {damaged}") from None
    names = [cell.strip() for cell in first.cells] if first else []
    _refuse_columns(names, file)
    columns = tuple(name for name in names if name not in TOLD)
    return EntryFile(columns, _rows(read, names), text.count("\n"))


def _rows(read: Iterator[CsvRow], names: list[str]) -> Iterator[EntryRow]:
    try:
        for row in read:
            yield _row(row, names)
    except DamagedQuotes as damaged:
        yield EntryRow(damaged.line, {}, (), f"{damaged} From here on the file was not read.")


def _refuse_columns(names: list[str], file: str) -> None:
    faults, known = Faults(file), columns_known()
    for name in dict.fromkeys(names):
        if name not in known:
            faults.note(
                f"{file}:1", f"no register has the column {shown(name)}. {nearest(name, sorted(known))}{_NAMES}"
            )
        elif names.count(name) > 1:
            faults.note(f"{file}:1", f"the column {shown(name)} is there more than once.")
    if not names:
        faults.note(file, "It is empty.")
    faults.refuse("entries-not-taken")


def _row(row: CsvRow, names: list[str]) -> EntryRow:
    plain = [plain_cell(cell) for cell in row.cells]
    named = [(name, cell) for name, cell in zip(names, plain, strict=False) if name not in TOLD]
    words = {name: cell.strip() for name, cell in named}
    cells = (*(cell for _, cell in named), *plain[len(names) :])
    wrong = f"Cells in this row: {len(row.cells)}; in the header: {len(names)}."
    return EntryRow(row.line, words, cells, "" if len(row.cells) == len(names) else wrong)


def _of_yaml(tree: Node) -> EntryFile:
    if not isinstance(tree, YamlList):
        raise InvalidInput("entries-not-taken", f"{tree.place}: a list belongs here, each entry begun by a hyphen.")
    read = [_item(item) for item in tree.items]
    columns = tuple(dict.fromkeys(name for row in read for name in row.words))
    return EntryFile(columns, (_under(columns, row) for row in read), len(read))


def _under(columns: tuple[str, ...], row: EntryRow) -> EntryRow:
    return replace(row, cells=tuple(row.words.get(name, "") for name in columns))


def _item(item: Node) -> EntryRow:
    if not isinstance(item, YamlGroup):
        return EntryRow(item.place.line, {}, (), "An entry has names with a colon, such as 'held_on: 2026-06-09'.")
    words: dict[str, str] = {}
    wrong = [told for name, node in item.entries for told in _taken(name.text, node, words)]
    return EntryRow(item.place.line, words, (), " ".join(wrong))


def _taken(name: str, node: Node, words: dict[str, str]) -> Iterator[str]:
    """Take in what stands under a key, and yield what is wrong with it."""
    match node:
        case Scalar(text):
            words[name] = text.strip()
        case YamlGroup(entries):
            for inner, below in entries:
                part = inner.text
                if part != "value" and part not in PARTS:
                    yield f"{name} has no part {shown(part)}. There are: value, {', '.join(PARTS)}."
                else:
                    words[name if part == "value" else f"{name}.{part}"] = _part(below)
        case _:
            yield f"{name} has a value, or a group with 'value' and what is said beside it; no list."


def _part(node: Node) -> str:
    """Return a part as text; of a list of variants, all of them."""
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, YamlList):
        return _BETWEEN.join(_part(item) for item in node.items)
    named = {name.text: _part(below) for name, below in node.entries}
    return f"{named.get('value', '')} [{named.get('source', '')}]"
