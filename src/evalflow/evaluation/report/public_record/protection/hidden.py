"""Entries that nobody has agreed to have published → kept out of every line of a report that would lead to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evalflow.engine.rules import ListType
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.evaluation import TracedClause
from evalflow.evaluation.registers.commands_events import Entry
from evalflow.evaluation.registers.registers import is_public
from evalflow.evaluation.report.sections.suspension import TraceLine

_COMMAND = " (evalflow "
_UNPUBLISHED = "an entry that is not published"


@dataclass(frozen=True)
class Hidden:
    """The codes of entries that are not published."""

    codes: frozenset[str]

    def without(self, text: str) -> str:
        for code in sorted(self.codes, reverse=True):
            text = re.sub(rf"(?<![\w/]){re.escape(code)}(?!\w)", _UNPUBLISHED, text)
        return text

    def missing(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Return what is missing, each once, without the commands that would supply it: no reader can give them."""
        return tuple(dict.fromkeys(self.without(fact.partition(_COMMAND)[0]) for fact in facts))

    def sources(self, sources: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in sources if one.partition(":")[0] not in self.codes)

    def trace(self, clauses: Iterable[TracedClause]) -> Iterator[TraceLine]:
        """Yield the lines of a trace; in place of any number of such entries, one line that says nothing of them."""
        within: int | None = None  # how deep the entry stands that the lines to come are about
        told = False
        for clause in clauses:
            if within is not None and clause.depth > within:
                continue
            within = clause.depth if clause.text.removeprefix("!") in self.codes else None
            if within is None:
                told = False
                line = _clause(replace(clause, sources=self.sources(clause.sources)))
                yield replace(line, clause=self.without(line.clause), value=self.without(line.value))
            elif not told:
                told = True
                yield TraceLine(_UNPUBLISHED, "", clause.truth, "", clause.depth)


def hidden_of(entries: Iterable[Entry]) -> Hidden:
    return Hidden(frozenset(entry.code for entry in entries if not is_public(entry)))


def _clause(clause: TracedClause) -> TraceLine:
    """Return a line of the trace; a register of which nothing is known is called by its title, not by its word."""
    declared = DECLARED.get(clause.text)
    text = declared.title if declared and isinstance(declared.type, ListType) else clause.text
    return TraceLine(text, clause.value, clause.truth, "; ".join(clause.sources), clause.depth)
