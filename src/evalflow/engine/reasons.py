"""A text that somebody gives → whether it says anything, as a reason must, and how long one that is a title may be."""

import re
import unicodedata
from typing import Final

from evalflow.errors import Refused

LETTERS: Final = 2  # that a reason has at least
LONGEST_TITLE: Final = 300  # characters of a name or title
# Letters and signs by their category, which nobody sees.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0\ufffc\U0001d159")
# Marks that show nothing: joiners of marks, inherent vowels, variation selectors.
_BLANK_MARKS: Final = re.compile("[\u034f\u17b4\u17b5\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Code points that never show a sign: kept back for formats, or no characters at all. Source: Unicode, chapter 23.7.
_NEVER: Final = re.compile("[\u2065\ufdd0-\ufdef\ufff0-\uffff\U000e0000-\U000e0fff]")
_PLANES_END: Final = 0xFFFE  # the last two code points of each plane are no characters either


def is_reason(text: str) -> bool:
    """Return whether a text can be a reason: it has at least two letters that can be seen, of whatever script."""
    return sum(map(_is_letter, text)) >= LETTERS


def _is_letter(sign: str) -> bool:
    """Return whether a sign is a letter that can stand alone: the stroke that lengthens Arabic words cannot."""
    category = unicodedata.category(sign)
    return category[0] == "L" and category != "Lm" and sign not in _BLANK


def stated(text: str) -> str:
    """Return a reason as it is on record, "" where it has neither a letter nor a number: older versions took a “.”."""
    return text if any(unicodedata.category(sign)[0] in "LN" and sign not in _BLANK for sign in text) else ""


def is_blank(text: str) -> bool:
    """Return whether nothing of a text can be seen: white space, invisible signs and marks without their letter."""
    return not any(map(_is_seen, text))


def need_reason(text: str, asked: str) -> None:
    """Return if `text` is a reason; `asked` is the sentence that asks for one.

    Raises:
        Refused: `reason-missing`.
    """
    if not is_reason(text):
        raise Refused("reason-missing", f"{_says_nothing(text)}{asked}")


def need_text(text: str, asked: str, code: str) -> None:
    """Return if something of `text` can be seen; `asked` is the sentence that asks for it.

    Raises:
        Refused: with this code.
    """
    if is_blank(text):
        raise Refused(code, f"{_says_nothing(text)}{asked}")


def refuse_hollow(text: str, option: str = "--reason") -> None:
    """Return if nothing was given, or a reason: for reasons that may be left out.

    Raises:
        Refused: `reason-missing`.
    """
    if text.strip():
        need_reason(text, f"Give a reason with {option}, or leave it out.")


def without_unseen(text: str) -> str:
    """Return a text without the signs, and the marks on them, that show nothing; spaces stay."""
    if text.isascii():
        return text
    return "".join(sign for sign in text if not is_unseen(sign))


def is_unseen(sign: str) -> bool:
    """Return whether a sign within a text shows nothing: no space, and no mark on another sign."""
    return sign in _BLANK or unicodedata.category(sign) == "Cf" or _BLANK_MARKS.match(sign) is not None


def first_unseen(text: str) -> str:
    """Return the first sign of a text that nobody sees, as "U+200B (zero width space)"; "" where there is none."""
    unseen = (sign for sign in text if not sign.isspace() and is_blank(sign))
    return next((f"U+{ord(sign):04X} ({unicodedata.name(sign, 'no name').lower()})" for sign in unseen), "")


def _is_seen(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category == "Cn":  # not known to this Python: a letter of a script that Unicode took up since, or nothing ever
        return ord(sign) & _PLANES_END != _PLANES_END and not _NEVER.match(sign)
    return (category[0] in "LNPS" or category == "Co") and sign not in _BLANK  # Co: private use, a font may show it


def _says_nothing(text: str) -> str:
    if not text.strip():
        return ""
    if is_blank(text):
        return f"What was given shows nothing: it holds {first_unseen(text)}. "
    return f"“{text.strip()[:40]}” says nothing: a reason has at least {LETTERS} letters. "
