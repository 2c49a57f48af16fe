"""Checked criteria → what people read: a shape and a word for each result, why, what is missing, and the trace."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from evalflow.cli.frame.output import Table, Value
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.evaluation import CheckedCriterion, TracedClause

_WIDTH = 79
_SHAPES = {"tripped": "■", "clear": "○", "cannot tell": "◐"}
_HOLDS = {"true": "holds", "false": "does not hold", "unknown": "cannot be told"}


def page(checked: Sequence[CheckedCriterion], criteria: Iterable[Criterion], *, trace: bool) -> str:
    """Return the results in 80 columns, one below the other."""
    titles = {criterion.code: criterion.title for criterion in criteria}
    return "\n\n".join("\n".join(_lines(one, titles.get(one.code, ""), trace)) for one in checked)


def told(checked: Sequence[CheckedCriterion], *, trace: bool) -> dict[str, Value | Table]:
    """Return the results, and the trace where it is asked for, for programs."""
    columns = ("code", "result", "why", "missing", "untold", "review_missed")
    rows: list[list[Value]] = [[c.code, c.result, c.why, list(c.missing), c.untold, c.review_missed] for c in checked]
    found: dict[str, Value | Table] = {"criteria": Table({name: name for name in columns}, rows)}
    if trace:
        clauses = [clause_row(one.code, clause) for one in checked for clause in one.trace]
        found["trace"] = Table({name: name for name in _CLAUSE}, clauses)
    return found


_CLAUSE = ("code", "depth", "clause", "value", "truth", "sources")


def clause_row(code: str, clause: TracedClause) -> list[Value]:
    return [code, clause.depth, clause.text, clause.value, clause.truth, list(clause.sources)]


def _lines(checked: CheckedCriterion, title: str, trace: bool) -> Iterator[str]:
    heading = " · ".join(filter(None, (f"{_SHAPES[checked.result]} {checked.code} {checked.result}", title)))
    yield from wrapped(heading, "", "  ")
    yield from wrapped(checked.why, "  ", "  ")
    for missing in checked.missing:
        yield from wrapped(f"· {missing}", "  ", "    ")
    if checked.untold:
        yield f"  Not told in {checked.untold} evaluation{'s' if checked.untold > 1 else ''} before either."
    if checked.review_missed:
        yield f"  The last decision was to be reviewed by {checked.review_missed}: no later one is on record."
    for clause in checked.trace if trace else ():
        yield from clause_lines(clause)


def clause_lines(clause: TracedClause) -> Iterator[str]:
    """Yield a clause of a trace, what it came to, and its sources, indented by its depth."""
    indent = "    " + "  " * clause.depth
    yield from wrapped(clause.text, indent, f"{indent}    ")
    value = "" if clause.value in ("yes", "no", "") else f"{clause.value}; "
    sources = f" [{'; '.join(clause.sources)}]" if clause.sources else ""
    yield from wrapped(f"→ {value}{_HOLDS[clause.truth]}{sources}", f"{indent}  ", f"{indent}    ")


def wrapped(text: str, first: str, then: str) -> list[str]:
    """Return text in lines of at most 79 signs, with these indents."""
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
