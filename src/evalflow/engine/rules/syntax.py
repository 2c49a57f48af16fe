"""The parts a rule is made of, each with its place in the text: what is parsed, checked, judged and explained."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evalflow.engine.dates import DayRange
from evalflow.engine.periods import Period
from evalflow.engine.rules.faults import RulePlace

Order = Literal["==", "!=", "<", "<=", ">", ">="]
MacroName = Literal["exists", "all", "filter"]


@dataclass(frozen=True)
class Constant:
    """A value written in the rule itself: 2, 'held', true, date('1997-08'), period('P3M')."""

    value: bool | int | str | DayRange | Period
    place: RulePlace


@dataclass(frozen=True)
class FactRead:
    """A fact by its dotted name: terms.body_named."""

    name: str
    place: RulePlace


@dataclass(frozen=True)
class FieldRead:
    """A field of the entry that a macro's variable stands for: s.held_on."""

    variable: str
    field: str
    place: RulePlace


@dataclass(frozen=True)
class ParameterRead:
    """A named parameter of the criteria file: params.sessions."""

    name: str
    place: RulePlace


@dataclass(frozen=True)
class TodayTerm:
    place: RulePlace


@dataclass(frozen=True)
class Not:
    operand: "Node"
    place: RulePlace


@dataclass(frozen=True)
class Connected:
    """Two or more clauses that must all be true (&&), or of which one must be (||)."""

    sign: Literal["&&", "||"]
    clauses: tuple["Node", ...]
    place: RulePlace


@dataclass(frozen=True)
class ComparedTerms:
    left: "Node"
    sign: Order
    right: "Node"
    place: RulePlace


@dataclass(frozen=True)
class OneOfConstants:
    """Is the value one of the constants? status in ['held', 'postponed']."""

    value: "Node"
    choices: tuple[Constant, ...]
    place: RulePlace


@dataclass(frozen=True)
class Computed:
    left: "Node"
    sign: Literal["+", "-", "*"]
    right: "Node"
    place: RulePlace


@dataclass(frozen=True)
class Macro:
    """A test over a register's entries: sessions.exists(s, s.status == 'held')."""

    name: MacroName
    over: "Node"
    variable: str
    test: "Node"
    place: RulePlace


@dataclass(frozen=True)
class Size:
    over: "Node"
    place: RulePlace


@dataclass(frozen=True)
class Known:
    of: FactRead | FieldRead
    place: RulePlace


Node = (
    Constant
    | FactRead
    | FieldRead
    | ParameterRead
    | TodayTerm
    | Not
    | Connected
    | ComparedTerms
    | OneOfConstants
    | Computed
    | Macro
    | Size
    | Known
)


@dataclass(frozen=True)
class Expression:
    """A rule that has been read: its text as written, and its parts."""

    text: str
    root: Node

    def words(self, node: Node) -> str:
        """Return the rule's own words for one of its parts, on one line."""
        return re.sub(r"\s*\n\s*", " ", self.text[node.place.start : node.place.end])


def references(expression: Expression) -> frozenset[str]:
    """Return the names of the facts that a rule reads."""
    return frozenset(node.name for node, _ in walk(expression.root) if isinstance(node, FactRead))


def walk(node: Node) -> Iterator[tuple[Node, int]]:
    """Yield `node` and every part within it, in the order of the text, each with its depth (1 for `node` itself)."""
    waiting = [(node, 1)]
    while waiting:
        part, depth = waiting.pop()
        yield part, depth
        waiting.extend((inner, depth + 1) for inner in reversed(parts(part)))


def parts(node: Node) -> tuple[Node, ...]:
    """Return the parts that `node` is made of, in the order of the text."""
    match node:
        case Connected():
            return node.clauses
        case ComparedTerms() | Computed():
            return (node.left, node.right)
        case OneOfConstants():
            return (node.value, *node.choices)
        case Macro():
            return (node.over, node.test)
        case Not(operand=inner) | Size(over=inner) | Known(of=inner):
            return (inner,)
        case _:
            return ()
