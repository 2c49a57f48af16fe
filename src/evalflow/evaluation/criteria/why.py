"""A verdict → the sentence that says what decided it, in the words of the facts and not of the rule."""

import re
from collections.abc import Iterator, Sequence

from evalflow.engine.rules import Clause, Verdict
from evalflow.evaluation.criteria.declared import DECLARED

_FACT = re.compile(rf"(?<![\w.'])(?:{'|'.join(map(re.escape, sorted(DECLARED, reverse=True)))})(?!\w)")
_COMPARISON = re.compile(r" (?:[<>]=?|==|!=|in) ")
_PARAMETER = re.compile(r"\bparams\.(\w+)")


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
        yield _told(trace[0], [line for _, line in below])
    for at in clauses:
        yield from _deciding(trace[at:], whole)


def _below(trace: Sequence[Clause]) -> list[tuple[int, Clause]]:
    """Return the lines one step within the first one, each with its place."""
    end = next((at for at, line in enumerate(trace) if at and line.depth <= trace[0].depth), len(trace))
    return [(at, line) for at, line in enumerate(trace[:end]) if line.depth == trace[0].depth + 1]


def _told(clause: Clause, below: Sequence[Clause]) -> str:
    """Return "sessions of the dialogue counted: 2 (asked for: at least 2): S-001", or what a fact came to."""
    entries = ", ".join(f"not {line.text}" if line.truth == "false" else line.text for line in below)
    if "size(" in clause.text:
        return f"{_title(clause)} counted: {clause.value_in_words}{entries and f': {entries}'}"
    if ".exists(" in clause.text or ".all(" in clause.text:
        return f"{_title(clause)} that the rule asks for: {clause.value_in_words}{entries and f' ({entries})'}"
    return f"{_subject(clause)}: {clause.value_in_words.removeprefix(f'{_read(clause)}: ')}"


def _subject(clause: Clause) -> str:
    """Return what was looked at: a fact by its title, or the left side of a comparison with its parameters named."""
    left = _COMPARISON.split(_read(clause).strip("()"), maxsplit=1)[0]
    named = _PARAMETER.sub(lambda name: f"the parameter “{name[1].replace('_', ' ')}”", left.replace(" + ", " plus "))
    return _FACT.sub(lambda name: DECLARED[name[0]].title, named)


def _read(clause: Clause) -> str:
    return clause.text.removeprefix("!").removeprefix("known(").removesuffix(")")


def _title(clause: Clause) -> str:
    return DECLARED[_FACT.findall(clause.text)[0]].title
