"""A summary, and the figures of the report → what it counts otherwise than the report does, in figures or in words.

A number is held against what it counts where the noun beside it says so: “two objectives were met” against those met,
“ten objectives” against all. A part that nothing in the report counts (“two objectives on prisons”) cannot be more than
the whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from evalflow.evaluation.report.figures import Figures

_UNITS: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNIT: Final[Mapping[str, int]] = {word: number for number, word in enumerate(_UNITS, 1)}
_TEN: Final[Mapping[str, int]] = {word: number * 10 for number, word in enumerate(_TENS, 2)}
_OTHER: Final[Mapping[str, int]] = {"none": 0, "no": 0, "both": 2, "single": 1, "dozen": 12}
ALL: Final = -1
_WORD: Final = re.compile(
    rf"(?<![\w-])(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS[:9])}))?|{'|'.join(_UNITS)})(?![\w-])", re.I
)
_TOKEN: Final = re.compile(r"\w+[-/][\w/-]*\d[\w/-]*|[^\W\d]+(?:-[^\W\d]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_SENTENCE: Final = re.compile(r"[.;!?](?=\s|$)")
_CLAUSE: Final = re.compile(r",|:(?=\s|$)|\b(?:and|but|while|whereas)\b")
_STOPS: Final = ("in", "on", "to", "for", "by", "is", "are", "was", "were", "has", "have", "had", "at", "from", "with")
_ALONE: Final = (
    "was", "were", "is", "are", "has", "have", "of", "could", "cannot", "not", "met", "partly", "partially",
    "substantially", "regressed", "withdrawn", "with", "without", "rated",
)  # fmt: skip
_NARROWING: Final = (
    "on", "about", "concerning", "in", "that", "which", "whose", "with", "without", "for", "from", "to", "by", "under",
    "of", "where",
)  # fmt: skip
_CODE: Final = re.compile(r"[A-Z]+-\d")
_NOT: Final = re.compile(r"\b(?:not|no|without|lacks?|never|neither)\b", re.I)


def numbers_in_words(text: str) -> Iterator[tuple[str, int]]:
    """Yield the numbers that are written as words, from one to ninety-nine: as they stand, and as what they are."""
    for match in _WORD.finditer(text):
        number = _number(match[0])
        assert number is not None  # noqa: S101 - the pattern finds no other words
        yield match[0], number


@dataclass(frozen=True)
class _Part:
    """What a phrase says of some of a kind; `counts` how many of them are so, `otherwise` how many are not."""

    phrase: re.Pattern[str]
    counts: Callable[[Figures], int]
    otherwise: Callable[[Figures], int] | None = None


@dataclass(frozen=True)
class _Kind:
    """What is counted under a noun: all of it, in whichever way the report counts, and parts of it."""

    name: str
    nouns: tuple[str, ...]
    whole: Callable[[Figures], tuple[int, ...]]
    parts: tuple[_Part, ...] = ()


def _part(phrase: str, counts: Callable[[Figures], int], otherwise: Callable[[Figures], int] | None = None) -> _Part:
    return _Part(re.compile(rf"\b(?:{phrase})", re.I), counts, otherwise)


def _status(word: str) -> Callable[[Figures], int]:
    return lambda of: next((count.number for count in of.statuses if count.word == word), 0)


def _undated(of: Figures) -> int:
    return of.objectives - of.with_timeframe


def _graded(grade: str) -> Callable[[Figures], int]:
    return lambda of: sum(row.numbers[of.grades.index(grade)] for row in of.distribution) if grade in of.grades else 0


_KINDS: Final = (
    _Kind(
        "objectives", ("objective", "objectives"), lambda of: (of.objectives, of.objectives + of.withdrawn),
        (
            _part(r"not (?:yet )?due", _status("not-due")),
            _part(r"(?:not|could not be|cannot be) assess", _status("not-assessable")),
            _part(r"not (?:yet )?rated|unrated", lambda of: of.unrated),
            _part(r"withdrawn", lambda of: of.withdrawn, lambda of: of.objectives),
            _part(r"substantial", _status("substantial")),
            _part(r"partial|partly", _status("partial")),
            _part(r"regress", _status("regressed")),
            *(_part(rf"{grade} evidence", _graded(grade)) for grade in ("strong", "moderate", "weak")),
            _part(r"timeframe|dated\b|date\b", lambda of: of.with_timeframe, _undated),
            _part(r"met\b", lambda of: of.met, lambda of: of.objectives - of.met),
            _part(r"rated\b", lambda of: of.objectives - of.unrated),
        ),
    ),
    _Kind(
        "inputs", ("input", "inputs", "submission", "submissions"), lambda of: (of.inputs,),
        (
            _part(r"withheld", lambda of: of.published_inputs - of.named_inputs),
            _part(r"published|public\b", lambda of: of.published_inputs, lambda of: of.inputs - of.published_inputs),
        ),
    ),
    _Kind(
        "points", ("point", "points"), lambda of: (of.points,),
        (
            _part(r"unanswered|without an answer", lambda of: of.unanswered),
            _part(r"answer", lambda of: of.points - of.unanswered, lambda of: of.unanswered),
        ),
    ),
    _Kind(
        "changes", ("change", "changes"), lambda of: (of.changes, of.changes + of.corrections),
        (_part(r"reason", lambda of: of.changes - of.without_reason, lambda of: of.without_reason),),
    ),
    _Kind(
        "criteria", ("criterion", "criteria"), lambda of: (of.criteria,),
        (
            _part(r"cannot (?:tell|be told)|undetermined", lambda of: of.cannot_tell),
            _part(r"not checked", lambda of: of.not_checked),
            _part(r"tripped|triggered", lambda of: of.tripped, lambda of: of.clear),
            _part(r"clear\b", lambda of: of.clear),
        ),
    ),
    _Kind("pauses", ("pause", "pauses"), lambda of: (of.pauses,)),
)  # fmt: skip
_BY_NOUN: Final[Mapping[str, _Kind]] = {noun: kind for kind in _KINDS for noun in kind.nouns}


def miscounted(text: str, of: Figures, uncounted: Sequence[str] = ()) -> list[str]:
    """Return each clause that counts otherwise than the report, and what the report counts.

    `uncounted` names the kinds of which the report prints no exact number.
    """
    return [
        f"“{clause.text.strip()}” (the report counts {told})"
        for paragraph in text.splitlines()
        for clause, at, kind, noun_at in _figures_in(paragraph)
        if kind.name not in uncounted and (told := _wrong(kind, clause, at, noun_at, of))
    ]


@dataclass(frozen=True)
class _Clause:
    """A part of a sentence; `then` is what comes after it."""

    text: str
    tokens: tuple[str, ...]
    then: str

    def names_them(self, noun_at: int) -> bool:
        """Return whether codes follow a noun: “two objectives, EX-01 and EX-02”."""
        after = self.tokens[noun_at + 1 :]
        listed = after[1:2] if after[:1] == ("(",) else tuple(self.then.split()[:1]) if not after else ()
        return any(_CODE.match(one) for one in listed)


def _figures_in(paragraph: str) -> Iterator[tuple[_Clause, int, _Kind, int]]:
    """Yield each number that counts something: its clause and place, what it counts, and where that stands."""
    before: _Kind | None = None  # of which a number without a noun may speak: “one was met”
    for sentence in _SENTENCE.split(paragraph):
        clauses = _CLAUSE.split(sentence)
        for text, then in zip(clauses, [*clauses[1:], ""], strict=True):
            clause = _Clause(text, tuple(_TOKEN.findall(text)), then)
            for at, token in enumerate(clause.tokens):
                kind, noun_at = _counted(clause.tokens, at) if _number(token) is not None else (None, at)
                if kind and (token.casefold() != "no" or noun_at == at + 1):
                    yield clause, at, kind, noun_at
                elif before and not kind and _alone(clause.tokens, at) and _said(before, text, token):
                    yield clause, at, before, len(clause.tokens)
            before = next((_BY_NOUN[one.casefold()] for one in clause.tokens if one.casefold() in _BY_NOUN), before)


def _counted(tokens: Sequence[str], at: int) -> tuple[_Kind | None, int]:
    """Return what a number counts, and where the noun stands: beside it, or behind “of the ten”."""
    part, words = False, 0
    for place in range(at + 1, len(tokens)):
        word = tokens[place].casefold()
        if word in _BY_NOUN:
            return _BY_NOUN[word], place
        if word == "of" and place == at + 1:
            part = True
        elif word in _STOPS or not (word.isalnum() or "-" in word) or (words := words + 1) > (4 if part else 2):
            return None, at
    return None, at


def _alone(tokens: Sequence[str], at: int) -> bool:
    """Return whether a number stands for what it counts, which was named before: “one was met”, “two partly”."""
    return _number(tokens[at]) is not None and tokens[at + 1 : at + 2] != () and tokens[at + 1].casefold() in _ALONE


def _said(kind: _Kind, clause: str, token: str) -> _Part | None:
    """Return what a clause says of a part of a kind, beside the number itself."""
    rest = re.sub(rf"\b{re.escape(token)}\b", "", clause, count=1, flags=re.I)
    return next((part for part in kind.parts if part.phrase.search(rest)), None)


def _wrong(kind: _Kind, clause: _Clause, at: int, noun_at: int, of: Figures) -> str:
    """Return what the report counts, where a number says otherwise; else ""."""
    tokens = [token.casefold() for token in clause.tokens]
    whole, number = kind.whole(of), _number(tokens[at])
    own = whole[0] if number in (None, ALL) else number
    every = f"{kind.name} in all: {whole[0]}"
    if "of" in tokens[max(0, at - 2) : at]:  # of (the) ten objectives
        return "" if own in whole else every
    if part := _said(kind, clause.text, tokens[at]):
        rest = part.phrase.sub("", " ".join((*tokens[:at], *tokens[at + 1 :])))
        counts = part.otherwise if _NOT.search(rest) else part.counts
        return "" if counts is None or own == counts(of) else f"{kind.name} of which it is so: {counts(of)}"
    narrowed = "of" in tokens[at + 1 : at + 2] or {*tokens[noun_at + 1 : noun_at + 2]} & {*_NARROWING}
    part_of_it = bool(narrowed) or own == 0 or clause.names_them(noun_at)
    return "" if own in whole or (own <= max(whole) and part_of_it) else every


def _number(token: str) -> int | None:
    word = token.casefold()
    if word.isascii() and word.isdigit():
        return int(word)
    if word == "all":
        return ALL
    tens, _, unit = word.partition("-")
    if tens in _TEN and (not unit or _UNIT.get(unit, 10) < 10):
        return _TEN[tens] + _UNIT.get(unit, 0)
    return _UNIT.get(word, _OTHER.get(word))
