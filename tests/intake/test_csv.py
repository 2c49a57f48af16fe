"""A CSV file gives all its inputs, every cell verbatim, or every problem with its line and column and no input."""

import csv
import io

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evalflow.cells import safe_cell
from evalflow.errors import InvalidInput
from evalflow.intake.csv_text import DELIMITERS, DamagedQuotes, rows
from evalflow.intake.drafts import InputDraft, PointDraft
from evalflow.intake.many import read_csv

CODES = ("UK-01", "UK-02")
LIMIT = 10_000
HEADER = ["kind", "level", "submitter", "title", "objective", "text"]
ROW = ["ngo", "public", "Example; Coalition, “A”", "A title", "uk-02", '=1+1\r\n"quoted", é; \t人权 \u202eabc']
DRAFT = InputDraft(
    "ngo", "public", ROW[2], "A title", (PointDraft(ROW[5], "UK-02"),), content=ROW[5].encode()
)  # fmt: skip


def written(table: list[list[str]], delimiter: str = ",", line_end: str = "\r\n") -> str:
    sheet = io.StringIO(newline="")
    # With another line end than its own, the standard library leaves some line ends in cells unquoted.
    dialect = csv.excel if line_end == "\r\n" else csv.unix_dialect
    csv.writer(sheet, dialect, delimiter=delimiter, lineterminator=line_end).writerows(table)
    return sheet.getvalue()


def drafts(text: str) -> tuple[InputDraft, ...]:
    return read_csv(text.encode(), "inputs.csv", CODES, limit=LIMIT)


def problems(text: str) -> list[str]:
    with pytest.raises(InvalidInput) as refusal:
        drafts(text)
    assert refusal.value.code == "input-not-taken"
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("delimiter", list(DELIMITERS))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_commas_semicolons_tabs_marks_and_line_ends_change_no_cell(
    delimiter: str, line_end: str, encoding: str
) -> None:
    raw = written([HEADER, ROW], delimiter, line_end).encode(encoding)
    assert read_csv(raw, "inputs.csv", CODES, limit=LIMIT) == (DRAFT,)


def test_latin_1_is_read_where_it_is_declared_and_not_guessed_elsewhere() -> None:
    raw = "kind;level;submitter;text\nngo;public;Exämple;Déjà vu\n".encode("latin-1")
    assert read_csv(raw, "inputs.csv", limit=LIMIT, encoding="latin-1")[0].points == (PointDraft("Déjà vu"),)
    with pytest.raises(InvalidInput, match=r"inputs.csv:2: Byte 40 is the first that is not UTF-8"):
        read_csv(raw, "inputs.csv", limit=LIMIT)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@home", "'=1", " = 1", "\t=1", "＝1"])
def test_cells_a_spreadsheet_could_run_are_kept_as_they_are(text: str) -> None:
    assert drafts(written([["kind", "level", "submitter", "text"], ["ngo", "public", "E", text]]))[0].points == (
        PointDraft(text),
    )


@given(st.text() | st.text("'=+-@\t\r\n＝x"), st.text() | st.text("'=+-@\t\r\n＝x"))
def test_cells_that_go_out_begin_no_formula_and_can_be_told_apart(one: str, other: str) -> None:
    assert not safe_cell(one).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    assert (safe_cell(one) == safe_cell(other)) == (one == other)


def test_harmless_cells_go_out_as_they_are() -> None:
    assert [safe_cell(text) for text in ("", "a=b", "'quoted'", "=1", "'=1")] == ["", "a=b", "'quoted'", "'=1", "''=1"]


def test_rows_with_the_same_ref_are_one_input_of_several_points() -> None:
    table = [
        ["Ref", "TEXT", "objective", "kind", "level", "submitter"],
        ["a", "One.", "UK-01", "ngo", "public", "Example A"],
        ["", "Alone.", "", "expert", "public", "Example B"],
        ["a ", "Two.", "", "", "", ""],
        ["", "Alone.", "", "expert", "public", "Example C"],
    ]
    assert drafts(written(table)) == (
        InputDraft(
            "ngo", "public", "Example A", "", (PointDraft("One.", "UK-01"), PointDraft("Two.")), content=b"One.\n\nTwo."
        ),
        InputDraft("expert", "public", "Example B", "", (PointDraft("Alone."),), content=b"Alone."),
        InputDraft("expert", "public", "Example C", "", (PointDraft("Alone."),), content=b"Alone."),
    )


def test_a_name_withheld_row_needs_no_name() -> None:
    assert drafts("kind,level,text\nindividual,name-withheld,a\n") == (
        InputDraft("individual", "name-withheld", "", "", (PointDraft("a"),), content=b"a"),
    )


def test_every_problem_is_named_at_once_and_nothing_is_taken() -> None:
    assert problems(
        "kind;level;submitter;text;objective;ref\n"
        "ngo;public;A;fine;uk-01;1\n"
        'ngo;publi;B;"two\nlines";UK-44;1\n'
        "ngo;public;;x\n"
        "ngoo;public;C; ;;\n"
        "ngo;public;D;\u200b\u2060;;\n"
    ) == [
        "inputs.csv:3:level: 'publi' does not agree with 'public' at inputs.csv:2:level, although both rows have the "
        "ref '1'.",
        "inputs.csv:3:submitter: 'B' does not agree with 'A' at inputs.csv:2:submitter, although both rows have the "
        "ref '1'.",
        "inputs.csv:4:objective: There is no objective 'UK-44'. Did you mean 'UK-02'? "
        "The objectives are: UK-01, UK-02.",
        "inputs.csv:5: Cells in this row: 4; in the header: 6. A cell that holds the sign between columns, or a line "
        "break, stands in quotation marks.",
        "inputs.csv:6:kind: 'ngoo' is no kind of input. Did you mean 'ngo'? The kinds are: ngo, ngo-joint, nhri, "
        "parliament, un-body, expert, individual, government, counterpart-government, exhibit.",
        "inputs.csv:6:text: The text is empty: what does this row say?",
        "inputs.csv:7:text: The text shows nothing: it holds U+200B (zero width space). What does this row say?",
    ]


def test_wrong_columns_are_named_with_the_nearest_right_one() -> None:
    known = "ref, cycle, kind, level, submitter, title, language, receipt, supplements, objective, text"
    assert problems("\nkind,levle,kind\nngo,public,ngo\n") == [
        f"inputs.csv:2: 'levle' is no column. Did you mean 'level'? Known: {known}.",
        "inputs.csv:2: The column kind is there twice.",
        "inputs.csv:2: The column text is missing. Columns are parted by commas, semicolons, tabs.",
    ]


def test_an_empty_file_says_which_columns_it_needs() -> None:
    assert [problem.partition(".csv:1: ")[2][:27] for problem in problems("")] == [
        "The column kind is missing.",
        "The column text is missing.",
    ]


def test_a_header_alone_holds_no_input() -> None:
    assert problems("kind,text\n\n,\n") == ["inputs.csv: It holds no input."]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('kind,text\nngo,"abc\n', "inputs.csv:2: A quotation mark is opened here and never closed."),
        ('kind,"text\n', "inputs.csv:1: A quotation mark is opened here and never closed."),
        ('kind,text\nngo,"a"b\n', "inputs.csv:2: Text follows a closed quotation mark."),
    ],
)
def test_damaged_quotes_are_named_by_the_line_they_are_opened_in(text: str, says: str) -> None:
    assert problems(text)[-1].startswith(says)


def test_a_file_of_bad_rows_is_answered_by_a_page() -> None:
    found = problems("kind,level,submitter,text\n" + "x,public,E,a\n" * 200)
    assert (len(found), found[-1]) == (101, "inputs.csv: … and 100 more, not listed here.")


def test_a_file_over_the_limit_is_not_read_at_all() -> None:
    with pytest.raises(InvalidInput) as refusal:
        drafts("x" * (LIMIT + 1))
    assert (refusal.value.code, str(refusal.value)) == (
        "file-too-large",
        "inputs.csv has 10,001 bytes; the most that is taken is 10,000. Part it.",
    )


cells = st.text(st.sampled_from(',;\t"\n\r ab=é') | st.characters(exclude_categories=["Cc", "Cs"]))


@given(st.lists(st.lists(cells, min_size=1)), st.sampled_from(list(DELIMITERS)), st.sampled_from(["\r\n", "\n"]))
def test_what_the_standard_library_writes_is_read_as_it_was(table: list[list[str]], sign: str, line_end: str) -> None:
    read = [list(row.cells) for row in rows(written(table, sign, line_end), sign)]
    assert read == [row for row in table if any(row)]


@given(st.text(st.sampled_from(',"\n\r a;=')))
def test_what_is_read_agrees_with_the_standard_reader(text: str) -> None:
    try:
        own = [list(row.cells) for row in rows(text, ",")]
    except DamagedQuotes:
        return
    assume('"' not in text or "\r" not in text)  # the standard reader turns a quoted line end at will
    assert own == [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]


@given(
    st.binary()
    | st.text().map(lambda text: f"kind,level,submitter,text\nngo,public,E,{text}".encode("utf-8", "replace"))
)
def test_any_bytes_are_inputs_or_a_refusal(raw: bytes) -> None:
    try:
        assert read_csv(raw, "inputs.csv", CODES, limit=LIMIT)
    except InvalidInput as refusal:
        str(refusal).encode()  # fit to print
