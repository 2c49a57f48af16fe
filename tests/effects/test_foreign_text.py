"""Text of others is cut without loss, and its direction marks end where it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.effects.foreign_text import PARAGRAPH_LIMIT, confined, direction, heading, paragraphs, pieces


@given(st.text(alphabet="ab \t\u0301", max_size=9_000))
def test_pieces_joined_are_the_line_and_none_is_too_long(line: str) -> None:
    found = pieces(line)
    assert "".join(found) == line
    assert max(len(piece) for piece in found) <= PARAGRAPH_LIMIT


def test_a_long_line_is_cut_after_a_space() -> None:
    assert [piece[-5:] for piece in pieces("word " * 900)] == ["word ", "word ", "word "]


def test_a_line_without_spaces_is_cut_where_no_letter_loses_its_accent() -> None:
    line = "e\u0301" * 1_500
    assert [len(piece) for piece in pieces("x" + line)] == [PARAGRAPH_LIMIT - 1, 1_002]


def test_lines_become_paragraphs_and_empty_ones_none() -> None:
    assert paragraphs("one\r\ntwo\n\n  \rthree\u2028four") == ["one", "two", "three", "four"]
    assert paragraphs(" \n ") == []


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("plain", "plain"),
        ("\u202eturned", "\u202eturned\u202c"),
        ("\u202eturned\u202c back", "\u202eturned\u202c back"),
        ("\u2067a\u202bb", "\u2067a\u202bb\u202c\u2069"),
        ("a\u2069b", "a\u2069b"),
    ],
)
def test_direction_marks_that_a_text_leaves_open_are_closed(text: str, closed: str) -> None:
    assert confined(text) == closed


def test_control_characters_become_the_replacement_sign_and_line_ends_stay() -> None:
    assert confined("a\x00b\x1bc\nd\te\ud800") == "a\ufffdb\ufffdc\nd\te\ufffd"


@pytest.mark.parametrize(
    ("text", "found"), [("12 (a)", "auto"), ("12 \u0647\u0630\u0627 a", "rtl"), ("\u05d0", "rtl"), ("", "auto")]
)
def test_the_first_letter_decides_from_which_side_a_paragraph_is_read(text: str, found: str) -> None:
    assert direction(text) == found


def test_a_line_that_an_editor_wrapped_runs_on_and_one_that_was_ended_does_not() -> None:
    wrapped = "A line of the length at which editors wrap, or a few letters longer,\nruns on into the next.\n\nAnother."
    assert paragraphs(wrapped) == [wrapped.partition("\n\n")[0].replace("\n", " "), "Another."]
    verse = "First line\nSecond line\n- an entry that is long enough to have been wrapped by some editor\n- another"
    assert paragraphs(verse) == verse.split("\n")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("## On method", "On method"),
        (" # On # method ##", "On # method"),
        ("#1 of three", ""),
        ("No # sign", ""),
        ("# ", ""),
    ],
)
def test_a_line_marked_as_a_heading_is_told_without_its_marks(line: str, found: str) -> None:
    assert heading(line) == found


def test_a_heading_ends_with_its_line_however_long_it_is() -> None:
    text = "## On how the seminars are chosen, and by whom, and on whose advice it is done\nThemes are fixed."
    assert paragraphs(text) == text.split("\n")


def test_older_texts_with_marks_stacked_are_shown_without_most_of_them() -> None:
    stacked = f"Z{chr(0x301) * 100_000}algo"
    shown = f"Z{chr(0x301) * 30}\u00a0[99,970 more combining marks are not shown]algo"
    assert (paragraphs(stacked), confined(stacked)) == ([shown], shown)
    assert paragraphs("e\u0301" * 900) == ["e\u0301" * 900]


def test_a_long_run_of_marks_is_cut_into_as_many_pieces_as_any_text() -> None:
    line = "a" + chr(0x301) * 100_000
    found = pieces(line)
    assert ("".join(found), len(found)) == (line, 51)
