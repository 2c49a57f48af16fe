"""A mail address as somebody wrote it → the address as it is used, or what is wrong with it.

Internationalised addresses are kept as they are written. Whether a mailbox exists is told by its server alone.
"""

import unicodedata
from typing import Final

from email_validator import EmailNotValidError, validate_email

from evalflow.errors import InvalidInput
from evalflow.intake.text import not_text

_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")  # with letters that are taken for each other


def check_address(text: str) -> str:
    """Return the address in its one form: the domain in small letters, what stands before it as written.

    Raises:
        InvalidInput: `bad-address`, with what is wrong.
    """
    if wrong := wrong_with_address(text):
        raise InvalidInput("bad-address", f"{text[:80]!r} is no mail address: {wrong}")
    return str(validate_email(text.strip(), check_deliverability=False).normalized)


def wrong_with_address(text: str) -> str:
    """Return what is wrong with an address as a sentence, or "" where nothing is."""
    if what := not_text(text):
        return f"it holds {what.rstrip(',')}."
    try:
        found = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError as wrong:
        return str(wrong)
    mixed = [label for label in found.domain.split(".") if len(scripts_of(label)) > 1]
    if mixed:
        return f"{mixed[0]} mixes letters of several scripts that look alike."
    return ""


def scripts_of(text: str) -> frozenset[str]:
    """Return those scripts whose letters are taken for each other, that a text has letters of."""
    names = {unicodedata.name(sign, "").partition(" ")[0] for sign in text if sign.isalpha()}
    return frozenset(names & set(_SCRIPTS))
