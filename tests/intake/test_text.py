"""Bytes become the text that somebody wrote, or a sentence that says why not."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.intake.encodings import ENCODINGS
from evalflow.intake.text import not_text, read_text

SCRIPTS = "Café, naïve · حقوق الإنسان · זכויות אדם · 人权对话 · བོད་ཀྱི་སྐད · Права · 𝔘 🕊 · e\u0301 é\r\nline\ttwo\rthree\n"
NOT_TEXT = [chr(point) for point in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)]
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"))


def refused(raw: bytes, encoding: str | None = None) -> InvalidInput:
    with pytest.raises(InvalidInput) as refusal:
        read_text(raw, "letter.md", encoding)
    return refusal.value


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_every_script_arrives_unchanged_without_a_word_about_its_encoding(mark: bytes, encoding: str) -> None:
    assert read_text(mark + SCRIPTS.encode(encoding), "letter.md") == SCRIPTS


@given(texts, st.sampled_from([name for name in ENCODINGS if name.startswith(("utf", "gb18030"))]))
def test_text_in_a_declared_encoding_of_all_letters_arrives_unchanged(text: str, encoding: str) -> None:
    assert read_text(text.encode(ENCODINGS[encoding]), "letter.md", encoding) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café in Zürich", "latin-1"),
        ("Café in Zürich", "ISO-8859-1"),
        ("“Quoted” – café", "windows-1252"),
        ("“Quoted” – café", "cp1252"),
        ("Права человека", "windows-1251"),
        ("人权对话", "gb18030"),
        ("人權對話", "big5"),
        ("人権対話", "shift_jis"),
        ("Plain", "utf-8"),
    ],
)
def test_another_encoding_is_read_where_it_is_declared(text: str, encoding: str) -> None:
    assert read_text(text.encode(encoding), "letter.md", encoding) == text


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-16", "utf-16-le"])
def test_a_declaration_that_agrees_with_the_mark_changes_nothing(encoding: str) -> None:
    assert read_text(codecs.BOM_UTF16_LE + "é".encode("utf-16-le"), "letter.md", encoding) == "é"


def test_direction_overrides_stay_in_free_text() -> None:
    text = "a\u202eb\u2066c\u2069\u200e\u200f\u2028d"
    assert read_text(text.encode(), "letter.md") == text


def test_an_undeclared_encoding_is_not_guessed_but_shown_as_it_would_read() -> None:
    said = refused("Kind: ngo\nPrésident à Zürich, naïve".encode("latin-1"))
    assert said.code == "encoding-unknown"
    assert str(said).splitlines() == [
        "letter.md is not written in UTF-8, and a guess could change what it says. Look which line below reads right "
        "and declare that encoding, or save the file as UTF-8.",
        "  letter.md:2: Byte 13 is the first that is not UTF-8.",
        "  With --encoding windows-1250 it would read: 'Président ŕ Zürich, naďve'",
        "  With --encoding windows-1252 it would read: 'Président à Zürich, naïve'",
    ]


@pytest.mark.parametrize("times", [1, 3000])
@pytest.mark.parametrize(
    ("line", "encoding"),
    [("Права человека в тюрьмах и право на защиту", "windows-1251"), ("人权对话的目标和监狱中的囚犯的权利", "gb18030")],
)
def test_the_right_encoding_is_shown_for_a_place_in_a_long_file(line: str, encoding: str, times: int) -> None:
    filler = b"A plain line of a long letter, again and again.\n" * 3000
    said = refused(filler + f"{line}\n".encode(encoding) * times + filler)
    assert said.problems[0].where == "letter.md:3001"
    assert f"With --encoding {encoding} it would read: {line[:24]!r}" in str(said)


@pytest.mark.parametrize("character", NOT_TEXT)
def test_a_control_character_is_refused_with_its_place(character: str) -> None:
    said = refused(f"first\r\nse{character}cond".encode())
    assert (said.code, said.problems[0].where) == ("control-characters", "letter.md:2:3")
    assert f"U+{ord(character):04X}" in said.problems[0].what


def test_well_known_control_characters_are_called_by_their_name() -> None:
    said = refused(b"\x07 and \x1b")
    assert [str(problem) for problem in said.problems] == [
        "letter.md:1:1: The control character U+0007 (bell) may not stand in text. Take it out.",
        "letter.md:1:7: The control character U+001B (escape) may not stand in text. Take it out.",
    ]


def test_a_file_full_of_control_characters_is_answered_by_a_page() -> None:
    [problem] = refused(b"\x00" * 10_000).problems
    assert " It is also at 1:2, 1:3, 1:4, " in problem.what
    assert problem.what.endswith(" 1:20, 1:21, and 9,979 more.")


def test_every_sign_that_is_no_text_is_listed_at_once_with_what_was_meant_by_it() -> None:
    said = refused("It\x92s \x93so\x94\r\nand\x0bit\x92s \x81".encode())
    assert "Somebody read it as Latin-1, where Windows had written it." in str(said)
    assert [(problem.where, problem.what.partition("text. ")[2]) for problem in said.problems] == [
        ("letter.md:1:3",
         "Windows-1252 means “’” (right single quotation mark) by it: write that. It is also at 2:7."),
        ("letter.md:1:6", "Windows-1252 means ““” (left double quotation mark) by it: write that."),
        ("letter.md:1:9", "Windows-1252 means “”” (right double quotation mark) by it: write that."),
        ("letter.md:2:4", "Word processors write it; put there a line break."),
        ("letter.md:2:10", "Take it out."),
    ]  # fmt: skip


def test_utf_16_without_its_mark_is_refused_with_what_helps() -> None:
    assert "--encoding utf-16-le or utf-16-be" in str(refused("Kind".encode("utf-16-le")))


def test_windows_text_declared_as_latin_1_is_refused_with_what_helps() -> None:
    assert "try --encoding windows-1252" in str(refused("“x”".encode("cp1252"), "latin-1"))


@pytest.mark.parametrize(
    ("raw", "encoding", "code", "says"),
    [
        (codecs.BOM_UTF8 + b"x", "latin-1", "encoding-contradicted", "Leave the declaration out."),
        (b"x", "latin1x", "encoding-not-known", "Did you mean 'latin-1'?"),
        (b"x", "rot13", "encoding-not-known", "is no encoding that can be read"),
        (b"x", "unicode_escape", "encoding-not-known", "is no encoding that can be read"),
        (b"x", "utf-16", "encoding-not-known", "Did you mean 'utf-16-le'?"),
        (b"x", "a\0b", "encoding-not-known", "is no encoding that can be read"),
        (b"x\n\x81", "windows-1252", "encoding-wrong", "letter.md:2: Byte 3 fits no character of windows-1252."),
        (codecs.BOM_UTF16_LE + b"a\x00\x00\xd8", None, "encoding-wrong", "Byte 5 fits no character of utf-16-le."),
        (codecs.BOM_UTF8 + b"\xff", None, "encoding-wrong", "Byte 4 fits no character of utf-8."),
        (b"\xed\xa0\x80", None, "encoding-unknown", "Byte 1 is the first that is not UTF-8."),
    ],
)
def test_what_cannot_be_read_is_refused_in_whole_sentences(
    raw: bytes, encoding: str | None, code: str, says: str
) -> None:
    said = refused(raw, encoding)
    assert said.code == code
    assert says in str(said)


@given(st.binary(), st.sampled_from([None, *ENCODINGS]))
def test_any_bytes_are_text_or_a_refusal(raw: bytes, encoding: str | None) -> None:
    try:
        assert not set(read_text(raw, "letter.md", encoding)) & set(NOT_TEXT)
    except InvalidInput as refusal:
        str(refusal).encode()  # fit to print


@pytest.mark.parametrize("mark", ["\u0301", "\u20dd", "\u0e31", "\u034f", "\u200d", "\ufe0f"])
def test_more_marks_in_a_row_than_a_page_can_show_are_refused_with_their_place(mark: str) -> None:
    assert read_text(f"one\na{mark * 30}".encode(), "a.md") == f"one\na{mark * 30}"
    with pytest.raises(InvalidInput) as refusal:
        read_text(f"one\na{mark * 31}b".encode(), "a.md")
    assert refusal.value.code == "marks-stacked"
    assert [str(problem) for problem in refusal.value.problems] == [
        "a.md:2:2: There are more than 30 combining marks in a row, stacked on one letter. Take most of them out."
    ]
    assert not_text(f"a{mark * 31}").startswith("a place where there are more than 30 combining marks")


@pytest.mark.parametrize(
    "text",
    ["e\u0301" * 1000, "\u0e01\u0e31\u0e49" * 1000, "人" * 1000, "\U0001f3f4\U000e0067\U000e0062\U000e007f" * 40],
)
def test_marks_that_belong_to_letters_are_text(text: str) -> None:
    assert read_text(text.encode(), "a.md") == text
