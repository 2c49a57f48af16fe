"""One part of a rule + the facts of one moment → what it comes to, its sources, and what is missing to make it exact.

Everything is read, nothing is skipped: a failure is never hidden behind a clause that already decides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Final, Generic, TypeVar

from evalflow.engine.periods import Period
from evalflow.engine.rules.faults import RuleFailed
from evalflow.engine.rules.intervals import all_of, any_of, compared, computed, is_exact, negated, one_of, plain
from evalflow.engine.rules.syntax import (
    ComparedTerms,
    Computed,
    Connected,
    Constant,
    FactRead,
    FieldRead,
    Known,
    Macro,
    Node,
    Not,
    OneOfConstants,
    ParameterRead,
    Size,
    TodayTerm,
)
from evalflow.engine.rules.values import Between, Fact, FactItem, Facts, Listing, Missing, Plain
from evalflow.engine.rules.wording import NOT_KNOWN, words

Part = TypeVar("Part")
Found_co = TypeVar("Found_co", bound=Plain, covariant=True)
Found = TypeVar("Found", bound=Plain)


@dataclass(frozen=True)
class RuleReading(Generic[Found_co]):
    """What a part came to, the sources of it, and what would have to be known to make it exact."""

    value: Found_co
    sources: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


Truth = RuleReading[bool | None]


@dataclass(frozen=True)
class RuleEntry:
    """One entry of a register as a rule looks at it. A gap, which stands for unlisted ones, says what is missing."""

    item: FactItem
    fact: str
    remedy: str
    belongs: Truth
    gap: tuple[Missing, ...] = ()


Tests = tuple[tuple[RuleEntry, Truth], ...]


@dataclass(frozen=True)
class RuleRegister:
    """The entries that belong, or may belong, to a list, and the sources of the list as a whole."""

    entries: tuple[RuleEntry, ...]
    sources: tuple[str, ...] = ()


@dataclass
class _Kept:
    """What was read already and depends on no entry: a test of thousands of entries asks for it again and again."""

    tests: dict[Macro, Tests] = field(default_factory=dict)
    lists: dict[str, RuleRegister] = field(default_factory=dict)
    filtered: dict[Macro, RuleRegister] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """What a part of a rule may read where it stands."""

    facts: Facts
    params: Mapping[str, int | str | Period]
    today: date
    entries: Mapping[str, RuleEntry] = field(default_factory=dict)
    kept: _Kept = field(default_factory=_Kept)

    def fact(self, name: str) -> Fact:
        return self.facts.get(name, _NOT_RECORDED)

    def within(self, variable: str, entry: RuleEntry) -> "Scope":
        return Scope(self.facts, self.params, self.today, {**self.entries, variable: entry}, self.kept)


_NOT_RECORDED: Final = Fact(None)
_LISTED: Final = RuleReading(True)


def truth(node: Node, scope: Scope) -> Truth:
    """Return what a clause comes to: yes, no or unknown.

    Raises:
        RuleFailed: a value of the wrong type, or one beyond 64 bits or the calendar.
    """
    match node:
        case Not(operand=operand):
            inner = truth(operand, scope)
            return replace(inner, value=negated(inner.value))
        case Connected(sign=sign, clauses=clauses):
            return _decided(all_of if sign == "&&" else any_of, [truth(clause, scope) for clause in clauses])
        case ComparedTerms() | OneOfConstants():
            return _comparison(node, scope)
        case Known(of=of):
            return _known(of, scope)
        case Macro(name="exists" | "all"):
            return _quantified(node, scope)
    rule_reading = value(node, scope)
    return RuleReading(_yes_or_no(rule_reading.value), rule_reading.sources, rule_reading.missing)


def value(node: Node, scope: Scope) -> RuleReading[Plain]:
    """Return the single value that `node` comes to, as exact as the facts are.

    Raises:
        RuleFailed: a value of the wrong type, or one beyond 64 bits or the calendar.
    """
    match node:
        case Constant(value=written):
            return _as_written(written)
        case TodayTerm():
            return RuleReading(plain(scope.today))
        case ParameterRead(name=name):
            return _parameter(name, scope)
        case FactRead(name=name):
            return _fact(name, scope)
        case FieldRead(variable=variable, field=name):
            return _field(name, scope.entries[variable])
        case Computed(left=left, sign=sign, right=right):
            sides = value(left, scope), value(right, scope)
            return _settled(computed(sides[0].value, sign, sides[1].value), sides)
        case Size(over=over):
            return _size(register(over, scope))
        case Macro(name="filter"):
            raise RuleFailed("A list stands where a single value belongs.")
    return truth(node, scope)


def register(node: Node, scope: Scope) -> RuleRegister:
    """Return the entries of the list that `node` comes to. A list that is unknown is one gap of which nothing is known.

    Raises:
        RuleFailed: it is no list, or a test of its entries fails.
    """
    match node:
        case FactRead(name=name):
            if name not in scope.kept.lists:
                scope.kept.lists[name] = _listed(name, scope.fact(name))
            return scope.kept.lists[name]
        case Macro(name="filter") if scope.entries:
            return _filtered(node, scope)
        case Macro(name="filter"):
            if node not in scope.kept.filtered:
                scope.kept.filtered[node] = _filtered(node, scope)
            return scope.kept.filtered[node]
    raise RuleFailed("A single value stands where a list belongs.")


def _filtered(node: Macro, scope: Scope) -> RuleRegister:
    whole = register(node.over, scope)
    passed = (replace(entry, belongs=passes) for entry, passes in tested(node, whole, scope))
    return replace(whole, entries=tuple(passed))


def tested(node: Macro, over: RuleRegister, scope: Scope) -> Tests:
    """Return each entry that a macro looks at, and whether it belongs and passes (for `all`: passes, if it belongs).

    Of an entry that may not be there, as in a gap, only what would be so of every such entry is certain.
    """
    if scope.entries:
        return _each_tested(node, over, scope)
    if node not in scope.kept.tests:
        scope.kept.tests[node] = _each_tested(node, over, scope)
    return scope.kept.tests[node]


def _each_tested(node: Macro, over: RuleRegister, scope: Scope) -> Tests:
    return tuple((entry, _tested(node, entry, scope.within(node.variable, entry))) for entry in over.entries)


def _tested(node: Macro, entry: RuleEntry, scope: Scope) -> Truth:
    test = truth(node.test, scope)
    if node.name == "all":
        return _decided(any_of, (replace(entry.belongs, value=negated(entry.belongs.value)), test))
    return _decided(all_of, (entry.belongs, test))


def _quantified(node: Macro, scope: Scope) -> Truth:
    """Return the truth of `exists` or `all`. A witness (one that passes; one that fails) brings its own sources."""
    decide, witness = (any_of, True) if node.name == "exists" else (all_of, False)
    over = register(node.over, scope)
    rule_reading = _decided(decide, [test for _, test in tested(node, over, scope)])
    told = (over.sources, rule_reading.sources) if rule_reading.value in (witness, None) else (over.sources,)
    return replace(rule_reading, sources=_union(told))


def _size(counted: RuleRegister) -> RuleReading[Plain]:
    sure = [entry for entry in counted.entries if entry.belongs.value]
    open_ = [entry for entry in counted.entries if entry.belongs.value is None]
    high = None if any(entry.gap for entry in open_) else len(sure) + len(open_)
    return RuleReading(
        plain(Between(len(sure), high)),
        _union((counted.sources, *(entry.belongs.sources for entry in sure))),
        _union(entry.belongs.missing for entry in open_),
    )


def _comparison(node: ComparedTerms | OneOfConstants, scope: Scope) -> Truth:
    if isinstance(node, ComparedTerms):
        sides = value(node.left, scope), value(node.right, scope)
        return _settled(compared(sides[0].value, node.sign, sides[1].value), sides)
    rule_reading = value(node.value, scope)
    return _settled(one_of(rule_reading.value, [choice.value for choice in node.choices]), (rule_reading,))


def _known(of: FactRead | FieldRead, scope: Scope) -> Truth:
    """Return whether the record has a value. Of the entries a gap stands for, nobody can say what it will have."""
    if isinstance(of, FactRead):
        fact = scope.fact(of.name)
        return RuleReading(
            not (fact.value is None or (isinstance(fact.value, Listing) and fact.value.gaps)), fact.sources
        )
    entry = scope.entries[of.variable]
    return RuleReading(
        None if entry.gap else entry.item.fields.get(of.field) is not None, entry.item.sources, entry.gap
    )


def _as_written(written: Plain) -> RuleReading[Plain]:
    return RuleReading(written, missing=_unless_exact(written, Missing("", "the rule's own date")))


def _parameter(name: str, scope: Scope) -> RuleReading[Plain]:
    if name not in scope.params:
        raise RuleFailed(f"The parameter {name} is not given.")
    return RuleReading(plain(scope.params[name]))


def _fact(name: str, scope: Scope) -> RuleReading[Plain]:
    fact = scope.fact(name)
    if isinstance(fact.value, Listing):
        raise RuleFailed(f"The record gave a list for {name}, where a single value belongs.")
    found = plain(fact.value)
    return RuleReading(found, fact.sources, _unless_exact(found, _missing(name, fact)))


def _field(name: str, entry: RuleEntry) -> RuleReading[Plain]:
    found = plain(entry.item.fields.get(name))
    if is_exact(found):
        return RuleReading(found, entry.item.sources)
    remedy = entry.item.remedy or entry.remedy
    missing = _unless_exact(found, Missing(entry.fact, f"{name} of {entry.item.label}", remedy))
    return RuleReading(found, entry.item.sources, entry.gap or missing)


def _listed(name: str, fact: Fact) -> RuleRegister:
    match fact.value:
        case Listing(items, gaps):
            listed = (RuleEntry(item, name, fact.remedy, _LISTED) for item in items)
            open_ends = ((gap, f"{gap.label}: the register is not stated complete") for gap in gaps)
            unlisted = (_gap(gap, Missing(name, label, fact.remedy)) for gap, label in open_ends)
            return RuleRegister((*listed, *unlisted), fact.sources)
        case None:
            return RuleRegister((_gap(FactItem(name), _missing(name, fact)),), fact.sources)
    raise RuleFailed(f"The record gave {words(plain(fact.value))} for {name}, where a list belongs.")


def _gap(item: FactItem, missing: Missing) -> RuleEntry:
    return RuleEntry(item, missing.fact, missing.remedy, RuleReading(None, missing=(missing,)), (missing,))


def _missing(name: str, fact: Fact) -> Missing:
    return Missing(name, f"{name}: {fact.note}" if fact.note else name, fact.remedy)


def _unless_exact(found: Plain, missing: Missing) -> tuple[Missing, ...]:
    """Return what is missing to make the value exact and, where something of it is known, what that is."""
    if is_exact(found):
        return ()
    if (known := words(found)) == NOT_KNOWN:
        return (missing,)
    return (replace(missing, label=f"{missing.label}, known only as {known}"),)


def _decided(decide: Callable[[list[bool | None]], bool | None], clauses: Sequence[Truth]) -> Truth:
    """Return the truth of the clauses together, with the sources, or what is missing, of those alone that decide it."""
    found = decide([clause.value for clause in clauses])
    deciding = [clause for clause in clauses if clause.value is found]
    return RuleReading(found, _union(c.sources for c in deciding), _union(c.missing for c in deciding))


def _settled(found: Found, sides: Sequence[RuleReading[Plain]]) -> RuleReading[Found]:
    """Return what two sides came to. What made them inexact is missing only if the result is not exact either."""
    missing = _union(side.missing for side in sides) if not is_exact(found) else ()
    return RuleReading(found, _union(side.sources for side in sides), missing)


def _yes_or_no(found: Plain) -> bool | None:
    if isinstance(found, bool | None):
        return found
    raise RuleFailed(f"The record gave {words(found)} where yes or no belongs.")


def _union(groups: Iterable[tuple[Part, ...]]) -> tuple[Part, ...]:
    told = [group for group in groups if group]
    if len(told) == 1 and len(told[0]) == 1:
        return told[0]  # most often: one source, or one thing missing
    return tuple(dict.fromkeys(chain.from_iterable(told))) if told else ()
