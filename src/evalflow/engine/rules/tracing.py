"""A rule + the facts of one moment → its trace: each clause, what its sides came to, and the entries that decided."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from evalflow.engine.dates import DayRange
from evalflow.engine.rules.intervals import plain
from evalflow.engine.rules.reading import RuleEntry, Scope, register, tested, truth, value
from evalflow.engine.rules.reading import Truth as Found
from evalflow.engine.rules.syntax import (
    ComparedTerms,
    Computed,
    Connected,
    Expression,
    FactRead,
    FieldRead,
    Known,
    Macro,
    Node,
    Not,
    OneOfConstants,
    Size,
    parts,
    walk,
)
from evalflow.engine.rules.values import Between, Clause, Plain, Truth
from evalflow.engine.rules.wording import NOT_KNOWN, asked, listed_words, parts_words, turned, words

SAID: Final[dict[bool | None, Truth]] = {True: "true", False: "false", None: "unknown"}


def trace(rule: Expression, scope: Scope) -> tuple[Clause, ...]:
    """Return the lines of a rule's trace from the whole to its parts, as a reader of the report wants them."""
    return _Trace(rule, scope).lines(rule.root, 0)


@dataclass(frozen=True)
class _Trace:
    rule: Expression
    scope: Scope

    def lines(self, node: Node, depth: int) -> tuple[Clause, ...]:
        match node:
            case Not(operand=operand):
                return self.denied(node, self.lines(operand, depth))
            case Connected(clauses=clauses):
                inner = [line for clause in clauses for line in self.lines(clause, depth + 1)]
                said = parts_words([line.truth for line in inner if line.depth == depth + 1])
                return (self.line(node, said, depth), *inner)
            case ComparedTerms() | OneOfConstants():
                return self.comparison(node, depth)
            case Macro():
                return self.quantified(node, depth)
        return (self.line(node, self.in_words(node), depth),)

    def line(self, node: Node, in_words: str, depth: int) -> Clause:
        rule_reading = truth(node, self.scope)
        return Clause(self.rule.words(node), in_words, SAID[rule_reading.value], rule_reading.sources, depth)

    def in_words(self, node: Node) -> str:
        if isinstance(node, Known):
            return "known" if truth(node, self.scope).value else NOT_KNOWN
        found = value(node, self.scope).value
        return NOT_KNOWN if self.says_nothing(node, found) else words(found)

    def says_nothing(self, node: Node, found: Plain) -> bool:
        """Return whether something was computed from what is not known at all, and so is not known itself."""
        match node, found:
            case [Computed() | Size(), Between(low=None | 0, high=None)]:
                return True
            case [Computed(), DayRange(exact=False)]:
                return any(self.in_words(part) == NOT_KNOWN for part in parts(node))
        return False

    def denied(self, node: Not, lines: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Return the lines of what is denied, the first of them turned: one line for a denial, not two."""
        rule_reading, first = truth(node, self.scope), lines[0]
        said = first.value_in_words
        match node.operand:
            case FactRead() | Known(of=FactRead()):
                said = f"{first.text.removeprefix('known(').removesuffix(')')}: {said}"
            case ComparedTerms() | OneOfConstants():
                said = turned(said)
        return (
            replace(first, text=self.rule.words(node), value_in_words=said, truth=SAID[rule_reading.value]),
            *lines[1:],
        )

    def comparison(self, node: ComparedTerms | OneOfConstants, depth: int) -> tuple[Clause, ...]:
        if isinstance(node, ComparedTerms):
            right = None if self.in_words(node.right) == NOT_KNOWN else value(node.right, self.scope).value
            sides = f"{self.in_words(node.left)} {asked(node.sign, right)}"
        else:
            sides = f"{self.in_words(node.value)} {asked('in', *(choice.value for choice in node.choices))}"
        counted = [line for part in _sizes(node) for line in self.counted(part, depth + 1)]
        return (self.line(node, sides, depth), *counted)

    def counted(self, node: Size, depth: int) -> tuple[Clause, ...]:
        entries = register(node.over, self.scope).entries
        return tuple(
            _entry(entry, entry.belongs, node.over, depth) for entry in entries if entry.belongs.value is not False
        )

    def quantified(self, node: Macro, depth: int) -> tuple[Clause, ...]:
        """Return the clause and a line for each entry that decides it: none, when no entry speaks against the rest."""
        tests = tested(node, register(node.over, self.scope), self.scope)
        whole = self.line(node, _tally(tests), depth)
        settled = "false" if node.name == "exists" else "true"
        deciding = [] if whole.truth == settled else [(e, t) for e, t in tests if SAID[t.value] == whole.truth]
        return (whole, *(_entry(entry, test, node, depth + 1) for entry, test in deciding))


def _sizes(node: Node) -> list[Size]:
    """Return what a comparison counts itself, not what is counted within the tests of its macros."""
    match node:
        case Size():
            return [node]
        case ComparedTerms() | OneOfConstants() | Computed():
            return [size for part in parts(node) for size in _sizes(part)]
    return []


def _tally(tests: Iterable[tuple[RuleEntry, Found]]) -> str:
    tests = list(tests)
    listed = [SAID[test.value] for entry, test in tests if not entry.gap]
    return listed_words(listed, others=any(entry.gap and test.value is None for entry, test in tests))


def _entry(entry: RuleEntry, test: Found, over: Node, depth: int) -> Clause:
    label = entry.item.label
    if entry.gap:
        why = entry.gap[0].label.removeprefix(label).removeprefix(": ") or NOT_KNOWN
        return Clause(label, why, "unknown", entry.item.sources, depth)
    fields = (f"{name.replace('_', ' ')} {words(plain(entry.item.fields.get(name)))}" for name in _looked_at(over))
    return Clause(label, ", ".join(fields), SAID[test.value], entry.item.sources, depth)


def _looked_at(over: Node) -> tuple[str, ...]:
    """Return the fields that a chain of macros reads of its entries, in the order of the text."""
    names: tuple[str, ...] = ()
    while isinstance(over, Macro):
        read = (node for node, _ in walk(over.test) if isinstance(node, FieldRead) and node.variable == over.variable)
        names = (*(node.field for node in read), *names)
        over = over.over
    return tuple(dict.fromkeys(names))
