"""What is printed: tables for people, JSON and CSV for programs, and nothing that a terminal would obey."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import redirect_stdout
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.cli.frame.output import Table, in_words, say, show_record, show_table, shown
from evalflow.evaluation.inputs.receipt_code import code_of

COLUMNS = {"code": "Code", "title": "Title"}
ANY_TEXT = st.text(st.characters())  # surrogates and controls too


def test_a_table_keeps_codes_whole_and_folds_the_rest(capsys: pytest.CaptureFixture[str], narrow: None) -> None:
    show_table(Table(COLUMNS, [["A-VERY-LONG-CODE/001", "word " * 20]]), "table", example=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[0] == "A-VERY-LONG-CODE/001"
    assert max(map(len, lines)) <= 40
    assert " ".join(lines[1:]).count("word") == 20


WORDS = st.lists(st.text("wxyz人́", min_size=1, max_size=30), max_size=12).map(" ".join)


@given(rows=st.lists(st.lists(WORDS, min_size=4, max_size=4), min_size=1, max_size=4), width=st.integers(60, 120))
def test_no_table_loses_a_letter(rows: list[list[str]], width: int) -> None:
    printed = printed_by(lambda: show_table(Table(dict.fromkeys("ABCD", "="), rows), "table", example=False), width)
    assert letters(printed) == letters("".join(map("".join, rows)))


def test_talk_may_end_in_a_log_and_repeats_no_receipt_code(capsys: pytest.CaptureFixture[str]) -> None:
    say(f"There is no file {code_of(bytes(range(16)))}. Check its name.")
    assert capsys.readouterr().err == "There is no file (a receipt code, not repeated). Check its name.\n"


def test_a_table_without_rows_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(Table(COLUMNS, []), "table", example=False)
    assert capsys.readouterr().out == ""


def test_json_of_a_table_is_an_object_with_its_rows(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(Table(COLUMNS, [["A", date(2027, 1, 11)], [None, ["x", "y"]]]), "json", example=False)
    assert json.loads(capsys.readouterr().out) == {
        "rows": [{"code": "A", "title": "2027-01-11"}, {"code": None, "title": ["x", "y"]}]
    }


def test_csv_has_the_keys_as_header_and_ends_lines_as_the_standard_says(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(Table(COLUMNS, [["A", 'a "b",\nc']]), "csv", example=False)
    assert capsys.readouterr().out == 'code,title\r\nA,"a ""b"",\nc"\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless_in_csv_alone(
    capsys: pytest.CaptureFixture[str], cell: str
) -> None:
    table = Table({"code": "Code"}, [[cell]])
    show_table(table, "csv", example=False)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))[1] == [f"'{cell}"]
    show_table(table, "json", example=False)
    assert json.loads(capsys.readouterr().out)["rows"] == [{"code": cell}]


def test_a_record_is_its_values_then_its_tables(capsys: pytest.CaptureFixture[str], narrow: None) -> None:
    record = {"code": "A", "decided_on": None, "steps": Table(COLUMNS, [["1", "one"]])}
    show_record(record, "table", example=False)
    assert capsys.readouterr().out == "Code        A\nDecided on  –\n\nSteps\nCode  Title\n1     one\n"
    show_record(record, "json", example=True)
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["example_notice", "code", "decided_on", "steps"]
    assert told["steps"] == [{"code": "1", "title": "one"}]
    show_record(record, "csv", example=False)
    assert capsys.readouterr().out == "code,title\r\n1,one\r\n"


def test_a_record_without_tables_is_one_row_of_csv(capsys: pytest.CaptureFixture[str]) -> None:
    show_record({"code": "A", "parts": ["one", "two"], "late": True}, "csv", example=False)
    assert capsys.readouterr().out == 'code,parts,late\r\nA,"one\ntwo",yes\r\n'


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (7, "7"),
        (["a", True], "a\nyes"),
        (date(2027, 1, 11), "2027-01-11"),
        (datetime(2027, 1, 11, 9, tzinfo=UTC), "2027-01-11 09:00:00 UTC"),
    ],
)
def test_people_read_values_in_words(value: object, words: str) -> None:
    assert in_words(value) == words


def test_talk_shows_what_a_terminal_would_obey_as_an_escape(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[2J\u202eb\nline")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "a\\u001b[2J\\u202eb\nline\n")


@given(text=ANY_TEXT)
def test_what_is_shown_can_be_written_and_moves_no_cursor(text: str) -> None:
    told = shown(text)
    told.encode("utf-8")
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in told)
    assert not {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"} & set(told)


@given(text=ANY_TEXT)
def test_json_gives_every_text_back_as_it_was(text: str) -> None:
    assert json.loads(printed_by(lambda: show_record({"text": text}, "json", example=False))) == {"text": text}


def letters(text: str) -> list[str]:
    return sorted(character for character in text if character in "wxyz人́")


def printed_by(prints: Callable[[], None], width: int = 80) -> str:
    """Return what is printed on stdout, in a terminal of this width. Hypothesis cannot use the fixtures of pytest."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
        patch.setenv("COLUMNS", str(width))
        prints()
    return printed.getvalue()


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
