"""Tables that go out: only columns that are listed, each described, and nothing that is not published."""

from datetime import UTC, datetime

from evalflow.evaluation.findings.deliberation import Deliberation, Proposal, Remark
from evalflow.evaluation.inputs.input import Input, Point
from evalflow.evaluation.objectives.objective import Objective
from evalflow.evaluation.report.columns import dictionary
from evalflow.evaluation.report.exported import public_sheets
from evalflow.evaluation.report.exported_to_body import body_sheets
from tests.support.sample_record import draft_record, sample_record

NOW = datetime(2027, 4, 2, tzinfo=UTC)


def test_every_row_has_a_cell_for_each_column() -> None:
    for record in (sample_record(), draft_record()):
        for sheet in public_sheets(record):
            assert sheet.level == "public"
            assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}
            assert len({column.name for column in sheet.columns}) == len(sheet.columns)


def test_the_dictionary_describes_every_column_once_its_own_included() -> None:
    sheets = public_sheets(sample_record())
    found = dictionary(sheets)
    every = {(sheet.name, column.name) for sheet in (*sheets, found) for column in sheet.columns}
    assert {(row[0], row[3]) for row in found.rows} == every
    assert len(found.rows) == len(every)
    assert all(row[5] for row in found.rows)


def test_the_kinds_of_columns_are_those_of_their_cells() -> None:
    kinds = {"number": int, "yes-no": bool}
    for sheet in public_sheets(sample_record()):
        for at, column in enumerate(sheet.columns):
            cells = [row[at] for row in sheet.rows if row[at] is not None]
            if column.kind in kinds:
                assert all(type(cell) is kinds[column.kind] for cell in cells), (sheet.name, column.name)


def test_what_is_not_released_is_for_the_evaluating_body_alone() -> None:
    withheld = Input(
        "i1", "c1", "EX/W/abc", "ngo", "name-withheld", "", "", NOW, "c" * 64, "5" * 32, "d" * 64,
        (Point(1, "Nobody must know this.", "EX-01", released=False),),
    )  # fmt: skip
    said = Deliberation(
        "b1", "c1", "o1", (Proposal("p1", "partial", "weak", "no-link", "Some.", NOW),), (Remark("p2", "No.", NOW),)
    )
    objective = Objective("o1", "d1", "EX-01", "Visits", "Let them in.", "published")
    sheets = body_sheets([withheld], [objective], [said], {"p1": "Ada Example", "p2": "Bo Example"}.__getitem__)
    assert {sheet.level for sheet in sheets} == {"evaluating-body"}
    rows = {sheet.name: sheet.rows for sheet in sheets}
    assert rows["all_points"] == (("EX/W/abc", "name-withheld", 1, "Nobody must know this.", "EX-01", ""),)
    assert rows["proposals"][0][:3] == ("EX-01", "Ada Example", "partial")
    assert rows["remarks"][0][1:3] == ("Bo Example", "No.")
