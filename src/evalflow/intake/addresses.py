"""A mail address as somebody wrote it → the address as it is used, or what is wrong with it.

Internationalised addresses are kept as they are written. Whether a mailbox exists is known to its server alone.
"""

import unicodedata
from typing import Final

import idna
from email_validator import EmailNotValidError, validate_email

from evalflow.errors import InvalidInput
from evalflow.intake.text import not_text

_TAKEN_FOR_LATIN: Final = frozenset({"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "LISU"})
_EAST_ASIAN: Final = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"})  # mixed in any text
_INVISIBLE: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp")
_LOOK_EMPTY: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_LONGEST_LOCAL: Final = 64  # octets, RFC 5321 4.5.3.1.1


def check_address(text: str) -> str:
    """Return the address in its one form: the domain in small letters, what is before it as written.

    Raises:
        InvalidInput: `bad-address`, with what is wrong.
    """
    if wrong := wrong_with_address(text):
        raise InvalidInput("bad-address", f"{text[:80]!a} is no mail address: {wrong}")
    return str(validate_email(text.strip(), check_deliverability=False).normalized)


def wrong_with_address(text: str) -> str:
    """Return what is wrong with an address as a sentence, or "" where nothing is."""
    if what := not_text(text):
        return f"it holds {what.rstrip(',')}."
    bare = text.strip(" \t\r\n")
    for wrong in (_unseen(bare), _disguised(bare)):
        if wrong:
            return wrong
    try:
        found = validate_email(bare, check_deliverability=False)
    except EmailNotValidError as wrong:
        return str(wrong)
    octets = len(found.local_part.encode())
    if octets > _LONGEST_LOCAL:
        return f"what is before the @ has {octets} octets; mail servers accept at most {_LONGEST_LOCAL}."
    for part in (found.local_part, *found.domain.split(".")):
        if mixed := _mixed(part):
            return f"{part} mixes {mixed}: letters that look alike. Ask its owner how it is written."
    return ""


def mailbox_key(address: str) -> str:
    """Return what two spellings of one mailbox have in common: case, the order of accents, the domain in ASCII or not.

    Servers may tell ANNA from anna before the @. None that is in use does, and two letters would reach one person.
    """
    local, _, domain = address.strip().rpartition("@")
    return f"{_folded(local)}@{_ascii_domain(domain)}"


def distinct(addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses without further spellings of a mailbox that is among them already."""
    first: dict[str, str] = {}
    for one in addresses:
        first.setdefault(mailbox_key(one), one)
    return tuple(first.values())


def spelled_out(address: str) -> str:
    """Return an address that has letters beyond ASCII as servers know its domain, with the scripts; "" for others."""
    if address.isascii():
        return ""
    names = sorted(name.capitalize() for name in _scripts(address))
    local, _, domain = address.rpartition("@")
    return f"{local}@{_ascii_domain(domain)} (letters: {', '.join(names)})"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return _folded(domain)  # such as are no domain: they are refused elsewhere


def _unseen(text: str) -> str:
    for sign in text:
        if sign in _LOOK_EMPTY or (unicodedata.category(sign) in _INVISIBLE and sign != " "):
            return f"it holds U+{ord(sign):04X}, which cannot be seen. Type the address anew."
    return ""


def _disguised(text: str) -> str:
    """Return what is wrong where an address is written in signs that stand for others, such as full-width letters."""
    plain = unicodedata.normalize("NFKC", text)
    if plain == unicodedata.normalize("NFC", text):
        return ""
    sign = next(sign for sign in text if unicodedata.normalize("NFKC", sign) != unicodedata.normalize("NFC", sign))
    return f"it holds U+{ord(sign):04X} ({unicodedata.name(sign, 'no name').lower()}). Is it {plain!a}?"


def _mixed(part: str) -> str:
    """Return the scripts that a part mixes although their letters are taken for each other, or ""."""
    found = _scripts(part)
    lookalikes = found & _TAKEN_FOR_LATIN
    if len(found) < 2 or found <= _EAST_ASIAN or (len(found - {"LATIN"}) == 1 and not lookalikes):
        return ""
    return " and ".join(sorted(name.capitalize() for name in found))


def _scripts(text: str) -> frozenset[str]:
    """Return the scripts of the letters and of the figures of a text, as far as the names of the signs say them."""
    counted = (sign for sign in text if sign.isalpha() or (sign.isdecimal() and not sign.isascii()))
    return frozenset(unicodedata.name(sign, "").partition(" ")[0].partition("-")[0] for sign in counted)
