"""Criteria, what the check reported and what people decided → a line for each, in their order."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from evalflow.engine.dates import PartialDate
from evalflow.engine.periods import Period
from evalflow.engine.rules import ListOf
from evalflow.evaluation.criteria import Criterion
from evalflow.evaluation.declared import DECLARED
from evalflow.evaluation.evaluation import CheckedCriterion, Decision, TracedClause
from evalflow.evaluation.picture.everything import Everything
from evalflow.evaluation.picture.wording import date_words, last_day
from evalflow.evaluation.record import CriterionLine, DecisionLine, TraceLine
from evalflow.evaluation.registers import is_public

_COMMAND = " (evalflow "
_UNPUBLISHED = "an entry that is not published"


def criterion_lines(known: Everything) -> tuple[CriterionLine, ...]:
    checked = {one.code: one for one in known.evaluation.checked}
    decided = {one.criterion: one for one in known.evaluation.decisions}  # the last one of each stands
    hidden = _Hidden(frozenset(entry.code for entry in known.entries if not is_public(entry)))
    return tuple(
        _line(known, hidden, criterion, checked.get(criterion.code), decided.get(criterion.code))
        for criterion in known.criteria.criteria
    )


@dataclass(frozen=True)
class _Hidden:
    """The codes of entries that nobody has agreed to have published, which no line of a report may lead to."""

    codes: frozenset[str]

    def without(self, text: str) -> str:
        for code in sorted(self.codes, reverse=True):
            text = re.sub(rf"(?<![\w/]){re.escape(code)}(?!\w)", _UNPUBLISHED, text)
        return text

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
                sources = (one for one in clause.sources if one.partition(":")[0] not in self.codes)
                line = _clause(replace(clause, sources=tuple(sources)))
                yield replace(line, clause=self.without(line.clause), value=self.without(line.value))
            elif not told:
                told = True
                yield TraceLine(_UNPUBLISHED, "", clause.truth, "", clause.depth)


def _line(
    known: Everything,
    hidden: _Hidden,
    criterion: Criterion,
    checked: CheckedCriterion | None,
    decided: Decision | None,
) -> CriterionLine:
    checked_at = known.evaluation.checked_at
    return CriterionLine(
        code=criterion.code,
        title=criterion.title,
        trips_when=criterion.trips_when,
        kind=criterion.kind,
        weight=criterion.weight,
        rule=criterion.text,
        parameters=_parameters(criterion.parameters),
        result=checked.result if checked else "not checked",
        why=hidden.without(checked.why) if checked else "",
        missing=tuple(dict.fromkeys(hidden.without(_fact(one)) for one in checked.missing)) if checked else (),
        trace=tuple(hidden.trace(checked.trace)) if checked else (),
        checked_on=known.day(checked_at) if checked and checked_at else None,
        decision=_decision(known, decided) if decided else None,
        notes=tuple(_notes(checked)) if checked else (),
    )


def _notes(checked: CheckedCriterion) -> Iterator[str]:
    if checked.untold:
        before = "The evaluation before" if checked.untold == 1 else f"The {checked.untold} evaluations before"
        yield f"{before} could not tell either."
    if checked.review_missed:
        on = date_words(checked.review_missed)
        yield f"Finding: the last decision on it was to be reviewed by {on}, and no later decision is on record."


def _parameters(parameters: Mapping[str, Period | int]) -> dict[str, str]:
    return {name: n.in_words() if isinstance(n, Period) else str(n) for name, n in parameters.items()}


def _fact(missing: str) -> str:
    """Return what is missing without the command that would supply it, which no reader of a report can give."""
    return missing.partition(_COMMAND)[0]


def _clause(clause: TracedClause) -> TraceLine:
    """Return a line of the trace; a register of which nothing is known is called by its title, not by its word."""
    declared = DECLARED.get(clause.text)
    text = declared.title if declared and isinstance(declared.type, ListOf) else clause.text
    return TraceLine(text, clause.value, clause.truth, "; ".join(clause.sources), clause.depth)


def _decision(known: Everything, decided: Decision) -> DecisionLine:
    on, review_on = PartialDate.parse(decided.decided_on).latest, last_day(decided.review_on)
    return DecisionLine(decided.kind, decided.reasons, on, known.named(decided.decided_by), review_on)
