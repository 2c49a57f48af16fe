"""A place in a rule's text and what is wrong there → an error that shows the line, with a caret under the place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from evalflow.errors import EvalflowError, InvalidDefinition, Problem


class RuleFailed(EvalflowError):
    """A rule met what it cannot compute: an integer beyond 64 bits, a value of the wrong type. Never absorbed."""

    exit_code = 4

    def __init__(self, message: str) -> None:
        super().__init__("rule-failed", message)


@dataclass(frozen=True, order=True)
class RulePlace:
    """A stretch of a rule's text, in characters: from `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a rule: where, a stable code, and a sentence that says why and what helps."""

    place: RulePlace
    code: str
    sentence: str


def invalid(text: str, faults: Sequence[Fault]) -> InvalidDefinition:
    """Return the error that shows every fault in the order of the text; its code is that of the first."""
    ordered = sorted(faults)
    problems = (Problem(_where(text, fault.place), _shown(text, fault)) for fault in ordered)
    return InvalidDefinition(ordered[0].code, "This rule cannot be used:", problems)


def nearest(word: str, known: Collection[str]) -> str:
    """Return " Did you mean `x`?", or the known words when none is near, or that there are none."""
    if near := get_close_matches(word, sorted(known), n=1):
        return f" Did you mean `{near[0]}`?"
    return f" Known: {', '.join(sorted(known))}." if known else " None is declared."


def _where(text: str, place: RulePlace) -> str:
    line, column = _line(text, place), place.start - _line_start(text, place)
    return f"line {line + 1}, column {column + 1}" if "\n" in text else f"column {column + 1}"


def _shown(text: str, fault: Fault) -> str:
    start = _line_start(text, fault.place)
    line = text[start:].partition("\n")[0]
    column = fault.place.start - start
    width = max(1, min(fault.place.end - start, len(line)) - column)
    printable = "".join(sign if sign.isprintable() else " " for sign in line)
    return f"{fault.sentence}\n    {printable}\n    {' ' * column}{'^' * width}"


def _line(text: str, place: RulePlace) -> int:
    return text.count("\n", 0, place.start)


def _line_start(text: str, place: RulePlace) -> int:
    return text.rfind("\n", 0, place.start) + 1
