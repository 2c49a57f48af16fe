"""A criterion and the facts of today → what one fact would have to be for the result to be another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from evalflow.engine.rules import Bool, Fact, Facts, Int, Listing, ListType, judge, references
from evalflow.evaluation.criteria.criteria import Criterion
from evalflow.evaluation.criteria.declared import DECLARED
from evalflow.evaluation.criteria.judgement import RESULT
from evalflow.evaluation.evaluation import Result

_NUMBERS = range(11)  # of which the first that changes the result is told


@dataclass(frozen=True)
class WhatIf:
    """`then` is what the criterion would come to if nothing else changed."""

    supposed: str
    then: Result


def what_if(criterion: Criterion, facts: Facts, today: date) -> list[WhatIf]:
    """Return every single change of a fact, of those that are tried, with which the result would be another.

    Tried are: a yes for a no, another number, a register stated complete as it stands, an entry that was not there, and
    a yes or a no for what is not known of an entry.
    """
    now = _result(criterion, facts, today)
    what_ifs: list[WhatIf] = []
    for name in sorted(references(criterion.expression)):
        told = {now}
        for supposed, fact in _supposed(name, facts.get(name, Fact(None))):
            then = _result(criterion, {**facts, name: fact}, today)
            if then not in told or (then != now and DECLARED[name].type != Int):
                what_ifs.append(WhatIf(supposed, then))
            told.add(then)
    return what_ifs


def _result(criterion: Criterion, facts: Facts, today: date) -> Result:
    verdict = judge(criterion.expression, facts, criterion.parameters, today, traced=False)
    return RESULT[verdict.truth]


def _supposed(name: str, fact: Fact) -> Iterator[tuple[str, Fact]]:
    declared = DECLARED[name]
    if declared.type == Bool:
        yield from ((f"{declared.title}: {_SAID[value]}", replace(fact, value=value)) for value in (True, False))
    elif declared.type == Int:
        yield from ((f"{declared.title}: {n}", replace(fact, value=n)) for n in _NUMBERS)
    elif isinstance(declared.type, ListType) and isinstance(fact.value, Listing):
        yield from ((told, replace(fact, value=listing)) for told, listing in _lists(declared.type, fact.value))


def _lists(type_: ListType, listing: Listing) -> Iterator[tuple[str, Listing]]:
    if listing.gaps:
        gaps = "; ".join(gap.label for gap in listing.gaps)
        yield f"nothing is missing in: {gaps}", replace(listing, gaps=())
    for at, item in enumerate(listing.items):
        others = (*listing.items[:at], *listing.items[at + 1 :])
        yield f"without {item.label}", replace(listing, items=others)
        for field, kind in type_.fields.items():
            if kind == Bool and item.fields.get(field) is None:
                for value in (True, False):
                    changed = replace(item, fields={**item.fields, field: value})
                    said = f"{field.replace('_', ' ')} of {item.label}: {_SAID[value]}"
                    yield said, replace(listing, items=(*listing.items[:at], changed, *listing.items[at + 1 :]))


_SAID = {True: "yes", False: "no"}
