"""Two wordings are marked word by word, and neither loses a character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalflow.effects.differences import Run, WordingDifference, difference
from evalflow.effects.foreign_text import PARAGRAPH_LIMIT

WORDINGS = st.text(alphabet="ab ,.\n", max_size=60)


def _text(paragraphs: tuple[tuple[Run, ...], ...]) -> str:
    return "".join(run.text for paragraph in paragraphs for run in paragraph)


def _kept(paragraphs: tuple[tuple[Run, ...], ...]) -> str:
    return "".join(run.text for paragraph in paragraphs for run in paragraph if run.fate == "kept")


@given(WORDINGS, WORDINGS)
def test_both_wordings_are_whole_and_share_what_was_kept(old: str, new: str) -> None:
    found = difference(old, new)
    assert (_text(found.old), _text(found.new)) == (old, new)
    assert _kept(found.old) == _kept(found.new)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("same", "same", WordingDifference(((Run("kept", "same"),),), ((Run("kept", "same"),),))),
        ("", "2028", WordingDifference((), ((Run("inserted", "2028"),),))),
        ("all prisoners", "all, prisoners",
         WordingDifference(((Run("kept", "all"), Run("kept", " prisoners")),),
                           ((Run("kept", "all"), Run("inserted", ","), Run("kept", " prisoners")),))),
        ("one two", "three four",
         WordingDifference(((Run("deleted", "one two"),),), ((Run("inserted", "three four"),),))),
    ],
)  # fmt: skip
def test_a_difference_marks_words_and_signs(old: str, new: str, found: WordingDifference) -> None:
    assert difference(old, new) == found


def test_wordings_too_long_to_compare_are_marked_whole_in_paragraphs_of_bearable_length() -> None:
    found = difference("old words " * 1_000, "new words " * 1_000)
    assert _text(found.old) == "old words " * 1_000
    assert {run.fate for paragraph in found.old for run in paragraph} == {"deleted"}
    assert max(sum(len(run.text) for run in paragraph) for paragraph in found.new) <= PARAGRAPH_LIMIT
