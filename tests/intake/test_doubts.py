"""What a coordinator is asked to look at in what somebody wrote, and what is left in peace."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evalflow.evaluation.handed_in import Attachment, Input, Point
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
