"""Declarations of facts and parameters → does a rule hold together? Every problem at once, each with a caret."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from evalflow.engine.dates import DayRange
from evalflow.engine.periods import Period
from evalflow.engine.rules.faults import Fault, RulePlace, invalid, nearest
from evalflow.engine.rules.syntax import (
    ComparedTerms,
    Computed,
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
    ParameterRead,
    Size,
    TodayTerm,
    parts,
    walk,
)

# Common Expression Language, "Syntax": what may be no identifier there, so that a rule means the same to other programs
CEL_WORDS: Final = frozenset(
    {
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
        "namespace", "null", "package", "return", "true", "var", "void", "while",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Simple:
    """The type of a single value, by the words a person knows it by."""

    words: str


Bool: Final = Simple("yes or no")
Int: Final = Simple("integer")
Text: Final = Simple("text")
Date: Final = Simple("date")
Span: Final = Simple("period")


@dataclass(frozen=True)
class ListType:
    """The type of a register: what each entry has, by field name."""

    fields: Mapping[str, Simple]
    words: str = field(default="list", init=False)


Type = Simple | ListType


@dataclass(frozen=True)
class Declared:
    """A fact that rules may read: its dotted name, its type, a title for people, and who or what supplies it.

    `act` is the act of a workflow by which alone it comes, if there is one.
    """

    name: str
    type: Type
    title: str
    supplied_by: str
    act: str = ""


def check(
    expression: Expression,
    declared: Mapping[str, Declared],
    params: Mapping[str, Simple | bool | int | str | Period],
    *,
    pinned: bool = False,
) -> None:
    """Return if the rule reads only what is declared and parameters that are given, and comes to yes or no.

    A parameter is given by its type or by a value of it. What is `pinned` may have names that CEL reserves: it was
    checked when its cycle was opened.

    Raises:
        InvalidDefinition: every `rule-unknown-word`, `rule-wrong-type` and `rule-reserved-word` of the rule, with
            carets.
    """
    given = {name: _type_of(value) for name, value in params.items()}
    scope = _Scope({name: fact.type for name, fact in declared.items()}, given)
    _expect(expression.root, (Bool,), scope)
    if not pinned:
        _refuse_reserved(expression, scope)
    if scope.faults:
        raise invalid(expression.text, scope.faults)


@dataclass(frozen=True)
class _Scope:
    """What may be read where the checker stands. All scopes of one rule gather their faults in one list."""

    facts: Mapping[str, Type]
    params: Mapping[str, Simple]
    entries: Mapping[str, ListType | None] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, place: RulePlace, sentence: str) -> None:
        self.faults.append(Fault(place, "rule-wrong-type", sentence))

    def unknown(self, place: RulePlace, kind: str, name: str, known: Collection[str]) -> None:
        sentence = f"There is no {kind} `{name}`.{nearest(name, known)}"
        self.faults.append(Fault(place, "rule-unknown-word", sentence))


def _refuse_reserved(expression: Expression, scope: _Scope) -> None:
    for node, _ in walk(expression.root):
        match node:
            case Macro(variable=word) | ParameterRead(name=word) if word in CEL_WORDS:
                told = f"`{word}` is a word of the language CEL and names nothing. Choose another name."
                scope.faults.append(Fault(node.place, "rule-reserved-word", told))


def _expect(node: Node, wanted: tuple[Type, ...], scope: _Scope) -> Type | None:
    """Return the type of `node` if it is a wanted one. None: there is a fault in it, and it is noted."""
    if (found := _typed(node, scope)) is None or found in wanted:
        return found
    scope.wrong(node.place, f"This is {_a(found)}; here belongs {' or '.join(map(_a, wanted))}.")
    return None


def _typed(node: Node, scope: _Scope) -> Type | None:
    match node:
        case Constant(value=value):
            return _type_of(value)
        case TodayTerm():
            return Date
        case FactRead() | FieldRead() | ParameterRead():
            return _read(node, scope)
        case Not() | Connected() | Known():
            return _truth(node, scope)
        case ComparedTerms() | OneOfConstants():
            return _comparison(node, scope)
        case Computed():
            return _computed(node, scope)
        case Size(over=over):
            _register(over, scope)
            return Int
        case _:
            return _macro(node, scope)


def _read(node: FactRead | FieldRead | ParameterRead, scope: _Scope) -> Type | None:
    match node:
        case FactRead(name=name):
            return _named("fact", name, scope.facts, node.place, scope)
        case ParameterRead(name=name):
            return _named("parameter", name, scope.params, node.place, scope)
        case _:
            entry = scope.entries[node.variable]
            return entry and _named("field", node.field, entry.fields, node.place, scope)


def _named(kind: str, name: str, known: Mapping[str, Type], place: RulePlace, scope: _Scope) -> Type | None:
    if name not in known:
        scope.unknown(place, kind, name, known)
    return known.get(name)


def _truth(node: Not | Connected | Known, scope: _Scope) -> Type:
    match node:
        case Known(of=of):
            _typed(of, scope)
        case Not(operand=operand):
            _expect(operand, (Bool,), scope)
        case _:
            for clause in node.clauses:
                _expect(clause, (Bool,), scope)
    return Bool


def _comparison(node: ComparedTerms | OneOfConstants, scope: _Scope) -> Type:
    if isinstance(node, OneOfConstants):
        comparable: tuple[Type, ...] = (Int, Text)
    else:
        comparable = (Bool, Int, Text, Date) if node.sign in ("==", "!=") else (Int, Date)
    first, *others = parts(node)
    left = _expect(first, comparable, scope)
    for other in others:
        _expect(other, (left,), scope) if left else _typed(other, scope)
    return Bool


def _computed(node: Computed, scope: _Scope) -> Type | None:
    left = _expect(node.left, (Int,) if node.sign == "*" else (Int, Date), scope)
    if left is None:
        _typed(node.right, scope)
        return None
    right = _expect(node.right, (Int,) if left == Int else (Span,), scope)
    return left if right else None


def _macro(node: Macro, scope: _Scope) -> Type | None:
    register = _register(node.over, scope)
    if any(name.split(".")[0] == node.variable for name in scope.facts):
        scope.wrong(node.place, f"`{node.variable}` is the beginning of a fact's name. Give the entry another name.")
    _expect(node.test, (Bool,), replace(scope, entries={**scope.entries, node.variable: register}))
    return register if node.name == "filter" else Bool


def _register(node: Node, scope: _Scope) -> ListType | None:
    if isinstance(found := _typed(node, scope), ListType):
        return found
    if found is not None:
        scope.wrong(node.place, f"This is {_a(found)}; here belongs a list.")
    return None


def _type_of(value: Simple | bool | int | str | DayRange | Period) -> Simple:
    match value:
        case Simple():
            return value
        case bool():
            return Bool
        case int():
            return Int
        case str():
            return Text
        case DayRange():
            return Date
        case _:
            return Span


def _a(kind: Type) -> str:
    return kind.words if kind == Bool else f"an {kind.words}" if kind == Int else f"a {kind.words}"
