"""Tables that go out → CSV and JSON files. No cell of a CSV file is taken for a formula by a spreadsheet."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from evalflow.cells import safe_cell
from evalflow.evaluation.people import EXAMPLE_NOTICE
from evalflow.evaluation.report.columns import Cell, Sheet

Form = Literal["csv", "json"]


def sheet_file(sheet: Sheet, form: Form, *, example: bool) -> bytes:
    """Return one table as a file in UTF-8. CSV has a line of names; JSON says what it is, also of an example.

    An empty cell is empty text in CSV and null in JSON where the column holds no text. Days are written 2027-06-12.
    """
    return _csv(sheet) if form == "csv" else _json(sheet, example)


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in sheet.columns])
    writer.writerows([safe_cell(_text(cell)) for cell in row] for row in sheet.rows)
    return out.getvalue().encode()


def _json(sheet: Sheet, example: bool) -> bytes:
    names = [column.name for column in sheet.columns]
    content: dict[str, Any] = {
        "table": sheet.name,
        "title": sheet.title,
        "level": sheet.level,
        "rows": [dict(zip(names, _plain(row), strict=True)) for row in sheet.rows],
    }
    if example:
        content["example_notice"] = EXAMPLE_NOTICE
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _plain(row: Sequence[Cell]) -> list[str | int | bool | None]:
    return [cell.isoformat() if isinstance(cell, date) else cell for cell in row]


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
