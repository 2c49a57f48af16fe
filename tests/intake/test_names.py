"""Names, titles, codes and file names are kept as they are, or refused with what could mislead a reader."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.errors import InvalidInput
from evalflow.intake.names import check_code, check_name, wrong_with_file_name

OVERRIDES = [chr(point) for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize(
    "name",
    [
        "Example Coalition",
        "ائتلاف مثال (تجريبي)\u200f",
        "范例组织",
        "O’Example & Sons, e.V.",
        "نمونه\u200cها",
        "x" * 300,
    ],
)
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert check_name(name, "The name") == name


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "The name is empty."),
        (" \u3000", "The name is empty."),
        ("\u200b\u200b", "The name shows nothing: it holds U+200B (zero width space)."),
        ("\u3164", "The name shows nothing: it holds U+3164 (hangul filler)."),
        (" \u00ad", "The name shows nothing: it holds U+00AD (soft hyphen)."),
        ("\u0301\ufe0f", "The name shows nothing: it holds U+0301 (combining acute accent)."),
        ("\U000e0041", "The name shows nothing: it holds U+E0041 (tag latin capital letter a)."),
        ("a\nb", "The name has a tab or a line break in it."),
        ("a\u2028b", "The name has a tab or a line break in it."),
        ("a\0b", "The name holds the control character U+0000 (NUL)."),
        ("a\ud800", "The name holds half of a character, U+D800 (a lone surrogate)."),
        ("x" * 301, "The name is longer than 300 characters."),
    ],
)
def test_a_name_that_could_mislead_is_refused(name: str, says: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_name(name, "The name")
    assert refusal.value.code == "bad-name"
    assert str(refusal.value).startswith(says)


@pytest.mark.parametrize("override", OVERRIDES)
def test_what_turns_the_order_of_letters_is_refused_in_names(override: str) -> None:
    says = f"U+{ord(override):04X}, which turns the direction"
    assert says in wrong_with_file_name(f"annex{override}fdp.exe")
    with pytest.raises(InvalidInput) as refusal:
        check_name(f"annex{override}fdp.exe", "The name")
    assert says in str(refusal.value)


@pytest.mark.parametrize("code", ["UK-01", "UK-CN-2027/NGO/012", "7QK2-M9XD", "uk-china-2027", "a"])
def test_codes_stay_as_they_are(code: str) -> None:
    assert check_code(code, "The code") == code


@pytest.mark.parametrize("code", ["", "-UK", "UK 01", "UК-01", "UK\u200e-01", "UK\u202e-01", "x" * 81, "a\n", "<b>"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_code(code, "The code")
    assert refusal.value.code == "bad-code"


@pytest.mark.parametrize("name", ["annex.pdf", "قائمة.txt", "Annex 1 (final).pdf", "console.txt", "a..b"])
def test_file_names_stay_as_they_are(name: str) -> None:
    assert wrong_with_file_name(name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "",
        "a/b",
        "a\\b",
        "..",
        ".hidden",
        "end.",
        "end ",
        "NUL",
        "con.txt",
        "COM1.pdf",
        "a:b",
        "what?",
        "é" * 128,
        "a\tb",
    ],
)
def test_a_file_name_that_some_system_cannot_keep_is_refused(name: str) -> None:
    assert wrong_with_file_name(name)


@given(
    st.text(st.characters()),
    st.sampled_from([lambda t: check_name(t, "It"), lambda t: check_code(t, "It")]),
)
def test_any_text_is_kept_or_refused(text: str, check: Callable[[str], str]) -> None:
    try:
        assert check(text) == text
    except InvalidInput as refusal:
        str(refusal).encode()  # fit to print
