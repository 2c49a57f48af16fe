"""The text of a rule → its tokens, each with its place."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from evalflow.engine.rules.faults import Fault, RulePlace, invalid

LONGEST: Final = 4000  # characters of one rule
DEEPEST: Final = 32  # parts within parts of one rule: what a person can follow, and far below Python's own limit

Kind = Literal["word", "number", "text", "sign", "end"]

_TOKENS: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    |(?P<number>[0-9]+)
    |(?P<text>'(?:[^'\\\x00-\x1f]|\\['"\\])*'|"(?:[^"\\\x00-\x1f]|\\['"\\])*")
    |(?P<sign>&&|\|\||[=!<>]=|[!<>+*().,\[\]-]|in\b)
    |(?P<word>[A-Za-z_][A-Za-z0-9_]*)""",
    re.VERBOSE,
)
_INSTEAD: Final = {
    "=": "Write == to compare.",
    "&": "Write && for and.",
    "|": "Write || for or.",
    "/": "Write a share as two integers, such as 3 * part >= whole.",
    "%": "There is no remainder.",
    "?": "Write two clauses with && and ||.",
}


@dataclass(frozen=True)
class Token:
    kind: Kind
    text: str
    place: RulePlace


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a rule, closed by one of kind `end`.

    Raises:
        InvalidDefinition: `rule-too-long`, `rule-too-deep` (brackets), or `rule-syntax` for a sign the language lacks.
    """
    if len(text) > LONGEST:
        sentence = f"A rule has at most {LONGEST} characters; this one has {len(text)}. Split it in two."
        raise invalid(text, [Fault(RulePlace(LONGEST, LONGEST + 1), "rule-too-long", sentence)])
    found = (*_split(text), Token("end", "", RulePlace(len(text), len(text) + 1)))
    _refuse_deep_brackets(text, found)
    return found


def _split(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKENS.match(text, at)
        if match is None:
            raise invalid(text, [Fault(RulePlace(at, at + 1), "rule-syntax", _foreign(text[at]))])
        if match.lastgroup != "space":
            found.append(_token(match))
        at = match.end()
    return found


def _token(match: re.Match[str]) -> Token:
    kinds: dict[str | None, Kind] = {"number": "number", "text": "text", "sign": "sign", "word": "word"}
    return Token(kinds[match.lastgroup], match[0], RulePlace(*match.span()))


def _foreign(sign: str) -> str:
    if sign in ("'", '"'):
        return "This text has no end. Close it on its own line with the same quote; \\ escapes only quotes and \\."
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return f"The rule language has no `{shown}`. {_INSTEAD.get(sign, '')}".rstrip()


def _refuse_deep_brackets(text: str, found: tuple[Token, ...]) -> None:
    depth = 0
    for token in found:
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if depth > DEEPEST:
            raise invalid(text, [too_deep(token.place)])


def too_deep(place: RulePlace) -> Fault:
    return Fault(place, "rule-too-deep", f"A rule goes at most {DEEPEST} parts deep. Split it into several rules.")
