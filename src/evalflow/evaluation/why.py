"""A verdict → the sentence that says what decided it, in the words of the facts and not of the rule."""

import re
from collections.abc import Iterator, Sequence

from evalflow.engine.rules import Clause, Verdict
from evalflow.evaluation.declared import DECLARED

_FACT = re.compile(rf"(?<![\w.'])(?:{'|'.join(map(re.escape, sorted(DECLARED, reverse=True)))})(?!\w)")

_COMPARISON = re.compile(r" (?:[<>]=?|==|!=|in) ")


def why(verdict: Verdict) -> str:
    """Return the clauses that decided, each with what it came to and the entries it rests on.

    Where the verdict is unknown it says how much is missing.
    """
    if verdict.truth == "unknown":
        count = len({missing.label for missing in verdict.missing})
        return f"{count} thing{' that the rule needs is' if count == 1 else 's that the rule needs are'} not on record."
    said = "; ".join(dict.fromkeys(_deciding(verdict.trace, verdict.trace[0])))
    return f"{said[:1].upper()}{said[1:]}."


def _deciding(trace: Sequence[Clause], whole: Clause) -> Iterator[str]:
    """Yield what decided the first line of `trace`: the innermost clauses of the whole rule that share its truth."""
    below = _below(trace)
    clauses = [at for at, line in below if line.text in whole.text and line.truth == trace[0].truth]
    if not clauses:
        yield _told(trace[0], [line.text for _, line in below])
    for at in clauses:
        yield from _deciding(trace[at:], whole)


def _below(trace: Sequence[Clause]) -> list[tuple[int, Clause]]:
    """Return the lines one step within the first one, each with its place."""
    end = next((at for at, line in enumerate(trace) if at and line.depth <= trace[0].depth), len(trace))
    return [(at, line) for at, line in enumerate(trace[:end]) if line.depth == trace[0].depth + 1]


def _told(clause: Clause, entries: Sequence[str]) -> str:
    """Return "sessions of the dialogue counted: 2 >= 2 (S-001, S-002)", or what a plain fact or comparison came to."""
    came_to = _came_to(clause) + (f" ({', '.join(entries)})" if entries else "")
    if "size(" in clause.text:
        return f"{_title(_FACT.findall(clause.text)[0])} counted: {came_to}"
    if ".exists(" in clause.text or ".all(" in clause.text:
        return f"{_title(_FACT.findall(clause.text)[0])} that the rule asks for: {came_to}"
    words = _FACT.sub(lambda name: _title(name[0]), clause.text.removeprefix("!")).replace("params.", "")
    return f"{words}: {came_to}"


def _came_to(clause: Clause) -> str:
    """Return the words of the value; a comparison that does not hold says so ("0 >= 2 is not so")."""
    holds = (clause.truth == "true") != clause.text.startswith("!")
    return (
        f"{clause.value_in_words} is not so"
        if _COMPARISON.search(clause.value_in_words) and not holds
        else clause.value_in_words
    )


def _title(fact: str) -> str:
    return DECLARED[fact].title
