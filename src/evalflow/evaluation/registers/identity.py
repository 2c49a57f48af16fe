"""A name as somebody wrote it → whose name it is: two spellings of one name come to the same."""

import re
import unicodedata
from functools import lru_cache

from evalflow.engine.reasons import without_unseen

_BETWEEN = re.compile(r"[\s\-‐-―_/]+")  # what parts words
_ACCENTS = re.compile(r"[\u0300-\u036f]")
# Letters of other alphabets, and numbers, that look like a Latin letter.
_ALIKE = str.maketrans("авекмнорстухіјѕһαβεζηικμνορτυχıɑɡɩ01", "abekmhopctyxijshabezhikmnoptyxiaglol")
_TITLES = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "sir", "dame"))
_LONG = 6  # letters of a word


@lru_cache(maxsize=10_000)  # the same few sources stand in thousands of entries
def identity(name: str) -> str:
    """Return a name without what is no difference: case, spacing, Unicode form, accents, punctuation, “the” and “&”."""
    plain = unicodedata.normalize("NFKD", without_unseen(name)).casefold()
    words = _BETWEEN.sub(" ", _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)).replace("&", " and "))
    kept = "".join(sign for sign in words if sign == " " or unicodedata.category(sign)[0] in "LMN")
    return " ".join(unicodedata.normalize("NFC", kept).split()).removeprefix("the ") or name


def written(name: str) -> str:
    """Return a name without what nobody sees of how it is written: Unicode form, invisible signs, spaces."""
    return " ".join(unicodedata.normalize("NFC", without_unseen(name)).split())


def same_person(one: str, other: str) -> bool:
    """Return whether two names can be of one person: in another order, with a title, in letters that look alike."""
    return _person(one) == _person(other)


def _person(name: str) -> str:
    words = identity(name).translate(_ALIKE).split()
    return "".join(sorted(word for word in words if word not in _TITLES))


def nearly(one: str, other: str) -> bool:
    """Return whether two identities differ by a letter of one long word, or by two that changed places.

    Of short words, and of numbers, a letter more or less makes another name.
    """
    words = list(zip(one.split(), other.split(), strict=False))
    apart = [pair for pair in words if pair[0] != pair[1]]
    return one.count(" ") == other.count(" ") and len(apart) == 1 and _one_letter_apart(*apart[0])


def _one_letter_apart(one: str, other: str) -> bool:
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if len(shorter) < _LONG:
        return False
    first = next((n for n, letter in enumerate(shorter) if longer[n] != letter), len(shorter))
    left, right = longer[first:], shorter[first:]
    if not (left[:1] + right[:1]).isalpha():
        return False
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right or (len(left) == len(right) and (swapped or left[1:] == right[1:]))
