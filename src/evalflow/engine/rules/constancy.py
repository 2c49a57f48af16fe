"""A rule and the types of what it reads → always true, always false, or neither, as far as its own text tells.

What is compared is taken apart into terms: a fact, a field, a parameter, a sum, a size. Each term is tried at every
value at which a comparison of it changes, and two terms that are compared with each other in each order they can have;
orders that no values have are left out (orders.py). What a list of entries may hold is tried for one entry. Where that
is too much, nothing is said.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import prod
from typing import Final, Literal

from evalflow.engine.dates import DayRange
from evalflow.engine.periods import Period
from evalflow.engine.rules.intervals import all_of, any_of, compared, negated, one_of
from evalflow.engine.rules.orders import TermLimits, can_be
from evalflow.engine.rules.syntax import (
    ComparedTerms,
    Connected,
    Constant,
    Expression,
    FactRead,
    FieldRead,
    Known,
    Macro,
    Node,
    Not,
    OneOfConstants,
    Order,
    ParameterRead,
    Size,
)
from evalflow.engine.rules.types import Declared, Int
from evalflow.engine.rules.values import GREATEST, LEAST, Plain

_MOST: Final = 20_000  # combinations
_ORDERS: Final[Mapping[Order, tuple[int, ...]]] = {
    "==": (0,), "!=": (-1, 1), "<": (-1,), "<=": (-1, 0), ">": (1,), ">=": (0, 1),
}  # fmt: skip
_TURNED: Final[Mapping[Order, Order]] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

_Key = tuple[str, ...]  # what a term is called: its own words, or those of two that are compared
_Case = Mapping[_Key, Plain]


def constant(
    rules: Sequence[Expression],
    declared: Mapping[str, Declared],
    sign: Literal["&&", "||"] = "&&",
    parameters: Mapping[str, Period | int] | None = None,
) -> bool | None:
    """Return what the rules come to together whatever the facts are: True, False, or None for neither.

    Facts that are integers are counts, and never negative. `parameters` that are numbers count as they are set.
    """
    found = [_Terms(rule, declared, parameters or {}) for rule in rules]
    domains: dict[_Key, set[Plain]] = {}
    for terms in found:
        for key, values in terms.domains.items():
            domains.setdefault(key, set()).update(values)
    if prod(map(len, domains.values())) > _MOST:
        return None
    decide = all_of if sign == "&&" else any_of
    names = list(domains)
    counts = frozenset().union(*(terms.counts for terms in found))
    limits = {key[0]: _limits(domains[key], key in counts) for key in names if len(key) == 1}
    cases = (dict(zip(names, case, strict=True)) for case in product(*domains.values()))
    cases = (case for case in cases if _possible(case, limits))
    truths = {decide([terms.truth(terms.root, case) for terms in found]) for case in cases}
    return truths.pop() if len(truths) == 1 else None


def _limits(tried: set[Plain], counts: bool) -> Mapping[Plain, TermLimits]:
    """Return for each value at which a term is tried which others it stands for: all up to its neighbours."""
    numbers = sorted({number for value in tried if (number := _number(value)) is not None})
    ends = {
        number: TermLimits(
            numbers[at - 1] + 1 if at else 0 if counts else None,
            numbers[at + 1] - 1 if at + 1 < len(numbers) else None,
        )
        for at, number in enumerate(numbers)
    }
    return {value: ends[number] for value in tried if (number := _number(value)) is not None}


def _number(value: Plain) -> int | None:
    """Return a whole number or a day as a number; None where it is neither."""
    if isinstance(value, DayRange):
        return value.earliest.toordinal()
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _possible(case: _Case, limits: Mapping[str, Mapping[Plain, TermLimits]]) -> bool:
    """Return whether the orders of the terms fit each other and the values at which they are tried."""
    orders = [(key[0], order, key[1]) for key, order in case.items() if len(key) > 1 and isinstance(order, int)]
    if not orders:
        return True
    named = {name for one, _, other in orders for name in (one, other)} & limits.keys()
    held = {name: limits[name].get(case[(name,)], TermLimits()) for name in named}
    return can_be(held, orders)


class _Terms:
    """What one rule compares, by its own words, and the values at which that is tried."""

    def __init__(
        self, rule: Expression, declared: Mapping[str, Declared], parameters: Mapping[str, Period | int]
    ) -> None:
        self.rule = rule
        self.root = rule.root
        self.declared = declared
        self.parameters = parameters
        self.counts: set[_Key] = set()  # the terms that are never negative
        self.domains: dict[_Key, set[Plain]] = {}
        self._tests: dict[int, bool | None] = {}  # of macros, by the identity of their parts
        self._gather(rule.root)

    def _gather(self, node: Node) -> None:
        match node:
            case Connected(clauses=clauses):
                for clause in clauses:
                    self._gather(clause)
            case Not(operand=operand):
                self._gather(operand)
            case ComparedTerms(left=left, right=right):
                self._gather_compared(left, right)
            case OneOfConstants(value=value, choices=choices) if not isinstance(value, Constant):
                self._try(value, [choice.value for choice in choices])
            case Macro(test=test) if not isinstance(self._inner(test), bool):
                self.domains[self._key(node)] = {True, False}
            case FactRead() | FieldRead() | Known():
                self.domains[self._key(node)] = {True, False}

    def _set(self, node: Node) -> Node:
        """Return a parameter that is a number as that number, and anything else as it is."""
        value = self.parameters.get(node.name) if isinstance(node, ParameterRead) else None
        return Constant(value, node.place) if isinstance(value, int) else node

    def _gather_compared(self, left: Node, right: Node) -> None:
        left, right = self._set(left), self._set(right)
        self.counts |= {self._key(side) for side in (left, right) if self._counts(side)}
        match left, right:
            case Constant(), Constant():
                return
            case Constant(value=value), _:
                self._try(right, [value])
            case _, Constant(value=value):
                self._try(left, [value])
            case _ if self._key(left) != self._key(right):
                self.domains[self._pair(left, right)] = {-1, 0, 1}

    def _try(self, node: Node, constants: Sequence[Plain]) -> None:
        values = self.domains.setdefault(self._key(node), set())
        for value in constants:
            values.update(_around(value, least=0 if self._counts(node) else LEAST))

    def _counts(self, node: Node) -> bool:
        """Return whether a term is never negative."""
        if isinstance(node, FactRead):
            return node.name in self.declared and self.declared[node.name].type == Int
        return isinstance(node, Size)

    def _key(self, node: Node) -> _Key:
        return ("".join(self.rule.words(node).split()),)

    def _pair(self, left: Node, right: Node) -> _Key:
        return tuple(sorted((*self._key(left), *self._key(right))))

    def _inner(self, test: Node) -> bool | None:
        """Return what a test of entries comes to for every entry."""
        if id(test) not in self._tests:
            self._tests[id(test)] = constant(
                [Expression(self.rule.text, test)], self.declared, parameters=self.parameters
            )
        return self._tests[id(test)]

    def truth(self, node: Node, case: _Case) -> bool | None:
        """Return what a clause comes to in one case."""
        match node:
            case Connected(sign=sign, clauses=clauses):
                decide = all_of if sign == "&&" else any_of
                return decide([self.truth(clause, case) for clause in clauses])
            case Not(operand=operand):
                return negated(self.truth(operand, case))
            case Constant(value=bool(value)):
                return value
            case ComparedTerms():
                return self._compared(node, case)
            case OneOfConstants(value=value, choices=choices):
                found = value.value if isinstance(value, Constant) else case[self._key(value)]
                return one_of(found, [choice.value for choice in choices])
            case Macro(name=name, test=test) if isinstance(inner := self._inner(test), bool):
                # of no entry at all `exists` is false and `all` is true
                return inner if (name, inner) in (("exists", False), ("all", True)) else None
        found = case.get(self._key(node))
        return found if isinstance(found, bool) else None

    def _compared(self, node: ComparedTerms, case: _Case) -> bool | None:
        left, right = self._set(node.left), self._set(node.right)
        if isinstance(left, Constant) or isinstance(right, Constant):
            sides = [side.value if isinstance(side, Constant) else case[self._key(side)] for side in (left, right)]
            return compared(sides[0], node.sign, sides[1])
        if self._key(left) == self._key(right):
            return 0 in _ORDERS[node.sign]
        turned = self._pair(left, right) != (*self._key(left), *self._key(right))
        sign = _TURNED[node.sign] if turned else node.sign
        return case[self._pair(left, right)] in _ORDERS[sign]


def _around(value: Plain, least: int) -> Iterator[Plain]:
    """Yield a value and its neighbours, on either side of which no comparison with it changes."""
    match value:
        case bool():
            yield from (True, False)
        case int():
            yield from (near for near in (value - 1, value, value + 1) if least <= near <= GREATEST)
            if least == 0:
                yield 0
        case str():
            yield from (value, "…")  # any other text; no constant reads so
        case DayRange(earliest, latest):
            days = (day.toordinal() + by for day in (earliest, latest) for by in (-1, 0, 1))
            if earliest == date.min or latest == date.max:
                yield None  # at the end of the calendar nobody means a comparison: nothing is said of it
            valid = (day for day in days if date.min.toordinal() <= day <= date.max.toordinal())
            yield from (DayRange(date.fromordinal(day), date.fromordinal(day)) for day in valid)
