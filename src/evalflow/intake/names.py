"""A name, a title or a code from outside → the same, or a sentence that says what about it could mislead a reader.

Free text may hold everything a script needs. A name stands alone in lists and letters, so it is one line and holds
nothing that turns the order of letters round. U+200E and U+200F are kept in names: right-to-left names need them beside
brackets and figures. Codes are plain ASCII.
"""

import re
from typing import Final

from evalflow.engine.reasons import LONGEST_TITLE, first_unseen, is_blank
from evalflow.errors import InvalidInput
from evalflow.intake.text import not_text

LONGEST: Final = LONGEST_TITLE
_OVERRIDES: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS: Final = re.compile("[\t\n\r\u2028\u2029]")
_CODE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9/_.-]{0,78}[A-Za-z0-9])?")
_FILE_FORBIDDEN: Final = re.compile(r'[/\\:*?"<>|]')
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_LONGEST_FILE: Final = 255  # bytes: what file systems take


def check_name(text: str, what: str) -> str:
    """Return `text` if it may stand as a name or title. `what` names it in the message: "The submitter's name".

    Raises:
        InvalidInput: code `bad-name`.
    """
    return _checked(text, what, wrong_with_name(text), "bad-name")


def check_code(text: str, what: str) -> str:
    """Return `text` if it may stand as a code, such as UK-01 or UK-CN-2027/NGO/012.

    Raises:
        InvalidInput: code `bad-code`.
    """
    return _checked(text, what, wrong_with_code(text), "bad-code")


def wrong_with_name(text: str) -> str:
    """Return what is wrong with a name as the end of a sentence, or "" where nothing is."""
    if not text.strip():
        return "is empty"
    if is_blank(text):
        return f"shows nothing: it holds {first_unseen(text)}"
    if said := _misleads(text):
        return said
    return f"is longer than {LONGEST} characters" if len(text) > LONGEST else ""


def wrong_with_code(text: str) -> str:
    if said := _misleads(text):
        return said
    if not _CODE.fullmatch(text):
        return "is no code: codes have the letters A to Z, figures, and - / _ . between them, at most 80 in all"
    return ""


def wrong_with_file_name(text: str) -> str:
    if said := wrong_with_name(text):
        return said
    if match := _FILE_FORBIDDEN.search(text):
        return f"holds {match[0]!r}, which not every system takes in a file name"
    if _RESERVED.fullmatch(text.partition(".")[0].rstrip()):
        return "is a word that Windows keeps for devices"
    if text[0] in ". " or text[-1] in ". ":
        return "begins or ends with a dot or a space"
    return f"is longer than {_LONGEST_FILE} bytes" if len(text.encode()) > _LONGEST_FILE else ""


def _misleads(text: str) -> str:
    if match := _OVERRIDES.search(text):
        return f"holds U+{ord(match[0]):04X}, which turns the direction of letters so that it reads as something else"
    if _BREAKS.search(text):
        return "has a tab or a line break in it"
    return f"holds {said.rstrip(',')}" if (said := not_text(text)) else ""


def _checked(text: str, what: str, wrong: str, code: str) -> str:
    if not text.strip():
        raise InvalidInput(code, f"{what} is empty.")
    if wrong:
        raise InvalidInput(code, f"{what} {wrong}. Write it without that: {text[:60]!r}.")
    return text
