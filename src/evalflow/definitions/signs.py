"""A sign that may not be in text → what was probably meant by it, so that a person can put it right."""

import unicodedata
from typing import Final

_MEANT: Final = {  # what word processors write so
    "\x0b": "a line break",
    "\x0c": "an empty line",
    "\x1e": "a hyphen (-)",
    "\x1f": "nothing: it was an optional hyphen",
    "\u2028": "a line break",
    "\u2029": "an empty line",
}


def meant_by(sign: str) -> str:
    """Return what to write in place of a sign, as a sentence: what Windows or a word processor meant by it."""
    if sign in _MEANT:
        return f"Word processors write it; put there {_MEANT[sign]}."
    if found := in_windows(sign):
        return f"Windows-1252 means “{found}” ({unicodedata.name(found).lower()}) by it: write that."
    return "Take it out."


def in_windows(sign: str) -> str:
    """Return the sign that Windows-1252 has where Latin-1 has this control sign; "" where it has none."""
    if not "\x80" <= sign <= "\x9f":
        return ""
    try:
        return sign.encode("latin-1").decode("cp1252")
    except UnicodeDecodeError:
        return ""
