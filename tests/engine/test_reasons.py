"""What a reason is: at least two letters that somebody can see, of whatever script. Everywhere the same."""

import re
from pathlib import Path

import pytest

from evalflow.engine.reasons import first_unseen, is_blank, is_reason, need_reason, need_text, refuse_hollow, stated
from evalflow.errors import Refused

NO_REASONS = [
    "", " ", ".", "…", "x", "-x-", "12", "\u200b", "\u200b\u200c\u200d", "\u2060\ufeff", "\u00ad\u00ad", "\u0301\u0301",
    "a\u0301", "\u3164\u3164", "\u115f\u1160", "\uffa0\uffa0", "\u2800\u2800", "\ue000\ue001", "\U000e0041\U000e0042",
    "\ufffd\ufffd", "👍👍", "٣٤", "\u00a0\u2003", "\u0640\u0640", "\u02b0\u02b1", "ーー",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_REASONS)
def test_what_shows_no_two_letters_is_no_reason(text: str) -> None:
    assert not is_reason(text)
    with pytest.raises(Refused) as refusal:
        need_reason(text, "Give one.")
    assert (refusal.value.code, str(refusal.value).endswith("Give one.")) == ("reason-missing", True)


@pytest.mark.parametrize("text", ["ok", "не", "同意", "لا", "हाँ जी", "Ja!", "e\u0301te\u0301"])
def test_two_letters_of_any_script_are_a_reason(text: str) -> None:
    assert is_reason(text)
    need_reason(text, "Give one.")


def test_a_refusal_names_the_sign_that_nobody_sees() -> None:
    with pytest.raises(
        Refused, match=r"^What was given shows nothing: it holds U\+200B \(zero width space\)\. Say it\.$"
    ):
        need_text(" \u200b", "Say it.", "text-missing")
    with pytest.raises(Refused, match=r"^“\.” says nothing: a reason has at least 2 letters\. Say it\.$"):
        need_reason(" . ", "Say it.")
    with pytest.raises(Refused, match=r"^Say it\.$"):
        need_text(" ", "Say it.", "text-missing")
    need_text(".", "Say it.", "text-missing")
    assert (first_unseen("a\u3164"), first_unseen("ab")) == ("U+3164 (hangul filler)", "")
    assert first_unseen("\ufdd0") == "U+FDD0 (no name)"


@pytest.mark.parametrize(("text", "said"), [(".", ""), ("\u200b \u3164", ""), ("— …", ""), ("§5", "§5"), ("ok", "ok")])
def test_a_reason_of_an_older_record_that_says_nothing_is_none(text: str, said: str) -> None:
    assert stated(text) == said


def test_private_signs_may_be_seen_and_are_not_blank() -> None:
    assert not is_blank("\ue000")
    assert is_blank("\u0301\u200d")


def test_a_reason_that_may_be_left_out_is_left_out_or_says_something() -> None:
    refuse_hollow(" ")
    refuse_hollow("agreed")
    with pytest.raises(Refused, match="or leave it out"):
        refuse_hollow("\u200b")


def test_no_other_place_decides_what_a_reason_is() -> None:
    source = Path(__file__).parents[2] / "src" / "evalflow"
    own = source / "engine" / "reasons.py"
    by_hand = re.compile(r"if not [\w.]*(reasons?|consent|because)\.strip\(\):|Refused\(\s*\"reason-missing\"")
    found = [path.name for path in sorted(source.rglob("*.py")) if path != own and by_hand.search(path.read_text())]
    assert found == []


def test_a_sign_that_only_a_later_unicode_knows_may_be_a_letter() -> None:
    assert not is_blank("\U0002fffd")
    assert all(map(is_blank, ["\u2065", "\ufffe", "\uffff", "\U0002ffff", "\U000e0002"]))
