"""What a coordinator is asked to look at in what somebody wrote, and what is left in peace."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evalflow.evaluation.inputs.input import Attachment, Input, Point
from evalflow.intake.doubts import doubts, doubts_of


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\u0415xample Society", "has Latin and Cyrillic letters in one word: they look alike"),
        ("Example \u039fffice", "has Latin and Greek letters in one word: they look alike"),
        ("a \ufffd b", "holds U+FFFD, which is written where a sign was lost: ask for the original"),
        ("a \ue000 b", "holds U+E000, a sign for private use: what it shows depends on the font"),
        ("a \U000f0000 b", "holds U+F0000, a sign for private use: what it shows depends on the font"),
        ("Beyonc\u00c3\u00a9", "has “\u00c3\u00a9” where “é” seems meant: UTF-8 was read as Windows-1252"),
        ("It\u00e2\u20ac\u2122s", "has “\u00e2\u20ac\u2122” where “’” seems meant: UTF-8 was read as Windows-1252"),
        (
            "\u00d0\u0178\u00d1\u20ac\u00d0\u00b8",
            "has “\u00d0\u0178” where “П” seems meant: UTF-8 was read as Windows-1252",
        ),
        ("\u00d0\x9d", "has “\u00d0\x9d” where “Н” seems meant: UTF-8 was read as Windows-1252"),
    ],
)
def test_what_is_doubtful_is_told_in_a_sentence(text: str, told: str) -> None:
    assert doubts(text) == (told,)


@pytest.mark.parametrize(
    "text",
    ["Example Society", "Société d’Exemple", "Пример и Example", "Ελληνικά και English", "例の会 Example", "Ação",
     "می\u200cرود",
     "\u00c3 ", "\u00f4\u00bf\u00bf\u00bf"],
)  # fmt: skip
def test_what_is_written_well_is_left_in_peace(text: str) -> None:
    assert doubts(text) == ()


def test_in_a_name_a_sign_that_nobody_sees_is_told_and_in_a_text_it_is_not() -> None:
    assert doubts("Exa\u200bmple é", name=True) == ("holds U+200B (zero width space), which nobody sees",)
    assert doubts("می\u200cرود") == ()


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "\u200c", "\u200d", "\u00ad", "\u034f", "\u061c", "\u115f", "\u17b4", "\u180b", "\u200e", "\u2060",
     "\u2800", "\u3164", "\ufe00", "\ufe0f", "\uffa0", "\ufff9", "\U000e0061", "\U000e0100"],
)  # fmt: skip
def test_every_sign_that_shows_nothing_is_told_in_a_latin_name(sign: str) -> None:
    [told] = doubts(f"Exam{sign}ple", name=True)
    assert told.startswith(f"holds U+{ord(sign):04X} (")


@pytest.mark.parametrize(
    "name",
    ["می\u200cخواهم", "क\u094d\u200dष", "क\u094d\u200cष", "\U0001f469\u200d\U0001f469\u200d\U0001f467 Group",
     "\u2764\ufe0f Society", "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Scotland",
     "עמותה\u200e (A)", "جمعية\u061c 3", "1\ufe0f\u20e3", "辻\U000e0100", "\u1820\u180b\u1828"],
)  # fmt: skip
def test_a_script_a_flag_or_an_emoji_has_the_signs_that_it_needs(name: str) -> None:
    assert doubts(name, name=True) == ()


def test_letters_of_another_form_are_told_in_a_name() -> None:
    told = "holds U+FF25 (fullwidth latin capital letter e), another form of a letter"
    assert doubts("\uff25xample", name=True) == (told,)
    assert doubts("\uff25xample") == ()


def test_an_input_says_which_of_its_parts_is_doubtful() -> None:
    known = Input(
        "i", "c", "X/NGO/001", "ngo", "public", "Ex\u0430mple", "T", datetime(2027, 1, 1, tzinfo=UTC), "", "", ""
    )
    found = doubts_of(
        replace(known, points=(Point(1, "fine"), Point(2, "\ufffd")), attachments=(Attachment("\ue000", "", 1),))
    )
    assert [told.partition(" h")[0] for told in found] == [
        "The submitter's name",
        "The name of an attachment",
        "Point 2",
    ]
